from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from miqat.calendars import Elapsed, HijriDate, between, calendar, day_range, month_range, shift
from miqat.errors import InvalidDate, MixedCalendars, OutOfRange, UnknownName

if TYPE_CHECKING:
    from miqat.calendars import Calendar
    from miqat.calendars.carry import IfAbsent

PUBLISHED = calendar("ummalqura")
CIVIL = calendar("islamic-civil")
SOME = [PUBLISHED, CIVIL, calendar("fatimid"), calendar("solar-hijri")]
some_calendar = st.sampled_from(SOME)
policy = st.sampled_from(["last", "next"])


@st.composite
def pairs(draw: st.DrawFn) -> tuple[HijriDate, HijriDate]:
    """Two dates of one calendar, of the years 1352 to 1490, near each other as a rule."""
    kept = draw(some_calendar)
    low, high = kept.date(1352, 1, 1).day_number, kept.date(1490, 1, 1).day_number
    one = draw(st.integers(low, high))
    near = st.integers(max(low, one - 100), min(high, one + 100))
    return kept.from_day(one), kept.from_day(draw(near | st.integers(low, high)))


def test_tabular_months_alternate() -> None:
    # Odd months have 30 days and even ones 29; year 1445 is the 5th of its cycle, a leap year.
    last = CIVIL.date(1445, 1, 30)
    assert last.plus(months=2).isoformat() == "1445-03-30"
    assert last.plus(months=1, if_absent="last").isoformat() == "1445-02-29"
    assert last.plus(months=1, if_absent="next").isoformat() == "1445-03-01"
    assert last.plus(months=-2).isoformat() == "1444-11-30"
    leap_day = CIVIL.date(1445, 12, 30)
    assert leap_day.plus(years=3, if_absent="last").isoformat() == "1448-12-29"
    assert leap_day.plus(years=3, if_absent="next").isoformat() == "1449-01-01"
    assert last.plus(years=1, months=-12) == last
    assert last.plus(months=1, days=10, if_absent="last") == CIVIL.date(1445, 3, 10)


def test_an_absent_day_is_an_error_unless_a_policy_is_stated() -> None:
    with pytest.raises(InvalidDate, match=r'1448-09 of ummalqura has no day 30; .*"last".*"next"'):
        PUBLISHED.date(1448, 8, 30).plus(months=1)
    with pytest.raises(UnknownName, match="unknown policy of an absent day 'clip'"):
        PUBLISHED.date(1448, 8, 30).plus(months=1, if_absent="clip")  # type: ignore[arg-type]
    with pytest.raises(UnknownName, match="unknown policy of an absent day 'error'"):
        between(PUBLISHED.date(1448, 8, 1), PUBLISHED.date(1448, 8, 2), if_absent="error")


def test_beyond_the_calendar() -> None:
    with pytest.raises(OutOfRange, match="1548-09 is outside ummalqura"):
        PUBLISHED.date(1448, 9, 1).plus(years=100)
    with pytest.raises(OutOfRange, match="is outside ummalqura"):
        PUBLISHED.date(1500, 12, 30).plus(days=1)
    with pytest.raises(OutOfRange, match="months were intercalated"):
        CIVIL.date(1, 1, 1).plus(months=-13)


def test_a_zakat_year_an_idda_and_an_age() -> None:
    began = PUBLISHED.date(1447, 9, 15)
    assert began.plus(years=1).to_date() - began.to_date() == timedelta(
        int(PUBLISHED.starts(1448, 1448)[8] - PUBLISHED.starts(1447, 1447)[8])
    )
    assert began.plus(months=4, days=10).isoformat() == "1448-01-25"
    born, today = PUBLISHED.date(1420, 12, 29), PUBLISHED.date(1448, 9, 1)
    assert between(born, today) == Elapsed(27, 8, 2)
    assert between(born, born) == (0, 0, 0)


@given(pairs(), policy)
def test_what_lies_between_leads_from_one_to_the_other(
    dates: tuple[HijriDate, HijriDate], if_absent: IfAbsent
) -> None:
    one, other = dates
    years, months, days = between(one, other, if_absent=if_absent)
    assert one.plus(years=years, months=months, days=days, if_absent=if_absent) == other
    signs = {np.sign(part) for part in (years, months, days)} - {0}
    assert signs <= {np.sign(other.day_number - one.day_number)}
    assert abs(months) < 12
    assert abs(days) <= 31


@given(pairs(), policy)
def test_one_more_month_would_lead_too_far(
    dates: tuple[HijriDate, HijriDate], if_absent: IfAbsent
) -> None:
    one, other = sorted(dates)
    years, months, _ = between(one, other, if_absent=if_absent)
    assert one.plus(years=years, months=months + 1, if_absent=if_absent) > other


@given(pairs(), st.integers(-80, 80))
def test_months_there_and_back(dates: tuple[HijriDate, HijriDate], months: int) -> None:
    try:
        there = dates[0].plus(months=months)
    except InvalidDate:
        assert dates[0].day >= 29
        return
    assert there.plus(months=-months) == dates[0]
    assert there.day == dates[0].day


@given(pairs(), st.integers(-80, 80), st.integers(-99, 99), policy)
def test_columns_as_scalars(
    dates: tuple[HijriDate, HijriDate], months: int, days: int, if_absent: IfAbsent
) -> None:
    kept = dates[0].calendar
    column = np.array([on.to_date() for on in dates], "datetime64[D]")
    found = shift(kept, column, years=1, months=months, days=days, if_absent=if_absent)
    one_by_one = [on.plus(years=1, months=months, days=days, if_absent=if_absent) for on in dates]
    assert found.tolist() == [on.to_date() for on in one_by_one]


def shifted_by_hand(on: HijriDate, months: int, days: int, if_absent: IfAbsent) -> int:
    """Return the day number some months and days later, from the months' own first days."""
    number = 12 * on.year + on.month - 1 + months
    month, after = (on.calendar.month(at // 12, at % 12 + 1) for at in (number, number + 1))
    if on.day <= month.length:
        return month.first_day + on.day - 1 + days
    if if_absent == "error":
        raise InvalidDate("absent")
    return (after.first_day if if_absent == "next" else after.first_day - 1) + days


@given(
    some_calendar, st.integers(1345, 1495), st.integers(1, 12), st.integers(-24, 24),
    st.integers(-40, 40), st.sampled_from(["error", "last", "next"]),
)  # fmt: skip
def test_the_end_of_a_month_shifts_by_each_policy(
    kept: Calendar, year: int, month: int, months: int, days: int, if_absent: IfAbsent
) -> None:
    first = kept.month(year, month)
    dates = [kept.from_day(first.first_day + first.length - back) for back in (3, 2, 1)]
    column = np.array([on.to_date() for on in dates], "datetime64[D]")
    try:
        expected = [shifted_by_hand(on, months, days, if_absent) for on in dates]
    except InvalidDate:
        with pytest.raises(InvalidDate, match="has no day"):
            shift(kept, column, months=months, days=days, if_absent=if_absent)
        with pytest.raises(InvalidDate, match="has no day"):
            dates[-1].plus(months=months, days=days, if_absent=if_absent)
        return
    found = shift(kept, column, months=months, days=days, if_absent=if_absent)
    assert found.astype(int).tolist() == expected
    scalar = [on.plus(months=months, days=days, if_absent=if_absent) for on in dates]
    assert [on.day_number for on in scalar] == expected


def test_columns_broadcast_and_missing_days_stay_missing() -> None:
    column = np.array(["2027-02-08", "NaT"], "datetime64[D]")
    found = shift(PUBLISHED, column, months=[[0], [1]])
    assert np.isnat(found).tolist() == [[False, True]] * 2
    assert found[0, 0] == date(2027, 2, 8)
    earliest = np.array(["1924-08-01", "NaT"], "datetime64[D]")
    assert np.isnat(shift(PUBLISHED, earliest, months=[1, -1], days=[1, -1]))[1]
    assert found[1, 0] == PUBLISHED.date(1448, 10, 1).to_date()
    assert shift(PUBLISHED, np.datetime64("2027-02-08"), months=1) == found[1, 0]
    assert shift(PUBLISHED, [], months=1).shape == (0,)


def test_columns_are_refused_as_scalars_are() -> None:
    column: Any = [date(2027, 2, 8), date(2027, 2, 7)]
    with pytest.raises(InvalidDate, match="1448-09 of ummalqura has no day 30"):
        shift(PUBLISHED, column, months=[0, 1])
    with pytest.raises(OutOfRange, match="1548-08 is outside ummalqura"):
        shift(PUBLISHED, column, years=100)
    with pytest.raises(OutOfRange, match="is outside ummalqura"):
        shift(PUBLISHED, column, days=10**5)


def test_two_calendars_do_not_mix() -> None:
    one, other = PUBLISHED.date(1448, 9, 1), CIVIL.date(1448, 9, 1)
    for work in (between, day_range):
        with pytest.raises(MixedCalendars):
            work(one, other)


def test_runs_of_days_and_months(irregular: Calendar) -> None:
    first, last = irregular.date(1400, 1, 29), irregular.date(1400, 2, 2)
    run = [on.isoformat()[5:] for on in day_range(first, last)]
    assert run == ["01-29", "01-30", "01-31", "02-01", "02-02"]
    assert [on.isoformat()[5:] for on in day_range(last, first, -2)] == ["02-02", "01-31", "01-29"]
    assert list(day_range(last, first)) == []
    months = month_range(irregular, (1400, 11), (1401, 2))
    assert [(m.year, m.month, m.length) for m in months] == [
        (1400, 11, 30), (1400, 12, 28), (1401, 1, 28), (1401, 2, 31),
    ]  # fmt: skip
    with pytest.raises(InvalidDate, match="month 13 of 1400"):
        month_range(irregular, (1400, 13), (1401, 2))
