from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from .conftest import Answer


def asked(found: Answer) -> dict[str, str]:
    assert (found.status, found.err) == (0, "")
    answer = json.loads(found.out)
    assert list(answer) == ["date", "calendar", "weekday", "dates"]
    dates = answer["dates"]
    assert all(isinstance(value, str) for value in dates.values())
    return dict(dates)


def test_first_of_ramadan_1448_both_ways(miqat: Callable[..., Answer]) -> None:
    # ummulqura.org.sa: 1 Ramadan 1448 is 2027-02-08. The Julian date is 13 days behind in
    # 1900-2100 (Explanatory Supplement, 3rd ed., 15.3.4).
    for date in ("1448-09-01", "2027-02-08"):
        dates = asked(miqat("convert", date, "--json"))
        assert list(dates) == [
            "gregorian", "julian", "ummalqura", "ummalqura-kacst", "islamic-civil",
        ]  # fmt: skip
        assert (dates["gregorian"], dates["julian"]) == ("2027-02-08", "2027-01-26")
        assert dates["ummalqura"] == "1448-09-01"


@pytest.mark.parametrize(
    ("arguments", "target", "expected"),
    [
        # Reingold and Dershowitz, Calendrical Calculations, sample data: RD 710347 is
        # 1945-11-12 Gregorian, 1945-10-30 Julian, 1364-12-06 Islamic (tabular).
        (("1945-11-12",), "julian", "1945-10-30"),
        (("1945-11-12",), "islamic-civil", "1364-12-06"),
        (("1364-12-06", "--calendar", "islamic-civil"), "gregorian", "1945-11-12"),
        (("1945-10-30", "--calendar", "JULIAN"), "gregorian", "1945-11-12"),
        # The Julian calendar's last day in Rome, 1582-10-04, was followed by 1582-10-15.
        (("1582-10-04", "--calendar", "julian"), "gregorian", "1582-10-14"),
        (("1900-02-29", "--calendar", "julian"), "gregorian", "1900-03-13"),
    ],
)
def test_dates_known_from_elsewhere(
    miqat: Callable[..., Answer], arguments: tuple[str, ...], target: str, expected: str
) -> None:
    assert asked(miqat("convert", *arguments, "--to", target, "--json")) == {target: expected}


def test_an_alias_answers_under_the_calendars_own_id(miqat: Callable[..., Answer]) -> None:
    dates = asked(miqat("convert", "2027-02-08", "--to", "islamic-umalqura", "--json"))
    assert list(dates) == ["ummalqura-kacst"]


def test_any_calendar_may_be_asked_for(miqat: Callable[..., Answer]) -> None:
    # 22 Bahman 1357 was 11 February 1979.
    assert asked(miqat("convert", "1979-02-11", "--to", "persian", "--json")) == {
        "solar-hijri": "1357-11-22"
    }
    found = miqat("convert", "1357-11-22", "--calendar", "solar-hijri", "--json")
    assert asked(found)["gregorian"] == "1979-02-11"
    assert "22 Bahman 1357" in miqat("convert", "1979-02-11", "--to", "jalali").out


def test_a_calendar_that_does_not_reach_is_left_out(miqat: Callable[..., Answer]) -> None:
    dates = asked(miqat("convert", "1800-01-01", "--json"))
    assert "ummalqura" not in dates
    assert {"gregorian", "julian", "islamic-civil"} <= set(dates)
    assert asked(miqat("convert", "9999-12-31", "--json"))["gregorian"] == "9999-12-31"


def test_the_weekday_is_said(miqat: Callable[..., Answer]) -> None:
    # 2027-02-08 is a Monday (ISO 8601 week 6 of 2027, day 1).
    found = miqat("convert", "1448-09-01")
    assert found.out.splitlines()[0] == "1448-09-01 ummalqura is a Monday"
    assert "1448-09-01  1 Ramadan 1448" in found.out
    assert "2027-02-08  8 February 2027" in found.out
    assert json.loads(miqat("convert", "1448-09-01", "--json").out)["weekday"] == "Monday"
