from __future__ import annotations

import copy
import operator
import pickle
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from miqat.authorities import authority, calendar_of
from miqat.authorities.record_io import entry_of
from miqat.calendars import DEFAULT_CALENDAR, HijriDate, calendar, hijri_date
from miqat.errors import InvalidDate, MixedCalendars, OutOfRange, UnknownName, WrongType

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


def test_the_default_calendar_is_stated() -> None:
    assert HijriDate(1448, 9, 1) == RAMADAN
    assert HijriDate.from_date(date(2027, 2, 8)).calendar.id == DEFAULT_CALENDAR
    assert HijriDate.fromisoformat("1448-09-01") == RAMADAN


@pytest.mark.parametrize(
    "value",
    [
        "1448-09-01",
        date(2027, 2, 8),
        datetime(2027, 2, 8, 23, 59),
        np.datetime64("2027-02-08"),
        np.datetime64("2027-02-08T23:59:59.999", "ns"),
        RAMADAN,
    ],
)
def test_one_value_in_place_of_three(value: Any) -> None:
    assert HijriDate(value) == RAMADAN
    assert HijriDate(value, calendar="ummalqura") == RAMADAN


@pytest.mark.parametrize("value", ["2027-02-08", date(2027, 2, 8), np.datetime64("2027-02-08T01")])
def test_from_date_takes_what_names_a_day(value: Any) -> None:
    assert HijriDate.from_date(value) == RAMADAN
    assert calendar("ummalqura").from_date(value) == RAMADAN


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((1448,), "a year, a month and a day"),
        ((1448, 9), "a year, a month and a day"),
        ((1448.0, 9, 1), "integers"),
        ((np.datetime64("2027-02"),), "names no single day"),
        ((np.datetime64("2027-02-08", "W"),), "names no single day"),
        ((None,), "names no day"),
        ((1448, 9, 1, 5), "5 is not a calendar"),
        ((1448, 9, 1, None), "None is not a calendar"),
    ],
)
def test_another_type_is_refused_in_one_line(arguments: Any, message: str) -> None:
    with pytest.raises(WrongType, match=message) as caught:
        HijriDate(*arguments)
    assert "\n" not in str(caught.value)


def test_today_without_a_place_is_that_of_the_civil_day_in_utc() -> None:
    before = datetime.now(UTC).date()
    found = HijriDate.today()
    assert before <= found.to_date() <= datetime.now(UTC).date()
    assert found.calendar.id == DEFAULT_CALENDAR
    assert HijriDate.today(calendar="islamic-civil").calendar.id == "islamic-civil"


def test_today_at_a_place_begins_with_its_sunset(monkeypatch: pytest.MonkeyPatch) -> None:
    # On 2027-02-07 the Sun sets in Mecca between 15:00 and 15:30 UTC.
    class Clock(datetime):
        moment = datetime(2027, 2, 7, 15, 0, tzinfo=UTC)

        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Any:
            return cls.moment.astimezone(tz)

    monkeypatch.setattr(hijri_date, "datetime", Clock)
    assert HijriDate.today("Makkah", "ummalqura").isoformat() == "1448-08-30"
    Clock.moment = datetime(2027, 2, 7, 15, 30, tzinfo=UTC)
    assert HijriDate.today("Makkah", "ummalqura") == RAMADAN
    assert HijriDate.today(calendar="ummalqura").isoformat() == "1448-08-30"
    # Without a calendar: the one in effect for the place.
    assert HijriDate.today("Lahore").calendar.id == "authority:pakistan"


@pytest.mark.parametrize("name", ["authority:pakistan", "authority:iran", "Türkiye", "iran", "IR"])
def test_calendars_of_authorities_are_found_by_id_and_by_country(name: str) -> None:
    found = calendar(name)
    assert found.id.startswith("authority:")
    assert calendar(found.id) is found
    assert authority(found.id.removeprefix("authority:")).calendar is found


@pytest.mark.parametrize(
    "name", ["ummalqura", "authority:pakistan", "authority:iran", "authority:saudi-arabia"]
)
def test_a_date_reads_back_and_pickles_small(name: str) -> None:
    on = calendar(name).from_date(date(2026, 11, 27))
    calendar(name).month_lengths(1440, 1448)  # what was computed is not pickled
    assert eval(repr(on)) == on
    pickled = pickle.dumps(on)
    assert len(pickled) < 300
    assert pickle.loads(pickled) == on
    assert pickle.loads(pickled).to_date() == on.to_date()


@pytest.fixture
def disputed() -> tuple[Calendar, Calendar]:
    """Pakistan's calendar with and without an announcement a day later than the forecast."""
    told = entry_of("pakistan", "1448-09", date(2027, 2, 10), date(2027, 2, 9), "a test")
    return calendar_of("pakistan", None, [told]), calendar_of("pakistan", 20_000)


def test_dates_of_two_states_of_a_record_are_equal_only_as_year_month_day(
    disputed: tuple[Calendar, Calendar],
) -> None:
    told, before = disputed
    day = date(2027, 2, 10)
    one, other = told.from_date(day), before.from_date(day)
    assert (one.isoformat(), other.isoformat()) == ("1448-09-01", "1448-09-02")
    assert one != other
    assert one < other
    assert not one >= other
    same = before.date(1448, 9, 1)
    assert one == same
    assert hash(one) == hash(same)
    assert len({one, same, other}) == 2


def test_a_calendar_with_entries_or_as_of_an_earlier_day_pickles(
    disputed: tuple[Calendar, Calendar],
) -> None:
    for kept in disputed:
        again = pickle.loads(pickle.dumps(kept))
        assert again.date(1448, 9, 1).to_date() == kept.date(1448, 9, 1).to_date()
        on = kept.date(1448, 9, 2)
        assert pickle.loads(pickle.dumps(on)).to_date() == on.to_date()
    assert len(pickle.dumps(disputed[1].date(1448, 9, 1))) < 300


def test_an_unregistered_calendar_is_pickled_without_what_it_computed(irregular: Calendar) -> None:
    before = len(pickle.dumps(irregular))
    irregular.month_lengths(irregular.first_year, irregular.first_year)
    assert len(pickle.dumps(irregular)) == before
    assert pickle.loads(pickle.dumps(irregular)).first_day == irregular.first_day
