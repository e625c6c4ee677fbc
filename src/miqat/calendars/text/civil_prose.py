"""Civil dates as people write them: 1979-08-07, "7 August 1979", «۷ اوت ۱۹۷۹».

A day and a year in figures and the Gregorian month by its name in any language that Miqat has; a
weekday may be added and must be that of the day.
"""

from __future__ import annotations

import datetime
import re
import unicodedata

from miqat.errors import InvalidDate, UnknownName
from miqat.languages import language, language_codes
from miqat.once import once
from miqat.text import ascii_digits, fold_to_one_word

_HINT = "write it as 1979-08-07 or '7 August 1979'"
_ISO = re.compile(r"\d{4}-\d\d-\d\d")
_NUMBER = re.compile(r"(\d{1,4})(?:st|nd|rd|th|er|º)?")
_FILLERS = frozenset(
    map(fold_to_one_word, ("of", "the", "on", "de", "del", "le", "den", "am", "ce", "ad"))
)


def read_civil(text: str) -> datetime.date:
    """Return the Gregorian date that a text states.

    Raises `InvalidDate` for a text that lacks a part, is not a date or names a wrong weekday, and
    `UnknownName` for a month that is not known, with the nearest names.

    >>> read_civil("Tuesday 7 August 1979")
    datetime.date(1979, 8, 7)
    """
    words = _words(text)
    if len(words) == 1 and _ISO.fullmatch(words[0]):
        try:
            return datetime.date.fromisoformat(words[0])
        except ValueError as error:
            raise InvalidDate(f"cannot read the date {text!r} ({error}); {_HINT}") from None
    months, weekdays = _names()
    numbers: list[int] = []
    month = weekday = None
    for word in words:
        if match := _NUMBER.fullmatch(word):
            numbers.append(int(match[1]))
        elif month is None and (meant := _meant(word, months)):
            month = _one(meant, word, text)
        elif weekday is None and (meant := _meant(word, weekdays)):
            weekday = _one(meant, word, text)
        elif fold_to_one_word(word) not in _FILLERS:
            raise UnknownName.among("month", word, language("en").calendar("gregorian").months)
    if month is None or len(numbers) != 2:
        raise InvalidDate(f"cannot read the date {text!r}; {_HINT}")
    day, year = numbers if numbers[1] > 31 else (numbers[1], numbers[0])
    return _checked(year, month, day, weekday, text)


def _checked(year: int, month: int, day: int, weekday: int | None, text: str) -> datetime.date:
    try:
        found = datetime.date(year, month, day)
    except ValueError as error:
        raise InvalidDate(f"cannot read the date {text!r} ({error}); {_HINT}") from None
    if weekday not in (None, found.weekday()):
        name = language("en").weekdays[found.weekday()]
        raise InvalidDate(f"the weekday in {text!r} is not that of {found}, a {name}")
    return found


def _meant(word: str, names: dict[str, frozenset[int]]) -> frozenset[int]:
    """Return the meaning of a word: as it is spelt or, failing that, without its accents."""
    return names.get(_spelt(word)) or names.get(fold_to_one_word(word)) or frozenset()


def _spelt(word: str) -> str:
    return unicodedata.normalize("NFC", word.casefold())


def _one(meant: frozenset[int], word: str, text: str) -> int:
    if len(meant) > 1:
        raise InvalidDate(f"{word!r} in {text!r} may be more than one month: write its number")
    return next(iter(meant))


def _words(text: str) -> list[str]:
    """Return the words of a text, with its digits as ASCII ones."""
    words = re.split(r"[\s,،;/]+", ascii_digits(text))
    return [word.strip(".") for word in words if word.strip(".")]


@once
def _names() -> tuple[dict[str, frozenset[int]], dict[str, frozenset[int]]]:
    """Return the months (from 1) and weekdays (from Monday 0), by their names and those folded."""
    months: list[tuple[str, int]] = []
    weekdays: list[tuple[str, int]] = []
    for code in language_codes():
        spoken = language(code)
        of = spoken.calendar("gregorian")
        for names in (of.months, of.months_short):
            months += [(name, at) for at, name in enumerate(names, 1) if _is_word(name)]
        for names in (of.weekdays, spoken.weekdays_short):
            weekdays += [(name, at) for at, name in enumerate(names) if _is_word(name)]
    return _by_name(months), _by_name(weekdays)


def _by_name(named: list[tuple[str, int]]) -> dict[str, frozenset[int]]:
    """Return the meaning of each name, as it is spelt, or folded if no spelling has it."""
    exact: dict[str, set[int]] = {}
    folded: dict[str, set[int]] = {}
    for name, number in named:
        exact.setdefault(_spelt(name.strip(".")), set()).add(number)
        folded.setdefault(fold_to_one_word(name), set()).add(number)
    return {name: frozenset(of) for name, of in (folded | exact).items()}


def _is_word(name: str) -> bool:
    """Tell whether a name can be told from a day or a year."""
    return not any(sign.isdecimal() for sign in name)
