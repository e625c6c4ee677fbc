"""Conversion of whole columns between day numbers and dates, for any calendar."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from miqat.errors import InvalidDate, OutOfRange

if TYPE_CHECKING:
    from typing import Any

    from numpy.typing import ArrayLike, NDArray

    from miqat.calendars.base import Calendar

    YearsMonthsDays = tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]]

_DAY_OR_FINER = frozenset({"D", "h", "m", "s", "ms", "us", "ns", "ps", "fs", "as"})
_LARGEST = np.iinfo(np.int64).max


def to_days(
    calendar: Calendar, years: ArrayLike, months: ArrayLike, days: ArrayLike
) -> NDArray[np.datetime64]:
    """Return `datetime64[D]` for years, months and days; see `Calendar.to_days`."""
    year, month, day = np.broadcast_arrays(*map(_integers, (years, months, days)))
    first_year, starts = calendar.first_year, calendar.month_starts
    # A bad year is replaced before it is multiplied, lest a huge one wrap into the range.
    valid = (year >= first_year) & (year <= calendar.last_year) & (month >= 1) & (month <= 12)
    at = 12 * (np.where(valid, year, first_year) - first_year) + np.where(valid, month, 1) - 1
    valid &= at < starts.size - 1
    at = np.where(valid, at, 0)
    valid &= (day >= 1) & (day <= starts[at + 1] - starts[at])
    if not valid.all():
        bad = np.argmin(valid)
        calendar.day_number(*(int(part.flat[bad]) for part in (year, month, day)))
    found: NDArray[np.datetime64] = (starts[at] + (day - 1)).astype("datetime64[D]")
    return found[()]


def from_days(calendar: Calendar, column: ArrayLike) -> YearsMonthsDays:
    """Return years, months and days of a column of days; see `Calendar.from_days`."""
    number = _day_numbers(column)
    outside = (number < calendar.first_day) | (number > calendar.last_day)
    if outside.any():
        calendar.from_day(int(number.flat[np.argmax(outside)]))
    starts = calendar.month_starts
    at = np.searchsorted(starts, number.astype(np.int32), side="right") - 1
    year, month = np.divmod(at, 12)
    return (
        _int32(calendar.first_year + year),
        _int32(month + 1),
        _int32(number - starts[at] + 1),
    )


def _day_numbers(column: ArrayLike) -> NDArray[np.int64]:
    array = _unmasked(column)
    if array.dtype.kind == "O":
        try:
            array = array.astype("datetime64[D]")
        except (OverflowError, TypeError, ValueError):
            raise TypeError("days are datetime64, date or integers") from None
    if array.dtype.kind != "M":
        return _integers(array)
    missing = np.isnat(array)
    if missing.any():
        raise InvalidDate(f"NaT, at position {np.argmax(missing)}, is not a date")
    if np.datetime_data(array.dtype)[0] not in _DAY_OR_FINER:
        raise TypeError(f"{array.dtype} names no single day: use datetime64[D] or finer")
    return array.astype("datetime64[D]").astype(np.int64)


def _integers(values: ArrayLike) -> NDArray[np.int64]:
    array = _unmasked(values)
    if array.size and array.dtype.kind not in "iu":
        raise TypeError(f"dates are made of integers, not of {array.dtype}")
    if array.dtype == np.uint64 and (array > _LARGEST).any():
        raise OutOfRange(f"{array.max()} is outside every calendar")
    return array.astype(np.int64)


def _int32(values: ArrayLike) -> NDArray[np.int32]:
    array: NDArray[np.int32] = np.asarray(values, dtype=np.int32)
    return array[()]


def _unmasked(values: ArrayLike) -> NDArray[Any]:
    if np.ma.is_masked(values):
        raise InvalidDate("a masked value is not a date: compress or fill the array first")
    return np.asarray(values)
