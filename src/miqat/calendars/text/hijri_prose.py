"""Hijri dates as people write them: "Friday 27 Rajab 583", "٢٧ رجب ٥٨٣ هـ", "583-07-27".

A date has a day, a month by name or number and a year of the Hijra; a weekday may be added. Nothing
is guessed: a name that two months share and a word that is not known are errors. The names are
those of every language that Miqat has and those of data/calendars/written.toml.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, NamedTuple

from miqat import hooks
from miqat.data import read_toml
from miqat.errors import InvalidDate, UnknownName
from miqat.languages import language, language_codes
from miqat.once import once
from miqat.text import ascii_digits, fold_to_one_word

if TYPE_CHECKING:
    from collections.abc import Iterable

_HINT = "write it as 'Friday 27 Rajab 583' or 583-07-27"
_ISO = re.compile(r"(\d{1,4})-(\d\d)-(\d\d)")
_NUMBER = re.compile(r"(\d{1,4})(?:st|nd|rd|th|er|º|\.)?")
_LONGEST = 4  # words of a name


@dataclass(frozen=True, slots=True)
class Written:
    """A Hijri date as it was written.

    `weekday` counts from Monday 0, None where none was named. `eve` says that the night was
    meant with which the day begins, from the sunset before it.
    """

    text: str
    year: int
    month: int
    day: int
    weekday: int | None = None
    eve: bool = False


class _Words(NamedTuple):
    months: dict[str, frozenset[int]]
    weekdays: dict[str, frozenset[int]]
    fillers: frozenset[str]
    eves: frozenset[str]
    nights: frozenset[str]


def read_written(text: str) -> Written:
    """Return the date that a text states.

    Raises `InvalidDate` for a text that lacks a part or has a name of two months, and
    `UnknownName` for a month that is not known, with the nearest names.

    >>> read_written("Friday 27 Rajab 583")
    Written(text='Friday 27 Rajab 583', year=583, month=7, day=27, weekday=4, eve=False)
    """
    if hooks.hijri_stated is not None and (stated := hooks.hijri_stated(text)) is not None:
        return Written(text, *stated)
    known = _words()
    tokens = _tokens(text)
    weekday, tokens = _taken(tokens, known.weekdays, "weekday", text, numbers=False)
    eve = any(fold_to_one_word(token) in known.eves for token in tokens)
    if any(fold_to_one_word(token) in known.nights for token in tokens):
        raise InvalidDate(
            f"the night in {text!r} may be that before the day or after it: write 'eve of "
            "Friday' for the night before Friday, with which the Hijri day begins"
        )
    tokens = [
        token for token in tokens if fold_to_one_word(token) not in known.fillers | known.eves
    ]
    if len(tokens) == 1 and (iso := _ISO.fullmatch(tokens[0])):
        parts = int(iso[1]), int(iso[2]), int(iso[3])
    else:
        month_named, tokens = _taken(tokens, known.months, "month", text, numbers=True)
        parts = _around_month(month_named, tokens, text, wanting_weekday=weekday is None)
    year, month, day = parts
    if not 1 <= month <= 12:
        raise InvalidDate(f"month {month} in {text!r} is not one of 1 to 12")
    if not 1 <= day <= 30:
        raise InvalidDate(f"day {day} in {text!r} is not one of 1 to 30")
    return Written(text, year, month, day, weekday, eve)


def _tokens(text: str) -> list[str]:
    """Return the words of a text, with its digits as ASCII ones."""
    words = re.split(r"[\s,،;/()\[\]]+", ascii_digits(text))
    return [word for word in words if fold_to_one_word(word)]


def _taken(
    tokens: list[str], names: dict[str, frozenset[int]], kind: str, text: str, *, numbers: bool
) -> tuple[int | None, list[str]]:
    """Return the meaning of the longest run of words that is a name, and the other words."""
    for length in range(min(_LONGEST, len(tokens)), 0, -1):
        for at in range(len(tokens) - length + 1):
            run = tokens[at : at + length]
            if not numbers and any(_NUMBER.fullmatch(word) for word in run):
                continue
            meant = names.get(fold_to_one_word("".join(run)), frozenset())
            if len(meant) > 1:
                both = " or ".join(_name(kind, number) for number in sorted(meant))
                raise InvalidDate(f"{' '.join(run)!r} in {text!r} is {both}: say which")
            if meant:
                return next(iter(meant)), [*tokens[:at], *tokens[at + length :]]
    return None, tokens


def _around_month(
    month: int | None, tokens: list[str], text: str, *, wanting_weekday: bool
) -> tuple[int, int, int]:
    """Return year, month and day from the words around the name of the month."""
    numbers = [match for token in tokens if (match := _NUMBER.fullmatch(token))]
    strange = [token for token in tokens if not _NUMBER.fullmatch(token)]
    if month is None and strange:
        raise UnknownName.among("month", " ".join(strange), language("en").months)
    if month is None:
        what = f"no month in {text!r}" if text.strip() else "the date is empty"
        raise InvalidDate(f"{what}; {_HINT}")
    if strange:
        near = get_close_matches(fold_to_one_word(strange[0]), _words().weekdays, n=1, cutoff=0.75)
        if near and wanting_weekday and len(strange[0]) > 3:
            meant = _name("weekday", *_words().weekdays[near[0]])
            raise UnknownName("weekday", strange[0], [meant])
        raise InvalidDate(f"cannot read {' '.join(strange)!r} in {text!r}; {_HINT}")
    if len(numbers) != 2:
        raise InvalidDate(f"a day and a year are needed in {text!r}; {_HINT}")
    first, last = (int(match[1]) for match in numbers)
    return (first, month, last) if first > 30 >= last else (last, month, first)


def _name(kind: str, number: int) -> str:
    english = language("en")
    return english.months[number - 1] if kind == "month" else english.weekdays[number]


@once
def _words() -> _Words:
    data = read_toml("calendars/written.toml")
    months: dict[str, set[int]] = {}
    weekdays: dict[str, set[int]] = {}
    for code in language_codes():
        tongue = language(code)
        _enter(months, ([name] for name in tongue.months), 1)
        _enter(weekdays, ([name] for name in tongue.weekdays), 0)
    _enter(months, data["months"], 1)
    _enter(weekdays, data["weekdays"], 0)
    for shared in data["shared"]:
        for name in shared["names"]:
            months[fold_to_one_word(name)] = set(shared["months"])
    return _Words(
        {name: frozenset(numbers) for name, numbers in months.items()},
        {name: frozenset(numbers) for name, numbers in weekdays.items()},
        *(frozenset(map(fold_to_one_word, data[key])) for key in ("fillers", "eves", "nights")),
    )


def _enter(table: dict[str, set[int]], names: Iterable[Iterable[str]], first: int) -> None:
    for number, variants in enumerate(names, first):
        for name in variants:
            table.setdefault(fold_to_one_word(name), set()).add(number)
