"""The months of an authority, against the same worked out month by month in the plainest way."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest

from miqat import days
from miqat.authorities import Authority, Entry, authority, calendar_of, proclaimed
from miqat.authorities.model import AuthorityRule, Basis, ByAnother, ByCalendar
from miqat.authorities.record import read_row
from miqat.calendars import Certainty, calendar
from miqat.calendars.month_table import month_number, read_month
from miqat.errors import InvalidDate

RULE = calendar("islamic-civil")
SOURCE = "https://example.org/announcement"


def body(name: str, *rules: tuple[int, frozenset[int], Basis]) -> Authority:
    return Authority(
        id=name, title=name, kind="body", countries=(), places=(), tradition="", source="a test",
        rules=tuple(AuthorityRule(*rule) for rule in rules),
    )  # fmt: skip


def by_calendar(name: str) -> tuple[int, frozenset[int], Basis]:
    return month_number(1, 1), frozenset(), ByCalendar(calendar=name)


def announced(of: Authority, number: int, day: int, known: int = 0) -> Entry:
    return Entry(of.id, number, day, known, SOURCE)


@pytest.mark.parametrize("later", [-2, -1, 1, 2])
@pytest.mark.parametrize("month", [1, 6, 9, 12])
def test_a_month_that_moved_moves_those_after_it_until_the_rule_has_caught_up(
    later: int, month: int
) -> None:
    """Each month has 29 or 30 days after the one before it: two days late is made up in months."""
    of = body("moved", by_calendar("islamic-civil"))
    number = month_number(1448, month)
    expected = [RULE.month(1448, month).first_day + later]
    for after in range(number + 1, number + 14):
        rule = RULE.month(after // 12, after % 12 + 1).first_day
        expected.append(min(max(rule, expected[-1] + 29), expected[-1] + 30))
    kept = calendar_of(of, entries=[announced(of, number, expected[0])])
    found = [kept.month(each // 12, each % 12 + 1) for each in range(number, number + 14)]
    assert [each.first_day for each in found] == expected
    assert found[0].certainty is Certainty.PROCLAIMED
    assert {each.certainty for each in found[1:]} == {Certainty.COMPUTED}
    moved = sum(
        day != RULE.month(each // 12, each % 12 + 1).first_day
        for each, day in enumerate(expected, number)
    )
    assert abs(later) == 1 or moved >= 2
    before = {
        each: kept.month(each // 12, each % 12 + 1).first_day
        for each in range(number - 12, number + 1)
    }
    assert {b - a for a, b in pairwise(before.values())} == {29, 30}
    by_rule = {each: RULE.month(each // 12, each % 12 + 1).first_day for each in before}
    assert before[number - 12] == by_rule[number - 12]
    assert all(abs(day - by_rule[each]) <= abs(later) for each, day in before.items())


@pytest.mark.parametrize("after", range(1, 6))
def test_each_of_the_months_after_is_moved_though_no_other_was_asked_for(after: int) -> None:
    """A calendar that was never asked for the months between; months are computed by two years."""
    for month in range(7, 13):
        of = body(f"asked-{month}-{after}", by_calendar("islamic-civil"))
        number = month_number(1449, month)
        day = RULE.month(1449, month).first_day + 2
        expected = [day]
        for each in range(number + 1, number + after + 1):
            rule = RULE.month(each // 12, each % 12 + 1).first_day
            expected.append(min(max(rule, expected[-1] + 29), expected[-1] + 30))
        kept = calendar_of(of, entries=[announced(of, number, day)])
        asked = number + after
        assert kept.month(asked // 12, asked % 12 + 1).first_day == expected[-1]


def test_three_announcements_in_a_row_and_the_months_between() -> None:
    of = body("often", by_calendar("islamic-civil"))
    first = month_number(1448, 7)
    days_of = {first: 1, first + 1: 1, first + 2: 0, first + 5: -1}
    entries = [
        announced(of, each, RULE.month(each // 12, each % 12 + 1).first_day + later)
        for each, later in days_of.items()
    ]
    kept = calendar_of(of, entries=entries)
    expected: dict[int, int] = {}
    for each in range(first, first + 12):
        rule = RULE.month(each // 12, each % 12 + 1).first_day
        if each in days_of:
            expected[each] = rule + days_of[each]
        else:
            expected[each] = min(max(rule, expected[each - 1] + 29), expected[each - 1] + 30)
    assert {each: kept.month(each // 12, each % 12 + 1).first_day for each in expected} == expected


@pytest.mark.parametrize("apart", [0, 1, 2, -1])
def test_who_follows_another_some_days_later(apart: int) -> None:
    leader = authority("turkey")
    of = body("follower", (month_number(1, 1), frozenset(), ByAnother(of=leader.id, days=apart)))
    for year in (1440, 1449):
        for month in range(1, 13):
            theirs = calendar_of(leader).month(year, month).first_day
            assert calendar_of(of).month(year, month).first_day == theirs + apart


def test_of_several_rules_the_latest_that_decides_the_month_holds() -> None:
    since, great = month_number(1440, 9), frozenset({9, 10, 12})
    of = body(
        "several",
        (month_number(1, 1), frozenset(), ByCalendar(calendar="islamic-civil")),
        (month_number(1430, 1), great, ByCalendar(calendar="fatimid")),
        (since, frozenset(), ByCalendar(calendar="islamic-tbla")),
        (since, great, ByCalendar(calendar="ummalqura")),
    )
    for number in range(month_number(1429, 1), month_number(1445, 1)):
        is_great = number % 12 + 1 in great
        if number >= since:
            expected = "ummalqura" if is_great else "islamic-tbla"
        elif number >= month_number(1430, 1) and is_great:
            expected = "fatimid"
        else:
            expected = "islamic-civil"
        assert of.rule_of(number).basis == ByCalendar(calendar=expected), number


def test_a_later_rule_of_all_months_overrides_an_earlier_one_of_some() -> None:
    of = body(
        "several",
        (month_number(1400, 1), frozenset({9}), ByCalendar(calendar="fatimid")),
        (month_number(1440, 1), frozenset(), ByCalendar(calendar="ummalqura")),
    )
    assert of.rule(1439, 9).basis == ByCalendar(calendar="fatimid")
    assert of.rule(1440, 9).basis == ByCalendar(calendar="ummalqura")


def test_after_the_printed_calendar_ends_its_rule_goes_on() -> None:
    of = body("printed", by_calendar("ummalqura"))
    printed, rule = calendar("ummalqura"), calendar("ummalqura-rule")
    assert calendar_of(of).month(1500, 12).first_day == printed.month(1500, 12).first_day
    for year in (1501, 1510, 1540):
        for month in (1, 9, 12):
            assert calendar_of(of).month(year, month).first_day == rule.month(year, month).first_day


def test_what_is_known_on_a_day_is_what_became_known_up_to_it() -> None:
    number, day = month_number(1446, 9), days.from_date(date(2025, 3, 2))
    known = days.from_date(date(2025, 2, 28))
    entry = Entry("no-such-body", number, day, known, SOURCE)
    assert number not in proclaimed("no-such-body", known - 1, [entry])
    assert proclaimed("no-such-body", known, [entry])[number].entry == entry
    later = replace(entry, day=day + 1, known=known + 1)
    for entries in ([entry, later], [later, entry]):
        assert proclaimed("no-such-body", known, entries)[number].entry == entry
        held = proclaimed("no-such-body", known + 1, entries)[number]
        assert (held.entry, held.superseded) == (later, (entry,))


def test_a_row_without_a_day_on_which_it_became_known_was_known_the_evening_before() -> None:
    row = {"authority": "oman", "month": "1446-09", "day": "2025-03-01", "source": "a test"}
    assert read_row(row, "row 1").known_on == date(2025, 2, 28)
    assert read_row({**row, "known": "2025-03-05"}, "row 1").known_on == date(2025, 3, 5)


def test_a_row_may_write_a_month_as_its_first_day() -> None:
    row = {"authority": "oman", "month": "1446-09-01", "day": "2025-03-01", "source": "a test"}
    assert read_row(row, "row 1").written == "1446-09"
    with pytest.raises(InvalidDate, match=r"row 1: .*write 1446-09-01"):
        read_row({**row, "month": "1446-09-02"}, "row 1")


def test_only_the_first_of_a_month_is_announced() -> None:
    assert read_month("1448-09") == read_month("1448-09-01") == month_number(1448, 9)
    for text in ("1448-09-02", "1448-09-30", "1448-13", "0-09", "1448-00"):
        with pytest.raises(InvalidDate):
            read_month(text)


# Days on which feasts began, as their own news agencies reported them (SPA, APP, ISNA, AA).
@pytest.mark.parametrize(
    ("name", "month", "day"),
    [
        ("saudi-arabia", (1446, 9), date(2025, 3, 1)),
        ("saudi-arabia", (1446, 10), date(2025, 3, 30)),
        ("pakistan", (1446, 9), date(2025, 3, 2)),
        ("pakistan", (1446, 10), date(2025, 3, 31)),
        ("iran", (1446, 9), date(2025, 3, 2)),
        ("iran", (1446, 10), date(2025, 3, 31)),
        ("turkey", (1446, 9), date(2025, 3, 1)),
        ("turkey", (1446, 10), date(2025, 3, 30)),
    ],
)
def test_months_that_everyone_remembers(name: str, month: tuple[int, int], day: date) -> None:
    assert calendar_of(name).month(*month).first_day == days.from_date(day)
