"""The published timetables of the reference data: each authority's stations with their tables.

They are read as they are in the folder `timetables`; docs/methods.md says what each set is.
"""

from __future__ import annotations

import csv
import gzip
import json
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from miqat.places import Place, place
from miqat.prayer.published.reader import PublishedTable, read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

EVENTS = ("fajr", "sunrise", "dhuhr", "asr", "maghrib", "isha")


class Published(NamedTuple):
    """A station's table: its key and name, where to begin to look for it, and the minutes."""

    key: str
    name: str
    start: Place
    table: PublishedTable


def diyanet(reference: Path) -> Iterator[Published]:
    """Yield province centres of Diyanet; a search begins at the gazetteer's city."""
    rows = _grouped(reference / "timetables" / "diyanet.csv.gz", "city")
    for city, of_city in rows.items():
        name = _title(city)
        where = place(f"{name}, TR")
        start = Place(where.latitude, where.longitude, name=name, timezone="Europe/Istanbul")
        yield Published(city, name, start, _table(of_city))


def jakim(reference: Path) -> Iterator[Published]:
    """Yield zones of JAKIM, the tables of the years as e-Solat had each."""
    folder = reference / "timetables"
    starts = {row["zone"]: row for row in _rows(folder / "jakim-coordinates.csv")}
    for published in official(reference, "jakim-true-years"):
        at = starts.get(published.key)
        if at is not None:
            start = Place(
                float(at["latitude"]),
                float(at["longitude"]),
                name=published.key,
                timezone="Asia/Kuala_Lumpur",
            )
            yield published._replace(start=start)


def habous(reference: Path) -> Iterator[Published]:
    """Yield cities of Morocco, without the days on which the clock of the table is another."""
    for file in sorted((reference / "timetables" / "morocco-2020").glob("*.json")):
        at = json.loads(file.read_text("utf-8"))["params"]
        start = Place(at["latitude"], at["longitude"], name=file.stem, timezone="Africa/Casablanca")
        yield Published(file.stem, file.stem, start, on_its_clock(read(file)))
    for published in official(reference, "morocco-8"):
        city = "Guercif" if published.key == "Guersif" else published.key
        where = place(f"{city}, {'EH' if city == 'Dakhla' else 'MA'}")
        start = Place(
            where.latitude, where.longitude, name=city, timezone="Africa/Casablanca", country="MA"
        )
        yield Published(city, city, start, on_its_clock(published.table))


def sweden(reference: Path) -> Iterator[Published]:
    """Yield places of Islamiska Förbundet, as the table of 2026, whose summer time it has."""
    columns = ("month", "day", "city", *EVENTS)
    text = gzip.decompress((reference / "timetables" / "sweden.csv.gz").read_bytes()).decode()
    rows = defaultdict(list)
    for line in text.splitlines()[1:]:
        row = dict(zip(columns, line.split(","), strict=True))
        if (row["month"], row["day"]) != ("2", "29"):
            row["date"] = f"2026-{int(row['month']):02}-{int(row['day']):02}"
            rows[row["city"]].append(row)
    for city, of_city in rows.items():
        table = _table(of_city)
        yield Published(city, city.title(), _guess(table, "Europe/Stockholm"), table)


def official(reference: Path, name: str) -> Iterator[Published]:
    """Yield the places of a file of `timetables/official`, where a search may begin at (0, 0)."""
    path = reference / "timetables" / "official" / f"{name}.csv.gz"
    for key, rows in _grouped(path, "place").items():
        yield Published(key, key, Place(0.0, 0.0, name=key), _table(rows))


def single(reference: Path) -> Iterator[tuple[str, Published]]:
    """Yield method and table of authorities of which there is one place."""
    folder = reference / "timetables"
    for method, key, file, latitude, longitude, zone in (
        ("kemenag", "Jakarta", "jakarta-kemenag-2026.json", -6.1667, 106.8333, "Asia/Jakarta"),
        ("jakim", "MLK01", "melaka-jakim-2026.json", 2.3833, 101.9833, "Asia/Kuala_Lumpur"),
        ("london-unified", "London", "london-unified-2026.json", 51.51, -0.13, "Europe/London"),
        ("egypt", "Cairo", "samples-30-days/Egypt.json", 30.0313, 31.2126, "Africa/Cairo"),
        ("dubai", "Dubai", "samples-30-days/Dubai.json", 25.277, 55.2962, "Asia/Dubai"),
        ("moscow", "Moscow", "samples-30-days/Russia.json", 55.752, 37.616, "Europe/Moscow"),
    ):
        start = Place(latitude, longitude, name=key, timezone=zone)
        yield method, Published(key, key, start, read(folder / file))
    start = Place(25.2824, 51.5325, name="Doha", timezone="Asia/Qatar")
    columns = ("date", "isha", "maghrib", "asr", "dhuhr", "sunrise", "fajr")
    yield (
        "qatar",
        Published("Doha", "Doha", start, read(folder / "qatar.csv", year=2026, columns=columns)),
    )
    start = Place(1.2656, 103.8153, name="Singapore", timezone="Asia/Singapore")
    for published in official(reference, "muis"):
        yield "muis", published._replace(start=start)
    start = Place(4.9403, 114.9481, name="Bandar Seri Begawan", timezone="Asia/Brunei")
    for published in official(reference, "brunei"):
        yield "brunei", published._replace(name="Bandar Seri Begawan", start=start)
    start = Place(35.4681, 44.3922, name="Kirkuk", timezone="Asia/Baghdad")
    for published in official(reference, "kurdistan"):
        if published.key == "kirkuk":
            yield "northern-iraq", published._replace(name="Kirkuk", start=start)


SETS: dict[str, Callable[[Path], Iterator[Published]]] = {
    "diyanet": diyanet,
    "jakim": jakim,
    "habous": habous,
    "sweden-if": sweden,
}


def of_year(table: PublishedTable, year: int) -> PublishedTable:
    """Return the days of one year of a table."""
    kept = table.days.astype("datetime64[Y]").astype(int) + 1970 == year
    minutes = {name: values[kept] for name, values in table.minutes.items()}
    return PublishedTable(table.days[kept], minutes)


def _guess(table: PublishedTable, zone: str) -> Place:
    """Return a rough place in Sweden from its noons of January and its day of 1 February.

    By Diyanet's minutes: dhuhr is five after noon, the day fourteen longer than the Sun's.
    """
    noon = float(np.mean(table.minutes["dhuhr"][:31]))
    longitude = 15.0 - (noon - 725.0 - 9.4) / 4.0  # the equation of time of mid-January
    length = float(table.minutes["maghrib"][31] - table.minutes["sunrise"][31]) - 14.0
    north, declination = np.radians(np.arange(50.0, 70.0, 0.05)), np.radians(-17.2)
    cosine = (np.sin(np.radians(-0.833)) - np.sin(north) * np.sin(declination)) / (
        np.cos(north) * np.cos(declination)
    )
    days = np.degrees(np.arccos(np.clip(cosine, -1.0, 1.0))) * 8.0
    latitude = float(np.degrees(north[np.argmin(np.abs(days - length))]))
    return Place(latitude, longitude, timezone=zone)


def on_its_clock(table: PublishedTable) -> PublishedTable:
    """Leave out days whose noon is an hour from that of the day before and after the change."""
    noon = table.minutes["dhuhr"].astype(int)
    wrong = np.zeros(noon.size, bool)
    jumps = np.flatnonzero(np.abs(np.diff(noon)) > 30) + 1
    for jump in jumps.tolist():
        wrong[max(jump - 8, 0) : jump + 8] = True
    kept = {name: values[~wrong] for name, values in table.minutes.items()}
    return PublishedTable(table.days[~wrong], kept)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _grouped(path: Path, key: str) -> dict[str, list[dict[str, str]]]:
    groups = defaultdict(list)
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            groups[row[key]].append(row)
    return groups


def _table(rows: list[dict[str, str]]) -> PublishedTable:
    rows = sorted(rows, key=lambda row: row["date"])
    days = np.array([row["date"] for row in rows], "datetime64[D]")
    minutes = {name: np.array([_minute(row[name]) for row in rows], np.int16) for name in EVENTS}
    late = minutes["isha"] < minutes["dhuhr"]
    minutes["isha"] = np.where(late, minutes["isha"] + 1440, minutes["isha"]).astype(np.int16)
    return PublishedTable(days, minutes)


def _minute(text: str) -> int:
    if ":" not in text:
        return int(text) if text else -1
    hour, minute = text.split(":")
    return int(hour) * 60 + int(minute)


def _title(name: str) -> str:
    """Return a Turkish name in capitals as it is written: İ and I have small letters apart."""
    small = name[1:].replace("I", "ı").replace("İ", "i").lower()
    return name[0] + small
