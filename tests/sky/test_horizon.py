from __future__ import annotations

import erfa
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from skyfield.api import wgs84
from skyfield.earthlib import refraction as skyfield_refraction

from miqat.sky.horizon import (
    HORIZON_REFRACTION,
    SUNRISE_ALTITUDE,
    Observer,
    dip_geometric,
    dip_refracted,
    refraction_bennett,
    refraction_saemundsson,
)

WGS84_RADIUS_M = 6_378_137.0


def test_the_conventional_sunrise_is_fifty_minutes_below() -> None:
    # Explanatory Supplement, 3rd ed., 12.3.2.1: 34' of refraction and 16' of semidiameter.
    assert abs(SUNRISE_ALTITUDE * 60.0 + 50.0) < 1e-9
    assert abs(HORIZON_REFRACTION * 60.0 - 34.0) < 1e-9


def test_the_flattened_sun_of_meeus() -> None:
    # Astronomical Algorithms, 2nd ed., example 16.a: the Sun's lower limb at an apparent
    # altitude of 0.5 degrees, its diameter 32'.
    lower = refraction_bennett(0.5)
    assert lower * 60.0 == pytest.approx(28.754, abs=0.001)
    upper = 0.5 - lower + 32.0 / 60.0
    lift = refraction_saemundsson(upper)
    assert lift * 60.0 == pytest.approx(24.618, abs=0.002)
    assert (upper + lift - 0.5) * 60.0 / 32.0 == pytest.approx(0.871, abs=0.0005)


@pytest.mark.parametrize(
    ("apparent", "minutes"),
    # The Nautical Almanac's altitude correction tables, stars, 10 C and 1010 mb.
    [(0.0, 34.5), (10.0, 5.3), (20.0, 2.6), (30.0, 1.7), (45.0, 1.0), (60.0, 0.6), (90.0, 0.0)],
)
def test_bennett_is_the_nautical_almanacs_table(apparent: float, minutes: float) -> None:
    assert refraction_bennett(apparent) * 60.0 == pytest.approx(minutes, abs=0.11)


def test_bennett_is_that_of_skyfield_in_any_air() -> None:
    random = np.random.default_rng(11)
    altitude = random.uniform(-1.0, 89.9, 2000)
    pressure, temperature = random.uniform(600, 1050, 2000), random.uniform(-40, 45, 2000)
    theirs = skyfield_refraction(altitude, temperature, pressure)
    ours = refraction_bennett(altitude, pressure, temperature)
    assert np.abs(ours - theirs).max() * 60.0 < 0.05  # their factor is rounded to 0.28


@pytest.mark.parametrize("altitude", [25.0, 40.0, 70.0])
@pytest.mark.parametrize(("pressure", "temperature"), [(700.0, -15.0), (1040.0, 40.0)])
def test_refraction_scales_as_an_atmosphere_does(
    altitude: float, pressure: float, temperature: float
) -> None:
    # SOFA's constants of refraction for dry air in yellow light, good above 15 degrees.
    def model(hpa: float, celsius: float) -> float:
        a, b = erfa.refco(hpa, celsius, 0.0, 0.57)
        tangent = np.tan(np.radians(90.0 - altitude))
        return float(np.degrees(a * tangent + b * tangent**3))

    for formula in (refraction_bennett, refraction_saemundsson):
        assert formula(altitude) * 60.0 == pytest.approx(model(1010.0, 10.0) * 60.0, abs=0.1)
        scaled = formula(altitude, pressure, temperature) / formula(altitude)
        expected = model(pressure, temperature) / model(1010.0, 10.0)
        assert scaled == pytest.approx(expected, rel=0.01)


@given(st.floats(-0.6, 90.0))
def test_the_two_refractions_are_inverse(airless: float) -> None:
    # Meeus, ch. 16: consistent to 4", 0.07', above the horizon.
    lift = refraction_saemundsson(airless)
    assert refraction_bennett(airless + lift) * 60.0 == pytest.approx(float(lift) * 60.0, abs=0.1)


@given(st.floats(-90.0, 90.0), st.floats(0.0, 1080.0))
def test_refraction_lifts_and_never_more_than_at_its_lowest(altitude: float, hpa: float) -> None:
    for formula in (refraction_bennett, refraction_saemundsson):
        lift = formula(altitude, hpa)
        assert 0.0 <= lift <= formula(-1.0, 1080.0)
        assert formula(altitude, 0.0) == 0.0
    assert refraction_bennett(-30.0) == refraction_bennett(-1.0)
    assert refraction_saemundsson(-30.0) == refraction_saemundsson(-1.0)


@pytest.mark.parametrize("height", [1.0, 2.0, 25.0, 400.0])
def test_dip_is_as_the_rules_of_thumb_have_it(height: float) -> None:
    # Explanatory Supplement, 3rd ed., 12.1.3: 1.76' sqrt(h); without air 1.93' sqrt(h).
    assert dip_geometric(height) * 60.0 / np.sqrt(height) == pytest.approx(1.93, abs=0.006)
    assert dip_refracted(height) * 60.0 / np.sqrt(height) == pytest.approx(1.76, abs=0.006)


@given(st.floats(0.0, 9000.0))
def test_the_line_of_sight_at_the_dip_touches_the_globe(height: float) -> None:
    # The right angle is at the horizon: its distance squared is (R + h)^2 - R^2.
    reach = np.sqrt((WGS84_RADIUS_M + height) ** 2 - WGS84_RADIUS_M**2)
    assert np.tan(np.radians(dip_geometric(height))) == pytest.approx(
        reach / WGS84_RADIUS_M, abs=2e-8
    )
    assert dip_refracted(height) <= dip_geometric(height)


def test_observers_stand_where_erfa_and_skyfield_put_them() -> None:
    random = np.random.default_rng(12)
    latitude = np.append(random.uniform(-90, 90, 500), [-90.0, 0.0, 90.0])
    longitude, elevation = random.uniform(-180, 180, 503), random.uniform(-450, 9000, 503)
    ours = Observer(latitude, elevation)
    erfas = erfa.gd2gc(1, np.radians(longitude), np.radians(latitude), elevation) / WGS84_RADIUS_M
    skyfields = wgs84.latlon(latitude, longitude, elevation).itrs_xyz.m / WGS84_RADIUS_M
    for theirs in (erfas.T, skyfields):
        assert np.abs(ours.from_axis - np.hypot(theirs[0], theirs[1])).max() < 1e-12
        assert np.abs(ours.from_equator - theirs[2]).max() < 1e-12


@given(
    st.floats(-90, 90), st.floats(0, 9000), st.floats(-3.2, 3.2), st.floats(-0.5, 0.5),
    st.sampled_from([0.0, 4.26e-5, 0.0166]),
)  # fmt: skip
def test_both_ways_to_an_altitude_agree(
    latitude: float, elevation: float, hour_angle: float, declination: float, parallax: float
) -> None:
    observer = Observer(latitude, elevation)
    place = np.asarray(hour_angle), np.asarray(declination), np.asarray(parallax)
    seen = observer.horizontal(*place)
    sine, ratio = observer.sine_of_altitude(*place)
    assert np.sin(np.radians(seen.altitude)) == pytest.approx(float(sine), abs=1e-12)
    assert 0.0 <= seen.azimuth <= 360.0
    assert 1.0 - parallax * 1.01 <= ratio <= 1.0 + parallax * 1.01


@pytest.mark.parametrize(
    ("hour_angle", "declination", "altitude", "azimuth"),
    # Seen from 50 degrees north without parallax, by the sphere alone.
    [(0.0, 0.0, 40.0, 180.0), (np.pi, 0.0, -40.0, 0.0), (np.pi / 2, 0.0, 0.0, 270.0),
     (-np.pi / 2, 0.0, 0.0, 90.0), (0.0, np.radians(60), 80.0, 0.0)],
)  # fmt: skip
def test_azimuth_runs_from_north_through_east(
    hour_angle: float, declination: float, altitude: float, azimuth: float
) -> None:
    seen = Observer(50.0).horizontal(np.asarray(hour_angle), np.asarray(declination), np.zeros(()))
    assert seen.altitude == pytest.approx(altitude, abs=1e-9)
    assert (seen.azimuth - azimuth + 180.0) % 360.0 == pytest.approx(180.0, abs=1e-9)
