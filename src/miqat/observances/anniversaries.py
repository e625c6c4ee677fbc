"""Anniversaries of people and communities: a birth, a death or a founding by its Hijri date.

    Grandmother: died 1998-03-14 after sunset
    Founding: 17 Ramadan 1420
    Teacher: born 1390-12-30, 30th on 1

A civil date is turned into the Hijri one by the calendar. A day that ends a month of 30 is observed
on the 29th where the month has no 30th, unless "30th on 1" (the first of the next month) or
"30th on none" is written.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NoReturn

from miqat import days
from miqat.calendars.text.civil_prose import read_civil
from miqat.calendars.text.hijri_prose import read_written
from miqat.errors import InvalidDate, InvalidRule, MiqatError
from miqat.observances.model import Bound, Observance
from miqat.observances.rules import ObservanceRule, Span
from miqat.text import fold

if TYPE_CHECKING:
    from miqat.calendars import Calendar
    from miqat.observances.rules import AnyCalendar

_LONGEST = 30
_KINDS = ("born", "died", "founded", "married")
_THIRTIETH = re.compile(r",?\s+30th on (29|1|none)$", re.IGNORECASE)
_AFTER_SUNSET = re.compile(r",?\s+after sunset$", re.IGNORECASE)
_ISO = re.compile(r"(\d{3,4})-\d\d-\d\d")
_FIRST_CIVIL_YEAR = 1700
_HINT = "write it as 'NAME: died 1998-03-14 after sunset' or 'NAME: 17 Ramadan 1420'"


@dataclass(frozen=True, slots=True)
class Yearly(ObservanceRule):
    """A day of a month in every year; `thirtieth` says when a 30th is in a month of 29 days."""

    month: int
    day: int
    thirtieth: Literal["29", "1", "none"] = "29"

    def spans(self, calendar: AnyCalendar, year: int) -> tuple[Span, ...]:
        """Return the day, nothing in a year without it."""
        numbers = calendar.month(year, self.month).days()
        if self.day <= len(numbers):
            number = numbers[self.day - 1]
        elif self.thirtieth == "none":
            return ()
        else:
            number = numbers[-1] + (self.thirtieth == "1")
        return (Span(number, number),)


def anniversary(line: str, calendar: Calendar) -> Observance:
    """Return the observance of a line, its civil date turned into a Hijri one by a calendar.

    It is observed from the year after the event on. Raises `InvalidRule` with what cannot be
    read, `OutOfRange` for a date that the calendar does not have.

    >>> from miqat.calendars import calendar
    >>> found = anniversary("Founding: 17 Ramadan 1420", calendar("ummalqura"))
    >>> found.occurrence("ummalqura", 1448).first.isoformat()
    '2027-02-24'
    """
    text = " ".join(line.split())
    name, colon, rest = text.partition(": ")
    if not colon or not fold(name):
        raise InvalidRule(f"cannot read the anniversary {text!r}; {_HINT}")
    thirtieth: Literal["29", "1", "none"] = "29"
    if match := _THIRTIETH.search(rest):
        thirtieth = match[1].casefold()  # type: ignore[assignment]
        rest = rest[: match.start()]
    late = _AFTER_SUNSET.search(rest)
    if late:
        rest = rest[: late.start()]
    kind, _, dated = rest.partition(" ")
    said = dated if kind.casefold() in _KINDS else rest
    year, month, day = _hijri(said, calendar, after_sunset=late is not None, line=text)
    what = kind.casefold() if kind.casefold() in _KINDS else "anniversary"
    return Observance(
        id=f"anniversary-{fold(name).replace(' ', '-')}",
        rule=Yearly(month, day, thirtieth),
        names={"en": name if what == "anniversary" else f"{name} ({what})"},
        kind="commemoration",
        kept_by=("general",),
        about=f"Anniversary of {day}/{month}/{year} AH.",
        source="given",
        since=Bound(year + 1, None),
        rule_text=text,
    )


def _hijri(text: str, calendar: Calendar, *, after_sunset: bool, line: str) -> tuple[int, int, int]:
    """Return year, month and day of a Hijri or a civil date."""
    iso = _ISO.fullmatch(text)
    civil = iso is not None and int(iso[1]) >= _FIRST_CIVIL_YEAR
    written = None
    if not civil:
        try:
            written = read_written(text)
        except MiqatError as error:
            if iso is not None:
                _raise(line, error)
    if written is not None and written.year < _FIRST_CIVIL_YEAR:
        if after_sunset:
            raise InvalidRule(
                f"anniversary {line!r}: a Hijri date begins at sunset; 'after sunset' is for a "
                "civil date"
            )
        if written.day == _LONGEST:
            return written.year, written.month, written.day
        try:
            calendar.day_number(written.year, written.month, written.day)
        except InvalidDate as error:
            _raise(line, error)
        return written.year, written.month, written.day
    try:
        on = days.from_date(read_civil(text)) + after_sunset
    except MiqatError as error:
        _raise(line, error)
    found = calendar.from_day(on)
    return found.year, found.month, found.day


def _raise(line: str, error: MiqatError) -> NoReturn:
    raise InvalidRule(f"anniversary {line!r}: {error}") from None
