"""Consecutive months, by the days they began on: what every conversion looks into.

Months are counted through: month m of year y is number 12 y + m - 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from miqat.errors import InvalidDate
from miqat.once import lazy

if TYPE_CHECKING:
    from collections.abc import Sequence

    from miqat._typing import Int32s, Int64s


YEAR_SHIFT, MONTH_SHIFT, MONTH_MASK, DAY_MASK = 9, 5, 15, 31

#: What a table of day numbers holds for a date that does not exist.
NO_DAY = -(2**31)


def month_number(year: int, month: int) -> int:
    """Return the number of a month, counted through from month 1 of year 0."""
    return 12 * year + month - 1


def split_month(number: int) -> tuple[int, int]:
    """Return the year and the month, from 1, of a month's number."""
    return number // 12, number % 12 + 1


def month_text(number: int) -> str:
    """Return a month's number as text: 1448-09.

    >>> month_text(month_number(1448, 9)), split_month(month_number(1448, 9))
    ('1448-09', (1448, 9))
    """
    return f"{number // 12:04d}-{number % 12 + 1:02d}"


def read_month(text: str) -> int:
    """Return the number of a month written 1448-09, or as its first day; raises `InvalidDate`."""
    parts = text.split("-")
    if not (2 <= len(parts) <= 3 and all(part.isascii() and part.isdigit() for part in parts)):
        raise InvalidDate(f"cannot read the Hijri month {text!r}; write it as 1448-09")
    year, month, *of_month = map(int, parts)
    if year < 1 or not 1 <= month <= 12:
        raise InvalidDate(f"no Hijri month {text!r}; write it as 1448-09")
    if of_month not in ([], [1]):
        raise InvalidDate(
            f"an announcement is of the first day of a month, not of {text}: write "
            f"{year:04d}-{month:02d}-01"
        )
    return month_number(year, month)


@dataclass(frozen=True, eq=False)
class Stretch:
    """The first days of months `first`, `first` + 1 ..., and the day after the last of them.

    Day numbers count from 1970-01-01. The arrays are made when first asked for.
    """

    first: int
    starts: Sequence[int]

    @property
    def end(self) -> int:
        """The number of the month after the last."""
        return self.first + len(self.starts) - 1

    def start_and_length(self, number: int) -> tuple[int, int]:
        """Return the first day and the length of a month that the stretch has."""
        at = number - self.first
        start = self.starts[at]
        return start, self.starts[at + 1] - start

    @lazy
    def array(self) -> Int32s:
        """The starts as an array, read-only."""
        import numpy as np

        return _frozen(np.array(self.starts, dtype=np.int32))

    @lazy
    def lengths(self) -> Int32s:
        """The lengths of the months in days, read-only."""
        import numpy as np

        return _frozen(np.diff(self.array))

    @lazy
    def packed_dates(self) -> Int32s:
        """The packed date of every day from the first: 4 bytes a day, read-only."""
        return _frozen(every_date(self))

    @lazy
    def day_numbers(self) -> Int32s:
        """The day number of every packed date of the years: 2 KB a year, read-only."""
        return _frozen(every_day(self))


def pack(year: Int64s, month: Int64s, day: Int64s) -> Int64s:
    """Return dates as year << 9 | month << 5 | day."""
    packed: Int64s = (year << YEAR_SHIFT) | (month << MONTH_SHIFT) | day
    return packed


def every_date(stretch: Stretch) -> Int32s:
    """Return the packed date of every day of a stretch of months, from its first."""
    import numpy as np

    starts, lengths = stretch.array, stretch.lengths
    year, month = np.divmod(np.arange(stretch.first, stretch.end), 12)
    months = pack(year, month + 1, np.zeros_like(year))
    day = np.arange(starts[-1] - starts[0]) - np.repeat(starts[:-1] - starts[0], lengths) + 1
    dates: Int32s = (np.repeat(months, lengths) + day).astype(np.int32)
    return dates


def every_day(stretch: Stretch) -> Int32s:
    """Return the day number of every packed date of the years of a stretch, from its first.

    Entry i is of the date i + (first year << 9), `NO_DAY` where there is none.
    """
    import numpy as np

    first_year = stretch.first // 12
    size = ((stretch.end - 1) // 12 - first_year + 1) << YEAR_SHIFT
    table = np.full(size, NO_DAY, np.int32)
    starts = stretch.array
    table[stretch.packed_dates - (first_year << YEAR_SHIFT)] = np.arange(starts[0], starts[-1])
    return table


def _frozen(array: Int32s) -> Int32s:
    array.flags.writeable = False
    return array
