from __future__ import annotations

import pickle
import re
from datetime import date, datetime, timedelta
from itertools import chain

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.calendars.ranges import years_of

from miqat import days
from miqat.calendars import Calendar, Certainty, HijriDate, Month, calendar, calendars
from miqat.errors import InvalidDate, OutOfRange

every_calendar = pytest.mark.parametrize("kept", calendars(), ids=lambda kept: kept.id)


@every_calendar
@settings(deadline=None, max_examples=12)  # a computed calendar takes its time at first
@given(data=st.data())
def test_a_day_survives_the_way_to_a_date_and_back(kept: Calendar, data: st.DataObject) -> None:
    number = data.draw(st.integers(kept.first_day, kept.last_day))
    found = kept.from_day(number)
    assert found.day_number == number
    assert kept.day_number(found.year, found.month, found.day) == number
    assert kept.date(found.year, found.month, found.day) == found
    assert kept.parse(found.isoformat()) == found
    assert kept.from_date(found.to_date()) == found
    assert pickle.loads(pickle.dumps(found)) == found


@every_calendar
@settings(deadline=None, max_examples=12)  # a computed calendar takes its time at first
@given(data=st.data())
def test_dates_are_ordered_as_their_days(kept: Calendar, data: st.DataObject) -> None:
    numbers = st.integers(kept.first_day, kept.last_day)
    one, other = kept.from_day(data.draw(numbers)), kept.from_day(data.draw(numbers))
    as_fields = (one.year, one.month, one.day) < (other.year, other.month, other.day)
    assert (one < other) == as_fields == (one.day_number < other.day_number)
    assert (one == other) == (one.day_number == other.day_number)
    assert other - one == timedelta(other.day_number - one.day_number)
    assert one + (other - one) == other


@every_calendar
def test_every_month_has_28_to_31_days_and_every_year_353_to_356(kept: Calendar) -> None:
    years = range(365, 367) if kept.month_names == "persian" else range(353, 357)
    for year in chain(*years_of(kept)):
        lengths = [kept.month_length(year, month) for month in range(1, 13)]
        assert set(lengths) <= {28, 29, 30, 31}
        assert kept.year_length(year) == sum(lengths)
        assert sum(lengths) in years


@every_calendar
def test_the_range_is_closed_at_both_ends(kept: Calendar) -> None:
    assert kept.from_day(kept.first_day).isoformat() == f"{kept.first_year:04d}-01-01"
    assert kept.from_day(kept.last_day).year == kept.last_year
    for outside in (kept.first_day - 1, kept.last_day + 1, -(10**12), 10**12):
        with pytest.raises(OutOfRange, match=f"is outside {kept.id}, which runs from"):
            kept.from_day(outside)
    for year in (kept.first_year - 1, kept.last_year + 1, 0, -1, 10**9):
        with pytest.raises(OutOfRange, match="which runs from"):
            kept.date(year, 1, 1)


@every_calendar
def test_a_calendar_says_what_it_is(kept: Calendar) -> None:
    assert kept.id
    assert kept.title
    assert kept.rule
    assert kept.source
    assert repr(kept) == f"<{type(kept).__name__} {kept.id!r}>"


def test_errors_name_the_range_and_the_nearest_date() -> None:
    published = calendar("ummalqura")
    expected = (
        "2077-11-17 is outside ummalqura, which runs from 1343-01-01 to 1500-12-30 "
        "(1924-08-01 to 2077-11-16 Gregorian)"
    )
    with pytest.raises(OutOfRange, match=re.escape(expected)):
        published.from_date(date(2077, 11, 17))
    expected = (
        "no day 30 in 1448-09 of ummalqura: the month has 29 days; the nearest date is 1448-09-29"
    )
    with pytest.raises(InvalidDate, match=re.escape(expected)):
        published.date(1448, 9, 30)
    with pytest.raises(InvalidDate, match="the nearest date is 1448-09-01"):
        published.date(1448, 9, 0)
    with pytest.raises(InvalidDate, match="month 13 of 1448 is not one of 1 to 12"):
        published.date(1448, 13, 1)
    with pytest.raises(InvalidDate, match="month 0 of 1448"):
        published.month_length(1448, 0)


def test_a_datetime_counts_as_the_civil_day_it_names() -> None:
    published = calendar("ummalqura")
    assert published.from_date(datetime(2027, 2, 8, 23, 59)) == published.date(1448, 9, 1)


def test_a_month_carries_its_source(irregular: Calendar) -> None:
    month = irregular.month(1400, 2)
    assert month == Month(1400, 2, -69, 28, "this test", Certainty.COMPUTED)
    assert list(month.days()) == list(range(-69, -41))
    assert calendar("ummalqura").month(1448, 9).certainty == "published"


def test_irregular_months_and_an_incomplete_last_year(irregular: Calendar) -> None:
    assert (irregular.first_year, irregular.last_year) == (1400, 1401)
    assert irregular.year_length(1400) == 353
    assert irregular.date(1400, 1, 31).day_number == -70
    assert irregular.from_day(irregular.last_day) == irregular.date(1401, 4, 30)
    with pytest.raises(OutOfRange, match="1401-05 is outside irregular"):
        irregular.date(1401, 5, 1)
    with pytest.raises(OutOfRange, match="1401-12 is outside irregular"):
        irregular.year_length(1401)
    with pytest.raises(InvalidDate, match="the nearest date is 1400-02-28"):
        irregular.date(1400, 2, 29)


def test_month_starts_are_read_only(irregular: Calendar) -> None:
    starts = irregular.month_starts
    assert starts.shape == (17,)
    assert starts[0] == irregular.first_day
    assert starts[-1] == irregular.last_day + 1
    with pytest.raises(ValueError, match="read-only"):
        starts[0] = 0


def test_a_registered_calendar_is_pickled_by_its_id() -> None:
    published = calendar("ummalqura")
    pickled = pickle.dumps(published)
    assert pickle.loads(pickled) is published
    assert len(pickled) < 200


def test_an_unregistered_calendar_is_pickled_whole(irregular: Calendar) -> None:
    found = pickle.loads(pickle.dumps(irregular.date(1400, 1, 31)))
    assert found == irregular.date(1400, 1, 31)
    assert found.calendar.month_length(1400, 1) == 31


def test_from_date_agrees_with_the_constructor() -> None:
    assert calendar("islamic-civil").from_date(days.to_date(0)) == HijriDate.from_date(
        date(1970, 1, 1), "islamic-civil"
    )
