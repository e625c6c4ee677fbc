"""The catalogue of observances: ids, names, who keeps them, and when they next fall."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Literal

from miqat import days
from miqat.errors import OutOfRange, UnknownName
from miqat.observances.rules import Rule, Span, parse_rule

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator, Mapping

    from miqat.calendars import Calendar, HijriDate

Kind = Literal["commemoration", "feast", "fast", "night", "season"]


@dataclass(frozen=True, slots=True)
class Observance:
    """Something that is kept on a day of the Hijri year.

    The `id` is stable and never translated; `names` are by ISO 639 code; `kept_by` names
    traditions ("general" where there is no difference between them).
    """

    id: str
    rule: Rule
    names: Mapping[str, str]
    kind: Kind
    kept_by: tuple[str, ...]
    about: str
    source: str

    def occurrence(self, calendar: Calendar, year: int) -> Occurrence | None:
        """Return the occurrence in a Hijri year, None where the year has none.

        Raises `OutOfRange` for a year outside the calendar.
        """
        span = self.rule.span(calendar, year)
        return None if span is None else Occurrence(self, calendar, year, span)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """An observance in one year of one calendar."""

    observance: Observance
    calendar: Calendar
    year: int
    span: Span

    @property
    def first(self) -> datetime.date:
        """The civil date of the (first) day; a night begins on the evening before it."""
        return days.to_date(self.span.first)

    @property
    def last(self) -> datetime.date:
        """The civil date of the last day."""
        return days.to_date(self.span.last)

    @property
    def hijri(self) -> HijriDate:
        """The Hijri date of the (first) day."""
        return self.calendar.from_day(self.span.first)


@cache
def observances() -> tuple[Observance, ...]:
    """Return every observance of the catalogue, in the order of the year."""
    file = resources.files("miqat.data").joinpath("observances/catalogue.toml")
    entries = tomllib.loads(file.read_text(encoding="utf-8"))["observance"]
    return tuple(
        Observance(
            id=entry["id"],
            rule=parse_rule(entry["rule"]),
            names=entry["names"],
            kind=entry["kind"],
            kept_by=tuple(entry["kept_by"]),
            about=entry["about"],
            source=entry["source"],
        )
        for entry in entries
    )


def observance(name: str) -> Observance:
    """Return an observance by its id. Raises `UnknownName` with the nearest ids."""
    by_id = {entry.id: entry for entry in observances()}
    if name.casefold() not in by_id:
        raise UnknownName.among("observance", name, by_id)
    return by_id[name.casefold()]


def upcoming(calendar: Calendar, day: int) -> Iterator[Occurrence]:
    """Yield the occurrences that end on a day number or after it, by their first day.

    They end with the calendar's range. Raises `OutOfRange` for a day outside it.
    """
    for year in range(calendar.from_day(day).year, calendar.last_year + 1):
        of_year = _of_year(calendar, year)
        for occurrence in sorted(of_year, key=lambda o: (o.span.first, not o.span.is_night)):
            if occurrence.span.last >= day:
                yield occurrence


def _of_year(calendar: Calendar, year: int) -> Iterator[Occurrence]:
    for entry in observances():
        try:
            occurrence = entry.occurrence(calendar, year)
        except OutOfRange:  # the last year may break off before it
            continue
        if occurrence is not None:
            yield occurrence
