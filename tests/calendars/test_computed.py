"""Calendars that compute the years asked for, against the same calendar listed whole."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from miqat.calendars import Certainty, calendar
from miqat.calendars.systems.computed import ComputedCalendar
from miqat.errors import OutOfRange

if TYPE_CHECKING:
    from collections.abc import Sequence

CIVIL = calendar("islamic-civil")


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Civil(ComputedCalendar):
    """Type II tabular by the closed formula, a month at a time, noting what was asked."""

    asked: list[tuple[int, int]] = field(default_factory=list)

    def _compute(self, first: int, last: int) -> Sequence[int]:
        self.asked.append((first, last))
        return [self._start(*divmod(number, 12)) for number in range(first, last + 1)]

    def _start(self, year: int, month: int) -> int:
        return (
            CIVIL.first_day
            + 29 * month
            + (month + 1) // 2
            + (year - 1) * 354
            + (3 + 11 * year) // 30
        )


def computed(first_year: int = 1, final_year: int = 2000) -> Civil:
    return Civil(
        id="computed",
        title="Computed",
        rule="A closed formula",
        source="this test",
        first_year=first_year,
        final_year=final_year,
        certainty=Certainty.COMPUTED,
    )


@pytest.mark.parametrize(("first_year", "final_year"), [(1, 2000), (1343, 1500), (1420, 1420)])
def test_it_is_the_listed_calendar(first_year: int, final_year: int) -> None:
    kept = computed(first_year, final_year)
    rng = np.random.default_rng(5)
    numbers = np.sort(rng.integers(kept.first_day, kept.last_day + 1, 300))
    for number in (kept.first_day, *numbers.tolist(), kept.last_day):
        here, there = kept.from_day(number), CIVIL.from_day(number)
        assert here.isoformat() == there.isoformat()
        assert kept.day_number(here.year, here.month, here.day) == number
    for days in (numbers, rng.integers(kept.first_day, kept.last_day + 1, 50_000)):
        packed = kept.pack_days(days)
        assert_array_equal(packed, CIVIL.pack_days(days))
        dates = kept.from_days(days)
        assert_array_equal(kept.to_days(*dates).astype(np.int64), days)
    expected = CIVIL.starts(first_year, final_year)
    assert_array_equal(kept.month_starts, expected)
    assert_array_equal(kept.starts(first_year, final_year), expected)


def test_only_the_years_asked_for_are_computed() -> None:
    kept = computed()
    kept.from_day(20_856)
    kept.month(1448, 9)
    assert kept.asked == [(724 * 24, 725 * 24)]
    kept.from_days(np.arange(20_500, 20_900))
    assert kept.asked.pop(0) == (724 * 24, 725 * 24)
    assert kept.asked == [(48 * 360, 49 * 360)]
    kept.starts(1448, 1502)
    kept.starts(1460, 1470)
    assert kept.asked == [(b * 360, (b + 1) * 360) for b in (48, 49, 50)]


def test_scattered_months_are_computed_two_years_at_a_time_and_then_all_thirty() -> None:
    kept = computed()
    for year in (1440, 1442, 1441, 1444, 1446, 1448, 1450, 1452):
        assert kept.month(year, 3).first_day == CIVIL.month(year, 3).first_day
    assert [last - first for first, last in kept.asked] == [24, 24, 24, 24, 360]


def test_its_range_is_closed() -> None:
    kept = computed(1300, 1600)
    for year in (1299, 1601):
        with pytest.raises(OutOfRange, match="computed, which runs from 1300-01-01 to 1600-12-30"):
            kept.date(year, 1, 1)
    for outside in (kept.first_day - 1, kept.last_day + 1):
        with pytest.raises(OutOfRange, match="is outside computed"):
            kept.from_day(outside)
        with pytest.raises(OutOfRange, match="is outside computed"):
            kept.from_days(np.array([20_856, outside]))
