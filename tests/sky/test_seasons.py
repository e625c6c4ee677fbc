from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from miqat.errors import OutOfRange, UnknownName
from miqat.sky.seasons import SEASONS, season
from miqat.sky.timescale import from_datetime64, utc_to_tt

if TYPE_CHECKING:
    from miqat.sky.seasons import Season

# J. Meeus, Astronomical Algorithms, 2nd ed., table 27.E: TD of 1996-2005, to the second.
MEEUS = {
    ("march", 1996): "1996-03-20T08:04:07",
    ("june", 1996): "1996-06-21T02:24:46",
    ("september", 1996): "1996-09-22T18:01:08",
    ("december", 1996): "1996-12-21T14:06:56",
    ("march", 2000): "2000-03-20T07:36:19",
    ("june", 2000): "2000-06-21T01:48:46",
    ("september", 2000): "2000-09-22T17:28:40",
    ("december", 2000): "2000-12-21T13:38:30",
    ("march", 2005): "2005-03-20T12:34:29",
    ("december", 2005): "2005-12-21T18:36:01",
}


@pytest.mark.parametrize(("of", "expected"), MEEUS.items())
def test_seasons_printed_by_meeus(of: tuple[Season, int], expected: str) -> None:
    tt = utc_to_tt(from_datetime64(season(*of)))
    printed = from_datetime64(np.datetime64(expected))
    assert abs(tt - printed) * 86_400 < 3.0


@pytest.mark.parametrize("name", SEASONS)
def test_seasons_are_those_of_skyfield(name: Season, skyfield: Any) -> None:
    """At the instant found, Skyfield's Sun stands at the longitude, to 0.1" (2.4 s)."""
    years = np.linspace(1600, 2640, 53).astype(int)
    tt = utc_to_tt(from_datetime64(season(name, years)))
    _, longitude, _ = skyfield.apparent("sun", tt).frame_latlon(_ecliptic_of_date())
    miss = (longitude.degrees - 90.0 * SEASONS.index(name) + 180.0) % 360.0 - 180.0
    assert np.abs(miss).max() * 3600.0 < 0.1
    assert (np.diff(tt) > 0).all()


def _ecliptic_of_date() -> Any:
    from skyfield.framelib import ecliptic_frame

    return ecliptic_frame


def test_each_falls_in_its_month() -> None:
    months = [str(season(name, 2027))[5:7] for name in SEASONS]
    assert months == ["03", "06", "09", "12"]
    early = season("march", [622, 1000]).astype("datetime64[M]").tolist()
    assert [(on.year, on.month) for on in early] == [(622, 3), (1000, 3)]


def test_what_is_no_season_or_out_of_reach() -> None:
    with pytest.raises(UnknownName, match="unknown season 'spring'"):
        season("spring", 2027)  # type: ignore[arg-type]
    with pytest.raises(OutOfRange, match="600 to 2650"):
        season("march", 2700)
