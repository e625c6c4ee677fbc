"""Day numbers: a day is the number of days since 1970-01-01, as in `datetime64[D]`.

Conversions to the proleptic Gregorian and Julian calendars are integer
arithmetic on operators alone, so that one formula serves Python integers and
NumPy arrays. Years are astronomical: 1 BCE is year 0.

Source of the arithmetic: the March-based year of 30.6-day months, as in
E. G. Richards, "Calendars", in *Explanatory Supplement to the Astronomical
Almanac*, 3rd ed. (2013), section 15.11.
"""

from __future__ import annotations

import re
from datetime import date
from operator import index
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypeVar

from miqat.errors import InvalidDate, OutOfRange, WrongType

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

    from miqat._typing import Bools, Int64s, Integers

    class HasDayNumber(Protocol):
        """A date of any calendar that knows its day number, such as `HijriDate`."""

        @property
        def day_number(self) -> int:
            """Days since 1970-01-01."""

    #: What names a day, read by `as_day`; a day number does too.
    CivilDay = date | str | np.datetime64 | HasDayNumber


__all__ = [
    "JDN_OF_DAY_0",
    "WEEKDAYS",
    "Days",
    "as_date",
    "as_day",
    "as_days",
    "day_numbers",
    "from_date",
    "from_gregorian",
    "from_julian",
    "to_date",
    "to_gregorian",
    "to_julian",
    "weekday",
    "whole",
]

Int = TypeVar("Int", "int", "Int64s")

#: Julian Day Number of day 0, 1970-01-01: JDN = day + JDN_OF_DAY_0.
JDN_OF_DAY_0 = 2440588

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
# NaT alone may have no unit, "generic".
_DAY_OR_FINER = frozenset({"generic", "D", "h", "m", "s", "ms", "us", "ns", "ps", "fs", "as"})
_NOT_A_TIME = -(2**63)
_LARGEST = 2**63 - 1
_DAYS_ARE = "a date, ISO text such as '2027-02-08', datetime64 or a day number"
_ORDINAL_OF_DAY_0 = date(1970, 1, 1).toordinal()
_MARCH_1_YEAR_0 = -719468
_MARCH_1_YEAR_0_JULIAN = _MARCH_1_YEAR_0 - 2
_DAYS_IN_400_YEARS = 146097
_DAYS_IN_4_YEARS = 1461


def from_gregorian(year: Int, month: Int, day: Int) -> Int:
    """Return the day number of a proleptic Gregorian date (not validated).

    Integers or int64 arrays that broadcast; any year, months 1-12.
    """
    years, day_of_year = _from_march(year, month, day)
    century_leaps = years // 4 - years // 100 + years // 400
    return years * 365 + century_leaps + day_of_year + _MARCH_1_YEAR_0


def to_gregorian(day: Int) -> tuple[Int, Int, Int]:
    """Return the proleptic Gregorian year, month and day of a day number."""
    shifted = day - _MARCH_1_YEAR_0
    era = shifted // _DAYS_IN_400_YEARS
    of_era = shifted - era * _DAYS_IN_400_YEARS
    leaps = of_era // (_DAYS_IN_4_YEARS - 1) - of_era // 36524 + of_era // (_DAYS_IN_400_YEARS - 1)
    year_of_era = (of_era - leaps) // 365
    day_of_year = of_era - (year_of_era * 365 + year_of_era // 4 - year_of_era // 100)
    return _to_january(era * 400 + year_of_era, day_of_year)


def from_julian(year: Int, month: Int, day: Int) -> Int:
    """Return the day number of a proleptic Julian date (not validated)."""
    years, day_of_year = _from_march(year, month, day)
    return years * 365 + years // 4 + day_of_year + _MARCH_1_YEAR_0_JULIAN


def to_julian(day: Int) -> tuple[Int, Int, Int]:
    """Return the proleptic Julian year, month and day of a day number."""
    shifted = day - _MARCH_1_YEAR_0_JULIAN
    era = shifted // _DAYS_IN_4_YEARS
    of_era = shifted - era * _DAYS_IN_4_YEARS
    year_of_era = (of_era - of_era // (_DAYS_IN_4_YEARS - 1)) // 365
    return _to_january(era * 4 + year_of_era, of_era - year_of_era * 365)


def weekday(day: Int) -> Int:
    """Return the weekday of a day number as `datetime.date.weekday` counts it, Monday 0."""
    return (day + 3) % 7


def from_date(value: date) -> int:
    """Return the day number of a `datetime.date`."""
    return value.toordinal() - _ORDINAL_OF_DAY_0


def to_date(day: int) -> date:
    """Return the `datetime.date` of a day number.

    Raises `OutOfRange` outside 0001-01-01 to 9999-12-31, all that a `date` can hold.
    """
    try:
        return date.fromordinal(day + _ORDINAL_OF_DAY_0)
    except (ValueError, OverflowError):
        raise OutOfRange(
            f"day {day} is outside what datetime.date can hold, 0001-01-01 to 9999-12-31"
        ) from None


def iso_text(day: int) -> str:
    """Return a day number as a Gregorian date, YYYY-MM-DD, of any year."""
    year, month, of_month = to_gregorian(day)
    return f"{year:04d}-{month:02d}-{of_month:02d}"


def as_date(value: Any) -> date:
    """Return the civil date of what names a day, read as `as_day` does; raises as it does."""
    return value if type(value) is date else to_date(as_day(value))


def as_day(value: Any) -> int:
    """Return the day number of what names a day.

    That is a `date`, a `datetime` (the civil day that it names), ISO text such as "2027-02-08",
    a `datetime64` of a day or finer (the UTC day), a `HijriDate`, or a day number. Raises
    `InvalidDate` for a text that is not a date and for NaT, `WrongType` for anything else, also for
    a `datetime64` of weeks, months or years.
    """
    if isinstance(value, date):
        try:
            return value.toordinal() - _ORDINAL_OF_DAY_0
        except (TypeError, ValueError):  # pandas' NaT, which calls itself a datetime
            raise InvalidDate(f"{value!r} is not a day; give {_DAYS_ARE}") from None
    if isinstance(value, str):
        return from_date(_read_iso(value))
    number = getattr(value, "day_number", None)
    if isinstance(number, int):
        return number
    if hasattr(value, "dtype") and value.dtype.kind == "M" and getattr(value, "ndim", 1) == 0:
        days = as_days(value)
        if days.missing().any():
            raise InvalidDate(f"{value} is not a day; give {_DAYS_ARE}")
        return int(days.numbers)
    if isinstance(value, bool):
        raise WrongType(f"{value!r} names no day; give {_DAYS_ARE}")
    try:
        return index(value)
    except TypeError:
        raise WrongType(f"{value!r} names no day; give {_DAYS_ARE}") from None


class Days(NamedTuple):
    """Day numbers, and whether the smallest integer means NaT among them."""

    numbers: Integers
    of_datetimes: bool

    def missing(self) -> Bools:
        """Return where NaT is."""
        import numpy as np

        if not self.of_datetimes:
            return np.zeros(self.numbers.shape, np.bool_)
        return np.asarray(self.numbers == _NOT_A_TIME)


def as_days(column: ArrayLike) -> Days:
    """Return the day numbers of a column of `datetime64`, `date`, ISO text or integers.

    Raises `WrongType` for other values and for a `datetime64` of weeks, months or years, which
    names no single day; `InvalidDate` for a text that is not a date.
    """
    import numpy as np

    array = np.asarray(column)
    if array.dtype.kind in "OU":
        array = _days_of_objects(array)
    if array.dtype.kind != "M":
        return Days(whole(array), of_datetimes=False)
    if np.datetime_data(array.dtype)[0] not in _DAY_OR_FINER:
        raise WrongType(f"{array.dtype} names no single day: use datetime64[D] or finer")
    return Days(array.astype("datetime64[D]", copy=False).view(np.int64), of_datetimes=True)


def day_numbers(column: ArrayLike) -> Int64s:
    """Return the day numbers of a column in which no day is missing; see `as_days`.

    Raises `InvalidDate` for NaT, and what `as_days` raises.
    """
    import numpy as np

    days = as_days(column)
    if days.of_datetimes and days.missing().any():
        raise InvalidDate(f"NaT is not a day; give {_DAYS_ARE}")
    return days.numbers.astype(np.int64, copy=False)


def whole(values: ArrayLike) -> Integers:
    """Return an array of integers that int64 holds, of whatever integer type it has.

    Raises `WrongType`, `OutOfRange`.
    """
    import numpy as np

    array = np.asarray(values)
    if not array.size:
        return array.astype(np.int64)
    if array.dtype.kind not in "iu":
        raise WrongType(f"dates are made of integers, not of {array.dtype}")
    if array.dtype != np.uint64:
        return array
    if (array > _LARGEST).any():
        raise OutOfRange(f"{array.max()} is outside every calendar")
    return array.astype(np.int64)


def _days_of_objects(array: NDArray[Any]) -> NDArray[Any]:
    """Return a column of objects or texts as `datetime64[D]`."""
    for value in array.reshape(-1).tolist():
        if isinstance(value, str):
            _read_iso(value)
    try:
        return array.astype("datetime64[D]")
    except (OverflowError, TypeError, ValueError):
        raise WrongType("days are datetime64, date, ISO text or integers") from None


def _read_iso(text: str) -> date:
    match = _ISO.fullmatch(text.strip())
    if match is None:
        raise InvalidDate(f"cannot read the date {text!r}; write it as 2027-02-08")
    try:
        return date(*map(int, match.groups()))
    except ValueError as error:
        raise InvalidDate(f"cannot read the date {text!r}: {error}") from None


def _from_march(year: Int, month: Int, day: Int) -> tuple[Int, Int]:
    """Return years since March of year 0 and the days since that year's 1 March."""
    return year - (month <= 2), (153 * ((month + 9) % 12) + 2) // 5 + day - 1


def _to_january(march_year: Int, day_of_year: Int) -> tuple[Int, Int, Int]:
    march_month = (5 * day_of_year + 2) // 153
    month = (march_month + 2) % 12 + 1
    return (
        march_year + (month <= 2),
        month,
        day_of_year - (153 * march_month + 2) // 5 + 1,
    )


def __dir__() -> list[str]:
    return __all__
