"""A printed table inside a method: its minutes in place of computed ones, every year or in its own.

The table is read as a mosque's is (`reader`). One table may serve several places with whole
minutes that are added at each, by month where the authority has them so.
"""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from miqat import days, timezones
from miqat.errors import InvalidTable, UnknownName
from miqat.places.gazetteer import fold
from miqat.prayer.engine.sun import Provenance
from miqat.prayer.published.overlay import with_published
from miqat.prayer.published.reader import MISSING, PublishedTable, read

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from miqat._typing import Int64s
    from miqat.places import Place
    from miqat.prayer.methods.model import Method, Printed
    from miqat.prayer.timetable import Timetable

    Minutes = NDArray[np.int16]

_BY_STATION = "{station}"
_EVERY_MONTH = tuple(range(1, 13))


def with_printed(table: Timetable) -> Timetable:
    """Return a timetable with the minutes of its method's printed table at each place.

    A time that the method counts from a printed one (imsak from fajr) is counted from the
    printed minute. Raises `InvalidTable` for a table that cannot be read or lacks a day,
    `UnknownName` for a place that it does not have.
    """
    printed = table.method.printed
    if printed is None:
        return table
    shapes = {values.ndim for values in table.instants.values()}
    if shapes == {1}:
        return _at_one(table, printed)
    rows = []
    for row, place in enumerate(table.places):
        instants = {name: values[row] for name, values in table.instants.items()}
        how = {name: values[row] for name, values in table.how.items()}
        rows.append(_at_one(replace(table, places=(place,), instants=instants, how=how), printed))
    return replace(
        table,
        instants={name: np.array([row.instants[name] for row in rows]) for name in table.instants},
        how={name: np.array([row.how[name] for row in rows]) for name in table.how},
    )


def _at_one(table: Timetable, printed: Printed) -> Timetable:
    if _BY_STATION in printed.file:
        authority, _, key = (table.place.station or "").partition(":")
        file = printed.file.replace(_BY_STATION, key)
        if authority != table.method.id or not Path(file).exists():
            return table
        printed = replace(printed, file=file)
    published = _of_place(table.method, printed, table.place)
    if printed.every_year:
        published = _on_days(published, table.days, table.place, printed)
    found = with_published(table, published)
    instants, how = dict(found.instants), dict(found.how)
    for name in set(found.instants) & {"imsak", "dhuha"} - set(published.minutes):
        moment = table.method.moment(name)
        if moment.of is None or moment.of not in published.minutes:
            continue
        instants[name] = found.instants[moment.of] + np.timedelta64(
            round(moment.after * 60e6), "us"
        )
        codes = np.where(np.isnat(instants[name]), Provenance.WITHOUT_ITS_BASE, Provenance.INTERVAL)
        how[name] = codes.astype(np.int8)
    return replace(found, instants=instants, how=how)


def _of_place(method: Method, printed: Printed, place: Place) -> PublishedTable:
    """Return the rows of a place, with the minutes that are added there."""
    try:
        several, offsets = _heads(printed.file), _offsets(printed.minutes)
        only = printed.of or (place.name if several else None)
        published = read(printed.file, only=only)
    except OSError as error:
        raise InvalidTable(
            f"the table of method {method.id!r} cannot be read: {Path(error.filename or '').name}, "
            f"{error.strerror}; the source of the method says where it is published"
        ) from None
    if not printed.minutes or fold(place.name or "") == fold(printed.of or ""):
        return published
    added = offsets.get(fold(place.name or ""))
    if added is None:
        raise UnknownName.among(
            f"place in the table of method {method.id!r}", str(place), sorted(offsets)
        )
    return _added(published, added)


def _added(published: PublishedTable, added: dict[int, dict[str, int]]) -> PublishedTable:
    month = published.days.astype("datetime64[M]").astype(np.int64) % 12 + 1
    minutes = {}
    for name, values in published.minutes.items():
        more = np.array([added.get(number, {}).get(name, 0) for number in range(13)])[month]
        minutes[name] = np.where(values == MISSING, MISSING, values + more).astype(np.int16)
    return replace(published, minutes=minutes)


def _on_days(
    published: PublishedTable, on: NDArray[np.datetime64], place: Place, printed: Printed
) -> PublishedTable:
    """Return a table of every year on the days of one: the same date, on the clock of the day."""
    row_of = {_date_of(day): row for row, day in enumerate(published.days)}
    row_of.setdefault((2, 29), row_of.get((2, 28), -1))
    rows = np.array([row_of.get(_date_of(day), -1) for day in on])
    if (rows < 0).any():
        raise InvalidTable(f"the printed table has no row for {on[np.argmax(rows < 0)]}")
    ahead = _clock(place, on)
    own = (
        ahead - _summer(place, on)
        if printed.clock == "standard"
        else _clock(place, published.days)[rows]
    )
    shift = (ahead - own).astype(np.int16)
    minutes = {
        name: np.where(values[rows] == MISSING, MISSING, values[rows] + shift).astype(np.int16)
        for name, values in published.minutes.items()
    }
    return PublishedTable(on, minutes)


def _date_of(day: np.datetime64) -> tuple[int, int]:
    return days.to_gregorian(int(day.astype("datetime64[D]").astype(np.int64)))[1:]


def _clock(place: Place, on: NDArray[np.datetime64]) -> Int64s:
    """Return the minutes by which a place's clock is ahead of UTC at noon of days."""
    civil = on.astype("datetime64[D]").astype(np.int64)
    first = int(civil.min())
    ahead = timezones.noon_offsets(place.zone, first, int(civil.max()) - first + 1)
    return np.rint(np.asarray(ahead)[civil - first] / 60.0).astype(np.int64)


def _summer(place: Place, on: NDArray[np.datetime64]) -> Int64s:
    """Return the minutes of summer time that a place's clock has at noon of days."""
    found = []
    for day in on.astype("datetime64[D]").astype(np.int64).tolist():
        saved = datetime.combine(days.to_date(day), time(12), place.zone).dst()
        found.append(0 if saved is None else round(saved.total_seconds() / 60))
    return np.array(found, np.int64)


def _heads(path: str) -> bool:
    """Return whether a table has a column of places."""
    file = Path(path)
    if file.suffix != ".csv":
        return False
    with file.open(encoding="utf-8-sig", newline="") as lines:
        for cells in csv.reader(lines):
            if cells and not cells[0].startswith("#"):
                return any(cell.strip().casefold() == "place" for cell in cells)
    return False


def _offsets(path: str) -> dict[str, dict[int, dict[str, int]]]:
    """Return minutes to add by place (folded), month and time.

    The file has columns place, month (empty: all) and the names of times.
    """
    found: dict[str, dict[int, dict[str, int]]] = {}
    if not path:
        return found
    with Path(path).open(encoding="utf-8-sig", newline="") as lines:
        rows = csv.DictReader(line for line in lines if not line.startswith("#"))
        for number, row in enumerate(rows, start=2):
            try:
                months = (int(row["month"]),) if row.get("month") else _EVERY_MONTH
                added = {
                    name: int(value)
                    for name, value in row.items()
                    if name not in ("place", "month") and value
                }
                place = fold(row["place"])
            except (KeyError, TypeError, ValueError):
                raise InvalidTable(
                    f"{Path(path).name}, row {number}: wanted place, month and whole minutes "
                    "under the names of times"
                ) from None
            for month in months:
                found.setdefault(place, {})[month] = added
    return found
