"""Adding years and months to dates, the time between two dates, and ranges of dates.

Month m of year y is number 12 y + m - 1, whatever the lengths. A month may lack the day that is
carried over to it, usually the 30th. `if_absent` says what to do then: "error" raises
`InvalidDate`, "last" takes the month's last day, "next" the first day of the month after. Days are
added last.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from miqat.calendars.carry import POLICIES, IfAbsent, absent, carried, check_policy
from miqat.calendars.month_table import month_number, split_month
from miqat.calendars.registry import calendar as calendar_named
from miqat.errors import MixedCalendars

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from numpy.typing import ArrayLike, NDArray

    from miqat.calendars.hijri_date import Calendar, HijriDate
    from miqat.calendars.months import Month


class Elapsed(NamedTuple):
    """Whole years, whole months and days from one date to another; none above 0 backwards."""

    years: int
    months: int
    days: int


def between(first: HijriDate, last: HijriDate, *, if_absent: IfAbsent = "last") -> Elapsed:
    """Return the years, months and days from one date to another of the same calendar.

    As many whole months as fit, twelve to the year, then days: `first.plus` of them, with the
    same policy, is `last`. From a later date to an earlier one nothing is above 0. Raises
    `MixedCalendars` for dates of two calendars, `UnknownName` for a policy other than "last"
    and "next".

    >>> from miqat.calendars import calendar
    >>> ummalqura = calendar("ummalqura")
    >>> between(ummalqura.date(1420, 9, 20), ummalqura.date(1448, 9, 1))
    Elapsed(years=27, months=11, days=11)
    """
    check_policy(if_absent, POLICIES[1:])
    if first.calendar.id != last.calendar.id:
        raise MixedCalendars(
            f"cannot count from a date of {first.calendar.id!r} to one of {last.calendar.id!r}"
        )
    start = month_number(first.year, first.month)
    months = month_number(last.year, last.month) - start
    step = 1 if last.day_number >= first.day_number else -1
    while (
        reached := carried(first.calendar, start + months, first.day, if_absent)
    ) * step > last.day_number * step:
        months -= step
    years, rest = divmod(abs(months), 12)
    return Elapsed(step * years, step * rest, last.day_number - reached)


def shift(
    calendar: Calendar | str,
    column: ArrayLike,
    *,
    years: ArrayLike = 0,
    months: ArrayLike = 0,
    days: ArrayLike = 0,
    if_absent: IfAbsent = "error",
) -> NDArray[np.datetime64]:
    """Return a column of days some years, months and days of a calendar later, `datetime64[D]`.

    Days as in `Calendar.from_days`, whole numbers of years, months and days; all broadcast. NaT
    marks a missing day. Errors are those of `HijriDate.plus`.
    """
    import numpy as np

    calendar = calendar_named(calendar)
    check_policy(if_absent)
    year, month, day = calendar.from_days(column)
    mask = np.ma.getmaskarray(year)
    # A placeholder for a missing day, which does not move.
    ahead = np.where(mask, 0, 12 * np.asarray(years, np.int64) + np.asarray(months, np.int64))
    later = np.where(mask, 0, days)
    number = 12 * np.ma.getdata(year).astype(np.int64) + np.ma.getdata(month) - 1 + ahead
    number, of_month, later, mask = np.broadcast_arrays(number, np.ma.getdata(day), later, mask)
    if not number.size:
        return np.empty(number.shape, "datetime64[D]")
    first, last = int(number.min()), int(number.max())
    for end in (first, last):
        calendar.month(*split_month(end))
    stretch = calendar._over_months(first, last)
    at = number - stretch.first
    lengths = stretch.lengths[at]
    if if_absent == "error" and (of_month > lengths).any():
        bad = np.unravel_index(np.argmax(of_month > lengths), number.shape)
        raise absent(calendar, int(number[bad]), int(of_month[bad]))
    of_month = np.minimum(of_month, lengths + (if_absent == "next"))
    found = stretch.array[at].astype(np.int64) + of_month - 1 + later
    for outside in (found.min(), found.max()):
        calendar.from_day(int(outside))
    return np.where(mask, np.datetime64("NaT", "D"), found.astype("datetime64[D]"))[()]


def day_range(first: HijriDate, last: HijriDate, step: int = 1) -> Iterator[HijriDate]:
    """Return the dates from one to another of the same calendar, both included.

    Every `step` days, which may be negative. Raises `MixedCalendars`, or `ValueError` for a
    step of 0.
    """
    _ = last - first  # of one calendar
    stop = last.day_number + (1 if step > 0 else -1)
    return map(first.calendar.from_day, range(first.day_number, stop, step))


def month_range(
    calendar: Calendar | str, first: tuple[int, int], last: tuple[int, int]
) -> list[Month]:
    """Return the months of a calendar from one (year, month) to another, both included.

    Raises `InvalidDate` or `OutOfRange`.
    """
    of = calendar_named(calendar)
    for year, month in (first, last):
        of.month(year, month)
    numbers = range(month_number(*first), month_number(*last) + 1)
    return [of.month(*split_month(number)) for number in numbers]
