"""Weekdays within a month of a calendar, or within any run of days."""

from __future__ import annotations

from typing import TYPE_CHECKING

from miqat import days
from miqat.calendars.gregorian import Gregorian
from miqat.calendars.registry import calendar as calendar_named
from miqat.errors import InvalidRule

if TYPE_CHECKING:
    from miqat.calendars.hijri_date import Calendar


def nth_weekday(
    calendar: str | Calendar | Gregorian, year: int, month: int, weekday: int, n: int
) -> int | None:
    """Return the day number of the nth weekday of a month, or None where it has no nth.

    `weekday` is Monday 0 to Sunday 6, of the daylight day; `n` is 1 to 5 from the
    start of the month, -1 to -5 from its end. Raises `InvalidRule` for any other,
    `InvalidDate` or `OutOfRange` for a month that the calendar does not have.
    """
    if not 0 <= weekday <= 6:
        raise InvalidRule(f"weekday {weekday} is not one of 0 (Monday) to 6 (Sunday)")
    if not 1 <= abs(n) <= 5:
        raise InvalidRule(f"a month has no weekday number {n}: n is 1 to 5 or -1 to -5")
    months = calendar if isinstance(calendar, Gregorian) else calendar_named(calendar)
    return nth_of(months.month(year, month).days(), weekday, n)


def nth_of(span: range, weekday: int, n: int) -> int | None:
    """Return the nth of a weekday in a run of day numbers, from its end where n is negative.

    None where the run has no nth. `weekday` is Monday 0 to Sunday 6, `n` is not 0.
    """
    if n > 0:
        found = span[0] + (weekday - days.weekday(span[0])) % 7 + 7 * (n - 1)
    else:
        found = span[-1] - (days.weekday(span[-1]) - weekday) % 7 + 7 * (n + 1)
    return found if found in span else None
