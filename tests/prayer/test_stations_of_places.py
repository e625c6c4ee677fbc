"""Places find the station or zone whose timetable is theirs, and the agreement is true of it."""

from __future__ import annotations

import csv
import gzip
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pytest

from miqat.errors import UnknownName
from miqat.places import Place, place
from miqat.places.stations import stations, towns
from miqat.prayer import times
from miqat.prayer.methods.load import method
from miqat.prayer.reference_point import agreement_at, reference_point

if TYPE_CHECKING:
    from pathlib import Path

NAMES = ("fajr", "sunrise", "dhuhr", "asr", "maghrib", "isha")

# Zones by district, as e-solat.gov.my lists them.
MALAYSIA = {
    "Kuala Lumpur": "WLY01", "Petaling Jaya": "SGR01", "Klang": "SGR03", "Johor Bahru": "JHR02",
    "Ipoh": "PRK02", "Kuching": "SWK08", "Kota Kinabalu": "SBH07", "Malacca": "MLK01",
    "Alor Setar": "KDH01", "George Town": "PNG01", "Kota Bharu": "KTN01",
    "Kuala Terengganu": "TRG01", "Kuantan": "PHG02", "Seremban": "NGS03", "Sandakan": "SBH01",
    "Miri": "SWK02", "Taiping": "PRK06", "Kangar": "PLS01", "Tawau": "SBH04", "Sibu": "SWK04",
}  # fmt: skip


@pytest.mark.parametrize(("city", "zone"), MALAYSIA.items())
def test_a_city_of_malaysia_has_its_zone(city: str, zone: str) -> None:
    assert times(f"{city}, MY", "2026-02-20").place.station == f"jakim:{zone}"


def test_every_town_is_of_a_zone_and_takes_it() -> None:
    keys = {station.key for station in stations("jakim")}
    for town in towns("jakim"):
        assert town.key in keys
        at = Place(town.latitude, town.longitude, country="MY", region=town.region)
        point = reference_point(at, "jakim")
        assert point is not None
        assert point.station == f"jakim:{town.key}"


@pytest.mark.parametrize(
    ("city", "authority", "station"),
    [
        ("Marrakesh", "habous", "Marrakech"),
        ("Marrakech", "habous", "Marrakech"),
        ("Tangier", "habous", "Tanger"),
        ("Karlshamn", "sweden-if", "kalrshamn"),
        ("Ängelholm", "sweden-if", "angelholm"),
        ("Croydon", "london-unified", "London"),
        ("51.5,-0.12", "london-unified", "London"),
        ("3.15,101.7", "jakim", "WLY01"),
        ("Esenler", "diyanet", "İSTANBUL"),
    ],
)
def test_other_spellings_and_near_places(city: str, authority: str, station: str) -> None:
    point = reference_point(place(city), authority)
    assert point is not None
    assert point.station == f"{authority}:{station}"


@pytest.mark.parametrize(
    ("city", "authority"),
    [("Medan", "jakim"), ("Singapore", "jakim"), ("0,-150", "jakim"), ("Oxford", "london-unified")],
)
def test_a_place_outside_the_area_has_none(city: str, authority: str) -> None:
    assert reference_point(place(city), authority) is None


def test_a_zone_is_named_by_its_towns_and_no_other() -> None:
    assert place("jakim:Kajang").station == "jakim:SGR01"
    with pytest.raises(UnknownName, match="unknown station of jakim 'Ankara'; did you mean"):
        place("jakim:Ankara")


def test_the_agreement_is_of_stations_in_the_measured_years() -> None:
    rule = method("diyanet")
    on, later = date(2025, 2, 8), date(2031, 2, 8)
    assert agreement_at(place("diyanet:Ankara"), rule, on, on) == rule.agreement
    assert agreement_at(place("diyanet:Ankara"), rule, on, later) == ""
    assert agreement_at(place("39.9,32.8"), rule, on, on) == ""
    assert agreement_at(place("Lima"), method("mwl"), on, on) == ""


def test_cities_of_malaysia_meet_the_table_of_their_zone(reference: Path) -> None:
    """e-Solat's own table of 2026; the stations were fitted on 2022."""
    path = reference / "timetables" / "official" / "jakim-true-years.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [row for row in csv.DictReader(lines) if row["date"].startswith("2026")]
    hits = []
    for city, zone in MALAYSIA.items():
        table = times(f"{city}, MY", "2026-01-01", "2026-12-31", names=NAMES)
        of_zone = [row for row in rows if row["place"] == zone]
        at = [(date.fromisoformat(row["date"]) - table.first).days for row in of_zone]
        for name in NAMES:
            printed = np.array([f"{row['date']}T{row[name]}" for row in of_zone], "datetime64[m]")
            hits.append(float(np.mean(table.local(name)[at] == printed)))
    assert np.mean(hits) >= 0.93


@pytest.mark.parametrize(
    ("name", "country", "latitude"),
    [
        ("Srebrenica", "BA", 44.1), ("Višegrad", "BA", 43.8), ("Jajce", "BA", 44.3),
        ("Polonnaruwa", "LK", 7.9), ("Gampaha", "LK", 7.1), ("Kavak, TR", "TR", 41.1),
        ("Åmål", "SE", 59.1), ("Figuig", "MA", 32.1), ("Kocaeli", "TR", 40.8),
    ],
)  # fmt: skip
def test_towns_with_a_timetable_are_found(name: str, country: str, latitude: float) -> None:
    """Latitudes as maps have them, to a tenth of a degree."""
    found = place(name)
    assert found.country == country
    assert found.latitude == pytest.approx(latitude, abs=0.1)
