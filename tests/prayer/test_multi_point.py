"""A zone of several points has the earliest sunrise of them and the latest of all else."""

from __future__ import annotations

from datetime import date

import numpy as np

from miqat.places import Place
from miqat.prayer import TIMES, times

EAST = Place(5.0, 103.0, timezone="Asia/Kuala_Lumpur")
WEST = Place(6.0, 100.0, timezone="Asia/Kuala_Lumpur")
ZONE = Place(5.0, 103.0, timezone="Asia/Kuala_Lumpur", points=((6.0, 100.0),))
YEAR = date(2026, 1, 1), date(2026, 12, 31)


def test_a_zone_is_the_safest_of_its_points() -> None:
    east, west, zone = (times(where, *YEAR, "mwl") for where in (EAST, WEST, ZONE))
    for name in TIMES:
        both = np.array([east.instants[name], west.instants[name]])
        safest = both.min(axis=0) if name == "sunrise" else both.max(axis=0)
        np.testing.assert_array_equal(zone.instants[name], safest)


def test_a_zone_beside_plain_places_leaves_them_alone() -> None:
    together = times([EAST, ZONE, WEST], *YEAR, "mwl")
    for row, where in enumerate((EAST, ZONE, WEST)):
        alone = times(where, *YEAR, "mwl")
        for name in TIMES:
            np.testing.assert_array_equal(together.instants[name][row], alone.instants[name])


def test_horizons_of_its_own_move_sunrise_and_maghrib_only() -> None:
    low = Place(34.0, -6.8, timezone="Africa/Casablanca", horizons=(-2.0, -5.0 / 6.0))
    plain = Place(34.0, -6.8, timezone="Africa/Casablanca")
    ours, theirs = times(low, *YEAR, "mwl"), times(plain, *YEAR, "mwl")
    earlier = (theirs.instants["sunrise"] - ours.instants["sunrise"]) / np.timedelta64(1, "m")
    # 1.167 degrees at 15 degrees an hour over cos 34, and more towards the solstices.
    assert 5.5 < earlier.min() < earlier.max() < 7.5
    np.testing.assert_array_equal(ours.instants["maghrib"], theirs.instants["maghrib"])
    np.testing.assert_array_equal(ours.instants["fajr"], theirs.instants["fajr"])
