"""Lines as mosques print them: all are read, and say what they say."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import numpy as np
import pytest

from miqat.errors import InvalidRule
from miqat.prayer.iqama_rules import iqama_rules
from miqat.prayer.on_days import summer_time

LINES = [
    "fajr + 20",
    "fajr at 06:00",
    "fajr + 20, earliest 04:00",
    "fajr 30 before sunrise",
    "fajr 30 min before sunrise, rounded down to 5",
    "dhuhr at 13:30 in summer time",
    "dhuhr at 1:15 pm from 1 November to 28 February",
    "asr + 10, rounded to 5",
    "asr + 10, rounded up to 15, changes weekly on Friday",
    "asr 15 before the next prayer",
    "maghrib + 10 in ramadan",
    "isha + 15, latest 23:00",
    "isha at 22:30 from 2026-05-20 to 2026-07-20",
    "jumuah at 13:15; jumuah at 14:00",
    'jumuah "Students" at 14:00',
    "taraweeh + 20",
    "eid at 07:30, 08:30, 9:30",
]


@pytest.mark.parametrize("line", LINES)
def test_an_ordinary_line_is_read_and_prints_as_it_was_written(line: str) -> None:
    rules = iqama_rules(line)
    assert "; ".join(dict.fromkeys(map(str, rules))) == line


def test_slots_and_names() -> None:
    rules = iqama_rules("jumuah at 13:15; jumuah at 14:00; eid at 07:30, 08:30, 9:30")
    assert [rule.key for rule in rules] == ["jumuah", "jumuah_2", "eid", "eid_2", "eid_3"]
    assert iqama_rules('jumuah "Students" at 14:00')[0].name == "Students"
    # A line for some Fridays belongs to the slot of the line below it.
    rules = iqama_rules("jumuah at 13:30 in summer time; jumuah at 12:45; jumuah at 14:00")
    assert [rule.key for rule in rules] == ["jumuah", "jumuah", "jumuah_2"]


@pytest.mark.parametrize(
    ("zone", "summer"),
    [("Europe/London", True), ("Europe/Dublin", True), ("Asia/Karachi", False),
     ("Africa/Casablanca", True), ("America/New_York", True)],
)  # fmt: skip
def test_summer_time(zone: str, summer: bool) -> None:
    """Ireland's clock is written with winter as the exception: what counts is the hour ahead."""
    days = np.array(["2026-01-15", "2026-07-15"], "datetime64[D]")
    found = summer_time(days, ZoneInfo(zone)).tolist()
    assert found[1] is summer
    assert found[0] is (zone == "Africa/Casablanca")  # an hour ahead all year but in Ramadan


def test_ten_thousand_lines_are_refused_or_read_at_once() -> None:
    with pytest.raises(InvalidRule, match="two rules of iqama for isha"):
        iqama_rules(["isha + 15"] * 10_000)
