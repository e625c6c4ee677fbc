"""Dates of a calendar: conversion of one or of many, the calendars, and where two differ."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

from msgspec import UNSET, Meta, UnsetType

from miqat import days
from miqat.calendars import DEFAULT_CALENDAR, calendar, calendars, compared
from miqat.calendars.comparison import compare
from miqat.calendars.description import describe
from miqat.calendars.years import era_of
from miqat.errors import InvalidDate, OutOfRange
from miqat.web.freshness import RELEASE, Freshness, of_days
from miqat.web.operation import Answer, Operation, Request
from miqat.web.operations.shared import CalendarId, today_utc

if TYPE_CHECKING:
    from miqat.calendars import Calendar, HijriDate
    from miqat.web.operation import Plain

_ISO = re.compile(r"(\d{1,4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_MANY = 10_000

IsoDate = Annotated[
    str,
    Meta(
        pattern=r"^\d{1,4}-\d{1,2}-\d{1,2}$",
        description=(
            "A date in figures, year first. A year before 1700 is of the Hijri `calendar`, a "
            "later one is Gregorian."
        ),
        examples=["1448-09-01", "2027-02-08"],
    ),
]


class AskedConversion(Request):
    """A date, and the calendars it is read in and converted to."""

    date: IsoDate
    calendar: CalendarId = DEFAULT_CALENDAR
    to: Annotated[
        CalendarId | None,
        Meta(description="The one calendar to convert to; those most used unless given."),
    ] = None


class ConversionAnswer(Answer):
    """The date in the Gregorian calendar and in Hijri calendars that reach it, ISO 8601."""

    gregorian: date
    weekday: str
    dates: dict[str, str]
    certainty: dict[str, str]


class AskedConversions(Request):
    """Up to 10,000 dates of one calendar, to be converted to another."""

    dates: Annotated[list[IsoDate], Meta(max_length=_MANY)]
    calendar: CalendarId = DEFAULT_CALENDAR


class ConvertedRow(Answer):
    """One date of a list: in both calendars, or null with the reason."""

    gregorian: date | None
    hijri: str | None
    error: str | None


class ConversionsAnswer(Answer):
    """The dates in the order in which they were given."""

    calendar: str
    rows: list[ConvertedRow]


class AskedCalendars(Request):
    """The id of one calendar, or nothing for all of them."""

    id: CalendarId | None = None


class CalendarFacts(Answer):
    """What is known of a calendar."""

    id: str
    title: str
    first_year: int
    last_year: int
    certainty: str
    rule: str
    source: str
    agreement: str | None
    aliases: list[str]
    month_names: str


class CalendarsAnswer(Answer):
    """The calendars."""

    calendars: list[CalendarFacts]


class AskedComparison(Request):
    """Two calendars and Hijri years, both included."""

    one: CalendarId
    other: CalendarId
    first_year: Annotated[int, Meta(ge=1, le=9665, examples=[1440])]
    last_year: Annotated[int | UnsetType, Meta(description="The first year unless given.")] = UNSET


class DifferenceFacts(Answer):
    """A month that begins on two days."""

    month: str
    first: dict[str, date]
    by_days: int


class ComparisonAnswer(Answer):
    """How many months were compared, and those that differ."""

    calendar: str
    months: int
    differ: int
    by_days: dict[str, int]
    differences: list[DifferenceFacts]


def _read(text: str, of: Calendar) -> int:
    """Return the day number of a date in figures."""
    match = _ISO.fullmatch(text)
    if match is None:
        raise InvalidDate(f"cannot read the date {text!r}; write it as 1448-09-01 or 2027-02-08")
    year, month, day = map(int, match.groups())
    if era_of(year) == "Hijri":
        return of.day_number(year, month, day)
    return days.from_gregorian(year, month, day)


def _convert(asked: AskedConversion) -> Plain:
    source = calendar(asked.calendar)
    number = _read(asked.date, source)
    targets = compared() if asked.to is None else (calendar(asked.to),)
    found: dict[str, HijriDate] = {}
    for target in dict.fromkeys((source, *targets) if asked.to is None else targets):
        try:
            found[target.id] = target.from_day(number)
        except OutOfRange:
            if asked.to is not None:
                raise
    on = days.to_date(number)
    return {
        "gregorian": on,
        "weekday": f"{on:%A}",
        "dates": {name: hijri.isoformat() for name, hijri in found.items()},
        "certainty": {
            name: hijri.calendar.month(hijri.year, hijri.month).certainty.value
            for name, hijri in found.items()
        },
    }


def _lasting(_asked: AskedConversion, answer: Plain) -> Freshness:
    return of_days(answer["gregorian"], today_utc(), {*answer["certainty"].values()})


def _convert_many(asked: AskedConversions) -> Plain:
    of = calendar(asked.calendar)
    return {"calendar": of.id, "rows": [_row(text, of) for text in asked.dates]}


def _row(text: str, of: Calendar) -> dict[str, Any]:
    try:
        number = _read(text, of)
        hijri = of.from_day(number)
    except (InvalidDate, OutOfRange) as error:
        return {"gregorian": None, "hijri": None, "error": str(error)}
    return {"gregorian": days.to_date(number), "hijri": hijri.isoformat(), "error": None}


def _calendars(asked: AskedCalendars) -> Plain:
    listed = calendars() if asked.id is None else (calendar(asked.id),)
    return {"calendars": [describe(each) for each in listed]}


def _compare(asked: AskedComparison) -> Plain:
    last = asked.first_year if isinstance(asked.last_year, UnsetType) else asked.last_year
    one, other = calendar(asked.one), calendar(asked.other)
    return compare(one, other, first_year=asked.first_year, last_year=last).to_dict()


OPERATIONS = (
    Operation(
        name="convert",
        path="/convert",
        tag="dates",
        summary="A date in the Gregorian and in Hijri calendars",
        request=AskedConversion,
        answer=ConversionAnswer,
        run=_convert,
        lasting=_lasting,
        command="convert",
    ),
    Operation(
        name="convert-many",
        path="/convert/many",
        tag="dates",
        summary="Up to 10,000 dates in the Gregorian and in one Hijri calendar",
        request=AskedConversions,
        answer=ConversionsAnswer,
        run=_convert_many,
        lasting=lambda _asked, _answer: RELEASE,
        command="convert",
        cost=lambda asked: 5 + 0.05 * len(asked.dates),
        rows=lambda _asked, answer: answer["rows"],
    ),
    Operation(
        name="calendars",
        path="/calendars",
        tag="dates",
        summary="The calendars, with their rule, range and source",
        request=AskedCalendars,
        answer=CalendarsAnswer,
        run=_calendars,
        lasting=lambda _asked, _answer: RELEASE,
        command="calendars",
    ),
    Operation(
        name="compare",
        path="/compare",
        tag="dates",
        summary="The months that begin on different days in two calendars",
        request=AskedComparison,
        answer=ComparisonAnswer,
        run=_compare,
        lasting=lambda _asked, _answer: RELEASE,
        command="compare",
        cost=lambda asked: (
            20
            + 2
            * (
                0
                if isinstance(asked.last_year, UnsetType)
                else max(0, asked.last_year - asked.first_year)
            )
        ),
        rows=lambda _asked, answer: answer["differences"],
    ),
)
