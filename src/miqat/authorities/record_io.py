"""Entries of a record as people write them: by hand, in CSV and in JSON, from a file or URL."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

from miqat import days
from miqat.authorities.record import WITHDRAWN, Entry, in_force, read_row, read_rows
from miqat.calendars.month_table import read_month
from miqat.errors import InvalidTable
from miqat.files import as_text, read_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

_COLUMNS = ("authority", "month", "day", "known", "source", "note", "kind")
_TIMEOUT = 20  # seconds
_LARGEST = 20_000_000  # bytes: a record of every body since the Hijra is a tenth of it


def entry_of(
    authority: str, month: str, day: date, known: date, source: str, note: str = ""
) -> Entry:
    """Return the entry of a month start, the month written 1448-09 or 1448-09-01.

    Raises `InvalidDate` for another day than the first, `InvalidTable` without a source.
    """
    source = " ".join(source.split())
    if not source:
        raise InvalidTable("an announcement needs a source: a URL or a citation")
    number = read_month(month)
    return Entry(
        authority,
        number,
        days.from_date(day),
        days.from_date(known),
        source,
        " ".join(note.split()),
    )


def withdrawals(
    authority: str, month: str, day: date | None, known: date, why: str, entries: Iterable[Entry]
) -> list[Entry]:
    """Return the entries that take back what a store holds of a month, one for each day given.

    `day` chooses one of the days, `why` is the source of the withdrawal. Raises `InvalidTable`
    where the store holds no such announcement.
    """
    number = read_month(month)
    found = [
        entry
        for entry in in_force(entries)
        if (entry.authority, entry.number) == (authority, number)
        and (day is None or entry.on == day)
    ]
    if not found:
        on = "" if day is None else f" on {day}"
        raise InvalidTable(f"your store has no announcement of {authority} {month}{on} in effect")
    source = " ".join(why.split()) or "taken back"
    learned = days.from_date(known)
    return [
        Entry(authority, number, first, learned, source, kind=WITHDRAWN)
        for first in dict.fromkeys(entry.day for entry in found)
    ]


def as_row(entry: Entry) -> dict[str, str]:
    """Return an entry as a row of the columns that records have."""
    return {
        "authority": entry.authority,
        "month": entry.written,
        "day": entry.on.isoformat(),
        "known": entry.known_on.isoformat(),
        "source": entry.source,
        "note": entry.note,
        "kind": entry.kind,
    }


def as_csv(entries: Iterable[Entry]) -> str:
    """Return entries as a table in CSV with a header."""
    text = io.StringIO()
    writer = csv.DictWriter(text, _COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(as_row(entry) for entry in entries)
    return text.getvalue()


def fetch(where: str) -> str:
    """Return the text of a file, or of an http(s) URL. Raises `InvalidTable`."""
    if where.partition("://")[0] in ("http", "https"):
        data = _download(where)
    else:
        try:
            data = read_bytes(where, InvalidTable)
        except OSError as error:
            raise InvalidTable(f"cannot read {where}: {error.strerror}") from None
    if len(data) > _LARGEST:
        raise InvalidTable(f"{where} is larger than {_LARGEST // 1_000_000} MB: no record is")
    return as_text(data, where, InvalidTable)


def _download(url: str) -> bytes:
    from http.client import HTTPException
    from urllib.error import HTTPError, URLError
    from urllib.request import urlopen

    try:
        with urlopen(url, timeout=_TIMEOUT) as answer:  # noqa: S310 - http(s) alone
            found: bytes = answer.read(_LARGEST + 1)
            return found
    except HTTPError as error:
        error.close()
        raise InvalidTable(f"cannot fetch {url}: {error.code} {error.reason}") from None
    except URLError as error:
        raise InvalidTable(f"cannot fetch {url}: {error.reason}") from None
    except (OSError, HTTPException, ValueError) as error:
        raise InvalidTable(f"cannot fetch {url}: {str(error) or type(error).__name__}") from None


def read(text: str, name: str) -> list[Entry]:
    """Return the entries of a record in CSV, or in JSON: a list, or a list under "record".

    Columns, or keys: authority, month (1448-09), day (2027-02-09), known, source, note, kind;
    known is the day before unless given, kind is "proclaimed". Raises `InvalidTable`, and
    `InvalidDate` with the row.
    """
    if text.lstrip()[:1] in ("[", "{"):
        return _read_json(text, name)
    header = next((line for line in text.splitlines() if line and line[0] != "#"), "")
    columns = [column.strip() for column in header.split(",")]
    missing = [name for name in ("authority", "month", "day", "source") if name not in columns]
    if missing:
        raise InvalidTable(f"{name}: its first line lacks the column {missing[0]!r}")
    return read_rows(text, name, name)


def _read_json(text: str, name: str) -> list[Entry]:
    try:
        data: Any = json.loads(text)
    except ValueError as error:
        raise InvalidTable(f"{name} is not JSON: {error}") from None
    rows = data.get("record") if isinstance(data, dict) else data
    if not isinstance(rows, list):
        raise InvalidTable(f'{name} has no list of rows, and none under "record"')
    found = []
    for count, row in enumerate(rows, 1):
        if not isinstance(row, dict) or not all(
            isinstance(row.get(key, ""), str) for key in _COLUMNS
        ):
            raise InvalidTable(f"{name} row {count}: not an object whose values are text")
        found.append(read_row(row, f"{name} row {count}", name))
    return found
