"""The month starts that the date of an occurrence depends on, and its certainty.

The last Friday of Ramadan is certain only when Shawwal is, the eve of a feast only when the month
of the feast is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from miqat.authorities import AuthorityCalendar
from miqat.calendars import Certainty
from miqat.calendars.month_table import month_number, split_month
from miqat.errors import OutOfRange
from miqat.observances.anniversaries import Yearly
from miqat.observances.rules import (
    AnyOf,
    Except,
    FixedDay,
    FromDay,
    LastDay,
    NightOf,
    NightsOf,
    NthWeekday,
    Once,
    Range,
    Shifted,
    WeekdayBeside,
    WeekdaysOf,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from miqat.calendars import Calendar
    from miqat.observances import ObservanceRule, Occurrence

_LONGEST = 30
_SURENESS = list(Certainty)


class DateCertainty(NamedTuple):
    """The certainty of a date, the source of its least certain month, and since when.

    `since` is the day number on which the last of its months was proclaimed, None for none.
    """

    certainty: Certainty
    source: str
    since: int | None


def date_certainty(occurrence: Occurrence) -> DateCertainty:
    """Return the certainty of the date of an occurrence on a Hijri calendar."""
    calendar, first = occurrence.calendar, occurrence.hijri
    numbers = {month_number(first.year, first.month)}
    numbers |= {month_number(occurrence.year, 1) + at for at in _months(occurrence.observance.rule)}
    found = [of for of in (month_certainty(calendar, number) for number in sorted(numbers)) if of]
    least = max(found, key=lambda each: _SURENESS.index(each.certainty))
    since = [each.since for each in found if each.since is not None]
    return least._replace(since=max(since, default=None))


def month_certainty(calendar: Calendar, number: int) -> DateCertainty | None:
    """Return the certainty of the start of a month, None beyond the last of the calendar."""
    try:
        month = calendar.month(*split_month(number))
    except OutOfRange:  # beyond the last month of a table
        return None
    since = None
    if isinstance(calendar, AuthorityCalendar):
        proclaimed = calendar.proclaimed_of(number)
        since = None if proclaimed is None else proclaimed.entry.known
    return DateCertainty(month.certainty, month.source, since)


def _months(rule: ObservanceRule) -> Iterator[int]:
    """Yield the months of a year, from 0, whose starts a rule uses; 12 is the next year's."""
    match rule:
        case NightOf():
            yield from _months(rule.day)
        case Shifted() | WeekdayBeside() | Except() | FromDay() | NightsOf():
            yield from _months(rule.of)
        case AnyOf():
            for each in rule.rules:
                yield from _months(each)
        case WeekdaysOf():
            yield rule.month - 1
        case Range():
            yield from _months(rule.first)
            yield from _months(rule.last)
        case FixedDay() | Once() | Yearly():
            yield rule.month - 1
            if rule.day == _LONGEST:  # whether there is one
                yield rule.month
        case LastDay():
            yield rule.month - 1
            yield rule.month
        case NthWeekday():
            yield rule.month - 1
            if rule.n < 0:
                yield rule.month
        case _:  # by the month of its day
            return
