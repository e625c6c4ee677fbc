"""A recurrence rule that can be asked for its dates."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from miqat import days
from miqat.calendars.recurrence.expansion import Expansion
from miqat.calendars.recurrence.grammar import Frequency, RecurrenceRule
from miqat.errors import InvalidRule, OutOfRange

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    import numpy as np
    from numpy.typing import NDArray

    from miqat.calendars.recurrence.scales import Scale
    from miqat.days import CivilDay


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

    def between(self, start: CivilDay, stop: CivilDay) -> Iterator[date]:
        """Return the dates from `start` to `stop`, both included.

        Days are dates, ISO text, `datetime64` or Hijri dates. Raises `OutOfRange` for a start
        outside the calendar at once, and after the last date where the calendar ends before
        `stop`, unless COUNT or UNTIL ended the rule; `InvalidDate`, `WrongType`.
        """
        return map(days.to_date, self.day_numbers(days.as_day(start), days.as_day(stop)))

    def after(self, day: CivilDay, *, inclusive: bool = False) -> date | None:
        """Return the first date after a day, or on it if `inclusive`.

        None where COUNT or UNTIL has ended the rule. Raises `OutOfRange` where the
        calendar ends first.
        """
        found = next(self.day_numbers(days.as_day(day) + (not inclusive)), None)
        return None if found is None else days.to_date(found)

    def days(self, start: CivilDay, stop: CivilDay) -> NDArray[np.datetime64]:
        """Return the dates from `start` to `stop`, both included, as `datetime64[D]`.

        Shape (dates,), ascending. Raises `OutOfRange` where `between` does.
        """
        import numpy as np

        numbers = self.day_numbers(days.as_day(start), days.as_day(stop))
        return np.fromiter(numbers, np.int64).astype("datetime64[D]")

    def day_numbers(self, first: int, last: int | None = None) -> Iterator[int]:
        """Return the day numbers from `first` to `last`, both included, ascending.

        Raises `OutOfRange` as `between` does; without `last` as iteration does.
        """
        if self.start is not None and first < self.start:
            first = self.start
        self._check_day(first, last)
        return self._limited(first, last)

    def _limited(self, first: int, last: int | None) -> Iterator[int]:
        count, until, begin = self.rule.count, self.rule.until, first
        if count is not None and self.start is not None:
            begin = self.start
        if until is not None:
            last = until if last is None else min(last, until)
        if last is not None and last < begin:
            return
        stop = None if last is None else last + 1
        for number, day in enumerate(self._expansion.occurrences(begin, stop), 1):
            if day >= first:
                yield day
            if number == count:
                return

    def _check_day(self, day: int, last: int | None = None) -> None:
        calendar = self.calendar
        if last is not None and last < day:
            return
        if not calendar.first_day <= day <= calendar.last_day:
            first, last = calendar.first_day, calendar.last_day
            raise OutOfRange(
                f"{days.iso_text(day)} is outside {calendar.id}, which runs from "
                f"{calendar.from_day(first)} to {calendar.from_day(last)} "
                f"({days.iso_text(first)} to {days.iso_text(last)} Gregorian)"
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
