"""Conversion of whole columns between day numbers and dates, for any calendar.

Long columns go through a table of every day of the calendar, in blocks that stay in cache;
short ones through the month starts. Both check every value.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from miqat.errors import InvalidDate, OutOfRange

if TYPE_CHECKING:
    from typing import Any

    from numpy.typing import ArrayLike, NDArray

    from miqat.calendars.base import Calendar
    from miqat.calendars.stretch import Stretch

    Int32s = NDArray[np.int32]
    Int64s = NDArray[np.int64]
    YearsMonthsDays = tuple[Int32s, Int32s, Int32s]

#: A packed date is year << 9 | month << 5 | day, an int32.
YEAR_SHIFT, MONTH_SHIFT, MONTH_MASK, DAY_MASK = 9, 5, 15, 31

_DAY_OR_FINER = frozenset({"D", "h", "m", "s", "ms", "us", "ns", "ps", "fs", "as"})
_LARGEST = np.iinfo(np.int64).max
_BLOCK = 32_768
_LONG = 20_000  # values: from here on the table of days pays for itself


def to_days(
    calendar: Calendar,
    years: ArrayLike,
    months: ArrayLike,
    days: ArrayLike,
    out: NDArray[np.datetime64] | None = None,
) -> NDArray[np.datetime64]:
    """Return `datetime64[D]` for years, months and days; see `Calendar.to_days`."""
    parts = np.broadcast_arrays(*map(_whole, (years, months, days)))
    result = _prepared(out, parts[0].shape, "datetime64[D]")
    flat = result.reshape(-1).view(np.int64)
    columns = [part.reshape(-1) for part in parts]
    for first in range(0, flat.size, _BLOCK):
        block = slice(first, first + _BLOCK)
        year, month, day = (column[block].astype(np.int64) for column in columns)
        _days_of_block(calendar, year, month, day, flat[block])
    return result[()]


def _days_of_block(
    calendar: Calendar, year: Int64s, month: Int64s, day: Int64s, out: Int64s
) -> None:
    # Checked before it is multiplied: a huge year would wrap into the range.
    years_fit = year.min() >= calendar.first_year and year.max() <= calendar.last_year
    if not (years_fit and month.min() >= 1 and month.max() <= 12):
        _refuse_dates(calendar, year, month, day)
    at = year * 12
    at += month
    at -= 1
    first, last = int(at.min()), int(at.max())
    stretch = calendar._over_months(first, last)
    if last >= stretch.end:
        _refuse_dates(calendar, year, month, day)
    at -= stretch.first
    starts, lengths = stretch.array, stretch.lengths
    if day.min() < 1 or (day - lengths.take(at)).max() > 0:
        _refuse_dates(calendar, year, month, day)
    np.add(starts.take(at), day, out=out)
    out -= 1


def _refuse_dates(calendar: Calendar, year: Int64s, month: Int64s, day: Int64s) -> None:
    for date in zip(year.tolist(), month.tolist(), day.tolist(), strict=True):
        calendar.day_number(*date)
    raise AssertionError("a block that was refused has a date that is not one")


def from_days(
    calendar: Calendar, column: ArrayLike, out: YearsMonthsDays | None = None
) -> YearsMonthsDays:
    """Return years, months and days of a column of days; see `Calendar.from_days`."""
    number = _day_numbers(column)
    given = (None, None, None) if out is None else out
    result = tuple(_prepared(part, number.shape, np.int32) for part in given)
    year, month, day = (part.reshape(-1) for part in result)
    flat = number.reshape(-1)
    packed = np.empty(min(flat.size, _BLOCK), np.int32)
    for first in range(0, flat.size, _BLOCK):
        block = slice(first, min(first + _BLOCK, flat.size))
        dates = packed[: block.stop - first]
        _pack_block(calendar, flat[block], dates, long=flat.size >= _LONG)
        np.right_shift(dates, YEAR_SHIFT, out=year[block])
        np.bitwise_and(dates, DAY_MASK, out=day[block])
        np.right_shift(dates, MONTH_SHIFT, out=dates)
        np.bitwise_and(dates, MONTH_MASK, out=month[block])
    return result[0][()], result[1][()], result[2][()]


def pack_days(calendar: Calendar, column: ArrayLike, out: Int32s | None = None) -> Int32s:
    """Return packed dates of a column of days; see `Calendar.pack_days`."""
    number = _day_numbers(column)
    result = _prepared(out, number.shape, np.int32)
    flat, target = number.reshape(-1), result.reshape(-1)
    for first in range(0, flat.size, _BLOCK):
        block = slice(first, first + _BLOCK)
        _pack_block(calendar, flat[block], target[block], long=flat.size >= _LONG)
    return result[()]


def _pack_block(calendar: Calendar, number: Int64s, out: Int32s, *, long: bool) -> None:
    first, last = int(number.min()), int(number.max())
    stretch = calendar._over_days(first, last)
    starts = stretch.array
    if first < starts[0] or last >= starts[-1]:
        outside = (number < starts[0]) | (number >= starts[-1])
        calendar.from_day(int(number[np.argmax(outside)]))
    if long:
        np.take(stretch.packed_dates, number - starts[0], out=out, mode="clip")
        return
    at = np.searchsorted(starts, number.astype(np.int32), side="right") - 1
    day = number - starts[at] + 1
    year, month = np.divmod(at + stretch.first, 12)
    np.copyto(out, pack(year, month + 1, day), casting="same_kind")


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


def _prepared(out: NDArray[Any] | None, shape: tuple[int, ...], dtype: Any) -> NDArray[Any]:
    """Return the array to write to: a fresh one, or the one given if it fits."""
    if out is None:
        return np.empty(shape, dtype)
    if out.dtype != np.dtype(dtype) or out.shape != shape or not out.flags.c_contiguous:
        raise TypeError(f"out= must be a contiguous {np.dtype(dtype)} array of shape {shape}")
    return out


def _day_numbers(column: ArrayLike) -> Int64s:
    array = _unmasked(column)
    if array.dtype.kind == "O":
        try:
            array = array.astype("datetime64[D]")
        except (OverflowError, TypeError, ValueError):
            raise TypeError("days are datetime64, date or integers") from None
    if array.dtype.kind != "M":
        return _integers(array)
    if np.datetime_data(array.dtype)[0] not in _DAY_OR_FINER:
        raise TypeError(f"{array.dtype} names no single day: use datetime64[D] or finer")
    number: Int64s = array.astype("datetime64[D]", copy=False).view(np.int64)
    if number.size and number.min() == np.iinfo(np.int64).min:
        missing = np.argmax(np.isnat(array))
        raise InvalidDate(f"NaT, at position {missing}, is not a date")
    return number


def _integers(values: ArrayLike) -> Int64s:
    return _whole(values).astype(np.int64, copy=False)


def _whole(values: ArrayLike) -> NDArray[Any]:
    """Return an array of integers that int64 holds, of whatever integer type it has."""
    array = _unmasked(values)
    if array.size and array.dtype.kind not in "iu":
        raise TypeError(f"dates are made of integers, not of {array.dtype}")
    if array.dtype == np.uint64 and (array > _LARGEST).any():
        raise OutOfRange(f"{array.max()} is outside every calendar")
    return array if array.size else array.astype(np.int64)


def _unmasked(values: ArrayLike) -> NDArray[Any]:
    if np.ma.is_masked(values):
        raise InvalidDate("a masked value is not a date: compress or fill the array first")
    return np.asarray(values)
