"""A calendar is a sequence of month starts: everything except single dates.

`Calendar` adds the dates. It is in `miqat.calendars.hijri_date`, because each makes the other.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from bisect import bisect_right
from dataclasses import dataclass, fields
from operator import index
from typing import TYPE_CHECKING

from miqat import days
from miqat.calendars.month_table import month_number, month_text, split_month
from miqat.calendars.months import Certainty, Month
from miqat.errors import InvalidDate, OutOfRange, WrongType

if TYPE_CHECKING:
    from typing import Any

    import numpy as np
    from numpy.typing import ArrayLike, NDArray

    from miqat._typing import Int32s
    from miqat.calendars.arrays import YearsMonthsDays
    from miqat.calendars.month_table import Stretch


_BEFORE_THE_HIJRA = (
    "; there is no year before 1: until year 10 of the Hijra months were intercalated, "
    "by a rule that is not known"
)


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class MonthSequence(ABC):
    """A calendar of twelve months a year, known by the days its months began on.

    A concrete calendar says where its range ends and supplies stretches of months. Nothing is
    assumed of the lengths: the records have months of 28 to 31 days and years of 353 to 356. Day
    numbers count from 1970-01-01; years count from the Hijra, months from 1. `month_names` is the
    set of month names: "islamic" or "persian"; `agreement` is a sentence on what the calendar was
    compared with, and how well it agrees.
    """

    id: str
    title: str
    rule: str
    source: str
    first_year: int
    certainty: Certainty
    aliases: tuple[str, ...] = ()
    month_names: str = "islamic"
    agreement: str = ""

    @abstractmethod
    def _last_month(self) -> int:
        """Return the number (12 y + m - 1) of the last month."""

    @abstractmethod
    def _over_months(self, first: int, last: int) -> Stretch:
        """Return months that hold those numbered `first` to `last`, as far as there are any."""

    @abstractmethod
    def _over_days(self, first: int, last: int) -> Stretch:
        """Return months that hold the days `first` to `last`, as far as there are any."""

    def _known_by(self, number: int) -> tuple[str, Certainty]:
        """Return the source and the certainty of the month with a number."""
        return self.source, self.certainty

    @property
    def month_starts(self) -> Int32s:
        """The day numbers of all month starts and of the day after the last month.

        Read-only, shape (months + 1,); the first is month 1 of `first_year`. For a part of a
        calendar that is computed, `starts` is quicker.
        """
        return self._over_months(month_number(self.first_year, 1), self._last_month()).array

    def starts(self, first_year: int, last_year: int) -> Int32s:
        """Return the day numbers of the month starts of some years, and of the day after.

        Read-only, shape (12 n + 1,) for n years, both included; raises `OutOfRange`.
        """
        first, last = self._number(first_year, 1), self._number(last_year, 12)
        stretch = self._over_months(first, last)
        return stretch.array[first - stretch.first : last - stretch.first + 2]

    def month_lengths(self, first_year: int, last_year: int) -> Int32s:
        """Return the lengths of the months of some years in days, shape (12 n,), as `starts`."""
        import numpy as np

        return np.diff(self.starts(first_year, last_year))

    @property
    def first_day(self) -> int:
        """The day number of the first day of the calendar's range."""
        first = month_number(self.first_year, 1)
        return self._over_months(first, first).starts[0]

    @property
    def last_day(self) -> int:
        """The day number of the last day of the calendar's range."""
        last = self._last_month()
        return self._over_months(last, last).starts[-1] - 1

    @property
    def last_year(self) -> int:
        """The last year of which the calendar has a month."""
        return split_month(self._last_month())[0]

    def _located(self, number: int) -> tuple[int, int]:
        """Return the number of the month that has a day, and the day of the month."""
        stretch = self._over_days(number, number)
        starts = stretch.starts
        at = bisect_right(starts, number) - 1
        if at < 0 or at == len(starts) - 1:
            why = _BEFORE_THE_HIJRA if at < 0 and self.first_year == 1 else ""
            raise OutOfRange(f"{days.iso_text(number)} is outside {self._range()}{why}")
        return stretch.first + at, number - starts[at] + 1

    def day_number(self, year: int, month: int, day: int) -> int:
        """Return the day number of a date; raises `InvalidDate` or `OutOfRange`.

        The message for a day that a month lacks names the nearest one it has.
        """
        start, length = self._start_and_length(year, month)
        if not 1 <= day <= length:
            nearest = 1 if day < 1 else length
            raise InvalidDate(
                f"no day {day} in {year:04d}-{month:02d} of {self.id}: the month has {length} "
                f"days; the nearest date is {year:04d}-{month:02d}-{nearest:02d}"
            )
        return start + day - 1

    def month(self, year: int, month: int) -> Month:
        """Return a month with its first day, length, source and certainty."""
        first, length = self._start_and_length(year, month)
        return Month(year, month, first, length, *self._known_by(month_number(year, month)))

    def month_length(self, year: int, month: int) -> int:
        """Return the number of days in a month; raises `InvalidDate` or `OutOfRange`."""
        return self._start_and_length(year, month)[1]

    def year_length(self, year: int) -> int:
        """Return the number of days in a year; raises `OutOfRange` for one not complete."""
        starts = self.starts(year, year)
        return int(starts[-1] - starts[0])

    def to_days(
        self,
        years: ArrayLike,
        months: ArrayLike,
        days: ArrayLike,
        *,
        out: NDArray[np.datetime64] | None = None,
    ) -> NDArray[np.datetime64]:
        """Return the `datetime64[D]` of integer years, months and days that broadcast.

        Three scalars give a scalar; `out` may be a contiguous array to write to. NaT marks where
        one of the three is masked. Raises `InvalidDate` or `OutOfRange` for the first value that is
        not a date, `TypeError` for numbers that are not integers or an `out` that does not fit.

        >>> from miqat.calendars import calendar
        >>> calendar("ummalqura").to_days([1447, 1448], 9, 1)
        array(['2026-02-18', '2027-02-08'], dtype='datetime64[D]')
        """
        from miqat.calendars import arrays

        return arrays.to_days(self, years, months, days, out)

    def from_days(
        self, column: ArrayLike, *, out: YearsMonthsDays | None = None
    ) -> YearsMonthsDays:
        """Return years, months and days, int32 of the shape of a column of days.

        The column holds `datetime64` (the UTC day of an instant), `date` or integer day numbers; a
        scalar gives scalars; `out` may be three contiguous arrays to write to. A column with NaT,
        or a masked one, gives masked arrays. Raises `OutOfRange` for the first day outside the
        calendar, `InvalidDate` for missing values where there is an `out`, `TypeError` for what is
        not a day.
        """
        from miqat.calendars import arrays

        return arrays.from_days(self, column, out)

    def pack_days(self, column: ArrayLike, *, out: Int32s | None = None) -> Int32s:
        """Return the dates of a column of days, each year << 9 | month << 5 | day in an int32.

        Packed dates sort as dates do. Arguments and errors are those of `from_days`.

        >>> from miqat.calendars import calendar
        >>> packed = calendar("ummalqura").pack_days([20856, 20857])
        >>> (packed >> 9).tolist(), (packed >> 5 & 15).tolist(), (packed & 31).tolist()
        ([1448, 1448], [8, 9], [30, 1])
        """
        from miqat.calendars import arrays

        return arrays.pack_days(self, column, out)

    def day_of_year(self, column: ArrayLike) -> Int32s:
        """Return the day of the year, from 1, of each day of a column, int32 of its shape.

        Arguments and errors are those of `from_days`.

        >>> from miqat.calendars import calendar
        >>> calendar("ummalqura").day_of_year([20856, 20857])
        array([237, 238], dtype=int32)
        """
        from miqat.calendars import arrays

        return arrays.day_of_year(self, column)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.id!r}>"

    def __getstate__(self) -> dict[str, Any]:
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def _number(self, year: int, month: int) -> int:
        """Return the number of a month that the calendar has."""
        try:
            number = month_number(index(year), index(month))
        except TypeError:
            raise WrongType(f"year and month are integers, not {year!r}, {month!r}") from None
        if not 1 <= month <= 12:
            raise InvalidDate(f"month {month} of {year} is not one of 1 to 12")
        if year < 1:
            raise OutOfRange(f"year {year} is outside {self._range()}{_BEFORE_THE_HIJRA}")
        if year < self.first_year or number > self._last_month():
            raise OutOfRange(f"{year:04d}-{month:02d} is outside {self._range()}")
        return number

    def _start_and_length(self, year: int, month: int) -> tuple[int, int]:
        """Return the first day and the length of a month."""
        number = self._number(year, month)
        return self._over_months(number, number).start_and_length(number)

    def _written(self, day: int) -> str:
        number, of_month = self._located(day)
        return f"{month_text(number)}-{of_month:02d}"

    def _range(self) -> str:
        first, last = self._written(self.first_day), self._written(self.last_day)
        return (
            f"{self.id}, which runs from {first} to {last} "
            f"({days.iso_text(self.first_day)} to {days.iso_text(self.last_day)} Gregorian)"
        )
