"""The calendars that are known by name."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from miqat.errors import InvalidRule, UnknownName

if TYPE_CHECKING:
    from miqat.calendars.base import Calendar

#: The calendar of a date for which no other is asked.
DEFAULT_CALENDAR = "ummalqura"

#: The calendars that stand side by side where no other is asked for.
COMPARED = ("ummalqura", "ummalqura-kacst", "islamic-civil")

_by_id: dict[str, Calendar] = {}
_by_name: dict[str, Calendar] = {}


def register(entries: Calendar | Iterable[Calendar], *, replace: bool = False) -> None:
    """Make calendars known under their ids and aliases, in lower case.

    A name belongs to one calendar: raises `InvalidRule` for one that is taken, unless the
    calendar is to `replace` that of the same id.
    """
    for entry in entries if isinstance(entries, Iterable) else (entries,):
        names = (entry.id, *entry.aliases)
        for name in names:
            _check(name, entry.id, replace=replace)
        old = _by_id.get(entry.id)
        for name in () if old is None else (old.id, *old.aliases):
            del _by_name[name]
        _by_id[entry.id] = entry
        _by_name.update(dict.fromkeys(names, entry))


def _check(name: str, owner: str, *, replace: bool) -> None:
    if not name or name != name.casefold():
        raise InvalidRule(f"{name!r} cannot name a calendar: write lower-case letters")
    taken = _by_name.get(name)
    if taken is not None and not (replace and taken.id == owner):
        raise InvalidRule(f"the name {name!r} is that of the calendar {taken.id!r}")


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


def compared() -> tuple[Calendar, ...]:
    """Return the calendars that stand side by side where no other is asked for."""
    return tuple(_by_id[name] for name in COMPARED)


def is_registered(candidate: Calendar) -> bool:
    """Tell whether the registry holds this very calendar under its id."""
    return _by_id.get(candidate.id) is candidate
