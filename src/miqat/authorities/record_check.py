"""What is doubtful in a record: impossible lengths, contradictions, bodies not heard of lately."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from miqat import days
from miqat.authorities.record import proclaimed
from miqat.calendars.month_table import month_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from miqat.authorities.record import Entry, Proclaimed

#: A record whose last month began more days ago than this is stale.
STALE = 400

_LENGTHS = (29, 30)
_LONGEST_GAP = 24  # months between two rows after which their distance says nothing


class Doubt(NamedTuple):
    """A doubt about the record of an authority: the month it is about, and what is wrong."""

    authority: str
    month: str
    what: str


class Doubts(NamedTuple):
    """The doubts about records, by kind."""

    lengths: tuple[Doubt, ...]
    contradictions: tuple[Doubt, ...]
    late: tuple[Doubt, ...]
    stale: tuple[Doubt, ...]


def doubts(authorities: Iterable[str], entries: Iterable[Entry], today: date) -> Doubts:
    """Return the doubts about the records of authorities, by id, as of a day.

    `lengths` are months, or runs of months, that no sequence of 29 and 30 days gives; `late` are
    entries known only after the day they are about; `stale` are records that ended long ago.
    `entries` are those of the user's own store. A body without a record has no doubts.
    """
    counting, now = tuple(entries), days.from_date(today)
    found: tuple[list[Doubt], ...] = ([], [], [], [])
    for name in authorities:
        record = proclaimed(name, None, counting)
        if record:
            ordered = dict(sorted(record.items()))
            found[0].extend(_lengths(name, ordered))
            found[1].extend(_contradictions(name, ordered))
            found[2].extend(_late(name, ordered))
            found[3].extend(_stale(name, ordered, now))
    return Doubts(*map(tuple, found))


def _lengths(name: str, record: Mapping[int, Proclaimed]) -> Iterable[Doubt]:
    shortest, longest = _LENGTHS
    for (number, first), (after, following) in pairwise(record.items()):
        months, length = after - number, following.entry.day - first.entry.day
        if months <= _LONGEST_GAP and not shortest * months <= length <= longest * months:
            span = "" if months == 1 else f" from here to {month_text(after)}, {months} months"
            what = f"{length} days{span}: {first.entry.on} to {following.entry.on}"
            yield Doubt(name, month_text(number), what)


def _contradictions(name: str, record: Mapping[int, Proclaimed]) -> Iterable[Doubt]:
    for number, known in record.items():
        others = {e.on for e in known.superseded if e.day != known.entry.day}
        if others:
            against = ", ".join(map(str, sorted(others)))
            what = f"{known.entry.on} in effect ({known.entry.kind}), not {against}"
            yield Doubt(name, month_text(number), what)


def _late(name: str, record: Mapping[int, Proclaimed]) -> Iterable[Doubt]:
    for number, known in record.items():
        entry = known.entry
        if entry.known > entry.day:
            what = f"began {entry.on}, known only on {entry.known_on}"
            yield Doubt(name, month_text(number), what)


def _stale(name: str, record: Mapping[int, Proclaimed], today: int) -> Iterable[Doubt]:
    number, known = max(record.items())
    past = today - known.entry.day
    if past > STALE:
        yield Doubt(name, month_text(number), f"the last month recorded, {past} days ago")
