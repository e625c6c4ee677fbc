"""The authorities of the package, read from data/authorities, and which is whose default."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, NamedTuple

from miqat.authorities.model import Authority, ByAnother, ByCalendar, BySighting, Rule
from miqat.calendars.stretch import month_number
from miqat.errors import InvalidRule, UnknownName
from miqat.places import nearest_city
from miqat.places import place as place_named

if TYPE_CHECKING:
    from collections.abc import Mapping

    from miqat.authorities.model import Basis
    from miqat.places import Place

_FOLDER = "authorities"
_NOT_AUTHORITIES = ("defaults.toml",)


class Default(NamedTuple):
    """The authorities whose announcements are published for a place, and the source of that.

    The first is taken where one has to be; all are shown where they differ.
    """

    ids: tuple[str, ...]
    source: str


def authority(name: str | Authority) -> Authority:
    """Return an authority by its id; an authority is returned as it is.

    Raises `UnknownName` with the nearest ids.
    """
    if isinstance(name, Authority):
        return name
    found = _catalogue().get(name.casefold())
    if found is None:
        raise UnknownName.among("authority", name, _catalogue())
    return found


def authorities(country: str | None = None) -> tuple[Authority, ...]:
    """Return every authority, or those of a country (ISO 3166), in the order of the data."""
    every = _catalogue().values()
    return tuple(one for one in every if country is None or country.upper() in one.countries)


def for_place(where: Place | str) -> Default | None:
    """Return the authorities of a place, by its own entry or its country's; None for none.

    A bare coordinate has the country of the nearest city within 100 km. It is a documented
    default, not a judgement.
    """
    here = place_named(where)
    named, by_country = _defaults()
    if here.geonameid is not None and here.geonameid in named:
        return named[here.geonameid]
    country = here.country
    if country is None:
        near = nearest_city(here.latitude, here.longitude)
        country = None if near is None else near.country
    return by_country.get(country) if country else None


@cache
def _catalogue() -> dict[str, Authority]:
    folder = resources.files("miqat.data").joinpath(_FOLDER)
    found: dict[str, Authority] = {}
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        if not file.name.endswith(".toml") or file.name in _NOT_AUTHORITIES:
            continue
        for entry in tomllib.loads(file.read_text(encoding="utf-8")).get("authority", ()):
            one = read_authority(entry)
            found[one.id] = one
    return found


@cache
def _defaults() -> tuple[dict[int, Default], dict[str, Default]]:
    file = resources.files("miqat.data").joinpath(f"{_FOLDER}/defaults.toml")
    data = tomllib.loads(file.read_text(encoding="utf-8"))
    places = {
        int(entry["geonameid"]): Default(tuple(entry["authorities"]), entry["source"])
        for entry in data.get("place", ())
    }
    countries = {
        entry["country"]: Default(tuple(entry["authorities"]), entry["source"])
        for entry in data.get("country", ())
    }
    return places, countries


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


def _rule(entry: Mapping[str, Any], of: str) -> Rule:
    year, _, month = entry.get("from", "1-01").partition("-")
    first = month_number(int(year), int(month or 1))
    return Rule(first, frozenset(entry.get("months", ())), _basis(entry, of))


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
