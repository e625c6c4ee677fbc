"""A user's own store of announcements: where it is, and reading it.

One table to which rows are only ever added, in an SQLite file in the user's data folder or
where MIQAT_STORE says: a path, or the URL of a PostgreSQL server. A file is read with the
standard library alone; `miqat.authorities.store.writer` writes.
"""

from __future__ import annotations

import os
import sqlite3
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from miqat.authorities.record import Entry, read_row
from miqat.errors import InvalidStore, StoreFault

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

#: The version of the table that this Miqat writes; older ones are read, and migrated on writing.
VERSION = 4

ORIGIN = "your store"

_COLUMNS = ("authority", "month", "day", "known", "source", "note", "added")
_ADDED_LATER = {2: ("origin",), 3: ("kind",)}
_PATIENCE = 2.0  # seconds for a writer to finish
_PATIENCE_VARIABLE = "MIQAT_STORE_PATIENCE"
_VARIABLE = "MIQAT_STORE"


@dataclass(frozen=True, slots=True)
class Location:
    """Where a store is: a file, or the URL of a server."""

    file: Path | None
    url: str = ""

    def __str__(self) -> str:
        """Return the path, or the URL without its password."""
        if self.file is not None:
            return str(self.file)
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


def location(given: str | None = None) -> Location:
    """Return where the store is: what is given, what MIQAT_STORE says, or the default file.

    Raises `StoreFault` for a URL of another kind than sqlite:/// and postgresql://.
    """
    text = given or os.environ.get(_VARIABLE, "")
    if not text:
        return Location(_data_folder() / "miqat" / "announcements.sqlite")
    scheme, mark, rest = text.partition("://")
    if not mark:
        return Location(Path(text).expanduser())
    if scheme == "sqlite" and rest.startswith("/"):
        return Location(Path(rest[1:]))
    if scheme.partition("+")[0] in ("postgresql", "postgres"):
        return Location(None, f"postgresql+pg8000://{rest}")
    raise InvalidStore(
        f"the store {scheme}://… is of no known kind: write a path, sqlite:///PATH or "
        "postgresql://USER@HOST/NAME"
    )


def entries(place: Location) -> tuple[Entry, ...]:
    """Return the entries of a file in the order they were added; none where it is not made.

    Raises `StoreFault` for one that is locked, damaged, no store, or of a newer version.
    """
    if place.file is None:
        raise StoreFault(f"the store {place} is on a server: no file to read")
    try:
        if place.file.stat().st_size == 0:  # made, and nothing written yet
            return ()
    except (FileNotFoundError, NotADirectoryError):
        return ()
    except OSError as error:
        raise StoreFault(f"cannot read the store {place}: {error.strerror}") from None
    try:
        # `rw`, not `ro`: what a killed writer left half done is undone on opening.
        address = f"{place.file.absolute().as_uri()}?mode=rw"
        with closing(sqlite3.connect(address, uri=True, timeout=patience(_PATIENCE))) as connection:
            return _read(connection, place)
    except sqlite3.Error as error:
        raise fault(error, place, "read") from None


def _read(connection: sqlite3.Connection, place: Location) -> tuple[Entry, ...]:
    # One transaction: no writer can migrate the table between the two questions.
    connection.execute("BEGIN")
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
    if not tables:
        return ()
    if "store_version" not in tables:
        raise InvalidStore(f"{place} is not a store of announcements: it has other tables")
    (version,) = connection.execute("SELECT max(version) FROM store_version").fetchone()
    rows = connection.execute(selection(check_version(version or 0, place)))
    return as_entries(rows, place)


def patience(usual: float) -> float:
    """Return how many seconds to wait for a locked store: MIQAT_STORE_PATIENCE, or the usual."""
    given = os.environ.get(_PATIENCE_VARIABLE, "")
    try:
        seconds = float(given) if given else usual
    except ValueError:
        seconds = -1.0
    if not 0.0 <= seconds <= 3600.0:
        raise StoreFault(f"{_PATIENCE_VARIABLE} is {given!r}: give seconds, from 0 to 3600")
    return seconds


def check_version(version: int, place: Location) -> int:
    """Return a store's version; raises `StoreFault` for one newer than is known."""
    if version > VERSION:
        raise StoreFault(
            f"the store {place} is of version {version}, of a newer Miqat; this one knows "
            f"versions up to {VERSION}"
        )
    return version


def selection(version: int) -> str:
    """Return the question for all rows of a store of a version, in the order of adding."""
    later = [name for since, names in _ADDED_LATER.items() if version >= since for name in names]
    return f"SELECT {', '.join((*_COLUMNS, *later))} FROM announcement ORDER BY id"  # noqa: S608


def as_entries(rows: Iterable[Sequence[str]], place: Location) -> tuple[Entry, ...]:
    """Return the entries of rows whose columns are those of `selection`."""
    names = (*_COLUMNS, *(name for later in _ADDED_LATER.values() for name in later))
    return tuple(
        read_row(dict(zip(names, row, strict=False)), f"{place}, row {count}", ORIGIN)
        for count, row in enumerate(rows, 1)
    )


def fault(error: Exception, place: Location, doing: str) -> StoreFault:
    """Return what went wrong with a store in one line."""
    said = " ".join(str(error).split())
    kept = "; nothing was stored" if doing == "write" else ""
    for sign, why in _SIGNS.items():
        if sign in said:
            kind = InvalidStore if sign == "not a database" else StoreFault
            return kind(f"the store {place} {why}{kept}")
    return StoreFault(f"cannot {doing} the store {place}: {said}{kept}")


_SIGNS = {
    "database is locked": "is locked by another program: try again when it has done",
    "readonly database": "is read-only",
    "database or disk is full": "cannot grow: the disk is full",
    "disk I/O error": "cannot be used: the disk is full or fails (disk I/O error)",
    "not a database": "is not a store of announcements: it is not an SQLite file",
    "unable to open": "cannot be opened: look at the folder and its permissions",
}


def _data_folder() -> Path:
    """Return the user's data folder as the platform has it."""
    given = os.environ.get("XDG_DATA_HOME", "")
    if given and Path(given).is_absolute():
        return Path(given)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support"
    return Path.home() / ".local" / "share"
