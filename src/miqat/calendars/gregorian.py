"""The proleptic Gregorian calendar in the shape of the Hijri ones, for rules that run on it.

It is not registered: dates of it are plain `datetime.date`, and its range is theirs.
"""

from __future__ import annotations

from calendar import isleap, monthrange
from datetime import MAXYEAR, MINYEAR, date
from operator import index
from typing import TYPE_CHECKING

from miqat import days
from miqat.calendars.months import Certainty, Month
from miqat.errors import InvalidDate, OutOfRange

if TYPE_CHECKING:
    from typing import SupportsIndex


class Gregorian:
    """The proleptic Gregorian calendar, years 1 to 9999; day numbers count from 1970-01-01."""

    id = "gregorian"
    title = "Gregorian"
    first_year = MINYEAR
    last_year = MAXYEAR
    first_day = days.from_date(date.min)
    last_day = days.from_date(date.max)

    def from_day(self, day: SupportsIndex) -> date:
        """Return the date of a day number; raises `OutOfRange`."""
        return days.to_date(index(day))

    def day_number(self, year: int, month: int, day: int) -> int:
        """Return the day number of a date; raises `InvalidDate` or `OutOfRange`."""
        length = self.month_length(year, month)
        if not 1 <= day <= length:
            raise InvalidDate(f"no day {day} in {year:04d}-{month:02d}, which has {length} days")
        return days.from_gregorian(year, month, day)

    def month(self, year: int, month: int) -> Month:
        """Return a month; raises `InvalidDate` or `OutOfRange`."""
        length = self.month_length(year, month)
        first = days.from_gregorian(year, month, 1)
        return Month(year, month, first, length, "the Gregorian reform", Certainty.COMPUTED)

    def month_length(self, year: int, month: int) -> int:
        """Return the number of days in a month; raises `InvalidDate` or `OutOfRange`."""
        if not 1 <= month <= 12:
            raise InvalidDate(f"month {month} of {year} is not one of 1 to 12")
        self._check(year)
        return monthrange(year, month)[1]

    def year_length(self, year: int) -> int:
        """Return the number of days in a year; raises `OutOfRange`."""
        self._check(year)
        return 365 + isleap(year)

    def _check(self, year: int) -> None:
        if not MINYEAR <= year <= MAXYEAR:
            raise OutOfRange(f"year {year} is outside gregorian, which runs from 0001 to 9999")


GREGORIAN = Gregorian()
