"""Observances by name: with a year, an offset, an eve, or as the anchor has them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from miqat.texts.expression import Expression
from miqat.texts.phrase import Phrase
from miqat.texts.phrase_parts import (
    counted_before,
    relative_after,
    relative_before,
    year_after,
    year_before,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from miqat.texts.atoms import Atoms

_CIVIL_FROM = 1600
#: Days of every week, of every month, and those named like a month, which are read as such.
_NOT_DATES = frozenset({"friday", "monday-thursday-fast", "white-days"})


def phrases(atoms: Atoms, *, whole: bool) -> Iterator[Phrase]:
    """Yield the observances."""
    for first in range(atoms.size):
        runs = [run for run in atoms.starting[first] if run[1].kind == "observance"]
        for last in dict.fromkeys(run[0] for run in runs):
            senses = [sense for end, sense in runs if end == last]
            senses = [each for each in senses if not _NOT_DATES & set(each.value)]
            letters = "".join(token.key for token in atoms.tokens[first:last])
            if atoms.has(first, last, "month") or (letters.isascii() and len(letters) < 4):
                continue
            strong = [each for each in senses if not each.weak] or senses
            if not strong or (strong[0].weak and last == first + 1):
                continue
            spoken = [each for each in strong if each.language in atoms.tongues] or strong
            rules = tuple(dict.fromkeys(rule for each in spoken for rule in each.value))
            yield _phrase(atoms, first, last, rules, spoken[0].language)


def _phrase(atoms: Atoms, first: int, last: int, rules: tuple[str, ...], tongue: str) -> Phrase:
    fields: dict[str, Any] = {"rules": rules}
    start, end = first, last
    start, end = _offset(atoms, start, end, fields)
    if (year := year_after(atoms, end)) is not None and _is_year(year.value, year.digits, year.era):
        end = year.last
    elif (year := year_before(atoms, start)) is not None:
        start = year.first
    if year is not None and not _is_year(year.value, year.digits, year.era):
        year = None
    if year is not None:
        civil = year.era == "gregorian" or (year.era is None and year.value >= _CIVIL_FROM)
        fields["civil_year" if civil else "year"] = year.value
        fields["era_stated"] = year.era is not None
    elif after := relative_after(atoms, end):
        end, fields["relative"] = after
    elif before := relative_before(atoms, start):
        start, fields["relative"] = before
    stated = Expression(kind="observance", calendar="hijri", **fields)
    return Phrase(start, end, stated, (end - start) + 2.5 * (year is not None), False, tongue)


def _is_year(value: int, digits: int, era: str | None) -> bool:
    return era is not None or digits == 4


def _offset(atoms: Atoms, start: int, end: int, fields: dict[str, Any]) -> tuple[int, int]:
    """Find "second day of", "two days before", "eve of", "H+2"; return the tokens."""
    at = atoms.skip_back(start, "of", "article", most=3)
    for place in dict.fromkeys((start, at)):
        if place >= atoms.size or atoms.gaps[place] != "t":
            continue
        if day := atoms.before(place, "day_word", "unit"):
            number = atoms.number_before(day[0])
            if number and number.is_ordinal and 1 < number.value <= 10:
                fields["offset"] = number.value - 1
                return number.first, end
        if (found := counted_before(atoms, place)) is not None:
            first, fields["offset"] = found
            return first, end
        if run := atoms.before(place, "eve"):
            fields["offset"] = -1
            return run[0], end
        if (signed := _signed(atoms, place)) is not None:
            first, fields["offset"] = signed
            return first, end
    over = atoms.skip(end, "of", "article", most=2)
    for place in dict.fromkeys((end, over)):
        if place < atoms.size and atoms.gaps[place] == "t":
            if (counted := _counted_after(atoms, place)) is not None:
                last, fields["offset"] = counted
                return start, last
            if run := atoms.at(place, "eve"):
                fields["offset"] = -1
                return start, run[0]
            number = atoms.number(place)
            if (
                number
                and number.is_ordinal
                and 1 < number.value <= 5
                and (day := atoms.at(number.last, "day_word", "unit"))
            ):
                fields["offset"] = number.value - 1
                return start, day[0]
    return start, end


def _counted_after(atoms: Atoms, first: int) -> tuple[int, int] | None:
    """Find "iki gün sonra" and "بيومين"; return the token after and the days."""
    number = atoms.number(first)
    if number is None:
        return None
    unit = atoms.at(number.last, "unit")
    if unit is None or unit[1].value not in ("day", "week"):
        return None
    side = atoms.at(unit[0], "side")
    if side is None or side[1].value == "at" or number.is_ordinal:
        return None
    count = number.value * (7 if unit[1].value == "week" else 1)
    return side[0], count if side[1].value == "after" else -count


def _signed(atoms: Atoms, last: int) -> tuple[int, int] | None:
    """Find the Indonesian H-3 and H+2; return the first token and the days."""
    number = atoms.number_before(last)
    if number is None or number.first < 1 or not number.in_figures or number.value > 60:
        return None
    letter, sign = atoms.tokens[number.first - 1], atoms.tokens[number.first].gap.strip()
    if letter.text not in ("H", "h") or sign not in ("+", "-", "−", "–"):
        return None
    return number.first - 1, number.value if sign == "+" else -number.value
