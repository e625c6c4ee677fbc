"""The fast, the two Eids and the hours of no prayer: spans of time read off a timetable.

Which prayers are left in the disliked hours, and which fasts are due, is for the schools;
these are the spans as the books of method define them, each by what the Sun does.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from miqat.calendars import calendar as calendar_named
from miqat.days import as_date
from miqat.errors import InvalidRule
from miqat.prayer.compute import times
from miqat.prayer.methods.model import Ramadan
from miqat.sky.timescale import to_datetime

if TYPE_CHECKING:
    from datetime import datetime

    from miqat.calendars import Calendar
    from miqat.prayer.day_times import Time
    from miqat.prayer.timetable import Timetable

_SPAN_NAMES = ("sunrise", "zenith", "sunset")
_SPANS = (
    ("sunrise", "makruh_sunrise_end"),
    ("makruh_noon_start", "makruh_noon_end"),
    ("makruh_sunset_start", "maghrib"),
)
_EIDS = {(10, 1): "eid al-fitr", (12, 10): "eid al-adha"}


class TimeSpan(NamedTuple):
    """A span of time of a day, with its name; instants on the place's own clock."""

    name: str
    start: datetime
    end: datetime


class EidWindow(NamedTuple):
    """When the prayer of an Eid may be held: from dhuha to dhuhr."""

    date: date
    name: str
    start: Time
    end: Time


class FastingDay(NamedTuple):
    """A day of the fast: suhoor ends at imsak, the fast is from fajr to iftar at maghrib."""

    date: date
    suhoor_ends: Time
    fajr: Time
    iftar: Time


def makruh(table: Timetable, date: Any) -> list[TimeSpan]:
    """Return the three spans in which the Sun rises, is highest and sets.

    They are those of the hadith of Uqba ibn Amir (Muslim 831). "sunrise" lasts until dhuha, when
    the Sun is a spear high (the method's angle, 4.5 degrees); "zenith" from when the Sun's disc
    touches the meridian until it has left it, or until the method's dhuhr if that is later;
    "sunset" from when the Sun is as low again as at dhuha until maghrib. To the second, not rounded
    to minutes; a span whose ends do not occur is left out. Raises as `Timetable.day`.
    """
    on = as_date(date)
    table.day(on)  # raises outside the table
    plain = replace(table.method, ramadan=Ramadan())
    bounds = times(table.place, on, method=plain, names=[name for pair in _SPANS for name in pair])
    spans = [
        (name, _instant(bounds, first, 0), _instant(bounds, last, 0))
        for name, (first, last) in zip(_SPAN_NAMES, _SPANS, strict=True)
    ]
    return [
        TimeSpan(name, start, end) for name, start, end in spans if start and end and start < end
    ]


def _instant(table: Timetable, name: str, row: int) -> datetime | None:
    if table.how[name].reshape(-1)[row] < 0:
        return None
    return to_datetime(table.instants[name].reshape(-1)[row]).astimezone(table.place.zone)


def eid_windows(table: Timetable, calendar: str | Calendar) -> list[EidWindow]:
    """Return when the prayers of the Eids may be held on the days of a table.

    They are of 1 Shawwal and 10 Dhu al-Hijja by the calendar, each from dhuha to dhuhr.
    Raises `InvalidPlace` for a table of several places, `UnknownName` for an unknown calendar.
    """
    _, months, dates = calendar_named(calendar).from_days(table.grid.civil)
    found = []
    keys = zip(np.asarray(months).tolist(), np.asarray(dates).tolist(), strict=True)
    for row, key in enumerate(keys):
        if key in _EIDS:
            day = table.day(table.first + timedelta(days=row))
            found.append(EidWindow(day.date, _EIDS[key], day.dhuha, day.dhuhr))
    return found


def fasting_days(table: Timetable) -> list[FastingDay]:
    """Return the days of Ramadan in a table.

    Raises `InvalidRule` where nobody said by which calendar Ramadan is.
    """
    if table.ramadan is None:
        raise InvalidRule("no calendar says when Ramadan is: give one, such as 'ummalqura'")
    rows = np.nonzero(table.ramadan)[0].tolist()
    days = [table.day(table.first + timedelta(days=row)) for row in rows]
    return [FastingDay(day.date, day.imsak, day.fajr, day.maghrib) for day in days]
