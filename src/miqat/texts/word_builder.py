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
    from collections.abc import Collection, Iterable, Iterator

_CHOICE = re.compile(r"\(([^()]*)\)")
_MONTH_LONG = re.compile(r"1/(\d+) to last day of \1")
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
        if _MONTH_LONG.fullmatch(entry.rule_text) or entry.id == "ramadan-first":
            continue  # read as months and as days of them
        title = _REMARK.sub("", name)
        builder.enter(title, "observance", (entry.id,), spoken, weak=True, loose=True)
    return builder.done()


class _Builder:
    """Collects senses by key."""

    def __init__(self) -> None:
        self.exact: dict[str, dict[Sense, None]] = defaultdict(dict)
        self.loose: dict[str, dict[Sense, None]] = defaultdict(dict)
        self.hot: dict[str, int] = {}
        self.hot_loose: dict[str, int] = {}
        self.affixes: list[tuple[str, tuple[str, ...], tuple[str, ...]]] = []
        self.runs: set[str] = set()
        self.plain: set[str] = set()  # words that say nothing without a head
        self.heads: list[tuple[tuple[str, ...], Sense, bool]] = []
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
            if kind not in HEADS:
                self.plain.update(words)
            elif not (kind == "era" and (len(key) < 3 or value != "hijri")):
                self.heads.append((words, sense, sounded))

    def _heat(self) -> None:
        """Enter the words by which a stretch of text is known to be worth reading."""
        for words, sense, sounded in self.heads:
            beside = sense.weak or sense.kind == "century"
            beside = beside or (sense.kind == "month" and sense.value[0] == "gregorian")
            if len(words) > 1 and all(word in self.plain for word in words) and words[0].isascii():
                self.runs.add(" ".join(words))
                continue
            for run in _hot(words, self.plain):
                level = 1 if beside or (run.isascii() and len(run) < 4) else 2
                table, key = (self.hot_loose, loose_key(run)) if sounded else (self.hot, run)
                if sense.kind == "observance" and sense.weak:
                    level = 2 if run not in self.plain else 1
                table[key] = max(level, table.get(key, 0))

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
        self.affixes.append((tongue, data.get("suffixes", ()), data.get("proclitics", ())))

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
                self.enter(
                    name,
                    "month",
                    value,
                    tongue,
                    weak=weak,
                    loose=calendar in ("hijri", "levantine"),
                )

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
                    if sense.language == tongue and sense.kind in _INFLECTED and not sense.weak:
                        for ending in endings:
                            table[key + ending][sense] = None
                            if sense.kind in HEADS:
                                self.heads.append(((key + ending,), sense, table is self.loose))

    def _prefixed(self, prefixes: Iterable[str], tongue: str) -> None:
        """Enter the words of a language with its proclitics."""
        before = [word_key(prefix) for prefix in prefixes]
        for key, senses in list(self.exact.items()):
            for sense in list(senses):
                if sense.language == tongue and sense.kind in _PREFIXED and not sense.weak:
                    for prefix in before:
                        self.exact.setdefault(prefix + key, {})[sense] = None
        for words, sense, sounded in list(self.heads):
            if sense.language == tongue and not sense.weak:
                for prefix in before:
                    self.heads.append(((prefix + words[0], *words[1:]), sense, sounded))

    def done(self) -> Lexicon:
        """Return the lexicon."""
        for tongue, suffixes, proclitics in self.affixes:
            self._suffixed(suffixes, tongue)
            self._prefixed(proclitics, tongue)
        self._heat()
        places: dict[Sense, int] = {}
        exact, loose = (
            {
                key: [places.setdefault(sense, len(places)) for sense in table[key]]
                for key in sorted(table)
            }
            for table in (self.exact, self.loose)
        )
        return Lexicon(
            tuple(places),
            exact,
            loose,
            self.hot, self.hot_loose, self.common,
            tuple(sorted(self.runs)),
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


def _hot(words: tuple[str, ...], plain: Collection[str]) -> Iterator[str]:
    """Yield the runs of words, joined, that hold the longest word that is not a plain one."""
    listed = [word for word in words if word not in NUMERALS]
    if not listed:
        return
    telling = [word for word in listed if word not in plain] or listed
    at = listed.index(max(telling, key=len))
    for first in range(at + 1):
        for last in range(at + 1, len(listed) + 1):
            yield "".join(listed[first:last])
