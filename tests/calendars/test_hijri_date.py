from __future__ import annotations

import copy
import operator
import pickle
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from miqat.calendars import HijriDate, calendar
from miqat.errors import InvalidDate, MixedCalendars, OutOfRange, UnknownName

if TYPE_CHECKING:
    from collections.abc import Callable

    from miqat.calendars import Calendar

RAMADAN = HijriDate(1448, 9, 1, "ummalqura")
ORDERINGS = (operator.lt, operator.le, operator.gt, operator.ge)


def test_fields() -> None:
    assert (RAMADAN.year, RAMADAN.month, RAMADAN.day) == (1448, 9, 1)
    assert RAMADAN.calendar is calendar("ummalqura")
    assert RAMADAN.day_number == (date(2027, 2, 8) - date(1970, 1, 1)).days
    assert RAMADAN.month_length == 29


def test_the_calendar_is_given_by_id_alias_or_itself() -> None:
    kacst = calendar("ummalqura-kacst")
    assert HijriDate(1448, 9, 1, "islamic-umalqura") == HijriDate(1448, 9, 1, kacst)
    with pytest.raises(UnknownName, match="did you mean 'ummalqura'"):
        HijriDate(1448, 9, 1, "umalqura")


def test_text_and_back() -> None:
    assert str(RAMADAN) == RAMADAN.isoformat() == "1448-09-01"
    assert repr(RAMADAN) == "HijriDate(1448, 9, 1, 'ummalqura')"
    assert HijriDate.fromisoformat("1448-09-01", "ummalqura") == RAMADAN
    assert str(HijriDate(1, 1, 1, "islamic-civil")) == "0001-01-01"


@pytest.mark.parametrize(
    "text",
    ["", "1448-9-1", "14480901", "1448-09-01 ", "1448-09-01T00", "١٤٤٨-٠٩-٠١", "+448-09-01", "x"],
)
def test_malformed_text_is_refused(text: str) -> None:
    with pytest.raises(InvalidDate, match="write YYYY-MM-DD"):
        HijriDate.fromisoformat(text, "ummalqura")


def test_civil_dates_and_back() -> None:
    assert RAMADAN.to_date() == date(2027, 2, 8)
    assert HijriDate.from_date(date(2027, 2, 8), "ummalqura") == RAMADAN


@given(st.dates(date(1924, 8, 1), date(2077, 11, 16)))
def test_weekdays_are_those_of_the_civil_date(value: date) -> None:
    found = HijriDate.from_date(value, "ummalqura")
    assert found.weekday() == value.weekday()
    assert found.isoweekday() == value.isoweekday()


def test_replace_validates() -> None:
    assert RAMADAN.replace(day=29).isoformat() == "1448-09-29"
    assert RAMADAN.replace(year=1447, month=8).isoformat() == "1447-08-01"
    with pytest.raises(InvalidDate, match="the month has 29 days"):
        RAMADAN.replace(day=30)
    with pytest.raises(OutOfRange, match="1343-01-01 to 1500-12-30"):
        RAMADAN.replace(year=1342)


def test_arithmetic_is_that_of_date() -> None:
    eid = RAMADAN + timedelta(29)
    assert eid.isoformat() == "1448-10-01"
    assert timedelta(29) + RAMADAN == eid
    assert eid - timedelta(29) == RAMADAN
    assert eid - RAMADAN == timedelta(29)
    assert RAMADAN + timedelta(hours=47) == RAMADAN + timedelta(1)
    with pytest.raises(OutOfRange, match="is outside ummalqura"):
        RAMADAN + timedelta(100_000)
    with pytest.raises(OutOfRange, match="is outside ummalqura"):
        RAMADAN + timedelta.max


def test_ordering_within_one_calendar() -> None:
    eve, day = RAMADAN, RAMADAN + timedelta(1)
    assert [compare(eve, day) for compare in ORDERINGS] == [True, True, False, False]
    assert [compare(day, eve) for compare in ORDERINGS] == [False, False, True, True]
    assert [compare(day, day.replace()) for compare in ORDERINGS] == [False, True, False, True]
    assert sorted([day, eve]) == [eve, day]


@pytest.mark.parametrize("compare", [*ORDERINGS, operator.sub])
def test_two_calendars_do_not_mix(compare: Callable[[Any, Any], Any]) -> None:
    other = HijriDate(1448, 9, 1, "islamic-civil")
    with pytest.raises(MixedCalendars, match="'ummalqura'"):
        compare(RAMADAN, other)


def test_the_same_day_in_two_calendars_is_not_the_same_date() -> None:
    kacst = HijriDate(1448, 9, 1, "ummalqura-kacst")
    assert kacst.day_number == RAMADAN.day_number
    assert kacst != RAMADAN
    assert len({kacst, RAMADAN, RAMADAN.replace()}) == 2


@pytest.mark.parametrize("other", [date(2027, 2, 8), 20_857, "1448-09-01", None])
def test_what_is_no_hijri_date_neither_equals_nor_orders(other: Any) -> None:
    assert other != RAMADAN
    for compare in ORDERINGS:
        with pytest.raises(TypeError):
            compare(RAMADAN, other)
    with pytest.raises(TypeError):
        RAMADAN - other
    with pytest.raises(TypeError):
        RAMADAN + other


def test_it_is_immutable() -> None:
    with pytest.raises(AttributeError):
        RAMADAN.year = 1449  # type: ignore[misc]
    with pytest.raises(AttributeError):
        RAMADAN.note = "no"  # type: ignore[attr-defined]


def test_copies_and_pickles_are_equal() -> None:
    for copied in (copy.copy(RAMADAN), copy.deepcopy(RAMADAN)):
        assert copied == RAMADAN
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        found = pickle.loads(pickle.dumps(RAMADAN, protocol))
        assert found == RAMADAN
        assert hash(found) == hash(RAMADAN)
        assert found.calendar is RAMADAN.calendar


def test_numpy_integers_are_integers_and_floats_are_not() -> None:
    found = HijriDate(np.int64(1448), np.int8(9), np.uint8(1), "ummalqura")
    assert found == RAMADAN
    assert type(found.year) is int
    with pytest.raises(TypeError):
        HijriDate(1448.0, 9, 1, "ummalqura")  # type: ignore[arg-type]


def test_a_day_before_datetime_date_has_no_civil_date(ancient: Calendar) -> None:
    with pytest.raises(OutOfRange, match="0001-01-01 to 9999-12-31"):
        ancient.date(1, 1, 1).to_date()
