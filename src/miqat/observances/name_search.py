"""Observances found by their names, in any language."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from miqat.errors import UnknownName, as_name
from miqat.languages import language as language_of
from miqat.observances.catalogue import observances
from miqat.once import once
from miqat.text import fold_to_one_word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from miqat.observances.model import Observance

_REMARK = re.compile(r"\s*\([^)]*\)\s*$")
_BETWEEN = re.compile(r"[\s()\-]+")


def find(text: str, language: str | None = None) -> tuple[Observance, ...]:
    """Return the observances with a name: several if several have it.

    The id, a name in any language (or the one asked for, by its ISO 639 code) or an alias;
    case, accents, vowel signs, apostrophes, hyphens and spaces do not count, nor does a remark
    in brackets. If nothing has that name, those whose names have it among their words. Raises
    `UnknownName` with the nearest names.

    >>> [found.id for found in find("mawlid")]
    ['mawlid-sunni', 'mawlid-shia']
    """
    text = as_name("observance", text, "ramadan")
    code = None if language is None else language_of(language).code.partition("-")[0]
    wanted = fold_to_one_word(text)
    entries = observances()
    named = _named(code)
    exact = tuple(entry for entry in entries if wanted in named[entry.id])
    if exact or not wanted:
        return exact or _none(text, named)
    holding = tuple(
        entry
        for entry in entries
        if any(_has(name, folded, wanted) for folded, name in named[entry.id].items())
    )
    return holding or _none(text, named)


@once
def _named(code: str | None) -> dict[str, dict[str, str]]:
    """Return the names of every observance, by its id and as they are folded."""
    return {
        entry.id: {fold_to_one_word(name): name for name in _names(entry, code)}
        for entry in observances()
    }


def _has(name: str, folded: str, wanted: str) -> bool:
    """Return whether consecutive words of a name are the wanted ones."""
    if wanted not in folded:
        return False
    words = [fold_to_one_word(word) for word in _BETWEEN.split(name)]
    return any(
        wanted == "".join(words[first:last])
        for first in range(len(words))
        for last in range(first + 1, len(words) + 1)
    )


def _names(entry: Observance, code: str | None) -> Iterator[str]:
    yield entry.id
    yield from entry.aliases
    for spoken, name in entry.names.items():
        if code in (None, spoken):
            yield name
            yield _REMARK.sub("", name)


def _none(text: str, named: dict[str, dict[str, str]]) -> tuple[Observance, ...]:
    known = {name.casefold() for names in named.values() for name in names.values()}
    raise UnknownName.among("observance", text, known)
