from __future__ import annotations

from datetime import date

import numpy as np
from numpy.testing import assert_array_equal

from miqat import days
from miqat.calendars import calendar

CIVIL = calendar("islamic-civil")


def test_the_epoch_is_friday_16_july_622_julian() -> None:
    first = CIVIL.date(1, 1, 1)
    assert days.to_julian(first.day_number) == (622, 7, 16)
    assert first.day_number + days.JDN_OF_DAY_0 == 1948440
    assert days.WEEKDAYS[first.weekday()] == "Friday"


def test_month_starts_are_those_of_the_closed_formula() -> None:
    """Calendrical Calculations, 4th ed., eq. 7.3, over the whole range."""
    year = np.arange(1, CIVIL.last_year + 1)[:, None]
    month = np.arange(1, 13)
    leap_days = (3 + 11 * year) // 30
    since_epoch = 354 * (year - 1) + leap_days + 29 * (month - 1) + month // 2
    assert_array_equal(CIVIL.month_starts[:-1], CIVIL.first_day + since_epoch.ravel())


def test_thirty_years_have_10631_days_and_eleven_leap_years() -> None:
    lengths = [CIVIL.year_length(year) for year in range(1, 31)]
    assert sum(lengths) == 10_631
    assert lengths.count(355) == 11
    assert lengths.count(354) == 19


def test_the_range_is_what_datetime_date_can_hold() -> None:
    assert (CIVIL.first_year, CIVIL.last_year) == (1, 9665)
    last = CIVIL.from_day(CIVIL.last_day).to_date()
    assert last.year == 9999
    assert (date.max - last).days < 354
