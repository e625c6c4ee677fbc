"""Conversion of whole columns between day numbers and dates, for any calendar."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from miqat.errors import InvalidDate

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from miqat.calendars.base import Calendar

_FINER_THAN_A_WEEK = frozenset({"D", "h", "m", "s", "ms", "us", "ns", "ps", "fs", "as"})


def to_days(
    calendar: Calendar, years: ArrayLike, months: ArrayLike, days: ArrayLike
) -> NDArray[np.datetime64]:
    """Return `datetime64[D]` for years, months and days; see `Calendar.to_days`."""
    year, month, day = np.broadcast_arrays(*map(_integers, (years, months, days)))
    starts = calendar.month_starts
    # Years are checked before they are multiplied, lest a huge one wrap into the range.
    valid = (year >= calendar.first_year) & (year <= calendar.last_year)
    valid &= (month >= 1) & (month <= 12)
    at = np.where(valid, 12 * (year - calendar.first_year) + month - 1, 0)
    valid &= at < starts.size - 1
    at = np.where(valid, at, 0)
    valid &= (day >= 1) & (day <= starts[at + 1] - starts[at])
    if not valid.all():
        bad = np.argmin(valid)
        calendar.day_number(*(int(part.flat[bad]) for part in (year, month, day)))
    return (starts[at] + (day - 1)).astype("datetime64[D]")[()]  # type: ignore[no-any-return]


def from_days(calendar: Calendar, column: ArrayLike) -> tuple[NDArray[np.int32], ...]:
    """Return years, months and days of a column of days; see `Calendar.from_days`."""
    number = _day_numbers(column)
    outside = (number < calendar.first_day) | (number > calendar.last_day)
    if outside.any():
        calendar.from_day(int(number.flat[np.argmax(outside)]))
    starts = calendar.month_starts
    at = np.searchsorted(starts, number.astype(np.int32), side="right") - 1
    year, month = np.divmod(at, 12)
    parts = (calendar.first_year + year, month + 1, number - starts[at] + 1)
    return tuple(np.asarray(part, dtype=np.int32)[()] for part in parts)


def _integers(values: ArrayLike) -> NDArray[np.int64]:
    array = np.asarray(values)
    if array.size and array.dtype.kind not in "iu":
        raise TypeError(f"years, months and days are integers, not {array.dtype}")
    return array.astype(np.int64)


def _day_numbers(column: ArrayLike) -> NDArray[np.int64]:
    array = np.asarray(column)
    if array.dtype.kind == "O":
        array = array.astype("datetime64[D]")
    if array.dtype.kind != "M":
        if array.size and array.dtype.kind not in "iu":
            raise TypeError(f"days are datetime64, date or integers, not {array.dtype}")
        return array.astype(np.int64)
    if np.isnat(array).any():
        raise InvalidDate(f"NaT at position {np.argmax(np.isnat(array))} is no day")
    if np.datetime_data(array.dtype)[0] not in _FINER_THAN_A_WEEK:
        raise TypeError(f"{array.dtype} names no single day; use datetime64[D] or finer")
    return array.astype("datetime64[D]").astype(np.int64)
