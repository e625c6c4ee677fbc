"""What calendars and dates are to those that read them: protocols, below everything else.

Columns, arithmetic and texts are given a calendar and ask it for its months. They are called by
the calendar and by its dates, so that they cannot import either; they name these instead.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from typing import SupportsIndex

    from miqat.calendars.month_table import Stretch
    from miqat.calendars.months import Month


class MonthStarts(Protocol):
    """A calendar, to those that read its months.

    Everything follows from stretches of consecutive month starts. `_over_months` returns one
    that holds the months asked for, `_over_days` one that holds the days asked for, as far as
    the calendar has them; either may return more. `_located` returns the number of the month
    that has a day, and the day of the month, and raises `OutOfRange`.
    """

    @property
    def id(self) -> str:
        """The id."""
        ...

    @property
    def month_names(self) -> str:
        """The set of month names."""
        ...

    @property
    def first_year(self) -> int:
        """The first year."""
        ...

    @property
    def last_year(self) -> int:
        """The last year."""
        ...

    @property
    def first_day(self) -> int:
        """The day number of the first day."""
        ...

    def day_number(self, year: int, month: int, day: int) -> int:
        """Return the day number of a date; raises `InvalidDate` or `OutOfRange`."""
        ...

    def month(self, year: int, month: int) -> Month:
        """Return a month; raises `InvalidDate` or `OutOfRange`."""
        ...

    def _located(self, number: int) -> tuple[int, int]: ...

    def _over_months(self, first: int, last: int) -> Stretch: ...

    def _over_days(self, first: int, last: int) -> Stretch: ...


class DatedMonths(MonthStarts, Protocol):
    """A calendar, to those that write its dates and read them."""

    def from_day(self, day: SupportsIndex) -> DateFields:
        """Return the date of a day number; raises `OutOfRange`."""
        ...


class DateFields(Protocol):
    """A date, to those that write it."""

    @property
    def calendar(self) -> MonthStarts:
        """The calendar."""
        ...

    @property
    def year(self) -> int:
        """The year."""
        ...

    @property
    def month(self) -> int:
        """The month, from 1."""
        ...

    @property
    def day(self) -> int:
        """The day of the month, from 1."""
        ...

    @property
    def day_number(self) -> int:
        """Days since 1970-01-01."""
        ...

    def weekday(self) -> int:
        """Return the weekday, Monday 0."""
        ...
