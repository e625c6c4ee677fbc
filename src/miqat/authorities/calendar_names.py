"""Calendars of authorities by name: "authority:pakistan", or a country such as "Pakistan"."""

from __future__ import annotations

from miqat.authorities.calendar import AuthorityCalendar, calendar_of
from miqat.authorities.catalogue import PREFIX, authority
from miqat.errors import UnknownName


def calendar_named(name: str) -> AuthorityCalendar | None:
    """Return the calendar of the authority that a text names, see `authorities.authority`.

    What the user's own store holds counts. None for any other text; raises `UnknownName` for an
    unknown authority after "authority:", `StoreFault`.
    """
    try:
        return calendar_of(authority(name))
    except UnknownName:
        if name.strip().casefold().startswith(PREFIX):
            raise
        return None
