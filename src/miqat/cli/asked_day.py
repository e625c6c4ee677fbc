"""The day that a text asks about: a civil date, a Hijri one, or an observance with its year."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from miqat import days
from miqat.calendars.years import as_year, era_of
from miqat.cli import dates, formats
from miqat.cli.wording import calendar_name
from miqat.errors import InvalidDate, MiqatError, UnknownName
from miqat.observances import find, occurrences
from miqat.text import ascii_digits

if TYPE_CHECKING:
    from miqat.almanac.resolve import CalendarChoice

_YEAR = re.compile(r"\b(1[0-5]\d\d|1[6-9]\d\d|20\d\d)\b")
_FIGURES = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})")


def asked_day(text: str, choice: CalendarChoice) -> tuple[str, date]:
    """Return how a text was read, where that is not plain, and the civil day it means.

    A Hijri date is that of the calendar chosen, and so is an observance with a year. Raises
    `InvalidDate`, `UnknownName`, `OutOfRange`.
    """
    if (open_to_two := _day_or_month_first(text)) is not None:
        return open_to_two
    try:
        read = dates.typed(text)
    except MiqatError as unread:
        phrase = _of_observance(text, choice)
        if phrase is None:
            raise unread from None
        return phrase
    if read.era == dates.HIJRI and read.month is not None and read.day is not None:
        on = choice.calendar.date(read.year, read.month, read.day)
        if read.weekday not in (None, on.to_date().weekday()):
            raise InvalidDate(f"{text!r}: {formats.hijri(on)} is {formats.civil(on.to_date())}")
        return f" = {formats.hijri(on)} ({calendar_name(choice.calendar)})", on.to_date()
    return "", dates.day(text)


def _day_or_month_first(text: str) -> tuple[str, date] | None:
    """Return the reading with the day first of a date that has two, and what the other would be."""
    match = _FIGURES.fullmatch(ascii_digits(text).strip())
    if match is None or era_of(year := int(match[4])) == "Hijri":
        return None
    one, other = int(match[1]), int(match[3])
    if not (1 <= one <= 12 and 1 <= other <= 12) or one == other:
        return None
    day_first, month_first = date(year, other, one), date(year, one, other)
    return f" ({text} with the day first; else {formats.civil(month_first)})", day_first


def _of_observance(text: str, choice: CalendarChoice) -> tuple[str, date] | None:
    """Return the first day of an observance in a year, None where the text does not name both."""
    plain = ascii_digits(text)
    years = _YEAR.findall(plain)
    if len(years) != 1:
        return None
    try:
        named = find(_YEAR.sub(" ", plain).strip(" ,"))
    except UnknownName:
        return None
    year, entry = as_year(years[0]), named[0]
    country = (*choice.countries, *entry.countries)
    if era_of(year) == "Hijri":
        found = occurrences(choice.calendar, year, observances=[entry], country=country)
    else:
        first, last = (days.from_date(date(year, *end)) for end in ((1, 1), (12, 31)))
        found = occurrences(
            choice.calendar, first_day=first, last_day=last, observances=[entry], country=country
        )
    if not found:
        raise InvalidDate(f"{entry.id} does not occur in {year}")
    on = found[0]
    source = calendar_name(choice.calendar)
    return f" = {entry.names['en']}, {formats.hijri(on.hijri)} ({source})", on.first
