"""Month starts of rules computed beforehand, so that a near date need not wait for the sky.

data/calendars/ahead.tsv has what the rules compute, and a test compares the two: it changes only
the time that an answer takes (`python -m tools.build_months`).
"""

from __future__ import annotations

from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

from miqat.data import FOLDER
from miqat.once import once

if TYPE_CHECKING:
    from collections.abc import Sequence

_DATA = Path(FOLDER)
TABLE = _DATA / "calendars" / "ahead.tsv"


def starts(key: str, first: int, last: int, made_from: str) -> Sequence[int] | None:
    """Return the first days of the months numbered `first` to `last`, None if not tabulated.

    Day numbers of months 12 y + m - 1. Nothing is tabulated of a rule whose data, the file
    `made_from` under miqat/data, has changed since the table was made.
    """
    if made_from not in _fresh() or key not in _rows():
        return None
    low, found = _starts(key)
    if first < low or last >= low + len(found):
        return None
    return found[first - low : last - low + 1]


@once
def _starts(key: str) -> tuple[int, list[int]]:
    """Return the first month of a key, and the first days of it and of those after."""
    begin, start, lengths = _rows()[key].split("\t")
    return int(begin), list(accumulate(map(int, lengths.split(" ")), initial=int(start)))


def stamp(made_from: str) -> str:
    """Return what tells one state of a file of data from another."""
    return f"{crc32((_DATA / made_from).read_bytes()):08x}"


@once
def _lines() -> tuple[str, ...]:
    return tuple(TABLE.read_text("utf-8").splitlines())


@once
def _fresh() -> frozenset[str]:
    made = (line.split("\t")[1:] for line in _lines() if line.startswith("# from\t"))
    return frozenset(name for name, was in made if stamp(name) == was)


@once
def _rows() -> dict[str, str]:
    rows = (line.partition("\t") for line in _lines() if not line.startswith("#"))
    return {key: row for key, _, row in rows}
