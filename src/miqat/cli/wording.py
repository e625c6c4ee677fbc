"""Names in place of ids, and sources as names: how answers speak to people."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from miqat.errors import UnknownName

if TYPE_CHECKING:
    from miqat.authorities import Authority
    from miqat.calendars import Calendar

_ADDRESS = re.compile(r"\bhttps?://(?:www\.)?([^/\s,;)]+)[^\s,;)]*")
_FOLLOWED = re.compile(r"\bas ([a-z]+(?:-[a-z]+)*)")
_FORECAST = re.compile(r"^(?:proclaimed|published|computed|fore\w+)[:,] ")
_AUTHORITY = "authority:"
_LONGEST_INITIALS = 3  # "uae"


@cache
def authority_name(of: Authority) -> str:
    """Return the country of an authority that has its name as id, else the body's title."""
    from miqat.places.gazetteer import countries_named

    spelt = of.id.replace("-", " ")
    if not countries_named(spelt) & {*of.countries}:
        return of.title
    return spelt.upper() if len(spelt) <= _LONGEST_INITIALS else spelt.title()


def authority_names(text: str) -> str:
    """Return a text with "as saudi-arabia" as "follows Saudi Arabia"."""

    def named(match: re.Match[str]) -> str:
        name = _known(match[1])
        return f"follows {name}" if name else match[0]

    return _FOLLOWED.sub(named, text)


def reason(text: str) -> str:
    """Return why a month begins when it does, briefly: its first clause, with names."""
    clause = authority_names(source_name(_FORECAST.sub("", text)))
    first, colon, rest = clause.partition(": ")
    if not colon or first.startswith("follows"):
        return first
    if first == "rule":
        return rest
    title = _calendar_title(first)
    return title or clause


def calendar_name(of: Calendar) -> str:
    """Return the name of the authority whose calendar it is, else the title of the calendar."""
    if of.id.startswith(_AUTHORITY):
        return _known(of.id.removeprefix(_AUTHORITY)) or of.title
    return of.title


def source_name(text: str) -> str:
    """Return a source without addresses: a site by its name.

    >>> source_name("Dawn, https://www.dawn.com/news/1822")
    'Dawn, dawn.com'
    """
    return _ADDRESS.sub(r"\1", text)


@cache
def _calendar_title(name: str) -> str:
    from miqat.calendars import calendars

    return next((each.title for each in calendars() if each.id == name), "")


@cache
def _known(name: str) -> str:
    from miqat.authorities import authority

    try:
        found = authority(name)
    except UnknownName:
        return ""
    return authority_name(found) if found.id == name else ""
