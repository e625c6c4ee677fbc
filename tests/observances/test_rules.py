from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miqat import days
from miqat.calendars import Calendar, calendar, calendars
from miqat.errors import InvalidRule, OutOfRange
from miqat.observances import Span, parse_rule
from miqat.observances.rules import FixedDay, LastDay, NightOf, NthWeekday, Range, Rule

PUBLISHED = calendar("ummalqura")
FRIDAY = 4


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("10/1", FixedDay(1, 10)),
        ("30/12", FixedDay(12, 30)),
        ("last day of 2", LastDay(2)),
        ("last friday of 9", NthWeekday(9, FRIDAY, -1)),
        ("1st friday of 7", NthWeekday(7, FRIDAY, 1)),
        ("2nd monday of 7", NthWeekday(7, 0, 2)),
        ("3rd tuesday of 7", NthWeekday(7, 1, 3)),
        ("4th wednesday of 7", NthWeekday(7, 2, 4)),
        ("5th sunday of 12", NthWeekday(12, 6, 5)),
        ("night of 27/9", NightOf(FixedDay(9, 27))),
        ("night of last day of 8", NightOf(LastDay(8))),
        ("night of 1st friday of 7", NightOf(NthWeekday(7, FRIDAY, 1))),
        ("8/12 to 13/12", Range(FixedDay(12, 8), FixedDay(12, 13))),
        ("21/9 to last day of 9", Range(FixedDay(9, 21), LastDay(9))),
        ("1/1 to 1/1", Range(FixedDay(1, 1), FixedDay(1, 1))),
        ("  Last   FRIDAY of\t9 ", NthWeekday(9, FRIDAY, -1)),
    ],
)
def test_a_rule_is_read(text: str, rule: Rule) -> None:
    assert parse_rule(text) == rule


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("", "cannot read ''"),
        ("ramadan", "cannot read 'ramadan'"),
        ("1/13", "there is no month 13, in the rule '1/13'"),
        ("1/0", "there is no month 0"),
        ("31/1", "day 31 is not one of 1 to 30, in the rule '31/1'"),
        ("0/1", "day 0 is not one of 1 to 30"),
        ("-1/1", "cannot read '-1/1'"),
        ("1-1", "cannot read '1-1'"),
        ("1/1/1448", "cannot read '1/1/1448'"),
        ("last day of 13", "there is no month 13"),
        ("last day", "cannot read 'last day'"),
        ("last frday of 9", "'frday' is no weekday, in the rule 'last frday of 9'"),
        ("6th friday of 9", "cannot read '6th friday of 9'"),
        ("first friday of 9", "cannot read 'first friday of 9'"),
        ("last friday of ramadan", "cannot read 'last friday of ramadan'"),
        ("night of", "cannot read 'night of'"),
        ("night of 8/12 to 13/12", "cannot read '8/12 to 13/12'"),
        ("8/12 to", "cannot read '8/12 to'"),
        ("8/12 to 9/12 to 10/12", "cannot read '9/12 to 10/12'"),
        ("13/12 to 8/12", "'8/12' comes before '13/12', in the rule '13/12 to 8/12'"),
        ("29/12 to 2/1", "'2/1' comes before '29/12'"),
    ],
)
def test_what_cannot_be_read_is_named(text: str, wrong: str) -> None:
    with pytest.raises(InvalidRule) as caught:
        parse_rule(text)
    message = str(caught.value)
    assert message.startswith(wrong)
    assert repr(text) in message
    assert "\n" not in message


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        parse_rule(text)
    except InvalidRule as error:
        assert repr(text) in str(error)  # noqa: PT017


@st.composite
def months(draw: st.DrawFn) -> tuple[Calendar, int, int]:
    kept = draw(st.sampled_from(calendars()))
    return kept, draw(st.integers(kept.first_year, kept.last_year)), draw(st.integers(1, 12))


def listed(kept: Calendar, year: int, month: int) -> list[int]:
    """Return the days of a month, found by asking each day for its date."""
    first = kept.day_number(year, month, 1)
    around = range(first, min(first + 32, kept.last_day + 1))
    dates = {number: kept.from_day(number) for number in around}
    return [number for number, on in dates.items() if (on.year, on.month) == (year, month)]


@given(months(), st.integers(1, 30))
def test_a_fixed_day_is_the_day_of_that_number_or_none(
    of: tuple[Calendar, int, int], day: int
) -> None:
    in_month = listed(*of)
    span = parse_rule(f"{day}/{of[2]}").span(of[0], of[1])
    if day > len(in_month):
        assert span is None
    else:
        assert span == Span(in_month[day - 1], in_month[day - 1])


@given(months(), st.sampled_from(days.WEEKDAYS), st.sampled_from(["1st", "2nd", "5th", "last"]))
def test_a_weekday_is_counted_among_the_days_of_the_month(
    of: tuple[Calendar, int, int], weekday: str, nth: str
) -> None:
    found = [number for number in listed(*of) if f"{days.to_date(number):%A}" == weekday]
    wanted = {"1st": 0, "2nd": 1, "5th": 4, "last": len(found) - 1}[nth]
    span = parse_rule(f"{nth} {weekday} of {of[2]}").span(of[0], of[1])
    assert span == (Span(found[wanted], found[wanted]) if wanted < len(found) else None)


@given(months())
def test_the_last_day_has_no_other_after_it_in_its_month(of: tuple[Calendar, int, int]) -> None:
    last = listed(*of)[-1]
    assert parse_rule(f"last day of {of[2]}").span(of[0], of[1]) == Span(last, last)
    assert parse_rule(f"night of last day of {of[2]}").span(of[0], of[1]) == Span(last, last, True)


def test_a_thirtieth_is_skipped_where_the_month_has_29_days() -> None:
    # The newspaper Umm al-Qura: 1 Shawwal 1448 is 2027-03-09, 29 days after 1 Ramadan.
    assert parse_rule("30/9").span(PUBLISHED, 1448) is None
    assert parse_rule("29/9").span(PUBLISHED, 1448) == parse_rule("last day of 9").span(
        PUBLISHED, 1448
    )


def test_a_range_without_its_end_or_without_a_day_in_it_is_skipped() -> None:
    assert parse_rule("21/9 to 30/9").span(PUBLISHED, 1448) is None
    # 1 Ramadan 1448 is a Monday, so that its first Friday is the 5th.
    assert parse_rule("1st friday of 9 to 3/9").span(PUBLISHED, 1448) is None
    span = parse_rule("1st friday of 9 to 7/9").span(PUBLISHED, 1448)
    assert span is not None
    assert span.last - span.first == 2


def test_a_year_outside_the_calendar_is_an_error() -> None:
    for text in ("1/9", "last day of 9", "last friday of 9", "night of 1/9", "1/9 to 2/9"):
        with pytest.raises(OutOfRange, match="is outside ummalqura"):
            parse_rule(text).span(PUBLISHED, 1501)
