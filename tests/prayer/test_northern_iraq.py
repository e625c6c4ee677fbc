"""Towns of northern Iraq have their printed minutes; other places the rule."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pytest
from tools.build_printed import TOWNS, table_of
from tools.published_sets import official

from miqat.places import place
from miqat.places.stations import stations
from miqat.prayer import method, times
from miqat.prayer.engine.sun import Provenance
from miqat.prayer.methods.describe import to_toml
from miqat.prayer.methods.load import method_from

if TYPE_CHECKING:
    from pathlib import Path

EVENTS = ("fajr", "sunrise", "dhuhr", "asr", "maghrib", "isha")
IRAQ = "northern-iraq"


def test_seven_towns_to_the_minute(reference: Path) -> None:
    # A copy of the tables that was made apart from the package's.
    tables = list(official(reference, "kurdistan"))
    assert len(tables) == 7
    for published in tables:
        day = published.table.days
        found = times(f"{IRAQ}:{published.key}", day[0].item(), day[-1].item(), IRAQ, names=EVENTS)
        for name in EVENTS:
            minutes = (found.local(name) - found.days.astype("datetime64[m]")).astype(int)
            assert (minutes == published.table.minutes[name]).all(), (published.key, name)
            assert (found.how[name] == Provenance.IMPORTED).all()


# kurdistan-prayer-times 1.0.9, data/erbil.json and data/zakho.json
@pytest.mark.parametrize(
    ("city", "minutes"),
    [
        ("Erbil", "06:02 07:21 12:16 14:45 17:06 18:21"),
        ("Zakho, IQ", "05:46 07:20 12:21 14:53 17:07 18:27"),
        ("Akre, IQ", "05:47 07:19 12:15 14:49 17:06 18:22"),
        ("Khanaqin", "05:35 07:02 12:07 14:45 17:04 18:24"),
    ],
)
def test_a_city_has_its_table_without_being_asked(city: str, minutes: str) -> None:
    day = times(city, "2029-01-01")["2029-01-01"]
    assert " ".join(f"{getattr(day, name):%H:%M}" for name in EVENTS) == minutes


def test_a_place_without_a_table_has_the_rule() -> None:
    table = times("Soran, IQ", "2027-03-01", "2027-03-03")
    assert table.method.id == IRAQ
    assert all((table.how[name] == Provenance.OBSERVED).all() for name in EVENTS)
    both = times(["Soran, IQ", "Erbil"], "2027-03-01", method=IRAQ)
    assert both.how["fajr"].ravel().tolist() == [Provenance.OBSERVED, Provenance.IMPORTED]


def test_the_day_that_only_leap_years_have() -> None:
    table = times("Erbil", "2028-02-28", "2028-03-01", names=("fajr",))
    fajr = table.local("fajr") - table.days.astype("datetime64[m]")
    assert (np.abs(np.diff(fajr.astype(int))) <= 3).all()


def test_every_town_has_a_station_and_a_table() -> None:
    assert {station.key for station in stations(IRAQ)} == set(TOWNS)
    for station in stations(IRAQ):
        assert place(f"{IRAQ}:{station.key}").station == f"{IRAQ}:{station.key}"
        how = times(f"{IRAQ}:{station.key}", "2027-06-01", method=IRAQ).how["fajr"]
        assert how.tolist() == [Provenance.IMPORTED]


def test_the_method_as_a_file_has_the_same_table() -> None:
    again = method_from(to_toml(method(IRAQ)))
    assert again.printed == method(IRAQ).printed


def test_a_table_is_built_in_the_order_of_the_year() -> None:
    rows = json.loads(
        '[{"month": "2", "day": "1", "time": ["5:43", "7:05", "12:05", "14:42", "17:02", "18:12"]},'
        ' {"month": "1", "day": "31", "time": ["5:44", "7:06", "12:05", "14:41", "17:01", "8:11"]}]'
    )
    lines = table_of(rows).splitlines()
    assert lines[1] == "date,fajr,sunrise,dhuhr,asr,maghrib,isha"
    assert lines[2] == "2024-01-31,05:44,07:06,12:05,14:41,17:01,08:11"
    assert lines[3].startswith("2024-02-01,05:43")
