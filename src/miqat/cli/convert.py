"""`miqat convert DATE`: a date from one calendar to the others."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from miqat import days, languages
from miqat.calendars import DEFAULT_CALENDAR, Calendar, calendar, calendars, compared
from miqat.calendars.month_table import month_number, split_month
from miqat.calendars.text import formatting
from miqat.cli import dates
from miqat.cli.layout import Section, write, write_json
from miqat.errors import InvalidDate, OutOfRange, UnknownName
from miqat.text import ascii_digits

if TYPE_CHECKING:
    from collections.abc import Callable

    from miqat.calendars.text.formatting import Fields
    from miqat.languages import Language

_PLAIN = "%-d %B %-Y"
_ENGLISH_MONTHS = languages.language("en").calendar("gregorian").months


class _Civil(NamedTuple):
    """A civil calendar that is shown with the Hijri ones."""

    to_day: Callable[[int, int, int], int]
    from_day: Callable[[int], tuple[int, int, int]]


_CIVIL = {
    "gregorian": _Civil(days.from_gregorian, days.to_gregorian),
    "julian": _Civil(days.from_julian, days.to_julian),
}


def answer(
    date: tuple[str, ...],
    source: str | None,
    target: str | None,
    spoken: str | None,
    pattern: str | None,
    *,
    as_json: bool,
) -> None:
    """Convert a date, a month or a year between Hijri and civil calendars."""
    text = " ".join(date)
    if source is None and target is None and pattern is None and spoken is None:
        from miqat.cli import convert_span

        span = convert_span.span_of(text)
        if span is not None:
            convert_span.write_span(text, span, as_json=as_json)
            return
    read = dates.typed(text)
    language = languages.language(spoken or "en")
    formatting.tokens(pattern or "")  # a wrong directive is said before all else
    guessed = "gregorian" if read.era == dates.GREGORIAN else DEFAULT_CALENDAR
    try:
        first, last = _days(guessed if source is None else source, read, text)
    except OutOfRange as error:
        if source is None:
            raise OutOfRange(f"{error}; name another with --calendar: islamic-civil") from None
        raise
    source = _known(guessed if source is None else source)
    if read.day is None:
        _write_span(text, source, first, last, target, as_json=as_json)
        return
    found = _in_calendars(first, target)
    iso = {name: _iso(of) for name, of in found.items()}
    texts = {
        name: _written(of, first, language, pattern, plain=spoken is None)
        for name, of in found.items()
    }
    weekday = language.weekdays[days.weekday(first)]
    if as_json:
        answer = {"date": text, "calendar": source, "weekday": weekday, "dates": iso}
        in_words = {"language": language.code, "texts": texts}
        write_json(answer if spoken is None and pattern is None else answer | in_words)
        return
    shown = {name: _among_latin(words, language) for name, words in texts.items()}
    rows = [(name, shown[name] if pattern else f"{iso[name]}  {shown[name]}") for name in found]
    said = f"is a {weekday}" if spoken is None else f"= {_among_latin(weekday, language)}"
    write(f"{_as_read(text, source, first)} {said}", [Section("Calendars", rows)])


def _days(source: str, read: dates.TypedDate, text: str) -> tuple[int, int]:
    """Return the first and the last day of what was typed: one day, a month or a year."""
    if read.month is None:
        return _to_day(source, read.year, 1, 1), _last_day(source, read.year, 12)
    if read.day is None:
        return _to_day(source, read.year, read.month, 1), _last_day(source, read.year, read.month)
    number = _to_day(source, read.year, read.month, read.day)
    if read.weekday is not None and days.weekday(number) != read.weekday:
        weekday = languages.language("en").weekdays[days.weekday(number)]
        raise InvalidDate(
            f"the weekday in {text!r} is not that of {source}, {weekday}; "
            "`miqat reconcile` weighs the days it may be"
        )
    return number, number


def _last_day(source: str, year: int, month: int) -> int:
    civil = _CIVIL.get(source.casefold())
    if civil is not None:
        return civil.to_day(*split_month(month_number(year, month) + 1), 1) - 1
    of = _hijri(source)
    return of.day_number(year, month, 1) + of.month(year, month).length - 1


def _as_read(text: str, source: str, number: int) -> str:
    """Return what was typed, and how it was read where it was not in figures."""
    iso = _iso(_from_day(source, number))
    return f"{text} {source}" if ascii_digits(text) == iso else f"{text} = {iso} {source}"


def _iso(of: Fields) -> str:
    return f"{of.year:04d}-{of.month:02d}-{of.day:02d}"


def _write_span(
    text: str, source: str, first: int, last: int, target: str | None, *, as_json: bool
) -> None:
    """Write the days of a month or a year in the calendars that reach both ends."""
    starts, ends = _in_calendars(first, target), _in_calendars(last, target)
    both = [name for name in starts if name in ends]
    count = last - first + 1
    if as_json:
        spans = {name: [_iso(starts[name]), _iso(ends[name])] for name in both}
        write_json({"date": text, "calendar": source, "days": count, "spans": spans})
        return
    language = languages.language("en")
    rows = []
    for name in both:
        begin, end = (
            _written(of, at, language, None, plain=True)
            for of, at in ((starts[name], first), (ends[name], last))
        )
        rows.append((name, f"{begin} to {end}"))
    weekdays = [language.weekdays[days.weekday(at)] for at in (first, last)]
    heading = f"{text} {source}: {count} days, from {weekdays[0]} to {weekdays[1]}"
    write(heading, [Section("Calendars", rows)])


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
    """Return a text for a line that runs from left to right."""
    return languages.isolated(text, "rtl") if language.direction == "rtl" else text


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
    length = civil.to_day(*split_month(month_number(year, month) + 1), 1) - first
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
