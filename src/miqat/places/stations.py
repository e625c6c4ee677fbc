"""Stations: the reference points for which an authority computes its timetables.

data/stations has a table for each authority; its header says how the points were found.
"""

import csv
from typing import NamedTuple

from miqat.data import data_path, file_names
from miqat.errors import UnknownName
from miqat.once import once
from miqat.places.gazetteer import fold


class Station(NamedTuple):
    """A row of a table of stations; degrees, north and east positive.

    `horizons` are the altitudes of the Sun's centre at its rising and setting, where they are
    not the method's; `points` the further points of a zone (latitude, longitude).
    """

    authority: str
    key: str
    name: str
    latitude: float
    longitude: float
    country: str
    timezone: str
    horizons: tuple[float, float] | None
    points: tuple[tuple[float, float], ...]


def station(authority: str, name: str) -> Station:
    """Return an authority's station by its code or name.

    Raises `UnknownName` with the nearest authorities or stations.

    >>> station("jakim", "MLK01").country
    'MY'
    """
    known = authorities()
    wanted = authority.strip().casefold()
    if wanted not in known:
        raise UnknownName.among("authority with stations", authority.strip(), known)
    table = _by_name(wanted)
    found = table.get(fold(name))
    if found is None:
        raise UnknownName.among(f"station of {wanted}", name.strip(), _spelt(wanted))
    return found


@once
def authorities() -> tuple[str, ...]:
    """Return the ids of the authorities that have stations, sorted."""
    return tuple(file_names("stations", ".csv"))


@once
def stations(authority: str) -> tuple[Station, ...]:
    """Return the stations of an authority, as its table has them."""
    with open(data_path(f"stations/{authority}.csv"), encoding="utf-8", newline="") as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        return tuple(_read(authority, row) for row in rows)


def _read(authority: str, row: dict[str, str]) -> Station:
    horizons = (float(row["sunrise"]), float(row["sunset"])) if row.get("sunrise") else None
    points = []
    for pair in (row.get("points") or "").split():
        latitude, longitude = pair.split("/")
        points.append((float(latitude), float(longitude)))
    return Station(
        authority,
        row["key"],
        row["name"] or row["key"],
        float(row["latitude"]),
        float(row["longitude"]),
        row["country"],
        row["timezone"],
        horizons,
        tuple(points),
    )


@once
def _by_name(authority: str) -> dict[str, Station]:
    found = {}
    for entry in stations(authority):
        found[fold(entry.key)] = found[fold(entry.name)] = entry
    return found


@once
def _spelt(authority: str) -> tuple[str, ...]:
    """Return codes and names in small letters, as near misses are looked for."""
    return tuple(sorted({text for s in stations(authority) for text in (s.key, s.name)}))
