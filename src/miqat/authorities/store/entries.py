"""The entries of a user's own store, in a file or on a server."""

from __future__ import annotations

from typing import TYPE_CHECKING

from miqat.authorities.store import reader

if TYPE_CHECKING:
    from pathlib import Path

    from miqat.authorities.record import Entry

#: The change counter of an SQLite file, bytes 24 to 27, rises with every transaction
#: (The SQLite Database File Format, section 1.3.7).
_CHANGES = slice(24, 28)

_last_read: tuple[tuple[Path, bytes, int], tuple[Entry, ...]] | None = None


def entries(location: reader.Location | None = None) -> tuple[Entry, ...]:
    """Return the entries of the store in the order they were added; none where it is not made.

    A file that has not changed since it was last read is not read again. Raises `StoreFault`
    for a store that is locked, damaged, no store, or of a newer version.
    """
    global _last_read  # replaced whole, so that threads may share it
    place = reader.location() if location is None else location
    if place.file is None:
        from miqat.authorities.store import writer

        return writer.entries(place)
    before = state(place.file)
    last = _last_read
    if before is not None and last is not None and last[0] == before:
        return last[1]
    found = reader.entries(place)
    if before is not None and state(place.file) == before:
        _last_read = before, found
    return found


def state(file: Path) -> tuple[Path, bytes, int] | None:
    """Return what tells one state of a file from another, None while it is being written."""
    try:
        with file.open("rb") as opened:
            head = opened.read(100)
        if len(head) < 100 or file.with_name(f"{file.name}-journal").exists():
            return None
        return file.absolute(), head[_CHANGES], file.stat().st_mtime_ns
    except OSError:
        return None
