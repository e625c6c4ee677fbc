"""The calendars that are known by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from miqat.errors import UnknownName

if TYPE_CHECKING:
    from collections.abc import Iterable

    from miqat.calendars.base import Calendar

_by_id: dict[str, Calendar] = {}
_by_name: dict[str, Calendar] = {}


def register(entries: Iterable[Calendar]) -> None:
    """Make calendars known under their ids and aliases."""
    for entry in entries:
        _by_id[entry.id] = entry
        for name in (entry.id, *entry.aliases):
            _by_name[name] = entry


def calendar(name: str | Calendar) -> Calendar:
    """Return the calendar with an id or alias, upper or lower case.

    A calendar is returned as it is. Raises `UnknownName` with the nearest names.

    >>> calendar("islamic-umalqura").id
    'ummalqura-kacst'
    """
    if not isinstance(name, str):
        return name
    found = _by_name.get(name) or _by_name.get(name.casefold())
    if found is None:
        raise UnknownName.among("calendar", name, _by_name)
    return found


def calendars() -> tuple[Calendar, ...]:
    """Return every registered calendar, once each, in the order of the registry."""
    return tuple(_by_id.values())


def names() -> frozenset[str]:
    """Return every id and alias that is known."""
    return frozenset(_by_name)


def is_registered(candidate: Calendar) -> bool:
    """Tell whether the registry holds this very calendar under its id."""
    return _by_id.get(candidate.id) is candidate
