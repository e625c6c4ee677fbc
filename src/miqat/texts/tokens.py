"""A text as words and numbers, each with its place in the text.

Words are compared folded: without case, accents, apostrophes, vowel signs, tatweel and marks of
direction. What separates two words is stored, because a comma, a bracket or the end of a sentence
decides what belongs together.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from miqat.text import ascii_digits, fold_to_one_word

if TYPE_CHECKING:
    from collections.abc import Iterator

_MARKS = "\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff"
_APOSTROPHES = "'’‘‛`´ʹʻʼʽʾʿˈ′"
#: Signs that end a word: white space, digits and punctuation, but no letter or vowel sign.
_PUNCTUATION = (
    r"!-/:-@\[-_{-~\u00a1-\u00a9\u00ab\u00ac\u00ae-\u00b1\u00b4-\u00b9\u00bb-\u00bf\u2010-\u2018"
    r"\u201a-\u2027\u2030-\u205e\u060c\u061b\u061f\u066a-\u066d\u06d4\u06dd\u0964\u0965\u3001-\u3011"
    r"\uff01-\uff0f\uff1a-\uff20"
)
_LETTER = rf"[^\s\d{_PUNCTUATION}{_MARKS}{_APOSTROPHES}]"
_WORD = rf"{_LETTER}(?:{_LETTER}|[{_APOSTROPHES}{_MARKS}](?={_LETTER}))*[ʿʾʻʼ]?"
_TOKEN = re.compile(rf"(?P<number>\d+)|(?P<elided>[ldLD]['’](?={_LETTER}))|(?P<word>{_WORD})")
#: Letters that a scanner takes for digits, within a number.
_LOOKALIKES = str.maketrans("lIO|o", "11010")
_UNCERTAIN = re.compile(r"(?<!\d)\d*(?:\[\d+\]\d*)+")
_ARTICLE = re.compile(r"(?:^|(?<=..))ال(?=..)")


@dataclass(slots=True)
class Token:
    """A word or a number.

    `key` is the folded word, `number` the value of a number, `gap` what separates it from the
    token before it.
    """

    start: int
    end: int
    text: str
    key: str
    number: int | None
    gap: str

    @property
    def is_capital(self) -> bool:
        """Whether it is a word with a capital first letter."""
        return self.text[:1].isupper()


class _Keys(dict[str, str]):
    """The keys of words, each worked out when it is first met."""

    def __missing__(self, word: str) -> str:
        if len(self) > 200_000:
            self.clear()
        key = self[word] = word_key(word)
        return key


def word_key(word: str) -> str:
    """Return a word as it is compared; an Arabic article does not count.

    >>> word_key("Sha'bān"), word_key("الأول"), word_key("ربیع‌الاول")
    ('shaban', 'اول', 'ربيعاول')
    """
    key = fold_to_one_word(word)
    return _ARTICLE.sub("", key) if "ال" in key else key or word


_KEYS = _Keys()


def tokens(text: str, offset: int = 0) -> list[Token]:
    """Return the words and numbers of a text; `offset` is added to their places."""
    return list(_tokens(text, offset))


def _tokens(text: str, offset: int) -> Iterator[Token]:
    before = 0
    skip = 0
    bracketed = {match.start(): match for match in _UNCERTAIN.finditer(text)} if "[" in text else {}
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        if start < skip:
            continue
        gap = text[before:start]
        if match.lastgroup == "number" or start in bracketed:
            if start in bracketed:
                end = skip = bracketed[start].end()
            written = text[start:end]
            digits = ascii_digits(written.replace("[", "").replace("]", ""))
            value = int(digits) if len(digits) <= 9 else 999_999_999
            yield Token(start + offset, end + offset, written, "", value, gap)
        else:
            written = text[start:end]
            yield Token(start + offset, end + offset, written, _KEYS[written], None, gap)
        before = end


def word_pattern() -> re.Pattern[str]:
    """Return the pattern of one word, for a quick look at a text."""
    return re.compile(_WORD)


def scanned_number(word: str) -> int | None:
    """Return the number that a scanner read as letters, such as "l445"; None for a word."""
    if not any(sign.isdecimal() for sign in word):
        return None
    digits = word.translate(_LOOKALIKES)
    return int(digits) if digits.isdecimal() else None
