"""Observances found by their names, in any language and in the spellings that are usual."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from miqat.errors import UnknownName, as_name
from miqat.languages import language as language_of
from miqat.observances.catalogue import observances
from miqat.observances.names import every_name
from miqat.observances.spelling import (
    day_of_feast,
    kinds_added,
    names_joined,
    spelling,
    without_ordinal,
    without_year,
    words_of,
)
from miqat.once import once
from miqat.text import fold, fold_to_one_word

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from miqat.observances.model import Observance
    from miqat.observances.spelling import Spelling

# An entry of these kinds is not named by adding "day" or "month" to its name.
_NO_DAY = frozenset({"month", "season", "weekly"})
_ORDINAL = re.compile(r"^(\d+)(?:st|nd|rd|th)$")
_REMARK = re.compile(r"\s*\([^)]*\)\s*")
_MONTH = frozenset({"month", "season", "fast"})


def find(text: str, language: str | None = None) -> tuple[Observance, ...]:
    """Return the observances with a name: several if several have it.

    The id or a name in any language (or the one asked for, by its ISO 639 code). Case, accents,
    vowel signs, apostrophes, hyphens and spaces do not count, nor does a year or a remark in
    brackets; then articles, words such as "day" or "month of", and the spellings that
    `miqat.observances.spelling` holds to be one. A part of a name is not a name. Raises
    `UnknownName` with the nearest names.

    >>> [found.id for found in find("mawlid")]
    ['mawlid-sunni', 'mawlid-shia']
    >>> [found.id for found in find("l'Aïd el-Fitr 2025")]
    ['eid-al-fitr']
    """
    text = as_name("observance", text, "ramadan")
    code = None if language is None else language_of(language).code.partition("-")[0]
    ids = _ids(text, code) | ({text.strip().casefold()} & {entry.id for entry in observances()})
    if not ids:
        raise _unknown(text, code)
    return tuple(entry for entry in observances() if entry.id in ids)


def _ids(text: str, code: str | None) -> frozenset[str]:
    """Return the ids of the observances that a text names, each way of reading it in turn."""
    for name in dict.fromkeys((text, without_year(text), _REMARK.sub(" ", text).strip())):
        ids = _as_written(code).get(fold_to_one_word(name)) or _as_it_sounds(name, code)
        if ids:
            return ids
    parts = names_joined(text)
    if len(parts) < 2:
        return frozenset()
    each = [_ids(part, code) for part in parts]
    return frozenset().union(*each) if all(each) else frozenset()


def _spellings(code: str | None) -> Iterator[tuple[str, Observance]]:
    for name in every_name():
        if code in (None, name.language):
            yield name.spelling, name.observance


@once
def _as_written(code: str | None) -> dict[str, frozenset[str]]:
    """Return the ids of observances by their folded names."""
    found: dict[str, set[str]] = defaultdict(set)
    for name, entry in _spellings(code):
        found[fold_to_one_word(name)].add(entry.id)
    return {name: frozenset(ids) for name, ids in found.items()}


class _Words(NamedTuple):
    """Ids by the words of their names, joined, and in any order; spellings by their consonants."""

    joined: dict[str, set[str]]
    in_any_order: dict[str, set[str]]
    consonants: dict[str, list[tuple[Spelling, str]]]


@once
def _by_words(code: str | None) -> _Words:
    found = _Words(defaultdict(set), defaultdict(set), defaultdict(list))
    for language, name, entry in every_name():
        if code not in (None, language):
            continue
        words = words_of(name)
        found.joined["".join(words)].add(entry.id)
        if len(words) > 1:
            found.in_any_order[_in_order(words)].add(entry.id)
        how = None if entry.reckoned_on == "gregorian" else spelling(words, language)
        if how is not None:
            found.consonants[how.consonants].append((how, entry.id))
    return found


def _as_it_sounds(name: str, code: str | None) -> frozenset[str]:
    """Return the ids of the observances with a name of other spelling or with words added."""
    for words, added in kinds_added(words_of(name)):
        ids = _by_words(code).joined.get("".join(words)) or _agreeing(words, code)
        allowed = frozenset(_allowing(ids or (), added, len(words)))
        if allowed:
            return allowed
    return _in_another_order(words_of(name), code) or _day_of_feast(words_of(name), code)


def _in_another_order(words: tuple[str, ...], code: str | None) -> frozenset[str]:
    """Return the ids of the observances whose names have the same words in another order."""
    if len(words) < 2:
        return frozenset()
    return frozenset(_by_words(code).in_any_order.get(_in_order(words), ()))


def _in_order(words: tuple[str, ...]) -> str:
    return " ".join(sorted(_ORDINAL.sub(r"\1", word) for word in words))


def _day_of_feast(words: tuple[str, ...], code: str | None) -> frozenset[str]:
    """Return the ids for "second day of ..." and the like."""
    numbered = without_ordinal(words)
    if numbered is None:
        return frozenset()
    rest, number = numbered
    for fewer, _ in kinds_added(rest):
        ids = _by_words(code).joined.get("".join(fewer)) or _agreeing(fewer, code)
        found = {day for name in ids if (day := day_of_feast(name, number))}
        if found:
            return frozenset(found)
    return frozenset()


def _agreeing(words: tuple[str, ...], code: str | None) -> set[str]:
    wanted = spelling(words)
    if wanted is None:
        return set()
    near = _by_words(code).consonants.get(wanted.consonants, ())
    return {name for how, name in near if how.agrees(wanted)}


def _allowing(ids: Iterable[str], added: frozenset[str], count: int) -> Iterator[str]:
    """Yield the ids of the entries whose names, of so many words, such words may be added to."""
    kinds = {entry.id: entry.kind for entry in observances()}
    for name in ids:
        if "day" in added and kinds[name] in _NO_DAY:
            continue
        if "month" in added and count == 1 and kinds[name] not in _MONTH:
            continue
        yield name


def _unknown(text: str, code: str | None) -> UnknownName:
    """Return the error, with the names that hold the words or else the nearest ones."""
    wanted = f" {fold(text)} "
    names = {name.casefold() for name, _ in _spellings(code)}
    holding = sorted((name for name in names if wanted in f" {fold(name)} "), key=len)
    if holding and wanted.strip():
        return UnknownName("observance", text, holding[:3])
    return UnknownName.among("observance", text, names)
