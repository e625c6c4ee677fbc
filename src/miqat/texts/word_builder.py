"""Collects the words of every language into the lexicon that data/texts/words.json holds.

`python -m tools.build_words` writes the file, so that a start does not read fifty files of data.
"""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import product
from typing import TYPE_CHECKING, Any

from miqat.data import file_names, read_toml
from miqat.languages import language, language_codes
from miqat.observances.names import every_name
from miqat.text import ascii_digits
from miqat.texts.lexicon import HEADS, NUMERALS, Lexicon, Sense, loose_key, run_key
from miqat.texts.tokens import word_key, word_pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_CHOICE = re.compile(r"\(([^()]*)\)")
_REMARK = re.compile(r"\s*\([^)]*\)\s*")


def build() -> Lexicon:
    """Return the words of every language, from data/texts, data/names and the observances."""
    builder = _Builder()
    for name in file_names("texts", ".toml"):
        builder.add_file(name, read_toml(f"texts/{name}.toml"))
    written = read_toml("calendars/written.toml")
    builder.add_months("hijri", written["months"], "latn")
    builder.add_weekdays(written["weekdays"], "latn")
    for code in language_codes():
        builder.add_language(code)
    for spoken, name, entry in every_name():
        if entry.reckoned_on == "gregorian" or any(sign.isdecimal() for sign in name):
            continue
        title = _REMARK.sub("", name)
        builder.enter(title, "observance", (entry.id,), spoken, weak=True, loose=True)
    return builder.done()


class _Builder:
    """Collects senses by key."""

    def __init__(self) -> None:
        self.exact: dict[str, dict[Sense, None]] = defaultdict(dict)
        self.loose: dict[str, dict[Sense, None]] = defaultdict(dict)
        self.hot: set[str] = set()
        self.hot_loose: set[str] = set()
        self.common: dict[str, tuple[str, ...]] = {}

    def enter(
        self, name: str, kind: str, value: Any, tongue: str, *, weak: bool = False,
        loose: bool = False,
    ) -> None:  # fmt: skip
        """Enter a name in each of its spellings."""
        sense = Sense(kind, value, tongue, weak)
        for words in spellings(name):
            key = run_key(words)
            if not key:
                continue
            sounded = loose and key.isascii()
            if sounded:
                self.loose[loose_key(key)][sense] = None
            else:
                self.exact[key][sense] = None
            if kind in HEADS and not (kind == "era" and len(key) < 3):
                hot = set(_hot(words))
                if sounded:
                    self.hot_loose.update(map(loose_key, hot))
                else:
                    self.hot.update(hot)

    def add_file(self, tongue: str, data: dict[str, Any]) -> None:
        """Enter a file of data/texts."""
        self.common[tongue] = tuple(map(word_key, data.get("common", ())))
        months = data.get("months", {})
        self.add_months("hijri", months.get("hijri", ()), tongue)
        self.add_months("hijri", months.get("hijri_short", ()), tongue, weak=True)
        self.add_months("solar-hijri", months.get("solar-hijri", ()), tongue)
        self.add_months("solar-hijri", months.get("solar_short", ()), tongue, weak=True)
        self.add_months("gregorian", months.get("gregorian", ()), tongue)
        self.add_months("levantine", months.get("levantine", ()), tongue)
        for number, letters in enumerate(months.get("hijri_letters", ()), 1):
            self.exact[f"={letters}"][Sense("letter", number, tongue)] = None
        for shared in months.get("shared", ()):
            for name in shared["names"]:
                value = ("hijri", tuple(shared["months"]))
                self.enter(name, "month", value, tongue, weak=True, loose=True)
        self.add_weekdays(data.get("weekdays", {}).get("names", ()), tongue)
        for kind, names in data.get("words", {}).items():
            self._all(kind, None, names, tongue)
        for kind in ("era", "relative", "prayer", "side", "unit"):
            for value, names in data.get(kind, {}).items():
                self._all(kind, value, names, tongue)
        for text, names in data.get("part", {}).items():
            first, _, last = text.partition("..")
            self._all("part", (int(first), int(last or first)), names, tongue)
        for kind, table in (("number", "numbers"), ("ordinal", "ordinals")):
            for value, names in data.get(table, {}).items():
                self._all(kind, int(value), names, tongue)
        endings = data.get("number_endings", {}).get("endings", ())
        self._all("ending", None, endings, tongue)
        for text, names in data.get("observances", {}).items():
            for name in names:
                self.enter(name, "observance", tuple(text.split(",")), tongue, loose=True)
        self._suffixed(data.get("suffixes", ()), tongue)
        self._prefixed(data.get("proclitics", ()), tongue)

    def _all(self, kind: str, value: Any, names: Iterable[str], tongue: str) -> None:
        for name in names:
            self.enter(name, kind, value, tongue)

    def add_months(
        self, calendar: str, months: Iterable[Iterable[str]], tongue: str, *, weak: bool = False
    ) -> None:
        """Enter the names of twelve months."""
        for number, names in enumerate(months, 1):
            for name in names:
                value = (calendar, (number,))
                self.enter(name, "month", value, tongue, weak=weak, loose=calendar == "hijri")

    def add_weekdays(self, weekdays: Iterable[Iterable[str]], tongue: str) -> None:
        """Enter the names of seven weekdays, Monday first."""
        for number, names in enumerate(weekdays):
            self._all("weekday", number, names, tongue)

    def add_language(self, code: str) -> None:
        """Enter the names that a language of `miqat.languages` has."""
        spoken = language(code)
        for calendar, kind in (
            ("hijri", "islamic"), ("solar-hijri", "persian"), ("gregorian", "gregorian"),
        ):  # fmt: skip
            names = spoken.calendar(kind)
            of = [(name,) for name in names.months if not name[:1].isdecimal()]
            if len(of) == 12:
                foreign = kind == "persian" and code not in ("fa", "ckb", "ps", "en")
                self.add_months(calendar, of, code, weak=foreign or (code, kind) == _NOT_MONTHS)
            short = [(name,) for name in names.months_short if not name[:1].isdecimal()]
            if len(short) == 12:
                self.add_months(calendar, short, code, weak=True)
            self.add_weekdays([(name,) for name in names.weekdays], code)
            if names.era:
                self.enter(names.era, "era", calendar, code)
        self.add_weekdays([(name,) for name in spoken.weekdays_short], code)

    def _suffixed(self, suffixes: Iterable[str], tongue: str) -> None:
        """Enter the heads of a language with its suffixes."""
        endings = [word_key(suffix) for suffix in suffixes]
        for table in (self.exact, self.loose):
            for key, senses in list(table.items()):
                for sense in list(senses):
                    if sense.language == tongue and sense.kind in _INFLECTED:
                        for ending in endings:
                            table[key + ending][sense] = None
                            if sense.kind in HEADS:
                                hot = self.hot if table is self.exact else self.hot_loose
                                hot.add(key + ending)

    def _prefixed(self, prefixes: Iterable[str], tongue: str) -> None:
        """Enter the words of a language with its proclitics."""
        before = [word_key(prefix) for prefix in prefixes]
        for key, senses in list(self.exact.items()):
            for sense in list(senses):
                if sense.language == tongue and sense.kind in _PREFIXED:
                    for prefix in before:
                        self.exact.setdefault(prefix + key, {})[sense] = None
        for word in list(self.hot):
            if not word.isascii():
                self.hot.update(prefix + word for prefix in before)

    def done(self) -> Lexicon:
        """Return the lexicon."""
        return Lexicon(
            {key: tuple(senses) for key, senses in self.exact.items()},
            {key: tuple(senses) for key, senses in self.loose.items()},
            frozenset(self.hot), frozenset(self.hot_loose), self.common,
        )  # fmt: skip


_NOT_MONTHS = ("zh", "islamic")  # 1月 to 12月
_INFLECTED = frozenset({"month", "weekday", "observance", "prayer", "year", "century"})
_PREFIXED = frozenset({
    "month", "weekday", "observance", "prayer", "part", "number", "ordinal", "year", "month_word",
    "day_word", "night", "era",
})  # fmt: skip
_SPLIT = re.compile(rf"#?\d|{word_pattern().pattern}")


def spellings(name: str) -> Iterator[tuple[str, ...]]:
    """Yield the words of each spelling of a name: "(a|b) c" is "a c" and "b c"."""
    pieces = _CHOICE.split(name)
    choices = [piece.split("|") if at % 2 else [piece] for at, piece in enumerate(pieces)]
    for choice in product(*choices):
        words = _SPLIT.findall(ascii_digits("".join(choice)))
        keys = tuple(word.lstrip("#") if word[0] == "#" else word_key(word) for word in words)
        yield tuple(key for key in keys if key)


def _hot(words: tuple[str, ...]) -> Iterator[str]:
    """Yield the runs of words, joined, that hold the longest word."""
    plain = [word for word in words if word not in NUMERALS]
    if not plain:
        return
    at = max(range(len(plain)), key=lambda each: len(plain[each]))
    for first in range(at + 1):
        for last in range(at + 1, len(plain) + 1):
            yield "".join(plain[first:last])
