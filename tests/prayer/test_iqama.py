"""Iqama: rules as mosques write them; the expected clocks are reckoned by hand."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pytest

from miqat.errors import InvalidRule, UnknownName
from miqat.places import Place
from miqat.prayer import Timetable, times
from miqat.prayer.iqama import NAMES, iqama_rules, iqama_times, names_needed, read_iqama
from miqat.prayer.published.overlay import with_published
from miqat.prayer.published.reader import PublishedTable

if TYPE_CHECKING:
    from pathlib import Path

HERE = Place(51.5, -0.1, timezone="Europe/London")
FIRST = date(2027, 2, 8)  # a Monday


def table(**columns: list[str]) -> Timetable:
    """Return a timetable whose clocks are these and no others."""
    count = max(len(values) for values in columns.values())
    days = np.datetime64(FIRST, "D") + np.arange(count)
    minutes = {
        name: np.array([int(c[:2]) * 60 + int(c[3:]) if c else -1 for c in clocks], np.int16)
        for name, clocks in columns.items()
    }
    reckoned = times(HERE, FIRST, days[-1].astype(date), names=tuple(columns))
    return with_published(reckoned, PublishedTable(days, minutes))


def clocks(rule: str, of: Timetable, name: str | None = None) -> list[str]:
    found = iqama_times(of, iqama_rules(rule))
    return [str(clock)[11:] for clock in found.local[name or rule.split()[0]]]


ONE_DAY = {"fajr": ["05:41"], "sunrise": ["07:21"], "dhuhr": ["12:15"], "isha": ["18:33"]}


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("isha + 15", "18:48"),
        ("isha +15 min", "18:48"),
        ("Isha + 15 minutes, rounded up to 5", "18:50"),
        ("isha + 17, rounded up to 5 min", "18:50"),
        ("isha + 15, rounded up to 30", "19:00"),
        ("isha + 27, rounded up to 60", "19:00"),
        ("isha + 28, rounded up to 60", "20:00"),
        ("isha + 0", "18:33"),
        ("fajr at 06:00", "06:00"),
        ("fajr at 6:00", "06:00"),
        ("fajr at sunrise - 40", "06:41"),
        ("fajr at sunrise - 40 min, rounded up to 15", "06:45"),
        ("dhuhr at 13:30 from 02-08 to 02-08", "13:30"),
        ("dhuhr at 13:30 from 10-01 to 04-01", "13:30"),
    ],
)
def test_a_rule(rule: str, expected: str) -> None:
    assert clocks(rule, table(**ONE_DAY), rule.split()[0].casefold()) == [expected]


def test_the_first_rule_whose_days_hold_the_day() -> None:
    rules = "dhuhr at 13:30 from 02-09 to 10-31; dhuhr + 15"
    assert clocks(rules, table(dhuhr=["12:15"] * 3), "dhuhr") == ["12:30", "13:30", "13:30"]


def test_out_of_its_days_there_is_none() -> None:
    found = iqama_times(table(dhuhr=["12:15"]), iqama_rules("dhuhr at 13:30 from 04-01 to 10-31"))
    assert np.isnat(found.local["dhuhr"]).all()


def test_jumuah_is_on_fridays() -> None:
    found = iqama_times(table(dhuhr=["12:15"] * 7), iqama_rules("jumuah at 13:15"))
    assert np.isnat(found.local["jumuah"]).tolist() == [True] * 4 + [False] + [True] * 2
    assert str(found.local["jumuah"][4]) == "2027-02-12T13:15"


def test_a_week_has_the_latest_of_its_days_or_that_of_its_first() -> None:
    asr = [f"15:{minute:02d}" for minute in range(20, 36)]  # Monday 8 to Tuesday 23
    of = table(asr=asr)
    latest = ["15:23"] * 4 + ["15:30"] * 7 + ["15:35"] * 5  # Fridays are the 12th and the 19th
    assert clocks("asr + 0, changes weekly on Friday (latest of the week)", of) == latest
    assert clocks("asr + 0, changes weekly on friday", of) == latest
    on_the_day = ["15:20"] * 4 + ["15:24"] * 7 + ["15:31"] * 5
    assert clocks("asr + 0, changes weekly on Friday (as on the day)", of) == on_the_day
    rounded = ["15:30"] * 4 + ["15:45"] * 12
    assert clocks("asr + 1, rounded up to 15, changes weekly on Friday", of) == rounded


def test_a_clock_before_the_prayer_is_told() -> None:
    found = iqama_times(table(fajr=["05:59", "06:00", "06:01"]), iqama_rules("fajr at 06:00"))
    assert found.early["fajr"].tolist() == [False, False, True]


def test_no_iqama_of_a_prayer_that_has_no_time() -> None:
    of = table(isha=["18:33", ""])
    assert clocks("isha + 15", of) == ["18:48", ""]


def test_an_iqama_after_midnight_is_on_the_next_date() -> None:
    found = iqama_times(table(isha=["23:50"]), iqama_rules("isha + 15"))
    assert str(found.local["isha"][0]) == "2027-02-09T00:05"


def test_files_of_rules(tmp_path: Path) -> None:
    text = tmp_path / "iqama.txt"
    text.write_text("# winter\nisha + 15  # after the lesson\n\nfajr at 06:00\n")
    toml = tmp_path / "iqama.toml"
    toml.write_text('isha = "+ 15"\nfajr = ["at 06:00"]\n')
    assert read_iqama(text) == read_iqama(toml) == iqama_rules("isha + 15; fajr at 06:00")
    toml.write_text("isha = 15\n")
    with pytest.raises(InvalidRule, match=r"iqama of 'isha' is a text such as '\+ 15', not 15"):
        read_iqama(toml)
    toml.write_text("isha")
    with pytest.raises(InvalidRule, match=r"the iqama rules in iqama.toml are not TOML"):
        read_iqama(toml)


def test_what_the_rules_need() -> None:
    assert names_needed(iqama_rules("fajr at sunrise - 30; jumuah at 13:15")) == (
        "fajr",
        "sunrise",
        "dhuhr",
    )
    assert NAMES == ("fajr", "dhuhr", "jumuah", "asr", "maghrib", "isha")


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        ("", "no rule of iqama"),
        ("isha", "cannot read the rule of iqama 'isha'; write 'isha + 15' or 'isha at 13:30'"),
        ("isha + soon", "cannot read the rule of iqama 'isha + soon'"),
        ("isha at 25:00", "cannot read the rule of iqama 'isha at 25:00'"),
        ("isha at 7", "cannot read the rule of iqama"),
        ("isha at 22:00 in winter", "say which days 'winter' means: 'in winter time'"),
        ("isha + 15, latest 19:00, earliest 20:00", "the latest time comes before the earliest"),
        ("isha 30 before the next prayer", "say the time, such as '30 before midnight'"),
        ("isha after iqama of maghrib", "cannot read the rule of iqama"),
        (
            "isha + 5 in ramadan; isha + 9 in ramadan",
            "two rules of iqama for isha on the same days",
        ),
        ("isha + 15, rounded up to 7", "write 'rounded up to' a part of the hour"),
        ("isha + 15 from 04-31 to 10-31", "there is no day 04-31 in any year"),
        ("isha + 15 from 4-1 to 10-31", "cannot read from '4-1 to 10-31' in the rule of iqama"),
        ("isha + 15; isha + 20", "two rules of iqama for isha, the first of them for every day"),
    ],
)
def test_a_wrong_rule_gets_one_line(rule: str, message: str) -> None:
    with pytest.raises(InvalidRule) as error:
        iqama_rules(rule)
    assert message in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        ("ishaa + 15", "unknown prayer in a rule of iqama 'ishaa'; did you mean 'isha'?"),
        ("fajr at sunrize - 30", "did you mean 'sunrise'?"),
        ("isha + 5, changes weekly on Fryday", "did you mean 'friday'"),
    ],
)
def test_a_misspelt_name_gets_the_nearest(rule: str, message: str) -> None:
    with pytest.raises(UnknownName) as error:
        iqama_rules(rule)
    assert message in str(error.value)
