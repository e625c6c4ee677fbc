"""Packed dates: year << 9 | month << 5 | day in one integer, and tables from and to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from miqat.calendars.stretch import Stretch

    Int32s = NDArray[np.int32]
    Int64s = NDArray[np.int64]

YEAR_SHIFT, MONTH_SHIFT, MONTH_MASK, DAY_MASK = 9, 5, 15, 31

#: What a table of day numbers holds for a date that does not exist.
NO_DAY = int(np.iinfo(np.int32).min)


def pack(year: Int64s, month: Int64s, day: Int64s) -> Int64s:
    """Return dates as year << 9 | month << 5 | day."""
    return np.asarray((year << YEAR_SHIFT) | (month << MONTH_SHIFT) | day)


def every_date(stretch: Stretch) -> Int32s:
    """Return the packed date of every day of a stretch of months, from its first."""
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
    first_year = stretch.first // 12
    size = ((stretch.end - 1) // 12 - first_year + 1) << YEAR_SHIFT
    table = np.full(size, NO_DAY, np.int32)
    starts = stretch.array
    table[stretch.packed_dates - (first_year << YEAR_SHIFT)] = np.arange(starts[0], starts[-1])
    return table
