"""The grammar of observances: rules on a Hijri year that hold no Gregorian date.

    10/1                              the 10th of month 1
    last day of 2                     the 29th or 30th, as the month has it
    last friday of 9                  also: 1st, 2nd ... 5th, last, of any weekday
    3 days after 1/10, 1 day before   days from a day, or from an observance by its id
    friday before 10/1, ... after     the nearest weekday, one to seven days away
    eve of 1/10                       the day before
    night of 27/9                     from sunset to dawn before that day
    8/12 to 13/12                     every day from the first to the last
    odd nights of 21/9 to last day of 9
    odd nights of 9 from 21           the same
    nights of 9, nights of 9 from 21 to 27
    days of 9, fridays of 9           of one month
    third day of 1/10, three days from 1/10
    13/* to 15/*                      in every month
    every monday and thursday         every week
    every day
    A and B                           the days of both
    A except B, C                     the days of A without those of B and C
    once 17/9/2                       the 17th of month 9, only in the year 2
    solar 22/11, gregorian 29/10      any of these on the solar Hijri or the Gregorian calendar

A month may also be named, as the English names of the calendar are written: last friday of
ramadan.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from miqat.calendars.text.hijri_prose import read_written
from miqat.days import WEEKDAYS
from miqat.errors import InvalidDate, InvalidRule, UnknownName
from miqat.observances.rules import (
    AnyOf,
    EveryMonth,
    EveryWeek,
    Except,
    FixedDay,
    FromDay,
    LastDay,
    NightOf,
    NightsOf,
    NthWeekday,
    ObservanceRule,
    OddNights,
    OnCalendar,
    Once,
    Range,
    Shifted,
    WeekdayBeside,
    WeekdaysOf,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    Lookup = Callable[[str], ObservanceRule]

_FIXED = re.compile(r"(\d{1,2})/(\d{1,2})")
_IN_EVERY_MONTH = re.compile(r"(\d{1,2})/\*(?: to (\d{1,2})/\*)?")
_ONCE = re.compile(r"once (\d{1,2})/(\d{1,2})/(\d{1,4})")
_LAST_DAY = re.compile(r"last day of (\d{1,2})")
_NTH = re.compile(
    r"(1st|2nd|3rd|4th|5th|first|second|third|fourth|fifth|last) ([a-z]+) of (\d{1,2})"
)
_SHIFTED = re.compile(r"(\d{1,3}) days? (before|after) (.+)")
_BESIDE = re.compile(r"([a-z]+) (before|after) (.+)")
_NAME = re.compile(r"[a-z][a-z0-9']*(?:[- ][a-z0-9']+)*")
_COUNTED = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7,
    "1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "5th": 5, "6th": 6, "7th": 7,
}  # fmt: skip
_COUNTS = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "ten": 10,
}  # fmt: skip
_OF_MONTH = re.compile(r"(\d{1,2})(?: from (\d{1,2})(?: to (\d{1,2}))?)?")
_DAY_OF = re.compile(rf"({'|'.join(_COUNTED)}) day of (.+)")
_DAYS_FROM = re.compile(rf"(?:the )?({'|'.join(_COUNTS)}|\d{{1,2}}) days from (.+)")
_WEEKDAYS_OF = re.compile(r"(?:every )?([a-z]+?)s? of (\d{1,2})")
_NAMED_MONTH = re.compile(r"(?<!eve )\bof ([a-z][a-z' -]*?)(?= from | to | except | and |, |$)")
_WEEKDAYS = {name.casefold(): number for number, name in enumerate(WEEKDAYS)}
_CALENDARS = {"solar": "solar-hijri", "gregorian": "gregorian"}
_LONGEST = 200
_HINT = "a day is written '10/1', 'last day of 2' or 'last friday of 9'"


def parse_rule(text: str, lookup: Lookup | None = None) -> ObservanceRule:
    """Return the rule that a text states. Raises `InvalidRule` with what was not understood.

    `lookup` gives the rule of an observance by its id and raises `UnknownName`; without it
    a rule cannot refer to one.

    >>> parse_rule("last friday of 9")
    NthWeekday(month=9, weekday=4, n=-1)
    """
    words = _with_numbers(" ".join(text.casefold().split()))
    if len(words) > _LONGEST:
        raise InvalidRule(f"a rule of {len(words)} characters: {_LONGEST} are read")
    named, _, rest = words.partition(" ")
    if named in _CALENDARS:
        longest = 31
        return OnCalendar(_CALENDARS[named], _Reader(text, lookup, longest).rule(rest))
    return _Reader(text, lookup).rule(words)


def _with_numbers(words: str) -> str:
    """Return a rule with the number of a month in place of its English name."""

    def number(match: re.Match[str]) -> str:
        try:
            return f"of {read_written(f'1 {match[1]} 1448').month}"
        except (InvalidDate, UnknownName):
            return match[0]

    return _NAMED_MONTH.sub(number, words)


@dataclass(frozen=True, slots=True)
class _Reader:
    """One text to be read; `longest` is the number of days of the longest month."""

    text: str
    lookup: Lookup | None
    longest: int = 30

    def rule(self, words: str) -> ObservanceRule:
        """Return the rule that words state."""
        kept, but, excluded = words.partition(" except ")
        if but:
            rules = tuple(self._spans(each.strip()) for each in excluded.split(","))
            return Except(self._spans(kept), rules)
        return self._spans(words)

    def _spans(self, words: str) -> ObservanceRule:
        if (found := self._of_a_month(words)) is not None:
            return found
        if " and " in words and not words.startswith("every "):
            return AnyOf(tuple(self._spans(part.strip()) for part in words.split(" and ")))
        if words.startswith("night of "):
            return NightOf(self._day(words.removeprefix("night of ")))
        if words.startswith("odd nights of "):
            return OddNights(self._range(words.removeprefix("odd nights of ")))
        if words.startswith("every "):
            names = words.removeprefix("every ").split(" and ")
            return EveryWeek(tuple(self._weekday(name) for name in names))
        if match := _ONCE.fullmatch(words):
            return Once(self._month(match[2]), self._number(match[1]), int(match[3]))
        if match := _IN_EVERY_MONTH.fullmatch(words):
            first, last = self._number(match[1]), self._number(match[2] or match[1])
            if last < first:
                raise InvalidRule(f"{last} comes before {first}, in the rule {self.text!r}")
            return EveryMonth(first, last)
        return self._range(words) if " to " in words else self._day(words)

    def _of_a_month(self, words: str) -> ObservanceRule | None:
        """Return the days or nights of a month, or None where the words are another rule."""
        if words in ("every day", "daily"):
            return EveryWeek(tuple(range(7)))
        kind, _, rest = words.removeprefix("every ").partition(" of ")
        if kind in ("nights", "night", "odd nights", "days", "day") and (
            match := _OF_MONTH.fullmatch(rest)
        ):
            if kind == "night":
                return None
            month = self._month(match[1])
            ends = LastDay(month) if not match[3] else FixedDay(month, self._number(match[3]))
            span = Range(FixedDay(month, self._number(match[2] or "1")), ends)
            if kind == "odd nights":
                return OddNights(span)
            return NightsOf(span) if kind == "nights" else span
        if kind == "nights":
            return NightsOf(self._spans(rest))
        match = _WEEKDAYS_OF.fullmatch(words)
        if match and match[1] in _WEEKDAYS:
            return WeekdaysOf(self._month(match[2]), (_WEEKDAYS[match[1]],))
        if words.endswith("s") and words[:-1] in _WEEKDAYS:
            return EveryWeek((_WEEKDAYS[words[:-1]],))
        if match := _DAYS_FROM.fullmatch(words):
            count = _COUNTS.get(match[1]) or int(match[1])
            return FromDay(self._spans(match[2]), 1, count)
        return None

    def _range(self, words: str) -> Range:
        first, _, last = words.partition(" to ")
        begins, ends = self._day(first), self._day(last)
        if _comes_before(ends, begins):
            raise InvalidRule(f"{last!r} comes before {first!r}, in the rule {self.text!r}")
        return Range(begins, ends)

    def _day(self, words: str) -> ObservanceRule:
        if match := _FIXED.fullmatch(words):
            return FixedDay(self._month(match[2]), self._number(match[1]))
        if match := _DAY_OF.fullmatch(words):
            return self._counted(match)
        if match := _LAST_DAY.fullmatch(words):
            return LastDay(self._month(match[1]))
        if match := _NTH.fullmatch(words):
            weekday = self._weekday(match[2])
            return NthWeekday(self._month(match[3]), weekday, _COUNTED.get(match[1], -1))
        return self._beside(words)

    def _counted(self, match: re.Match[str]) -> ObservanceRule:
        """Return the nth day of a month, or of the days of another rule."""
        number = _COUNTED[match[1]]
        if month := _OF_MONTH.fullmatch(match[2]):
            return FixedDay(self._month(month[1]), number)
        return FromDay(self._spans(match[2]), number, number)

    def _beside(self, words: str) -> ObservanceRule:
        """Return a day that depends on another one."""
        if words.startswith("eve of "):
            return Shifted(self._day(words.removeprefix("eve of ")), -1)
        if match := _SHIFTED.fullmatch(words):
            by = int(match[1])
            return Shifted(self._day(match[3]), by if match[2] == "after" else -by)
        if match := _BESIDE.fullmatch(words):
            weekday = self._weekday(match[1])
            return WeekdayBeside(self._day(match[3]), weekday, match[2] == "after")
        if self.lookup is not None and _NAME.fullmatch(words):
            try:
                return self.lookup(words)
            except UnknownName as error:
                raise InvalidRule(f"{error}, in the rule {self.text!r}") from None
        raise InvalidRule(f"cannot read {words!r} in the rule {self.text!r}; {_HINT}")

    def _weekday(self, name: str) -> int:
        if name not in _WEEKDAYS:
            raise InvalidRule(f"{name!r} is not a weekday, in the rule {self.text!r}")
        return _WEEKDAYS[name]

    def _number(self, digits: str) -> int:
        day = int(digits)
        if not 1 <= day <= self.longest:
            raise InvalidRule(
                f"day {day} is not one of 1 to {self.longest}, in the rule {self.text!r}"
            )
        return day

    def _month(self, digits: str) -> int:
        month = int(digits)
        if not 1 <= month <= 12:
            raise InvalidRule(f"there is no month {month}, in the rule {self.text!r}")
        return month


def _comes_before(one: ObservanceRule, other: ObservanceRule) -> bool:
    """Return whether a day of a month comes before another in any year."""
    if not isinstance(one, _OF_A_MONTH) or not isinstance(other, _OF_A_MONTH):
        return False
    if one.month != other.month:
        return one.month < other.month
    return isinstance(one, FixedDay) and isinstance(other, FixedDay) and one.day < other.day


_OF_A_MONTH = (FixedDay, LastDay, NthWeekday)
