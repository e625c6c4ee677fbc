from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from skyfield.api import wgs84

from miqat.errors import OutOfRange
from miqat.sky import topocentric
from miqat.sky.horizon import Observer, refraction_saemundsson
from miqat.sky.timescale import from_datetime64, to_datetime64, utc_to_tt

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from miqat.sky.ephemeris import Body, Ephemeris

    Floats = NDArray[np.float64]

ARCSEC = np.degrees(1.0) * 3600.0
YEAR_1700, YEAR_2500 = -98615.0, 193577.0


def cases(seed: int) -> tuple[NDArray[np.datetime64], Floats, Floats, Floats]:
    """Return random UTC instants, latitudes, longitudes and elevations."""
    random = np.random.default_rng(seed)
    return (
        to_datetime64(random.uniform(YEAR_1700, YEAR_2500, 1500)),
        random.uniform(-90.0, 90.0, 1500),
        random.uniform(-180.0, 180.0, 1500),
        random.uniform(0.0, 6000.0, 1500),
    )


def toward(altitude: Floats, azimuth: Floats) -> Floats:
    """Return unit vectors east, north, up, shape (3, n)."""
    h, a = np.radians(altitude), np.radians(azimuth)
    return np.stack([np.cos(h) * np.sin(a), np.cos(h) * np.cos(a), np.sin(h)])


@pytest.mark.parametrize(
    ("body", "ephemeris", "bound"),
    [
        ("sun", "compiled", 0.06),
        ("moon", "compiled", 0.15),
        ("sun", "de440", 0.02),
        ("moon", "de440", 0.03),
    ],
)
def test_bodies_stand_where_skyfield_sees_them(
    skyfield: Any, body: Body, ephemeris: Ephemeris, bound: float
) -> None:
    instants, latitude, longitude, elevation = cases(21)
    tt = utc_to_tt(from_datetime64(instants))
    altitude, azimuth, _ = skyfield.horizontal(body, tt, latitude, longitude, elevation)
    seen = topocentric.horizontal(
        body, instants, latitude, longitude, elevation=elevation, ephemeris=ephemeris
    )
    theirs, ours = toward(altitude, azimuth), toward(seen.altitude, seen.azimuth)
    assert np.linalg.norm(ours - theirs, axis=0).max() * ARCSEC < 0.33 + bound
    assert np.abs(seen.altitude - altitude).max() * 3600.0 < 0.33 + bound
    # What we leave out is diurnal aberration: 0.32" cos(latitude) toward the east
    # (Explanatory Supplement, 3rd ed., 7.2.3). With it, nothing else is left.
    ours[0] += 0.3192 / ARCSEC * np.cos(np.radians(latitude))
    ours /= np.linalg.norm(ours, axis=0)
    miss = np.linalg.norm(ours - theirs, axis=0) * ARCSEC
    print(f'{body}, {ephemeris}: worst {miss.max():.3f}"')
    assert miss.max() < bound


def test_stations_are_skyfields(skyfield: Any) -> None:
    instants, latitude, longitude, elevation = cases(22)
    tt = utc_to_tt(from_datetime64(instants))
    ours = topocentric.observer_position(tt, Observer(latitude, elevation), np.radians(longitude))
    place = wgs84.latlon(latitude, longitude, elevation)
    theirs = place.at(skyfield.time(tt)).position.km.T
    assert ours.shape == (1500, 3)
    assert np.linalg.norm(ours - theirs, axis=-1).max() < 0.002  # km; 0.001" of the Moon


@pytest.mark.parametrize("body", ["sun", "moon"])
def test_refraction_is_added_where_it_is_asked_for(body: Body) -> None:
    instants, latitude, longitude, _ = cases(23)
    airless = topocentric.horizontal(body, instants, latitude, longitude)
    apparent = topocentric.horizontal(body, instants, latitude, longitude, refracted=True)
    lift = refraction_saemundsson(airless.altitude)
    assert (apparent.altitude == airless.altitude + lift).all()
    assert (apparent.azimuth == airless.azimuth).all()
    assert 0.0 <= lift.min() < 0.002
    assert 0.5 < lift.max() < 0.8


def test_the_published_sun_of_nrel() -> None:
    # Reda & Andreas, "Solar position algorithm", NREL/TP-560-34302, example A.5: 2003-10-17
    # 12:30:30 at 7 h west: airless elevation 39.872046, azimuth 194.34024. Their UT1 is UTC,
    # which was 0.36 s ahead: 5".
    seen = topocentric.horizontal(
        "sun", np.datetime64("2003-10-17T19:30:30"), 39.742476, -105.1786, elevation=1830.14
    )
    assert seen.altitude == pytest.approx(39.872046, abs=0.002)
    assert seen.azimuth == pytest.approx(194.34024, abs=0.003)


def test_all_of_it_broadcasts() -> None:
    instants = np.datetime64("2026-01-01T00:00") + np.arange(3).astype("timedelta64[h]")
    latitude = np.array([[10.0], [20.0]])
    table = topocentric.horizontal("moon", instants, latitude, 30.0, elevation=[[0.0], [100.0]])
    assert table.altitude.shape == table.azimuth.shape == (2, 3)
    alone = topocentric.horizontal("moon", instants[2], 20.0, 30.0, elevation=100.0)
    assert alone.altitude.shape == ()
    assert table.altitude[1, 2] == pytest.approx(float(alone.altitude), abs=1e-10)


def test_outside_the_ephemeris_is_an_error() -> None:
    with pytest.raises(OutOfRange, match="600 to 2650"):
        topocentric.horizontal("sun", np.datetime64("2651-01-01"), 0.0, 0.0)
