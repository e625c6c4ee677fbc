"""Calendars of authorities by name: "authority:pakistan", or a country such as "Pakistan"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from miqat.authorities.calendar import AuthorityCalendar, calendar_of
from miqat.authorities.catalogue import for_country
from miqat.authorities.store.entries import entries
from miqat.places.gazetteer import countries_named

if TYPE_CHECKING:
    from miqat.authorities.model import Authority

PREFIX = "authority:"


def calendar_named(name: str) -> AuthorityCalendar | None:
    """Return the calendar of an id "authority:ID" or of a country's name or code.

    The calendar of a country is that of its default authority. What the user's own store holds
    counts. None for any other text; raises `UnknownName` for an unknown authority, `StoreFault`.
    """
    wanted = name.strip().casefold()
    if wanted.startswith(PREFIX):
        return current_calendar(wanted.removeprefix(PREFIX))
    for country in sorted(countries_named(name)):
        default = for_country(country)
        if default is not None:
            return current_calendar(default.ids[0])
    return None


def current_calendar(name: str | Authority) -> AuthorityCalendar:
    """Return the calendar of an authority as known today, with the user's own store."""
    return calendar_of(name, None, entries())
