"""The names of calendars, independent of what calendars are made of.

`miqat.calendars.registry` is the public side of this.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from miqat import hooks
from miqat.errors import InvalidRule, UnknownName, WrongType

if TYPE_CHECKING:
    from collections.abc import Iterator

#: The calendar of a date for which no other is asked.
DEFAULT_CALENDAR = "ummalqura"


class Named(Protocol):
    """What has an id and other names."""

    @property
    def id(self) -> str:
        """The id, in lower case."""
        ...

    @property
    def aliases(self) -> tuple[str, ...]:
        """Other names, in lower case."""
        ...


_by_id: dict[str, Any] = {}
_by_name: dict[str, Any] = {}


def add(entry: Named, *, replace: bool = False) -> None:
    """Make a calendar known under its id and aliases; raises `InvalidRule` for a name taken."""
    names = (entry.id, *entry.aliases)
    for name in names:
        _check(name, entry.id, replace=replace)
    old = _by_id.get(entry.id)
    for name in () if old is None else (old.id, *old.aliases):
        del _by_name[name]
    _by_id[entry.id] = entry
    _by_name.update(dict.fromkeys(names, entry))


def find(name: Any) -> Any:
    """Return the calendar of an id, an alias, an authority's id or a country.

    What is not a text and has months is returned as it is. Raises `UnknownName` with the
    nearest names, `WrongType`.
    """
    if isinstance(name, str):
        found = _by_name.get(name) or _by_name.get(name.casefold())
        if found is None and hooks.calendar_named is not None and name.strip():
            found = hooks.calendar_named(name)
        if found is None:
            raise UnknownName.among("calendar", name, _by_name)
        return found
    if not hasattr(name, "day_number") or not hasattr(name, "month_names"):
        raise WrongType(
            f"{name!r} is not a calendar: give a calendar, or the id of one, such as "
            f"{DEFAULT_CALENDAR!r}"
        )
    return name


def is_known(candidate: Named) -> bool:
    """Return whether this object is the calendar registered under its id."""
    found = _by_id.get(candidate.id)
    if found is None and ":" in candidate.id and hooks.calendar_named is not None:
        try:
            found = hooks.calendar_named(candidate.id)
        except UnknownName:
            return False
    return found is candidate


def ids() -> Iterator[str]:
    """Return the ids, in the order in which they became known."""
    return iter(_by_id)


def names() -> frozenset[str]:
    """Return every id and alias."""
    return frozenset(_by_name)


def _check(name: str, owner: str, *, replace: bool) -> None:
    if not name or name != name.casefold():
        raise InvalidRule(f"{name!r} cannot name a calendar: write lower-case letters")
    taken = _by_name.get(name)
    if taken is not None and not (replace and taken.id == owner):
        raise InvalidRule(f"the name {name!r} is that of the calendar {taken.id!r}")
