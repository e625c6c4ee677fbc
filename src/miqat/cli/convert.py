"""`miqat convert DATE`: a date from one calendar to the others."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import click

from miqat import days
from miqat.calendars import Calendar, calendar, calendars
from miqat.cli.layout import Section, write, write_json
from miqat.errors import InvalidDate, OutOfRange, UnknownName
from miqat.names import language

if TYPE_CHECKING:
    from collections.abc import Callable

_DEFAULT = "ummalqura"
_FIRST_GREGORIAN_YEAR = 1700
_ISO_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_CIVIL_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August",
    "September", "October", "November", "December",
)  # fmt: skip


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
@click.option("--json", "as_json", is_flag=True, help="The same as JSON.")
def command(date: str, source: str | None, target: str | None, *, as_json: bool) -> None:
    """Convert DATE, written YYYY-MM-DD, between Hijri and civil calendars.

    Without --calendar a year from 1700 on is Gregorian and an earlier one is of the
    published Umm al-Qura calendar. Calendars: the Hijri ones, "gregorian" and "julian".
    """
    year, month, day = _fields(date)
    guessed = "gregorian" if year >= _FIRST_GREGORIAN_YEAR else _DEFAULT
    try:
        number = _to_day(guessed if source is None else source, year, month, day)
    except OutOfRange as error:
        if source is None:
            raise OutOfRange(f"{error}; name another with --calendar") from None
        raise
    source = guessed if source is None else source
    names = [*_CIVIL, *(entry.id for entry in calendars())] if target is None else [target]
    dates = {}
    for name in names:
        try:
            dates[_known(name)] = _from_day(name, number)
        except OutOfRange:
            if target is not None:
                raise
    weekday = language("en").weekdays[days.weekday(number)]
    if as_json:
        iso = {name: f"{y:04d}-{m:02d}-{d:02d}" for name, (y, m, d) in dates.items()}
        write_json({"date": date, "calendar": _known(source), "weekday": weekday, "dates": iso})
        return
    rows = [
        (name, f"{y:04d}-{m:02d}-{d:02d}  {d} {_months(name)[m - 1]} {y}")
        for name, (y, m, d) in dates.items()
    ]
    write(f"{date} {_known(source)} is a {weekday}", [Section("Calendars", rows)])


def _fields(text: str) -> tuple[int, int, int]:
    match = _ISO_DATE.fullmatch(text)
    if match is None:
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
            f"no day {day} in {_CIVIL_MONTHS[month - 1]} {year} of {name}: it has {length} days"
        )
    return first + day - 1


def _from_day(name: str, number: int) -> tuple[int, int, int]:
    civil = _CIVIL.get(name.casefold())
    if civil is not None:
        return civil.from_day(number)
    date = _hijri(name).from_day(number)
    return date.year, date.month, date.day


def _months(name: str) -> tuple[str, ...]:
    return _CIVIL_MONTHS if name in _CIVIL else language("en").months
