"""Two dates that "to" or a dash joins: one range."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from miqat.texts.lexicon import lexicon
from miqat.texts.recognise import Found
from miqat.texts.tokens import word_key, word_pattern

if TYPE_CHECKING:
    from collections.abc import Sequence

    from miqat.texts.expression import Expression

_DASHES = ("-", "–", "—")


def in_ranges(text: str, found: Sequence[Found]) -> list[Found]:
    """Return the phrases with two dates that "to" or a dash joins as one range."""
    listed: list[Found] = []
    for each in found:
        previous = listed[-1] if listed else None
        if previous is not None and _is_range(text, previous, each):
            one, other = _in_years(previous.phrase.expression, each.phrase.expression)
            whole = replace(one, kind="range", until=other)
            phrase = previous.phrase._replace(expression=whole)
            listed[-1] = Found(previous.start, each.end, phrase)
        else:
            listed.append(each)
    return listed


def _in_years(one: Expression, other: Expression) -> tuple[Expression, Expression]:
    """Return both ends with their years: "27 Dhu al-Hijja to 3 Muharram 1446" begins in 1445.

    A number up to 30 after the second month is a day where the first has a day or such a number.
    """
    if _is_bare(other) and (_is_bare(one) or (one.day is not None and one.year is None)):
        one, other = (
            replace(each, kind="day", day=each.year, year=None) if _is_bare(each) else each
            for each in (one, other)
        )
    over = (one.month or 0) > (other.month or 0)
    if one.year is None and other.year is not None:
        one = replace(one, year=other.year - over)
    elif other.year is None and one.year is not None and over:
        other = replace(other, year=one.year + 1)
    return one, other


def _is_bare(of: Expression) -> bool:
    return of.kind == "month" and not of.era_stated and 1 <= (of.year or 0) <= 30


def _is_range(text: str, first: Found, second: Found) -> bool:
    one, other = first.phrase.expression, second.phrase.expression
    if one.calendar != other.calendar or one.calendar not in ("hijri", "solar-hijri", "gregorian"):
        return False
    if {one.kind, other.kind} - {"day", "month"} or one.months == () or other.months == ():
        return False
    if None in (one.month, other.month) or other.nth is not None or one.nth is not None:
        return False
    between = text[first.end : second.start]
    if between.strip() in _DASHES:
        return True
    words = [word_key(word) for word in word_pattern().findall(between)]
    if not words or len(words) > 3 or set(between) & set(",.;:،"):
        return False
    return any(sense.kind == "to" for sense in lexicon().senses("".join(words)))
