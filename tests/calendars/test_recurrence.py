"""Recurrence rules: the RFCs' own examples, SKIP, starts, the ends of calendars, mistakes."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

import miqat
from miqat import recurrence
from miqat.calendars import HijriDate, calendar
from miqat.errors import InvalidRule, OutOfRange, UnknownName, WrongType

if TYPE_CHECKING:
    from miqat.calendars import Calendar

# Last Fridays of Ramadan as libical 3.0.16 with ICU 72 gives them.
LAST_FRIDAYS = (
    "2020-05-22", "2021-05-07", "2022-04-29", "2023-04-21",
    "2024-04-05", "2025-03-28", "2026-03-13", "2027-03-05",
)  # fmt: skip

# RFC 5545, section 3.8.5.3 and 3.3.10: rule, DTSTART, the dates that it prints.
RFC_5545 = [
    ("FREQ=DAILY;COUNT=10", "1997-09-02", [f"1997-09-{day:02}" for day in range(2, 12)]),
    ("FREQ=DAILY;INTERVAL=10;COUNT=5", "1997-09-02",
     ["1997-09-02", "1997-09-12", "1997-09-22", "1997-10-02", "1997-10-12"]),
    ("FREQ=WEEKLY;COUNT=5", "1997-09-02",
     ["1997-09-02", "1997-09-09", "1997-09-16", "1997-09-23", "1997-09-30"]),
    ("FREQ=WEEKLY;INTERVAL=2;WKST=SU", "1997-09-02",
     ["1997-09-02", "1997-09-16", "1997-09-30", "1997-10-14", "1997-10-28"]),
    ("FREQ=WEEKLY;INTERVAL=2;COUNT=8;WKST=SU;BYDAY=TU,TH", "1997-09-02",
     ["1997-09-02", "1997-09-04", "1997-09-16", "1997-09-18", "1997-09-30", "1997-10-02",
      "1997-10-14", "1997-10-16"]),
    ("FREQ=MONTHLY;COUNT=10;BYDAY=1FR", "1997-09-05",
     ["1997-09-05", "1997-10-03", "1997-11-07", "1997-12-05", "1998-01-02", "1998-02-06",
      "1998-03-06", "1998-04-03", "1998-05-01", "1998-06-05"]),
    ("FREQ=MONTHLY;INTERVAL=2;COUNT=10;BYDAY=1SU,-1SU", "1997-09-07",
     ["1997-09-07", "1997-09-28", "1997-11-02", "1997-11-30", "1998-01-04", "1998-01-25",
      "1998-03-01", "1998-03-29", "1998-05-03", "1998-05-31"]),
    ("FREQ=MONTHLY;COUNT=6;BYDAY=-2MO", "1997-09-22",
     ["1997-09-22", "1997-10-20", "1997-11-17", "1997-12-22", "1998-01-19", "1998-02-16"]),
    ("FREQ=MONTHLY;BYMONTHDAY=-3", "1997-09-28",
     ["1997-09-28", "1997-10-29", "1997-11-28", "1997-12-29", "1998-01-29", "1998-02-26"]),
    ("FREQ=MONTHLY;COUNT=10;BYMONTHDAY=1,-1", "1997-09-30",
     ["1997-09-30", "1997-10-01", "1997-10-31", "1997-11-01", "1997-11-30", "1997-12-01",
      "1997-12-31", "1998-01-01", "1998-01-31", "1998-02-01"]),
    ("FREQ=YEARLY;COUNT=10;BYMONTH=6,7", "1997-06-10",
     [f"{year}-{month}-10" for year in range(1997, 2002) for month in ("06", "07")]),
    ("FREQ=YEARLY;INTERVAL=3;COUNT=10;BYYEARDAY=1,100,200", "1997-01-01",
     ["1997-01-01", "1997-04-10", "1997-07-19", "2000-01-01", "2000-04-09", "2000-07-18",
      "2003-01-01", "2003-04-10", "2003-07-19", "2006-01-01"]),
    ("FREQ=YEARLY;BYDAY=20MO", "1997-05-19", ["1997-05-19", "1998-05-18", "1999-05-17"]),
    ("FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO", "1997-05-12", ["1997-05-12", "1998-05-11", "1999-05-17"]),
    ("FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", "1997-09-02",
     ["1998-02-13", "1998-03-13", "1998-11-13", "1999-08-13", "2000-10-13"]),
    ("FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8", "1996-11-05",
     ["1996-11-05", "2000-11-07", "2004-11-02"]),
    ("FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3", "1997-09-04",
     ["1997-09-04", "1997-10-07", "1997-11-06"]),
    ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2", "1997-09-29",
     ["1997-09-29", "1997-10-30", "1997-11-27", "1997-12-30", "1998-01-29"]),
    ("FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO", "1997-08-05",
     ["1997-08-05", "1997-08-10", "1997-08-19", "1997-08-24"]),
    ("FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU", "1997-08-05",
     ["1997-08-05", "1997-08-17", "1997-08-19", "1997-08-31"]),
    ("FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5", "2007-01-15",
     ["2007-01-15", "2007-01-30", "2007-02-15", "2007-03-15", "2007-03-30"]),
]  # fmt: skip

# RFC 7529, section 4.3 and its figures: the end of January each month, 29 February each year.
RFC_7529 = [
    ("RSCALE=GREGORIAN;FREQ=MONTHLY;SKIP=BACKWARD;COUNT=4", "2014-01-31",
     ["2014-01-31", "2014-02-28", "2014-03-31", "2014-04-30"]),
    ("RSCALE=GREGORIAN;FREQ=MONTHLY;SKIP=FORWARD;COUNT=4", "2014-01-31",
     ["2014-01-31", "2014-03-01", "2014-03-31", "2014-05-01"]),
    ("RSCALE=GREGORIAN;FREQ=MONTHLY;SKIP=OMIT;COUNT=4", "2014-01-31",
     ["2014-01-31", "2014-03-31", "2014-05-31", "2014-07-31"]),
    ("RSCALE=GREGORIAN;FREQ=YEARLY;SKIP=FORWARD;COUNT=5", "2012-02-29",
     ["2012-02-29", "2013-03-01", "2014-03-01", "2015-03-01", "2016-02-29"]),
    ("RSCALE=GREGORIAN;FREQ=YEARLY;SKIP=BACKWARD;COUNT=5", "2012-02-29",
     ["2012-02-29", "2013-02-28", "2014-02-28", "2015-02-28", "2016-02-29"]),
]  # fmt: skip


def dates(rule: str, start: str, most: int = 20) -> list[str]:
    return [str(day) for day in islice(recurrence(rule, date.fromisoformat(start)), most)]


def test_the_last_fridays_of_ramadan() -> None:
    rule = "RSCALE=ISLAMIC-CIVIL;FREQ=YEARLY;BYMONTH=9;BYDAY=-1FR"
    assert tuple(dates(rule, "2020-01-01", 8)) == LAST_FRIDAYS
    found = recurrence(rule).between(date(2020, 1, 1), date(2028, 1, 1))
    assert tuple(map(str, found)) == LAST_FRIDAYS


@pytest.mark.parametrize(("rule", "start", "expected"), RFC_5545 + RFC_7529)
def test_the_examples_of_the_rfcs(rule: str, start: str, expected: list[str]) -> None:
    found = dates(rule, start, len(expected) + ("COUNT" in rule))
    assert found == expected
    assert dates(f"RRULE:{rule.lower()}", start, len(expected)) == expected


@pytest.mark.parametrize(
    ("skip", "expected"),
    # Ramadan 1444 and 1446 have 29 days in ICU's table; 1 Shawwal is the next day.
    [
        ("OMIT", ["1443-09-30", "1445-09-30", "1447-09-30"]),
        ("BACKWARD", ["1443-09-30", "1444-09-29", "1445-09-30", "1446-09-29", "1447-09-30"]),
        ("FORWARD", ["1443-09-30", "1444-10-01", "1445-09-30", "1446-10-01", "1447-09-30"]),
    ],
)
def test_skip_on_30_ramadan(skip: str, expected: list[str]) -> None:
    kacst = calendar("ummalqura-kacst")
    rule = recurrence(
        f"RSCALE=ISLAMIC-UMALQURA;FREQ=YEARLY;BYMONTH=9;BYMONTHDAY=30;SKIP={skip}",
        HijriDate(1443, 1, 1, kacst),
    )
    lengths = [kacst.month_length(year, 9) for year in range(1443, 1448)]
    found = rule.between(kacst.date(1443, 1, 1).to_date(), kacst.date(1448, 1, 1).to_date())
    assert lengths == [30, 29, 30, 29, 30]
    assert [str(kacst.from_date(day)) for day in found] == expected


def test_a_moved_day_is_listed_once_and_in_order() -> None:
    rule = "RSCALE=ISLAMIC-CIVIL;FREQ=MONTHLY;BYMONTHDAY=1,29,30;SKIP=FORWARD;COUNT=7"
    civil = calendar("islamic-civil")
    found = recurrence(rule, civil.date(1448, 1, 1))
    assert [str(civil.from_date(day)) for day in found] == [
        "1448-01-01", "1448-01-29", "1448-01-30",
        "1448-02-01", "1448-02-29", "1448-03-01", "1448-03-29",
    ]  # fmt: skip


def test_a_part_that_limits_moves_no_day() -> None:
    parts = "RSCALE=GREGORIAN;FREQ=DAILY;BYMONTHDAY=31;COUNT=3"
    for skip in ("", ";SKIP=BACKWARD", ";SKIP=FORWARD"):
        assert dates(parts + skip, "2026-01-01") == ["2026-01-31", "2026-03-31", "2026-05-31"]


def test_a_start_that_does_not_match_is_not_listed() -> None:
    rule = "RSCALE=ISLAMIC-CIVIL;FREQ=YEARLY;BYMONTH=9;BYDAY=-1FR;COUNT=1"
    assert dates(rule, "2020-01-01") == ["2020-05-22"]


def test_the_interval_counts_from_the_start() -> None:
    rule = recurrence(
        "RSCALE=ISLAMIC-CIVIL;FREQ=YEARLY;INTERVAL=3;BYMONTH=9;BYDAY=-1FR", date(2020, 1, 1)
    )
    every_third = [LAST_FRIDAYS[0], LAST_FRIDAYS[3], LAST_FRIDAYS[6]]
    assert [str(day) for day in islice(rule, 3)] == every_third
    # 2020-01-01 is in 1441, so 1444 and 1447 are the next; asking later does not shift them
    assert str(rule.after(date(2021, 6, 1))) == every_third[1]
    assert str(rule.after(date(2023, 4, 21))) == every_third[2]
    assert str(rule.after(date(2023, 4, 21), inclusive=True)) == every_third[1]


def test_count_counts_from_the_start_wherever_it_is_asked() -> None:
    rule = recurrence("FREQ=YEARLY;COUNT=3", date(2020, 1, 1))
    assert list(rule.between(date(2022, 1, 1), date(2030, 1, 1))) == [date(2022, 1, 1)]
    assert rule.after(date(2022, 1, 1)) is None


def test_until_is_included_and_gregorian() -> None:
    rule = "RSCALE=ISLAMIC-CIVIL;FREQ=YEARLY;BYMONTH=9;BYDAY=-1FR;UNTIL=20220429"
    assert tuple(dates(rule, "2020-01-01")) == LAST_FRIDAYS[:3]
    assert recurrence(rule, date(2020, 1, 1)).after(date(2022, 4, 29)) is None


def test_between_includes_both_ends() -> None:
    rule = recurrence("FREQ=WEEKLY;BYDAY=FR")
    friday, next_friday = date(2026, 3, 13), date(2026, 3, 20)
    assert list(rule.between(friday, next_friday)) == [friday, next_friday]
    assert list(rule.between(friday, next_friday - timedelta(1))) == [friday]
    assert list(rule.between(friday, friday)) == [friday]
    assert list(rule.between(next_friday, friday)) == []
    assert rule.days(friday, next_friday).astype(str).tolist() == ["2026-03-13", "2026-03-20"]


@pytest.mark.parametrize(
    "start",
    [date(2026, 3, 20), "2026-03-20", np.datetime64("2026-03-20T23:00"), HijriDate("1447-10-01")],
)
def test_a_start_is_whatever_names_a_day(start: Any) -> None:
    eid = recurrence("FREQ=YEARLY;COUNT=2", start, "ummalqura")
    assert [str(day) for day in eid] == ["2026-03-20", "2027-03-09"]
    assert list(eid.between(start, start)) == [date(2026, 3, 20)]
    assert eid.after(start) == date(2027, 3, 9)


@pytest.mark.parametrize("start", [5.5, np.datetime64("2026-03"), object()])
def test_what_names_no_day_is_refused(start: Any) -> None:
    with pytest.raises(WrongType):
        recurrence("FREQ=YEARLY", start, "ummalqura")
    with pytest.raises(WrongType, match="is not a calendar"):
        recurrence("FREQ=YEARLY", date(2026, 3, 20), start)


def test_days_are_an_array() -> None:
    rule = recurrence("RSCALE=ISLAMIC-CIVIL;FREQ=YEARLY;BYMONTH=9;BYDAY=-1FR")
    found = rule.days(date(2020, 1, 1), date(2028, 1, 1))
    assert found.dtype == np.dtype("datetime64[D]")
    assert found.astype(str).tolist() == list(LAST_FRIDAYS)
    assert rule.days(date(2020, 1, 1), date(2020, 1, 2)).shape == (0,)


def test_any_calendar_by_id_or_as_an_object(irregular: Calendar) -> None:
    text = "FREQ=YEARLY;BYMONTH=9;BYMONTHDAY=1"
    years = date(2020, 1, 1), date(2028, 1, 1)
    by_id = list(recurrence(text, calendar="ummalqura").between(*years))
    assert by_id == list(recurrence(f"RSCALE=UMMALQURA;{text}").between(*years))
    assert by_id == list(recurrence(text, calendar=calendar("ummalqura")).between(*years))
    start = irregular.date(1400, 1, 31)  # months of 31, 28, 30, 29 ... days
    monthly = recurrence("FREQ=MONTHLY;SKIP=BACKWARD", start, irregular)
    found = [irregular.from_date(day).day for day in islice(monthly, 4)]
    assert found == [31, 28, 30, 29]


def test_the_persian_scale_is_the_solar_hijri_calendar() -> None:
    rule = recurrence("RSCALE=PERSIAN;FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=1")
    found = [str(day) for day in rule.between(date(2024, 1, 1), date(2027, 1, 1))]
    assert found == ["2024-03-20", "2025-03-21", "2026-03-21"]  # Nowruz in Iran


def test_the_end_of_a_calendar_is_said(irregular: Calendar) -> None:
    rule = recurrence("FREQ=MONTHLY;BYMONTHDAY=1", calendar=irregular)
    first, end = (HijriDate(1400, 1, 1, irregular), irregular.last_day)
    numbers = rule.day_numbers(first.day_number, end)
    assert len(list(numbers)) == 16
    found = rule.day_numbers(first.day_number)
    assert len(list(islice(found, 16))) == 16
    with pytest.raises(OutOfRange, match="past the end of irregular, whose last day is 1401-04-"):
        next(found)
    with pytest.raises(OutOfRange, match="is outside irregular, which runs from 1400-01-01 to"):
        next(rule.day_numbers(first.day_number - 1))
    with pytest.raises(OutOfRange):
        recurrence("FREQ=DAILY", date(2030, 1, 1), irregular)


def test_an_incomplete_last_year_gives_what_it_has(irregular: Calendar) -> None:
    rule = recurrence("FREQ=YEARLY;BYMONTH=2,9;BYMONTHDAY=1", calendar=irregular)
    first = irregular.first_day
    found = list(rule.day_numbers(first, irregular.last_day))
    assert [str(irregular.from_day(day)) for day in found] == [
        "1400-02-01", "1400-09-01", "1401-02-01",
    ]  # fmt: skip
    by_place = recurrence("FREQ=YEARLY;BYMONTH=2,9;BYMONTHDAY=1;BYSETPOS=1", calendar=irregular)
    with pytest.raises(OutOfRange):
        list(by_place.day_numbers(first, irregular.last_day))


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=31",
        "FREQ=YEARLY;BYDAY=53MO;BYMONTHDAY=1",
        "FREQ=WEEKLY;BYDAY=MO;BYSETPOS=2",
        "RSCALE=ISLAMIC-CIVIL;FREQ=YEARLY;BYYEARDAY=356",
        "FREQ=DAILY;BYDAY=MO;BYSETPOS=3",
    ],
)
def test_a_rule_that_never_matches_comes_to_an_end(rule: str) -> None:
    with pytest.raises(OutOfRange, match="past the end of"):
        next(iter(recurrence(rule, date(2026, 1, 1))))
    assert list(recurrence(rule).between(date(2026, 1, 1), date(2036, 1, 1))) == []


MISTAKES = {
    "": "unknown rule part ''",
    "BYMONTH=1": "the rule has no FREQ",
    "FREQ=YEARLY;": "unknown rule part ''",
    "FREQ": "FREQ has no value",
    "FREQ=": "FREQ has no value",
    "FREQ=HOURLY": "FREQ=HOURLY is shorter than a day",
    "FREQ=FORTNIGHTLY": "FREQ=FORTNIGHTLY is not one of YEARLY, MONTHLY, WEEKLY, DAILY",
    "FREQ=DAILY;BYHOUR=3": "BYHOUR is a time of day",
    "FREQ=DAILY;BYDAYS=FR": "unknown rule part 'BYDAYS'; did you mean BYDAY or ",
    "FREQ=DAILY;FREQ=DAILY": "FREQ occurs twice",
    "FREQ=DAILY;COUNT=2;UNTIL=20300101": "COUNT and UNTIL are not allowed in one rule",
    "FREQ=DAILY;COUNT=0": "COUNT=0 is not a whole number from 1",
    "FREQ=DAILY;INTERVAL=-1": "INTERVAL=-1 is not a whole number",
    "FREQ=DAILY;UNTIL=20300230": "UNTIL=20300230 is not a Gregorian date",
    "FREQ=DAILY;UNTIL=20300101T000000Z": "UNTIL=20300101T000000Z is not a Gregorian date",
    "FREQ=DAILY;SKIP=FORWARD": "SKIP is allowed only together with RSCALE",
    "FREQ=DAILY;SKIP=OMIT": "SKIP is allowed only together with RSCALE",
    "RSCALE=GREGORIAN;FREQ=DAILY;SKIP=UP": "SKIP=UP is not one of OMIT, BACKWARD, FORWARD",
    "FREQ=DAILY;WKST=XX": "WKST=XX is not one of MO, TU",
    "FREQ=MONTHLY;BYWEEKNO=1": "BYWEEKNO is allowed only with FREQ=YEARLY",
    "FREQ=MONTHLY;BYYEARDAY=1": "BYYEARDAY is not allowed with FREQ=MONTHLY",
    "FREQ=WEEKLY;BYMONTHDAY=1": "BYMONTHDAY is not allowed with FREQ=WEEKLY",
    "FREQ=WEEKLY;BYDAY=1FR": "BYDAY takes no number with FREQ=WEEKLY",
    "FREQ=DAILY;BYDAY=-1FR": "BYDAY takes no number with FREQ=DAILY",
    "FREQ=YEARLY;BYWEEKNO=1;BYDAY=1FR": "BYDAY takes no number together with BYWEEKNO",
    "FREQ=MONTHLY;BYDAY=6FR": "BYDAY=6: a month has no weekday number 6",
    "FREQ=YEARLY;BYDAY=54FR": "BYDAY=54FR: its number is not one of 1 to 53",
    "FREQ=YEARLY;BYDAY=0FR": "BYDAY=0FR: its number is not one of 1 to 53",
    "FREQ=YEARLY;BYDAY=FRI": "BYDAY=FRI is not a weekday such as FR, 2FR or -1FR",
    "FREQ=YEARLY;BYDAY=1FR,": "BYDAY= is not a weekday",
    "FREQ=YEARLY;BYMONTH=13": "BYMONTH=13 is not one of 1 to 12",
    "FREQ=YEARLY;BYMONTH=-1": "BYMONTH=-1 is not one of 1 to 12",
    "FREQ=YEARLY;BYMONTH=5L": "BYMONTH=5L is a leap month, which no calendar here has",
    "FREQ=MONTHLY;BYMONTHDAY=32": "BYMONTHDAY=32 is not one of 1 to 31 or -1 to -31",
    "FREQ=MONTHLY;BYMONTHDAY=0": "BYMONTHDAY=0 is not one of 1 to 31",
    "FREQ=YEARLY;BYYEARDAY=367": "BYYEARDAY=367 is not one of 1 to 366",
    "FREQ=YEARLY;BYWEEKNO=54": "BYWEEKNO=54 is not one of 1 to 53",
    "FREQ=YEARLY;BYSETPOS=1": "BYSETPOS is allowed only together with another BY part",
    "RSCALE=ISLAMIC;FREQ=YEARLY": "RSCALE: 'ISLAMIC' names no calendar that programs agree on; u",
    "RSCALE=islamic-rgsa;FREQ=YEARLY": "RSCALE: 'ISLAMIC-RGSA' names no calendar",
    "FREQ=YEARLY": "the rule names no day: it needs a start",
    "FREQ=YEARLY;BYMONTH=9": "the rule names no day: it needs a start",
    "FREQ=YEARLY;BYWEEKNO=9": "the rule names no day: it needs a start",
    "FREQ=MONTHLY": "the rule names no day: it needs a start to take a day of the month from",
    "FREQ=WEEKLY": "the rule names no day: it needs a start to take a weekday from",
    "FREQ=DAILY;INTERVAL=2": "INTERVAL counts from a start",
    "FREQ=DAILY;COUNT=2": "COUNT counts from a start",
}


@pytest.mark.parametrize("text", MISTAKES)
def test_a_mistake_is_named_in_one_line(text: str) -> None:
    with pytest.raises(InvalidRule) as raised:
        recurrence(text)
    assert str(raised.value).startswith(MISTAKES[text])
    assert "\n" not in str(raised.value)


def test_an_unknown_scale_names_its_neighbours() -> None:
    with pytest.raises(UnknownName, match="unknown RSCALE 'ISLAMIC-UMALKURA'; did you mean 'islam"):
        recurrence("RSCALE=ISLAMIC-UMALKURA;FREQ=DAILY")
    with pytest.raises(InvalidRule, match="has RSCALE=GREGORIAN"):
        recurrence("RSCALE=GREGORIAN;FREQ=DAILY", calendar="ummalqura")


def test_a_rule_without_a_start_has_no_first_date() -> None:
    with pytest.raises(InvalidRule, match="without a start"):
        iter(recurrence("FREQ=DAILY"))


def test_recurrence_is_public() -> None:
    assert miqat.recurrence is recurrence
    assert "recurrence" in miqat.__all__
