from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from miqat.errors import OutOfRange
from miqat.sky import events
from miqat.sky.day_path import DayPath
from miqat.sky.events import Reason
from miqat.sky.horizon import HORIZON_REFRACTION, SUNRISE_ALTITUDE
from miqat.sky.timescale import from_datetime64, utc_to_tt

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from miqat.sky.ephemeris import Body
    from miqat.sky.events import Limb

    Floats = NDArray[np.float64]

MOON_RADIUS_KM, SUN_RADIUS_KM = 1737.4, 695_700.0
YEAR_1700, YEAR_2500 = -98615, 193577
SECOND = 1.0 / 86400.0


def cases(seed: int, count: int, most: float) -> tuple[Floats, Floats, NDArray[np.int64]]:
    """Return random longitudes, latitudes up to `most` degrees, and days."""
    random = np.random.default_rng(seed)
    return (
        random.uniform(-180.0, 180.0, count),
        random.uniform(-most, most, count),
        random.integers(YEAR_1700, YEAR_2500, count),
    )


def skyfield_altitude(
    skyfield: Any, body: str, limb: str, tt: Floats, latitude: Floats, longitude: Floats
) -> Floats:
    altitude, _, distance = skyfield.horizontal(body, tt, latitude, longitude)
    radius = {"moon": MOON_RADIUS_KM, "sun": SUN_RADIUS_KM}[body]
    lift = np.degrees(np.arcsin(radius / distance)) if limb == "upper" else 0.0
    return np.asarray(altitude + lift)


@pytest.mark.parametrize("rising", [True, False])
@pytest.mark.parametrize(
    ("body", "limb", "altitude", "most", "seconds"),
    [
        ("sun", "centre", SUNRISE_ALTITUDE, 60.0, 0.05),
        ("sun", "centre", -18.0, 60.0, 0.05),
        ("sun", "centre", 30.0, 60.0, 0.05),
        ("sun", "centre", SUNRISE_ALTITUDE, 90.0, 0.05),
        ("sun", "centre", -18.0, 90.0, 0.05),
        ("sun", "upper", -HORIZON_REFRACTION, 90.0, 0.05),
        ("moon", "upper", -HORIZON_REFRACTION, 60.0, 0.3),
        ("moon", "centre", 10.0, 90.0, 0.3),
    ],
)
def test_crossings_are_those_of_skyfield(
    skyfield: Any, body: Body, limb: Limb, altitude: float, most: float, seconds: float,
    rising: bool,
) -> None:  # fmt: skip
    longitude, latitude, days = cases(int(most) + rising, 800, most)
    path = DayPath.of(body, longitude, days)
    found = events.crossings(path, latitude, altitude, rising=rising, limb=limb)
    occurs = found.reason == Reason.OCCURS
    assert (np.isnat(found.instants) == ~occurs).all()
    tt = utc_to_tt(from_datetime64(found.instants[occurs]))
    where = latitude[occurs], longitude[occurs]
    at, later = (
        skyfield_altitude(skyfield, body, limb, tt + delay, *where) for delay in (0.0, 20 * SECOND)
    )
    rate = (later - at) / 20.0 * 3600.0  # arcseconds a second
    residual = (at - altitude) * 3600.0
    brisk = np.abs(rate) >= 2.0
    late = np.abs(residual / rate)[brisk]
    print(f"{body} {limb} {altitude:.2f}: worst {late.max():.3f} s of {len(late)}")
    assert late.max() <= seconds
    assert ((rate > 0) == rising)[brisk].all()
    if (~brisk).any():
        assert np.abs(residual[~brisk]).max() <= (0.1 if body == "sun" else 0.15)


@pytest.mark.parametrize("body", ["sun", "moon"])
@pytest.mark.parametrize("rising", [True, False])
def test_what_does_not_occur_is_what_skyfield_does_not_see(
    skyfield: Any, body: Body, rising: bool
) -> None:
    longitude, latitude, days = cases(7, 70, 90.0)
    path = DayPath.of(body, longitude, days)
    found = events.crossings(path, latitude, SUNRISE_ALTITUDE, rising=rising)
    if body == "sun":
        start, end = path.when_hour_angle(-np.pi), path.when_hour_angle(np.pi)
    else:
        start, end = np.full(70, -0.5), np.full(70, 0.5)
    steps = np.linspace(0.0, 1.0, 289)[:, np.newaxis]
    tt = utc_to_tt(path.noon + start + steps * (end - start))
    shape = tt.shape
    altitude, _, _ = skyfield.horizontal(
        body, tt.ravel(), np.broadcast_to(latitude, shape).ravel(),
        np.broadcast_to(longitude, shape).ravel(),
    )  # fmt: skip
    above = altitude.reshape(shape) > SUNRISE_ALTITUDE
    crossed = (~above[:-1] & above[1:]) if rising else (above[:-1] & ~above[1:])
    # Within five minutes of grazing, samples five minutes apart may miss both crossings.
    near = np.abs(altitude.reshape(shape) - SUNRISE_ALTITUDE).min(axis=0) < 0.05
    sure = ~near | crossed.any(axis=0)
    assert ((found.reason == Reason.OCCURS) == crossed.any(axis=0))[sure].all()
    edge = above[0] if rising else above[-1]
    missing = sure & (found.reason != Reason.OCCURS)
    expected = np.where(edge, Reason.STAYS_ABOVE, Reason.STAYS_BELOW)
    assert (found.reason == expected)[missing].all()
    assert missing.sum() > 2


@pytest.mark.parametrize("body", ["sun", "moon"])
@pytest.mark.parametrize("upper", [True, False])
def test_transits_are_due_north_or_south(skyfield: Any, body: Body, upper: bool) -> None:
    longitude, _, days = cases(9, 800, 60.0)
    found = events.transits(DayPath.of(body, longitude, days), upper=upper)
    occurs = found.reason == Reason.OCCURS
    assert occurs.all() if body == "sun" else 0.94 < occurs.mean() < 0.99
    tt = utc_to_tt(from_datetime64(found.instants[occurs]))
    # The meridian of the geocentric place: Skyfield's own hour angle.
    apparent = skyfield.apparent(body, tt)
    right_ascension = apparent.radec("date")[0].hours
    hour_angle = skyfield.time(tt).gast + longitude[occurs] / 15.0 - right_ascension
    miss = (hour_angle + (0.0 if upper else 12.0) + 12.0) % 24.0 - 12.0
    assert np.abs(miss).max() * 3600.0 < 0.05


def test_a_day_between_two_moon_transits_has_none() -> None:
    found = events.transits(DayPath.of("moon", 0.0, np.arange(20000, 20060)))
    assert (found.reason == Reason.NO_TRANSIT).sum() == 2  # 60 days, 58 transits
    assert np.isnat(found.instants[found.reason == Reason.NO_TRANSIT]).all()


def test_an_altitude_of_nan_says_so() -> None:
    path = DayPath.of("sun", 0.0, np.array([20000, 20001]))
    found = events.crossings(path, 30.0, np.array([np.nan, 10.0]), rising=True)
    assert found.reason.tolist() == [Reason.NO_SUCH_ALTITUDE, Reason.OCCURS]
    assert np.isnat(found.instants).tolist() == [True, False]


def test_outside_the_ephemeris_is_an_error() -> None:
    with pytest.raises(OutOfRange, match="600 to 2650"):
        DayPath.of("sun", 0.0, (500 - 1970) * 365)


@settings(deadline=None, max_examples=60)
@given(
    st.floats(-180, 180),
    st.floats(-90, 90),
    st.integers(-500_000, 248_000),
    st.sampled_from([-18.0, -12.0, SUNRISE_ALTITUDE, 5.0, 45.0]),
    st.sampled_from(["sun", "moon"]),
)
def test_one_place_alone_and_in_an_array_agree(
    longitude: float, latitude: float, day: int, altitude: float, body: Body
) -> None:
    days = np.arange(day - 2, day + 3)
    longitudes = np.array([[-77.0], [longitude], [140.0]])
    latitudes = np.array([[12.0], [latitude], [-55.0]])
    for rising in (True, False):
        alone = events.crossings(
            DayPath.of(body, longitude, day), latitude, altitude, rising=rising
        )
        together = events.crossings(
            DayPath.of(body, longitudes, days), latitudes, altitude, rising=rising
        )
        assert together.reason[1, 2] == alone.reason
        if alone.reason == Reason.OCCURS:
            apart = together.instants[1, 2] - alone.instants
            assert abs(apart / np.timedelta64(1, "us")) < 200


@settings(deadline=None, max_examples=100)
@given(st.floats(-180, 180), st.floats(-90, 90), st.integers(-60_000, 60_000))
def test_a_lower_altitude_is_crossed_earlier_in_the_morning(
    longitude: float, latitude: float, day: int
) -> None:
    path = DayPath.of("sun", longitude, day)
    altitudes = np.array([-18.0, -12.0, -6.0, SUNRISE_ALTITUDE, 3.0])
    if abs(latitude) > 65.0:  # beyond, the Sun may climb by its declination, not by its turn
        return
    rising = events.crossings(path, latitude, altitudes, rising=True)
    setting = events.crossings(path, latitude, altitudes, rising=False)
    up, down = (
        found.instants[found.reason == Reason.OCCURS].astype(np.int64)
        for found in (rising, setting)
    )
    noon = events.transits(path).instants.astype(np.int64)
    assert (np.diff(up) > 0).all()
    assert (np.diff(down) < 0).all()
    assert (up < noon).all()
    assert (down > noon).all()


def test_elevation_brings_the_moon_down_by_parallax(skyfield: Any) -> None:
    # 3 km nearer to the Moon: its parallax grows by 3/6378, 1.6" at the horizon.
    path = DayPath.of("moon", 30.0, np.arange(20000, 20030))
    sea, peak = (
        events.crossings(path, 20.0, 10.0, rising=True, elevation=high).instants
        for high in (0.0, 3000.0)
    )
    later = (peak - sea) / np.timedelta64(1, "s")
    later = later[~np.isnan(later)]
    assert len(later) > 20
    assert 0.05 < later.min() < later.max() < 0.2
