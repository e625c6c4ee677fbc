"""The bounds by which a regional search leaves out places, against the places themselves."""

from __future__ import annotations

import numpy as np
import pytest

from miqat.crescent.regional import regions
from miqat.crescent.regional.condition import Condition
from miqat.crescent.regional.moon_at_sunset import Frame
from miqat.crescent.regional.search import meets_many
from miqat.sky import lunations
from miqat.sky.timescale import from_datetime64

BORN = from_datetime64(lunations.conjunction(np.arange(0, 1200, 23)))
DAYS = np.floor(BORN).astype(np.int64) + 1


def condition(altitude: float, elongation: float, *, geocentric: bool) -> Condition:
    closes = np.full(len(DAYS), np.inf)
    frame = Frame(geocentric=geocentric)
    return Condition(regions.band(), DAYS, BORN, closes, altitude, elongation, frame)


@pytest.mark.parametrize("geocentric", [True, False])
@pytest.mark.parametrize(("rise", "reach"), [(10.0, 30.0), (4.0, 12.0), (1.25, 3.75), (0.3, 0.3)])
def test_no_place_of_a_cell_is_better_than_its_bound(
    rise: float, reach: float, *, geocentric: bool
) -> None:
    """Corners, edges and random places of cells all over the world and the seasons.

    Altitude alone, then elongation alone: where the other condition lies far below, the bound of
    one cannot hide behind that of the other.
    """
    rng = np.random.default_rng(7)
    evening = np.arange(len(DAYS))
    middle = rng.uniform(-60.0 + rise, 60.0 - rise, len(DAYS))
    east = rng.uniform(-180.0 + reach, 180.0 - reach, len(DAYS))
    aside = np.concatenate([
        [(up, over) for up in (-1.0, 0.0, 1.0) for over in (-1.0, 0.0, 1.0)],
        rng.uniform(-1.0, 1.0, (16, 2)),
    ])  # fmt: skip
    for altitude, elongation in ((5.0, -90.0), (-90.0, 8.0), (5.0, 8.0)):
        asked = condition(altitude, elongation, geocentric=geocentric)
        here = asked.frame.moon(east, middle, DAYS)
        bound = asked.bound(
            here, evening, middle, np.full(len(DAYS), rise), np.full(len(DAYS), reach)
        )
        for up, over in aside:
            there = asked.frame.moon(east + over * reach, middle + up * rise, DAYS)
            margin = asked.margin(there, evening)
            assert (margin <= bound + 1e-9).all(), (altitude, elongation, up, over)


def test_decisions_are_those_of_every_place_of_a_fine_grid() -> None:
    """The search finds what a look at a place every half degree finds, and little more."""
    region = regions.region("TR")
    days, born = np.concatenate([DAYS - 1, DAYS]), np.tile(BORN, 2)
    points = region.points(0.5)
    place = points.longitude[:, np.newaxis], points.latitude[:, np.newaxis]
    moon = Frame().moon(*place, days)
    in_time = (moon.sunset >= born) & (moon.sunset < days + 1.0)
    for altitude, elongation in ((5.0, 8.0), (3.0, 6.4), (8.0, 3.0)):
        found = meets_many(region, days, altitude=altitude, elongation=elongation).met
        over = np.minimum(moon.altitude - altitude, moon.elongation - elongation)
        margin = np.where(in_time, over, -np.inf).max(axis=0)
        assert found[margin >= 0.0].all()
        assert not found[margin < -0.2].any()
        assert 5 < found.sum() < len(days) - 5
