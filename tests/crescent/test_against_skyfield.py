"""Evenings and mornings against Skyfield and DE440, by a pipeline that shares nothing with ours."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pytest
from tools.accuracy import evenings

from miqat.crescent import Sight, Twilight, criterion, twilights
from miqat.sky import lunations
from miqat.sky.timescale import from_datetime64

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from miqat.crescent.twilight import When

    Floats = NDArray[np.float64]

SECONDS = 86400.0
ARCSECOND = 1.0 / 3600.0


class Pair(NamedTuple):
    """The same evenings twice."""

    ours: Twilight
    theirs: evenings.Evenings
    theirs_at_best: evenings.Sky


def pair(when: When, count: int, seed: int) -> Pair:
    """Random places up to 60 degrees of latitude, up to three days from a conjunction."""
    rng = np.random.default_rng(seed)
    latitude, longitude = rng.uniform(-60.0, 60.0, count), rng.uniform(-180.0, 180.0, count)
    conjunction = from_datetime64(lunations.conjunction(rng.integers(-1200, 1200, count)))
    ahead = rng.integers(0, 4, count) * (1 if when == "evening" else -1)
    day = np.floor(conjunction + longitude / 360.0).astype(np.int64) + ahead
    theirs = evenings.evenings(latitude, longitude, day, when)
    ours = twilights(latitude, longitude, day, when=when)
    return Pair(ours, theirs, theirs.at(4.0 / 9.0))


@pytest.fixture(scope="module")
def many() -> Pair:
    return pair("evening", 400, 1448)


@pytest.fixture(scope="module")
def mornings() -> Pair:
    return pair("morning", 100, 1449)


def check_instants(both: Pair) -> None:
    path = both.ours.sun
    sunset = from_datetime64(path.instants(both.ours.sunset)) - both.theirs.sunset
    moonset = from_datetime64(path.instants(both.ours.moonset)) - both.theirs.moonset
    assert np.abs(sunset).max() * SECONDS <= 0.05
    assert np.abs(moonset).max() * SECONDS <= 0.05


def test_sunset_and_moonset(many: Pair) -> None:
    check_instants(many)


def test_sunrise_and_moonrise(mornings: Pair) -> None:
    check_instants(mornings)


def test_yallops_q(many: Pair, mornings: Pair) -> None:
    for both in (many, mornings):
        q = criterion("yallop").value(both.ours)
        assert np.abs(q - evenings.yallop(both.theirs_at_best)).max() <= 1e-4
        assert q.min() < -1.0 < 2.0 < q.max()  # no narrow sample


def test_odehs_v(many: Pair) -> None:
    # Skyfield has the observer's diurnal aberration, 0.3" at the most, which Miqat leaves out.
    v = criterion("odeh").value(many.ours)
    assert np.abs(v - evenings.odeh(many.theirs_at_best)).max() <= 3e-4


@pytest.mark.parametrize(
    ("ours", "theirs", "bound"),
    [
        ("arcl", "arcl", 0.1 * ARCSECOND),
        ("arcv", "arcv", 0.1 * ARCSECOND),
        ("daz", "daz", 0.1 * ARCSECOND),
        ("alt_geo", "altitude", 0.1 * ARCSECOND),
        ("w", "width", 1e-4),
        ("arcl_topo", "arcl_topo", 0.4 * ARCSECOND),
        ("arcv_topo", "arcv_topo", 0.4 * ARCSECOND),
        ("alt", "altitude_topo", 0.4 * ARCSECOND),
        ("w_topo", "width_topo", 1e-4),
    ],
)
def test_quantities_at_the_best_time(
    many: Pair, mornings: Pair, ours: str, theirs: str, bound: float
) -> None:
    for both in (many, mornings):
        sight = Sight(both.ours, both.ours.part_of_lag(4.0 / 9.0))
        apart = getattr(sight, ours) - getattr(both.theirs_at_best, theirs)
        assert np.abs(apart).max() <= bound
