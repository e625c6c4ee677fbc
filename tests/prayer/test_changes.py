"""A method that changes on a day: the day before, that day and the day after."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
import pytest

from miqat.errors import InvalidDate, InvalidRule
from miqat.places import Place, place
from miqat.prayer import method, method_ids, times, with_changes
from miqat.prayer.methods.describe import to_toml
from miqat.prayer.methods.load import read_method

if TYPE_CHECKING:
    from pathlib import Path

KUALA_LUMPUR = place("jakim:WLY01")
ADEN = Place(12.8, 45.03, timezone="Asia/Aden")

CHANGING = [
    name
    for name in method_ids()
    if any(change.until is not None for change in method(name).changes)
]


def test_malaysia_has_dawn_at_18_degrees_from_20_november_2019() -> None:
    # The rulers' decision as JAKIM announced it: 18 degrees in place of 20 from 20 November 2019.
    days = [date(2019, 11, day) for day in (18, 19, 20, 21)]
    found = times(KUALA_LUMPUR, days[0], days[-1], "jakim").local("fajr")
    for at, (day, angle) in enumerate(zip(days, (20, 20, 18, 18), strict=True)):
        plain = with_changes("jakim", f"fajr.angle = {angle}; changes = []")
        assert times(KUALA_LUMPUR, day, method=plain).local("fajr")[0] == found[at]
        assert times(KUALA_LUMPUR, day, method="jakim").local("fajr")[0] == found[at]
    # The Sun crosses two degrees in about eight minutes there.
    assert (
        timedelta(minutes=6)
        < (found[2] - found[1]).item() - timedelta(days=1)
        < timedelta(minutes=10)
    )


@pytest.mark.parametrize("name", CHANGING)
def test_a_change_holds_up_to_the_day_before_its_date(name: str) -> None:
    chosen = method(name)
    for change in chosen.changes:
        if change.until is None:
            continue
        before, on = change.until - timedelta(days=1), change.until
        table = times(KUALA_LUMPUR, before, on + timedelta(days=1), chosen)
        for moment, former in change.moments:
            if replace(former, rounding=chosen.moment(moment).rounding) == chosen.moment(moment):
                continue  # only the rounding changed, which no instant shows
            minutes = (table.instants[moment] - table.days) / np.timedelta64(1, "m")
            moved = np.abs(np.diff(minutes))
            assert moved[0] > moved[1] + 0.5, (moment, "changes from the first day to the second")


CHANGED = """
id = "mine"
title = "Mine"
source = "a test"
fajr = { angle = 18 }
isha = { angle = 18 }
since = 2020-01-01
until = 2022-12-31
changes = [
    { until = 2021-06-01, isha = { angle = 16 } },
    { until = 2020-06-01, fajr = { angle = 15 }, isha = { angle = 14 } },
]
"""


def test_of_several_changes_the_earliest_that_is_not_over_holds(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(CHANGED, "utf-8")
    mine = read_method(file)
    for day, fajr, isha in (
        (date(2020, 1, 1), 15, 14), (date(2020, 5, 31), 15, 14), (date(2020, 6, 1), 18, 16),
        (date(2021, 5, 31), 18, 16), (date(2021, 6, 1), 18, 18), (date(2022, 12, 31), 18, 18),
    ):  # fmt: skip
        plain = with_changes("mwl", f"fajr.angle = {fajr}; isha.angle = {isha}")
        for name in ("fajr", "isha"):
            alone = times(ADEN, day, method=mine).local(name)[0]
            assert alone == times(ADEN, day, method=plain).local(name)[0], (day, name)
    table = times(ADEN, date(2020, 1, 1), date(2022, 12, 31), mine)
    for day in (date(2020, 5, 31), date(2020, 6, 1), date(2021, 5, 31), date(2021, 6, 1)):
        at = (day - table.first).days
        assert table.local("isha")[at] == times(ADEN, day, method=mine).local("isha")[0]


IN_SEASON = """
id = "mine"
title = "Mine"
source = "a test"
fajr = { angle = 18 }
isha = { angle = 18 }
changes = [
    { season = [[3, 21], [9, 22]], fajr = { angle = 15 } },
    { season = [[12, 30], [1, 2]], isha = { angle = 14 } },
    { until = 2021-06-01, season = [[5, 1], [12, 31]], isha = { angle = 16 } },
]
"""


def test_a_change_may_hold_in_a_season_of_every_year(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(IN_SEASON, "utf-8")
    mine = read_method(file)
    table = times(ADEN, date(2020, 1, 1), date(2022, 12, 31), mine)
    for day, fajr, isha in (
        (date(2020, 1, 2), 18, 14), (date(2020, 1, 3), 18, 18), (date(2020, 3, 20), 18, 18),
        (date(2020, 3, 21), 15, 18), (date(2020, 5, 1), 15, 16), (date(2020, 9, 22), 15, 16),
        (date(2020, 9, 23), 18, 16), (date(2021, 1, 1), 18, 14), (date(2021, 5, 31), 15, 16),
        (date(2021, 6, 1), 15, 18), (date(2022, 9, 22), 15, 18), (date(2022, 12, 30), 18, 14),
    ):  # fmt: skip
        plain = with_changes("mwl", f"fajr.angle = {fajr}; isha.angle = {isha}")
        for name in ("fajr", "isha"):
            wanted = times(ADEN, day, method=plain).local(name)[0]
            assert table.local(name)[(day - table.first).days] == wanted, (day, name)
    assert read_method(_file(tmp_path, to_toml(mine))) == mine


def _file(folder: Path, text: str) -> Path:
    file = folder / "again.toml"
    file.write_text(text, "utf-8")
    return file


@pytest.mark.parametrize("season", ["[[3, 21]]", "[[3, 21], [9, 31]]", '"summer"', "[3, 9]"])
def test_a_season_that_cannot_be_read_is_named(tmp_path: Path, season: str) -> None:
    text = IN_SEASON.replace("[[3, 21], [9, 22]]", season)
    with pytest.raises(InvalidRule, match=r"season of method 'mine': its first and last day"):
        read_method(_file(tmp_path, text))


def test_a_method_has_no_times_outside_its_years(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(CHANGED, "utf-8")
    mine = read_method(file)
    with pytest.raises(InvalidDate, match="2020-01-01"):
        times(ADEN, date(2019, 12, 31), date(2020, 1, 5), mine)
    with pytest.raises(InvalidDate, match="2022-12-31"):
        times(ADEN, date(2022, 12, 31), date(2023, 1, 1), mine)


# Ramadan by Umm al-Qura as published: 1446 from 1 to 29 March 2025, 1447 from 18 February to
# 19 March 2026. Isha is 90 minutes after maghrib, in Ramadan 120.
@pytest.mark.parametrize(
    ("first", "last"),
    [(date(2025, 3, 1), date(2025, 3, 29)), (date(2026, 2, 18), date(2026, 3, 19))],
)
def test_isha_of_makkah_is_later_in_all_of_ramadan_and_no_other_day(
    first: date, last: date
) -> None:
    start = first - timedelta(days=2)
    table = times(place("Mecca"), start, last + timedelta(days=2), "umm-al-qura")
    apart = (table.instants["isha"] - table.instants["maghrib"]) / np.timedelta64(1, "m")
    inside = [first <= start + timedelta(days=at) <= last for at in range(len(table))]
    assert np.round(apart).tolist() == [120.0 if fasting else 90.0 for fasting in inside]


@pytest.mark.parametrize(
    ("on", "sunrise"),
    [("2016-11-05", "06:26"), ("2016-12-04", "06:44"), ("2023-03-24", "06:22")],
)
def test_umm_al_qura_rounds_sunrise_down_to_2016_and_up_since(on: str, sunrise: str) -> None:
    # ummulqura.org.sa as adhan's fixture quotes it, before its edits; thaqfny.com of 2023
    day = times(Place(21.427009, 39.828685, timezone="Asia/Riyadh"), on, method="umm-al-qura").day(
        on
    )
    assert f"{day.sunrise:%H:%M}" == sunrise


@pytest.mark.parametrize(
    ("on", "minutes"),
    [
        # MUIS's own tables (github.com/ruqqq/prayertimes-database @a474760e)
        ("2011-01-02", "05:44 07:08 13:10 16:34 19:10 20:25"),
        ("2018-01-13", "05:50 07:13 13:15 16:39 19:16 20:30"),
        ("2020-01-08", "05:48 07:10 13:13 16:37 19:14 20:28"),
        ("2025-01-11", "05:48 07:11 13:14 16:37 19:14 20:28"),
    ],
)
def test_singapore_takes_the_sun_of_another_hour_by_the_year(on: str, minutes: str) -> None:
    day = times("muis:Singapore", on, method="muis").day(on)
    shown = (day.fajr, day.sunrise, day.dhuhr, day.asr, day.maghrib, day.isha)
    assert " ".join(f"{time:%H:%M}" for time in shown) == minutes
