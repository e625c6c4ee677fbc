from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from miqat import days
from miqat.calendars import Calendar, calendar
from miqat.errors import OutOfRange

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


EIGHT = {
    # id: (c of the closed formula, JDN of the epoch)
    "tabular-ic": (15, 1948440),
    "tabular-ia": (15, 1948439),
    "islamic-civil": (14, 1948440),
    "islamic-tbla": (14, 1948439),
    "tabular-iiic": (11, 1948440),
    "fatimid": (11, 1948439),
    "tabular-ivc": (9, 1948440),
    "tabular-iva": (9, 1948439),
}
every_tabular = pytest.mark.parametrize(
    "kept", [calendar(name) for name in EIGHT], ids=lambda kept: kept.id
)


@every_tabular
def test_leap_years_are_those_of_the_closed_formula(kept: Calendar) -> None:
    """A year is a leap year where (11 y + c) mod 30 < 11, with the c of its type."""
    c, epoch = EIGHT[kept.id]
    assert kept.first_day + days.JDN_OF_DAY_0 == epoch
    for year in range(1, 61):
        assert kept.year_length(year) == 354 + ((11 * year + c) % 30 < 11)


def test_other_names_of_the_eight() -> None:
    named = {"bohra": "fatimid", "islamic-eastc": "tabular-ic", "tabular-iic": "islamic-civil"}
    for alias, name in named.items():
        assert calendar(alias) is calendar(name)


@every_tabular
def test_thirty_years_have_10631_days_and_eleven_leap_years(kept: Calendar) -> None:
    lengths = [kept.year_length(year) for year in range(1, 31)]
    assert sum(lengths) == 10_631
    assert lengths.count(355) == 11
    assert lengths.count(354) == 19


@every_tabular
def test_the_range_is_what_datetime_date_can_hold(kept: Calendar) -> None:
    assert (kept.first_year, kept.last_year) == (1, 9665)
    last = kept.from_day(kept.last_day).to_date()
    assert last.year == 9999
    assert (date.max - last).days < 355


@every_tabular
@pytest.mark.parametrize("year", [0, -1, -621])
def test_years_before_the_hijra_are_refused_with_the_reason(kept: Calendar, year: int) -> None:
    with pytest.raises(OutOfRange, match="until year 10 of the Hijra months were intercalated"):
        kept.date(year, 1, 1)
    with pytest.raises(OutOfRange, match="until year 10 of the Hijra months were intercalated"):
        kept.to_days([1, year], 1, 1)
    with pytest.raises(OutOfRange, match="months were intercalated"):
        kept.from_day(kept.first_day - 1)
