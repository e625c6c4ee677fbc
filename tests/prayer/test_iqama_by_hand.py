"""Rules of iqama against the same worked out day by day with Python's own dates."""

from __future__ import annotations

from datetime import date, timedelta
from math import ceil

from hypothesis import given
from hypothesis import strategies as st
from tests.prayer.test_iqama import FIRST, table

from miqat.prayer.iqama import iqama_rules, iqama_times

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def in_season(on: date, first: tuple[int, int], last: tuple[int, int]) -> bool:
    at = on.month, on.day
    return first <= at <= last if first <= last else at >= first or at <= last


@given(
    st.lists(st.integers(14 * 60, 17 * 60), min_size=12, max_size=40),
    st.integers(0, 40),
    st.sampled_from([1, 5, 15, 30, 60]),
    st.sampled_from([None, *range(7)]),
    st.booleans(),
    st.tuples(st.integers(1, 4), st.integers(1, 28)),
    st.tuples(st.integers(1, 4), st.integers(1, 28)),
)
def test_a_rule_day_by_day(
    asr: list[int],
    after: int,
    up_to: int,
    changes_on: int | None,
    latest: bool,
    first: tuple[int, int],
    last: tuple[int, int],
) -> None:
    """A season's rule before one of every day; weeks begin on the weekday on which they change."""
    days = [FIRST + timedelta(days=at) for at in range(len(asr))]
    exact = [ceil((minute + after) / up_to) * up_to for minute in asr]
    weeks: list[list[int]] = [[]]
    for at, on in enumerate(days):
        if on.weekday() == changes_on and at:
            weeks.append([])
        weeks[-1].append(at)
    weekly = list(exact)
    if changes_on is not None:
        for week in weeks:
            chosen = max(exact[at] for at in week) if latest else exact[week[0]]
            for at in week:
                weekly[at] = chosen
    expected = [
        18 * 60 if in_season(on, first, last) else minutes
        for on, minutes in zip(days, weekly, strict=True)
    ]
    rule = f"asr + {after}, rounded up to {up_to}"
    if changes_on is not None:
        how = "latest of the week" if latest else "as on the day"
        rule += f", changes weekly on {WEEKDAYS[changes_on]} ({how})"
    season = "from {:02d}-{:02d} to {:02d}-{:02d}".format(*first, *last)
    rules = iqama_rules([f"asr at 18:00 {season}", rule])
    of = table(asr=[f"{minute // 60:02d}:{minute % 60:02d}" for minute in asr])
    found = iqama_times(of, rules)
    shown = [str(clock)[11:] for clock in found.local["asr"]]
    assert shown == [f"{minute // 60:02d}:{minute % 60:02d}" for minute in expected]
    assert found.early["asr"].tolist() == [
        minute < begins for minute, begins in zip(expected, asr, strict=True)
    ]
