"""The days on which a rule of a mosque holds: dates, weekdays, Ramadan, summer time.

from 04-01 to 10-31        every year; also from 1 April to 31 October
from 2026-11-01 to 2027-02-28
on saturday and sunday     also: on weekdays, on weekends
in ramadan, not in ramadan; in the nights of ramadan (the evening before each day)
in summer time, in winter time
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

from miqat import days as civil_days
from miqat.constants import RAMADAN
from miqat.errors import InvalidRule, OutOfRange, UnknownName
from miqat.languages import language

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from numpy.typing import NDArray

    from miqat._typing import Bools, Int64s
    from miqat.calendars import Calendar

    Days = NDArray[np.datetime64]

#: What begins a condition in a text.
STARTS = (
    r"from|on|(?:not )?(?:in|during) (?:the )?(?:nights of )?ramadan|outside ramadan"
    r"|(?:in|during) (?:summer|winter|spring|autumn|daylight saving|standard|dst)\b(?: time)?"
)

_EVERY_YEAR = re.compile(r"(\d{2})-(\d{2}) to (\d{2})-(\d{2})")
_NAMED_DAYS = re.compile(r"(\d{1,2}) ([a-z]+) to (\d{1,2}) ([a-z]+)")
_DATES = re.compile(r"(\d{4}-\d{2}-\d{2}) to (\d{4}-\d{2}-\d{2})")
_LONGEST = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_SHAWWAL, _DHU_AL_HIJJA = 10, 12
_GROUPS = {"weekends": (5, 6), "weekdays": (0, 1, 2, 3, 4)}


class HijriDays(NamedTuple):
    """Which civil days are of Ramadan, precede one (their evening is of its night), or an Eid."""

    ramadan: Bools
    nights: Bools
    eid_al_fitr: Bools
    eid_al_adha: Bools

    @classmethod
    def of(cls, days: Days, calendar: Calendar) -> HijriDays:
        """Return them by a calendar; raises `OutOfRange` where it does not have the days."""
        first = int(days[0].astype(np.int64))
        _, month, day = calendar.from_days(np.arange(first, first + days.size + 1))
        if calendar.month_names != "islamic":
            raise OutOfRange(f"the calendar {calendar.id!r} has no Ramadan")
        fast = month == RAMADAN
        return cls(
            fast[:-1],
            fast[1:],
            ((month == _SHAWWAL) & (day == 1))[:-1],
            ((month == _DHU_AL_HIJJA) & (day == 10))[:-1],
        )


@dataclass(frozen=True, slots=True)
class OnDays:
    """A condition on the day, `kind` says which; `text` is as it was written.

    `first` and `last` are month and day, or day numbers for "dates"; `weekdays` are 0 for Monday.
    """

    text: str
    kind: Literal["year", "dates", "weekdays", "ramadan", "nights", "summer"]
    first: tuple[int, int] | int = 0
    last: tuple[int, int] | int = 0
    weekdays: tuple[int, ...] = ()
    negated: bool = False

    @property
    def needs_calendar(self) -> bool:
        """Whether it depends on the Hijri month."""
        return self.kind in ("ramadan", "nights")

    def holds(self, days: Days, zone: ZoneInfo, hijri: HijriDays | None) -> Bools:
        """Return on which of consecutive days it holds. Raises `InvalidRule` without a calendar."""
        if self.kind == "weekdays":
            found = np.isin(weekdays(days), self.weekdays)
        elif self.kind == "summer":
            found = summer_time(days, zone)
        elif self.kind == "dates":
            numbers = days.astype(np.int64)
            found = (numbers >= self.first) & (numbers <= self.last)
        elif self.kind == "year":
            found = self._of_the_year(days)
        elif hijri is None:
            raise InvalidRule(f"{self.text!r} needs a calendar of the Hijri months")
        else:
            found = hijri.ramadan if self.kind == "ramadan" else hijri.nights
        return np.asarray(~found if self.negated else found)

    def _of_the_year(self, days: Days) -> Bools:
        months = days.astype("datetime64[M]")
        of_year = (months.astype(np.int64) % 12 + 1) * 100 + (days - months).astype(np.int64) + 1
        assert isinstance(self.first, tuple)
        assert isinstance(self.last, tuple)
        first, last = (month * 100 + day for month, day in (self.first, self.last))
        if first <= last:
            return np.asarray((first <= of_year) & (of_year <= last))
        return np.asarray((first <= of_year) | (of_year <= last))


def on_days(words: str, line: str) -> OnDays:
    """Return the condition of some small words; `line` is the whole rule, for a message.

    Raises `InvalidRule`, `UnknownName` for a weekday.

    >>> on_days("in ramadan", "isha at 22:30 in ramadan").kind
    'ramadan'
    """
    key, _, value = words.partition(" ")
    if key == "from":
        return _period(value, words, line)
    if key == "on":
        return OnDays(words, "weekdays", weekdays=_named_weekdays(value, line))
    if "ramadan" in words:
        negated = words.startswith(("not ", "outside"))
        return OnDays(words, "nights" if "nights" in words else "ramadan", negated=negated)
    if words.endswith(("summer time", "daylight saving time", "dst")):
        return OnDays(words, "summer")
    if words.endswith(("winter time", "standard time")):
        return OnDays(words, "summer", negated=True)
    season = words.split()[-1]
    raise InvalidRule(
        f"{line!r}: say which days {season!r} means: 'in {season} time' for the clock, or "
        "'from 11-01 to 02-28' for dates"
    )


def weekdays(days: Days) -> Int64s:
    """Return the weekday of each day, 0 for Monday."""
    return (days.astype(np.int64) + 3) % 7


def summer_time(days: Days, zone: ZoneInfo) -> Bools:
    """Return on which days a clock is ahead of its earliest hour of the same year, at noon."""
    found, of_year = [], {}
    for number in days.astype(np.int64).tolist():
        on = civil_days.to_date(number)
        if on.year not in of_year:
            noons = (datetime(on.year, month, 15, 12, tzinfo=zone) for month in range(1, 13))
            of_year[on.year] = min(noon.dst() or timedelta() for noon in noons)
        saved = datetime.combine(on, time(12), zone).dst()
        found.append(saved is not None and saved > of_year[on.year])
    return np.array(found, bool)


def _period(value: str, words: str, line: str) -> OnDays:
    if match := _DATES.fullmatch(value):
        first, last = (civil_days.from_date(civil_days.as_date(each)) for each in match.groups())
        if last < first:
            raise InvalidRule(f"{line!r}: {match[2]} comes before {match[1]}")
        return OnDays(words, "dates", first, last)
    if match := _EVERY_YEAR.fullmatch(value):
        ends = [(int(match[1]), int(match[2])), (int(match[3]), int(match[4]))]
    elif match := _NAMED_DAYS.fullmatch(value):
        ends = [(_month(match[2], line), int(match[1])), (_month(match[4], line), int(match[3]))]
    else:
        raise InvalidRule(
            f"cannot read from {value!r} in the rule of iqama {line!r}; write it as "
            "'from 04-01 to 10-31' or 'from 2026-11-01 to 2027-02-28'"
        )
    for month, day in ends:
        if not (1 <= month <= 12 and 1 <= day <= _LONGEST[month - 1]):
            raise InvalidRule(f"{line!r}: there is no day {month:02d}-{day:02d} in any year")
    return OnDays(words, "year", ends[0], ends[1])


def _month(name: str, line: str) -> int:
    names = [each.casefold() for each in language("en").calendar("gregorian").months]
    for number, full in enumerate(names, start=1):
        if len(name) >= 3 and full.startswith(name):
            return number
    raise UnknownName.among(f"month in the rule {line!r}", name, names)


def weekday(name: str, line: str) -> int:
    """Return the number of a weekday in English, also in the plural. Raises `UnknownName`."""
    names = [each.casefold() for each in language("en").weekdays]
    singular = name.strip().removesuffix("s") if name.strip() not in names else name.strip()
    if singular not in names:
        raise UnknownName.among(f"weekday in the rule {line!r}", name, names)
    return names.index(singular)


def _named_weekdays(value: str, line: str) -> tuple[int, ...]:
    if value in _GROUPS:
        return _GROUPS[value]
    parts = re.split(r", | and |,", value)
    return tuple(sorted({weekday(part, line) for part in parts}))
