"""The civil days of an expression by one calendar."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from miqat import days
from miqat.errors import InvalidDate, OutOfRange
from miqat.observances import observance
from miqat.texts.expression import END

if TYPE_CHECKING:
    from miqat.calendars import Calendar
    from miqat.texts.expression import Expression

_MARCH = 3
_LAST_JULIAN_RUMI = 1332  # 15 February 1332 was followed by 1 March 1333, 1 March 1917
_RUMI_TO_CIVIL = 584


class Interval(NamedTuple):
    """The first and the last day, as day numbers, and the date in its calendar."""

    first: int
    last: int
    date: tuple[int, ...] = ()
    night: bool = False
    note: str = ""


class Months:
    """The months of one calendar, each looked up once."""

    def __init__(self, calendar: Calendar) -> None:
        self.calendar = calendar
        self._starts: dict[int, int] = {}
        self._observed: dict[tuple[str, int], tuple[Interval, ...]] = {}

    def start(self, number: int) -> int:
        """Return the first day of a month numbered 12 y + m - 1."""
        found = self._starts.get(number)
        if found is None:
            year, month = divmod(number, 12)
            found = self._starts[number] = self.calendar.day_number(year, month + 1, 1)
        return found

    def month(self, year: int, month: int) -> tuple[int, int]:
        """Return the first day and the length of a month."""
        number = 12 * year + month - 1
        first = self.start(number)
        try:
            return first, self.start(number + 1) - first
        except OutOfRange:
            return first, self.calendar.month_length(year, month)

    def observed(self, rule: str, year: int) -> tuple[Interval, ...]:
        """Return when an observance fell in a year."""
        key = rule, year
        if key not in self._observed:
            entry = observance(rule)
            self._observed[key] = tuple(
                Interval(span.first, span.last, (), span.is_night)
                for span in entry.rule.spans(self.calendar, year)
            )
        return self._observed[key]


def of_month(months: Months, of: Expression, year: int, month: int) -> list[Interval]:
    """Return the days of a date, a part of a month or a whole month, in a year and month.

    Several where the expression leaves several days: nights left of a month.
    """
    first, length = months.month(year, month)
    if of.nights_left is not None:
        both = (30 - of.nights_left, 29 - of.nights_left)
        return [
            Interval(first + day - 1, first + day - 1, (year, month, day), of.night)
            for day in both if day >= 1
        ]  # fmt: skip
    if of.nth is not None:
        n, weekday = of.nth
        if n > 0:
            day = 1 + (weekday - days.weekday(first)) % 7 + 7 * (n - 1)
        else:
            last = first + length - 1
            day = length - (days.weekday(last) - weekday) % 7 + 7 * (n + 1)
        if not 1 <= day <= length:
            raise InvalidDate(f"the month has no such weekday: {of.nth}")
        return [Interval(first + day - 1, first + day - 1, (year, month, day), of.night)]
    if of.part is not None:
        begin, end = (_of_end(each, length) for each in of.part)
        return [Interval(first + begin - 1, first + min(end, length) - 1, (year, month))]
    if of.day is not None:
        day = _of_end(of.day, length)
        note = ""
        if day > length:
            note = f"the month has {length} days by {months.calendar.id}"
            if day > length + 1:
                raise InvalidDate(f"no day {day} in a month of {length} days")
        at = first + day - 1 + of.offset
        date = () if of.offset else (year, month, day)
        return [Interval(at, at, date, of.night, note)]
    return [Interval(first, first + length - 1, (year, month))]


def of_year(months: Months, year: int) -> Interval:
    """Return the days of a year."""
    number = 12 * year
    return Interval(months.start(number), months.start(number + 12) - 1, (year,))


def of_rumi(year: int, month: int, day: int | None) -> Interval:
    """Return the days of a Rumi (Mali) date: Julian up to 15 February 1332, Gregorian after.

    Raises `InvalidDate` for what the calendar left out.
    """
    if year > _LAST_JULIAN_RUMI:
        if year == _LAST_JULIAN_RUMI + 1 and month < _MARCH:
            name = "January" if month == 1 else "February"
            raise InvalidDate(f"the Rumi year 1333 began in March: it had no {name}")
        return of_civil(year + _RUMI_TO_CIVIL, month, day, julian=False)
    civil = year + _RUMI_TO_CIVIL + (month < _MARCH)
    if year == _LAST_JULIAN_RUMI and month == _MARCH - 1 and (day or 1) > 15:
        raise InvalidDate("15 February 1332 was followed by 1 March 1333")
    return of_civil(civil, month, day, julian=True)


def of_civil(year: int, month: int | None, day: int | None, *, julian: bool) -> Interval:
    """Return the days of a civil date, month or year. Raises `InvalidDate`."""
    from_civil = days.from_julian if julian else days.from_gregorian
    to_civil = days.to_julian if julian else days.to_gregorian
    if month is None:
        return Interval(from_civil(year, 1, 1), from_civil(year, 12, 31), (year,))
    if day is None:
        after = (year + 1, 1) if month == 12 else (year, month + 1)
        return Interval(from_civil(year, month, 1), from_civil(*after, 1) - 1, (year, month))
    number = from_civil(year, month, day)
    if to_civil(number) != (year, month, day):
        raise InvalidDate(f"there is no {year:04d}-{month:02d}-{day:02d}")
    return Interval(number, number, (year, month, day))


def _of_end(day: int, length: int) -> int:
    """Return a day of a month that may be counted from its end."""
    return length + 1 + day if day <= END else day
