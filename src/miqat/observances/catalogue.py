"""The catalogue of observances: ids, names, who keeps them, and when they fall."""

from __future__ import annotations

import datetime
import re
import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, get_args

from miqat import days
from miqat.errors import InvalidDate, InvalidRule, OutOfRange, UnknownName
from miqat.observances.grammar import parse_rule
from miqat.observances.rules import OnCalendar, Rule, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from miqat.calendars import Calendar, Certainty, HijriDate
    from miqat.calendars.civil import Gregorian

Kind = Literal[
    "commemoration", "fast", "feast", "historical", "month", "national", "night", "season", "weekly"
]
Tradition = Literal[
    "general", "sunni", "shia", "ismaili", "bohra", "alevi", "ahmadi", "sufi", "state"
]
KINDS: tuple[str, ...] = get_args(Kind)
TRADITIONS: tuple[str, ...] = get_args(Tradition)

#: What `miqat today` draws on; it is read alone where no more is asked.
_PRINCIPAL = "principal"
_FILES = (_PRINCIPAL, "common", "shia", "traditions", "historical", "states", "national")
_BEGUN = re.compile(r"(?:(\d{1,4}) AH|(\d{4})(?:-(\d\d)-(\d\d))?)")


class Begun(NamedTuple):
    """When something began or ended: in a Hijri year, or on a civil day (a day number)."""

    hijri_year: int | None
    day: int | None

    def __str__(self) -> str:
        """Return it as it is written: 1399 AH, or 1979-08-17."""
        if self.day is None:
            return f"{self.hijri_year} AH"
        return days.to_date(self.day).isoformat()


@dataclass(frozen=True, slots=True, eq=False)
class Observance:
    """Something that is kept or was done on a day of a year.

    The `id` is stable and never translated; `names` are by ISO 639 code; `kept_by` names
    traditions ("general" where they do not differ in it, "state" for what only states keep);
    `countries` are ISO 3166 codes, filled where it is kept in some countries only; `since`
    and `until` say from when to when it is kept, None for no known limit.
    """

    id: str
    rule: Rule
    names: Mapping[str, str]
    kind: Kind
    kept_by: tuple[str, ...]
    about: str
    source: str
    aliases: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    since: Begun | None = None
    until: Begun | None = None
    rule_text: str = field(default="", repr=False)

    @property
    def reckoned_on(self) -> str:
        """The calendar of its rule: "hijri", or the id of a solar one."""
        return self.rule.calendar_id if isinstance(self.rule, OnCalendar) else "hijri"

    def name(self, language: str = "en") -> str:
        """Return the name in a language by its ISO 639 code, the English one where it has none."""
        return self.names.get(language, self.names["en"])

    def occurrence(self, calendar: Calendar, year: int) -> Occurrence | None:
        """Return the first occurrence in a Hijri year, None where the year has none.

        Raises `OutOfRange` for a year outside the calendar.
        """
        return next(iter(self.occurrences(calendar, year)), None)

    def occurrences(self, calendar: Calendar, year: int) -> tuple[Occurrence, ...]:
        """Return all occurrences of a Hijri year in order; raises `OutOfRange`."""
        found = (Occurrence(self, calendar, year, of) for of in self.rule.spans(calendar, year))
        return tuple(each for each in found if self._was_kept(each))

    def _was_kept(self, on: Occurrence) -> bool:
        return not (
            (self.since is not None and _is_before(on, self.since))
            or (self.until is not None and not _is_before(on, self.until))
        )


@dataclass(frozen=True, slots=True)
class Occurrence:
    """An observance in one year of one calendar; `year` is the Hijri year."""

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
    def evening(self) -> datetime.date | None:
        """The civil date on whose evening it begins; None where a day begins at midnight."""
        if self.observance.reckoned_on != "hijri":
            return None
        return days.to_date(self.span.first - 1)

    @property
    def hijri(self) -> HijriDate:
        """The Hijri date of the (first) day."""
        return self.calendar.from_day(self.span.first)

    @property
    def certainty(self) -> Certainty:
        """How sure the month is in which the (first) day lies, in the calendar of the rule."""
        rule = self.observance.rule
        of: Calendar | Gregorian = rule.calendar if isinstance(rule, OnCalendar) else self.calendar
        on = of.from_day(self.span.first)
        return of.month(on.year, on.month).certainty


def _is_before(on: Occurrence, limit: Begun) -> bool:
    if limit.day is not None:
        return on.span.first < limit.day
    assert limit.hijri_year is not None
    return on.year < limit.hijri_year


def observances(
    *,
    kind: str | None = None,
    tradition: str | None = None,
    country: str | Iterable[str] | None = None,
) -> tuple[Observance, ...]:
    """Return the catalogue, or those of a kind, kept by a tradition, or listed in a country.

    A tradition keeps what is general too. With a country, or several (ISO 3166, two letters),
    what only other countries keep is left out. Raises `UnknownName` for a kind or a tradition
    that there is not.
    """
    if kind is not None and kind not in KINDS:
        raise UnknownName.among("kind of observance", kind, KINDS)
    if tradition is not None and tradition not in TRADITIONS:
        raise UnknownName.among("tradition", tradition, TRADITIONS)
    here = _codes(country)
    return tuple(
        entry
        for entry in _all()
        if (kind is None or entry.kind == kind)
        and (tradition is None or not {tradition, "general"}.isdisjoint(entry.kept_by))
        and (country is None or not entry.countries or not here.isdisjoint(entry.countries))
    )


def observance(name: str) -> Observance:
    """Return an observance by its id. Raises `UnknownName` with the nearest ids."""
    wanted = name.casefold()
    found = _by_id(_PRINCIPAL).get(wanted)
    if found is None:
        by_id = {entry.id: entry for entry in _all()}
        if wanted not in by_id:
            raise UnknownName.among("observance", name, by_id)
        found = by_id[wanted]
    return found


def principal() -> tuple[Observance, ...]:
    """Return the few that a short list of what is coming draws on, in the order of the year."""
    return _of_file(_PRINCIPAL)


def occurrences(
    calendar: Calendar,
    year: int | None = None,
    *,
    first_day: int | None = None,
    last_day: int | None = None,
    among: Iterable[Observance] | None = None,
    country: str | Iterable[str] | None = None,
) -> list[Occurrence]:
    """Return what falls in a Hijri year, or begins on the days from one number to another.

    In order of their first days, a night before the day it belongs to. What is kept in some
    countries only comes with the `country`, or several (ISO 3166, two letters). Raises
    `InvalidDate` where neither a year nor both days are given, or the last comes before the
    first, and `OutOfRange` for what is outside the calendar.
    """
    here = _codes(country)
    listed = [
        entry
        for entry in (_all() if among is None else among)
        if not entry.countries or not here.isdisjoint(entry.countries)
    ]
    if year is not None and first_day is None and last_day is None:
        calendar.month(year, 1)  # raises outside the range
        return sorted(_of_year(calendar, year, listed), key=_order)
    if year is not None or first_day is None or last_day is None:
        raise InvalidDate("either a year, or a first and a last day")
    if last_day < first_day:
        raise InvalidDate(f"day {last_day} comes before day {first_day}")
    # A rule may reach over the end of its year: an eve, a day after.
    first_year = max(calendar.from_day(first_day).year - 1, calendar.first_year)
    last_year = min(calendar.from_day(last_day).year + 1, calendar.last_year)
    found = (
        each
        for of in range(first_year, last_year + 1)
        for each in _of_year(calendar, of, listed)
        if first_day <= each.span.first <= last_day
    )
    return sorted(found, key=_order)


def upcoming(
    calendar: Calendar, day: int, among: Iterable[Observance] | None = None
) -> Iterator[Occurrence]:
    """Yield the occurrences that end on a day number or after it, by their first day.

    Of the principal observances, unless others are given. They end with the calendar's range.
    Raises `OutOfRange` for a day outside it.
    """
    listed = principal() if among is None else tuple(among)
    for year in range(calendar.from_day(day).year, calendar.last_year + 1):
        for occurrence in sorted(_of_year(calendar, year, listed), key=_order):
            if occurrence.span.last >= day:
                yield occurrence


def _codes(country: str | Iterable[str] | None) -> frozenset[str]:
    codes = (country,) if isinstance(country, str) else country or ()
    return frozenset(code.upper() for code in codes)


def _order(of: Occurrence) -> tuple[int, bool]:
    return of.span.first, not of.span.is_night


def _of_year(calendar: Calendar, year: int, among: Iterable[Observance]) -> Iterator[Occurrence]:
    for entry in among:
        try:
            yield from entry.occurrences(calendar, year)
        except OutOfRange:  # the last year may break off before it
            continue


@cache
def _all() -> tuple[Observance, ...]:
    return tuple(entry for file in _FILES for entry in _of_file(file))


@cache
def _by_id(file: str) -> dict[str, Observance]:
    return {entry.id: entry for entry in _of_file(file)}


@cache
def _of_file(name: str) -> tuple[Observance, ...]:
    file = resources.files("miqat.data").joinpath(f"observances/{name}.toml")
    known: dict[str, Rule] = {}
    if name != _PRINCIPAL:
        known = {entry.id: entry.rule for entry in principal()}

    def lookup(of: str) -> Rule:
        if of not in known:
            raise UnknownName.among("observance", of, known)
        return known[of]

    found = []
    for entry in tomllib.loads(file.read_text(encoding="utf-8"))["observance"]:
        rule = parse_rule(entry["rule"], lookup)
        known[entry["id"]] = rule
        found.append(_made(entry, rule))
    return tuple(found)


def _made(entry: dict[str, Any], rule: Rule) -> Observance:
    return Observance(
        id=entry["id"],
        rule=rule,
        names=entry["names"],
        kind=entry["kind"],
        kept_by=tuple(entry["kept_by"]),
        about=entry["about"],
        source=entry["source"],
        aliases=tuple(entry.get("aliases", ())),
        countries=tuple(entry.get("countries", ())),
        since=_begun(entry.get("since")),
        until=_begun(entry.get("until")),
        rule_text=entry["rule"],
    )


def _begun(text: str | None) -> Begun | None:
    if text is None:
        return None
    match = _BEGUN.fullmatch(text)
    if match is None:
        raise InvalidRule(f"cannot read {text!r}; write 1399 AH, 1979 or 1979-08-17")
    hijri, year, month, day = match.groups()
    if hijri is not None:
        return Begun(int(hijri), None)
    return Begun(None, days.from_date(datetime.date(int(year), int(month or 1), int(day or 1))))
