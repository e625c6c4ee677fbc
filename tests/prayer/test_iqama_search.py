"""The rules of congregations found again from clocks that were worked out without them."""

from __future__ import annotations

from datetime import date, timedelta
from math import ceil

import numpy as np
import pytest

from miqat.places import place
from miqat.prayer import times
from miqat.prayer.matching.iqama_search import match_iqama
from miqat.prayer.published.reader import PublishedTable

FIRST, COUNT = date(2026, 1, 1), 365
LONDON = place("London")


def table(name: str, iqama: list[int]) -> PublishedTable:
    computed = times(LONDON, FIRST, FIRST + timedelta(days=COUNT - 1), "mwl")
    minutes = {
        each: (computed.local(each) - computed.days).astype("timedelta64[m]").astype(np.int16)
        for each in ("fajr", "sunrise", "dhuhr", "asr", "maghrib", "isha")
    }
    return PublishedTable(computed.days, minutes, {name: np.array(iqama, np.int16)})


def begins(name: str) -> list[int]:
    return [int(value) for value in table("asr", [0] * COUNT).minutes[name]]


def test_minutes_after_the_prayer() -> None:
    (found,) = match_iqama(table("maghrib", [m + 7 for m in begins("maghrib")]), LONDON)
    assert (found.lines, found.held_out) == (("maghrib + 7",), 1.0)


def test_a_clock_in_summer_and_another_in_winter() -> None:
    days = [FIRST + timedelta(days=at) for at in range(COUNT)]
    # Summer time of 2026 is from 29 March to 24 October.
    clocks = [
        13 * 60 + 30 if date(2026, 3, 29) <= on < date(2026, 10, 25) else 12 * 60 + 45
        for on in days
    ]
    (found,) = match_iqama(table("dhuhr", clocks), LONDON)
    assert found.lines == ("dhuhr at 13:30 in summer time", "dhuhr at 12:45 in winter time")
    assert found.held_out == 1.0


@pytest.mark.parametrize("step", [5, 15])
def test_rounding_up(step: int) -> None:
    (found,) = match_iqama(
        table("asr", [ceil((m + 12) / step) * step for m in begins("asr")]), LONDON
    )
    assert found.held_out >= 0.97
    assert f"rounded up to {step}" in found.lines[0]


def test_one_time_a_week() -> None:
    days = [FIRST + timedelta(days=at) for at in range(COUNT)]
    weeks: dict[int, list[int]] = {}
    for at, on in enumerate(days):
        weeks.setdefault((on.toordinal() - 5) // 7, []).append(at)  # from Fridays on
    asr, clocks = begins("asr"), [0] * COUNT
    for rows in weeks.values():
        latest = max(ceil((asr[at] + 10) / 15) * 15 for at in rows)
        for at in rows:
            clocks[at] = latest
    (found,) = match_iqama(table("asr", clocks), LONDON)
    assert "changes weekly on friday (latest of the week)" in found.lines[0]
    assert found.held_out >= 0.97
