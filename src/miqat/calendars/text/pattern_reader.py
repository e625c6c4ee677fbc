"""Dates read strictly: just what `formatting` writes, and nothing that it does not.

Every way to read the text by the pattern is tried; a reading counts if the date that it gives is
written as that very text. So a weekday, a day of the year or a civil date in the text must be that
of the date, and a text that could be two dates is refused.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from miqat import languages
from miqat.calendars.gregorian import GREGORIAN
from miqat.calendars.text import formatting
from miqat.calendars.text.formatting import WIDTHS, Directive, Token
from miqat.errors import InvalidDate, OutOfRange

if TYPE_CHECKING:
    from collections.abc import Iterator

    from miqat.calendars.month_starts import DatedMonths, DateFields
    from miqat.languages import Language

_MEANINGS = {
    "Y": "year", "y": "year", "m": "month", "B": "month", "b": "month", "d": "day",
    "j": "day of the year",
}  # fmt: skip
_WHAT = {
    "Y": "a year", "y": "two digits of a year", "m": "a month", "d": "a day",
    "j": "a day of the year", "u": "a weekday, 1 to 7", "w": "a weekday, 0 to 6",
    "B": "the name of a month", "b": "the short name of a month", "A": "a weekday",
    "a": "a short weekday", "E": "the era",
}  # fmt: skip

_LONGEST_YEAR = 6  # digits
_MOST_TOKENS = 100
_SHOWN = 80  # characters

Values = dict[tuple[str, bool], int]


class _Piece(NamedTuple):
    """What was read for one token, and where."""

    token: Token
    text: str
    start: int


def read_day(
    text: str, calendar: DatedMonths, pattern: str | None, language: str | Language = "en"
) -> int:
    """Return the day number of a date written by a pattern, or in a language's long form.

    Raises what `miqat.calendars.strptime` raises.
    """
    spoken = languages.language(language) if isinstance(language, str) else language
    if pattern is None:
        pattern = spoken.calendar(calendar.month_names).long
    plain = unicodedata.normalize("NFC", languages.without_isolate(text))
    return _Reader(plain, pattern, calendar, spoken).day()


class _Reader:
    """One text to be read by one pattern."""

    def __init__(self, text: str, pattern: str, calendar: DatedMonths, language: Language) -> None:
        self.text = text
        self.pattern = pattern
        self.calendar = calendar
        self.language = language
        self.tokens = tuple(
            unicodedata.normalize("NFC", token) if isinstance(token, str) else token
            for token in formatting.tokens(pattern)
        )
        if len(self.tokens) > _MOST_TOKENS:
            raise InvalidDate(f"a pattern of {len(self.tokens)} parts: {_MOST_TOKENS} can be read")
        self.reached = 0
        self.expected: dict[str, None] = {}
        self._check_pattern()

    def day(self) -> int:
        """Return the day number of the one date that is written as the text."""
        found: dict[int, DateFields] = {}
        wrong: InvalidDate | OutOfRange | None = None
        for digits in self.language.digit_sets():
            for pieces, values in self._readings(0, 0, digits, {}):
                try:
                    date = self.calendar.from_day(self._day(values))
                    self._check(pieces, date, digits)
                except (InvalidDate, OutOfRange) as error:
                    wrong = wrong or error
                else:
                    found[date.day_number] = date
        if len(found) > 1:
            either = " or ".join(str(date) for date in found.values())
            raise InvalidDate(f"{self._named()} is ambiguous: it may be {either}")
        if not found:
            raise wrong or self._stopped()
        return next(iter(found))

    def _named(self) -> str:
        return f"{_begun(self.text)} by {_begun(self.pattern)}"

    def _check_pattern(self) -> None:
        read = {
            (token.letter, token.gregorian) for token in self.tokens if isinstance(token, Directive)
        }
        for gregorian in (False, True):
            of = {_MEANINGS.get(letter) for letter, is_civil in read if is_civil is gregorian}
            if ("y", gregorian) in read and ("Y", gregorian) not in read:
                of.discard("year")  # two digits name no century
            if {"year", "month", "day"} <= of or {"year", "day of the year"} <= of:
                return
        raise InvalidDate(
            f"the pattern {_begun(self.pattern)} does not fix a date: "
            "it needs %Y, a month and %d, or %Y and %j"
        )

    def _readings(
        self, at: int, start: int, digits: str, read: Values
    ) -> Iterator[tuple[tuple[_Piece, ...], Values]]:
        """Yield every way to read the tokens from `at` on in the text from `start` on.

        `read` holds the numbers of the tokens before, with which the rest has to agree.
        """
        if at == len(self.tokens):
            if start == len(self.text):
                yield (), read
            else:
                self._expect(start, "the end")
            return
        token = self.tokens[at]
        choices = list(self._choices(token, start, digits))
        if not choices:
            self._expect(start, repr(token) if isinstance(token, str) else _WHAT[token.letter])
        for piece, value in choices:
            values = read
            if isinstance(token, Directive):
                key = (_key(token), token.gregorian)
                if read.get(key, value) != value:
                    self._expect(start, f"{_WHAT[token.letter]} that agrees with the rest")
                    continue
                values = {**read, key: value}
            for pieces, found in self._readings(at + 1, start + len(piece), digits, values):
                yield (_Piece(token, piece, start), *pieces), found

    def _choices(self, token: Token, start: int, digits: str) -> Iterator[tuple[str, int]]:
        """Yield what a token may be at a place in the text, with its value."""
        if isinstance(token, str):
            if self.text.startswith(token, start):
                yield token, 0
            return
        if token.letter in WIDTHS:
            yield from self._numbers(token, start, digits)
            return
        kind = "gregorian" if token.gregorian else self.calendar.month_names
        words = formatting.words_of(token.letter, self.language.calendar(kind), self.language)
        for value, word in enumerate(words):
            normal = unicodedata.normalize("NFC", word)
            if self.text.startswith(normal, start):
                yield normal, value + (token.letter in "Bb")

    def _numbers(self, token: Directive, start: int, digits: str) -> Iterator[tuple[str, int]]:
        known = languages.digits(digits)
        end = start
        while end < len(self.text) and self.text[end] in known:
            end += 1
        width = WIDTHS[token.letter]
        longest = min(end - start, _LONGEST_YEAR if token.letter == "Y" else width)
        shortest = width if token.padded else 1
        for length in range(longest, shortest - 1, -1):
            piece = self.text[start : start + length]
            yield piece, int("".join(str(known.index(digit)) for digit in piece))

    def _day(self, values: Values) -> int:
        """Return the day of what was read; raises `InvalidDate` or `OutOfRange`."""
        own = {name: value for (name, gregorian), value in values.items() if not gregorian}
        civil = {name: value for (name, gregorian), value in values.items() if gregorian}
        if {"Y", "m", "d"} <= own.keys():
            return self.calendar.day_number(own["Y"], own["m"], own["d"])
        if {"Y", "j"} <= own.keys():
            return self.calendar.day_number(own["Y"], 1, 1) + own["j"] - 1
        if {"Y", "m", "d"} <= civil.keys():
            return GREGORIAN.day_number(civil["Y"], civil["m"], civil["d"])
        return GREGORIAN.day_number(civil["Y"], 1, 1) + civil["j"] - 1

    def _check(self, pieces: tuple[_Piece, ...], date: DateFields, digits: str) -> None:
        """Refuse a reading that the date is not written as."""
        fields = formatting.fields_of(date)
        civil = formatting.gregorian_fields(date.day_number)
        for token, text, start in pieces:
            if isinstance(token, str):
                continue
            due = formatting.written(token, fields, civil, self.language, digits)
            if text != unicodedata.normalize("NFC", due):
                raise InvalidDate(
                    f"{text!r} at character {start + 1} of {_begun(self.text)} is not of {date} "
                    f"({self.calendar.id}), which has {due!r} for {token}"
                )

    def _expect(self, start: int, what: str) -> None:
        if start > self.reached:
            self.reached, self.expected = start, {}
        if start == self.reached:
            self.expected[what] = None

    def _stopped(self) -> InvalidDate:
        rest = self.text[self.reached :]
        where = f"at character {self.reached + 1}, before {_begun(rest)}," if rest else "at its end"
        return InvalidDate(
            f"cannot read {self._named()}: {where} {' or '.join(self.expected)} was expected "
            f"(language {self.language.code})"
        )


def _begun(text: str) -> str:
    """Return a text in quotes, of a long one the beginning."""
    return repr(text) if len(text) <= _SHOWN else f"{text[:_SHOWN]!r}..."


def _key(token: Directive) -> str:
    """Return which number a directive gives: a month is one in digits and in words."""
    return {"B": "m", "b": "m", "a": "A"}.get(token.letter, token.letter)
