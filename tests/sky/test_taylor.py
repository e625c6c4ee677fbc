from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from miqat.constants import EQUATORIAL_RADIUS_KM
from miqat.errors import OutOfRange
from miqat.sky import taylor
from miqat.sky.ephemeris import apparent

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from miqat.sky.ephemeris import Body, Ephemeris
    from miqat.sky.taylor import TaylorSeries

    Floats = NDArray[np.float64]

ARCSEC = np.degrees(1.0) * 3600.0
FIRST, SEAM, LAST = -500_411, -153_403, 248_389  # days of data/sky/ephemeris.toml


def at(terms: list[Floats], t: Floats) -> Floats:
    return np.asarray(sum(term * t**power for power, term in enumerate(terms)))


def miss(body: Body, found: TaylorSeries, tt: Floats, t: Floats, ephemeris: Ephemeris) -> Floats:
    """Return how far an expansion at t days is from the apparent place at TT, arcseconds."""
    direct = apparent(body, tt, ephemeris)
    turned = at(found.right_ascension, t) - direct.right_ascension
    east = ((turned + np.pi) % (2.0 * np.pi) - np.pi) * np.cos(direct.declination)
    north = at(found.declination, t) - direct.declination
    assert np.abs(at(found.parallax, t) * direct.distance / EQUATORIAL_RADIUS_KM - 1.0).max() < 1e-6
    return np.asarray(np.hypot(east, north) * ARCSEC)


@pytest.mark.parametrize(
    ("body", "ephemeris", "first", "last", "bound"),
    [
        # On JPL's own smooth file what is left is the expansion itself ...
        ("sun", "de440", SEAM + 5, LAST - 5, 0.025),
        ("moon", "de440", SEAM + 5, LAST - 5, 0.025),
        # ... on the compiled one, the roughness of its fit as well.
        ("sun", "compiled", SEAM + 5, LAST - 5, 0.04),
        ("moon", "compiled", SEAM + 5, LAST - 5, 0.12),
        ("sun", "compiled", FIRST + 5, SEAM - 5, 0.08),
        ("moon", "compiled", FIRST + 5, SEAM - 5, 0.35),
        # The two ephemerides differ by 0.8" of the Moon at the seam.
        ("sun", "compiled", SEAM - 5, SEAM + 5, 0.08),
        ("moon", "compiled", SEAM - 5, SEAM + 5, 1.0),
    ],
)
def test_half_a_day_around_an_instant_is_the_apparent_place(
    body: Body, ephemeris: Ephemeris, first: int, last: int, bound: float
) -> None:
    random = np.random.default_rng(41)
    day, fraction = random.integers(first, last, 2000), random.uniform(0.0, 1.0, 2000)
    t = random.uniform(-0.5, 0.5, 2000)
    found = taylor.expand(body, day, fraction, ephemeris)
    away = miss(body, found, day + fraction + t, t, ephemeris)
    print(f'{body}, {ephemeris}, {first} to {last}: worst {away.max():.3f}"')
    assert away.max() <= bound


@pytest.mark.parametrize("body", ["sun", "moon"])
def test_days_far_apart_are_expanded_as_days_on_end(body: Body) -> None:
    day = np.arange(20_000, 20_400)
    fraction = np.full(400, 0.3)
    on_end = taylor.expand(body, day, fraction, "compiled")
    chosen = np.array([399, 3, 200])
    apart = taylor.expand(body, day[chosen], fraction[chosen], "compiled")
    for one, other in zip(on_end, apart, strict=True):
        turns = np.round((one[0][chosen] - other[0]) / (2.0 * np.pi))
        assert np.abs(one[0][chosen] - other[0] - turns * 2.0 * np.pi).max() < 1e-11
        for power in range(1, len(one)):
            assert np.abs(one[power][chosen] - other[power]).max() < 1e-10


@pytest.mark.parametrize("body", ["sun", "moon"])
def test_fractions_at_both_ends_of_a_day_meet(body: Body) -> None:
    today = taylor.expand(body, np.array([20_000]), np.array([1.0]), "compiled")
    tomorrow = taylor.expand(body, np.array([20_001]), np.array([0.0]), "compiled")
    for one, other in zip(today, tomorrow, strict=True):
        # From 7 or 8 nodes, all but one of them the same.
        assert (one[0] - other[0] + np.pi) % (2.0 * np.pi) - np.pi == pytest.approx(0.0, abs=2e-7)


@pytest.mark.parametrize("body", ["sun", "moon"])
def test_a_table_of_nothing_is_empty(body: Body) -> None:
    found = taylor.expand(body, np.empty(0, np.int64), np.empty(0), "compiled")
    assert all(term.shape == (0,) for terms in found for term in terms)


@pytest.mark.parametrize("body", ["sun", "moon"])
def test_the_first_and_last_days_are_right_or_refused(body: Body) -> None:
    for edge, step in ((FIRST, 1), (LAST, -1)):
        outcomes = []
        for offset in range(-2, 10):
            day = edge + step * offset
            try:
                found = taylor.expand(body, np.array([day]), np.array([0.5]), "compiled")
            except OutOfRange:
                outcomes.append("refused")
                continue
            away = miss(body, found, np.array([day + 0.5]), np.zeros(1), "compiled")
            assert away.max() < 0.2
            outcomes.append("right")
        refused = outcomes.count("refused")
        assert 3 <= refused <= 6  # two days outside, and half a stencil of one to three
        assert outcomes == ["refused"] * refused + ["right"] * (12 - refused)
