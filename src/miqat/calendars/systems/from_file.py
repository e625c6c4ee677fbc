"""Calendars from a table: a text file with one line per year.

A line holds the year, the Gregorian date of its first day and the lengths of its
twelve months in days. Lines that begin with # say where the table is from.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING

from miqat import days
from miqat.calendars.systems.listed import ListedCalendar
from miqat.data import data_path
from miqat.errors import InvalidDate

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_DATA = Path(data_path("calendars"))


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class TableCalendar(ListedCalendar):
    """A calendar whose month starts are in a file of `miqat/data/calendars`."""

    file: str

    def _month_starts(self) -> Sequence[int]:
        lines = (_DATA / self.file).read_text("utf-8").splitlines()
        return read_table(lines, self.first_year)


def read_table(lines: Iterable[str], first_year: int) -> list[int]:
    """Return the day numbers of the month starts of a table, and of the day after it.

    Raises `InvalidDate`, with the line, where a line is malformed, a year does not
    follow the one before, or its first day is not where the lengths lead.
    """
    starts: list[int] = []
    year = first_year
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        try:
            named, first, lengths = _read(line)
        except ValueError as error:
            raise InvalidDate(f"table line {number}: {error}") from None
        if named != year:
            raise InvalidDate(f"table line {number}: year {named} where {year} is due")
        if starts and first != starts[-1]:
            due = days.to_date(starts[-1])
            raise InvalidDate(f"table line {number}: year {year} is due to begin on {due}")
        starts[-1:] = accumulate(lengths, initial=first)
        year += 1
    if not starts:
        raise InvalidDate("the table has no years")
    return starts


def _read(line: str) -> tuple[int, int, list[int]]:
    year, first, *lengths = line.split()
    if len(lengths) != 12:
        raise ValueError(f"{len(lengths)} month lengths where 12 are due")
    return int(year), days.from_date(date.fromisoformat(first)), [int(n) for n in lengths]
