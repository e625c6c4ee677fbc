"""Years and centuries of an era, relative years, and pairs of years such as 728/1328."""

from __future__ import annotations

from typing import TYPE_CHECKING

from miqat.texts.expression import Expression
from miqat.texts.phrase import Phrase
from miqat.texts.phrase_parts import MOST_YEARS, era_after

if TYPE_CHECKING:
    from collections.abc import Iterator

    from miqat.texts.atoms import Atoms, Number

_HIJRI_YEARS = range(1, 1601)
_CENTURIES = range(1, 16)


def phrases(atoms: Atoms, *, whole: bool) -> Iterator[Phrase]:
    """Yield years of an era, centuries, relative years and pairs of years."""
    for first in range(atoms.size):
        if atoms.tokens[first].number is not None:
            yield from _year_with_era(atoms, first)
            yield from _pair(atoms, first)
        elif atoms.starting[first]:
            yield from _era_then_year(atoms, first)
            yield from _century(atoms, first)
            yield from _relative_year(atoms, first)
            yield from _ordinal_year(atoms, first)
        if atoms.at(first, "sacred_months"):
            last = atoms.skip(first, "sacred_months", most=1)
            stated = Expression(kind="recurrence", calendar="hijri", months=(1, 7, 11, 12))
            yield Phrase(first, last, stated, last - first + 0.5)


def _year_with_era(atoms: Atoms, first: int) -> Iterator[Phrase]:
    number = atoms.number(first)
    if number is None or number.is_ordinal or not 1 <= number.value <= MOST_YEARS:
        return
    if number.digits > 4 or (first and atoms.gaps[first] == "t" and "-" in atoms.tokens[first].gap):
        return
    start = atoms.skip_back(first, "year", "article", "in", most=2)
    until, end = _last_year(atoms, number)
    era, last = era_after(atoms, end)
    if era is None and (run := atoms.at(end, "year")) and atoms.gaps[end] == "t":
        era, last = era_after(atoms, run[0])
    if era is None and (run := atoms.before(start, "year")):
        start = run[0]
    if era is None:
        return
    if until is not None:
        if era == "hijri" and until in _HIJRI_YEARS:
            stated = Expression(
                kind="range",
                calendar="hijri",
                year=number.value,
                last_year=until,
                era_stated=True,
            )
            yield Phrase(start, last, stated, last - start + 1.5)
        return
    token = atoms.tokens[number.last]
    one_letter = last == number.last + 1 and len(token.key) == 1
    if one_letter and number.digits < 2 and token.gap:
        return
    if one_letter and token.key in ("h", "m", "r", "c", "b") and number.digits < 3:
        return
    if era == "gregorian":
        stated = Expression(kind="year", calendar="gregorian", year=number.value, era_stated=True)
        yield Phrase(start, last, stated, last - start - 1.0, True)
    elif number.value in _HIJRI_YEARS:
        calendar = "hijri" if era not in ("solar-hijri", "rumi") else era
        stated = Expression(
            kind="year", calendar=calendar, year=number.value, era_stated=True,  # type: ignore[arg-type]
        )  # fmt: skip
        yield Phrase(start, last, stated, last - start + 0.5)


def _last_year(atoms: Atoms, number: Number) -> tuple[int | None, int]:
    """Return the last year of "1120-25" or "the 1120s", and the token after it."""
    at = number.last
    if at >= atoms.size:
        return None, at
    token = atoms.tokens[at]
    if token.key == "s" and token.gap.strip("'’") == "" and number.value % 10 == 0:
        return number.value + 9, at + 1
    if atoms.gaps[at] != "–" and token.gap.strip() not in ("-", "‑", "‐"):
        return None, at
    later = atoms.number(at)
    if later is None or not later.in_figures or later.is_ordinal or number.digits < 3:
        return None, at
    size = 10**later.digits
    value = later.value if later.digits >= 3 else number.value // size * size + later.value
    return (value, later.last) if number.value < value <= number.value + 150 else (None, at)


def _era_then_year(atoms: Atoms, first: int) -> Iterator[Phrase]:
    """Yield "AH 1445", "hicrî 1445", "tahun 1445 Hijriah" with the era first."""
    run = atoms.at(first, "era")
    if run is None or run[1].value not in ("hijri", "solar-hijri"):
        return
    last, sense = run
    if last == first + 1 and len(atoms.tokens[first].key) < 2:
        return
    at = atoms.skip(last, "year", most=1)
    number = atoms.number(at)
    if number is None or not number.in_figures or number.is_ordinal:
        return
    if atoms.gaps[at] not in "t." or number.value not in _HIJRI_YEARS or number.digits > 4:
        return
    if atoms.at(number.last, "century") or atoms.at(number.last, "month"):
        return
    stated = Expression(kind="year", calendar=sense.value, year=number.value, era_stated=True)
    yield Phrase(first, number.last, stated, number.last - first + 0.4)


def _century(atoms: Atoms, first: int) -> Iterator[Phrase]:
    run = atoms.at(first, "century", "centuries")
    if run is None:
        return
    last = run[0]
    start, end = first, last
    at = atoms.skip(last, "of", most=1)
    number = atoms.number(at)
    if number is None or atoms.gaps[at] != "t" or number.value not in _CENTURIES:
        number = atoms.number_before(first)
        if number is None or atoms.gaps[first] not in "t.":
            return
        start = number.first
    else:
        end = number.last
    if not number.is_ordinal and not number.in_figures:
        return
    if number.value not in _CENTURIES:
        return
    until = None
    if (
        (joined := atoms.at(end, "and", "to"))
        and (later := atoms.number(joined[0]))
        and later.value == number.value + 1
        and later.is_ordinal
    ):
        until, end = later.value, later.last
    at = atoms.skip(end, "of", "article", "year", most=3)
    era = next(
        (
            found
            for place in (end, at)
            if (found := atoms.at(place, "era")) and atoms.gaps[place] in "t."
        ),
        None,
    )
    if era is None:
        before = atoms.before(start, "era")
        if before is None or before[1].value != "hijri" or atoms.gaps[start] != "t":
            return
        start = before[0]
    elif era[1].value != "hijri":
        return
    else:
        end = era[0]
    stated = Expression(kind="century", calendar="hijri", century=number.value, era_stated=True)
    if until is not None:
        later_one = Expression(kind="century", calendar="hijri", century=until, era_stated=True)
        stated = Expression(kind="range", calendar="hijri", century=number.value, until=later_one)
    yield Phrase(start, end, stated, end - start + 2.0)


def _ordinal_year(atoms: Atoms, first: int) -> Iterator[Phrase]:
    """Yield "tenth year of the Hijra"."""
    number = atoms.number(first)
    if number is None or number.value not in _HIJRI_YEARS:
        return
    if not number.is_ordinal:
        year = atoms.before(first, "year")
        if year is None or number.in_figures:
            return
        era, last = era_after(atoms, number.last)
        if era == "hijri":
            stated = Expression(kind="year", calendar="hijri", year=number.value, era_stated=True)
            yield Phrase(year[0], last, stated, last - year[0] + 1.0)
        return
    year = atoms.at(number.last, "year")
    start = first
    if year is None:
        before = atoms.before(first, "year")
        if before is None:
            return
        start, end = before[0], number.last
    else:
        end = year[0]
    era, last = era_after(atoms, end)
    if era == "hijri":
        stated = Expression(kind="year", calendar="hijri", year=number.value, era_stated=True)
        yield Phrase(start, last, stated, last - start + 1.0)


def _relative_year(atoms: Atoms, first: int) -> Iterator[Phrase]:
    """Yield "the coming Hijri year"."""
    year = atoms.at(first, "year")
    if year is not None:
        era = atoms.at(year[0], "era")
        if era is None or era[1].value != "hijri" or atoms.gaps[year[0]] != "t":
            return
        relative = atoms.at(era[0], "relative")
        if relative is not None and atoms.gaps[era[0]] == "t":
            stated = Expression(kind="year", calendar="hijri", relative=relative[1].value)
            yield Phrase(first, relative[0], stated, relative[0] - first + 1.0)
        return
    relative = atoms.at(first, "relative")
    if relative is None:
        return
    era = atoms.at(relative[0], "era")
    if era is None or era[1].value != "hijri" or len(atoms.tokens[relative[0]].key) < 3:
        return
    last = atoms.skip(era[0], "year", most=1)
    if last > era[0] or era[0] - relative[0] > 1:
        stated = Expression(kind="year", calendar="hijri", relative=relative[1].value)
        yield Phrase(first, last, stated, last - first + 1.0)


def _pair(atoms: Atoms, first: int) -> Iterator[Phrase]:
    """Yield a Hijri year with its Christian one: 728/1328, 850/1446-7, 658 de la Hégira (1260)."""
    number = atoms.number(first)
    if number is None or number.is_ordinal or number.value not in _HIJRI_YEARS:
        return
    _, after = era_after(atoms, number.last)
    gap = atoms.gaps[after] if after < atoms.size else "!"
    if gap not in "/(=":
        return
    later = atoms.number(after)
    if later is None or later.is_ordinal or later.digits not in (3, 4):
        return
    begins = later.value - (622 + (number.value - 1) * 354.367 / 365.2425)
    if not -1.2 <= begins <= 2.2:
        return
    if first and atoms.gaps[first] == "/":
        return
    last, last_year = later.last, None
    if last < atoms.size and (atoms.gaps[last] == "–" or "-" in atoms.tokens[last].gap):
        short = atoms.number(last)
        if short is not None and short.digits <= 4 and not short.is_ordinal:
            size = 10**short.digits
            value = later.value // size * size + short.value
            if value == later.value + 1:
                last, last_year = short.last, value
    _, last = era_after(atoms, last)
    civil = Expression(
        kind="range" if last_year else "year", calendar="gregorian", year=later.value,
        last_year=last_year,
    )  # fmt: skip
    stated = Expression(kind="year", calendar="hijri", year=number.value, until=civil)
    yield Phrase(first, last, stated, last - first + 1.5)
