from __future__ import annotations

from typing import TYPE_CHECKING, Any

import erfa
import numpy as np
import pytest

from miqat.errors import OutOfRange
from miqat.sky import events
from miqat.sky.day_path import DayPath
from miqat.sky.events import Reason
from miqat.sky.horizon import SUNRISE_ALTITUDE
from miqat.sky.timescale import from_datetime64, utc_to_tt

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from miqat.sky.ephemeris import Body

    Floats = NDArray[np.float64]

SEAM = -153_403
SECOND = np.timedelta64(1, "s")


def leap_second_days() -> NDArray[np.int64]:
    """Return the days that ended with a leap second, by ERFA's table (IERS Bulletin C)."""
    table = erfa.leap_seconds.get()
    table = table[table["year"] >= 1972]
    months = (table["year"] - 1970) * 12 + table["month"] - 1
    days = months.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64) - 1
    return np.asarray(days[1:])  # the first row is the beginning of UTC


def skyfield_hour_angle(skyfield: Any, body: str, time: Any, longitude: Floats) -> Floats:
    """Return a geocentric body's hour angle at longitudes in degrees, seconds of time."""
    at = skyfield.kernel["earth"].at(time).observe(skyfield.kernel[body]).apparent()
    hours = time.gast + longitude / 15.0 - at.radec("date")[0].hours
    return np.asarray(((hours + 12.0) % 24.0 - 12.0) * 3600.0)


def skyfield_utc(skyfield: Any, instants: NDArray[np.datetime64]) -> Any:
    """Return Skyfield's time of UTC instants, by its own table of leap seconds."""
    day = instants.astype("datetime64[D]")
    months = day.astype("datetime64[M]").astype(np.int64)
    within = (day - day.astype("datetime64[M]")) / np.timedelta64(1, "D")
    clock = (instants - day) / SECOND
    return skyfield.timescale.utc(1970 + months // 12, months % 12 + 1, within + 1, 0, 0, clock)


@pytest.mark.parametrize("body", ["sun", "moon"])
def test_transits_around_every_leap_second_are_skyfields(skyfield: Any, body: Body) -> None:
    last = leap_second_days()
    assert len(last) == 27  # 1972-06-30 to 2016-12-31
    days = (last[:, np.newaxis] + np.arange(-1, 3)).ravel()
    longitudes = np.array([-180.0, -179.9, -120.0, -60.0, 0.0, 60.0, 120.0, 179.9, 180.0])
    table = events.transits(DayPath.of(body, longitudes[:, np.newaxis], days))
    occurs = table.reason == Reason.OCCURS
    instants = table.instants[occurs]
    longitude = np.broadcast_to(longitudes[:, np.newaxis], occurs.shape)[occurs]
    miss = skyfield_hour_angle(skyfield, body, skyfield_utc(skyfield, instants), longitude)
    print(f"{body}: {len(miss)} transits, worst {np.abs(miss).max():.4f} s")
    assert np.abs(miss).max() < 0.05
    # Each alone, where the days at hand have no leap second between them, is the same.
    for row in range(0, len(longitudes), 4):
        for column in range(0, len(days), 7):
            alone = events.transits(DayPath.of(body, longitudes[row], days[column]))
            assert alone.reason == table.reason[row, column]
            if occurs[row, column]:
                apart = alone.instants - table.instants[row, column]
                assert abs(apart / np.timedelta64(1, "us")) <= 50


def test_an_event_just_after_a_leap_second_is_a_second_earlier_by_the_clock(
    skyfield: Any,
) -> None:
    # 2016-12-31 ended with 23:59:60. Lower transits at Greenwich fall near midnight.
    days = np.arange(17_160, 17_172)
    found = events.transits(DayPath.of("sun", 0.0, days), upper=False)
    time = skyfield_utc(skyfield, found.instants)
    miss = (skyfield_hour_angle(skyfield, "sun", time, np.zeros(12)) + 86400.0) % 86400.0 - 43200.0
    assert np.abs(miss).max() < 0.05
    gaps = np.diff(found.instants) / SECOND
    dip = gaps[1:-1] - 0.5 * (gaps[:-2] + gaps[2:])
    assert dip.min() == pytest.approx(-1.0, abs=0.03)
    assert (np.abs(dip) > 0.6).sum() == 1


@pytest.mark.parametrize("body", ["sun", "moon"])
@pytest.mark.parametrize("latitude", [0.0, 52.0, -40.0])
def test_the_year_utc_began(skyfield: Any, body: Body, latitude: float) -> None:
    # Until 1971-12-31 UTC means UT1, from which it then stood 0.05 s apart (IERS, C04).
    days = np.arange(724, 736)
    longitudes = np.array([-180.0, -90.0, 0.0, 90.0, 180.0])
    path = DayPath.of(body, longitudes[:, np.newaxis], days)
    found = events.crossings(path, latitude, SUNRISE_ALTITUDE, rising=False)
    occurs = found.reason == Reason.OCCURS
    assert occurs.sum() > 45
    instants = found.instants[occurs]
    longitude = np.broadcast_to(longitudes[:, np.newaxis], occurs.shape)[occurs]
    tt = utc_to_tt(from_datetime64(instants))
    here = np.full(len(tt), latitude), longitude
    altitude, _, _ = skyfield.horizontal(body, tt, *here)
    later, _, _ = skyfield.horizontal(body, tt + 20.0 / 86400.0, *here)
    late = (altitude - SUNRISE_ALTITUDE) / (later - altitude) * 20.0
    print(f"{body} at {latitude}: worst {np.abs(late).max():.3f} s")
    assert np.abs(late).max() < 0.03


@pytest.mark.parametrize("body", ["sun", "moon"])
def test_events_across_the_seam_of_the_ephemerides(skyfield: Any, body: Body) -> None:
    # Skyfield has DE440 alone, which begins at the seam: 1549-12-31.
    days = np.arange(SEAM - 6, SEAM + 12)
    path = DayPath.of(body, np.array([[-100.0], [0.0], [100.0]]), days)
    found = events.transits(path)
    occurs = found.reason == Reason.OCCURS
    gaps = np.diff(found.instants[0][occurs[0]]) / np.timedelta64(1, "h")
    mean = 24.0 if body == "sun" else 24.84
    assert np.abs(gaps - mean).max() < (0.01 if body == "sun" else 0.5)
    after = occurs & (days >= SEAM + 1)
    longitude = np.broadcast_to([[-100.0], [0.0], [100.0]], occurs.shape)[after]
    time = skyfield.time(utc_to_tt(from_datetime64(found.instants[after])))
    miss = np.abs(skyfield_hour_angle(skyfield, body, time, longitude))
    print(f"{body}: worst {miss.max():.4f} s")
    assert miss.max() < 0.08  # stencils of the first days reach back over 0.8" of Moon


@pytest.mark.parametrize("body", ["sun", "moon"])
def test_hour_angles_are_those_of_the_turning_earth(skyfield: Any, body: Body) -> None:
    random = np.random.default_rng(51)
    longitude, days = random.uniform(-180, 180, 600), random.integers(-98_000, 193_000, 600)
    path = DayPath.of(body, longitude, days)
    t = random.uniform(-0.5, 0.5, 600)
    time = skyfield.time(path.noon + path.offset + t)
    theirs = skyfield_hour_angle(skyfield, body, time, longitude)
    ours = np.degrees(path.hour_angle(t)) * 240.0
    miss = (ours - theirs + 43200.0) % 86400.0 - 43200.0
    assert np.abs(miss).max() < 0.05
    assert (np.abs(path.hour_angle_at_noon) <= np.pi).all()
    reached = path.hour_angle(path.when_hour_angle(1.0))
    assert np.abs(reached - 1.0).max() * 13751.0 < 0.002  # seconds of time


@pytest.mark.parametrize("body", ["sun", "moon"])
def test_a_table_is_what_its_cells_are(body: Body) -> None:
    longitudes = np.array([[-180.0], [-75.5], [0.0], [33.25], [180.0]])
    days = np.arange(20_000, 20_090)
    table = DayPath.of(body, longitudes, days)
    cells = DayPath.of(
        body, np.broadcast_to(longitudes, (5, 90)).copy(), np.broadcast_to(days, (5, 90)).copy()
    )
    assert table.shape == cells.shape == (5, 90)
    turned = table.hour_angle_at_noon - cells.hour_angle_at_noon
    assert np.abs((turned + np.pi) % (2.0 * np.pi) - np.pi).max() < 1e-10
    for one, other in zip(table.place, cells.place, strict=True):
        for power in range(1 if one is table.place.right_ascension else 0, len(one)):
            assert one[power] == pytest.approx(other[power], abs=1e-10)
    mask = np.zeros((5, 90), dtype=bool)
    mask[3, 7] = mask[1, 80] = True
    some = table.at(mask)
    assert some.shape == (2,)
    for t in (-0.4, 0.0, 0.3):
        assert (some.hour_angle(t) == table.hour_angle(t)[mask]).all()
        assert (some.declination(t) == table.declination(t)[mask]).all()
        assert (some.parallax(t) == table.parallax(t)[mask]).all()


@pytest.mark.parametrize("body", ["sun", "moon"])
@pytest.mark.parametrize("day", [-500_411, -500_410, 248_388, 248_389, 300_000])
def test_days_whose_sky_is_not_known_are_refused(body: Body, day: int) -> None:
    for days in (day, np.array([day, 20_000])):
        with pytest.raises(OutOfRange, match="600 to 2650"):
            DayPath.of(body, 0.0, days)


def test_noon_is_local() -> None:
    path = DayPath.of("sun", np.array([-90.0, 0.0, 90.0]), 20_000)
    assert path.noon.tolist() == [20_000.75, 20_000.5, 20_000.25]
    # TT - UTC has been 69.184 s since 2017 (IERS Bulletin C 52).
    assert path.steady
    assert float(path.offset) * 86400.0 == pytest.approx(69.184)
