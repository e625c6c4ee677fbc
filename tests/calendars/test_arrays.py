from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from miqat.calendars import Calendar, calendar, calendars
from miqat.errors import InvalidDate, OutOfRange

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

PUBLISHED = calendar("ummalqura")
FIRST_RAMADAN_1448 = date(2027, 2, 8)


@pytest.mark.parametrize("kept", calendars(), ids=lambda kept: kept.id)
def test_every_day_of_the_range_there_and_back(kept: Calendar) -> None:
    numbers = np.arange(kept.first_day, kept.last_day + 1)
    years, months, days = kept.from_days(numbers)
    assert_array_equal(kept.to_days(years, months, days).astype(np.int64), numbers)
    packed = (years * 12 + months).astype(np.int64) * 32 + days
    assert (np.diff(packed) > 0).all()
    assert {part.dtype for part in (years, months, days)} == {np.dtype(np.int32)}


def test_columns_agree_with_scalars(irregular: Calendar) -> None:
    numbers = np.arange(irregular.first_day, irregular.last_day + 1)
    one_by_one = [irregular.from_day(n) for n in numbers]
    expected = [(one.year, one.month, one.day) for one in one_by_one]
    assert list(zip(*irregular.from_days(numbers), strict=True)) == expected
    assert_array_equal(irregular.to_days(*irregular.from_days(numbers)).astype(int), numbers)


def test_fields_broadcast() -> None:
    found = PUBLISHED.to_days([[1447], [1448]], [9, 10], 1)
    assert found.shape == (2, 2)
    assert found[1, 0] == np.datetime64("2027-02-08")
    assert PUBLISHED.from_days(found)[0].tolist() == [[1447, 1447], [1448, 1448]]


def test_scalars_give_scalars() -> None:
    found = PUBLISHED.to_days(1448, 9, 1)
    assert isinstance(found, np.datetime64)
    assert found.item() == FIRST_RAMADAN_1448
    assert [int(part) for part in PUBLISHED.from_days(FIRST_RAMADAN_1448)] == [1448, 9, 1]


@pytest.mark.parametrize(
    "column",
    [
        [FIRST_RAMADAN_1448],
        np.array(["2027-02-08"], "datetime64[D]"),
        np.array(["2027-02-08T23:59:59.999"], "datetime64[ns]"),
        np.array([FIRST_RAMADAN_1448], object),
        [datetime(2027, 2, 8, 23, 59)],
        [20_857],
        np.array([20_857], np.uint16),
        np.array([20_857], np.uint64),
    ],
)
def test_a_column_of_days_in_any_form(column: ArrayLike) -> None:
    assert [part.tolist() for part in PUBLISHED.from_days(column)] == [[1448], [9], [1]]


def test_an_instant_before_1970_falls_on_its_own_day() -> None:
    late = np.array(["1969-12-31T23:00"], "datetime64[h]")
    assert PUBLISHED.from_days(late)[2] == PUBLISHED.from_date(date(1969, 12, 31)).day


def test_empty_columns_stay_empty() -> None:
    assert PUBLISHED.to_days([], [], []).shape == (0,)
    assert [part.shape for part in PUBLISHED.from_days([])] == [(0,)] * 3


def test_the_first_bad_value_is_named() -> None:
    with pytest.raises(InvalidDate, match=r"no day 30 in 1448-09 .* nearest date is 1448-09-29"):
        PUBLISHED.to_days([1448, 1448, 1600], [8, 9, 1], 30)
    with pytest.raises(InvalidDate, match="month 13 of 1448"):
        PUBLISHED.to_days(1448, [12, 13, 14], 1)
    with pytest.raises(OutOfRange, match="1501-01 is outside ummalqura, which runs from"):
        PUBLISHED.to_days([1500, 1501, 1342], 1, 1)
    with pytest.raises(OutOfRange, match="2077-11-17 is outside ummalqura"):
        PUBLISHED.from_days(np.array(["2077-11-16", "2077-11-17", "1900-01-01"], "datetime64[D]"))


def test_an_incomplete_last_year_ends_where_it_ends(irregular: Calendar) -> None:
    assert irregular.to_days(1401, 4, [29, 30]).shape == (2,)
    with pytest.raises(OutOfRange, match="1401-05 is outside irregular"):
        irregular.to_days(1401, [4, 5], 1)


@pytest.mark.parametrize("year", [-(2**63), 2**62, 2**63 - 1, 0])
def test_a_huge_year_does_not_wrap_into_the_range(year: int) -> None:
    with pytest.raises(OutOfRange):
        PUBLISHED.to_days([1448, year], 1, 1)
    with pytest.raises(OutOfRange):
        PUBLISHED.to_days(year, 1, 1)


@pytest.mark.parametrize("number", [-(2**63), 2**63 - 1, 2**32 + 20_857, 2**64 - 1])
def test_a_huge_day_does_not_wrap_into_the_range(number: int) -> None:
    with pytest.raises(OutOfRange):
        PUBLISHED.from_days(np.array([number]))


def test_missing_values_are_refused() -> None:
    with pytest.raises(InvalidDate, match="NaT, at position 1, is not a date"):
        PUBLISHED.from_days(np.array(["2027-02-08", "NaT"], "datetime64[D]"))
    with pytest.raises(InvalidDate, match="masked"):
        PUBLISHED.from_days(np.ma.masked_equal([20_857, 0], 0))
    with pytest.raises(InvalidDate, match="masked"):
        PUBLISHED.to_days(np.ma.masked_equal([1448, 0], 0), 1, 1)


@pytest.mark.parametrize(
    "column",
    [[20_857.0], [True], ["2027-02-08"], [2**70], np.array(["2027-02"], "datetime64[M]")],
)
def test_what_is_no_day_is_refused(column: Any) -> None:
    with pytest.raises(TypeError):
        PUBLISHED.from_days(column)


@pytest.mark.parametrize("year", [1448.0, True, "1448", None])
def test_what_is_no_integer_is_refused(year: Any) -> None:
    with pytest.raises(TypeError, match="made of integers"):
        PUBLISHED.to_days([year], 9, 1)
