"""A rule on a calendar, expanded to day numbers period by period.

Each period (year, month, week) gives its set of days by the table of RFC 5545,
section 3.3.10; the parts apply in the order BYMONTH, BYWEEKNO, BYYEARDAY,
BYMONTHDAY, BYDAY, BYSETPOS. SKIP (RFC 7529, section 4.1) acts where BYMONTHDAY or
BYYEARDAY has made a day that does not exist, so before BYDAY and BYSETPOS.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from miqat import days
from miqat.calendars.month_table import month_number, split_month
from miqat.calendars.recurrence.grammar import Frequency, RecurrenceRule, Skip
from miqat.calendars.weekdays import nth_of
from miqat.errors import OutOfRange

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from miqat.calendars.recurrence.scales import Scale

#: A period's days may lie this far outside it: a week of the year that spills over.
_SPILL = 7


@dataclass(frozen=True, slots=True)
class Expansion:
    """A rule on a calendar, from a start (a day number) or, where None, without one.

    The rule has to say what would be taken from a start that is not there.
    """

    rule: RecurrenceRule
    calendar: Scale
    start: int | None

    def occurrences(self, first: int, stop: int | None) -> Iterator[int]:
        """Return the days of the rule from `first` up to, not including, `stop`, ascending.

        COUNT and UNTIL are left to the caller. Where the calendar ends before `stop`, or
        `stop` is None, raises `OutOfRange` after the last day.
        """
        latest = first - 1
        for found in self._sets(first, stop):
            for day in found:
                if stop is not None and day >= stop:
                    return
                if day > self.calendar.last_day:
                    break
                if day > latest:
                    latest = day
                    yield day
        if stop is None or stop > self.calendar.last_day + 1:
            raise OutOfRange(_end(self.calendar))

    def _sets(self, first: int, stop: int | None) -> Iterator[Iterable[int]]:
        """Return the days of each period, ascending, until past `stop` or the calendar's end."""
        if self.rule.frequency is Frequency.WEEKLY:
            yield from self._weeks(first, stop)
        elif self.rule.frequency is Frequency.YEARLY:
            yield from self._years(first, stop)
        else:
            yield from self._months(first, stop)

    def _years(self, first: int, stop: int | None) -> Iterator[Iterable[int]]:
        calendar, step = self.calendar, self.rule.interval
        begin = self._first_period(calendar.from_day(first).year, self._start_year())
        for year in range(begin, calendar.last_year + 1, step):
            if year < calendar.first_year:
                continue
            if stop is not None and calendar.month(year, 1).first_day - _SPILL >= stop:
                return
            found, is_whole = self._of_year(year)
            yield self._positioned(found)
            if not is_whole:
                return

    def _months(self, first: int, stop: int | None) -> Iterator[Iterable[int]]:
        calendar = self.calendar
        is_daily = self.rule.frequency is Frequency.DAILY
        at = calendar.from_day(first)
        start = None if self.start is None or is_daily else calendar.from_day(self.start)
        begin = self._first_period(
            month_number(at.year, at.month),
            None if start is None else month_number(start.year, start.month),
        )
        step = 1 if is_daily else self.rule.interval
        for position in range(begin, month_number(calendar.last_year + 1, 1), step):
            year, month = split_month(position)
            if year < calendar.first_year:
                continue
            if self.rule.months and month not in self.rule.months and position != begin:
                continue
            span = _days_of(calendar, year, month)
            if span is None:
                return
            if stop is not None and span[0] - _SPILL >= stop:
                return
            yield self._daily(span, month) if is_daily else self._of_month(year, month, span)

    def _weeks(self, first: int, stop: int | None) -> Iterator[Iterable[int]]:
        rule, last = self.rule, self.calendar.last_day
        begin = _week_of(first, rule.week_start)
        if self.start is not None:
            behind = (begin - _week_of(self.start, rule.week_start)) // 7 % rule.interval
            begin -= 7 * behind
        weekdays = [weekday for _, weekday in rule.weekdays] or [days.weekday(self._started())]
        offsets = sorted((weekday - rule.week_start) % 7 for weekday in weekdays)
        end = last + 1 if stop is None else min(stop, last + 1)
        for monday in range(begin, end, 7 * rule.interval):
            found = [monday + offset for offset in offsets]
            yield self._positioned([day for day in found if self._is_in_months(day)])

    def _first_period(self, at: int, start: int | None) -> int:
        """Return the period to begin at: the one before, whose days may spill over.

        A start counts periods from its own on, by the interval.
        """
        if start is None or self.rule.interval == 1:
            return at - 1
        return start + max(0, (at - start) // self.rule.interval - 1) * self.rule.interval

    def _of_year(self, year: int) -> tuple[set[int], bool]:
        """Return the days of a year, and whether the calendar has all its months that matter."""
        rule = self.rule
        if rule.weeks or rule.year_days:
            return self._of_whole_year(year), True
        if rule.weekdays and not rule.months and not rule.month_days:
            return self._nth_weekdays(self._year_days(year)), True
        months = rule.months
        if not months:
            months = tuple(range(1, 13)) if rule.month_days else (self._start_month(),)
        found: set[int] = set()
        for month in sorted(months):
            span = _days_of(self.calendar, year, month)
            if span is None:
                if rule.positions:
                    raise OutOfRange(_end(self.calendar))
                return found, False
            found.update(self._of_month(year, month, span, positioned=False))
        return found, True

    def _of_whole_year(self, year: int) -> set[int]:
        rule = self.rule
        span = self._year_days(year)
        sets = []
        if rule.weeks:
            sets.append(set(_weeks_of(span, rule.weeks, rule.week_start)))
        if rule.year_days:
            sets.append(set(_picked(span, rule.year_days, rule.skip)))
        found = {day for day in set.intersection(*sets) if self._is_in_months(day)}
        if rule.month_days:
            months = rule.months or range(1, 13)
            spans = [self.calendar.month(year, month).days() for month in months]
            found &= {day for each in spans for day in _picked(each, rule.month_days, rule.skip)}
        if rule.weekdays:
            return {day for day in found if self._is_named(day)}
        if rule.weeks and not (rule.year_days or rule.month_days):
            weekday = days.weekday(self._started())
            return {day for day in found if days.weekday(day) == weekday}
        return found

    def _of_month(
        self, year: int, month: int, span: range, *, positioned: bool = True
    ) -> Iterable[int]:
        """Return the days of a month of a yearly or monthly rule."""
        rule = self.rule
        if rule.months and month not in rule.months:
            return ()
        found: Iterable[int]
        if rule.month_days:
            found = set(_picked(span, rule.month_days, rule.skip))
            if rule.weekdays:
                found = {day for day in found if self._is_named(day)}
        elif rule.weekdays:
            found = self._nth_weekdays(span)
        else:
            found = set(_picked(span, (self._start_day(),), rule.skip))
        return self._positioned(found) if positioned else found

    def _daily(self, span: range, month: int) -> Iterable[int]:
        """Return the days of a month of a daily rule; its parts only limit, so none is skipped."""
        rule = self.rule
        if rule.months and month not in rule.months:
            return ()
        if rule.positions and not {1, -1} & set(rule.positions):
            return ()
        found: Iterable[int] = span
        if rule.interval > 1:
            behind = (self._started() - span[0]) % rule.interval
            found = span[behind :: rule.interval]
        if rule.month_days:
            chosen = set(_picked(span, rule.month_days, Skip.OMIT))
            found = [day for day in found if day in chosen]
        if rule.weekdays:
            chosen = {weekday for _, weekday in rule.weekdays}
            found = [day for day in found if days.weekday(day) in chosen]
        return found

    def _nth_weekdays(self, span: range) -> set[int]:
        """Return the days of a month or year that BYDAY names within it."""
        found: set[int] = set()
        for n, weekday in self.rule.weekdays:
            if n:
                day = nth_of(span, weekday, n)
                found.update(() if day is None else (day,))
            else:
                found.update(span[(weekday - days.weekday(span[0])) % 7 :: 7])
        return found

    def _is_named(self, day: int) -> bool:
        """Tell whether BYDAY names a day, within its own month or, without BYMONTH, its year."""
        if all(n == 0 for n, _ in self.rule.weekdays):
            weekday = days.weekday(day)
            return any(weekday == named for _, named in self.rule.weekdays)
        at = self.calendar.from_day(day)
        by_month = self.rule.months or self.rule.frequency is Frequency.MONTHLY
        span = self.calendar.month(at.year, at.month).days() if by_month else None
        return day in self._nth_weekdays(span or self._year_days(at.year))

    def _is_in_months(self, day: int) -> bool:
        months, calendar = self.rule.months, self.calendar
        if not months:
            return True
        is_known = calendar.first_day <= day <= calendar.last_day
        return is_known and calendar.from_day(day).month in months

    def _positioned(self, found: Iterable[int]) -> list[int]:
        """Return the days in order, and of them those that BYSETPOS names."""
        ordered = sorted(found)
        positions = self.rule.positions
        if not positions:
            return ordered
        size = len(ordered)
        chosen = {n - 1 if n > 0 else size + n for n in positions if abs(n) <= size}
        return [ordered[at] for at in sorted(chosen)]

    def _year_days(self, year: int) -> range:
        first = self.calendar.month(year, 1).first_day
        return range(first, self.calendar.month(year, 12).days().stop)

    def _started(self) -> int:
        if self.start is None:
            raise AssertionError("a rule that needs a start was let through without one")
        return self.start

    def _start_year(self) -> int | None:
        return None if self.start is None else self.calendar.from_day(self.start).year

    def _start_month(self) -> int:
        return self.calendar.from_day(self._started()).month

    def _start_day(self) -> int:
        return self.calendar.from_day(self._started()).day


def _picked(span: range, ordinals: Iterable[int], skip: Skip) -> Iterator[int]:
    """Return the numbered days of a run, from its end where negative, those it lacks by SKIP.

    A number past the end comes after it, a negative one before the beginning.
    """
    size = len(span)
    for n in ordinals:
        if abs(n) <= size:
            yield span[n - 1 if n > 0 else n]
        elif skip is Skip.FORWARD:
            yield span.stop if n > 0 else span.start
        elif skip is Skip.BACKWARD:
            yield span[-1] if n > 0 else span.start - 1


def _weeks_of(year: range, numbers: Iterable[int], week_start: int) -> Iterator[int]:
    """Return all days of the numbered weeks; week 1 is the first with four days in the year."""
    first, end = _week_1(year.start, week_start), _week_1(year.stop, week_start)
    weeks = range(first, end, 7)
    for n in numbers:
        if abs(n) <= len(weeks):
            begin = weeks[n - 1 if n > 0 else n]
            yield from range(begin, begin + 7)


def _week_1(first_of_year: int, week_start: int) -> int:
    return _week_of(first_of_year + 3, week_start)


def _week_of(day: int, week_start: int) -> int:
    """Return the first day of the week that holds a day."""
    return day - (days.weekday(day) - week_start) % 7


def _days_of(calendar: Scale, year: int, month: int) -> range | None:
    """Return the days of a month, None past the calendar's end."""
    try:
        return calendar.month(year, month).days()
    except OutOfRange:
        return None


def _end(calendar: Scale) -> str:
    last = calendar.last_day
    return (
        f"the rule goes on past the end of {calendar.id}, whose last day is "
        f"{calendar.from_day(last)} ({days.to_date(last)} Gregorian)"
    )
