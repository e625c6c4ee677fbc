"""The nearest city against a look at every city of the gazetteer."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from miqat.places import gazetteer, nearest_city, place

CITIES = (
    gazetteer.connection().execute("SELECT latitude, longitude, geonameid FROM city").fetchall()
)
LATITUDES, LONGITUDES = (np.radians([city[at] for city in CITIES]) for at in (0, 1))


def kilometres_to_all(latitude: float, longitude: float) -> np.ndarray:
    """Return the distances to all cities by the angle between vectors, on a sphere of 6371 km."""
    north, east = np.radians(latitude), np.radians(longitude)
    here = np.cos(north) * np.cos(east), np.cos(north) * np.sin(east), np.sin(north)
    there = (
        np.cos(LATITUDES) * np.cos(LONGITUDES), np.cos(LATITUDES) * np.sin(LONGITUDES),
        np.sin(LATITUDES),
    )  # fmt: skip
    cross = np.cross(np.array(here), np.stack(there, axis=1))
    along = sum(a * b for a, b in zip(here, there, strict=True))
    return np.asarray(np.arctan2(np.linalg.norm(cross, axis=1), along) * 6371.0088)


def check(latitude: float, longitude: float, within: float) -> None:
    """Assert that the city found is the nearest, and that none is where there is none."""
    km = kilometres_to_all(latitude, longitude)
    found = nearest_city(latitude, longitude, within)
    if km.min() > within + 0.01:
        assert found is None
    elif km.min() < within - 0.01:
        assert found is not None
        of = kilometres_to_all(found.latitude, found.longitude).argmin()
        assert km[of] == pytest.approx(km.min(), abs=0.01)


@given(st.floats(-90, 90), st.floats(-180, 180), st.sampled_from([20.0, 100.0, 700.0, 2000.0]))
@example(78.22, 15.6, 1500.0)
@example(89.9, -120.0, 3000.0)
@example(-89.9, 10.0, 6000.0)
def test_the_nearest_city_anywhere(latitude: float, longitude: float, within: float) -> None:
    check(latitude, longitude, within)


@given(st.floats(-60, 75), st.floats(0.0, 6.0), st.booleans(), st.sampled_from([300.0, 1500.0]))
@example(-14.3, 1.9, True, 1500.0)  # Leava, on the other side
@example(-16.5, 0.1, True, 300.0)  # Labasa
@example(-16.5, 0.1, False, 300.0)
def test_the_nearest_city_across_180_degrees(
    latitude: float, away: float, east: bool, within: float
) -> None:
    check(latitude, -180.0 + away if east else 180.0 - away, within)


def test_how_far_it_looks_unless_told() -> None:

    for latitude, longitude in ((25.0, 55.9), (31.4, 76.0), (-25.0, 133.0), (40.0, -100.0)):
        near = kilometres_to_all(latitude, longitude).min() <= 100.0
        assert (nearest_city(latitude, longitude) is not None) == near
    lonely = next(
        (latitude, longitude)
        for latitude in range(-50, 60, 2)
        for longitude in range(-170, 180, 7)
        if 60.0 < kilometres_to_all(latitude, longitude).min() < 99.0
    )
    assert nearest_city(*lonely) is not None


@pytest.mark.parametrize(
    "text", ["74.01W 40.71N", "40.71N 74.01W", "W74.01 N40.71", "40.71,-74.01"]
)
def test_coordinates_in_either_order_by_their_letters(text: str) -> None:
    found = place(text)
    assert (found.latitude, found.longitude) == (40.71, -74.01)
