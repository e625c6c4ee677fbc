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
_REACH = 160  # code points of text on both sides of a telling word
_MOST_WORDS = 200_000
_DIGIT = re.compile(r"\d")
#: Dates in figures, a number with an era, two years with a slash, an Ottoman letter for a month.
_FIGURES = (
    re.compile(
        r"\d(?:[\s\u200c-\u200f]?[/.\-–]\s?\d{1,2}[/.\-–]\s?\d|\s?(?:[Hh]\b|AH\b|ھ"
        r"|[هہقشءم](?!\w\w))|\d{1,3}\s?/\s?\d{3,4}|\s(?:[MSRCBNLZŞ]|Ra|Ca|Za)\s\d{3,4}"
        r"|\s?年|0['’]?s\b)"
    ),
    re.compile(r"A\.?H\.?\s?\d"),
    re.compile(r"[Hh]\s?[+\-−]\s?\d"),
)
_WORDS = word_pattern()


class Found(NamedTuple):
    """A phrase with its place in the text."""

    start: int
    end: int
    phrase: Phrase


class _Hot(dict[str, int]):
    """How much a word tells of a mention; each is looked up when it is first met."""

    def __init__(self, words: Lexicon) -> None:
        super().__init__()
        self.words = words

    def __missing__(self, word: str) -> int:
        if len(self) > _MOST_WORDS:
            self.clear()
        key = word_key(word)
        level = self.words.hot.get(key, 0)
        if level < 2 and key.isascii():
            level = max(level, self.words.hot_loose.get(loose_key(key), 0))
        self[word] = level
        return level


@once
def _hot() -> _Hot:
    return _Hot(lexicon())


def stretches(text: str) -> Iterator[tuple[int, str]]:
    """Yield the parts of a text that may hold a mention, with their places.

    A part is what surrounds a telling word or figure, at most as far as the paragraph goes.
    """
    hot = _hot()
    for match in _STRETCH.finditer(text):
        if match.end() == match.start():
            continue
        for start, piece in _pieces(match[0], match.start()):
            words = _WORDS.findall(piece)
            named = _names(words)
            if (
                named
                or any(map(hot.__getitem__, words))
                or any(pattern.search(piece) for pattern in _FIGURES)
            ):
                for first, last in _windows(piece, hot, named):
                    yield first + start, piece[first:last]


def _names(words: list[str]) -> list[str]:
    """Return the names made of common words alone that words hold, as they are entered."""
    joined = f" {' '.join(words)} ".lower()
    return [run for run in lexicon().runs if run in joined]


def _windows(piece: str, hot: _Hot, named: list[str]) -> Iterator[tuple[int, int]]:
    """Yield the places of what surrounds each telling word or figure, apart from each other."""
    patterns = [*_FIGURES]
    patterns += [re.compile(r"\W+".join(run.split()), re.IGNORECASE) for run in named]
    places = [match.span() for pattern in patterns for match in pattern.finditer(piece)]
    for match in _WORDS.finditer(piece):
        level = hot[match[0]]
        first, last = match.span()
        if level == 2 or (level and _DIGIT.search(piece, max(first - 12, 0), last + 12)):
            places.append((first, last))
    window: tuple[int, int] | None = None
    for first, last in sorted(places):
        wide = (_cut(piece, first - _REACH, -1), _cut(piece, last + _REACH, 1))
        if window is not None and wide[0] <= window[1]:
            window = window[0], max(window[1], wide[1])
        else:
            if window is not None:
                yield window
            window = wide
    if window is not None:
        yield window


def _cut(piece: str, place: int, step: int) -> int:
    """Return the nearest place outward at which no word is cut."""
    while 0 < place < len(piece) and not piece[place].isspace():
        place += step
    return min(max(place, 0), len(piece))


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
