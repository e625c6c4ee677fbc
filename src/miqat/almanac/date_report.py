"""What a civil date was, and whether an observance fell on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from miqat import days
from miqat.almanac.resolve import calendar_choice
from miqat.calendars import compared
from miqat.calendars.text.civil_prose import read_civil
from miqat.errors import OutOfRange
from miqat.jsonable import Jsonable, plain
from miqat.observances import Observance, Occurrence, find

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable

    from miqat.authorities import Authority
    from miqat.calendars import Calendar, HijriDate
    from miqat.days import CivilDay


@dataclass(frozen=True, slots=True)
class ObservanceMatch(Jsonable):
    """When an observance fell in the Hijri year of a day, by one calendar.

    Of several occurrences the nearest to the day; `occurrence` is None where it has none, with
    the `reason`; `days_from` is how many days after the day it began (negative: before), 0 for
    a day that lies within it.
    """

    observance: Observance
    calendar: Calendar
    year: int
    occurrence: Occurrence | None
    days_from: int | None
    reason: str

    @property
    def is_on_the_day(self) -> bool:
        """Whether the day is (one) of the observance."""
        return self.days_from == 0

    def to_dict(self) -> dict[str, Any]:
        """Return the year, the days and the Hijri date; null with the reason where it has none."""
        on = self.occurrence
        return {
            "year": self.year,
            "first": on and plain(on.first),
            "last": on and plain(on.last),
            "hijri": on and on.hijri.isoformat(),
            "night_before": on and on.span.is_night,
            "certainty": on and on.certainty.value,
            "days_from": self.days_from,
            "on_the_day": self.is_on_the_day,
            "reason": self.reason or None,
        }


@dataclass(frozen=True, slots=True)
class DateReport(Jsonable):
    """A civil date in several calendars, and when observances fell by them.

    `dates` and each observance's falls begin with the calendar asked for, followed by the others.
    `outside` has the calendars whose range does not include the day.
    """

    date: datetime.date
    dates: tuple[HijriDate, ...]
    outside: tuple[Calendar, ...]
    observances: tuple[Observance, ...]
    falls: tuple[ObservanceMatch, ...]

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
        }


def check(
    date: CivilDay,
    observance: str | Observance,
    calendar: str | Calendar | None = None,
    *,
    authority: str | Authority | None = None,
    country: Iterable[str] | None = None,
    calendars: Iterable[Calendar] | None = None,
) -> DateReport:
    """Return what a civil date was and whether an observance fell on it.

    The date may be a text such as "7 August 1979"; the observance is one, or a name in any
    language, which several may have. The calendar is the one asked for, or that of an authority,
    else "ummalqura" (`calendar_choice`). An observance of some countries counts if one of them is
    given (ISO 3166, two letters), by default those of the authority of a state. `calendars` are
    those to compare with, those of `calendars.compared` by default. Raises `InvalidDate`,
    `UnknownName`, and `OutOfRange` for a date that the calendar does not reach or an observance of
    other countries.

    >>> found = check("7 August 1979", "jumuat-al-wida", "iran-observed")
    >>> str(found.dates[0]), str(found.falls[0].occurrence.first), found.falls[0].days_from
    ('1399-09-13', '1979-08-17', 10)
    """
    number = days.from_date(read_civil(date)) if isinstance(date, str) else days.as_day(date)
    choice = calendar_choice(None, calendar, authority)
    chosen = choice.calendar
    others = compared() if calendars is None else calendars
    every = list({each.id: each for each in (chosen, *others)}.values())
    dates = {each.id: _date(each, number) for each in every[1:]}
    within = [chosen, *(each for each in every[1:] if dates[each.id] is not None)]
    countries = choice.countries if country is None else country
    wanted = (observance,) if isinstance(observance, Observance) else _here(observance, countries)
    return DateReport(
        date=days.to_date(number),
        dates=(chosen.from_day(number), *(on for on in dates.values() if on is not None)),
        outside=tuple(each for each in every if each not in within),
        observances=wanted,
        falls=tuple(_fall(entry, each, number) for entry in wanted for each in within),
    )


def _date(calendar: Calendar, number: int) -> HijriDate | None:
    try:
        return calendar.from_day(number)
    except OutOfRange:
        return None


def _here(text: str, country: Iterable[str]) -> tuple[Observance, ...]:
    codes = {code.upper() for code in country}
    found = find(text)
    here = tuple(each for each in found if not each.countries or codes & {*each.countries})
    if not here:
        listed = ", ".join(sorted({code for each in found for code in each.countries}))
        names = ", ".join(each.id for each in found[:3])
        raise OutOfRange(
            f"{names} is an observance of {listed} only; give an authority of that country"
        )
    return here


def _fall(entry: Observance, calendar: Calendar, number: int) -> ObservanceMatch:
    year = calendar.from_day(number).year
    try:
        found = entry.occurrences(calendar, year)
    except OutOfRange as error:
        return ObservanceMatch(entry, calendar, year, None, None, str(error))
    if not found:
        return ObservanceMatch(entry, calendar, year, None, None, _why_not(entry, calendar, year))
    nearest = min(found, key=lambda each: abs(_away(each, number)))
    return ObservanceMatch(entry, calendar, year, nearest, _away(nearest, number), "")


def _away(occurrence: Occurrence, number: int) -> int:
    if occurrence.span.first <= number <= occurrence.span.last:
        return 0
    return occurrence.span.first - number


def _why_not(entry: Observance, calendar: Calendar, year: int) -> str:
    if entry.since is not None and entry.rule.spans(calendar, year):
        before = any(
            span.first < (entry.since.day or 0) or year < (entry.since.hijri_year or 0)
            for span in entry.rule.spans(calendar, year)
        )
        limit = f"before {entry.since}" if before else f"since {entry.until}"
        return f"not observed {limit}"
    return f"does not occur in {year}"
