from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from miqat import days
from miqat.calendars import Calendar, calendar, calendars
from miqat.errors import InvalidRule, OutOfRange
from miqat.observances import Span, parse_rule
from miqat.observances.rules import (
    EveryMonth,
    EveryWeek,
    Except,
    FixedDay,
    LastDay,
    NightOf,
    NthWeekday,
    ObservanceRule,
    OddNights,
    OnCalendar,
    Once,
    Range,
    Shifted,
    WeekdayBeside,
)

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
        ("eve of 1/10", Shifted(FixedDay(10, 1), -1)),
        ("1 day after last day of 9", Shifted(LastDay(9), 1)),
        ("40 days before 1/10", Shifted(FixedDay(10, 1), -40)),
        ("friday before 10/1", WeekdayBeside(FixedDay(1, 10), FRIDAY, after=False)),
        ("monday after 1/10", WeekdayBeside(FixedDay(10, 1), 0, after=True)),
        ("night of eve of 1/10", NightOf(Shifted(FixedDay(10, 1), -1))),
        ("1 day before 1/9 to 2/10", Range(Shifted(FixedDay(9, 1), -1), FixedDay(10, 2))),
        ("odd nights of 21/9 to last day of 9", OddNights(Range(FixedDay(9, 21), LastDay(9)))),
        ("13/* to 15/*", EveryMonth(13, 15)),
        ("1/*", EveryMonth(1, 1)),
        ("every friday", EveryWeek((FRIDAY,))),
        ("every monday and thursday", EveryWeek((0, 3))),
        (
            "every monday except 1/10, 11/12 to 13/12",
            Except(EveryWeek((0,)), (FixedDay(10, 1), Range(FixedDay(12, 11), FixedDay(12, 13)))),
        ),
        ("once 27/7/583", Once(7, 27, 583)),
        ("solar 22/11", OnCalendar("solar-hijri", FixedDay(11, 22))),
        ("solar last tuesday of 12", OnCalendar("solar-hijri", NthWeekday(12, 1, -1))),
        ("gregorian 31/12", OnCalendar("gregorian", FixedDay(12, 31))),
        ("gregorian once 3/3/1924", OnCalendar("gregorian", Once(3, 3, 1924))),
    ],
)
def test_a_rule_is_read(text: str, rule: ObservanceRule) -> None:
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
        ("last frday of 9", "'frday' is not a weekday, in the rule 'last frday of 9'"),
        ("6th friday of 9", "cannot read '6th friday of 9'"),
        ("last friday of ramadam", "cannot read 'last friday of ramadam'"),
        ("nights of 13", "there is no month 13"),
        ("frydays of 9", "cannot read 'frydays of 9'"),
        ("night of", "cannot read 'night of'"),
        ("night of 8/12 to 13/12", "cannot read '8/12 to 13/12'"),
        ("8/12 to", "cannot read '8/12 to'"),
        ("8/12 to 9/12 to 10/12", "cannot read '9/12 to 10/12'"),
        ("13/12 to 8/12", "'8/12' comes before '13/12', in the rule '13/12 to 8/12'"),
        ("29/12 to 2/1", "'2/1' comes before '29/12'"),
        ("every frday", "'frday' is not a weekday, in the rule 'every frday'"),
        ("every", "cannot read 'every'"),
        ("15/* to 13/*", "13 comes before 15, in the rule '15/* to 13/*'"),
        ("31/*", "day 31 is not one of 1 to 30"),
        ("once 1/13/5", "there is no month 13"),
        ("once 1/1", "cannot read 'once 1/1'"),
        ("solar 32/1", "day 32 is not one of 1 to 31"),
        ("julian 1/1", "cannot read 'julian 1/1'"),
        ("eve of", "cannot read 'eve of'"),
        ("1 day after eid-al-fitr", "cannot read 'eid-al-fitr'"),
        ("frday before 10/1", "'frday' is not a weekday"),
        ("every monday except", "'monday except' is not a weekday"),
        ("odd nights of 21/9", "cannot read ''"),
    ],
)
def test_what_cannot_be_read_is_named(text: str, wrong: str) -> None:
    with pytest.raises(InvalidRule) as caught:
        parse_rule(text)
    message = str(caught.value)
    assert message.startswith(wrong)
    assert repr(text) in message
    assert "\n" not in message


def test_a_rule_that_never_ends_is_refused_at_once() -> None:
    with pytest.raises(InvalidRule, match="a rule of 35004 characters: 200 are read"):
        parse_rule("eve of " * 5000 + "1/10")


@given(st.text(max_size=150))
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


@settings(deadline=None)
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


@settings(deadline=None)
@given(months(), st.sampled_from(days.WEEKDAYS), st.sampled_from(["1st", "2nd", "5th", "last"]))
def test_a_weekday_is_counted_among_the_days_of_the_month(
    of: tuple[Calendar, int, int], weekday: str, nth: str
) -> None:
    found = [number for number in listed(*of) if f"{days.to_date(number):%A}" == weekday]
    wanted = {"1st": 0, "2nd": 1, "5th": 4, "last": len(found) - 1}[nth]
    span = parse_rule(f"{nth} {weekday} of {of[2]}").span(of[0], of[1])
    assert span == (Span(found[wanted], found[wanted]) if wanted < len(found) else None)


@settings(deadline=None)
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


def test_relative_days_and_weekdays_are_counted_from_the_ends_of_a_span() -> None:
    # ummulqura.org.sa: Ramadan 1445 is 2024-03-11 (a Monday) to 2024-04-09 (a Tuesday).
    first, last = PUBLISHED.day_number(1445, 9, 1), PUBLISHED.day_number(1445, 10, 1) - 1
    ramadan = parse_rule("1/9 to last day of 9")

    def of(text: str) -> int:
        span = parse_rule(text, lambda name: ramadan).span(PUBLISHED, 1445)
        assert span is not None
        return span.first

    assert of("1 day after ramadan") == last + 1
    assert of("1 day before ramadan") == of("eve of ramadan") == first - 1
    assert of("tuesday after ramadan") == last + 7
    assert of("wednesday after ramadan") == last + 1
    assert of("monday before ramadan") == first - 7
    assert of("sunday before ramadan") == first - 1


@settings(deadline=None)
@given(months())
def test_the_weeks_of_a_year_leave_out_what_is_excepted(of: tuple[Calendar, int, int]) -> None:
    kept, year, _ = of
    text = "every monday and thursday except 1/9 to last day of 9, 1/10, 10/12 to 13/12"
    found = {span.first for span in parse_rule(text).spans(kept, year)}
    number = kept.day_number(year, 1, 1)
    while number <= kept.last_day and (on := kept.from_day(number)).year == year:
        weekday = f"{days.to_date(number):%A}" in ("Monday", "Thursday")
        out = (
            on.month == 9
            or (on.month, on.day) == (10, 1)
            or (on.month == 12 and 10 <= on.day <= 13)
        )
        assert (number in found) is (weekday and not out), on
        number += 1


@settings(deadline=None)
@given(months())
def test_what_lies_on_another_calendar_is_listed_in_the_year_it_begins_in(
    of: tuple[Calendar, int, int],
) -> None:
    kept, year, _ = of
    assume(100 < days.to_gregorian(kept.day_number(year, 1, 1))[0] < 9990)
    spans = [
        span for each in (year, year + 1) if each < kept.last_year
        for span in parse_rule("gregorian 17/8").spans(kept, each)
    ]  # fmt: skip
    dates = [days.to_date(span.first) for span in spans]
    assert all((on.month, on.day) == (8, 17) for on in dates)
    assert [on.year for on in dates] == [on.year for on in dates[:1]] + [
        on.year + 1 for on in dates[:-1]
    ]


def test_odd_nights_and_every_month() -> None:
    odd = parse_rule("odd nights of 21/9 to last day of 9").spans(PUBLISHED, 1445)
    assert all(span.is_night for span in odd)
    assert [PUBLISHED.from_day(span.first).day for span in odd] == [21, 23, 25, 27, 29]
    white = parse_rule("13/* to 15/* except 1/9 to last day of 9, 10/12 to 13/12")
    dates = [
        (
            PUBLISHED.from_day(span.first).month,
            PUBLISHED.from_day(span.first).day,
            span.last - span.first,
        )
        for span in white.spans(PUBLISHED, 1445)
    ]
    assert dates == [*((month, 13, 2) for month in (*range(1, 9), 10, 11)), (12, 14, 1)]
    assert len(parse_rule("30/*").spans(PUBLISHED, 1445)) == sum(
        PUBLISHED.month_length(1445, month) == 30 for month in range(1, 13)
    )


def test_a_single_event_is_of_its_year_only() -> None:
    rule = parse_rule("once 27/7/1445")
    assert rule.spans(PUBLISHED, 1444) == rule.spans(PUBLISHED, 1446) == ()
    day = PUBLISHED.day_number(1445, 7, 27)
    assert rule.spans(PUBLISHED, 1445) == (Span(day, day),)
    with pytest.raises(OutOfRange):
        rule.spans(PUBLISHED, 1501)
