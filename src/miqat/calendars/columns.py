"""Reading columns: integers and days of whatever type they come in, and what is missing."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from miqat.errors import OutOfRange

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Bools = NDArray[np.bool_]
    Integers = NDArray[np.integer[Any]]

_DAY_OR_FINER = frozenset({"D", "h", "m", "s", "ms", "us", "ns", "ps", "fs", "as"})
_LARGEST = np.iinfo(np.int64).max
_NOT_A_TIME = np.iinfo(np.int64).min


class Days(NamedTuple):
    """Day numbers, and whether the least of all integers stands for NaT among them."""

    numbers: Integers
    of_datetimes: bool

    def missing(self) -> Bools:
        """Return where NaT stands."""
        if not self.of_datetimes:
            return np.zeros(self.numbers.shape, np.bool_)
        return np.asarray(self.numbers == _NOT_A_TIME)


def days(column: ArrayLike) -> Days:
    """Return the days that a column of datetime64, `date` or integers names."""
    array = np.asarray(column)
    if array.dtype.kind == "O":
        try:
            array = array.astype("datetime64[D]")
        except (OverflowError, TypeError, ValueError):
            raise TypeError("days are datetime64, date or integers") from None
    if array.dtype.kind != "M":
        return Days(whole(array), of_datetimes=False)
    if np.datetime_data(array.dtype)[0] not in _DAY_OR_FINER:
        raise TypeError(f"{array.dtype} names no single day: use datetime64[D] or finer")
    return Days(array.astype("datetime64[D]", copy=False).view(np.int64), of_datetimes=True)


def whole(values: ArrayLike) -> Integers:
    """Return an array of integers that int64 holds, of whatever integer type it has."""
    array = np.asarray(values)
    if not array.size:
        return array.astype(np.int64)
    if array.dtype.kind not in "iu":
        raise TypeError(f"dates are made of integers, not of {array.dtype}")
    if array.dtype != np.uint64:
        return array
    if (array > _LARGEST).any():
        raise OutOfRange(f"{array.max()} is outside every calendar")
    return array.astype(np.int64)


def mask_of(values: ArrayLike) -> Bools | None:
    """Return the mask of a masked array, in full; None where it is a plain one."""
    # Where numpy.ma was never loaded, which costs 10 ms, nothing can be masked.
    if "numpy.ma" not in sys.modules or not isinstance(values, np.ma.MaskedArray):
        return None
    return np.ma.getmaskarray(values)
