"""Bad input: one line that says what was wrong, exit status 2, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Callable

    from .conftest import Answer

NOON = ("--at", "2027-02-08T12:00+03:30")

MISTAKES = {
    # what is typed: what the line says, after "miqat: "
    ("today", "Jerusalm"): "unknown place 'Jerusalm'; did you mean 'Jerusalem'",
    ("today", "Qwxyzzyq"): "unknown place 'Qwxyzzyq'",
    ("today", "[bold]Tehran"): "unknown place '[bold]Tehran'",
    ("today", ""): "an empty place",
    ("today", "   "): "an empty place",
    ("today", "91,0"): "latitude 91 is outside -90..90",
    ("today", "-91,0"): "latitude -91 is outside -90..90",
    ("today", "0,181"): "longitude 181 is outside -180..180; did you mean -179",
    ("today", "31.78"): "'31.78' is half a pair",
    ("today", "-31.78"): "'-31.78' is half a pair",
    ("today", "31.78,"): "'31.78,' is half a pair",
    ("today", "1 2 3"): "'1 2 3' has 3 numbers",
    ("today",): "Missing argument 'PLACE'",
    ("today", "Tehran", "Qom"): "Got unexpected extra argument (Qom)",
    ("today", "Tehran", "--calender", "ummalqura"): "No such option '--calender'",
    ("today", "-x"): "No such option '-x'",
    ("today", "Tehran", "--json=1"): "Option '--json' does not take a value",
    ("today", "Tehran", "--at"): "Option '--at' requires an argument",
    ("today", "Tehran", "--calendar", "umalqura", *NOON): (
        "unknown calendar 'umalqura'; did you mean 'ummalqura'"
    ),
    ("today", "Tehran", "--calendar", "", *NOON): "unknown calendar ''",
    ("today", "Tehran", "--method", "mwll", *NOON): "unknown method 'mwll'; did you mean 'mwl'",
    ("today", "Tehran", "--at", "noon"): "cannot read the instant 'noon'; write it as 2027-02-08T",
    ("today", "Tehran", "--at", ""): "cannot read the instant ''",
    ("today", "Tehran", "--at", "-5"): "cannot read the instant '-5'",
    ("today", "Tehran", "--at", "2027-02-30T12:00Z"): "cannot read the instant '2027-02-30",
    ("today", "Tehran", "--at", "2027-02-08T12:00+25:00"): "cannot read the instant",
    ("today", "Tehran", "--at", "2027-02-08T18:00"): (
        "2027-02-08T18:00:00 has no time zone; write it with its offset, as "
    ),
    ("today", "Tehran", "--at", "2027-02-08"): "2027-02-08T00:00:00 has no time zone",
    ("today", "Tehran", "--at", "0599-01-01T00:00Z"): "the ephemeris has the Sun and the Moon",
    ("today", "Tehran", "--at", "2651-01-01T00:00Z"): "the ephemeris has the Sun and the Moon",
    (
        "today",
        "Tehran",
        "--at",
        "1800-01-01T00:00Z",
        "--calendar",
        "ummalqura",
    ): "1800-01-01 is outside ummalqura, which",
    ("qibla", "Jerusalm"): "unknown place 'Jerusalm'; did you mean 'Jerusalem'?",
    ("qibla", "Tehran", "--date", "2027-02-30"): "cannot read the date '2027-02-30'",
    ("qibla", "Tehran", "--date", "1 January 599"): "the ephemeris has the Sun and the Moon",
    ("qibla",): "Missing argument 'PLACE'.",
    (
        "today",
        "Tehran",
        "--at",
        "2090-01-01T00:00Z",
        "--calendar",
        "ummalqura",
    ): "2090-01-01 is outside ummalqura, which ru",
    ("today", "Tehran", "--at", "0001-01-01T00:00+00:00"): "0001-01-01T00:00:00+00:00 is too ne",
    ("today", "Tehran", "--at", "9999-12-31T23:59+00:00"): "9999-12-31T23:59:00+00:00 is too ne",
    ("today", "Tehran", "--at", "9998-12-31T23:59-12:00"): "the ephemeris has the Sun and",
    ("convert", "soon"): "cannot read the date 'soon'; write it as 1448-09-01",
    ("convert", "7/8/1979"): "'7/8/1979' may be day/month or month/day",
    ("convert", "Friday 1 Ramadan 1448"): "the weekday in 'Friday 1 Ramadan 1448' is not",
    ("convert", ""): "cannot read the date ''",
    ("convert", "-1448-09-01"): "cannot read the date '-1448-09-01'",
    ("convert", "2027-02-08T00:00"): "cannot read the date '2027-02-08T00:00'",
    ("convert", "2027-13-01"): "there is no month 13: months are 1 to 12",
    ("convert", "2027-00-01"): "there is no month 0",
    ("convert", "2027-02-29"): "no day 29 in February 2027 of gregorian: it has 28 days",
    ("convert", "2027-02-00"): "no day 0 in February 2027",
    ("convert", "1448-13-01"): "month 13 of 1448 is not one of 1 to 12",
    # The newspaper Umm al-Qura has 29 days in Ramadan 1448 (1 Shawwal is 2027-03-09).
    ("convert", "1448-09-30"): "no day 30 in 1448-09 of ummalqura: the month has 29 days; the n",
    ("convert", "1300-01-01"): "1300-01 is outside ummalqura, which runs from 1343-01-01 to",
    ("convert", "0000-01-01"): "year 0 is outside ummalqura",
    ("convert", "1501-01-01", "--calendar", "ummalqura"): "1501-01 is outside ummalqura",
    ("convert", "1700-01-01", "--to", "ummalqura"): "1700-01-01 is outside ummalqura, which runs",
    ("convert", "1448-09-01", "--calendar", "umalqura"): "unknown calendar 'umalqura'; did you m",
    ("convert", "1448-09-01", "--calendar", ""): "unknown calendar ''",
    ("convert", "2027-02-08", "--to", "gregorain"): "unknown calendar 'gregorain'; did you mean ",
    ("convert", "2027-02-08", "--to", ""): "unknown calendar ''",
    ("convert",): "Missing argument 'DATE",
    ("convert", "2027-02-08", "2027-02-09"): "cannot read the date '2027-02-08 2027-02-09'",
    ("times",): "Missing argument 'PLACE'.",
    ("times", "Tehram"): "unknown place 'Tehram'; did you mean",
    ("times", "31.78"): "'31.78' is half a pair",
    ("times", "Ankara", "--month", "2027-13"): "cannot read the month '2027-13'; write it as 2027",
    ("times", "Ankara", "--month", "February"): "cannot read the month 'February'",
    ("times", "Ankara", "--year", "27"): "cannot read the year '27'; write it as 2027",
    ("times", "Ankara", "--on", "2027-02-30"): "cannot read the date '2027-02-30'",
    ("times", "Ankara", "--month", "2027-02", "--year", "2027"): "give only one of --month, --year",
    ("times", "Ankara", "--from", "2027-02-01"): "give --from and --to together",
    ("times", "Ankara", "--from", "2027-02-02", "--to", "2027-02-01"): "the timetable would end on",
    ("times", "Ankara", "--ramadan", "48"): "cannot read the year '48'; write it as 1448",
    ("times", "Ankara", "--ramadan", "1648", "--calendar", "ummalqura"): (
        "1648-09 is outside ummalqura"
    ),
    ("times", "Ankara", "--ramadan", "1448", "--calendar", "persian"): (
        "the calendar 'solar-hijri' has no Ramadan"
    ),
    ("times", "Ankara", "--method", "diyanett"): "unknown method 'diyanett'; did you mean 'diyanet",
    ("times", "Ankara", "--method", "absent.toml"): "absent.toml: No such file or directory",
    ("times", "Ankara", "--set", "fajr.angel = 16"): "unknown key of [fajr] of method",
    ("times", "Ankara", "--set", "fajr.angle = 60"): "angle of [fajr] of method 'diyanet changed'",
    ("times", "Ankara", "--set", "fajr"): "a method is written in TOML",
    ("times", "0,-150", "--set", "ramadan.isha.of = 'maghrib'"): (
        "method 'mwl changed' changes in Ramadan and names no calendar: give a calendar, such as"
    ),
    ("times", "Ankara", "--set", "since = 2030-01-01", "--on", "2027-02-08"): (
        "method 'diyanet changed' is for dates from 2030-01-01 on"
    ),
    ("times", "Ankara", "--times", "fajr,ishaa"): "unknown time 'ishaa'; did you mean 'isha'",
    ("times", "Ankara", "--language", "xx"): "unknown language 'xx'",
    ("times", "Ankara", "--digits", "roman"): "unknown kind of digits 'roman'; did you mean",
    ("times", "Ankara", "--iqama", "isha plus 15"): "cannot read the rule of iqama 'isha plus 15'",
    ("times", "Ankara", "--table", "absent.csv"): "absent.csv: No such file or directory",
    ("times", "Ankara", "--csv", "--json"): "give only one of --csv, --json and --html",
    # ummulqura.org.sa: 1 Ramadan 1448 is 2027-02-08.
    ("times", "Ankara", "--ramadan", "2027", "--calendar", "ummalqura"): (
        "--ramadan is a Hijri year: write 1448 (Ramadan 1448 begins in February 2027)"
    ),
    ("times", "Ankara", "--on", "1448-09-01"): "'1448-09-01' is a Hijri date; write 2027-02-08",
    ("qibla", "Ankara", "--date", "1448-09-01"): "'1448-09-01' is a Hijri date",
    ("rrule", "FREQ=DAILY", "--from", "1448-09-01"): "'1448-09-01' is a Hijri date",
    ("times", "Ankara", "--title", "A mosque"): "--title is for the page of --html",
    ("times", "Ankara", "--set", " "): "--set is empty",
    ("times", "Ankara", "--how"): "--how is for --csv",
    ("times", "Ankara", "--on", "2700-01-01", "--method", "mwl"): "the ephemeris has the Sun",
    ("times", "Ankara", "--html", "absent/wall.html"): "absent/wall.html: No such file or direc",
    ("times", "Ankara", "--iqama", "absent.txt"): "absent.txt: No such file or directory",
    ("methods", "absent.toml"): "absent.toml: No such file or directory",
    ("methods", "mwll"): "unknown method 'mwll'",
    ("methods", "--toml"): "--toml is of one method",
    ("tody", "Tehran"): "unknown command 'tody'; did you mean 'today'",
    ("",): "unknown command ''",
    ("-77.85,166.67",): "unknown command '-77.85,166.67'",
    ("--verbose",): "No such option '--verbose'",
}


@pytest.mark.parametrize("typed", MISTAKES, ids=lambda typed: " ".join(typed) or "(empty)")
def test_a_mistake_gets_one_line(miqat: Callable[..., Answer], typed: tuple[str, ...]) -> None:
    found = miqat(*typed)
    assert found.status == 2
    assert found.out == ""
    assert found.err.startswith(f"miqat: {MISTAKES[typed]}")
    assert found.err.endswith("\n")
    assert found.err.count("\n") == 1
    assert "Usage:" not in found.err
    assert "Traceback" not in found.err


def test_the_nearest_right_thing_is_named_where_the_range_is_missed(
    miqat: Callable[..., Answer],
) -> None:
    assert "name another with --calendar" in miqat("convert", "1300-01-01").err
    assert "name another" not in miqat("convert", "1501-01-01", "--calendar", "ummalqura").err
    assert "(1924-08-01 to 2077-11-16 Gregorian)" in miqat("convert", "1300-01-01").err
    assert "the nearest date is 1448-09-29" in miqat("convert", "1448-09-30").err


def test_a_line_break_in_the_input_stays_within_the_line(miqat: Callable[..., Answer]) -> None:
    found = miqat("today", "Teh\nran\x1b[31m!")
    assert (found.status, found.out, found.err.count("\n")) == (2, "", 1)
    assert "\x1b" not in found.err


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=st.text(st.characters(codec="utf-8", exclude_characters="\0")))
def test_any_date_is_answered_or_refused(miqat: Callable[..., Answer], text: str) -> None:
    for arguments in (("convert", text), ("today", "Tehran", "--at", text)):
        found = miqat(*arguments)
        assert found.status in (0, 2)
        assert found.err.count("\n") == (found.status == 2)
