"""The words of dates in every language, from data/texts and data/names.

One file a language under data/texts holds its words by what they do: months, weekdays, numbers,
parts of a month, eras, and what tells a name of a person or place from a date. Month and weekday
names of all languages of `miqat.languages` are added. A name is compared without spaces, so that
"Rabi al-Awwal" and "Rabiulawal" are entered once; a numeral after a name is marked, so that
"Rab II" and "Rabi I" stay apart.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from miqat.data import file_names, read_text
from miqat.errors import UnknownName
from miqat.languages import language_codes
from miqat.once import once

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST = 7  # words of an entry
NUMERALS = {"i": "1", "ii": "2", "1": "1", "2": "2", "۱": "1", "۲": "2", "١": "1", "٢": "2"}
_LOOSE = (
    ("dsch", "j"), ("dj", "j"), ("sch", "sh"), ("ch", "sh"), ("dh", "d"), ("th", "t"), ("gh", "g"),
    ("q", "k"), ("v", "w"), ("ou", "u"), ("oo", "u"), ("ee", "i"), ("aa", "a"),
)  # fmt: skip
_DOUBLED = re.compile(r"([a-z])\1+")
_FINAL_H = re.compile(r"(?<=[aei])h(?=#|$)")
#: What may begin or carry a mention: without one of these a stretch of text is passed over.
HEADS = frozenset({"month", "observance", "era", "century", "prayer", "sacred_months"})


class Sense(NamedTuple):
    """What a word or a run of words means in a date.

    `weak` entries count only next to a day and a year.
    """

    kind: str
    value: Any
    language: str
    weak: bool = False


_MOST_REMEMBERED = 300_000
_SENSES: dict[str, tuple[Sense, ...]] = {}


class Lexicon(NamedTuple):
    """Meanings by key, the loosely spelt ones apart, and the words that may carry a mention.

    Those words have 2, or 1 where they count only next to a figure.
    """

    every_sense: tuple[Sense, ...]
    exact: dict[str, list[int]]
    loose: dict[str, list[int]]
    hot: dict[str, int]
    hot_loose: dict[str, int]
    common: dict[str, tuple[str, ...]]
    runs: tuple[str, ...]  # names of common words alone, which are looked for as they are

    def senses(self, key: str) -> tuple[Sense, ...]:
        """Return what a key means."""
        found = _SENSES.get(key)
        if found is None:
            places = self.exact.get(key, [])
            if key.isascii():
                places = places + self.loose.get(loose_key(key), [])
            found = tuple(self.every_sense[at] for at in places)
            if len(_SENSES) > _MOST_REMEMBERED:
                _SENSES.clear()
            _SENSES[key] = found
        return found


def loose_key(key: str) -> str:
    """Return the key of a romanised name with its letters as they sound.

    >>> loose_key("dschumadaalula"), loose_key("djoumadaalulah")
    ('jumadalula', 'jumadalula')
    """
    for written, sound in _LOOSE:
        if written in key:
            key = key.replace(written, sound)
    return _FINAL_H.sub("", _DOUBLED.sub(r"\1", key))


def run_key(words: Iterable[str]) -> str:
    """Return the key of a run of words: one word, with a numeral marked by "#"."""
    parts = list(words)
    rest = (f"#{NUMERALS[word]}" if word in NUMERALS else word for word in parts[1:])
    return "".join([*parts[:1], *rest])


def text_languages() -> tuple[str, ...]:
    """Return the languages whose words are known, sorted."""
    return tuple(name for name in file_names("texts", ".toml") if name != "latn")


def checked_language(code: str | None) -> str | None:
    """Return the base of a language code; raises `UnknownName` for one that is not known."""
    if code is None:
        return None
    base = re.split(r"[-_]", code)[0].casefold()
    if base not in language_codes() and base not in text_languages():
        raise UnknownName.among("language", code, {*text_languages(), *language_codes()})
    return base


@once
def lexicon() -> Lexicon:
    """Return the words of every language."""
    return from_json(read_text("texts/words.json"))


def to_json(words: Lexicon) -> str:
    """Return a lexicon as JSON, each sense once."""
    parts = {
        "senses": list(words.every_sense),
        "exact": words.exact,
        "loose": words.loose,
        "hot": dict(sorted(words.hot.items())),
        "hot_loose": dict(sorted(words.hot_loose.items())),
        "common": words.common,
        "runs": words.runs,
    }
    lines = (
        f"{json.dumps(name)}: {json.dumps(part, ensure_ascii=False, separators=(',', ':'))}"
        for name, part in parts.items()
    )
    return "{\n" + ",\n".join(lines) + "\n}\n"


def from_json(text: str) -> Lexicon:
    """Return the lexicon that a JSON text holds."""
    data = json.loads(text)
    senses = tuple(
        Sense(kind, _value(value), tongue, weak) for kind, value, tongue, weak in data["senses"]
    )
    exact, loose = data["exact"], data["loose"]
    common = {tongue: tuple(listed) for tongue, listed in data["common"].items()}
    return Lexicon(
        senses, exact, loose, data["hot"], data["hot_loose"], common, tuple(data["runs"])
    )


def _value(value: Any) -> Any:
    """Return a value of JSON with its lists as tuples."""
    return tuple(map(_value, value)) if isinstance(value, list) else value
