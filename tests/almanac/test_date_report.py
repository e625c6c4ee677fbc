from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from miqat import days
from miqat.almanac.date_report import check
from miqat.calendars import calendar
from miqat.calendars.text.civil_prose import read_civil
from miqat.errors import InvalidDate, OutOfRange, UnknownName
from miqat.languages import language, language_codes
from miqat.observances import observance


def test_the_seventh_of_august_1979() -> None:
    # Newspapers of Tehran and the comparative calendars give 13 Ramadan 1399 for 7 August 1979, a
    # Tuesday; the published Umm al-Qura 14; KACST 13. The last Friday of Ramadan was 17 August.
    found = check("7 August 1979", "last friday of ramadan", "iran-observed", country=("IR",))
    assert found.date.weekday() == 1
    assert {on.calendar.id: on.isoformat() for on in found.dates} == {
        "iran-observed": "1399-09-13",
        "ummalqura": "1399-09-14",
        "ummalqura-kacst": "1399-09-13",
        "islamic-civil": "1399-09-13",
    }
    assert [each.id for each in found.observances] == ["jumuat-al-wida", "quds-day"]
    for fall in found.falls:
        assert fall.occurrence is not None
        if fall.calendar.id != "islamic-civil":
            assert fall.occurrence.first == date(1979, 8, 17)
            assert fall.days_from == 10
            assert not fall.is_on_the_day


def test_the_day_itself_and_a_day_within() -> None:
    (fall, *_) = check(date(1979, 8, 17), "jumuat-al-wida", "iran-observed").falls
    assert fall.is_on_the_day
    (fall, *_) = check("2024-03-20", "month of ramadan").falls
    assert fall.is_on_the_day
    assert fall.occurrence is not None
    assert fall.occurrence.first == date(2024, 3, 11)


def test_of_several_the_nearest() -> None:
    (fall, *_) = check("2024-06-27", observance("monday-thursday-fast")).falls
    assert fall.is_on_the_day
    (fall, *_) = check("2024-06-26", observance("monday-thursday-fast")).falls
    assert fall.days_from == 1


def test_what_was_not_yet_kept_says_so() -> None:
    found = check("4 August 1950", "quds-day", "iran-observed", country=("IR",))
    assert {fall.reason for fall in found.falls} == {"not observed before 1979-08-17"}
    assert all(fall.occurrence is None for fall in found.falls)
    ended = check("2025-07-11", "ismaili-imamat-day-aga-khan-iv").falls[0]
    assert ended.reason == "not observed since 2025-02-04"
    once = check("2025-07-11", "conquest-of-constantinople", "islamic-civil").falls[0]
    assert once.reason == "does not occur in 1447"


def test_a_calendar_that_does_not_reach_is_named() -> None:
    found = check("1 January 1900", "ashura", "islamic-civil")
    assert [each.id for each in found.outside] == ["ummalqura"]
    with pytest.raises(OutOfRange, match="outside ummalqura"):
        check("1 January 1900", "ashura")


def test_an_observance_of_other_countries_is_refused() -> None:
    with pytest.raises(OutOfRange, match="quds-day is an observance of IR only"):
        check("17 August 1979", "quds-day", "iran-observed")
    assert check("17 August 1979", "quds-day").falls[0].is_on_the_day  # by Iran's months
    with pytest.raises(UnknownName, match="did you mean 'ashura'"):
        check("17 August 1979", "ashurab")


@pytest.mark.parametrize(
    "text",
    [
        "1979-08-07",
        "7 August 1979",
        "Tuesday 7 August 1979",
        "tuesday, 7th of august 1979",
        "August 7, 1979",
        "7 Aug 1979",
        "7 Ağustos 1979",
        "7. August 1979",
        "le 7 août 1979",
        "7 Agustus 1979",
        "۷ اوت ۱۹۷۹",
        "٧ أغسطس ١٩٧٩",
        "7 августа 1979",
        "۱۹۷۹-۰۸-۰۷",
    ],
)
def test_a_civil_date_is_read(text: str) -> None:
    assert read_civil(text) == date(1979, 8, 7)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("", "cannot read the date ''"),
        ("7 August", "cannot read the date '7 August'; write it as 1979-08-07 or "),
        ("August 1979", "cannot read the date 'August 1979'"),
        ("7 1979", "cannot read the date '7 1979'"),
        ("1979-02-30", "cannot read the date '1979-02-30' ("),
        ("30 February 1979", "cannot read the date '30 February 1979' ("),
        ("7 Agust 1979", "unknown month 'Agust'; did you mean 'August'"),
        ("7 August September 1979", "unknown month 'September'"),
        ("Monday 7 August 1979", "the weekday in 'Monday 7 August 1979' is not that of 1979"),
        ("7 8 August 1979", "cannot read the date"),
        ("99999-01-01", "unknown month '99999-01-01'"),
    ],
)  # fmt: skip
def test_what_is_no_date_gets_one_line(text: str, wrong: str) -> None:
    with pytest.raises((InvalidDate, UnknownName)) as caught:
        read_civil(text)
    assert str(caught.value).startswith(wrong)
    assert "\n" not in str(caught.value)


@settings(deadline=None)
@given(st.dates(date(1000, 1, 1)), st.sampled_from(language_codes()))
def test_a_date_in_any_language_is_read_back(on: date, code: str) -> None:
    name = language(code).calendar("gregorian").months[on.month - 1]
    if any(sign.isdecimal() for sign in name) or " " in name:
        return
    assert read_civil(f"{on.day} {name} {on.year}") == on


@settings(deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_a_date_or_refused(text: str) -> None:
    try:
        read_civil(text)
    except (InvalidDate, UnknownName) as error:
        assert "\n" not in str(error) or "\n" in repr(text)  # noqa: PT017


@settings(max_examples=40, deadline=None)
@given(st.integers(days.from_date(date(1925, 1, 1)), days.from_date(date(2070, 1, 1))))
def test_the_answer_is_that_of_the_days_of_the_year(number: int) -> None:
    kept = calendar("ummalqura")
    fall = check(days.to_date(number), "arafah").falls[0]
    on = kept.from_day(number)
    assert fall.is_on_the_day is ((on.month, on.day) == (12, 9))
    assert fall.occurrence is not None
    # The nearest of the year, the one before it and the one after it.
    years = range(max(on.year - 1, kept.first_year), min(on.year + 1, kept.last_year) + 1)
    away = [kept.day_number(year, 12, 9) - number for year in years]
    assert fall.days_from == min(away, key=abs)


@pytest.mark.parametrize("text", ["31 August 1979", "1979 August 31", "August 31, 1979"])
def test_the_thirty_first_before_or_after_the_year(text: str) -> None:
    assert read_civil(text) == date(1979, 8, 31)


def test_what_comes_later_counts_up_and_what_was_earlier_down() -> None:
    # Umm al-Qura: 1 Shawwal 1448 is 9 March 2027.
    for day, away in ((date(2027, 3, 6), 3), (date(2027, 3, 9), 0), (date(2027, 3, 13), -4)):
        assert check(day, "eid-al-fitr").falls[0].days_from == away
