"""The version of what months depend on: the package, its record, and the user's own store.

An answer that was computed under one version is not served under another.
"""

from __future__ import annotations

import hashlib
import time
from pathlib import Path

from miqat import __version__
from miqat.authorities.store import entries, reader
from miqat.data import data_path
from miqat.once import once


class RecordVersion:
    """The version as text; `bump` when an announcement is known to have arrived.

    A store in a file tells its state by itself, also where another process has written to it.
    That of a server is read when it is first asked for and after each `bump`.
    """

    def __init__(self) -> None:
        self._where = reader.location()
        self._of_server: str | None = None

    def bump(self) -> None:
        """Forget the state of a store on a server."""
        self._of_server = None

    def __str__(self) -> str:
        """Return twelve hexadecimal digits."""
        return hashlib.blake2b(
            f"{_of_package()} {self._state()}".encode(), digest_size=6
        ).hexdigest()

    def _state(self) -> str:
        file = self._where.file
        if file is not None:
            # None for a file that is being written now: no two answers share that state.
            state = entries.state(file)
            return str(state or (time.monotonic_ns() if file.exists() else "none"))
        if self._of_server is None:
            self._of_server = _digest(repr(entries.entries(self._where)))
        return self._of_server


@once
def _of_package() -> str:
    record = Path(data_path("authorities/record.csv"))
    return f"{__version__} {_digest(record.read_bytes())}"


def _digest(data: str | bytes) -> str:
    raw = data.encode() if isinstance(data, str) else data
    return hashlib.blake2b(raw, digest_size=8).hexdigest()
