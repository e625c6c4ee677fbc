"""What a civil date was, and whether an observance fell on it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from miqat import days
from miqat.almanac.resolve import calendar_choice
from miqat.authorities.catalogue import of_country
from miqat.calendars import Certainty, compared
from miqat.calendars.text.civil_prose import read_civil
from miqat.errors import OutOfRange
from miqat.jsonable import Jsonable, plain
from miqat.observances import Observance, Occurrence, find, occurrences
from miqat.observances.catalogue import calendar_for

if TYPE_CHECKING:
    from collections.abc import Iterable

    from miqat.authorities import Authority
    from miqat.calendars import Calendar, HijriDate
    from miqat.days import CivilDay
    from miqat.observances import Span


@dataclass(frozen=True, slots=True)
class ObservanceMatch(Jsonable):
    """The occurrence of an observance that is nearest to a day, by one calendar.

    `year` is its Hijri year; `occurrence` is None where there is none, with the `reason`;
    `days_from` is how many days after the day it began (negative: before), 0 for a day that lies
    within it, and for the civil day on whose evening a night begins.
    """

    observance: Observance
    calendar: Calendar
    year: int
    occurrence: Occurrence | None
    days_from: int | None
    reason: str

    @property
    def is_on_the_day(self) -> bool:
        """Whether the day is (one) of the observance, or a night begins on its evening."""
        return self.days_from == 0

    @property
    def how(self) -> str:
        """How the date is said: "fell on" only of what was proclaimed or printed, and is past."""
        on = self.occurrence
        if on is None:
            return "does not occur"
        return said_of(on)

    def to_dict(self) -> dict[str, Any]:
        """Return the year, the days and the Hijri date; null with the reason where it has none."""
        on = self.occurrence
        return {
            "year": self.year,
            "first": on and plain(on.first),
            "last": on and plain(on.last),
            "hijri": on and on.hijri.isoformat(),
            "night_before": on and on.span.is_night,
            "evening": on and plain(on.evening),
            "certainty": on and on.certainty.value,
            "days_from": self.days_from,
            "on_the_day": self.is_on_the_day,
            "reason": self.reason or None,
        }


@dataclass(frozen=True, slots=True)
class DateReport(Jsonable):
    """A civil date in several calendars, and when observances fell by them.

    `dates` and each observance's falls begin with the calendar asked for, followed by the others.
    `outside` has the calendars whose range does not include the day; `on_the_day` is what falls on
    the day by the calendar asked for, where no observance was asked about.
    """

    date: datetime.date
    dates: tuple[HijriDate, ...]
    outside: tuple[Calendar, ...]
    observances: tuple[Observance, ...]
    falls: tuple[ObservanceMatch, ...]
    on_the_day: tuple[Occurrence, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the date in every calendar, and when each observance fell by each of them."""
        return {
            "date": plain(self.date),
            "weekday": f"{self.date:%A}",
            "calendar": self.dates[0].calendar.id,
            "hijri": {on.calendar.id: on.isoformat() for on in self.dates},
            "outside": [each.id for each in self.outside],
            "observances": [
                {
                    "id": entry.id,
                    "name": entry.names["en"],
                    "about": entry.about,
                    "source": entry.source,
                    "fell": {
                        match.calendar.id: match.to_dict()
                        for match in self.falls
                        if match.observance is entry
                    },
                }
                for entry in self.observances
            ],
            "on_the_day": [each.to_dict() for each in self.on_the_day],
        }


def check(
    date: CivilDay,
    observance: str | Observance | None = None,
    calendar: str | Calendar | None = None,
    *,
    authority: str | Authority | None = None,
    country: Iterable[str] | None = None,
    calendars: Iterable[Calendar] | None = None,
) -> DateReport:
    """Return what a civil date was and whether an observance fell on it.

    The date may be a text such as "7 August 1979"; the observance is one, or a name in any
    language, which several may have; without one the report has all that falls on the day. The
    calendar is the one asked for, or that of an authority, else "ummalqura" (`calendar_choice`);
    for an observance of one country alone, that of its default authority. An observance of some
    countries counts if one of them is given (ISO 3166, two letters), by default those of the
    authority of a state. `calendars` are
    those to compare with, those of `calendars.compared` by default. Raises `InvalidDate`,
    `UnknownName`, and `OutOfRange` for a date that the calendar does not reach or an observance of
    other countries.

    >>> found = check("7 August 1979", "jumuat-al-wida", "iran-observed")
    >>> str(found.dates[0]), str(found.falls[0].occurrence.first), found.falls[0].days_from
    ('1399-09-13', '1979-08-17', 10)
    """
    number = days.from_date(read_civil(date)) if isinstance(date, str) else days.as_day(date)
    named = find(observance) if isinstance(observance, str) else ()
    if calendar is None and authority is None:
        authority = _of_one_country(named)
    choice = calendar_choice(None, calendar, authority)
    chosen = choice.calendar
    others = compared() if calendars is None else calendars
    every = list({each.id: each for each in (chosen, *others)}.values())
    dates = {each.id: _date(each, number) for each in every[1:]}
    within = [chosen, *(each for each in every[1:] if dates[each.id] is not None)]
    countries = choice.countries if country is None else country
    wanted = (observance,) if isinstance(observance, Observance) else _here(named, countries)
    return DateReport(
        date=days.to_date(number),
        dates=(chosen.from_day(number), *(on for on in dates.values() if on is not None)),
        outside=tuple(each for each in every if each not in within),
        observances=wanted,
        falls=tuple(_fall(entry, each, number) for entry in wanted for each in within),
        on_the_day=() if observance is not None else _on(chosen, number, countries),
    )


def said_of(on: Occurrence) -> str:
    """Return the words for the date of an occurrence: "fell on" only of what is on record.

    A month that was proclaimed or printed is on record; of the others it is said that they are
    calculated or expected.
    """
    if on.certainty is Certainty.FORECAST:
        return "is expected on"
    if on.certainty is Certainty.COMPUTED:
        return "is calculated for"
    return "fell on" if on.first < datetime.date.today() else "falls on"


def _of_one_country(named: tuple[Observance, ...]) -> Authority | None:
    """Return the default authority where every observance is of the same one country."""
    countries = {entry.countries for entry in named}
    if len(countries) != 1 or len(only := countries.pop()) != 1:
        return None
    return of_country(only[0])


def _on(calendar: Calendar, number: int, countries: Iterable[str] | None) -> tuple[Occurrence, ...]:
    """Return what lies on a day, a night on the day of its evening; not what is every week."""
    year = calendar.from_day(number).year
    found = [
        each
        for of in _years_around(calendar, year)
        for each in occurrences(calendar, of, country=countries)
        if _away(each, number) == 0 and each.observance.kind != "weekly"
    ]
    return tuple(sorted(found, key=lambda each: each.span.last - each.span.first))


def _years_around(calendar: Calendar, year: int) -> range:
    return range(max(year - 1, calendar.first_year), min(year + 1, calendar.last_year) + 1)


def _date(calendar: Calendar, number: int) -> HijriDate | None:
    try:
        return calendar.from_day(number)
    except OutOfRange:
        return None


def _here(found: tuple[Observance, ...], country: Iterable[str]) -> tuple[Observance, ...]:
    codes = {code.upper() for code in country}
    here = tuple(each for each in found if not each.countries or codes & {*each.countries})
    if found and not here:
        listed = ", ".join(sorted({code for each in found for code in each.countries}))
        names = ", ".join(each.id for each in found[:3])
        raise OutOfRange(
            f"{names} is an observance of {listed} only; give an authority of that country"
        )
    return here


def _fall(entry: Observance, calendar: Calendar, number: int) -> ObservanceMatch:
    """Return the nearest occurrence, unless it was not observed in its year."""
    asked, calendar = calendar, calendar_for(entry, calendar)
    year = calendar.from_day(number).year
    spans: list[tuple[int, int, Span]] = []
    for of in _years_around(calendar, year):
        try:
            spans += [
                (_distance(span, number), of, span) for span in entry.rule.spans(calendar, of)
            ]
        except OutOfRange as error:
            if of == year:
                return ObservanceMatch(entry, asked, year, None, None, str(error))
    if not spans:
        return ObservanceMatch(entry, asked, year, None, None, _why_not(entry, calendar, year))
    _, of, nearest = min(spans, key=lambda each: abs(each[0]))
    for on in entry.occurrences(calendar, of):
        if on.span == nearest:
            return ObservanceMatch(entry, asked, of, on, _away(on, number), "")
    return ObservanceMatch(entry, asked, of, None, None, _why_not(entry, calendar, of))


def _away(occurrence: Occurrence, number: int) -> int:
    return _distance(occurrence.span, number)


def _distance(span: Span, number: int) -> int:
    """Return by how many days a span begins after a day: 0 within it, or on a night's evening."""
    begins = span.first - span.is_night
    return 0 if begins <= number <= span.last else begins - number


def _why_not(entry: Observance, calendar: Calendar, year: int) -> str:
    if entry.since is not None and entry.rule.spans(calendar, year):
        before = any(
            span.first < (entry.since.day or 0) or year < (entry.since.hijri_year or 0)
            for span in entry.rule.spans(calendar, year)
        )
        limit = f"before {entry.since}" if before else f"since {entry.until}"
        return f"not observed {limit}"
    return f"does not occur in {year}"
