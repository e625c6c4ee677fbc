"""A recurrence rule that can be asked for its dates."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from miqat import days
from miqat.calendars.recurrence.expansion import Expansion
from miqat.calendars.recurrence.grammar import Frequency, RecurrenceRule
from miqat.errors import InvalidRule, OutOfRange

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from numpy.typing import NDArray

    from miqat.calendars.hijri_date import HijriDate
    from miqat.calendars.recurrence.scales import Scale


@dataclass(frozen=True, slots=True)
class Recurrence:
    """A rule on a calendar; iterating gives its civil dates from the start on.

    `start` is DTSTART as a day number, or None. A start that the rule does not name is
    not listed. Made by `recurrence`.

    Iteration ends with COUNT or UNTIL; a rule without them goes on to the end of its
    calendar, where `OutOfRange` is raised: it never just stops.
    """

    rule: RecurrenceRule
    calendar: Scale
    start: int | None = None
    _expansion: Expansion = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if self.start is None:
            _check_needs_no_start(self.rule)
        else:
            self._check_day(self.start)
        expansion = Expansion(self.rule, self.calendar, self.start)
        object.__setattr__(self, "_expansion", expansion)

    def __iter__(self) -> Iterator[date]:
        """Return the dates from the start on; raises `InvalidRule` where there is none."""
        if self.start is None:
            raise InvalidRule("a rule without a start has no first date: ask it between two dates")
        return map(days.to_date, self.day_numbers(self.start))

    def between(self, start: date | HijriDate, stop: date | HijriDate) -> Iterator[date]:
        """Return the dates from `start` up to, not including, `stop`.

        Raises `OutOfRange` for a start outside the calendar at once, and after the last
        date where the calendar ends before `stop`, unless COUNT or UNTIL ended the rule.
        """
        return map(days.to_date, self.day_numbers(_number(start), _number(stop)))

    def after(self, day: date | HijriDate, *, inclusive: bool = False) -> date | None:
        """Return the first date after a day, or on it if `inclusive`.

        None where COUNT or UNTIL has ended the rule. Raises `OutOfRange` where the
        calendar ends first.
        """
        found = next(self.day_numbers(_number(day) + (not inclusive)), None)
        return None if found is None else days.to_date(found)

    def days(self, start: date | HijriDate, stop: date | HijriDate) -> NDArray[np.datetime64]:
        """Return the dates from `start` up to, not including, `stop`, as `datetime64[D]`.

        Shape (dates,), ascending. Raises `OutOfRange` where `between` does.
        """
        import numpy as np

        numbers = self.day_numbers(_number(start), _number(stop))
        return np.fromiter(numbers, np.int64).astype("datetime64[D]")

    def day_numbers(self, first: int, stop: int | None = None) -> Iterator[int]:
        """Return the day numbers from `first` up to, not including, `stop`, ascending.

        Raises `OutOfRange` as `between` does; without `stop` as iteration does.
        """
        if self.start is not None and first < self.start:
            first = self.start
        self._check_day(first, stop)
        return self._limited(first, stop)

    def _limited(self, first: int, stop: int | None) -> Iterator[int]:
        count, until, begin = self.rule.count, self.rule.until, first
        if count is not None and self.start is not None:
            begin = self.start
        if until is not None:
            stop = until + 1 if stop is None else min(stop, until + 1)
        if stop is not None and stop <= begin:
            return
        for number, day in enumerate(self._expansion.occurrences(begin, stop), 1):
            if day >= first:
                yield day
            if number == count:
                return

    def _check_day(self, day: int, stop: int | None = None) -> None:
        calendar = self.calendar
        if stop is not None and stop <= day:
            return
        if not calendar.first_day <= day <= calendar.last_day:
            first, last = calendar.first_day, calendar.last_day
            raise OutOfRange(
                f"{_civil(day)} is outside {calendar.id}, which runs from "
                f"{calendar.from_day(first)} to {calendar.from_day(last)} "
                f"({_civil(first)} to {_civil(last)} Gregorian)"
            )


def _check_needs_no_start(rule: RecurrenceRule) -> None:
    """Raise `InvalidRule` for a rule that takes something from its start."""
    for part, is_there in (("INTERVAL", rule.interval > 1), ("COUNT", rule.count is not None)):
        if is_there:
            raise InvalidRule(f"{part} counts from a start, so the rule needs one")
    what = {
        Frequency.YEARLY: "a day of the year",
        Frequency.MONTHLY: "a day of the month",
        Frequency.WEEKLY: "a weekday",
    }.get(rule.frequency)
    named = rule.month_days or rule.year_days or rule.weekdays
    if what is not None and not named:
        raise InvalidRule(f"the rule names no day: it needs a start to take {what} from")


def _number(day: date | HijriDate) -> int:
    return days.from_date(day) if isinstance(day, date) else day.day_number


def _civil(day: int) -> str:
    year, month, of_month = days.to_gregorian(day)
    return f"{year:04d}-{month:02d}-{of_month:02d}"
