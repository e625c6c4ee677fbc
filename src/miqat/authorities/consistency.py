"""What an announcement would do to the neighbouring months, before it is stored."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from miqat import days
from miqat.authorities.calendar import calendar_of
from miqat.authorities.catalogue import authority
from miqat.authorities.record import proclaimed
from miqat.calendars.month_table import month_text
from miqat.errors import ImplausibleMonth

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from miqat.authorities.calendar import AuthorityCalendar, Start
    from miqat.authorities.record import Entry, Proclaimed

#: Lengths that occur in records of months; 29 and 30 are expected.
SHORTEST, LONGEST = 28, 31

# Beyond these even a forced entry is refused: months would overlap.
_SHORTEST_FORCED, _LONGEST_FORCED = 20, 40


class NeighbouringMonth(NamedTuple):
    """A month whose length an announcement fixes, and what its other end is based on."""

    written: str
    length: int
    other_end: str
    proclaimed: bool

    def __str__(self) -> str:
        return f"{self.written} would have {self.length} days ({self.other_end})"


class Findings(NamedTuple):
    """The months before and from an announcement, and the entries that have another day."""

    months: tuple[NeighbouringMonth, NeighbouringMonth]
    contradicted: tuple[Entry, ...]
    by_rule: Start

    @property
    def implausible(self) -> tuple[NeighbouringMonth, ...]:
        """The months with a length that no record has."""
        return tuple(m for m in self.months if not SHORTEST <= m.length <= LONGEST)

    @property
    def unusual(self) -> tuple[NeighbouringMonth, ...]:
        """The months between two announcements that have 28 or 31 days."""
        return tuple(m for m in self.months if m.proclaimed and m.length in (SHORTEST, LONGEST))


def findings(entry: Entry, entries: Iterable[Entry]) -> Findings:
    """Return what an entry does to the record of its authority and to other entries.

    Raises `UnknownName` for the authority, `OutOfRange` for a month outside its calendar.
    """
    kept = calendar_of(entry.authority, None, entries)
    kept.month(entry.year, entry.month)  # a month that it has
    before, start_before, proclaimed_before = _end(kept, entry.number - 1, "began")
    after, start_after, proclaimed_after = _end(kept, entry.number + 1, "begins")
    holding = kept.proclaimed_of(entry.number)
    others = () if holding is None else (holding.entry, *holding.superseded)
    return Findings(
        (
            NeighbouringMonth(
                month_text(entry.number - 1), entry.day - start_before, before, proclaimed_before
            ),
            NeighbouringMonth(
                month_text(entry.number),
                start_after - entry.day,
                f"{month_text(entry.number + 1)} {after}",
                proclaimed_after,
            ),
        ),
        tuple(other for other in others if other.day != entry.day),
        kept.by_rule(entry.number),
    )


def examine(entry: Entry, entries: Iterable[Entry], *, force: bool = False) -> Findings:
    """Return the findings of an entry that can be stored.

    Raises `ImplausibleMonth` where a month would have 27 days or fewer, or 32 or more; where
    it is forced, only where months would run into one another.
    """
    found = findings(entry, entries)
    if found.implausible:
        allowed = all(_SHORTEST_FORCED <= m.length <= _LONGEST_FORCED for m in found.implausible)
        if not (force and allowed):
            wrong = "; ".join(map(str, found.implausible))
            what = f"{entry.authority} {entry.written} on {entry.on}"
            way = "unless forced" if allowed else "not even forced"
            raise ImplausibleMonth(
                f"{what}: {wrong}; a month has 29 or 30, so it is not stored {way}"
            )
    return found


class Compared(NamedTuple):
    """Entries of another record, compared with what is known here."""

    same: tuple[Entry, ...]
    new: tuple[Entry, ...]
    contradicting: tuple[Entry, ...]


def compared(incoming: Iterable[Entry], entries: Iterable[Entry]) -> Compared:
    """Return which entries are known already, which are new, and which have another day.

    `entries` are those of the user's own store. An entry with a known day but another source is
    new. Raises `UnknownName` for an unknown authority.
    """
    own, same, new, against = tuple(entries), [], [], []
    records: dict[str, Mapping[int, Proclaimed]] = {}
    for entry in incoming:
        name = authority(entry.authority).id
        if name not in records:
            records[name] = proclaimed(name, None, own)
        known = records[name].get(entry.number)
        there = () if known is None else (known.entry, *known.superseded)
        if any((e.day, e.source) == (entry.day, entry.source) for e in there):
            same.append(entry)
        elif any(e.day != entry.day for e in there):
            against.append(entry)
        else:
            new.append(entry)
    return Compared(tuple(same), tuple(new), tuple(against))


def _end(kept: AuthorityCalendar, number: int, verb: str) -> tuple[str, int, bool]:
    start = kept.start_of(number)
    recorded = kept.proclaimed_of(number) is not None
    how = f"as {start.certainty}: {start.source}" if recorded else f"by the rule, {start.source}"
    return f"{verb} {days.to_date(start.day)}, {how}", start.day, recorded
