"""`miqat convert DATE`: a date from one calendar to the others."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

import click

from miqat import days, languages
from miqat.calendars import DEFAULT_CALENDAR, Calendar, calendar, calendars, compared
from miqat.calendars.text import formatting
from miqat.calendars.years import era_of
from miqat.cli.layout import Section, write, write_json
from miqat.errors import InvalidDate, OutOfRange, UnknownName

if TYPE_CHECKING:
    from collections.abc import Callable

    from miqat.calendars.text.formatting import Fields
    from miqat.languages import Language

_ISO_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_PLAIN = "%-d %B %-Y"
_ENGLISH_MONTHS = languages.language("en").calendar("gregorian").months


class _Civil(NamedTuple):
    """A civil calendar that stands beside the Hijri ones."""

    to_day: Callable[[int, int, int], int]
    from_day: Callable[[int], tuple[int, int, int]]


_CIVIL = {
    "gregorian": _Civil(days.from_gregorian, days.to_gregorian),
    "julian": _Civil(days.from_julian, days.to_julian),
}


@click.command("convert")
@click.argument("date")
@click.option("--calendar", "source", metavar="ID", help="The calendar that DATE is in.")
@click.option("--to", "target", metavar="ID", help="The one calendar to answer in.")
@click.option("--language", "spoken", metavar="CODE", help="The language to write in: fa, ar-EG.")
@click.option("--format", "pattern", metavar="PATTERN", help="How to write: %A %-d %B %Y, %GF.")
@click.option("--json", "as_json", is_flag=True, help="The same as JSON.")
def command(
    date: str,
    source: str | None,
    target: str | None,
    spoken: str | None,
    pattern: str | None,
    *,
    as_json: bool,
) -> None:
    """Convert DATE, written YYYY-MM-DD, between Hijri and civil calendars.

    Without --calendar a year from 1700 on is Gregorian and an earlier one is of the
    published Umm al-Qura calendar. Calendars: the Hijri ones, "gregorian" and "julian".
    """
    year, month, day = _read(date)
    language = languages.language(spoken or "en")
    formatting.tokens(pattern or "")  # a wrong directive is said before all else
    guessed = "gregorian" if era_of(year) == "Gregorian" else DEFAULT_CALENDAR
    try:
        number = _to_day(guessed if source is None else source, year, month, day)
    except OutOfRange as error:
        if source is None:
            raise OutOfRange(f"{error}; name another with --calendar") from None
        raise
    source = guessed if source is None else source
    found = _in_calendars(number, target)
    iso = {name: f"{of.year:04d}-{of.month:02d}-{of.day:02d}" for name, of in found.items()}
    texts = {
        name: _written(of, number, language, pattern, plain=spoken is None)
        for name, of in found.items()
    }
    weekday = language.weekdays[days.weekday(number)]
    if as_json:
        answer = {"date": date, "calendar": _known(source), "weekday": weekday, "dates": iso}
        in_words = {"language": language.code, "texts": texts}
        write_json(answer if spoken is None and pattern is None else answer | in_words)
        return
    shown = {name: _among_latin(text, language) for name, text in texts.items()}
    rows = [(name, shown[name] if pattern else f"{iso[name]}  {shown[name]}") for name in found]
    said = f"is a {weekday}" if spoken is None else f"= {_among_latin(weekday, language)}"
    write(f"{date} {_known(source)} {said}", [Section("Calendars", rows)])


def _in_calendars(number: int, target: str | None) -> dict[str, Fields]:
    """Return a day in the target calendar, or in those side by side that reach it."""
    wanted = [*_CIVIL, *(entry.id for entry in compared())] if target is None else [target]
    found = {}
    for name in wanted:
        try:
            found[_known(name)] = _from_day(name, number)
        except OutOfRange:
            if target is not None:
                raise
    return found


def _written(
    of: Fields, number: int, language: Language, pattern: str | None, *, plain: bool
) -> str:
    own = _PLAIN if plain else language.calendar(of.kind).long
    civil = formatting.gregorian_fields(number)
    return formatting.write(pattern or own, of, civil, language, language.digits)


def _among_latin(text: str, language: Language) -> str:
    """Return a text as it stands in a line that runs from left to right."""
    return languages.isolated(text, "rtl") if language.direction == "rtl" else text


def _read(text: str) -> tuple[int, int, int]:
    """Return the numbers of a date, in the digits of any one script."""
    match = _ISO_DATE.fullmatch(text)
    zeros = {ord(sign) - unicodedata.decimal(sign) for sign in text if sign.isdecimal()}
    if match is None or len(zeros) != 1:
        raise InvalidDate(f"cannot read the date {text!r}; write it as 1448-09-01 or 2027-02-08")
    return int(match[1]), int(match[2]), int(match[3])


def _known(name: str) -> str:
    if name.casefold() in _CIVIL:
        return name.casefold()
    return _hijri(name).id


def _hijri(name: str) -> Calendar:
    try:
        return calendar(name)
    except UnknownName:
        known = [*_CIVIL, *(entry.id for entry in calendars())]
        raise UnknownName.among("calendar", name, known) from None


def _to_day(name: str, year: int, month: int, day: int) -> int:
    civil = _CIVIL.get(name.casefold())
    if civil is None:
        return _hijri(name).day_number(year, month, day)
    if not 1 <= month <= 12:
        raise InvalidDate(f"there is no month {month}: months are 1 to 12")
    first = civil.to_day(year, month, 1)
    length = civil.to_day(year + month // 12, month % 12 + 1, 1) - first
    if not 1 <= day <= length:
        raise InvalidDate(
            f"no day {day} in {_ENGLISH_MONTHS[month - 1]} {year} of {name}: it has {length} days"
        )
    return first + day - 1


def _from_day(name: str, number: int) -> Fields:
    civil = _CIVIL.get(name.casefold())
    if civil is not None:
        return formatting.civil_fields(number, civil.from_day, civil.to_day)
    return formatting.fields_of(_hijri(name).from_day(number))
