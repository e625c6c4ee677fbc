"""The rules of observances, which turn a year of a calendar into days.

A rule holds no Gregorian date. `miqat.observances.parser` reads them from texts.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING

from miqat import days
from miqat.calendars import calendar as calendar_named
from miqat.calendars import nth_weekday
from miqat.calendars.gregorian import GREGORIAN
from miqat.errors import InvalidDate, OutOfRange

if TYPE_CHECKING:
    from collections.abc import Iterator

    from miqat.calendars import Calendar
    from miqat.calendars.gregorian import Gregorian

    AnyCalendar = Calendar | Gregorian

_MONTHS = range(1, 13)


@dataclass(frozen=True, slots=True)
class Span:
    """The days of one occurrence, as day numbers; a night lies before its (only) day."""

    first: int
    last: int
    is_night: bool = False


class ObservanceRule(ABC):
    """A rule that gives the days of an observance in a year of a calendar."""

    __slots__ = ()

    @abstractmethod
    def spans(self, calendar: AnyCalendar, year: int) -> tuple[Span, ...]:
        """Return the occurrences of a year in order; raises `OutOfRange`."""

    def span(self, calendar: AnyCalendar, year: int) -> Span | None:
        """Return the first occurrence of a year, None where it has none; raises `OutOfRange`."""
        return next(iter(self.spans(calendar, year)), None)


@dataclass(frozen=True, slots=True)
class FixedDay(ObservanceRule):
    """A day of a month; a 30th does not occur in a month of 29 days."""

    month: int
    day: int

    def spans(self, calendar: AnyCalendar, year: int) -> tuple[Span, ...]:
        """Return the day, nothing in a year whose month lacks it."""
        try:
            number = calendar.day_number(year, self.month, self.day)
        except InvalidDate:
            return ()
        return (Span(number, number),)


@dataclass(frozen=True, slots=True)
class LastDay(ObservanceRule):
    """The last day of a month."""

    month: int

    def spans(self, calendar: AnyCalendar, year: int) -> tuple[Span, ...]:
        """Return the day."""
        last = calendar.month(year, self.month).days()[-1]
        return (Span(last, last),)


@dataclass(frozen=True, slots=True)
class NthWeekday(ObservanceRule):
    """The nth weekday (Monday 0) of a month, from its end where n is negative."""

    month: int
    weekday: int
    n: int

    def spans(self, calendar: AnyCalendar, year: int) -> tuple[Span, ...]:
        """Return the day, nothing in a year whose month has no such weekday."""
        number = nth_weekday(calendar, year, self.month, self.weekday, self.n)
        return () if number is None else (Span(number, number),)


@dataclass(frozen=True, slots=True)
class Once(ObservanceRule):
    """A day of one year, for an event that is not observed every year."""

    month: int
    day: int
    year: int

    def spans(self, calendar: AnyCalendar, year: int) -> tuple[Span, ...]:
        """Return the day in its year, nothing in any other."""
        if year != self.year:
            calendar.month(year, self.month)  # raises outside the range
            return ()
        return FixedDay(self.month, self.day).spans(calendar, year)


@dataclass(frozen=True, slots=True)
class Shifted(ObservanceRule):
    """Days after the last day of another rule, or (negative) before its first."""

    of: ObservanceRule
    by: int

    def spans(self, calendar: AnyCalendar, year: int) -> tuple[Span, ...]:
        """Return the days; the first of a year may lie in the year before, the last after."""
        found = self.of.spans(calendar, year)
        numbers = [(each.last if self.by > 0 else each.first) + self.by for each in found]
        return tuple(Span(number, number) for number in numbers)


@dataclass(frozen=True, slots=True)
class WeekdayBeside(ObservanceRule):
    """The next weekday (Monday 0) after another rule's last day, or the last before its first."""

    of: ObservanceRule
    weekday: int
    after: bool

    def spans(self, calendar: AnyCalendar, year: int) -> tuple[Span, ...]:
        """Return the days, one to seven days away."""
        numbers = []
        for each in self.of.spans(calendar, year):
            if self.after:
                numbers.append(each.last + 1 + (self.weekday - days.weekday(each.last + 1)) % 7)
            else:
                before = each.first - 1
                numbers.append(before - (days.weekday(before) - self.weekday) % 7)
        return tuple(Span(number, number) for number in numbers)


@dataclass(frozen=True, slots=True)
class NightOf(ObservanceRule):
    """The night before a day, from its sunset on."""

    day: ObservanceRule

    def spans(self, calendar: AnyCalendar, year: int) -> tuple[Span, ...]:
        """Return the day whose night it is."""
        found = self.day.spans(calendar, year)
        return tuple(Span(each.first, each.first, is_night=True) for each in found)


@dataclass(frozen=True, slots=True)
class Range(ObservanceRule):
    """Every day from the first to the last."""

    first: ObservanceRule
    last: ObservanceRule

    def spans(self, calendar: AnyCalendar, year: int) -> tuple[Span, ...]:
        """Return the days, nothing in a year that lacks an end of the range or any day in it."""
        first, last = self.first.span(calendar, year), self.last.span(calendar, year)
        if first is None or last is None or last.last < first.first:
            return ()
        return (Span(first.first, last.last),)


@dataclass(frozen=True, slots=True)
class OddNights(ObservanceRule):
    """The nights before the days with an odd number, 21, 23 ..., of a range within a month."""

    of: ObservanceRule

    def spans(self, calendar: AnyCalendar, year: int) -> tuple[Span, ...]:
        """Return the days whose nights they are."""
        return tuple(
            Span(number, number, is_night=True)
            for each in self.of.spans(calendar, year)
            for number in range(each.first, each.last + 1)
            if calendar.from_day(number).day % 2
        )


@dataclass(frozen=True, slots=True)
class EveryMonth(ObservanceRule):
    """The days from one number to another in every month, as far as the month has them."""

    first: int
    last: int

    def spans(self, calendar: AnyCalendar, year: int) -> tuple[Span, ...]:
        """Return a span for each month, as far as a year that breaks off goes."""
        found = []
        for month in _MONTHS:
            try:
                of_month = calendar.month(year, month).days()
            except OutOfRange:
                if month == 1:
                    raise
                break
            if self.first <= len(of_month):
                last = min(self.last, len(of_month))
                found.append(Span(of_month[self.first - 1], of_month[last - 1]))
        return tuple(found)


@dataclass(frozen=True, slots=True)
class EveryWeek(ObservanceRule):
    """Some weekdays (Monday 0) of every week."""

    weekdays: tuple[int, ...]

    def spans(self, calendar: AnyCalendar, year: int) -> tuple[Span, ...]:
        """Return the days of the year, as far as a year that breaks off goes."""
        first, last = bounds(calendar, year)
        return tuple(
            Span(number, number)
            for number in range(first, last + 1)
            if days.weekday(number) in self.weekdays
        )


@dataclass(frozen=True, slots=True)
class WeekdaysOf(ObservanceRule):
    """Some weekdays (Monday 0) of one month."""

    month: int
    weekdays: tuple[int, ...]

    def spans(self, calendar: AnyCalendar, year: int) -> tuple[Span, ...]:
        """Return the days in order."""
        numbers = calendar.month(year, self.month).days()
        return tuple(
            Span(number, number) for number in numbers if days.weekday(number) in self.weekdays
        )


@dataclass(frozen=True, slots=True)
class NightsOf(ObservanceRule):
    """The nights before each of the days of a rule."""

    of: ObservanceRule

    def spans(self, calendar: AnyCalendar, year: int) -> tuple[Span, ...]:
        """Return the days whose nights they are."""
        return tuple(
            Span(number, number, is_night=True)
            for each in self.of.spans(calendar, year)
            for number in range(each.first, each.last + 1)
        )


@dataclass(frozen=True, slots=True)
class FromDay(ObservanceRule):
    """The days from the `first` to the `last` (1, 2 ...), counted from the first of a rule's."""

    of: ObservanceRule
    first: int
    last: int

    def spans(self, calendar: AnyCalendar, year: int) -> tuple[Span, ...]:
        """Return the days."""
        return tuple(
            Span(each.first + self.first - 1, each.first + self.last - 1)
            for each in self.of.spans(calendar, year)
        )


@dataclass(frozen=True, slots=True)
class AnyOf(ObservanceRule):
    """The days of several rules."""

    rules: tuple[ObservanceRule, ...]

    def spans(self, calendar: AnyCalendar, year: int) -> tuple[Span, ...]:
        """Return them in order, each once."""
        found = {span for rule in self.rules for span in _as_far_as_it_goes(rule, calendar, year)}
        return tuple(sorted(found, key=lambda span: (span.first, span.last, not span.is_night)))


@dataclass(frozen=True, slots=True)
class Except(ObservanceRule):
    """The days of a rule without those of others."""

    of: ObservanceRule
    but: tuple[ObservanceRule, ...]

    def spans(self, calendar: AnyCalendar, year: int) -> tuple[Span, ...]:
        """Return what remains; a span that loses a day in its midst becomes two."""
        out = {
            number
            for rule in self.but
            for each in _as_far_as_it_goes(rule, calendar, year)
            for number in range(each.first, each.last + 1)
        }
        found: list[Span] = []
        for each in self.of.spans(calendar, year):
            kept = [number for number in range(each.first, each.last + 1) if number not in out]
            found += [Span(first, last, each.is_night) for first, last in _runs(kept)]
        return tuple(found)


@dataclass(frozen=True, slots=True)
class OnCalendar(ObservanceRule):
    """A rule on another calendar, the solar Hijri or the Gregorian."""

    calendar_id: str
    rule: ObservanceRule

    @property
    def calendar(self) -> AnyCalendar:
        """The calendar of the rule."""
        return GREGORIAN if self.calendar_id == "gregorian" else calendar_named(self.calendar_id)

    def spans(self, calendar: AnyCalendar, year: int) -> tuple[Span, ...]:
        """Return what begins within a year of another calendar: one, two, or nothing."""
        first, last = bounds(calendar, year)
        own = self.calendar
        if last < own.first_day or first > own.last_day:
            return ()
        years = range(
            own.from_day(max(first, own.first_day)).year,
            own.from_day(min(last, own.last_day)).year + 1,
        )
        found = (each for own_year in years for each in self.rule.spans(own, own_year))
        return tuple(each for each in found if first <= each.first <= last)


def bounds(calendar: AnyCalendar, year: int) -> tuple[int, int]:
    """Return the first and last day numbers of a year, as far as the calendar goes."""
    first = calendar.day_number(year, 1, 1)
    if year == calendar.last_year:
        return first, calendar.last_day
    return first, calendar.day_number(year + 1, 1, 1) - 1


def _as_far_as_it_goes(rule: ObservanceRule, calendar: AnyCalendar, year: int) -> tuple[Span, ...]:
    try:
        return rule.spans(calendar, year)
    except OutOfRange:  # the last year of a calendar may break off before it
        return ()


def _runs(numbers: list[int]) -> Iterator[tuple[int, int]]:
    """Yield the first and last of each run of consecutive numbers."""
    start = 0
    for at in range(1, len(numbers) + 1):
        if at == len(numbers) or numbers[at] != numbers[at - 1] + 1:
            yield numbers[start], numbers[at - 1]
            start = at
