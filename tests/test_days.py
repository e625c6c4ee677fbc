from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from typing import Any

import numpy as np
import pytest
from convertdate import julian
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

from miqat import days
from miqat.calendars import HijriDate
from miqat.errors import InvalidDate, MiqatError, OutOfRange, WrongType


@given(st.dates())
def test_gregorian_days_are_those_of_datetime(value: date) -> None:
    number = days.from_date(value)
    assert number == (value - date(1970, 1, 1)).days
    assert days.to_date(number) == value
    assert days.from_gregorian(value.year, value.month, value.day) == number
    assert days.to_gregorian(number) == (value.year, value.month, value.day)
    assert days.weekday(number) == value.weekday()
    assert np.datetime64(number, "D").item() == value


@given(st.integers(-10_000_000, 10_000_000))
def test_any_day_there_and_back(number: int) -> None:
    for to_civil, from_civil in (
        (days.to_gregorian, days.from_gregorian),
        (days.to_julian, days.from_julian),
    ):
        year, month, day = to_civil(number)
        assert 1 <= month <= 12
        assert 1 <= day <= 31
        assert from_civil(year, month, day) == number


@given(st.integers(days.from_julian(1, 1, 1), days.from_julian(3000, 12, 31)))
def test_julian_days_are_those_of_convertdate(number: int) -> None:
    assert days.to_julian(number) == julian.from_jd(number + days.JDN_OF_DAY_0)


def test_arrays_follow_the_same_formula() -> None:
    numbers = np.arange(-1_000_000, 1_000_000, 37)
    one_by_one = np.array([days.to_gregorian(int(n)) for n in numbers]).T
    assert_array_equal(np.array(days.to_gregorian(numbers)), one_by_one)
    assert_array_equal(days.from_gregorian(*days.to_gregorian(numbers)), numbers)
    assert_array_equal(days.from_julian(*days.to_julian(numbers)), numbers)
    gregorian = numbers.astype("datetime64[D]").astype("datetime64[Y]").astype(int) + 1970
    assert_array_equal(days.to_gregorian(numbers)[0], gregorian)


@pytest.mark.parametrize(
    ("julian_date", "gregorian_date"),
    [
        (
            (1582, 10, 5),
            (1582, 10, 15),
        ),  # the day after 4 October 1582, in the bull Inter gravissimas
        ((1752, 9, 3), (1752, 9, 14)),  # the Calendar (New Style) Act 1750
        ((1918, 2, 1), (1918, 2, 14)),  # the decree of the Sovnarkom, 24 January 1918
        ((622, 7, 16), (622, 7, 19)),  # the civil epoch of the Hijra
    ],
)
def test_the_changes_of_style(
    julian_date: tuple[int, int, int], gregorian_date: tuple[int, int, int]
) -> None:
    assert days.from_julian(*julian_date) == days.from_gregorian(*gregorian_date)


def test_the_first_julian_day_is_1_january_4713_bce() -> None:
    assert days.from_julian(-4712, 1, 1) == -days.JDN_OF_DAY_0


def test_weekday_names_stand_in_the_order_of_datetime() -> None:
    assert days.WEEKDAYS[days.weekday(0)] == date(1970, 1, 1).strftime("%A") == "Thursday"


@pytest.mark.parametrize(
    "number", [days.from_date(date.min) - 1, days.from_date(date.max) + 1, 10**30]
)
def test_what_datetime_cannot_hold_is_refused(number: int) -> None:
    with pytest.raises(OutOfRange, match="0001-01-01 to 9999-12-31"):
        days.to_date(number)


FEBRUARY_8 = date(2027, 2, 8)


@pytest.mark.parametrize(
    "value",
    [
        FEBRUARY_8,
        datetime(2027, 2, 8, 23, 59, tzinfo=timezone(timedelta(hours=-12))),  # the day it names
        "2027-02-08",
        HijriDate(1448, 9, 1),
        20_857,
        np.int32(20_857),
        *(np.datetime64("2027-02-08T23", unit) for unit in ("h", "m", "s", "ms", "us", "ns")),
        np.array("2027-02-08", "datetime64[D]"),
    ],
)
def test_what_names_a_day_is_read(value: Any) -> None:
    assert days.as_day(value) == 20_857
    assert days.as_date(value) == FEBRUARY_8
    assert type(days.as_day(value)) is int
    assert type(days.as_date(value)) is date


@pytest.mark.parametrize("unit", ["Y", "M", "W"])
def test_a_coarse_datetime64_names_no_day(unit: str) -> None:
    with pytest.raises(WrongType, match=f"datetime64.{unit}. names no single day"):
        days.as_day(np.array("2027-02-08", f"datetime64[{unit}]"))
    with pytest.raises(WrongType, match=f"datetime64.{unit}. names no single day"):
        days.as_days(np.array(["2027-02-08"], f"datetime64[{unit}]"))


@pytest.mark.parametrize("value", [None, 1.5, True, np.float64(3), b"2027-02-08", [20_857], ()])
def test_what_names_no_day_is_refused_in_one_line(value: Any) -> None:
    with pytest.raises(WrongType, match="names no day; give a date") as caught:
        days.as_day(value)
    assert isinstance(caught.value, MiqatError)
    assert isinstance(caught.value, TypeError)


@pytest.mark.parametrize(
    "value", ["", "today", "2027-2-8", "20270208", "2027-02-29", np.datetime64("NaT")]
)
def test_a_text_that_is_no_date_is_refused(value: Any) -> None:
    with pytest.raises(InvalidDate):
        days.as_day(value)


def test_the_not_a_time_of_pandas_is_no_day() -> None:
    class NotATime(datetime):  # as pandas.NaT, a datetime whose day cannot be asked for
        def toordinal(self) -> int:
            raise ValueError("NaTType does not support toordinal")

    with pytest.raises(InvalidDate, match="is not a day"):
        days.as_day(NotATime(1, 1, 1))


def test_every_day_of_800_years_is_that_of_numpy() -> None:
    """All ends of years, centuries and of the cycle of 400 years."""
    numbers = np.arange(days.from_gregorian(1599, 12, 31), days.from_gregorian(2400, 3, 2))
    dates = numbers.astype("datetime64[D]")
    year, month, day = days.to_gregorian(numbers)
    months = dates.astype("datetime64[M]")
    assert (year == months.astype(int) // 12 + 1970).all()
    assert (month == months.astype(int) % 12 + 1).all()
    assert (day == (dates - months).astype(int) + 1).all()
    assert (days.from_gregorian(year, month, day) == numbers).all()
    assert days.to_gregorian(int(numbers[100])) == (1600, 4, 9)
