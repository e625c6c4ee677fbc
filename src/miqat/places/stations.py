"""Stations: the reference points for which an authority computes its timetables.

data/stations has a table for each authority; its header says how the points were found.
"""

import csv
from datetime import date
from typing import Any, NamedTuple

from miqat.data import data_path, file_names, read_toml
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


class Town(NamedTuple):
    """A town of a zone that has one timetable: the zone's key, name, first-order division."""

    key: str
    name: str
    region: str
    latitude: float
    longitude: float


class Earlier(NamedTuple):
    """Where a station was in years before: from a date (None: always), up to the day before one."""

    since: date | None
    until: date
    latitude: float
    longitude: float
    horizons: tuple[float, float] | None
    points: tuple[tuple[float, float], ...]


def station(authority: str, name: str) -> Station:
    """Return an authority's station by its code or name, or that of a town of a zone.

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
    return tuple(_read(authority, row) for row in _rows(f"stations/{authority}.csv"))


@once
def towns(authority: str) -> tuple[Town, ...]:
    """Return the towns of an authority's zones; none where its stations are points."""
    if authority not in file_names("stations/towns", ".csv"):
        return ()
    return tuple(
        Town(
            row["key"], row["town"], row["region"], float(row["latitude"]), float(row["longitude"])
        )
        for row in _rows(f"stations/towns/{authority}.csv")
    )


def earlier(station: str) -> tuple[Earlier, ...]:
    """Return where a station such as "jakim:SBH07" was in years before."""
    authority, _, key = station.partition(":")
    return _earlier(authority).get(key, ())


@once
def _earlier(authority: str) -> dict[str, tuple[Earlier, ...]]:
    if authority not in file_names("stations/earlier", ".csv"):
        return {}
    found: dict[str, tuple[Earlier, ...]] = {}
    for row in _rows(f"stations/earlier/{authority}.csv"):
        since = date.fromisoformat(row["since"]) if row["since"] else None
        until = date.fromisoformat(row["until"])
        where = float(row["latitude"]), float(row["longitude"])
        span = Earlier(since, until, *where, _horizons(row), _points(row))
        found[row["key"]] = (*found.get(row["key"], ()), span)
    return found


def near_km() -> float:
    """Return within how many km of a station a city without one takes it."""
    return float(_reach()["near"])


def area_km(authority: str) -> float | None:
    """Return how far the one table of an authority holds, None where its stations are points."""
    found = _reach()["areas"].get(authority)
    return None if found is None else float(found)


@once
def _reach() -> dict[str, Any]:
    return read_toml("stations/reach.toml")


def _rows(path: str) -> list[dict[str, str]]:
    with open(data_path(path), encoding="utf-8", newline="") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


def _read(authority: str, row: dict[str, str]) -> Station:
    return Station(
        authority,
        row["key"],
        row["name"] or row["key"],
        float(row["latitude"]),
        float(row["longitude"]),
        row["country"],
        row["timezone"],
        _horizons(row),
        _points(row),
    )


def _horizons(row: dict[str, str]) -> tuple[float, float] | None:
    return (float(row["sunrise"]), float(row["sunset"])) if row.get("sunrise") else None


def _points(row: dict[str, str]) -> tuple[tuple[float, float], ...]:
    pairs = [pair.split("/") for pair in (row.get("points") or "").split()]
    return tuple((float(latitude), float(longitude)) for latitude, longitude in pairs)


@once
def _by_name(authority: str) -> dict[str, Station]:
    zones = {entry.key: entry for entry in stations(authority)}
    found = {fold(town.name): zones[town.key] for town in towns(authority)}
    for entry in zones.values():
        found[fold(entry.key)] = found[fold(entry.name)] = entry
    return found


@once
def _spelt(authority: str) -> tuple[str, ...]:
    """Return codes and names in small letters, as near misses are looked for."""
    names = {text for entry in stations(authority) for text in (entry.key, entry.name)}
    return tuple(sorted(names | {town.name for town in towns(authority)}))
