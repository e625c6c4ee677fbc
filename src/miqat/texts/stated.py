"""One date that a text states, for the commands that take a date in words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from miqat.texts.ranges import in_ranges
from miqat.texts.recognise import recognise
from miqat.texts.tokens import word_key, word_pattern

if TYPE_CHECKING:
    from miqat.texts.expression import Expression

#: A day and a year in figures of any script, as the strict reader of the calendars has them.
_ISO = re.compile(r"\d{1,4}-\d\d-\d\d")
_LONGEST = 120
_NIGHTS = frozenset({"night", "evening", "nights"})


def stated(text: str) -> Expression | None:
    """Return the one expression that a text is, None where it has other words or several."""
    if len(text) > _LONGEST or _ISO.fullmatch(text.strip()):
        return None
    found = in_ranges(text, recognise(text, ()))
    if len(found) != 1:
        return None
    rest = text[: found[0].start] + " " + text[found[0].end :]
    words = [word_key(word) for word in word_pattern().findall(rest)]
    if set(words) - _ALLOWED or any(sign.isdecimal() for sign in rest):
        return None
    return found[0].phrase.expression


_ALLOWED = frozenset(
    map(word_key, ("on", "the", "in", "of", "day", "في", "يوم", "در", "روز", "le"))
)


def hijri_stated(text: str) -> tuple[int, int, int, int | None, bool] | None:
    """Return year, month, day, weekday and eve of the Hijri date that a text is.

    None where it is not one full date, or names a night without saying which.
    """
    of = stated(text)
    if of is None or of.kind not in ("day", "night") or of.calendar != "hijri":
        return None
    if of.year is None or of.month is None or of.day is None or of.offset:
        return None
    if not 1 <= of.day <= 30 or of.nth is not None or of.nights_left is not None:
        return None
    words = {word_key(word) for word in word_pattern().findall(text)}
    if words & _NIGHTS:
        return None
    return of.year, of.month, of.day, of.weekday, of.night
