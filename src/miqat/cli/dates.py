"""How the command line reads the dates that people type.

A date is in figures ("1448-09-01", "2027/2/8", "١٤٤٥/٠٩/٠١"), in words ("1 Ramadan 1445",
"8 February 2027", in every language of Miqat) or relative ("today"). In figures the number of
the year decides (`miqat.calendars.years.era_of`): a Hijri date where a civil one is asked for
is refused, with the civil date to write.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from miqat.calendars.years import Era, era_of
from miqat.errors import InvalidDate, MiqatError, OutOfRange, UnknownName
from miqat.text import ascii_digits, scripts_of_digits

if TYPE_CHECKING:
    from datetime import tzinfo

HIJRI: Era = "Hijri"
GREGORIAN: Era = "Gregorian"
_LAST_HIJRI_YEAR = 1600  # a civil date in figures is refused before it
_WORD = re.compile(r"[^\W\d_]{2}")
RELATIVE = {"yesterday": -1, "today": 0, "tonight": 0, "now": 0, "tomorrow": 1}
_YEAR_FIRST = re.compile(r"(\d{1,4})(?:([-/.])(\d{1,2})(?:\2(\d{1,2}))?)?", re.ASCII)
_DAY_FIRST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{3,4})", re.ASCII)
_SHORTEST_YEAR = 3  # digits of a year that a text can begin with


class TypedDate(NamedTuple):
    """A date as typed, Hijri or Gregorian; without a day it is a month, or a year.

    `weekday` is one that was named with a Hijri date, Monday 0.
    """

    era: Era
    year: int
    month: int | None = None
    day: int | None = None
    weekday: int | None = None


def typed(text: str, zone: tzinfo | None = None) -> TypedDate:
    """Return the date, month or year that a text states; "today" is the day in the zone.

    Raises `InvalidDate` or `UnknownName` for what is not read.
    """
    words = " ".join(text.split())
    if words.casefold() in RELATIVE:
        on = datetime.now(zone).date() + timedelta(days=RELATIVE[words.casefold()])
        return TypedDate(GREGORIAN, on.year, on.month, on.day)
    figures = _figures(words)
    if _is_figures(words) and any(map(str.isdecimal, words)) and not figures.isascii():
        raise _unreadable(text)
    if match := _DAY_FIRST.fullmatch(figures):
        return _day_first(int(match[1]), int(match[3]), int(match[4]), words)
    if (match := _YEAR_FIRST.fullmatch(figures)) and len(match[1]) >= _SHORTEST_YEAR:
        year = int(match[1])
        month, day = (None if part is None else int(part) for part in (match[3], match[4]))
        return TypedDate(era_of(year), year, month, day)
    return _in_words(words)


def day(text: str, zone: tzinfo | None = None) -> date:
    """Return the civil date that a text states. Raises `InvalidDate` for a Hijri one.

    The error names the civil date that the Umm al-Qura calendar gives.
    """
    read = typed(text, zone)
    if read.month is None or read.day is None:
        raise InvalidDate(f"cannot read the date {text!r}: it has no day; write it as 2027-02-08")
    if read.era == HIJRI and (read.year < _LAST_HIJRI_YEAR or not _is_figures(text)):
        raise InvalidDate(f"{text!r} is a Hijri date{_civil_of(read)}")
    try:
        return date(read.year, read.month, read.day)
    except ValueError as error:
        raise InvalidDate(
            f"cannot read the date {text!r} ({error}); write it as 2027-02-08"
        ) from None


def month(text: str) -> TypedDate:
    """Return the month that a text states: 2027-02, 1448-09, "Ramadan 1448"."""
    read = _read(text)
    if read is None or read.month is None or read.day is not None or not 1 <= read.month <= 12:
        raise InvalidDate(f"cannot read the month {text!r}; write it as 2027-02 or 1448-09")
    return read


def year(text: str, example: str = "2027 or 1448") -> TypedDate:
    """Return the year that a text states: 2027, 1448."""
    read = _read(text)
    if read is None or read.month is not None:
        raise InvalidDate(f"cannot read the year {text!r}; write it as {example}")
    return read


def _read(text: str) -> TypedDate | None:
    try:
        return typed(text)
    except MiqatError:
        return None


def _is_figures(text: str) -> bool:
    return _WORD.search(text) is None


def _civil_of(read: TypedDate) -> str:
    """Return what to write for a Hijri date that is given where a civil one is asked for."""
    from miqat.calendars import DEFAULT_CALENDAR, calendar
    from miqat.days import to_date
    from miqat.languages import language

    month, number = read.month or 1, read.day or 1
    for name, about in ((DEFAULT_CALENDAR, ""), ("islamic-civil", "about ")):
        try:
            on = to_date(calendar(name).day_number(read.year, month, number))
        except OutOfRange:
            continue
        except MiqatError:
            break
        named = language("en").calendar("gregorian").months[month - 1]
        return (
            f"; write {about}{on.isoformat()} (by {name}), or "
            f"'{number} {named} {read.year}' for the Gregorian year {read.year}"
        )
    return "; write a civil date, such as 2027-02-08"


def _day_first(number: int, month: int, year: int, text: str) -> TypedDate:
    """Return a date with the day first, as Hijri dates are written; refuse 7/8/1979."""
    era = era_of(year)
    if era == GREGORIAN and number <= 12 and number != month:
        raise InvalidDate(
            f"{text!r} may be day/month or month/day: write {year}-{month:02d}-{number:02d} or "
            f"{year}-{number:02d}-{month:02d}"
        )
    return TypedDate(era, year, month, number)


def _in_words(text: str) -> TypedDate:
    """Return a date, or a month such as "Ramadan 1448", that is written in words."""
    errors = []
    for reader, written in (
        (_hijri, text), (_gregorian, text), (_hijri, f"1 {text}"), (_gregorian, f"1 {text}")
    ):  # fmt: skip
        try:
            read = reader(written)
        except MiqatError as error:
            errors.append(error)
        else:
            return read if written == text else TypedDate(read.era, read.year, read.month)
    if not (any(map(str.isdecimal, text)) and _WORD.search(text)):
        raise _unreadable(text)
    in_hijri, in_gregorian = errors[0], errors[1]
    late = any(era_of(int(year)) == GREGORIAN for year in re.findall(r"\d{4}", ascii_digits(text)))
    known = isinstance(in_hijri, UnknownName) and not isinstance(in_gregorian, UnknownName)
    raise in_gregorian if known or late else in_hijri


def _unreadable(text: str) -> InvalidDate:
    return InvalidDate(
        f"cannot read the date {text!r}; write it as 1448-09-01, 2027-02-08 or '1 Ramadan 1448'"
    )


def _hijri(text: str) -> TypedDate:
    from miqat.calendars.text.hijri_prose import read_written

    read = read_written(text)
    if read.eve:
        raise InvalidDate(f"{text!r} is a night; write the date of the day after it")
    return TypedDate(HIJRI, read.year, read.month, read.day, read.weekday)


def _gregorian(text: str) -> TypedDate:
    from miqat.calendars.text.civil_prose import read_civil

    on = read_civil(text)
    return TypedDate(GREGORIAN, on.year, on.month, on.day)


def _figures(text: str) -> str:
    """Return a text with the digits of any one script as 0 to 9; of several as they are."""
    return ascii_digits(text) if scripts_of_digits(text) == 1 else text
