"""What the user announced, in the own store, counts in every command and in the library."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

import miqat as package
from miqat.almanac.date_report import check
from miqat.almanac.prospects import prospects
from miqat.authorities import calendar_of
from miqat.authorities.forecasting.month_forecast import forecast

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Answer

    Run = Callable[..., Answer]

#: By the built-in forecast 1 Ramadan 1448 is Tuesday 9 February; the announcement says the 10th.
FIRST = date(2027, 2, 10)
SOURCE = "https://example.org/x"


@pytest.fixture
def announced(miqat: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("MIQAT_STORE", str(tmp_path / "own.sqlite"))
    before = calendar_of("pakistan").date(1448, 9, 1).to_date()
    assert before != FIRST
    miqat("announce", "pakistan", "1448-09-01", FIRST.isoformat(), "--source", SOURCE)
    return miqat


def test_today(announced: Run) -> None:
    found = announced("today", "Islamabad", "--at", f"{FIRST}T12:00+05:00", "--json").out
    assert json.loads(found)["hijri"]["now"] == "1448-09-01"


def test_times(announced: Run) -> None:
    for asked in ((), ("--authority", "Pakistan"), ("--calendar", "authority:pakistan")):
        found = announced("times", "Islamabad", "--ramadan", "1448", "--csv", *asked).out
        assert found.splitlines()[1].startswith(f"{FIRST},1448-09-01,")


@pytest.mark.parametrize("asked", [("--authority", "pakistan"), ("--calendar", "Pakistan")])
def test_check(announced: Run, asked: tuple[str, str]) -> None:
    found = announced("check", FIRST.isoformat(), "first day of ramadan", *asked).out
    assert "First day of Ramadan: yes (Pakistan)" in found
    assert "1 Ramadan 1448 (proclaimed)" in found


@pytest.mark.parametrize("asked", [("--authority", "PK"), ("--calendar", "authority:pakistan")])
def test_observances(announced: Run, asked: tuple[str, str]) -> None:
    found = json.loads(announced("observances", *asked, "--year", "1448", "--json").out)
    (ramadan,) = (each for each in found["observances"] if each["id"] == "ramadan")
    assert (ramadan["first"], ramadan["certainty"]) == (FIRST.isoformat(), "proclaimed")
    assert found["countries"] == ["PK"]


def test_when(announced: Run) -> None:
    asked = ("when", "ramadan", "--year", "1448", "--authority", "Pakistan", "--json")
    (found,) = json.loads(announced(*asked).out)["prospects"]
    assert (found["certainty"], found["source"]) == ("proclaimed", SOURCE)
    assert {first for each in found["dates"] for first in each["first"]} == {FIRST.isoformat()}


@pytest.mark.parametrize("asked", [("--authority", "pakistan"), ("--place", "Islamabad")])
def test_feed(announced: Run, asked: tuple[str, str]) -> None:
    found = announced("feed", *asked, "--kind", "fast", "--from", "2027-01-01", "--years", "1").out
    assert "DTSTART;VALUE=DATE:20270210" in found
    assert "DTSTART;VALUE=DATE:20270209" not in found


def test_compare(announced: Run) -> None:
    found = announced("compare", "Pakistan", "ummalqura", "--year", "1448", "--json").out
    (of_both,) = json.loads(found)["compared"]
    (month,) = (each for each in of_both["differences"] if each["month"] == "1448-09")
    # Umm al-Qura as published: 1 Ramadan 1448 is 8 February 2027.
    assert month["first"] == {"authority:pakistan": FIRST.isoformat(), "ummalqura": "2027-02-08"}


@pytest.mark.usefixtures("announced")
def test_the_library() -> None:
    for calendar in (
        calendar_of("pakistan"),
        package.authority("pakistan").calendar,
        package.calendar("authority:pakistan"),
        package.calendar("Pakistan"),
        package.day("Islamabad", datetime(2027, 2, 10, 7, tzinfo=UTC)).calendar,
    ):
        assert calendar.from_date(FIRST).isoformat() == "1448-09-01"
    assert [each.date for each in forecast("pakistan", 1448, 9).candidates] == [FIRST]
    (found,) = prospects([package.observance("ramadan")], ["PK"], year=1448)
    assert found.source == SOURCE
    fell = check(FIRST, "first day of ramadan", "Pakistan").falls[0]
    assert fell.is_on_the_day


@pytest.mark.parametrize(
    "command",
    [
        ("today", "Islamabad"),
        ("times", "Islamabad"),
        ("check", "2027-02-10", "ramadan"),
        ("observances",),
        ("feed", "--observances"),
    ],
    ids=lambda command: command[0],
)
def test_an_authority_and_a_calendar_at_once(miqat: Run, command: tuple[str, ...]) -> None:
    found = miqat(*command, "--authority", "iran", "--calendar", "ummalqura")
    assert found.status == 2
    assert found.err == (
        "miqat: an authority has a calendar: give an authority or a calendar, not both\n"
    )
