"""Rules of high latitudes that differ from month to month: a day of each month."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from miqat.places import Place
from miqat.prayer import Provenance, times, with_changes

# The decision quoted in achaudhry/adhan#2: fajr from March to September by the interval of isha and
# ten minutes before it; in the other months as the Sun has it.
RULE = with_changes("mwl", "latitudes.rule = 'diyanet'; latitudes.above = 45; latitudes.cap = 80")
AMSTERDAM = Place(52.3731, 4.8922, timezone="Europe/Amsterdam")
SOUTH = Place(-52.3731, 4.8922, timezone="Etc/UTC")
BRIGHT = {True: range(3, 10), False: (1, 2, 3, 9, 10, 11, 12)}


@pytest.mark.parametrize("month", range(1, 13))
@pytest.mark.parametrize("where", [AMSTERDAM, SOUTH], ids=["north", "south"])
@pytest.mark.parametrize("year", [2026, 2028])
def test_dawn_by_diyanets_rule_in_each_month(where: Place, month: int, year: int) -> None:
    first = date(year, month, 1)
    last = (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    plain = with_changes("mwl", "latitudes.rule = 'none'")
    bright = month in BRIGHT[where.latitude > 0]
    for on in (first, first + timedelta(days=14), last):
        table, bare = (times(where, on, on + timedelta(days=1), rule) for rule in (RULE, plain))
        gap = table.instants["sunrise"][0] - table.instants["fajr"][0]
        if not bright:
            assert table.how["fajr"][0] == Provenance.OBSERVED
            assert table.instants["fajr"][0] == bare.instants["fajr"][0]
            continue
        # The night from sunset to the next dawn; where there is none, to sunrise.
        dawn = bare.instants["fajr"][1]
        if np.isnat(dawn):
            dawn = bare.instants["sunrise"][1]
        third = (dawn - bare.instants["maghrib"][0]) / np.timedelta64(1, "m") / 3.0
        expected = min(third, 80.0) + 10.0
        own = bare.instants["fajr"][0]
        own_gap = (bare.instants["sunrise"][0] - own) / np.timedelta64(1, "m")
        if np.isnat(own) or own_gap > expected:
            assert table.how["fajr"][0] == Provenance.DIYANET
            assert gap / np.timedelta64(1, "m") == pytest.approx(expected, abs=0.01)
        else:
            assert table.how["fajr"][0] == Provenance.OBSERVED


@pytest.mark.parametrize("latitude", [54.9, 55.0, 57.0, -54.9, -55.0, -57.0])
def test_the_seventh_of_the_night_from_55_degrees_on(latitude: float) -> None:
    """About midsummer, without a dawn of 18 degrees: below 55 degrees the function of the season.

    moonsighting.com and adhan: from 55 degrees on the seventh of the night, unless the function
    of the season is later. The function has 75 min, and 48.10 more at 55 degrees at midsummer.
    """
    rule = with_changes("mwl", "latitudes.rule = 'moonsighting committee'")
    place = Place(latitude, 10.0, timezone="Etc/UTC")
    on = date(2026, 6, 22) if latitude > 0 else date(2026, 12, 22)
    table = times(place, on - timedelta(days=1), on + timedelta(days=1), rule)
    night = table.instants["sunrise"][1] - table.instants["maghrib"][0]
    minutes = (table.instants["sunrise"][1] - table.instants["fajr"][1]) / np.timedelta64(1, "m")
    if abs(latitude) >= 55.0:
        assert minutes == pytest.approx(night / np.timedelta64(1, "m") / 7.0, abs=0.2)
    else:
        assert minutes == pytest.approx(75.0 + 48.10 * 54.9 / 55.0, abs=1.0)
