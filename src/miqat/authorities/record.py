"""The record: month starts as announced, each with its source and the day it was known.

Of contradicting rows that of the better kind applies: the body's own announcement, then what it
printed in advance, then another's list. Of one kind the row that became known later applies. What
applied on an earlier date can be asked for.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from miqat import days
from miqat.calendars.month_table import month_number, month_text, read_month, split_month
from miqat.calendars.months import Certainty
from miqat.calendars.systems.from_file import read_table
from miqat.data import file_names, read_text
from miqat.errors import InvalidDate, OutOfRange
from miqat.once import once

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from miqat.days import CivilDay

_IRAN = "iran"
_PRINTED = "printed-"  # begins the name of a table of printed years
_SOURCE = "# source: "

#: The kinds of an entry, the one that yields to all others first. `listed`: a list of others names
#: the day; `published`: the body printed it in advance; `proclaimed`: the body announced it;
#: `withdrawn`: an announcement in the user's own store was taken back.
KINDS = ("listed", "published", "proclaimed", "withdrawn")
WITHDRAWN = KINDS[-1]


@dataclass(frozen=True, slots=True)
class Entry:
    """An announced month start: `number` is 12 y + m - 1, `day` the day number of its day 1.

    `known` is the day number on which it became known, `origin` its table, `kind` one of `KINDS`.
    """

    authority: str
    number: int
    day: int
    known: int
    source: str
    note: str = ""
    origin: str = "built in"
    kind: str = "proclaimed"

    @property
    def year(self) -> int:
        """The Hijri year."""
        return split_month(self.number)[0]

    @property
    def month(self) -> int:
        """The Hijri month, from 1."""
        return split_month(self.number)[1]

    @property
    def written(self) -> str:
        """The Hijri month as 1448-09."""
        return month_text(self.number)

    @property
    def certainty(self) -> Certainty:
        """Whether the day was published in advance or proclaimed."""
        return Certainty.PUBLISHED if self.kind == "published" else Certainty.PROCLAIMED

    @property
    def on(self) -> date:
        """The civil date of day 1."""
        return days.to_date(self.day)

    @property
    def known_on(self) -> date:
        """The civil date on which it became known."""
        return days.to_date(self.known)


@dataclass(frozen=True, slots=True)
class Proclaimed:
    """The entry that applies to a month, and those that it superseded, latest first."""

    entry: Entry
    superseded: tuple[Entry, ...] = ()

    @property
    def contradicted(self) -> bool:
        """Whether another entry has another day."""
        return any(other.day != self.entry.day for other in self.superseded)


def known_on(as_of: CivilDay | int | None) -> int | None:
    """Return the day number of the day by which entries are to be known, None for no such day.

    Raises `InvalidDate` or `WrongType` for what names no day.
    """
    return None if as_of is None else days.as_day(as_of)


def proclaimed(
    authority: str, as_of: CivilDay | int | None, entries: Iterable[Entry]
) -> Mapping[int, Proclaimed]:
    """Return what was proclaimed by an authority, by month number, and known on a date.

    `as_of` is the date, None for all that is known; `entries` are those that count besides the
    built-in ones, such as `own_entries()`, those of the user's own store.
    """
    by = known_on(as_of)
    by_month: dict[int, list[Entry]] = defaultdict(list)
    own = [entry for entry in entries if entry.authority == authority]
    for entry in (*built_in_of(authority), *in_force(own, by)):
        if by is None or entry.known <= by:
            by_month[entry.number].append(entry)
    found = {}
    for number, of_month in by_month.items():
        # Of entries of one kind, known on one day, the one that was added last applies.
        best_last = sorted(of_month, key=lambda entry: (KINDS.index(entry.kind), entry.known))
        found[number] = Proclaimed(best_last[-1], tuple(best_last[-2::-1]))
    return found


def check_known(authority: str, as_of: date, entries: Iterable[Entry]) -> None:
    """Raise `OutOfRange` where an authority has a record and none of it was known on a date."""
    counting = tuple(entries)
    whole = proclaimed(authority, None, counting)
    if whole and not proclaimed(authority, as_of, counting):
        first = min(known.entry.known_on for known in whole.values())
        raise OutOfRange(
            f"nothing of the record of {authority!r} was known on {as_of}: it begins on {first}"
        )


def in_force(entries: Iterable[Entry], by: int | None = None) -> list[Entry]:
    """Return entries in their order, without those that were withdrawn by a day number.

    A withdrawal takes back what was added before it of its month and day; it is not returned.
    """
    found: list[Entry] = []
    for entry in entries:
        if entry.kind != WITHDRAWN:
            found.append(entry)
        elif by is None or entry.known <= by:
            found = [other for other in found if not taken_back(other, entry)]
    return found


def taken_back(entry: Entry, withdrawal: Entry) -> bool:
    """Return whether a withdrawal names the month and day of an entry."""
    return (entry.authority, entry.number, entry.day) == (
        withdrawal.authority, withdrawal.number, withdrawal.day,
    )  # fmt: skip


def built_in() -> Mapping[str, tuple[Entry, ...]]:
    """Return the entries of the package by authority, in the order they were added."""
    names = dict.fromkeys(row["authority"] for row in csv.DictReader(_lines(_text())))
    printed = [name.removeprefix(_PRINTED) for name in _tables()]
    return {name: built_in_of(name) for name in dict.fromkeys((*names, *printed, _IRAN))}


@once
def built_in_of(authority: str) -> tuple[Entry, ...]:
    """Return the entries of the package for one authority, in the order they were added."""
    header, *lines = _lines(_text())
    own = [line for line in lines if line.startswith(f"{authority},")]
    found = read_rows("\n".join([header, *own]), f"record.csv, {authority}") if own else []
    return (*_printed(authority), *found, *(_of_iran() if authority == _IRAN else ()))


@once
def _text() -> str:
    return read_text("authorities/record.csv")


def _lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]


def read_rows(text: str, name: str, origin: str = "built in") -> list[Entry]:
    """Return the entries of a table in CSV; lines that begin with # are passed over."""
    rows = csv.DictReader(_lines(text))
    return [read_row(row, f"{name} row {count}", origin) for count, row in enumerate(rows, 1)]


def read_row(row: Mapping[str, str], where: str, origin: str = "built in") -> Entry:
    """Return the entry of a row: authority, month, day, known, source, note, kind.

    Raises `InvalidDate`, with where, for what cannot be read.
    """
    try:
        number = read_month(row["month"])
        day = days.as_day(row["day"])
        known = days.as_day(row["known"]) if row.get("known") else day - 1
        source = row["source"].strip()
        if not source:
            raise ValueError("no source")
        note, kind = ((row.get(name) or "").strip() for name in ("note", "kind"))
        if kind and kind not in KINDS:
            raise ValueError(f"no kind {kind!r}: write {', '.join(KINDS)}")
        return Entry(
            row["authority"], number, day, known, source, note, origin, kind or "proclaimed"
        )
    except (KeyError, ValueError) as error:
        raise InvalidDate(f"{where}: {error}") from None


def _tables() -> list[str]:
    return [name for name in file_names("authorities", ".txt") if name.startswith(_PRINTED)]


def _printed(authority: str) -> list[Entry]:
    """Return the months of an authority's printed calendar, each known before its year began."""
    name = f"{_PRINTED}{authority}"
    if name not in _tables():
        return []
    lines = read_text(f"authorities/{name}.txt").splitlines()
    source = next(line.removeprefix(_SOURCE) for line in lines if line.startswith(_SOURCE))
    first = int(next(line for line in lines if line and not line.startswith("#")).split()[0])
    starts = read_table(lines, first)[:-1]
    return [
        Entry(
            authority, month_number(first, 1) + count, start, starts[count - count % 12] - 1,
            source, kind="published",
        )
        for count, start in enumerate(starts)
    ]  # fmt: skip


def _of_iran() -> list[Entry]:
    """Return Iran's record, from the calendar room; a month was known on its eve."""
    from miqat.calendars.systems.iran import record

    kept = record()
    return [
        Entry(_IRAN, number, start, start - 1, f"{run.sources} (qamari)")
        for run in kept.runs
        for number in range(run.first, run.last + 1)
        for start in (kept.starts[number - kept.first],)
    ]
