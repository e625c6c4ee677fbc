"""Durations in words, whose place a feed takes, and when an announcement became known."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import TYPE_CHECKING

import icalendar
import pytest

from miqat.cli import formats

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Answer


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0 min"), (29, "0 min"), (31, "1 min"), (89, "1 min"), (91, "2 min"),
        (3_569, "59 min"), (3_571, "1 h"), (3_600, "1 h"), (3_691, "1 h 2 min"),
        (86_369, "23 h 59 min"), (86_371, "1 d"), (90_061, "1 d 1 h 1 min"),
    ],
)  # fmt: skip
def test_a_duration_is_rounded_to_the_nearest_minute(seconds: int, text: str) -> None:
    assert formats.span(timedelta(seconds=seconds)) == text


def identifiers(file: Path) -> set[str]:
    calendar = icalendar.Calendar.from_ical(file.read_bytes())
    assert isinstance(calendar, icalendar.Calendar)
    return {str(event.uid).partition("@")[0] for event in calendar.events}


def test_prayers_are_of_the_place_that_prayers_names(
    miqat: Callable[..., Answer], tmp_path: Path
) -> None:
    """GeoNames: Cairo is 360630, Jakarta 1642911."""
    file = tmp_path / "my.ics"
    year = ("--from", "2027-01-01", "--years", "1")
    line = ("feed", "--prayers", "Cairo", "--place", "Jakarta", "--jumuah", *year)
    assert miqat(*line, "-o", str(file)).status == 0
    found = identifiers(file)
    assert "fajr-20270101-g360630" in found
    assert "fajr-20271231-g360630" in found
    assert "fajr-20280101-g360630" not in found
    assert "jumuah-20270101-g360630" in found
    assert not any("1642911" in each for each in found)
    file.unlink()
    miqat("feed", "--jumuah", "--place", "Jakarta", *year, "-o", str(file))
    assert "jumuah-20270101-g1642911" in identifiers(file)


@pytest.mark.parametrize(
    ("first", "years", "last"),
    [
        ("2028-02-29", "1", "2029-02-28"), ("2028-02-29", "4", "2032-02-28"),
        ("2027-03-01", "1", "2028-02-29"), ("2027-01-01", "2", "2028-12-31"),
    ],
)  # fmt: skip
def test_a_feed_has_whole_years(
    miqat: Callable[..., Answer], tmp_path: Path, first: str, years: str, last: str
) -> None:
    line = ("feed", "--jumuah", "--place", "Cairo", "--from", first, "--years", years)
    answer = miqat(*line, "-o", str(tmp_path / "my.ics"))
    assert f"events from {first} to {last}" in answer.out


def test_an_announcement_is_known_today_unless_a_day_is_given(
    miqat: Callable[..., Answer], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MIQAT_STORE", str(tmp_path / "own.sqlite"))
    before = date.today()
    line = ("announce", "oman", "1449-09", "2028-01-28", "--source", "a test", "--json")
    answer = miqat(*line)
    assert answer.status == 0, answer.err
    entry = json.loads(answer.out)["entry"]
    assert entry["day"] == "2028-01-28"
    assert before <= date.fromisoformat(entry["known"]) <= date.today()


@pytest.mark.parametrize(
    ("year", "first", "last"),
    [("1446", "2025-03-01", "2025-03-29"), ("1447", "2026-02-18", "2026-03-19")],
)
def test_the_ramadan_of_a_timetable_is_that_of_its_calendar(
    miqat: Callable[..., Answer], year: str, first: str, last: str
) -> None:
    """Umm al-Qura as published: 29 days in 1446, 30 in 1447."""
    answer = miqat("times", "Mecca", "--ramadan", year, "--calendar", "ummalqura", "--csv")
    dates = [line.split(",")[0] for line in answer.out.splitlines()[1:]]
    assert (dates[0], dates[-1]) == (first, last)


def test_from_1700_on_a_year_is_gregorian(miqat: Callable[..., Answer]) -> None:
    """An earlier one is of the printed Hijri calendar, which has the years 1343 to 1500."""
    assert "gregorian" in miqat("convert", "1700-01-01").out.splitlines()[0]
    for hijri in ("1699-01-01", "1600-01-01", "1501-01-01"):
        answer = miqat("convert", hijri)
        assert answer.status == 2
        assert "ummalqura" in answer.err
    assert miqat("convert", "1500-01-01").status == 0


def test_the_elevation_lowers_the_horizon_where_the_method_has_a_dip(
    miqat: Callable[..., Answer],
) -> None:
    """The dip of 1650 m is 1.76 sqrt(1650) = 71.5 minutes of arc, some six minutes of time."""
    there = "36.33877,30.05053"
    options = ("--on", "2026-11-01", "--times", "maghrib", "--csv")
    geometric = ("--set", 'horizon.dip = "geometric"')
    low, high = (
        miqat("times", there, *height, *options, *geometric).out.split()[-1]
        for height in ((), ("--elevation", "1650"))
    )
    minutes = [int(row[-5:-3]) * 60 + int(row[-2:]) for row in (low, high)]
    assert 6 <= minutes[1] - minutes[0] <= 8
    unused = miqat("times", there, "--elevation", "1650", *options)
    assert "does not use the elevation of 1650 m" in unused.err
    assert unused.out.split()[-1] == low
