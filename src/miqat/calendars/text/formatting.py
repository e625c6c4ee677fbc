"""Dates written by a pattern in the words and digits of a language.

A pattern is text with directives, each a "%" and a letter, as `strftime` has them:

| directive | is written as |
| --- | --- |
| `%Y` `%y` | the year in four digits; its last two |
| `%m` `%B` `%b` | the month in two digits; its name; its short name |
| `%d` `%j` | the day of the month in two digits; the day of the year in three |
| `%A` `%a` | the weekday; its short name |
| `%u` `%w` | the weekday in digits, Monday 1 to Sunday 7; Sunday 0 to Saturday 6 |
| `%E` | the era, such as AH |
| `%F` | as `%Y-%m-%d` |
| `%%` | a percent sign |

A "-" after the "%" leaves out leading zeros: `%-d`. A "G" before the letter writes the
Gregorian date of the same daylight day: `%GY`, `%Gm`, `%GB`, `%Gb`, `%Gd`, `%Gj`, `%GF`, and
`%-Gd`. Every other letter is an error, which names it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from miqat import days, languages
from miqat.errors import InvalidDate

if TYPE_CHECKING:
    from collections.abc import Callable

    from miqat.calendars.month_starts import DateFields
    from miqat.languages import CalendarNames, Language

#: The widths of what is written in digits.
WIDTHS = {"Y": 4, "y": 2, "m": 2, "d": 2, "j": 3, "u": 1, "w": 1}

_WORDS = "BbAaE"
_OF_GREGORIAN = "YmBbdjF"
_DIRECTIVE = re.compile(r"%(-?)(G?)(.?)", re.DOTALL)
_LISTED = ", ".join(f"%{letter}" for letter in (*WIDTHS, *_WORDS, "F", "%"))


class Directive(NamedTuple):
    """One directive of a pattern: its letter, of which calendar, with leading zeros or not."""

    letter: str
    gregorian: bool = False
    padded: bool = True

    def __str__(self) -> str:
        """Return the directive as a pattern has it."""
        return f"%{'' if self.padded else '-'}{'G' if self.gregorian else ''}{self.letter}"


Token = str | Directive


class Fields(NamedTuple):
    """A date as numbers, in the calendar whose words are "islamic", "persian" or "gregorian"."""

    kind: str
    year: int
    month: int
    day: int
    day_of_year: int
    weekday: int


@lru_cache(maxsize=256)
def tokens(pattern: str) -> tuple[Token, ...]:
    """Return a pattern's directives and the text between them.

    Raises `InvalidDate`, which names the directive that is not one.
    """
    found: list[Token] = []
    end = 0
    for match in _DIRECTIVE.finditer(pattern):
        if match.start() > end:
            found.append(pattern[end : match.start()])
        found += _directives(match)
        end = match.end()
    if end < len(pattern):
        found.append(pattern[end:])
    return tuple(found)


def _directives(match: re.Match[str]) -> list[Token]:
    flag, of_gregorian, letter = match.groups()
    plain = not (flag or of_gregorian)
    if letter == "%" and plain:
        return ["%"]
    if letter == "F" and not flag:
        year, month, day = (Directive(part, bool(of_gregorian)) for part in "Ymd")
        return [year, "-", month, "-", day]
    known = letter in WIDTHS or (letter in _WORDS and not flag)
    if not letter or not known or (of_gregorian and letter not in _OF_GREGORIAN):
        raise InvalidDate(f"unknown directive {match[0]!r} in a pattern; there are {_LISTED}")
    return [Directive(letter, bool(of_gregorian), padded=not flag)]


def strftime(
    date: DateFields, pattern: str, language: str | Language = "en", digits: str | None = None
) -> str:
    """Return a date written by a pattern in a language.

    `language` is a code such as "fa" or "ar-EG", or a `Language`; `digits` names a numbering
    system of CLDR, such as "arab", or "native", in place of the language's usual one. Raises
    `InvalidDate` for an unknown directive, `UnknownName` for a language or digits not known.

    >>> from miqat.calendars import calendar
    >>> strftime(calendar("ummalqura").date(1448, 9, 1), "%A %-d %B %Y = %GF")
    'Monday 1 Ramadan 1448 = 2027-02-08'
    """
    spoken = languages.language(language) if isinstance(language, str) else language
    fields, civil = fields_of(date), gregorian_fields(date.day_number)
    return write(pattern, fields, civil, spoken, digits_of(spoken, digits))


def long_form(
    date: DateFields,
    language: str | Language = "en",
    digits: str | None = None,
    *,
    weekday: bool = False,
    isolate: bool = False,
) -> str:
    """Return a date in the language's own long form and digits, with the weekday if asked for.

    `isolate` sets it in a Unicode isolate of the language's direction, for a line that runs
    the other way. Raises `UnknownName`.

    >>> from miqat.calendars import calendar
    >>> long_form(calendar("ummalqura").date(1448, 9, 1), "fa")
    '۱ رمضان ۱۴۴۸ ه\u200d.ق.'
    """
    spoken = languages.language(language) if isinstance(language, str) else language
    words = spoken.calendar(date.calendar.month_names)
    text = strftime(date, words.full if weekday else words.long, spoken, digits)
    return languages.isolated(text, spoken.direction) if isolate else text


def digits_of(language: Language, digits: str | None) -> str:
    """Return the name of the digits to write with; raises `UnknownName`."""
    if digits is None:
        return language.digits
    chosen = language.native_digits if digits == "native" else digits
    languages.digits(chosen)  # it must be known
    return chosen


def fields_of(date: DateFields) -> Fields:
    """Return a date as numbers in its own calendar."""
    kept_by = date.calendar
    of_year = date.day_number - kept_by.day_number(date.year, 1, 1) + 1
    return Fields(kept_by.month_names, date.year, date.month, date.day, of_year, date.weekday())


def gregorian_fields(day: int) -> Fields:
    """Return the proleptic Gregorian date of a day number as numbers."""
    return civil_fields(day, days.to_gregorian, days.from_gregorian)


def civil_fields(
    day: int,
    from_day: Callable[[int], tuple[int, int, int]],
    to_day: Callable[[int, int, int], int],
) -> Fields:
    """Return a civil date as numbers; the two functions are those of its calendar."""
    year, month, of_month = from_day(day)
    of_year = day - to_day(year, 1, 1) + 1
    return Fields("gregorian", year, month, of_month, of_year, days.weekday(day))


def write(pattern: str, fields: Fields, civil: Fields, language: Language, digits: str) -> str:
    """Return a pattern written for a date and its civil date, digits by their CLDR name."""
    return "".join(
        token if isinstance(token, str) else written(token, fields, civil, language, digits)
        for token in tokens(pattern)
    )


def written(
    directive: Directive, fields: Fields, civil: Fields, language: Language, digits: str
) -> str:
    """Return what one directive writes."""
    of = civil if directive.gregorian else fields
    if directive.letter not in WIDTHS:
        return _word(directive.letter, of, language)
    number = _number(directive.letter, of)
    width = WIDTHS[directive.letter] if directive.padded else 0
    return languages.in_digits(f"{number:0{width}d}", digits)


def _number(letter: str, of: Fields) -> int:
    match letter:
        case "Y":
            return of.year
        case "y":
            return of.year % 100
        case "m":
            return of.month
        case "d":
            return of.day
        case "j":
            return of.day_of_year
        case "u":
            return of.weekday + 1
        case _:
            return (of.weekday + 1) % 7


def _word(letter: str, of: Fields, language: Language) -> str:
    words = language.calendar(of.kind)
    if letter == "E":
        return words.era
    position = of.weekday if letter in "Aa" else of.month - 1
    return words_of(letter, words, language)[position]


def words_of(letter: str, words: CalendarNames, language: Language) -> tuple[str, ...]:
    """Return the words that a directive chooses from."""
    match letter:
        case "A":
            return words.weekdays
        case "a":
            return language.weekdays_short
        case "B":
            return words.months
        case "b":
            return words.months_short
        case _:
            return (words.era,)
