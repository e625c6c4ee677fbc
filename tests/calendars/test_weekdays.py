from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miqat import days
from miqat.calendars import Calendar, calendar, nth_weekday
from miqat.calendars.gregorian import Gregorian
from miqat.errors import InvalidRule, OutOfRange, UnknownName

FRIDAY = 4


@given(
    year=st.integers(1343, 1500),
    month=st.integers(1, 12),
    weekday=st.integers(0, 6),
    n=st.sampled_from([-5, -4, -3, -2, -1, 1, 2, 3, 4, 5]),
)
def test_it_is_the_nth_of_those_in_the_month(year: int, month: int, weekday: int, n: int) -> None:
    published = calendar("ummalqura")
    those = [d for d in published.month(year, month).days() if days.weekday(d) == weekday]
    at = n - 1 if n > 0 else n
    expected = those[at] if abs(n) <= len(those) else None
    assert nth_weekday(published, year, month, weekday, n) == expected


def test_a_month_of_28_days_has_four_of_each_and_one_of_31_five_of_three(
    irregular: Calendar,
) -> None:
    assert [nth_weekday(irregular, 1400, 2, w, 5) for w in range(7)] == [None] * 7
    assert [nth_weekday(irregular, 1400, 2, w, -5) for w in range(7)] == [None] * 7
    fifths = [nth_weekday(irregular, 1400, 1, w, 5) for w in range(7)]
    assert sum(fifth is not None for fifth in fifths) == 3


@pytest.mark.parametrize(
    ("year", "expected"),
    [(1441, "2020-05-22"), (1442, "2021-05-07"), (1443, "2022-04-29"), (1444, "2023-04-21")],
)
def test_the_last_friday_of_ramadan_as_libical_has_it(year: int, expected: str) -> None:
    found = nth_weekday(calendar("islamic-civil"), year, 9, FRIDAY, -1)
    assert found is not None
    assert days.to_date(found).isoformat() == expected


@pytest.mark.parametrize(("weekday", "n"), [(7, 1), (-1, 1), (0, 0), (0, 6), (0, -6)])
def test_what_is_no_weekday_of_a_month_is_refused(weekday: int, n: int) -> None:
    with pytest.raises(InvalidRule):
        nth_weekday(calendar("ummalqura"), 1448, 9, weekday, n)


def test_a_month_out_of_range_is_refused() -> None:
    with pytest.raises(OutOfRange):
        nth_weekday(calendar("ummalqura"), 1501, 9, FRIDAY, -1)


def test_the_calendar_is_an_id_a_calendar_or_the_gregorian() -> None:
    by_id = nth_weekday("ummalqura", 1448, 9, FRIDAY, 1)
    assert by_id is not None
    assert by_id == nth_weekday(calendar("ummalqura"), 1448, 9, FRIDAY, 1)
    # The fourth Thursday of November 2026 is the 26th.
    assert nth_weekday(Gregorian(), 2026, 11, 3, 4) == days.from_gregorian(2026, 11, 26)
    with pytest.raises(UnknownName):
        nth_weekday("umalkura", 1448, 9, FRIDAY, 1)
