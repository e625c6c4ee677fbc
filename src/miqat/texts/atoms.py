"""The tokens of a stretch of text with what each run of words means in a date."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from miqat.texts.lexicon import LONGEST, lexicon, run_key
from miqat.texts.tokens import scanned_number

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from miqat.texts.lexicon import Sense
    from miqat.texts.tokens import Token

_TIGHT = re.compile(r"[\s_\-‐‑\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff'’‘`´ʿʾʼ]*")
_BLANK_LINE = re.compile(r"\n\s*\n")
_ROMAN = re.compile(r"(X{0,2})(IX|IV|V?I{0,3})(?:e|ème|eme|º|th|\.)?")
_OF_ONE_LANGUAGE = frozenset({
    "number", "ordinal", "to", "and", "unit", "side", "relative", "part", "ending", "in",
})  # fmt: skip
_IN_LATIN_LETTERS = frozenset({"de", "en", "es", "fr", "id", "ku", "ms", "tr"})
_MOST_WORDS = 9  # of a number


class Number(NamedTuple):
    """A number in figures or words: its value, its tokens, and how it was written."""

    value: int
    first: int
    last: int  # the token after it
    in_figures: bool
    is_ordinal: bool
    digits: int


class Atoms:
    """Tokens, and the senses of the runs of words that begin at each."""

    def __init__(self, tokens: Sequence[Token], tongues: Collection[str] = ()) -> None:
        self.tokens = tokens
        self.tongues = tongues
        self.size = len(tokens)
        self.gaps = [_gap(token.gap) for token in tokens] + ["!"]
        self.starting: list[list[tuple[int, Sense]]] = [self._runs(at) for at in range(self.size)]
        self.ending: list[list[tuple[int, Sense]]] = [[] for _ in range(self.size + 1)]
        for first, runs in enumerate(self.starting):
            for last, sense in runs:
                self.ending[last].append((first, sense))

    def _runs(self, first: int) -> list[tuple[int, Sense]]:
        """Return the runs that begin at a token, the longest first: the token after, the sense."""
        tokens = self.tokens
        if tokens[first].number is not None:
            return []
        known = lexicon()
        words: list[str] = []
        found: list[tuple[int, Sense]] = []
        for at in range(first, min(first + LONGEST, self.size)):
            token = tokens[at]
            if at > first:
                gap = self.gaps[at]
                short = gap == "." and len(tokens[at - 1].key) <= 5
                if gap != "t" and not short:
                    break
            if token.number is None:
                words.append(token.key)
            elif token.number in (1, 2):
                words.append(str(token.number))
            else:
                break
            found += [
                (at + 1, sense) for sense in known.senses(run_key(words)) if self._speaks(sense)
            ]
        if letter := known.senses(f"={tokens[first].text}"):
            found += [(first + 1, sense) for sense in letter]
        found.sort(key=lambda run: -run[0])
        return found

    def _speaks(self, sense: Sense) -> bool:
        """Whether a word counts in a text of these languages.

        Latin letters spell different small words in different languages: "on" is ten in Turkish.
        """
        if not self.tongues or sense.kind not in _OF_ONE_LANGUAGE:
            return True
        return sense.language not in _IN_LATIN_LETTERS or sense.language in self.tongues

    def at(self, first: int, *kinds: str) -> tuple[int, Sense] | None:
        """Return the longest run of some kinds that begins at a token."""
        if not 0 <= first < self.size:
            return None
        return self._preferred(run for run in self.starting[first] if run[1].kind in kinds)

    def before(self, last: int, *kinds: str) -> tuple[int, Sense] | None:
        """Return the longest run of some kinds that ends before a token: its first, the sense."""
        if not 0 < last <= self.size:
            return None
        runs = [run for run in self.ending[last] if run[1].kind in kinds]
        if not runs:
            return None
        longest = min(first for first, _ in runs)
        return self._preferred(run for run in runs if run[0] == longest)

    def _preferred(self, runs: Iterator[tuple[int, Sense]]) -> tuple[int, Sense] | None:
        """Return the first run, or one as long in a language of the text."""
        listed = list(runs)
        if not listed:
            return None
        length = listed[0][0]
        for place, sense in listed:
            if place == length and sense.language in self.tongues:
                return place, sense
        return listed[0]

    def has(self, first: int, last: int, kind: str) -> bool:
        """Whether a run of a kind lies exactly between two tokens."""
        return any(end == last and sense.kind == kind for end, sense in self.starting[first])

    def number(self, first: int) -> Number | None:
        """Return the longest number that begins at a token."""
        if not 0 <= first < self.size:
            return None
        token = self.tokens[first]
        value = token.number
        if value is None and any(sign.isdecimal() for sign in token.text):
            value = scanned_number(token.text)
        if value is not None:
            last = first + 1
            ending = self.at(last, "ending")
            ordinal = bool(
                ending
                and ending[0] == last + 1
                and self.tokens[last].gap.strip("-'’\u200c") in ("", ".")
                and len(self.tokens[last].gap) <= 2
            )
            digits = sum(sign.isdecimal() for sign in token.text)
            return Number(value, first, last + ordinal, True, ordinal, digits)
        if (match := _ROMAN.fullmatch(token.text)) and any(match.groups()) and len(token.text) > 0:
            return Number(_roman(match), first, first + 1, False, True, 0)
        return self._in_words(first)

    def _in_words(self, first: int) -> Number | None:
        total = current = 0
        places: set[int] = set()
        at, last, ordinal = first, first, False
        while at < min(first + _MOST_WORDS, self.size):
            run = self.at(at, "number", "ordinal")
            if run is None or (at > first and self.gaps[at] != "t"):
                joined = self.at(at, "and")
                if last == first or joined is None or self.gaps[at] != "t" or at != last:
                    break
                at = joined[0]
                continue
            end, sense = run
            value = sense.value
            if value < 0:
                return Number(value, first, end, False, True, 0) if last == first else None
            if value == 1000 and at > first:
                total, current, places = total + max(current, 1) * 1000, 0, set()
            elif value == 100 and 1 <= current <= 9:
                current, places = current * 100, {3}
            else:
                taken = {len(str(value))} if value not in range(11, 20) else {1, 2}
                if places & taken:
                    break
                places |= taken
                current += value
            ordinal = ordinal or sense.kind == "ordinal"
            at = last = end
        if last == first:
            return None
        return Number(total + current, first, last, False, ordinal, 0)

    def number_before(self, last: int) -> Number | None:
        """Return the longest number that ends before a token."""
        found = None
        for first in range(last - 1, max(last - _MOST_WORDS, 0) - 1, -1):
            if first < last - 1 and self.gaps[first + 1] not in ("t", "."):
                break
            number = self.number(first)
            if number is not None and number.last == last:
                found = number
            elif found is not None and number is None and self.at(first, "and") is None:
                break
        return found

    def skip(self, first: int, *kinds: str, gaps: str = "t", most: int = 4) -> int:
        """Return the token after some runs of these kinds."""
        for _ in range(most):
            run = self.at(first, *kinds)
            if run is None or self.gaps[first] not in gaps:
                break
            first = run[0]
        return first

    def steps_back(self, last: int, *kinds: str, most: int = 5) -> list[int]:
        """Return a token and those before it over runs of these kinds, the farthest first."""
        steps = newest = {last}
        for _ in range(most):
            newest = {
                first
                for step in newest
                if 0 < step < self.size and self.gaps[step] == "t"
                for first, sense in self.ending[step]
                if sense.kind in kinds
            } - steps
            steps = steps | newest
        return sorted(steps)

    def skip_back(self, last: int, *kinds: str, gaps: str = "t", most: int = 4) -> int:
        """Return the first token of some runs of these kinds before a token."""
        for _ in range(most):
            run = self.before(last, *kinds)
            if run is None or last >= self.size or self.gaps[last] not in gaps:
                break
            last = run[0]
        return last


def _gap(text: str) -> str:
    """Return the kind of what separates two tokens: tight, a sign, or what ends a phrase."""
    if _BLANK_LINE.search(text):
        return "!"
    bare = _TIGHT.sub("", text)
    if not bare:
        return "t"
    if len(bare) == 1:
        if bare in ",،؛":
            return ","
        if bare in "./()":
            return bare
        if bare in "[":
            return "("
        if bare in "])":
            return ")"
        if bare in "–—":
            return "–"
        if bare in "=:":
            return "="
    if bare in (".,", ").", "),"):
        return bare[-1]
    return "!"


def _roman(match: re.Match[str]) -> int:
    ones = {"": 0, "I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8}
    return 10 * len(match[1]) + (9 if match[2] == "IX" else ones[match[2]])
