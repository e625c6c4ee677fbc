"""A city by its name is reckoned for the authority's own point."""

from __future__ import annotations

import csv
import gzip
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pytest

from miqat.almanac.timesheet import timesheet
from miqat.places import place
from miqat.prayer import times
from miqat.prayer.reference_point import reference_point

if TYPE_CHECKING:
    from pathlib import Path

NAMES = ("fajr", "sunrise", "dhuhr", "asr", "maghrib", "isha")


def test_a_coordinate_a_station_and_another_city_are_taken_as_they_are() -> None:
    assert reference_point(place("39.92,32.85"), "diyanet") is None
    assert reference_point(place("diyanet:Ankara"), "diyanet") is None
    assert reference_point(place("Ankara"), "mwl") is None
    assert reference_point(place("Jakarta"), "diyanet") is None
    assert reference_point(place("Ankara"), "diyanet") == place("diyanet:Ankara")


def test_a_namesake_elsewhere_keeps_its_coordinates() -> None:
    """A city of the name of a station, at several distances from the station."""
    station = place("diyanet:Konya")
    for kilometres, taken in ((30.0, True), (150.0, False), (600.0, False), (850.0, False)):
        namesake = replace(
            place("Konya"), latitude=station.latitude - kilometres / 111.2,
            longitude=station.longitude,
        )  # fmt: skip
        assert (reference_point(namesake, "diyanet") is not None) == taken


def test_a_city_is_nearer_to_what_is_printed_for_it(reference: Path) -> None:
    path = reference / "timetables" / "diyanet.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [row for row in csv.DictReader(lines) if row["city"] == "ANKARA"]
    if not rows:
        pytest.fail("the reference has no Ankara")
    first, last = (date.fromisoformat(rows[at]["date"]) for at in (0, -1))
    at = [(date.fromisoformat(row["date"]) - first).days for row in rows]
    city = place("Ankara")
    tables = {
        "point": timesheet(city, first, last, names=NAMES).table,
        "city": times((city.latitude, city.longitude), first, last, "diyanet", names=NAMES),
    }
    share = {}
    for name, table in tables.items():
        hits = [
            table.local(time)[at]
            == np.array([f"{row['date']}T{row[time]}" for row in rows], "datetime64[m]")
            for time in NAMES
        ]
        share[name] = float(np.mean(hits))
    assert share["point"] >= 0.975
    assert share["point"] > share["city"] + 0.01
