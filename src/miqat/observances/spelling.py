"""The spellings of a name that count as one: eid and id, al and ul, dh and z, q and k.

A name in Latin letters is compared by its consonants, and by vowels as far as they are far apart
("quds" is "qods" but not "kids"). Articles and words of praise do
not count. A name in another script is compared by its letters, as far as they differ in sound.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from miqat.data import read_toml
from miqat.once import once
from miqat.text import ascii_digits, fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_FEWEST_CONSONANTS = 3
_FEWEST_LETTERS = 5
_ELISION = re.compile(r"\b([dl])['’‘ʼ](?=\w)")
_APOSTROPHES = "'’‘ʼ"
_GENITIVE = re.compile(r"['’](?:nın|nin|nun|nün)\b")
_GLUED_L = re.compile(r"['’‘ʼ]l\b")
_POSSESSIVE = re.compile(r"(\w)['’]s\b")
_DIGRAPHS = (
    (re.compile(r"sch|sh|tch|ch|sy(?=[aou])"), "S"),
    (re.compile(r"kh|q|ck|k|x"), "K"),
    (re.compile(r"gh"), "G"),
    (re.compile(r"dh|dz|dl(?=h)|zh|z|d"), "D"),
    (re.compile(r"th"), "T"),
    (re.compile(r"ph"), "F"),
    (re.compile(r"v(?=[^aeiouy]|$)|(?<=[aeou])w"), "u"),
    (re.compile(r"v|w(?=[aeiouy])"), "V"),
    (re.compile(r"w|oo|ou"), "u"),
    (re.compile(r"y|ee"), "i"),
    (re.compile(r"c(?=[eiy])"), "s"),
    (re.compile(r"c"), "K"),
    (re.compile(r"h"), ""),
)
_NEAR = {"a": {*"aeo"}, "e": {*"eai"}, "i": {*"ie"}, "o": {*"oua"}, "u": {*"uo"}}
_FINAL = re.compile(r"(?<=\w[ae])t$|(?<=[^e]a)th$")
_YEAR = re.compile(r"\(?(?:1[0-5]\d\d|1[6-9]\d\d|20\d\d)\)?(?: ?(?:ah|h|ce|ad|هـ|ه|م|г))?")


class Spelling(NamedTuple):
    """What is compared of a name: its consonants, and the vowels before, between and after them.

    `added` has the words of a day, a month or a feast, which are not compared by their sound.
    """

    consonants: str
    vowels: tuple[str, ...]
    added: tuple[str, ...] = ()

    def agrees(self, other: Spelling) -> bool:
        """Return whether a name spelled like this may be one that is spelled like the other.

        A vowel may be absent from one of two names with many consonants, but not at their
        beginning; two vowels must be near each other in sound.
        """
        if (self.consonants, self.added) != (other.consonants, other.added):
            return False
        pairs = list(zip(self.vowels, other.vowels, strict=True))
        if not all(_near(one, another) for one, another in pairs):
            return False
        needed = pairs[:-1] if len(self.consonants) < _FEWEST_CONSONANTS else pairs[:1]
        return all(bool(one) == bool(another) for one, another in needed)


class _Rules(NamedTuple):
    letters: Mapping[int, str]
    dropped: frozenset[str]
    generic: Mapping[str, str]
    same: Mapping[str, str]
    glued: re.Pattern[str]
    ordinals: Mapping[str, int]
    series: Mapping[str, tuple[str, ...]]
    joints: re.Pattern[str]
    c_as_j: frozenset[str]


@once
def _rules() -> _Rules:
    data = read_toml("observances/spelling.toml")
    words = data["words"]
    before, articles = ("|".join(sorted(data["glued"][key], key=len, reverse=True))
                        for key in ("before", "articles"))  # fmt: skip
    return _Rules(
        letters={ord(letter): sound for letter, sound in data["letters"].items()},
        dropped=frozenset(words["dropped"]),
        generic={word: kind for kind in ("day", "month", "feast") for word in words[kind]},
        same={word: one for one, several in data["same"].items() for word in (one, *several)},
        glued=re.compile(rf"({before})({articles})(\w{{3,}})"),
        ordinals={word: int(n) for n, several in data["ordinals"].items() for word in several},
        series={name: tuple(ids) for name, ids in data["series"].items()},
        joints=re.compile(
            rf"[;؛/]| (?:{'|'.join(map(re.escape, data['joined']['by']))}) ", re.IGNORECASE
        ),
        c_as_j=frozenset(data["c_as_j"]["languages"]),
    )


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a name without articles and praise, those of a day or month last.

    >>> words_of("the Day of Al-Quds"), words_of("l'Aïd el-Fitr")
    (('quds', 'day'), ('aid', 'fitr'))
    """
    rules = _rules()
    text = text.casefold()
    if any(sign in text for sign in _APOSTROPHES):
        text = _GENITIVE.sub("", _ELISION.sub(r"\1 ", text))
        text = _POSSESSIVE.sub(r"\1s", _GLUED_L.sub(" l ", text))
    plain = text if text.isascii() else text.translate(rules.letters)
    every = fold(ascii_digits(plain)).split()
    apart = [part for word in every for part in _apart(word)]
    words = [word for word in apart if word not in rules.dropped] or apart
    said = [rules.same.get(word, word) for word in words]
    return tuple(sorted(said, key=lambda word: word in rules.generic))


def without_year(text: str) -> str:
    """Return a name without a year before or after it.

    >>> without_year("Eid al-Fitr 2025"), without_year("1447 AH Ramadan")
    ('Eid al-Fitr', 'Ramadan')
    """
    plain = " ".join(ascii_digits(text).split())
    for pattern in (rf"^(.+?),? {_YEAR.pattern}$", rf"^{_YEAR.pattern},? (.+)$"):
        if match := re.match(pattern, plain, re.IGNORECASE):
            return match[1]
    return text


def kinds_added(words: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], frozenset[str]]]:
    """Yield the words as they are, then without those of a day, a month or a feast.

    Each with the kinds of words that were left out.
    """
    yield words, frozenset()
    generic = _rules().generic
    without = tuple(word for word in words if word not in generic)
    if without and without != words:
        yield without, frozenset(generic[word] for word in words if word in generic)


def without_ordinal(words: tuple[str, ...]) -> tuple[tuple[str, ...], int] | None:
    """Return the words without "first", "2." and similar, and the number; None without one.

    >>> without_ordinal(words_of("second day of Eid al-Fitr"))
    (('eid', 'fitr', 'day'), 2)
    """
    ordinals = _rules().ordinals
    numbers = [ordinals[word] for word in words if word in ordinals]
    rest = tuple(word for word in words if word not in ordinals)
    return (rest, numbers[0]) if len(numbers) == 1 and rest else None


def day_of_feast(name: str, number: int) -> str | None:
    """Return the id of a day of a feast by the id of the feast, None where it has none."""
    ids = _rules().series.get(name, ())
    return ids[number - 1] if number <= len(ids) else None


def names_joined(text: str) -> list[str]:
    """Return the parts of a text that joins several names ("A and B", "A; B").

    >>> names_joined("Tasua and Ashura")
    ['Tasua', 'Ashura']
    """
    return [part.strip() for part in _rules().joints.split(text) if part.strip()]


def spelling(words: tuple[str, ...], language: str | None = None) -> Spelling | None:
    """Return what is compared of the words of a name, None for too short a one.

    The language (ISO 639) of a name says how its "c" sounds.

    >>> spelling(("eid", "adha")).agrees(spelling(("id", "azha")))
    True
    """
    generic = _rules().generic
    named = tuple(word for word in words if word not in generic) or words
    added = tuple(generic[word] for word in words if word in generic and word not in named)
    if not all(word.isascii() for word in named):
        return Spelling("".join(_letters(word) for word in named), (), added)
    if language in _rules().c_as_j:
        named = tuple(word.replace("c", "j") for word in named)
    sounds = "".join(_sounds(word) for word in named)
    pieces = re.split(r"([^aeiou])", sounds)
    consonants = "".join(pieces[1::2])
    if len(consonants) < 2 or len(sounds) < _FEWEST_LETTERS:
        return None
    return Spelling(consonants, tuple(pieces[::2]), added)


@cache
def _apart(word: str) -> tuple[str, ...]:
    """Return a word, or the two that an article joins ("lailatulqadar", "jumatul")."""
    rules = _rules()
    if match := rules.glued.fullmatch(word):
        return match[1], match[3]
    if word.isascii() and len(word) > 5 and re.search(r"[^aeiou](?:at|u|a)?(?:ul|ur)$", word):
        return (word[:-2],)
    if len(word) > 5 and word.startswith("وال"):
        return (word[3:],)
    if len(word) > 4 and word.startswith("ال") and word not in rules.dropped:
        return (word[2:],)
    return (word,)


@cache
def _sounds(word: str) -> str:
    word = _FINAL.sub("", word)
    for pattern, sound in _DIGRAPHS:
        word = pattern.sub(sound, word)
    return re.sub(r"([^aeiou])\1", r"\1", word)


def _letters(word: str) -> str:
    """Return a word of another script without the letters that only spelling changes."""
    word = re.sub("^[оу](?=раз)", "о", word)
    return word[:-1] if len(word) > 3 and word[-1] in "اهي" else word


def _near(one: str, another: str) -> bool:
    """Return whether vowels between the same consonants may be one in sound, or one is absent."""
    return not one or not another or any(_NEAR[vowel] & {*another} for vowel in one)
