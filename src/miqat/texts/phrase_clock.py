"""Clocks on a prayer: "after the Friday prayer", "half an hour before the adhan of maghrib"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from miqat.texts.expression import Expression
from miqat.texts.phrase import Phrase

if TYPE_CHECKING:
    from collections.abc import Iterator

    from miqat.texts.atoms import Atoms

_MINUTES = {"minute": 1, "hour": 60, "half_hour": 30, "quarter_hour": 15}
_FRIDAY = 4


def phrases(atoms: Atoms, *, whole: bool) -> Iterator[Phrase]:
    """Yield the clocks on prayers."""
    for first in range(atoms.size):
        for last in dict.fromkeys(
            end for end, sense in atoms.starting[first] if sense.kind == "prayer"
        ):
            sense = next(
                one for end, one in atoms.starting[first] if end == last and one.kind == "prayer"
            )
            yield from _phrase(atoms, first, last, sense.value, sense.language)


def _phrase(atoms: Atoms, first: int, last: int, prayer: str, tongue: str) -> Iterator[Phrase]:
    start, end = first, last
    relation = minutes = None
    at = atoms.skip_back(first, "article", "of", most=2)
    for place in dict.fromkeys((first, at)):
        run = atoms.before(place, "side")
        if run is not None and place < atoms.size and atoms.gaps[place] == "t":
            start, relation = run[0], run[1].value
            amount = _amount_before(atoms, start)
            if amount is not None:
                start, minutes = amount
            break
    if relation is None:
        over = atoms.skip(last, "of", "article", most=2)
        for place in dict.fromkeys((over, last)):
            amount = _amount_after(atoms, place)
            if amount is not None:
                place, minutes = amount
            run = atoms.at(place, "side")
            if run is not None and atoms.gaps[place] == "t":
                end, relation = run[0], run[1].value
                break
            minutes = None
    if relation is None:
        return
    if minutes is not None:
        minutes = minutes if relation == "after" else -minutes
    weekday = _FRIDAY if prayer == "jumua" else None
    stated = Expression(
        kind="clock", prayer=prayer, relation=relation, minutes=minutes, weekday=weekday
    )
    yield Phrase(start, end, stated, end - start + 0.5, False, tongue)


def _amount_before(atoms: Atoms, last: int) -> tuple[int, int] | None:
    run = atoms.before(last, "unit")
    if run is None or run[1].value not in _MINUTES:
        return None
    size = _MINUTES[run[1].value]
    if run[1].value in ("half_hour", "quarter_hour"):
        return run[0], size
    number = atoms.number_before(run[0])
    if number is not None and not number.is_ordinal:
        return number.first, size * number.value
    return None


def _amount_after(atoms: Atoms, first: int) -> tuple[int, int] | None:
    run = atoms.at(first, "unit")
    if run is not None and run[1].value in ("half_hour", "quarter_hour"):
        return run[0], _MINUTES[run[1].value]
    number = atoms.number(first)
    if number is None or number.is_ordinal:
        return None
    run = atoms.at(number.last, "unit")
    if run is None or run[1].value not in ("minute", "hour"):
        return None
    return run[0], _MINUTES[run[1].value] * number.value
