"""The grammar of observances: rules on a Hijri year that hold no Gregorian date.

10/1                    the 10th of month 1
last day of 2           the 29th or 30th, as the month has it
last friday of 9        also: 1st, 2nd ... 5th, last, of any weekday
night of 27/9           from sunset to dawn before that day
8/12 to 13/12           every day from the first to the last
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from miqat.calendars import nth_weekday
from miqat.days import WEEKDAYS
from miqat.errors import InvalidDate, InvalidRule

if TYPE_CHECKING:
    from miqat.calendars import Calendar


@dataclass(frozen=True, slots=True)
class Span:
    """The days of one occurrence, as day numbers; a night lies before its (only) day."""

    first: int
    last: int
    is_night: bool = False


class Rule(Protocol):
    """A rule that gives the days of an observance in a year of a calendar."""

    def span(self, calendar: Calendar, year: int) -> Span | None:
        """Return the days of a year, None where the year has none; raises `OutOfRange`."""


@dataclass(frozen=True, slots=True)
class FixedDay:
    """A day of a month; a 30th does not occur in a month of 29 days."""

    month: int
    day: int

    def span(self, calendar: Calendar, year: int) -> Span | None:
        """Return the day, None in a year whose month lacks it."""
        try:
            number = calendar.day_number(year, self.month, self.day)
        except InvalidDate:
            return None
        return Span(number, number)


@dataclass(frozen=True, slots=True)
class LastDay:
    """The last day of a month."""

    month: int

    def span(self, calendar: Calendar, year: int) -> Span | None:
        """Return the day."""
        last = calendar.month(year, self.month).days()[-1]
        return Span(last, last)


@dataclass(frozen=True, slots=True)
class NthWeekday:
    """The nth weekday (Monday 0) of a month, from its end where n is negative."""

    month: int
    weekday: int
    n: int

    def span(self, calendar: Calendar, year: int) -> Span | None:
        """Return the day, None in a year whose month has no such weekday."""
        number = nth_weekday(calendar, year, self.month, self.weekday, self.n)
        return None if number is None else Span(number, number)


@dataclass(frozen=True, slots=True)
class NightOf:
    """The night before a day, from its sunset on."""

    day: Rule

    def span(self, calendar: Calendar, year: int) -> Span | None:
        """Return the day whose night it is."""
        span = self.day.span(calendar, year)
        return None if span is None else Span(span.first, span.last, is_night=True)


@dataclass(frozen=True, slots=True)
class Range:
    """Every day from the first to the last."""

    first: Rule
    last: Rule

    def span(self, calendar: Calendar, year: int) -> Span | None:
        """Return the days, None in a year that lacks an end of the range or any day in it."""
        first, last = self.first.span(calendar, year), self.last.span(calendar, year)
        if first is None or last is None or last.last < first.first:
            return None
        return Span(first.first, last.last)


_Day = FixedDay | LastDay | NthWeekday

_FIXED = re.compile(r"(\d{1,2})/(\d{1,2})")
_LAST_DAY = re.compile(r"last day of (\d{1,2})")
_NTH = re.compile(r"(1st|2nd|3rd|4th|5th|last) ([a-z]+) of (\d{1,2})")
_ORDINALS = {"1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "5th": 5, "last": -1}
_WEEKDAYS = {name.casefold(): number for number, name in enumerate(WEEKDAYS)}


def parse_rule(text: str) -> Rule:
    """Return the rule that a text states. Raises `InvalidRule` with what was not understood.

    >>> parse_rule("last friday of 9")
    NthWeekday(month=9, weekday=4, n=-1)
    """
    words = " ".join(text.casefold().split())
    first, to, last = words.partition(" to ")
    if to:
        begins, ends = _parse_day(first, text), _parse_day(last, text)
        if _comes_before(ends, begins):
            raise InvalidRule(f"{last!r} comes before {first!r}, in the rule {text!r}")
        return Range(begins, ends)
    if words.startswith("night of "):
        return NightOf(_parse_day(words.removeprefix("night of "), text))
    return _parse_day(words, text)


def _parse_day(words: str, text: str) -> _Day:
    if match := _FIXED.fullmatch(words):
        day = int(match[1])
        if not 1 <= day <= 30:
            raise InvalidRule(f"day {day} is not one of 1 to 30, in the rule {text!r}")
        return FixedDay(_month(match[2], text), day)
    if match := _LAST_DAY.fullmatch(words):
        return LastDay(_month(match[1], text))
    if match := _NTH.fullmatch(words):
        if match[2] not in _WEEKDAYS:
            raise InvalidRule(f"{match[2]!r} is no weekday, in the rule {text!r}")
        return NthWeekday(_month(match[3], text), _WEEKDAYS[match[2]], _ORDINALS[match[1]])
    raise InvalidRule(
        f"cannot read {words!r} in the rule {text!r}; a day is written '10/1', "
        "'last day of 2' or 'last friday of 9'"
    )


def _comes_before(one: _Day, other: _Day) -> bool:
    """Tell whether a day comes before another in any year."""
    if one.month != other.month:
        return one.month < other.month
    return isinstance(one, FixedDay) and isinstance(other, FixedDay) and one.day < other.day


def _month(digits: str, text: str) -> int:
    month = int(digits)
    if not 1 <= month <= 12:
        raise InvalidRule(f"there is no month {month}, in the rule {text!r}")
    return month
