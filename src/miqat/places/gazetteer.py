"""The offline gazetteer: cities by name in any script, by position, and by near miss.

The table is data/gazetteer.sqlite, which tools/build_gazetteer.py makes from GeoNames. It is
opened once a process, read-only and immutable, so that threads can share the connection.
"""

import math
import os.path
import re
import sqlite3
import threading
import unicodedata
from collections.abc import Iterable
from typing import Any, NamedTuple

from miqat import text
from miqat.constants import MEAN_EARTH_RADIUS_KM
from miqat.data import data_path, read_toml
from miqat.once import once

KM_PER_DEGREE = math.radians(MEAN_EARTH_RADIUS_KM)

FOLD_VERSION = 1
"""Rises with every change to `fold` or `text.fold`; the table records its version."""

PATH = data_path("gazetteer.sqlite")

_ABBREVIATIONS = {"st": "saint", "ste": "sainte"}
_ARTICLE = re.compile(r"^(?:al |a(sh|dh|th|[rsdntz]) (?=\1)|ال(?=\w{2}))")
_OWN_SPELLING = 10.0
_WITHOUT_ARTICLE = 0.5


class City(NamedTuple):
    """A row of the gazetteer; degrees, north and east positive."""

    geonameid: int
    name: str
    latitude: float
    longitude: float
    country: str
    region: str
    population: int
    timezone: str
    county: str = ""


class Bearer(NamedTuple):
    """A city with a name: its score, and whether the name is its main one."""

    weight: float
    own: bool
    city: City


_CITY = ", ".join(f"city.{field}" for field in City._fields)


def fold(name: str) -> str:
    """Return the name of a place as it is looked up: folded, with St and Ste written out.

    >>> fold("İstanbul"), fold("al-Qāhirah"), fold("St. John's"), fold("أَنقَرَة")
    ('istanbul', 'al qahirah', 'saint johns', 'انقره')
    """
    return " ".join(_ABBREVIATIONS.get(word, word) for word in text.fold(name).split())


class _Connections(threading.local):
    """The connection of each thread, and the process that opened it."""

    of_process: tuple[int, sqlite3.Connection] | None = None


_connections = _Connections()


def connection() -> sqlite3.Connection:
    """Return the read-only connection of this thread, a new one in a forked process."""
    opened = _connections.of_process
    if opened is None or opened[0] != os.getpid():
        there = sqlite3.connect(file_uri(PATH), uri=True, check_same_thread=False)
        opened = _connections.of_process = os.getpid(), there
    return opened[1]


def file_uri(path: str) -> str:
    """Return the SQLite URI that opens the file at an absolute path as immutable.

    >>> file_uri("/srv/100%/why?.sqlite")
    'file:///srv/100%25/why%3f.sqlite?mode=ro&immutable=1'
    """
    for reserved in "%?#":
        path = path.replace(reserved, f"%{ord(reserved):02x}")
    return f"file:///{path.replace(os.path.sep, '/').lstrip('/')}?mode=ro&immutable=1"


def named(name: str) -> list[Bearer]:
    """Return the cities with the name, in any script, best score first.

    A city counts by its population: in full under its own name, a few hundredths under an alternate
    one (the builder's `score`), half if only the Arabic article differs. Among main names one with
    the same accents as the query comes first.
    """
    folded = fold(name)
    ranked: dict[int, Bearer] = {}
    for key, factor in _keys(folded):
        for score, own, position, *row in connection().execute(
            f"SELECT name.score, name.own, city.id, {_CITY}"  # noqa: S608 - a constant
            " FROM name JOIN city ON city.id = name.city WHERE folded = ?",
            (key,),
        ):
            city = City(*row)
            weight = factor * score
            if own and not name.isascii() and _spelling(city.name) == _spelling(name):
                weight *= _OWN_SPELLING
            if position not in ranked or weight > ranked[position].weight:
                ranked[position] = Bearer(weight, bool(own), city)
    order = sorted(ranked, key=lambda position: (-ranked[position].weight, position))
    return [ranked[position] for position in order]


def bearing(name: str) -> list[City]:
    """Return the cities whose own name this is, most populous first."""
    return [
        City(*row)
        for row in connection().execute(
            f"SELECT {_CITY} FROM name JOIN city ON city.id = name.city"  # noqa: S608
            " WHERE folded = ? AND own ORDER BY city.id",
            (fold(name),),
        )
    ]


def similar(name: str, limit: int = 3) -> list[str]:
    """Return the names nearest to one that is not known, as `place` would accept them.

    Nearest by edits, where a continuation of the name counts as one edit; then by score. A city
    found through another name is given as "other name (own name)".
    """
    folded = fold(name)
    edits = {**_within_edits(folded), **dict.fromkeys(_going_on(folded), 1)}
    if not edits:
        return []
    fewest = min(edits.values())
    names = [key for key, count in edits.items() if count == fewest]
    found: dict[int, str] = {}
    for key, position, own in _by_score(names):
        found.setdefault(position, own if fold(own) == key else f"{key} ({own})")
    return list(found.values())[:limit]


def prefixed(folded: str, limit: int) -> list[str]:
    """Return the most populous cities with a name, folded, that begins so: their main names."""
    rows = connection().execute(
        "SELECT DISTINCT city.name FROM city WHERE city.id IN"
        " (SELECT city FROM name WHERE folded >= ? AND folded < ? AND own = 1)"
        " ORDER BY city.id LIMIT ?",
        (folded, folded + "\U0010ffff", limit),
    )
    return [name for (name,) in rows]


def nearest(latitude: float, longitude: float, within_km: float) -> City | None:
    """Return the city nearest to the point (degrees) on the sphere, if one is within reach."""
    reach = within_km / KM_PER_DEGREE
    cities = [
        City(*row)
        for west, east in _longitude_windows(latitude, longitude, reach)
        for row in connection().execute(
            f"SELECT {_CITY} FROM city"  # noqa: S608 - a constant
            " WHERE latitude BETWEEN ? AND ? AND longitude BETWEEN ? AND ?",
            (latitude - reach, latitude + reach, west, east),
        )
    ]
    km = [distance_km(latitude, longitude, city.latitude, city.longitude) for city in cities]
    best = min(range(len(cities)), key=km.__getitem__, default=None)
    return None if best is None or km[best] > within_km else cities[best]


def distance_km(latitude: float, longitude: float, latitude2: float, longitude2: float) -> float:
    """Return the great-circle distance in km between two points in degrees (haversine)."""
    phi, phi2 = math.radians(latitude), math.radians(latitude2)
    half_longitude = math.radians(longitude2 - longitude) / 2
    h = (
        math.sin((phi2 - phi) / 2) ** 2
        + math.cos(phi) * math.cos(phi2) * math.sin(half_longitude) ** 2
    )
    return 2 * MEAN_EARTH_RADIUS_KM * math.asin(math.sqrt(min(1.0, h)))


def countries_named(name: str) -> frozenset[str]:
    """Return the ISO codes, in GeoNames' coding, of a country's name or code."""
    rows = connection().execute("SELECT code FROM country WHERE folded = ?", (fold(name),))
    return frozenset(code for (code,) in rows)


@once
def region_names() -> dict[tuple[str, str], str]:
    """Return the names of first-order divisions by country and code, as GeoNames has them."""
    rows = connection().execute("SELECT country, code, name FROM region")
    return {(country, code): name for country, code, name in rows}


def division_name(name: str) -> str:
    """Return the name of a division, folded, without the words for its kind.

    >>> division_name("City and Borough of Leeds"), division_name("Kale İlçesi")
    ('leeds', 'kale')
    """
    kinds = _divisions()["kinds"]
    words = fold(name).split()
    return " ".join(word for word in words if word not in kinds) or " ".join(words)


def counties_of(city: City) -> tuple[str, ...]:
    """Return the second-order division of a city, and the county that this is in."""
    own = division_name(city.county or city.name)  # a city may be the whole of its division
    wider = _divisions().get(city.country, {})
    return city.county or city.name, *(
        county for county, parts in wider.items() if own in map(division_name, parts)
    )


@once
def _divisions() -> dict[str, Any]:
    return read_toml("places/divisions.toml")


def metadata() -> dict[str, str]:
    """Return the provenance of the table: source, version, licence, rule and fold version."""
    return dict(connection().execute("SELECT key, value FROM meta"))


def _keys(folded: str) -> list[tuple[str, float]]:
    bare = _ARTICLE.sub("", folded)
    return [(folded, 1.0)] if bare == folded else [(folded, 1.0), (bare, _WITHOUT_ARTICLE)]


def _spelling(name: str) -> str:
    return unicodedata.normalize("NFC", name.strip()).casefold()


def _within_edits(folded: str) -> dict[str, int]:
    """Return the names at most three edits away, fewer for short ones, with their edits."""
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    if len(folded) < 2:
        return {}
    reach = 1 if len(folded) < 5 else 2 if len(folded) < 10 else 3
    # Half of the names begin in another script, and the key's order keeps them apart.
    first, last = (" ", "\x7f") if folded < "\x7f" else ("\x7f", "\U0010ffff")
    rows = connection().execute(
        "SELECT DISTINCT folded FROM name"
        " WHERE folded BETWEEN ? AND ? AND length(folded) BETWEEN ? AND ?",
        (first, last, len(folded) - reach, len(folded) + reach),
    )
    matches = process.extract(
        folded,
        [key for (key,) in rows],
        scorer=OSA.distance,
        score_cutoff=reach,
        limit=None,
    )
    return {key: int(edits) for key, edits, _ in matches}


def _going_on(folded: str) -> list[str]:
    """Return the names that begin with this one, of three letters or more."""
    if len(folded) < 3:
        return []
    rows = connection().execute(
        "SELECT DISTINCT folded FROM name WHERE folded > ? AND folded < ?",
        (folded, folded + "\U0010ffff"),
    )
    return [key for (key,) in rows]


def _by_score(names: Iterable[str]) -> list[tuple[str, int, str]]:
    """Return (folded name, city id, the city's own name) of each bearer, best score first."""
    rows = [
        row
        for name in names
        for row in connection().execute(
            "SELECT score, folded, city.id, city.name"
            " FROM name JOIN city ON city.id = name.city WHERE folded = ?",
            (name,),
        )
    ]
    rows.sort(key=lambda row: (-row[0], row[2], row[1]))
    return [(folded, position, own) for _, folded, position, own in rows]


def _longitude_windows(
    latitude: float, longitude: float, reach: float
) -> list[tuple[float, float]]:
    """Return the longitudes within `reach` degrees of arc, cut where they pass 180°."""
    if abs(latitude) + reach >= 90:
        return [(-180.0, 180.0)]
    width = math.degrees(
        math.asin(math.sin(math.radians(reach)) / math.cos(math.radians(latitude)))
    )
    west, east = longitude - width, longitude + width
    if west < -180:
        return [(-180.0, east), (west + 360, 180.0)]
    if east > 180:
        return [(west, 180.0), (-180.0, east - 360)]
    return [(west, east)]
