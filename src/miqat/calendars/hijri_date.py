"""A calendar and its dates, which behave like `datetime.date`: each makes the other."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from operator import index
from typing import TYPE_CHECKING, Any, final, overload

from miqat import days, hooks
from miqat.calendars import known
from miqat.calendars.base import MonthSequence
from miqat.calendars.month_table import month_number, split_month
from miqat.errors import InvalidDate, MixedCalendars, OutOfRange, WrongType
from miqat.jsonable import dumps

if TYPE_CHECKING:
    from datetime import time
    from typing import Any, SupportsIndex

    from miqat.calendars.carry import IfAbsent
    from miqat.calendars.nightfall import Begins
    from miqat.days import CivilDay
    from miqat.places import PlaceLike


_ORDINAL_OF_DAY_0 = date(1970, 1, 1).toordinal()
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")


@dataclass(frozen=True, slots=True)
class DayAt:
    """The Hijri day at an instant: its date, when it began and ends (UTC), and by what.

    `basis` says what it began with: "sunset", "midnight", "fixed hour", or "18:00 local mean
    time, because the Sun does not set".
    """

    date: HijriDate
    began: datetime
    ends: datetime
    basis: str


@final
class HijriDate:
    """A year, month and day of one calendar: immutable, hashable, ordered.

    `calendar` is a calendar or the id of one; without it, "ummalqura". In place of the three
    numbers there may be a Hijri date as ISO text, or the civil day: a `date`, a `datetime` or a
    `datetime64`.

    Year, month, day and the id of the calendar are the identity of a date. Dates of two
    calendars are never equal, and ordering or subtracting them raises `MixedCalendars`. Of an
    authority whose record has grown, two dates are equal where year, month and day are, though
    the civil days may differ. A date is pickled with the id of the calendar that it names.

    A `HijriDate` is not a `datetime.date`. What prints the year, month and day of any object
    with Gregorian names, as the filter `date` of Django's templates does, prints wrong ones:
    use `format` or `strftime`.

    Raises `InvalidDate` for a date that its calendar does not have, `OutOfRange`
    for a year outside the calendar, `UnknownName` for an unknown calendar, `WrongType`.

    >>> HijriDate(1448, 9, 1).to_date()
    datetime.date(2027, 2, 8)
    >>> HijriDate("1448-09-01") == HijriDate(datetime(2027, 2, 8))
    True
    """

    __slots__ = ("_calendar", "_day", "_day_number", "_month_number")

    _calendar: Calendar
    _month_number: int  # 12 y + m - 1
    _day: int
    _day_number: int

    def __new__(
        cls,
        year: SupportsIndex | CivilDay,
        month: SupportsIndex | None = None,
        day: SupportsIndex | None = None,
        calendar: Calendar | str = known.DEFAULT_CALENDAR,
    ) -> HijriDate:
        """Return the date, validated."""
        of: Calendar = known.find(calendar)
        if month is None or day is None:
            return _of_one_value(year, month, of)
        try:
            year, month, day = index(year), index(month), index(day)  # type: ignore[arg-type]
        except TypeError:
            raise WrongType(
                f"year, month and day are integers, not {year!r}, {month!r}, {day!r}"
            ) from None
        day_number = of.day_number(year, month, day)
        return unchecked(of, month_number(year, month), day, day_number)

    @classmethod
    def today(
        cls, place: PlaceLike | None = None, calendar: Calendar | str | None = None
    ) -> HijriDate:
        """Return the Hijri date in effect now at a place, where a new day begins at sunset.

        The calendar is the one asked for, else the calendar in effect for the place. Without a
        place it is the date of the present civil day in UTC, from midnight to midnight, of
        "ummalqura" unless another calendar is asked for. Raises what `Calendar.at` raises.
        """
        now = datetime.now(UTC)
        if place is None:
            of: Calendar = known.find(calendar or known.DEFAULT_CALENDAR)
            return of.from_date(now.date())
        if calendar is None and hooks.calendar_in_effect is not None:
            of = hooks.calendar_in_effect(place)
        else:
            of = known.find(calendar or known.DEFAULT_CALENDAR)
        return of.at(now, place).date

    @classmethod
    def from_date(
        cls, value: CivilDay, calendar: Calendar | str = known.DEFAULT_CALENDAR
    ) -> HijriDate:
        """Return the date of a civil day in a calendar; see `Calendar.from_date`.

        The day taken is the daylight day; the Hijri day began at the sunset
        before it. Raises `OutOfRange` outside the calendar.
        """
        of: Calendar = known.find(calendar)
        return of.from_date(value)

    @classmethod
    def fromisoformat(
        cls, text: str, calendar: Calendar | str = known.DEFAULT_CALENDAR
    ) -> HijriDate:
        """Return the date written as YYYY-MM-DD, four, two and two digits.

        Raises `InvalidDate` or `OutOfRange`.

        >>> HijriDate.fromisoformat("1448-09-01", "ummalqura")
        HijriDate(1448, 9, 1, 'ummalqura')
        """
        match = _ISO.fullmatch(text) if hasattr(text, "casefold") else None
        if match is None:
            raise InvalidDate(f"malformed date {text!r}: write YYYY-MM-DD, such as 1448-09-01")
        year, month, day = map(int, match.groups())
        return cls(year, month, day, calendar)

    @property
    def year(self) -> int:
        """The year of the Hijra."""
        return split_month(self._month_number)[0]

    @property
    def month(self) -> int:
        """The month, 1 (Muharram) to 12."""
        return split_month(self._month_number)[1]

    @property
    def day(self) -> int:
        """The day of the month, from 1."""
        return self._day

    @property
    def calendar(self) -> Calendar:
        """The calendar that this is a date of."""
        return self._calendar

    @property
    def day_number(self) -> int:
        """Days since 1970-01-01, as in `datetime64[D]`."""
        return self._day_number

    @property
    def month_length(self) -> int:
        """The number of days in the month."""
        return self._calendar.month_length(self.year, self.month)

    @property
    def day_of_year(self) -> int:
        """The day of the year, from 1."""
        return self._day_number - self._calendar.day_number(self.year, 1, 1) + 1

    def to_dict(self) -> dict[str, Any]:
        """Return the date, its parts, its calendar and the civil date of the daylight."""
        try:
            gregorian = self.to_date().isoformat()
        except OutOfRange:
            gregorian = None
        return {
            "date": self.isoformat(),
            "year": self.year,
            "month": self.month,
            "day": self.day,
            "calendar": self.calendar.id,
            "gregorian": gregorian,
        }

    def to_json(self, *, indent: int | None = None) -> str:
        """Return `to_dict` as JSON."""
        return dumps(self, indent=indent)

    def to_date(self) -> date:
        """Return the civil (proleptic Gregorian) date of the daylight day.

        Raises `OutOfRange` outside 0001-01-01 to 9999-12-31.
        """
        return days.to_date(self._day_number)

    def isoformat(self) -> str:
        """Return the date as YYYY-MM-DD, which does not name the calendar."""
        return f"{self.year:04d}-{self.month:02d}-{self._day:02d}"

    __str__ = isoformat

    def __repr__(self) -> str:
        return f"HijriDate({self.year}, {self.month}, {self._day}, {self._calendar.id!r})"

    def strftime(self, pattern: str, language: str = "en", digits: str | None = None) -> str:
        """Return the date written by a pattern (directives: `calendars.text.formatting`).

        Raises `InvalidDate` for an unknown directive, `UnknownName` for an unknown language
        or digits.

        >>> HijriDate(1448, 9, 1, "ummalqura").strftime("%A %-d %B %Y, %GF")
        'Monday 1 Ramadan 1448, 2027-02-08'
        """
        from miqat.calendars.text import formatting

        return formatting.strftime(self, pattern, language, digits)

    def format(
        self,
        language: str = "en",
        digits: str | None = None,
        *,
        weekday: bool = False,
        isolate: bool = False,
    ) -> str:
        """Return the date in a language's own long form and digits; raises `UnknownName`.

        `weekday` adds the weekday; `isolate` sets the text in an isolate of the language's
        direction, for a line that runs the other way.

        >>> HijriDate(1448, 9, 1, "ummalqura").format("tr", weekday=True)
        'Hicri 1 Ramazan 1448 Pazartesi'
        """
        from miqat.calendars.text import formatting

        return formatting.long_form(self, language, digits, weekday=weekday, isolate=isolate)

    def to_ixdtf(self, *, critical: bool = False) -> str:
        """Return the Gregorian digits and the CLDR id of the calendar, as RFC 9557 has them.

        `critical` writes "!", which asks a reader that does not know the calendar to refuse.
        Raises `InvalidDate` for a calendar that has no such id. `miqat.calendars.from_ixdtf`
        reads it back.

        >>> HijriDate(1448, 9, 1, "islamic-umalqura").to_ixdtf()
        '2027-02-08[u-ca=islamic-umalqura]'
        """
        from miqat.calendars.text.cldr import annotated

        return annotated(self.to_date(), self._calendar.id, critical=critical)

    def __format__(self, pattern: str) -> str:
        return self.strftime(pattern) if pattern else self.isoformat()

    def weekday(self) -> int:
        """Return the weekday of the daylight day, Monday 0 to Sunday 6."""
        return days.weekday(self._day_number)

    def isoweekday(self) -> int:
        """Return the weekday of the daylight day, Monday 1 to Sunday 7."""
        return self.weekday() + 1

    def replace(
        self, year: int | None = None, month: int | None = None, day: int | None = None
    ) -> HijriDate:
        """Return the date with some fields changed, validated like any other."""
        return HijriDate(
            self.year if year is None else year,
            self.month if month is None else month,
            self._day if day is None else day,
            self._calendar,
        )

    def plus(
        self,
        *,
        years: int = 0,
        months: int = 0,
        days: int = 0,
        if_absent: IfAbsent = "error",
    ) -> HijriDate:
        """Return the date some years, months and days later, or earlier where negative.

        Years and months first, then days. Where the month reached lacks the day, `if_absent`
        says what is meant: "error" raises `InvalidDate`, "last" is the month's last day,
        "next" the first day of the month after. Raises `OutOfRange` outside the calendar.

        >>> HijriDate(1448, 8, 30, "ummalqura").plus(months=1, if_absent="last")
        HijriDate(1448, 9, 29, 'ummalqura')
        """
        from miqat.calendars.carry import carried

        number = self._month_number + 12 * years + months
        reached = carried(self._calendar, number, self._day, if_absent)
        return self._calendar.from_day(reached + days)

    def __add__(self, other: timedelta) -> HijriDate:
        if not isinstance(other, timedelta):
            return NotImplemented
        return self._calendar.from_day(self._day_number + other.days)

    __radd__ = __add__

    @overload
    def __sub__(self, other: timedelta) -> HijriDate: ...
    @overload
    def __sub__(self, other: HijriDate) -> timedelta: ...
    def __sub__(self, other: HijriDate | timedelta) -> HijriDate | timedelta:
        if isinstance(other, timedelta):
            return self + timedelta(-other.days)
        if not isinstance(other, HijriDate):
            return NotImplemented
        self._check_same_calendar(other, "subtract")
        return timedelta(self._day_number - other._day_number)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, HijriDate):
            return NotImplemented
        return (
            self._day == other._day
            and self._month_number == other._month_number
            and self._calendar.id == other._calendar.id
        )

    def __hash__(self) -> int:
        return hash((self._calendar.id, self._month_number, self._day))

    def __lt__(self, other: HijriDate) -> bool:
        if not isinstance(other, HijriDate):
            return NotImplemented
        self._check_same_calendar(other, "compare")
        return self._order() < other._order()

    def __le__(self, other: HijriDate) -> bool:
        if not isinstance(other, HijriDate):
            return NotImplemented
        self._check_same_calendar(other, "compare")
        return self._order() <= other._order()

    def __gt__(self, other: HijriDate) -> bool:
        if not isinstance(other, HijriDate):
            return NotImplemented
        self._check_same_calendar(other, "compare")
        return self._order() > other._order()

    def __ge__(self, other: HijriDate) -> bool:
        if not isinstance(other, HijriDate):
            return NotImplemented
        self._check_same_calendar(other, "compare")
        return self._order() >= other._order()

    def __reduce__(self) -> tuple[type[HijriDate], tuple[int, int, int, Calendar]]:
        return HijriDate, (self.year, self.month, self._day, self._calendar)

    def _order(self) -> tuple[int, int]:
        return self._month_number, self._day

    def _check_same_calendar(self, other: HijriDate, verb: str) -> None:
        if self._calendar.id != other._calendar.id:
            raise MixedCalendars(
                f"cannot {verb} a date of {self._calendar.id!r} and one of "
                f"{other._calendar.id!r}: use their day_number, or to_date() of both"
            )


def _of_one_value(value: object, month: object, calendar: Calendar) -> HijriDate:
    """Return the date that is given as one value: Hijri ISO text, or a civil day."""
    if month is None and isinstance(value, str):
        return HijriDate.fromisoformat(value, calendar)
    if month is not None or hasattr(value, "__index__"):
        raise WrongType("a date has a year, a month and a day, such as HijriDate(1448, 9, 1)")
    return calendar.from_day(days.as_day(value))


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Calendar(MonthSequence):
    """A calendar: a sequence of month starts, and the dates that follow from it.

    The base class of every calendar; see `MonthSequence` for what a concrete one supplies. A
    calendar that is known by its id is pickled by the id, any other with its fields.
    """

    def date(self, year: SupportsIndex, month: SupportsIndex, day: SupportsIndex) -> HijriDate:
        """Return a date of this calendar; raises `InvalidDate` or `OutOfRange`."""
        return HijriDate(year, month, day, self)

    def parse(
        self, text: str, pattern: str | None = None, language: str | None = None
    ) -> HijriDate:
        """Return the date written YYYY-MM-DD, or by a pattern, or in a language's long form.

        Raises `InvalidDate`, `OutOfRange` or `UnknownName`; see `miqat.calendars.strptime`.
        """
        if pattern is None and language is None:
            return HijriDate.fromisoformat(text, self)
        from miqat.calendars.text.pattern_reader import read_day

        return self.from_day(read_day(text, self, pattern, language or "en"))

    def from_date(self, value: CivilDay) -> HijriDate:
        """Return the date of a civil day: a `date`, ISO text or a `datetime64`.

        A `datetime` counts as the civil day it names, a `datetime64` as its UTC day. Raises
        `OutOfRange`, `InvalidDate`, `WrongType`.
        """
        if type(value) is date:
            return self._on(value.toordinal() - _ORDINAL_OF_DAY_0)
        return self._on(days.as_day(value))

    def from_day(self, day: SupportsIndex) -> HijriDate:
        """Return the date of a day number; raises `OutOfRange`, `WrongType`."""
        try:
            return self._on(index(day))
        except TypeError:
            if isinstance(day, int):
                raise
            raise WrongType(f"{day!r} is not a day number; from_date takes a date") from None

    def at(
        self,
        instant: datetime,
        place: PlaceLike,
        begins: Begins | time = "sunset",
    ) -> DayAt:
        """Return the day in effect at an aware datetime in a place.

        The day began with the sunset before the instant (the upper limb on a horizon at sea
        level; where the Sun does not set, at 18:00 of local mean time), or at "midnight" or at
        an hour of the place's own clock; one that begins from noon on has the date of the
        next day. Raises `InvalidDate` for a datetime without a zone, `UnknownName` for a place or
        a beginning, `OutOfRange` where the calendar or the ephemeris does not reach.

        >>> from miqat.calendars import calendar
        >>> noon = datetime(2027, 2, 8, 9, tzinfo=UTC)
        >>> now = calendar("ummalqura").at(noon, "Makkah")
        >>> now.date, f"{now.began:%Y-%m-%d %H:%M} UTC", now.basis
        (HijriDate(1448, 9, 1, 'ummalqura'), '2027-02-07 15:13 UTC', 'sunset')
        """
        from miqat.calendars.nightfall import day_at

        span = day_at(instant, place, begins)
        return DayAt(self.from_day(span.day), span.began, span.ends, span.basis)

    def __reduce_ex__(self, protocol: SupportsIndex) -> str | tuple[Any, ...]:
        # A registered calendar is pickled by its id, so that a date stays small
        # and comes back with the very calendar of the process that reads it.
        if known.is_known(self):
            return known.find, (self.id,)
        return super().__reduce_ex__(protocol)

    def _on(self, number: int) -> HijriDate:
        # What `_located` does, once more: the call would double the time.
        stretch = self._over_days(number, number)
        starts = stretch.starts
        at = bisect_right(starts, number) - 1
        if at < 0 or at == len(starts) - 1:
            self._located(number)  # raises
        return unchecked(self, stretch.first + at, number - starts[at] + 1, number)


def unchecked(calendar: Calendar, month_number: int, day: int, day_number: int) -> HijriDate:
    """Return a date that the caller has already found in the calendar."""
    made = object.__new__(HijriDate)
    made._calendar = calendar
    made._month_number = month_number
    made._day = day
    made._day_number = day_number
    return made
