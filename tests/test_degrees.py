from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from miqat.crescent import twilights
from miqat.crescent.regional import outlines, regions
from miqat.crescent.regional.search import dawn
from miqat.degrees import latitudes, longitudes
from miqat.errors import InvalidPlace, UnknownName, WrongType
from miqat.sky.bulk import Transit, sun_events
from miqat.sky.day_path import DayPath
from miqat.sky.topocentric import horizontal

if TYPE_CHECKING:
    from collections.abc import Callable

DAY = np.datetime64("2027-02-07")
TOKYO = 35.68, 139.69

BY_COORDINATES: dict[str, Callable[[Any, Any], Any]] = {
    "twilights": lambda lat, lon: twilights(lat, lon, DAY),
    "sun_events": lambda lat, lon: sun_events(lat, lon, DAY, [Transit()]),
    "horizontal": lambda lat, lon: horizontal("sun", DAY, lat, lon),
    "dawn": lambda lat, lon: dawn(DAY, lat, lon),
    "contains": lambda lat, lon: regions.land().contains(lat, lon),
    "outline": lambda lat, lon: outlines.country("JP").contains(lat, lon),
}


@pytest.mark.parametrize("of", BY_COORDINATES)
def test_latitude_comes_first_and_swapped_values_are_refused(of: str) -> None:
    BY_COORDINATES[of](*TOKYO)
    with pytest.raises(InvalidPlace, match=r"latitude 139\.69 is outside -90\.\.90"):
        BY_COORDINATES[of](*TOKYO[::-1])
    with pytest.raises(InvalidPlace, match="latitude 95 is outside"):
        BY_COORDINATES[of](np.array([35.0, 95.0]), 74.0)
    with pytest.raises(InvalidPlace, match="latitude nan is outside"):
        BY_COORDINATES[of](float("nan"), 74.0)


@pytest.mark.parametrize("of", ["twilights", "sun_events", "horizontal", "dawn"])
def test_a_longitude_beyond_the_date_line_is_refused(of: str) -> None:
    BY_COORDINATES[of](0.0, 180.0)
    with pytest.raises(InvalidPlace, match=r"longitude 180\.5 is outside -180\.\.180"):
        BY_COORDINATES[of](0.0, 180.5)


def test_the_bounds_themselves_are_places() -> None:
    assert latitudes([-90, 90]).tolist() == [-90.0, 90.0]
    assert longitudes([-180, 180]).tolist() == [-180.0, 180.0]


@pytest.mark.parametrize("value", ["north", None, [[1.0], [1.0, 2.0]], "Lahore"])
def test_what_is_no_number_is_refused_in_one_line(value: Any) -> None:
    with pytest.raises((WrongType, InvalidPlace)) as caught:
        latitudes(value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("unit", ["D", "h", "m", "s", "ms", "us", "ns"])
def test_days_are_read_right_at_every_resolution_of_a_day_or_finer(unit: str) -> None:
    day = np.array("2027-02-07", f"datetime64[{unit}]")
    path = DayPath.of("sun", 0.0, day)
    assert path.noon == 20_856.5
    assert sun_events(0.0, 0.0, day, [Transit()]).instants[0, 0, 0] > DAY
    assert twilights(0.0, 0.0, day).sun.noon == 20_856.5


@pytest.mark.parametrize("unit", ["W", "M", "Y"])
def test_weeks_months_and_years_name_no_day(unit: str) -> None:
    coarse = np.array("2027-02-07", f"datetime64[{unit}]")
    for ask in (
        lambda: DayPath.of("sun", 0.0, coarse),
        lambda: sun_events(0.0, 0.0, coarse, [Transit()]),
        lambda: twilights(0.0, 0.0, coarse),
        lambda: dawn(coarse),
    ):
        with pytest.raises(WrongType, match="names no single day"):
            ask()


def test_another_body_is_unknown() -> None:
    with pytest.raises(UnknownName, match="unknown body 'mars'; did you mean"):
        horizontal("mars", DAY, 31.5, 74.3)  # type: ignore[arg-type]
