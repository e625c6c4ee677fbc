"""Step four: the civil days of an expression, by the calendar or authority in effect.

A Hijri date of 1343 and later is read by the calendar that is asked for or in effect for the place,
else by Umm al-Qura; an earlier one by the tabular calendar. What other calendars give is listed
with it, each with the share of the calendars that agree.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from miqat import days
from miqat.calendars import DEFAULT_CALENDAR
from miqat.calendars import calendar as calendar_named
from miqat.calendars.months import Certainty
from miqat.errors import InvalidDate, MiqatError, OutOfRange
from miqat.texts.expand import Interval, Months, of_civil, of_month, of_rumi, of_year
from miqat.texts.model import Basis, Reading

if TYPE_CHECKING:
    from miqat.authorities import Authority
    from miqat.calendars import Calendar
    from miqat.places import PlaceLike
    from miqat.texts.expression import Expression
    from miqat.texts.model import Anchor

TABULAR = "islamic-civil"
_ALSO = ("islamic-civil", "islamic-tbla")
_PUBLISHED_FROM = 1343
_BASIS: dict[Certainty, Basis] = {
    Certainty.PROCLAIMED: "proclaimed",
    Certainty.PUBLISHED: "published",
    Certainty.COMPUTED: "computed",
    Certainty.FORECAST: "computed",
}


class Resolved(NamedTuple):
    """Readings, the chosen one first; what else may be meant; why there is no choice."""

    readings: tuple[Reading, ...] = ()
    ambiguous: tuple[str, ...] = ()
    refused: str | None = None


class Refusal(Exception):
    """An expression that has no days, with the reason."""


def _in_effect(authority: str | Authority | None, place: PlaceLike | None) -> Calendar:
    """Return the calendar of an authority or a place, else the default one."""
    if authority is None and place is None:
        return calendar_named(DEFAULT_CALENDAR)  # without loading the authorities
    from miqat.authorities import calendar_of, for_place

    if authority is not None:
        return calendar_of(authority)
    default = None if place is None else for_place(place)
    return calendar_named(DEFAULT_CALENDAR) if default is None else calendar_of(default.ids[0])


def _authority_of(calendar: Calendar | None) -> str | None:
    """Return the id of the authority of a calendar, None for one without."""
    of = getattr(calendar, "authority", None)
    return None if of is None else str(of.id)


class Resolver:
    """Resolves expressions by one calendar, and lists what others give."""

    def __init__(
        self, authority: str | Authority | None = None, place: PlaceLike | None = None
    ) -> None:
        modern = _in_effect(authority, place)
        self.modern = Months(modern)
        self.asked = authority is not None
        self._tabular = Months(calendar_named(TABULAR))
        self._others = [Months(calendar_named(name)) for name in _ALSO]
        self._solar: Months | None = None
        self._known: dict[int, Basis] = {}

    def resolve(self, of: Expression, anchor: Anchor | None = None) -> Resolved:
        """Return the readings of an expression."""
        try:
            return self._resolve(of, anchor)
        except Refusal as refusal:
            return Resolved(refused=str(refusal))
        except (InvalidDate, OutOfRange) as error:
            return Resolved(refused=str(error))

    def _resolve(self, of: Expression, anchor: Anchor | None) -> Resolved:
        if of.kind == "clock":
            raise Refusal("a clock on a prayer is resolved with a day and a place")
        if of.kind == "recurrence":
            raise Refusal("it recurs every year")
        if of.calendars and of.calendar is None:
            return self._of_unknown_calendar(of)
        if of.calendar in ("gregorian", "julian"):
            return self._civil(of)
        if of.calendar == "rumi":
            if of.year is None or of.month is None:
                raise Refusal("no year")
            interval = of_rumi(of.year, of.month, of.day)
            why = ("short year",) if of.short_year else ()
            return Resolved((_reading("rumi", interval, "computed"),), why)
        if of.calendar == "solar-hijri":
            return self._solar_date(of, anchor)
        return self._hijri(of, anchor)

    def _of_unknown_calendar(self, of: Expression) -> Resolved:
        names = " or ".join(of.calendars)
        if of.short_year:
            raise Refusal(f"a year of two figures, and it may be {names}")
        raise Refusal(f"no era: it may be {names}")

    def _civil(self, of: Expression) -> Resolved:
        if of.year is None:
            raise Refusal("no year")
        readings = []
        for name in of.calendars or (of.calendar,):
            interval = of_civil(of.year, of.month, of.day, julian=name == "julian")
            if of.last_year is not None:
                until = of_civil(of.last_year, None, None, julian=name == "julian")
                interval = Interval(interval.first, until.last, interval.date)
            if of.until is not None:
                until = of_civil(of.year, of.until.month, of.until.day, julian=name == "julian")
                interval = Interval(interval.first, until.last)
            readings.append(_reading(name or "", interval, "stated"))
        if len(readings) == 1:
            why = ("numeric order",) if of.order_unsure else ()
            return Resolved(tuple(readings), why)
        if of.weekday is not None:
            fitting = [each for each in readings if days.weekday(each.first) == of.weekday]
            if len(fitting) == 1:
                return Resolved(tuple(fitting))
        return Resolved(tuple(readings), ("Julian or Gregorian",))

    def _solar_date(self, of: Expression, anchor: Anchor | None) -> Resolved:
        if self._solar is None:
            self._solar = Months(calendar_named("solar-hijri"))
        months = self._solar
        why: tuple[str, ...] = ()
        if of.year is None and of.kind != "year" and of.relative is None:
            if anchor is None or of.month is None:
                raise Refusal("no year")
            year = _nearest(months, of, anchor)
        elif of.year is None:
            if anchor is None:
                raise Refusal("no year")
            year = months.calendar.from_day(days.from_date(anchor.day)).year
            year += {"this": 0, "last": -1, "next": 1}.get(of.relative or "this", 0)
        elif of.short_year:
            year = of.year + (1300 if of.year >= 30 else 1400)
            why = ("two-digit year",)
        else:
            year = of.year
        if of.month is None:
            return Resolved((_reading("solar-hijri", of_year(months, year), "published"),), why)
        (interval,) = of_month(months, of, year, of.month)[:1]
        if of.until is not None and of.until.month is not None:
            (until,) = of_month(months, of.until, year, of.until.month)
            interval = Interval(interval.first, until.last)
        return Resolved((_reading("solar-hijri", interval, "published"),), why)

    def _hijri(self, of: Expression, anchor: Anchor | None) -> Resolved:
        if of.kind in ("century", "range") and of.century is not None:
            last = of.until.century if of.until is not None else of.century
            first_year, last_year = 100 * (of.century - 1) + 1, 100 * (last or 0)
            begin, end = of_year(self._tabular, first_year), of_year(self._tabular, last_year)
            interval = Interval(begin.first, end.last, (first_year, last_year))
            return Resolved((_reading(TABULAR, interval, "computed"),))
        if of.kind == "range" and of.last_year is not None and of.year is not None:
            begin, end = of_year(self._tabular, of.year), of_year(self._tabular, of.last_year)
            interval = Interval(begin.first, end.last, (of.year, of.last_year))
            return Resolved((_reading(TABULAR, interval, "computed"),))
        if of.kind == "year":
            return self._years(of, anchor)
        if of.rules:
            return self._observances(of, anchor)
        readings: list[Reading] = []
        why: list[str] = []
        for month in of.months:
            for year in self._years_of(of, month, anchor, why):
                readings += self._compared(of, year, month)
        refused = None
        if len(of.months) > 1:
            refused = "the name is that of two months"
            why.append("month name shared")
        elif of.nights_left is not None:
            why.append("nights left: the length of the month decides")
        if of.relative in ("before last", "after next") and of.month is not None:
            refused = "which month it counts from is not clear"
        return Resolved(tuple(readings), tuple(dict.fromkeys(why)), refused)

    def _months_for(self, year: int) -> Months:
        if self.asked or year >= _PUBLISHED_FROM:
            return self.modern
        return self._tabular

    def _years(self, of: Expression, anchor: Anchor | None) -> Resolved:
        year = of.year
        if year is None:
            if anchor is None:
                raise Refusal("no year, and no date to count from")
            now = self.modern.calendar.from_day(days.from_date(anchor.day)).year
            shift = {"this": 0, "last": -1, "next": 1, "before last": -2, "after next": 2}
            year = now + shift[of.relative or "this"]
        main = self._months_for(year)
        given: dict[Interval, list[Months]] = {}
        for months in (main, *(() if self.asked else self._others)):
            if months is main or months.calendar.id != main.calendar.id:
                given.setdefault(of_year(months, year), []).append(months)
        total = sum(map(len, given.values()))
        basis: Basis = "computed" if main is self._tabular else "published"
        return Resolved(
            tuple(
                _reading(
                    listed[0].calendar.id,
                    interval,
                    "computed" if at else basis,
                    None if at else main,
                    len(listed) / total,
                )
                for at, (interval, listed) in enumerate(given.items())
            )
        )

    def _years_of(
        self, of: Expression, month: int, anchor: Anchor | None, why: list[str]
    ) -> list[int]:
        """Return the Hijri years that a date means, the chosen first."""
        if of.year is not None:
            return [of.year]
        if of.civil_year is not None:
            found = []
            for year in _hijri_years(of.civil_year):
                (interval,) = of_month(self._months_for(year), of, year, month)[:1]
                if days.to_gregorian(interval.first)[0] == of.civil_year:
                    found.append(year)
            if len(found) > 1:
                why.append("twice in the Gregorian year")
            if not found:
                raise Refusal(f"it does not begin in the Gregorian year {of.civil_year}")
            return found
        if anchor is None:
            raise Refusal("no year, and no date to count from")
        return [_nearest(self.modern, of, anchor, month)]

    def _observances(self, of: Expression, anchor: Anchor | None) -> Resolved:
        readings: list[Reading] = []
        why: list[str] = []
        for rule in of.rules:
            for year in self._years_of_observance(of, rule, anchor, why):
                months = self._months_for(year)
                for span in months.observed(rule, year)[:1]:
                    at = Interval(
                        span.first + of.offset,
                        (span.first if of.offset else span.last) + of.offset,
                        (year,), span.night and not of.offset,
                    )  # fmt: skip
                    basis = self._basis(months, at.first)
                    readings.append(_reading(months.calendar.id, at, basis, months))
        if not readings:
            raise Refusal("it does not occur in that year")
        refused = None
        if len(of.rules) > 1 and len({each.first for each in readings}) > 1:
            refused = "several days have this name"
            why.append("name shared")
        return Resolved(tuple(readings), tuple(dict.fromkeys(why)), refused)

    def _years_of_observance(
        self, of: Expression, rule: str, anchor: Anchor | None, why: list[str]
    ) -> list[int]:
        if of.year is not None:
            return [of.year]
        if of.civil_year is not None:
            found = []
            for year in _hijri_years(of.civil_year):
                spans = self._months_for(year).observed(rule, year)[:1]
                if any(days.to_gregorian(span.first)[0] == of.civil_year for span in spans):
                    found.append(year)
            if len(found) > 1:
                why.append("twice in the Gregorian year")
            if not found:
                raise Refusal(f"it does not occur in the Gregorian year {of.civil_year}")
            return found
        if anchor is None:
            raise Refusal("no year, and no date to count from")
        day = days.from_date(anchor.day)
        now = self.modern.calendar.from_day(day).year
        around = [
            (year, span.first, span.last)
            for year in range(now - 2, now + 3)
            for span in self._months_for(year).observed(rule, year)[:1]
        ]
        return [_chosen(around, day, now, of.relative)]

    def _compared(self, of: Expression, year: int, month: int) -> list[Reading]:
        """Return the days by the calendar in effect, then those that others give."""
        main = self._months_for(year)
        reach = 1 if main is self.modern else 2
        intervals = [_until(main, each, of) for each in of_month(main, of, year, month)]
        if of.weekday is not None and of.kind in ("day", "night"):
            intervals = [_on_weekday(each, of.weekday, reach) for each in intervals]
        basis = self._basis(main, intervals[0].first)
        if self.asked or len(intervals) > 1:
            return [_reading(main.calendar.id, each, basis, main) for each in intervals]
        given: dict[tuple[int, int], list[tuple[str, Interval]]] = {}
        given[intervals[0].first, intervals[0].last] = [(main.calendar.id, intervals[0])]
        total = 1
        for other in self._others:
            if other.calendar.id == main.calendar.id:
                continue
            try:
                (interval,) = of_month(other, of, year, month)
            except MiqatError:
                continue
            interval = _until(other, interval, of)
            if of.weekday is not None and of.kind in ("day", "night"):
                interval = _on_weekday(interval, of.weekday, reach)
            total += 1
            key = interval.first, interval.last
            given.setdefault(key, []).append((other.calendar.id, interval))
        return [
            _reading(
                listed[0][0], listed[0][1], basis if not at else "computed",
                main if not at else None, len(listed) / total,
            )
            for at, listed in enumerate(given.values())
        ]  # fmt: skip

    def lengths(self, reading: Reading) -> dict[str, int]:
        """Return the length of the month of a reading by each calendar that is compared."""
        year, month = reading.hijri[:2]
        main = self._months_for(year)
        found = {}
        for months in (main, *(() if self.asked else self._others)):
            try:
                found[months.calendar.id] = months.month(year, month)[1]
            except MiqatError:
                continue
        return found

    def _basis(self, months: Months, day: int) -> Basis:
        if _authority_of(months.calendar) is None:
            return "published" if months is self.modern else "computed"
        found = self._known.get(day)  # days of a month share a basis: it is looked up once
        if found is None:
            at = months.calendar.from_day(day)
            month = months.calendar.month(at.year, at.month)
            found = _BASIS[month.certainty]
            self._known.update(dict.fromkeys(month.days(), found))
        return found


def _until(months: Months, interval: Interval, of: Expression) -> Interval:
    """Return the days from an interval to the end of its range."""
    if of.until is None:
        return interval
    year = of.until.year if of.until.year is not None else interval.date[0]
    month = of.until.month or interval.date[1]
    if of.year is None and of.until.year is None and month < interval.date[1]:
        year += 1  # "27 Dhu al-Hijja to 3 Muharram"
    last = of_month(months, of.until, year, month)[0]
    return Interval(interval.first, last.last, interval.date)


def _on_weekday(interval: Interval, weekday: int, reach: int) -> Interval:
    """Return the nearest day with a weekday, up to `reach` days away; else the day itself."""
    off = (weekday - days.weekday(interval.first) + 3) % 7 - 3
    if abs(off) > reach:
        return interval
    return interval._replace(first=interval.first + off, last=interval.last + off)


def _nearest(months: Months, of: Expression, anchor: Anchor, month: int | None = None) -> int:
    """Return the year in which a month or day is meant, seen from the anchor."""
    day = days.from_date(anchor.day)
    now = months.calendar.from_day(day).year
    if of.offset:
        of = replace(of, offset=0)
    spans = []
    for year in range(max(now - 2, months.calendar.first_year), now + 3):
        try:
            (interval,) = of_month(months, of, year, month or of.month or 1)[:1]
        except (InvalidDate, OutOfRange):
            continue
        spans.append((year, interval.first, interval.last))
    return _chosen(spans, day, now, of.relative)


def _chosen(spans: list[tuple[int, int, int]], day: int, now: int, relative: str | None) -> int:
    """Return the year of the span that is meant: the nearest, this year's, the last, the next."""
    if relative == "this":
        return now
    if relative in ("last", "before last"):
        past = [year for year, _, last in spans if last < day]
        at = 1 if relative == "last" else 2
        if len(past) >= at:
            return past[-at]
    if relative in ("next", "after next"):
        coming = [year for year, first, _ in spans if first > day]
        at = 0 if relative == "next" else 1
        if len(coming) > at:
            return coming[at]
    if not spans:
        raise Refusal("it is outside the calendar")
    return min(spans, key=lambda span: max(span[1] - day, day - span[2], 0))[0]


def _hijri_years(civil: int) -> range:
    """Return the Hijri years that may touch a Gregorian year."""
    first = int((civil - 621.6) * 365.2425 / 354.367)
    return range(max(first - 1, 1), first + 3)


def _reading(
    calendar: str, interval: Interval, basis: Basis, months: Months | None = None,
    weight: float = 1.0,
) -> Reading:  # fmt: skip
    authority = _authority_of(months.calendar if months is not None else None)
    return Reading(
        calendar, interval.first, interval.last, basis, authority, interval.date, interval.night,
        weight,
    )  # fmt: skip
