"""The authorities of the package, read from data/authorities, and the defaults of places."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, Any, NamedTuple

from miqat.authorities.model import Authority, AuthorityRule, ByAnother, ByCalendar, BySighting
from miqat.calendars.month_table import month_number
from miqat.data import file_names, read_text
from miqat.errors import InvalidRule, UnknownName, WrongType
from miqat.once import once
from miqat.places import as_place, nearest_city
from miqat.places.gazetteer import countries_named

if TYPE_CHECKING:
    from collections.abc import Mapping

    from miqat.authorities.model import Basis
    from miqat.places import PlaceLike

#: What precedes an authority's id in the id of the calendar.
PREFIX = "authority:"

_DEFAULTS = "defaults.toml"
_ID = re.compile(r'^id = "([^"]+)"', re.MULTILINE)


class Default(NamedTuple):
    """The authorities whose announcements are published for a place, why, and the source of that.

    The first is the default; all are shown if they differ.
    """

    ids: tuple[str, ...]
    source: str
    reason: str


def authority(name: str | Authority) -> Authority:
    """Return the authority of an id or a country; an authority is returned as it is.

    A country is a name or a code (ISO 3166), for the default authority of the country; the
    id of a calendar, "authority:iran", is read too. Raises `UnknownName` with the nearest ids,
    `WrongType`.

    >>> authority("pakistan").id, authority("UK").id, authority("Indonesia").id
    ('pakistan', 'london-central-mosque', 'indonesia')
    """
    if isinstance(name, Authority):
        return name
    if not isinstance(name, str):
        raise WrongType(f"{name!r} is not an authority: give an id such as 'iran', or a country")
    wanted = name.strip().casefold().removeprefix(PREFIX)
    found = _named(wanted) or of_country(name)
    if found is None:
        raise UnknownName.among("authority", name, _texts())
    return found


def of_country(name: str) -> Authority | None:
    """Return the default authority of a country by its name or code, None if there is none."""
    defaults = (for_country(code) for code in countries_named(name))
    first = {default.ids[0] for default in defaults if default is not None}
    return _named(first.pop()) if len(first) == 1 else None


def authorities(country: str | None = None) -> tuple[Authority, ...]:
    """Return every authority, or those of a country, in the order of the data.

    The country is a name or a code (ISO 3166). Raises `UnknownName`.
    """
    every = tuple(one for one in map(_named, _texts()) if one is not None)
    if country is None:
        return every
    codes = countries_named(country)
    if not codes:
        raise UnknownName.among(
            "country", country, {code for one in every for code in one.countries}
        )
    return tuple(one for one in every if not codes.isdisjoint(one.countries))


def for_place(place: PlaceLike) -> Default | None:
    """Return the authorities of a place, by its entry or its country's; None for none.

    A bare coordinate has the country of the nearest city within 100 km. It is a documented
    default, not a judgement.
    """
    here = as_place(place)
    if here.geonameid is not None:
        found = _default("place", f"geonameid = {here.geonameid}")
        if found is not None:
            return found
    country = country_of(here)
    return for_country(country) if country else None


def country_of(place: PlaceLike) -> str | None:
    """Return the country (ISO 3166) of a place, or of the nearest city within 100 km."""
    here = as_place(place)
    if here.country is not None:
        return here.country
    near = nearest_city(here.latitude, here.longitude)
    return None if near is None else near.country


def for_country(code: str) -> Default | None:
    """Return the authorities of a country (ISO 3166, upper case); None for none."""
    return _default("country", f'country = "{code}"')


def countries_of(name: str) -> tuple[str, ...]:
    """Return the countries (ISO 3166) whose default is this authority."""
    entries = tomllib.loads(_text(_DEFAULTS)).get("country", ())
    return tuple(entry["country"] for entry in entries if entry["authorities"][0] == name)


@once
def _named(name: str) -> Authority | None:
    text = _texts().get(name)
    return None if text is None else read_authority(tomllib.loads(text)["authority"][0])


@once
def _texts() -> dict[str, str]:
    """Return the text of each authority's tables by its id: only those asked for are read."""
    found = {}
    for name in file_names("authorities", ".toml"):
        for text in _tables(_text(f"{name}.toml"), "authority"):
            match = _ID.search(text)
            if match is None:
                raise InvalidRule(f"{name}.toml has an authority without an id")
            found[match[1]] = text
    return found


def _default(kind: str, line: str) -> Default | None:
    wanted = re.compile(rf"^{re.escape(line)}\s*(?:#.*)?$", re.MULTILINE)
    for text in _tables(_text(_DEFAULTS), kind):
        if wanted.search(text):
            (entry,) = tomllib.loads(text)[kind]
            return Default(tuple(entry["authorities"]), entry["source"], entry["reason"])
    return None


def _tables(text: str, kind: str) -> list[str]:
    """Return the text of each `[[kind]]` of a file, with what is under it, unread."""
    parts = re.split(r"^(?=\[\[[a-z]+\]\]\s*$)", text, flags=re.MULTILINE)
    return [part for part in parts if part.startswith(f"[[{kind}]]")]


def _text(name: str) -> str:
    return read_text(f"authorities/{name}")


def read_authority(entry: Mapping[str, Any]) -> Authority:
    """Return the authority that a table of TOML describes. Raises `InvalidRule`."""
    rules = tuple(_rule(each, entry["id"]) for each in entry.get("rule", ()))
    if not rules:
        raise InvalidRule(f"authority {entry['id']!r} has no rule")
    return Authority(
        id=entry["id"],
        title=entry["title"],
        kind=entry["kind"],
        countries=tuple(entry.get("countries", ())),
        places=tuple(entry.get("places", ())),
        tradition=entry.get("tradition", ""),
        rules=rules,
        source=entry["source"],
        note=entry.get("note", ""),
    )


def _rule(entry: Mapping[str, Any], of: str) -> AuthorityRule:
    year, _, month = entry.get("from", "1-01").partition("-")
    first = month_number(int(year), int(month or 1))
    return AuthorityRule(first, frozenset(entry.get("months", ())), _basis(entry, of))


def _basis(entry: Mapping[str, Any], of: str) -> Basis:
    kind, source = entry.get("kind"), entry.get("source", "")
    if kind == "calendar":
        return ByCalendar(calendar=entry["calendar"], source=source)
    if kind == "follows":
        return ByAnother(of=entry["of"], days=int(entry.get("days", 0)), source=source)
    if kind == "sighting":
        return BySighting(
            region=entry.get("region"),
            places=tuple(entry.get("places", ())),
            aid=entry.get("aid", "naked eye"),
            group=entry.get("group", "strict"),
            vetoed=entry.get("after", "none") == "astronomy vetoes",
            source=source,
        )
    raise InvalidRule(f"authority {of!r} has a rule of no known kind: {kind!r}")
