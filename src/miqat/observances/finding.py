"""Observances found by their names, in any language."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from miqat.calendars.written import fold
from miqat.errors import UnknownName
from miqat.names import language as language_of
from miqat.observances.catalogue import observances

if TYPE_CHECKING:
    from collections.abc import Iterator

    from miqat.observances.catalogue import Observance

_REMARK = re.compile(r"\s*\([^)]*\)\s*$")
_SHORTEST = 3  # letters of a part of a name


def find(text: str, language: str | None = None) -> tuple[Observance, ...]:
    """Return the observances that a text names: several where it is the name of several.

    The id, a name in any language (or the one asked for, by its ISO 639 code) or an alias;
    case, accents, vowel signs, apostrophes, hyphens and spaces do not count, nor does a remark
    in brackets. If nothing has that name, those whose names contain it. Raises `UnknownName`
    with the nearest names.

    >>> [found.id for found in find("mawlid")]
    ['mawlid-sunni', 'mawlid-shia']
    """
    code = None if language is None else language_of(language).code.partition("-")[0]
    wanted = fold(text)
    entries = observances()
    named = {entry.id: {fold(name) for name in _names(entry, code)} for entry in entries}
    exact = tuple(entry for entry in entries if wanted in named[entry.id])
    if exact or not wanted:
        return exact or _none(text, entries, code)
    holding = tuple(
        entry
        for entry in entries
        if len(wanted) >= _SHORTEST and any(wanted in name for name in named[entry.id])
    )
    return holding or _none(text, entries, code)


def _names(entry: Observance, code: str | None) -> Iterator[str]:
    yield entry.id
    yield from entry.aliases
    for spoken, name in entry.names.items():
        if code in (None, spoken):
            yield name
            yield _REMARK.sub("", name)


def _none(text: str, entries: tuple[Observance, ...], code: str | None) -> tuple[Observance, ...]:
    known = {name.casefold() for entry in entries for name in _names(entry, code)}
    raise UnknownName.among("observance", text, known)
