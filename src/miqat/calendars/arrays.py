"""Conversion of whole columns between day numbers and dates, for any calendar.

Long columns go through a table of every day of the calendar, in blocks that stay in cache;
short ones through the month starts. Both check every value. Missing values (NaT, masked)
cost nothing where there are none: only a column that fails is searched for them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from miqat.calendars.columns import mask_of
from miqat.calendars.month_table import (
    DAY_MASK,
    MONTH_MASK,
    MONTH_SHIFT,
    NO_DAY,
    YEAR_SHIFT,
    month_number,
    pack,
    split_month,
)
from miqat.days import as_days, whole
from miqat.errors import InvalidDate, OutOfRange, WrongType

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import ArrayLike, NDArray

    from miqat._typing import Bools, Int32s, Int64s, Integers
    from miqat.calendars.month_starts import MonthStarts
    from miqat.calendars.month_table import Stretch

    Dates = tuple[Integers, Integers, Integers]
    YearsMonthsDays = tuple[Int32s, Int32s, Int32s]

_BLOCK = 32_768
_LONG = 20_000  # values: from here on the table of days pays for itself


def to_days(
    calendar: MonthStarts,
    years: ArrayLike,
    months: ArrayLike,
    days: ArrayLike,
    out: NDArray[np.datetime64] | None = None,
) -> NDArray[np.datetime64]:
    """Return `datetime64[D]` for years, months and days; see `Calendar.to_days`."""
    given: Sequence[ArrayLike] = (years, months, days)
    masks = [mask for mask in map(mask_of, given) if mask is not None and mask.any()]
    if masks:
        stand_in = (calendar.first_year, 1, 1)
        given = list(map(_filled, given, stand_in))
    year, month, day = np.broadcast_arrays(*map(whole, given))
    result = _prepared(out, year.shape, "datetime64[D]")
    flat = year.reshape(-1), month.reshape(-1), day.reshape(-1)
    _write_days(calendar, flat, result.reshape(-1).view(np.int64))
    for mask in masks:
        result[np.broadcast_to(mask, result.shape)] = np.datetime64("NaT")
    return result[()]


def _filled(values: ArrayLike, stand_in: int) -> ArrayLike:
    mask = mask_of(values)
    if mask is None:
        return values
    if mask.all():  # whatever type `np.ma.masked` has
        return np.full(mask.shape, stand_in)
    return np.where(mask, stand_in, np.ma.getdata(values))


def _write_days(calendar: MonthStarts, parts: Dates, out: Int64s) -> None:
    year, month, day = parts
    long = out.size >= _LONG
    narrow = np.empty(_BLOCK if long else 0, np.int32)
    index = np.empty(narrow.size, np.int64)
    stretch = None
    for first in range(0, out.size, _BLOCK):
        block = slice(first, first + _BLOCK)
        dates, target = (year[block], month[block], day[block]), out[block]
        if not long:
            _work_out_days(calendar, dates, target)
            continue
        room = narrow[: target.size], index[: target.size]
        if stretch is None or not _look_up_days(stretch, dates, target, *room):
            stretch = _years_of(calendar, dates)
            if not _look_up_days(stretch, dates, target, *room):
                _refuse_dates(calendar, dates)


def _years_of(calendar: MonthStarts, dates: Dates) -> Stretch:
    first, last = int(dates[0].min()), int(dates[0].max())
    if first < calendar.first_year or last > calendar.last_year:
        _refuse_dates(calendar, dates)
    return calendar._over_months(month_number(first, 1), month_number(last, 12))


def _look_up_days(
    stretch: Stretch, dates: Dates, out: Int64s, narrow: Int32s, index: Int64s
) -> bool:
    """Write the day numbers of dates, looked up by the packed date; false if one is not there."""
    first = split_month(stretch.first)[0]
    last = split_month(stretch.end - 1)[0]
    for part, low, high in zip(dates, (first, 0, 0), (last, MONTH_MASK, DAY_MASK), strict=True):
        if part.dtype != np.int32 and (part.min() < low or part.max() > high):
            return False
    # Once known to fit in int32, or to be of it: a negative one is a huge unsigned one.
    year, month, day = dates
    np.subtract(year, first, out=narrow, dtype=np.int32, casting="unsafe")
    for part, most in ((narrow, last - first), (month, MONTH_MASK), (day, DAY_MASK)):
        if part.dtype == np.int32 and part.view(np.uint32).max() > most:
            return False
    np.left_shift(narrow, YEAR_SHIFT - MONTH_SHIFT, out=narrow)
    np.add(narrow, month, out=narrow, dtype=np.int32, casting="unsafe")
    np.left_shift(narrow, MONTH_SHIFT, out=narrow)
    np.add(narrow, day, out=narrow, dtype=np.int32, casting="unsafe")
    index[...] = narrow  # of any other type, np.take would copy it to fresh memory
    np.take(stretch.day_numbers, index, out=narrow, mode="wrap")
    out[...] = narrow
    return bool(narrow.min() != NO_DAY)


def _work_out_days(calendar: MonthStarts, dates: Dates, out: Int64s) -> None:
    year, month, day = dates
    # Checked before it is multiplied: a huge year would wrap into the range.
    years_fit = year.min() >= calendar.first_year and year.max() <= calendar.last_year
    if not (years_fit and month.min() >= 1 and month.max() <= 12):
        _refuse_dates(calendar, dates)
    at = year.astype(np.int64) * 12
    at += month
    at -= 1
    first, last = int(at.min()), int(at.max())
    stretch = calendar._over_months(first, last)
    if last >= stretch.end:
        _refuse_dates(calendar, dates)
    at -= stretch.first
    wanted = day.astype(np.int64)
    if wanted.min() < 1 or (wanted - stretch.lengths.take(at)).max() > 0:
        _refuse_dates(calendar, dates)
    np.add(stretch.array.take(at), wanted, out=out)
    out -= 1


def _refuse_dates(calendar: MonthStarts, dates: Dates) -> None:
    for date in zip(*(part.tolist() for part in dates), strict=True):
        calendar.day_number(*date)
    raise AssertionError("a block that was refused has a date that is not one")


def from_days(
    calendar: MonthStarts, column: ArrayLike, out: YearsMonthsDays | None = None
) -> YearsMonthsDays:
    """Return years, months and days of a column of days; see `Calendar.from_days`."""

    def convert(numbers: Integers, room: tuple[Int32s, ...] | None) -> tuple[Int32s, ...]:
        given = (None, None, None) if room is None else room
        result = tuple(_prepared(part, numbers.shape, np.int32) for part in given)
        _write_dates(calendar, numbers.reshape(-1), [part.reshape(-1) for part in result])
        return result

    year, month, day = _converted(calendar, column, convert, out)
    return year, month, day


def pack_days(calendar: MonthStarts, column: ArrayLike, out: Int32s | None = None) -> Int32s:
    """Return packed dates of a column of days; see `Calendar.pack_days`."""

    def convert(numbers: Integers, room: tuple[Int32s, ...] | None) -> tuple[Int32s, ...]:
        result = _prepared(None if room is None else room[0], numbers.shape, np.int32)
        _write_packed(calendar, numbers.reshape(-1), result.reshape(-1))
        return (result,)

    return _converted(calendar, column, convert, None if out is None else (out,))[0]


def day_of_year(calendar: MonthStarts, column: ArrayLike) -> Int32s:
    """Return the day of the year, from 1; see `Calendar.day_of_year`."""

    def convert(numbers: Integers, _: tuple[Int32s, ...] | None) -> tuple[Int32s, ...]:
        if not numbers.size:
            return (np.empty(numbers.shape, np.int32),)
        years = from_days(calendar, numbers)[0]
        first, last = int(np.min(years)), int(np.max(years))
        stretch = calendar._over_months(month_number(first, 1), month_number(last, 1))
        new_years = stretch.array[12 * np.arange(first, last + 1) - stretch.first]
        return ((numbers - new_years[years - first] + 1).astype(np.int32),)

    return _converted(calendar, column, convert, None)[0]


def _converted(
    calendar: MonthStarts,
    column: ArrayLike,
    convert: Callable[[Integers, tuple[Int32s, ...] | None], tuple[Int32s, ...]],
    out: tuple[Int32s, ...] | None,
) -> tuple[Int32s, ...]:
    """Return what a conversion of day numbers gives, masked where the column lacks a day."""
    found = as_days(column)
    mask = mask_of(column)
    if mask is None or (out is not None and not mask.any()):
        try:
            return tuple(part[()] for part in convert(found.numbers, out))
        except OutOfRange:
            missing = found.missing()
            if not missing.any():
                raise
    else:
        missing = mask | found.missing()
    if out is not None:
        raise InvalidDate(
            "out= has no room for missing values (NaT or masked): without it, masked arrays come"
        )
    numbers = np.where(missing, calendar.first_day, found.numbers)
    return tuple(_masked(part, missing) for part in convert(numbers, None))


def _masked(part: Int32s, missing: Bools) -> Any:
    return np.ma.MaskedArray(part, mask=missing)[()]


def _write_dates(calendar: MonthStarts, numbers: Integers, out: list[Int32s]) -> None:
    year, month, day = out
    packed = np.empty(min(numbers.size, _BLOCK), np.int32)
    write = _packer(calendar, long=numbers.size >= _LONG)
    for first in range(0, numbers.size, _BLOCK):
        block = slice(first, min(first + _BLOCK, numbers.size))
        dates = packed[: block.stop - first]
        write(numbers[block], dates)
        np.right_shift(dates, YEAR_SHIFT, out=year[block])
        np.bitwise_and(dates, DAY_MASK, out=day[block])
        np.right_shift(dates, MONTH_SHIFT, out=dates)
        np.bitwise_and(dates, MONTH_MASK, out=month[block])


def _write_packed(calendar: MonthStarts, numbers: Integers, out: Int32s) -> None:
    write = _packer(calendar, long=numbers.size >= _LONG)
    for first in range(0, numbers.size, _BLOCK):
        write(numbers[first : first + _BLOCK], out[first : first + _BLOCK])


def _packer(calendar: MonthStarts, *, long: bool) -> Callable[[Integers, Int32s], None]:
    """Return what writes the packed dates of a block of days, one block after the other."""
    index = np.empty(_BLOCK if long else 0, np.int64)
    stretch: Stretch | None = None

    def write(numbers: Integers, out: Int32s) -> None:
        nonlocal stretch
        at = index[: out.size]
        if long and stretch is not None and _look_up_dates(stretch, numbers, out, at):
            return
        stretch = _days_of(calendar, numbers)
        if long:
            _look_up_dates(stretch, numbers, out, at)
        else:
            _work_out_dates(stretch, numbers, out)

    return write


def _days_of(calendar: MonthStarts, numbers: Integers) -> Stretch:
    first, last = int(numbers.min()), int(numbers.max())
    stretch = calendar._over_days(first, last)
    if first < stretch.starts[0] or last >= stretch.starts[-1]:
        outside = (numbers < stretch.starts[0]) | (numbers >= stretch.starts[-1])
        calendar._located(int(numbers[np.argmax(outside)]))
    return stretch


def _look_up_dates(stretch: Stretch, numbers: Integers, out: Int32s, index: Int64s) -> bool:
    """Write packed dates from the table of every day; false if a day is not in it."""
    table = stretch.packed_dates
    np.subtract(numbers, stretch.starts[0], out=index, dtype=np.int64)
    if index.view(np.uint64).max() >= table.size:
        return False
    np.take(table, index, out=out, mode="wrap")
    return True


def _work_out_dates(stretch: Stretch, numbers: Integers, out: Int32s) -> None:
    starts = stretch.array
    at = np.searchsorted(starts, numbers.astype(np.int32), side="right") - 1
    day = numbers - starts[at] + 1
    year, month = np.divmod(at + stretch.first, 12)
    np.copyto(out, pack(year, month + 1, day), casting="same_kind")


def _prepared(out: NDArray[Any] | None, shape: tuple[int, ...], dtype: Any) -> NDArray[Any]:
    """Return the array to write to: a fresh one, or the one given if it fits."""
    if out is None:
        return np.empty(shape, dtype)
    if out.dtype != np.dtype(dtype) or out.shape != shape or not out.flags.c_contiguous:
        raise WrongType(f"out= must be a contiguous {np.dtype(dtype)} array of shape {shape}")
    return out
