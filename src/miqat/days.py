"""Day numbers: a day is the number of days since 1970-01-01, as in `datetime64[D]`.

Conversions to the proleptic Gregorian and Julian calendars are integer
arithmetic on operators alone, so that one formula serves Python integers and
NumPy arrays. Years are astronomical: 1 BCE is year 0.

Source of the arithmetic: the March-based year of 30.6-day months, as in
E. G. Richards, "Calendars", in *Explanatory Supplement to the Astronomical
Almanac*, 3rd ed. (2013), section 15.11.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, TypeVar

from miqat.errors import OutOfRange

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Int = TypeVar("Int", "int", "NDArray[np.int64]")

#: Julian Day Number of day 0, 1970-01-01: JDN = day + JDN_OF_DAY_0.
JDN_OF_DAY_0 = 2440588

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

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
