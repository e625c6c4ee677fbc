"""Published timetables: the tables of authorities and mosques, read from CSV or JSON.

Columns are found by the names that are usual for them (data/prayer/columns.toml), in any order;
dates may be ISO or with the day or the month first, clocks of 12 or 24 hours. Nothing is guessed
where two readings are left: one line says in which line and column of the file.
"""

from __future__ import annotations

import gzip
import io
import json
import re
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from miqat.errors import InvalidTable
from miqat.files import LARGEST, read_bytes
from miqat.prayer.methods.model import TIMES
from miqat.prayer.published.dates import Row, dates_of
from miqat.prayer.published.doubts import doubts
from miqat.prayer.published.headings import HIJRI, columns_of, is_missing
from miqat.prayer.published.sheet import (
    decoded,
    is_spreadsheet,
    sheet_of,
    spreadsheet_lines,
    text_lines,
)
from miqat.text import ascii_digits

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from miqat._typing import Int64s

#: The value in `minutes` where a table has no time.
MISSING = -1

_DAY = 1440
_NOON = 720
_MARKED = re.compile(r"(\d{1,2})(?:[:.h]\s?(\d{2}))?(?::(\d{2}))?\s*([ap])\.?m?\.?")
_CLOCK = re.compile(r"(\d{1,2})[:.h](\d{2})(?::(\d{2})(?:\.0+)?)?")
_ZONED = re.compile(r"\s*(\([^()]*\)|[+-]\d{2}:?\d{2}|z)$")
_DATED = re.compile(r"\d{4}-\d{2}-\d{2}[t ]")
_BARE = re.compile(r"\d{1,4}")
_AFTERNOON = ("asr", "asr_hanafi", "maghrib")


@dataclass(frozen=True, eq=False)
class PublishedTable:
    """A published timetable of one place.

    `days` are civil days, `datetime64[D]`, ascending, each once. `minutes` has, for each time
    that the table holds, minutes of its own clock after 00:00 of the day, int16, -1 where a
    cell is empty; an isha after midnight has 1440 and more. `iqama` has the times of the
    congregation likewise. `ignored` are the columns that were not understood,
    `notes` what was left out, taken for something or looks wrong, a line each.
    """

    days: NDArray[np.datetime64]
    minutes: Mapping[str, NDArray[np.int16]]
    iqama: Mapping[str, NDArray[np.int16]] = field(default_factory=dict)
    ignored: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def __len__(self) -> int:
        return self.days.size


def read(
    path: str | Path,
    *,
    year: int | None = None,
    only: str | None = None,
    columns: Sequence[str] | None = None,
    month: tuple[int, int] | None = None,
) -> PublishedTable:
    """Return the timetable of a CSV or JSON file, which may be gzipped, or of a spreadsheet.

    `year` is that of dates without one, `month` the year and month of bare day numbers; `only`
    takes the rows of a file of several places in which a cell is this text; `columns` heads a CSV
    file that has no header. Raises `InvalidTable` with the line and the column of what cannot be
    read, `MissingPart` without the reader of spreadsheets, `OSError` for no file.
    """
    file = Path(path)
    content = read_bytes(file, InvalidTable)
    if content[:2] == b"\x1f\x8b":
        content = _unpacked(content, file.name)
    name = file.name.casefold().removesuffix(".gz")
    if content[:5] == b"%PDF-":
        raise InvalidTable(f"{file.name} is a PDF: copy its table into a spreadsheet or a CSV file")
    if is_spreadsheet(name):
        sheet = sheet_of(spreadsheet_lines(content, file.name), columns, month)
        return _table(sheet.rows, year, only, sheet.notes)
    text = decoded(content, file.name)
    if name.endswith(".json") or text.lstrip()[:1] in ("{", "["):
        return _table(_json_rows(text), year, only)
    sheet = sheet_of(text_lines(text), columns, month)
    return _table(sheet.rows, year, only, sheet.notes)


def _unpacked(content: bytes, name: str) -> bytes:
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(content)) as file:
            found = file.read(LARGEST + 1)
    except (EOFError, OSError, zlib.error):
        raise InvalidTable(f"{name} is a damaged gzip file") from None
    if len(found) > LARGEST:
        raise InvalidTable(f"{name} holds more than {LARGEST // 1_000_000} MB")
    return found


def _json_rows(text: str) -> list[Row]:
    try:
        found = _entries(json.loads(text))
    except json.JSONDecodeError as error:
        raise InvalidTable(f"the file is not JSON: {error}") from None
    except RecursionError:
        raise InvalidTable("the file is JSON in too many levels to be a timetable") from None
    return [Row(f"entry {at}", _flat(entry)) for at, entry in enumerate(found, start=1)]


def _entries(value: Any) -> list[dict[str, Any]]:
    """Return the longest list of objects in a document; an object of dates is one too."""
    if isinstance(value, list):
        if value and all(isinstance(entry, dict) for entry in value):
            return value
        return max((_entries(entry) for entry in value), key=len, default=[])
    if not isinstance(value, dict):
        return []
    if value and all(
        isinstance(entry, dict) and re.search(r"\d", at) for at, entry in value.items()
    ):
        return [{"date": at, **entry} for at, entry in value.items()]
    return max((_entries(entry) for entry in value.values()), key=len, default=[])


def _flat(entry: Mapping[str, Any], under: str = "") -> dict[str, str]:
    """Return the leaves of an object by their names, without a date of another calendar."""
    found: dict[str, str] = {}
    for key, value in entry.items():
        path = f"{under}.{key}".casefold()
        if isinstance(value, dict):
            # What was asked of a service is not what it answered.
            if key.casefold() not in ("input", "params", "meta") and not _of_hijri(path):
                found = _flat(value, path) | found
        elif isinstance(value, (str, int)) and not _of_hijri(path):
            found.setdefault(key, str(value))
    return found


def _of_hijri(path: str) -> bool:
    return any(word in path for word in HIJRI)


def _table(
    rows: Sequence[Row], year: int | None, only: str | None, notes: tuple[str, ...] = ()
) -> PublishedTable:
    if only is not None:
        wanted = only.casefold()
        rows = [
            row for row in rows if any(c.strip().casefold() == wanted for c in row.cells.values())
        ]
        if not rows:
            raise InvalidTable(f"no row of the table has a cell {only!r}")
    if not rows:
        raise InvalidTable("the table has no rows")
    heads = list(dict.fromkeys(name for row in rows for name in row.cells))
    if only is not None:  # the column of the place has been used
        heads = [
            name
            for name in heads
            if any(row.cells.get(name, "").strip().casefold() != wanted for row in rows)
        ]
    times, iqama, dated, ignored = columns_of(heads)
    days = dates_of(rows, dated, year)
    rows = [row for row, day in zip(rows, days, strict=True) if not np.isnat(day)]
    days = days[~np.isnat(days)]
    order = _in_order(days, rows)
    marked = _reader(rows, [*times.values(), *iqama.values()])
    minutes = {name: _minutes(rows, column, name, marked) for name, column in times.items()}
    of_iqama = {name: _minutes(rows, column, name, marked) for name, column in iqama.items()}
    minutes = _by_day(minutes)
    of_iqama = _by_day(of_iqama)
    if "fajr" not in minutes and "imsak" in minutes:  # as Diyanet heads its dawn
        minutes = {"fajr": minutes.pop("imsak"), **minutes}
        notes = (*notes, f"the column {times['imsak']!r} is taken for fajr, as there is none")
    notes = (
        *notes,
        *(f"the column {head!r} is not understood" for head in ignored if head[0] != "("),
    )
    return PublishedTable(
        days=days[order],
        minutes={n: minutes[n][order].astype(np.int16) for n in TIMES if n in minutes},
        iqama={n: values[order].astype(np.int16) for n, values in of_iqama.items()},
        ignored=tuple(ignored),
        notes=(*notes, *doubts(days[order], minutes, order)),
    )


def _in_order(days: NDArray[np.datetime64], rows: Sequence[Row]) -> Int64s:
    order = np.argsort(days, kind="stable")
    again = np.flatnonzero(days[order][1:] == days[order][:-1])
    if again.size:
        first, second = order[again[0]], order[again[0] + 1]
        raise InvalidTable(
            f"{rows[second].where} has {days[second]} again, after {rows[first].where}: "
            "a table is of one place"
        )
    return order


@dataclass(frozen=True, slots=True)
class _Clock:
    """How the cells of a table are to be read: bare numbers as minutes, hours up to twelve."""

    bare_minutes: bool
    twelve: bool


def _reader(rows: Sequence[Row], columns: Sequence[str]) -> _Clock:
    """Return how a table writes its clock, from all its cells together."""
    cells = [_cell(row, column) for row in rows for column in columns]
    bare = [int(cell) for cell in cells if _BARE.fullmatch(cell)]
    bare_minutes = any(number % 100 >= 60 or number > 2359 for number in bare)
    if bare_minutes or any(_MARKED.fullmatch(cell) for cell in cells):
        return _Clock(bare_minutes, twelve=False)
    hours = [int(match[1]) for cell in cells if (match := _CLOCK.match(cell))]
    hours += [number // 100 for number in bare]
    return _Clock(bare_minutes, twelve=bool(hours) and min(hours) >= 1 and max(hours) <= 12)


def _cell(row: Row, column: str) -> str:
    text = ascii_digits(row.cells.get(column, "").strip().casefold())
    text = _ZONED.sub("", _DATED.sub("", text)).strip()
    return text.replace("ص", "am").replace("م", "pm")


def _minutes(rows: Sequence[Row], column: str, name: str, clock: _Clock) -> Int64s:
    """Return minutes after midnight, less than 1440, or of a clock of twelve hours below 720."""
    found = np.full(len(rows), MISSING, np.int64)
    for at, row in enumerate(rows):
        text = _cell(row, column)
        if not is_missing(text):
            minute = _minute(text, clock)
            if minute is None:
                raise InvalidTable(
                    f"{row.where}, column {column!r}: cannot read the time "
                    f"{row.cells[column]!r}; write it as 17:42"
                )
            found[at] = minute
    return _afternoon(name, found) if clock.twelve else found


def _minute(text: str, clock: _Clock) -> int | None:
    if match := _MARKED.fullmatch(text):
        hour, minute, second = int(match[1]), int(match[2] or 0), int(match[3] or 0)
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if match[4] == "p" else 0)
    elif match := _CLOCK.fullmatch(text):
        hour, minute, second = int(match[1]), int(match[2]), int(match[3] or 0)
    elif _BARE.fullmatch(text):
        number = int(text)
        hour, minute = divmod(number, 60) if clock.bare_minutes else divmod(number, 100)
        second = 0
    else:
        return None
    # A second would be lost: no published table has them.
    return None if hour > 23 or minute > 59 or second else hour * 60 + minute


def _afternoon(name: str, minutes: Int64s) -> Int64s:
    """Return the minutes of a 12-hour clock without AM or PM, by the computed times."""
    early = minutes % _NOON
    if name in (*_AFTERNOON, "isha"):
        read = np.where((name == "isha") & (early < _NOON // 4), early, early + _NOON)
    elif name in ("dhuhr", "jumuah"):
        read = np.where(early < _NOON * 3 // 4, early + _NOON, early)
    else:
        read = early
    return np.where(minutes == MISSING, MISSING, read)


def _by_day(minutes: Mapping[str, Int64s]) -> dict[str, Int64s]:
    """Return minutes of the day that a time belongs to: what comes after midnight goes on."""
    noon = minutes.get("dhuhr", np.full(1, _NOON))
    found = {}
    for name, values in minutes.items():
        late = name in ("maghrib", "isha", "midnight", "last_third")
        after = late & (values != MISSING) & (values < np.minimum(noon, _NOON))
        found[name] = np.where(after, values + _DAY, values)
    return found
