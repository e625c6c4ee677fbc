"""The default method of a place: every country, and the places inside countries that differ."""

from __future__ import annotations

import numpy as np
import pytest

import miqat
from miqat.data import read_toml
from miqat.prayer import PRAYERS, default_method, method_ids, times

TABLE = read_toml("prayer/defaults.toml")
ENTRIES = [*TABLE["countries"].values(), *TABLE["places"]]


def merged(entry: dict[str, object]) -> dict[str, object]:
    return {**TABLE["groups"].get(entry.get("group"), {}), **entry}


def test_at_least_120_countries_have_an_entry_with_reason_and_source() -> None:
    assert len(TABLE["countries"]) >= 120
    for entry in map(merged, ENTRIES):
        assert {"name", "method", "kind", "source", "reason"} <= set(entry), entry
        assert entry["kind"] in ("published", "preset", "regional", "general"), entry
        assert entry["source"] in TABLE["sources"], entry
        assert str(entry["reason"]).endswith("."), entry
        wanted = entry["method"]
        names = wanted if isinstance(wanted, list) else [wanted]
        assert names[-1] in method_ids(), entry
        if entry["kind"] in ("published", "preset"):
            assert entry.get("publisher") or entry["kind"] == "preset", entry


# Times printed by newspapers or published by the body, as shared data of minutes has them; the
# source of each is named next to it.
@pytest.mark.parametrize(
    ("place", "on", "name", "clock"),
    [
        ("Tehran", "2026-02-19", "maghrib", "18:08"),  # persian-calendar issue 148
        ("Gaza", "2022-08-09", "fajr", "04:25"),  # adhan-dart issue 39
        ("Karachi", "2021-03-17", "asr", "17:01"),  # adhan-dart issues 17 and 25
    ],
)
def test_the_default_meets_a_printed_time(place: str, on: str, name: str, clock: str) -> None:
    assert f"{getattr(times(place, on).day(on), name):%H:%M}" == clock


@pytest.mark.parametrize(
    ("place", "where", "general"),
    [
        ("London", "London", False),
        ("Croydon", "London", False),
        ("Bradford", "United Kingdom", False),
        ("Moscow", "Moscow", False),
        ("Kazan", "Tatarstan", False),
        ("Jerusalem", "Jerusalem", False),
        ("Gaza", "Gaza", False),
        ("Erbil", "northern Iraq", False),
        ("Najaf", "Najaf, Karbala and the south of Iraq", False),
        ("Zanzibar", "Zanzibar", True),
        ("Anchorage", "Alaska", False),
        ("Laayoune", "Western Sahara", False),
        ("Kozhikode", "Kerala and Lakshadweep", False),
        ("Lima", "Peru", True),
        ("51.5,-0.12", "London", False),
        ("0,-150", None, True),
    ],
)
def test_places_inside_a_country_differ(place: str, where: str | None, general: bool) -> None:
    found = default_method(place)
    assert (found.where, found.general) == (where, general)


def test_day_times_and_timesheet_have_one_default() -> None:
    from miqat.almanac.timesheet import timesheet

    for city in ("Jakarta", "Karachi", "Tehran", "Stockholm", "Bradford", "Lima"):
        table = times(city, "2027-06-08")
        day = miqat.day(city, "2027-06-08")
        sheet = timesheet(city, "2027-06-08", "2027-06-08")
        for name in PRAYERS:
            assert getattr(day.times, name) == getattr(table.day("2027-06-08"), name)
            assert sheet.table.local(name)[0] == table.local(name)[0]
        assert day.method == table.method == sheet.method == default_method(city).method


@pytest.mark.parametrize(
    ("place", "minutes"),
    [("Ankara", 0), ("Karachi", 0), ("Bradford", 0), ("Cairo", -20), ("Jakarta", -10)],
)
def test_imsak_goes_with_the_country(place: str, minutes: int) -> None:
    table = times(place, "2027-02-10")
    apart = table.local("imsak")[0] - table.local("fajr")[0]
    assert apart / np.timedelta64(1, "m") == minutes


@pytest.mark.parametrize("place", ["Bradford", "56.333,-2.8733", "Stockholm", "Oslo", "Berlin"])
def test_a_northern_summer_has_every_prayer(place: str) -> None:
    table = times(place, "2027-01-01", "2027-12-31")
    for name in PRAYERS:
        assert (table.how[name] >= 0).all(), name
    assert (table.how["isha"] > 1).any()  # and says by which rule
