"""What a rule of months is based on: the first days that a calendar gives, and who follows whom."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from miqat.authorities.catalogue import authority as authority_named
from miqat.authorities.model import ByAnother
from miqat.calendars import calendar as calendar_named
from miqat.errors import InvalidRule, OutOfRange

if TYPE_CHECKING:
    from miqat.authorities.model import Authority, BySighting
    from miqat.calendars.months import Certainty

#: What the months of sightings are tabulated from, under miqat/data.
HABITS = "authorities/habits.toml"

_BEYOND = {"ummalqura": "ummalqura-rule", "ummalqura-kacst": "ummalqura-rule"}


def key_of(basis: BySighting) -> str:
    """Return the key under which the months of a sighting are tabulated."""
    land = basis.region or ";".join(basis.places)
    return f"sighting {land} {basis.group} {basis.aid}"


def of_calendar(name: str, year: int, month: int) -> tuple[int, str, Certainty]:
    """Return a month of a calendar, by its rule where a printed table ends."""
    printed = calendar_named(name)
    try:
        found = printed.month(year, month)
    except OutOfRange:
        beyond = _BEYOND.get(printed.id)
        if beyond is None:
            raise
        found = replace(
            calendar_named(beyond).month(year, month), source=f"{printed.id} ends; by {beyond}"
        )
    return found.first_day, f"{printed.id}: {found.source}", found.certainty


def check_chain(one: Authority) -> None:
    """Raise `InvalidRule` where authorities follow one another in a ring."""
    seen, waiting = set(), [one]
    while waiting:
        current = waiting.pop()
        if current.id in seen:
            continue
        seen.add(current.id)
        for rule in current.rules:
            if isinstance(rule.basis, ByAnother):
                if rule.basis.of == one.id:
                    raise InvalidRule(f"authority {one.id!r} follows itself, by {current.id!r}")
                waiting.append(authority_named(rule.basis.of))
