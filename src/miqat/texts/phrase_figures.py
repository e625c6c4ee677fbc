"""Dates in figures: 27/8/1412, 1446-12-29 AH, 2024-10-02."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from miqat.texts.expression import Expression
from miqat.texts.lexicon import lexicon
from miqat.texts.phrase import Phrase
from miqat.texts.phrase_parts import era_after, weekday_after, weekday_before
from miqat.texts.tokens import word_key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from miqat.texts.atoms import Atoms

_SIGNS = frozenset("/-.–‑\u2010")
_HIJRI_YEARS = range(1200, 1500)


def phrases(atoms: Atoms, *, whole: bool) -> Iterator[Phrase]:
    """Yield the dates in figures."""
    yield from _written_with_signs(atoms)
    tokens = atoms.tokens
    for first in range(atoms.size - 2):
        parts = tokens[first : first + 3]
        if any(part.number is None for part in parts):
            continue
        signs = {part.gap.strip(" \u200e\u200f\u200c") for part in parts[1:]}
        if len(signs) != 1 or not signs <= _SIGNS:
            continue
        if first and atoms.gaps[first] in "/." and tokens[first - 1].number is not None:
            continue
        after = tokens[first + 3] if first + 3 < atoms.size else None
        if after and after.number is not None and after.gap.strip() in _SIGNS:
            continue
        digits = [sum(sign.isdecimal() for sign in part.text) for part in parts]
        numbers = [part.number or 0 for part in parts]
        yield from _phrase(atoms, first, numbers, digits)


def _written_with_signs(atoms: Atoms) -> Iterator[Phrase]:
    """Yield 伊斯兰历1446年1月17日: the figures before the signs of year, month and day."""
    tokens = atoms.tokens
    for first in range(atoms.size - 5):
        run = tokens[first : first + 6]
        signs = [token.text[:1] for token in run[1::2]]
        if signs != ["年", "月", "日"] or any(token.number is None for token in run[::2]):
            continue
        year, month, day = (token.number or 0 for token in run[::2])
        era = atoms.before(first, "era")
        calendar: Any = era[1].value if era else "gregorian"
        if not (1 <= month <= 12 and 1 <= day <= (30 if calendar == "hijri" else 31)):
            continue
        rest = word_key(run[5].text[1:]) if run[5].text[1:] else ""
        weekdays = [one.value for one in lexicon().senses(rest) if one.kind == "weekday"]
        stated = Expression(
            kind="day",
            calendar=calendar,
            year=year,
            months=(month,),
            day=day,
            weekday=weekdays[0] if weekdays else None,
            era_stated=era is not None,
        )
        start = era[0] if era else first
        yield Phrase(start, first + 6, stated, first + 8.0 - start, False, "zh")


def _phrase(atoms: Atoms, first: int, numbers: list[int], digits: list[int]) -> Iterator[Phrase]:
    if digits[0] >= 3 and digits[1] <= 2 and digits[2] <= 2:
        (year, month, day), wide = numbers, digits[0]
    elif digits[2] >= 2 and digits[0] <= 2 and digits[1] <= 2:
        (day, month, year), wide = numbers, digits[2]
    else:
        return
    swapped = month > 12 >= day
    if swapped:
        day, month = month, day
    if not (1 <= month <= 12 and 1 <= day <= 31) or wide > 4:
        return
    start, last = first, first + 3
    era, last = era_after(atoms, last)
    if era is None:
        last, era = _era_later(atoms, last)
    fields: dict[str, Any] = {"months": (month,), "day": day, "year": year}
    fields["era_stated"] = era is not None
    fields["short_year"] = wide == 2
    if before := weekday_before(atoms, start):
        start, fields["weekday"] = before
    elif after := weekday_after(atoms, last):
        last, fields["weekday"] = after
    calendars = _calendars(atoms, era, year, wide)
    if not calendars or (swapped and calendars[0] != "gregorian"):
        return
    if calendars[0] == "gregorian" and digits[0] <= 2 and day <= 12:
        fields["order_unsure"] = True
    if calendars[0] == "hijri" and day > 30:
        return
    half = calendars[0] == "gregorian" and fields.get("order_unsure", False)
    stated = Expression(
        kind="day", calendar=calendars[0] if len(calendars) == 1 else None, calendars=calendars,
        **fields,
    )  # fmt: skip
    yield Phrase(start, last, stated, last - start + 2.0, bool(half))


def _era_later(atoms: Atoms, first: int) -> tuple[int, str | None]:
    """Find an era after a time of day: "1323-03-23 12:42 AH"."""
    at = first
    while at < min(first + 3, atoms.size) and atoms.tokens[at].number is not None:
        if atoms.tokens[at].gap.strip() not in ("", ":", ","):
            return first, None
        at += 1
    if at == first:
        return first, None
    era, last = era_after(atoms, at)
    return (last, era) if era is not None else (first, None)


def _calendars(atoms: Atoms, era: str | None, year: int, wide: int) -> tuple[Any, ...]:
    """Return the calendars that the figures may be of, the more probable first."""
    if era is not None:
        return (era,)
    if wide == 2:
        return ("hijri", "gregorian", "solar-hijri") if {"ar", "fa"} & set(atoms.tongues) else ()
    if year >= 1500:
        return ("gregorian",) if wide == 4 else ()
    if year not in _HIJRI_YEARS:
        return ()
    if "fa" in atoms.tongues:
        return ("solar-hijri",)
    if "ar" in atoms.tongues or "ur" in atoms.tongues:
        return ("hijri",)
    return ("hijri", "gregorian")
