"""The catalogue of observances: its entries, and when they fall."""

from __future__ import annotations

import datetime
import re
from typing import TYPE_CHECKING, Any

from miqat import days
from miqat.calendars import calendar as calendar_named
from miqat.data import read_toml
from miqat.errors import InvalidDate, InvalidRule, OutOfRange, UnknownName, as_name
from miqat.observances.model import KINDS, TRADITIONS, Bound, Observance, Occurrence
from miqat.observances.parser import parse_rule
from miqat.once import once

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from miqat.calendars import Calendar
    from miqat.days import CivilDay
    from miqat.observances.rules import ObservanceRule

#: The file for `miqat today`; the others are read only when needed.
_PRINCIPAL = "principal"
_FILES = (_PRINCIPAL, "common", "shia", "traditions", "historical", "states", "national")
_AUTHORITY = "authority:"
_BEGUN = re.compile(r"(?:(\d{1,4}) AH|(\d{4})(?:-(\d\d)-(\d\d))?)")


def observances(
    *,
    kind: str | None = None,
    tradition: str | None = None,
    country: str | Iterable[str] | None = None,
) -> tuple[Observance, ...]:
    """Return the observances, or those of a kind, a tradition or a country.

    A tradition includes what is general. With a country, or several (ISO 3166, two letters),
    observances of other countries are left out. Raises `UnknownName` for an unknown kind or
    tradition.
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
    wanted = as_name("observance", name, "ramadan").casefold()
    found = _by_id(_PRINCIPAL).get(wanted)
    if found is None:
        by_id = {entry.id: entry for entry in _all()}
        if wanted not in by_id:
            error = UnknownName.among("observance", name, by_id)
            holding = [each for each in by_id if wanted in each.split("-")]
            raise error if error.nearest else UnknownName("observance", name, holding[:3])
        found = by_id[wanted]
    return found


def principal() -> tuple[Observance, ...]:
    """Return the principal observances, for short lists, in the order of the year."""
    return _of_file(_PRINCIPAL)


def occurrences(
    calendar: Calendar | str,
    year: int | None = None,
    *,
    first_day: CivilDay | int | None = None,
    last_day: CivilDay | int | None = None,
    observances: Iterable[Observance] | None = None,
    country: str | Iterable[str] | None = None,
) -> list[Occurrence]:
    """Return what falls in a Hijri year, or begins on the days from one to another, both included.

    In order of their first days, a night before the day it belongs to. An observance of some
    countries is included with the `country`, or several (ISO 3166, two letters). Raises
    `InvalidDate` where neither a year nor both days are given, or the last comes before the first,
    and `OutOfRange` for what is outside the calendar.
    """
    calendar = calendar_named(calendar)
    here = _codes(country)
    listed = [
        entry
        for entry in (_all() if observances is None else observances)
        if not entry.countries or not here.isdisjoint(entry.countries)
    ]
    if year is not None and first_day is None and last_day is None:
        calendar.month(year, 1)  # raises outside the range
        return sorted(_of_year(calendar, year, listed), key=_order)
    if year is not None or first_day is None or last_day is None:
        raise InvalidDate("either a year, or a first and a last day")
    first, last = days.as_day(first_day), days.as_day(last_day)
    if last < first:
        raise InvalidDate(f"{days.iso_text(last)} comes before {days.iso_text(first)}")
    # A rule may extend beyond its year: an eve, a day after.
    first_year = max(calendar.from_day(first).year - 1, calendar.first_year)
    last_year = min(calendar.from_day(last).year + 1, calendar.last_year)
    found = (
        each
        for of in range(first_year, last_year + 1)
        for each in _of_year(calendar, of, listed)
        if first <= each.span.first <= last
    )
    return sorted(found, key=_order)


def upcoming(
    calendar: Calendar | str, day: CivilDay | int, observances: Iterable[Observance] | None = None
) -> Iterator[Occurrence]:
    """Yield the occurrences that end on a day or after it, by their first day.

    Of the principal observances by default. They end with the calendar's range. Raises `OutOfRange`
    for a day outside it.
    """
    listed = principal() if observances is None else tuple(observances)
    of, number = calendar_named(calendar), days.as_day(day)
    return _from_day_on(of, of.from_day(number).year, number, listed)


def _from_day_on(
    calendar: Calendar, first_year: int, day: int, listed: Iterable[Observance]
) -> Iterator[Occurrence]:
    for year in range(first_year, calendar.last_year + 1):
        for occurrence in sorted(_of_year(calendar, year, listed), key=_order):
            if occurrence.span.last >= day:
                yield occurrence


def _codes(country: str | Iterable[str] | None) -> frozenset[str]:
    codes = (country,) if isinstance(country, str) else country or ()
    return frozenset(code.upper() for code in codes)


def _order(of: Occurrence) -> tuple[int, bool]:
    return of.span.first, not of.span.is_night


def _of_year(calendar: Calendar, year: int, listed: Iterable[Observance]) -> Iterator[Occurrence]:
    for entry in listed:
        try:
            yield from entry.occurrences(calendar_for(entry, calendar), year)
        except OutOfRange:  # the last year may break off before it
            continue


def calendar_for(entry: Observance, calendar: Calendar) -> Calendar:
    """Return the calendar that dates an observance, where the calendar of an authority is asked.

    That of the authority that the observance follows wherever it is observed. The calendar of a
    table that is asked for is returned as it is.
    """
    if not entry.follows or not calendar.id.startswith(_AUTHORITY):
        return calendar
    from miqat.authorities import calendar_of

    return calendar_of(entry.follows)


@once
def _all() -> tuple[Observance, ...]:
    return tuple(entry for file in _FILES for entry in _of_file(file))


@once
def _by_id(file: str) -> dict[str, Observance]:
    return {entry.id: entry for entry in _of_file(file)}


@once
def _of_file(name: str) -> tuple[Observance, ...]:
    known: dict[str, ObservanceRule] = {}
    if name != _PRINCIPAL:
        known = {entry.id: entry.rule for entry in principal()}

    def lookup(of: str) -> ObservanceRule:
        if of not in known:
            raise UnknownName.among("observance", of, known)
        return known[of]

    found = []
    for entry in read_toml(f"observances/{name}.toml")["observance"]:
        rule = parse_rule(entry["rule"], lookup)
        known[entry["id"]] = rule
        found.append(_made(entry, rule))
    return tuple(found)


def _made(entry: dict[str, Any], rule: ObservanceRule) -> Observance:
    return Observance(
        id=entry["id"],
        rule=rule,
        names=entry["names"],
        kind=entry["kind"],
        kept_by=tuple(entry["kept_by"]),
        about=entry["about"],
        source=entry["source"],
        countries=tuple(entry.get("countries", ())),
        since=_begun(entry.get("since")),
        until=_begun(entry.get("until")),
        follows=entry.get("follows", ""),
        rule_text=entry["rule"],
    )


def _begun(text: str | None) -> Bound | None:
    if text is None:
        return None
    match = _BEGUN.fullmatch(text)
    if match is None:
        raise InvalidRule(f"cannot read {text!r}; write 1399 AH, 1979 or 1979-08-17")
    hijri, year, month, day = match.groups()
    if hijri is not None:
        return Bound(int(hijri), None)
    return Bound(None, days.from_date(datetime.date(int(year), int(month or 1), int(day or 1))))
