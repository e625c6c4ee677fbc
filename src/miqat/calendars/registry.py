"""The calendars that are known by name."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from miqat.calendars import known
from miqat.calendars.known import DEFAULT_CALENDAR, names

if TYPE_CHECKING:
    from miqat.calendars.hijri_date import Calendar

__all__ = ["DEFAULT_CALENDAR", "calendar", "calendars", "compared", "names", "register"]

#: The calendars that are shown together where none is asked for.
COMPARED = ("ummalqura", "ummalqura-kacst", "islamic-civil")


def register(entries: Calendar | Iterable[Calendar], *, replace: bool = False) -> None:
    """Make calendars known under their ids and aliases, in lower case.

    A name belongs to one calendar: raises `InvalidRule` for one that is taken, unless the
    calendar is to `replace` that of the same id.
    """
    for entry in entries if isinstance(entries, Iterable) else (entries,):
        known.add(entry, replace=replace)


def calendar(name: str | Calendar) -> Calendar:
    """Return the calendar with an id or alias, upper or lower case.

    Other texts that name one are the id of an authority's calendar, such as
    "authority:pakistan", and a country, for the calendar of its default authority. A calendar
    is returned as it is. Raises `UnknownName` with the nearest names, `WrongType`.

    >>> calendar("islamic-umalqura").id, calendar("Pakistan").id
    ('ummalqura-kacst', 'authority:pakistan')
    """
    found: Calendar = known.find(name)
    return found


def calendars() -> tuple[Calendar, ...]:
    """Return every registered calendar, once each, in the order of the registry."""
    return tuple(calendar(name) for name in known.ids())


def compared() -> tuple[Calendar, ...]:
    """Return the calendars that are shown together where none is asked for."""
    return tuple(calendar(name) for name in COMPARED)
