"""Hijri dates read strictly by a pattern or by the long form of a language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from miqat.calendars.registry import calendar as calendar_named
from miqat.calendars.text.pattern_reader import read_day

if TYPE_CHECKING:
    from miqat.calendars.hijri_date import Calendar, HijriDate
    from miqat.languages import Language


def strptime(
    text: str,
    pattern: str,
    calendar: Calendar | str,
    language: str | Language = "en",
) -> HijriDate:
    """Return the date of a text that a pattern wrote in a language: the inverse of `strftime`.

    The digits are the language's usual or native ones or European, one kind in a text; an
    isolate around the text is passed over. The pattern must fix a date: year, month and day,
    or year and day of the year, of the calendar or of the Gregorian one. Raises `InvalidDate`
    with the place where the text departs from the pattern, or for what contradicts itself;
    `OutOfRange` outside the calendar; `UnknownName`.

    >>> strptime("Monday 1 Ramadan 1448", "%A %-d %B %Y", "ummalqura")
    HijriDate(1448, 9, 1, 'ummalqura')
    """
    return read(text, calendar, pattern, language)


def read(
    text: str, calendar: Calendar | str, pattern: str | None, language: str | Language = "en"
) -> HijriDate:
    """Return the date of a text by a pattern, or in the language's long form where it is None.

    Without a pattern it is the inverse of `formatting.long_form`. Raises what `strptime` raises.
    """
    of = calendar_named(calendar)
    return of.from_day(read_day(text, of, pattern, language))
