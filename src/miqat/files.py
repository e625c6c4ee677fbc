"""Files that a user names, read whole and up to a size."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from miqat.errors import MiqatError

#: More than any file that people hand in: a special file, such as /dev/zero, never ends.
LARGEST = 100_000_000  # bytes


def read_bytes(path: str | Path, error: type[MiqatError]) -> bytes:
    """Return a file as bytes. Raises `error` for one that is too large, `OSError` for no file."""
    with open(path, "rb") as file:
        found = file.read(LARGEST + 1)
    if len(found) > LARGEST:
        raise error(f"{os.fspath(path)} is larger than {LARGEST // 1_000_000} MB")
    return found


def read_text(path: str | Path, error: type[MiqatError]) -> str:
    """Return a file as text. Raises `error` where it is not in UTF-8, and as `read_bytes`."""
    return as_text(read_bytes(path, error), Path(path).name, error)


def as_text(data: bytes, name: str, error: type[MiqatError]) -> str:
    """Return bytes as text; raises `error` where they are not UTF-8."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise error(f"{name} is not text in UTF-8; save it as UTF-8") from None
