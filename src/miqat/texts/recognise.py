"""Step one: where a text speaks of a date, and what its words say.

Each head (a month, an observance, an era, a prayer, a date in figures) is extended to the left and
to the right by the rules of `miqat.texts.phrases`; of the phrases that overlap, the one that says
most is taken.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from miqat.once import once
from miqat.texts.atoms import Atoms
from miqat.texts.lexicon import Lexicon, lexicon, loose_key
from miqat.texts.phrases import phrases
from miqat.texts.tokens import tokens, word_key, word_pattern

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from miqat.texts.phrase import Phrase

_STRETCH = re.compile(r"[^\n]*(?:\n(?!\s*\n)[^\n]*)*\n*")
_LONGEST_STRETCH = 4000
#: Dates in figures, a number with an era, two years with a slash, an Ottoman letter for a month.
_FIGURES = re.compile(
    r"\d[\s\u200c-\u200f]?[/.\-–]\s?\d{1,2}[/.\-–]\s?\d|\d\s?(?:[Hh]\b|AH\b|[هھہقشءم](?!\w\w)|ھ)"
    r"|\d{2,4}\s?/\s?\d{3,4}|\d\s(?:[MSRCBNLZŞ]|Ra|Ca|Za)\s\d{3,4}|\bA\.?H\.?\s?\d"
    r"|\b[Hh]\s?[+\-−]\s?\d"
)
#: Vowel signs and other marks that a text in Latin or Arabic letters seldom has.
_WORDS = word_pattern()


class Found(NamedTuple):
    """A phrase with its place in the text."""

    start: int
    end: int
    phrase: Phrase


class _Hot(dict[str, bool]):
    """Whether a word may carry a mention; each is looked up when it is first met."""

    def __init__(self, words: Lexicon) -> None:
        super().__init__()
        self.words = words

    def __missing__(self, word: str) -> bool:
        if len(self) > 200_000:
            self.clear()
        key = word_key(word)
        hot = key in self.words.hot or (key.isascii() and loose_key(key) in self.words.hot_loose)
        self[word] = hot
        return hot


@once
def _hot() -> _Hot:
    return _Hot(lexicon())


def stretches(text: str) -> Iterator[tuple[int, str]]:
    """Yield the parts of a text that may hold a mention, with their places.

    A part is a paragraph, or a piece of a long one, cut where a sentence or a word ends.
    """
    hot = _hot()
    for match in _STRETCH.finditer(text):
        if match.end() == match.start():
            continue
        for start, piece in _pieces(match[0], match.start()):
            if _FIGURES.search(piece) or any(map(hot.__getitem__, _WORDS.findall(piece))):
                yield start, piece


def _pieces(text: str, offset: int) -> Iterator[tuple[int, str]]:
    first = 0
    while len(text) - first > _LONGEST_STRETCH:
        cut = text.rfind(". ", first + _LONGEST_STRETCH // 2, first + _LONGEST_STRETCH)
        if cut < 0:
            cut = text.rfind(" ", first + _LONGEST_STRETCH // 2, first + _LONGEST_STRETCH)
        cut = first + _LONGEST_STRETCH if cut < 0 else cut + 1
        yield first + offset, text[first:cut]
        first = cut
    yield first + offset, text[first:]


def recognise(text: str, tongues: Collection[str] = ()) -> list[Found]:
    """Return the phrases of a text that state a date, in order, none over another."""
    found = []
    for start, piece in stretches(text):
        listed = tokens(piece, start)
        if not listed:
            continue
        atoms = Atoms(listed, tongues)
        whole = len(piece.strip()) == len(text.strip())
        chosen: list[Phrase] = []
        taken: set[int] = set()
        for phrase in sorted(phrases(atoms, whole=whole), key=lambda each: -each.score):
            places = range(phrase.first, phrase.last)
            if taken.isdisjoint(places):
                taken.update(places)
                chosen.append(phrase)
        found += [
            Found(listed[phrase.first].start, listed[phrase.last - 1].end, phrase)
            for phrase in sorted(chosen)
        ]
    return found
