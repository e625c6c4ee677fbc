"""The same observance on the days of several calendars."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from miqat.errors import OutOfRange
from miqat.jsonable import Jsonable
from miqat.observances import observance

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from miqat.calendars import Calendar
    from miqat.observances import Observance, Occurrence

#: Ramadan, its last Friday and both Eids, as the catalogue of observances names them.
MOVED = ("ramadan", "jumuat-al-wida", "eid-al-fitr", "eid-al-adha")


@dataclass(frozen=True, slots=True)
class ObservanceShift(Jsonable):
    """An observance of one year in several calendars, in the order they were given.

    An occurrence is None outside the range of the calendar.
    """

    observance: Observance
    year: int
    occurrences: tuple[Occurrence | None, ...]
    calendars: tuple[Calendar, ...]

    @property
    def days(self) -> tuple[int | None, ...]:
        """By how many days each begins later than in the first calendar."""
        base = self.occurrences[0]
        return tuple(
            None if base is None or each is None else each.span.first - base.span.first
            for each in self.occurrences
        )

    @property
    def moves(self) -> bool:
        """Whether it begins on another day in any of the calendars."""
        return any(self.days)

    def to_dict(self) -> dict[str, Any]:
        """Return the first day by each calendar, and by how many days it differs."""
        ids = [calendar.id for calendar in self.calendars]
        firsts = [on and on.first.isoformat() for on in self.occurrences]
        return {
            "id": self.observance.id,
            "year": self.year,
            "first": dict(zip(ids, firsts, strict=True)),
            "by_days": dict(zip(ids, self.days, strict=True)),
        }


def shifted_observances(
    among: Iterable[Calendar], first_year: int, last_year: int, ids: Iterable[str] = MOVED
) -> Iterator[ObservanceShift]:
    """Yield observances of some years, both included, on their days in several calendars.

    All of them, also those that do not move. Raises `UnknownName` for an unknown observance.
    """
    calendars = tuple(among)
    chosen = [observance(name) for name in ids]
    for year in range(first_year, last_year + 1):
        for entry in chosen:
            found = tuple(_occurrence(entry, each, year) for each in calendars)
            yield ObservanceShift(entry, year, found, calendars)


def _occurrence(entry: Observance, calendar: Calendar, year: int) -> Occurrence | None:
    try:
        return entry.occurrence(calendar, year)
    except OutOfRange:
        return None
