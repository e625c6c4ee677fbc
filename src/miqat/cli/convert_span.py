"""`miqat convert "last ten days of Sha'ban 656"`: stretches of Hijri time as civil days."""

from __future__ import annotations

from typing import TYPE_CHECKING

from miqat import days
from miqat.cli.layout import Section, write, write_json
from miqat.languages import language
from miqat.texts.expression import Expression
from miqat.texts.model import FIRST_GREGORIAN
from miqat.texts.resolve import Resolver
from miqat.texts.stated import stated

if TYPE_CHECKING:
    from miqat.texts.model import Reading

_SPANS = frozenset({"month", "year", "part of month", "range", "century"})
_FIRST_PUBLISHED = 1343  # the first year of Umm al-Qura; an earlier one is shown by the tables
_MONTHS = language("en").calendar("gregorian").months


def span_of(text: str) -> Expression | None:
    """Return the stretch of Hijri time that a text states, None for what `convert` reads itself.

    A year alone counts from year 1 to 1342, since `convert` has one calendar for the later ones.
    """
    bare = text.strip()
    if bare.isdecimal() and len(bare) <= 4 and 1 <= int(bare) < _FIRST_PUBLISHED:
        return Expression(kind="year", calendar="hijri", year=int(bare), era_stated=True)
    of = stated(text)
    if of is None or of.calendar != "hijri" or of.kind not in _SPANS:
        return None
    if of.year is None and of.century is None:
        return None
    modern = of.year is not None and of.year >= _FIRST_PUBLISHED
    return None if modern and of.kind in ("month", "year") else of


def write_span(text: str, of: Expression, *, as_json: bool) -> None:
    """Write the civil days of a stretch by each calendar that reaches it, and their spread."""
    resolved = Resolver().resolve(of)
    if resolved.refused is not None or not resolved.readings:
        from miqat.errors import InvalidDate

        raise InvalidDate(f"cannot convert {text!r}: {resolved.refused}")
    readings = resolved.readings
    if as_json:
        listed = [reading.to_dict() for reading in readings]
        write_json({"date": text, "expression": of.to_dict(), "readings": listed})
        return
    rows = [(each.calendar, _span(each)) for each in readings]
    firsts, lasts = ({getattr(r, end) for r in readings} for end in ("first", "last"))
    spread = max(max(firsts) - min(firsts), max(lasts) - min(lasts))
    notes = [("Spread", f"{spread} day{'s' * (spread != 1)} between these calendars")]
    notes += [("Unsure", why) for why in resolved.ambiguous]
    shown = [Section("Civil days", rows), Section("Notes", notes if len(rows) > 1 else notes[1:])]
    write(text, shown)


def _span(of: Reading) -> str:
    gregorian = f"{_words(days.to_gregorian(of.first))} to {_words(days.to_gregorian(of.last))}"
    if of.first >= FIRST_GREGORIAN:
        return gregorian
    julian = f"{_words(days.to_julian(of.first))} to {_words(days.to_julian(of.last))}"
    return f"{julian} Julian ({gregorian} Gregorian)"


def _words(date: tuple[int, int, int]) -> str:
    return f"{date[2]} {_MONTHS[date[1] - 1]} {date[0]}"
