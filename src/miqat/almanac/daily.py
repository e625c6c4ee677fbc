"""The day: all that Miqat knows of one moment at one place, joined."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

from miqat import days
from miqat.calendars import DEFAULT_CALENDAR, Calendar, HijriDate, compared
from miqat.calendars import calendar as calendar_named
from miqat.errors import InvalidDate, OutOfRange
from miqat.observances import Occurrence, observance, upcoming
from miqat.places import Place, namesakes, place
from miqat.prayer import DEFAULT_METHOD, PRAYERS, Method, Times, times
from miqat.qibla import Qibla, toward_kaaba
from miqat.sky import lunations
from miqat.sky.timescale import from_datetime, to_datetime

if TYPE_CHECKING:
    from miqat.prayer import Time, Timetable

_RAMADAN = 9
_OBSERVANCES = 5
_ALWAYS_SHOWN = "jumuat-al-wida"


class Nightfall(NamedTuple):
    """When a Hijri day ends and the next begins, and by what sign."""

    at: datetime
    sign: Literal["sunset", "18:00 local mean time"]


class NextPrayer(NamedTuple):
    """The prayer whose time comes next."""

    name: str
    at: datetime
    remaining: timedelta


class Fast(NamedTuple):
    """A day of the Ramadan fast that is under way or comes with the next dawn."""

    date: date
    imsak: Time
    iftar: Time


class Moon(NamedTuple):
    """The Moon at the moment, geocentric: age since conjunction and lit part (0 to 1)."""

    age: timedelta
    illuminated: float
    next_conjunction: datetime


@dataclass(frozen=True, slots=True)
class Day:
    """One moment at one place.

    `hijri` is the date in effect: a Hijri day begins at sunset. `hijri_after_sunset` takes
    over at `nightfall`. `hijri_of_date` belongs to the daylight of the civil `date`.
    `others` holds what the calendars of `calendars.compared` say instead of `hijri`, where
    they differ.
    """

    place: Place
    namesakes: tuple[Place, ...]
    at: datetime
    calendar: Calendar
    method: Method
    hijri: HijriDate
    hijri_after_sunset: HijriDate
    hijri_of_date: HijriDate
    nightfall: Nightfall
    others: tuple[HijriDate, ...]
    times: Times
    next_prayer: NextPrayer
    fast: Fast | None
    moon: Moon
    qibla: Qibla
    observances: tuple[Occurrence, ...]

    @property
    def date(self) -> date:
        """The civil date at the place."""
        return self.at.date()


def day(
    where: str | Place,
    at: datetime | None = None,
    *,
    calendar: str | Calendar = DEFAULT_CALENDAR,
    method: str | Method = DEFAULT_METHOD,
) -> Day:
    """Return the day of a place at an aware datetime, which is now unless given.

    Raises `UnknownName` for a place, calendar or method, `InvalidDate` for a datetime
    without a zone, `OutOfRange` where the calendar or the ephemeris does not reach.
    """
    here = place(where)
    chosen = calendar_named(calendar)
    moment = _aware(at).astimezone(here.zone)
    today = moment.date()
    table = times(here, today - timedelta(days=1), today + timedelta(days=3), method)
    began, nightfall = _hijri_day_around(moment, table)
    day_number = days.from_date(began)
    hijri = chosen.from_day(day_number)
    return Day(
        place=here,
        namesakes=namesakes(where),
        at=moment,
        calendar=chosen,
        method=table.method,
        hijri=hijri,
        hijri_after_sunset=hijri + timedelta(days=1),
        hijri_of_date=chosen.from_date(today),
        nightfall=nightfall,
        others=_others(hijri, day_number),
        times=table.day(today),
        next_prayer=_next_prayer(moment, table),
        fast=_fast(hijri, table.day(began)),
        moon=_moon(moment),
        qibla=toward_kaaba(here),
        observances=_observances(chosen, day_number),
    )


def _aware(at: datetime | None) -> datetime:
    if at is None:
        return datetime.now(UTC)
    if at.tzinfo is None:
        text = at.isoformat()
        raise InvalidDate(f"{text} has no time zone; write it with its offset, as {text}+03:00")
    if not date.min.year < at.year < date.max.year:
        raise OutOfRange(f"{at.isoformat()} is too near the end of what a datetime can hold")
    return at


def _hijri_day_around(moment: datetime, table: Timetable) -> tuple[date, Nightfall]:
    """Return the civil date whose daylight belongs to the Hijri day in effect, and its end.

    The nightfall of a civil day may come after midnight by the clock: it is the first
    nightfall after the moment that counts, whichever day it belongs to. A civil day that
    the place left out when it crossed the date line (Apia, 2011-12-30) shares the noon of
    the one after it, to which the daylight belongs.
    """
    candidates = (moment.date() + timedelta(days=ahead) for ahead in (-1, 0, 1, 2))
    instant = moment.astimezone(UTC)  # of two datetimes of one zone, Python compares the clocks
    return next(
        (on, nightfall)
        for on, nightfall in ((on, _nightfall(on, table)) for on in candidates)
        if nightfall.at > instant and _noon(on, table) != _noon(on + timedelta(days=1), table)
    )


def _noon(on: date, table: Timetable) -> datetime:
    noon = table.day(on).dhuhr
    assert isinstance(noon, datetime)  # the Sun crosses the meridian every day
    return noon


def _nightfall(on: date, table: Timetable) -> Nightfall:
    times_of_day = table.day(on)
    if isinstance(times_of_day.maghrib, datetime):
        return Nightfall(times_of_day.maghrib, "sunset")
    # There is a noon every day; the mean day that holds it has an 18:00.
    east = timedelta(days=table.place.longitude / 360.0)
    mean_date = (_noon(on, table).astimezone(UTC) + east).date()
    evening = datetime(mean_date.year, mean_date.month, mean_date.day, 18, tzinfo=UTC) - east
    return Nightfall(evening.astimezone(table.place.zone), "18:00 local mean time")


def _next_prayer(moment: datetime, table: Timetable) -> NextPrayer:
    """Return the next prayer, looking from yesterday: its isha may come after midnight."""
    around = (table.day(moment.date() + timedelta(days=ahead)) for ahead in (-1, 0, 1))
    instant = moment.astimezone(UTC)  # the clock may change before the prayer
    remaining, at, name = min(
        (time - instant, time, name)
        for of_day in around
        for name, time in of_day.items()
        if name in PRAYERS and isinstance(time, datetime) and time > instant
    )
    return NextPrayer(name, at, remaining)


def _fast(hijri: HijriDate, of_day: Times) -> Fast | None:
    if hijri.month != _RAMADAN:
        return None
    return Fast(of_day.date, of_day.imsak, of_day.maghrib)


def _others(hijri: HijriDate, day_number: int) -> tuple[HijriDate, ...]:
    found = []
    for other in compared():
        if other.first_day <= day_number <= other.last_day:
            theirs = other.from_day(day_number)
            if theirs.isoformat() != hijri.isoformat():
                found.append(theirs)
    return tuple(found)


def _moon(moment: datetime) -> Moon:
    instant = from_datetime(moment)
    lunation = lunations.lunation_at(instant)
    last, following = lunations.conjunction(lunation + np.array([0, 1]))
    return Moon(
        age=moment - to_datetime(last),
        illuminated=float(lunations.illuminated_fraction(instant)),
        next_conjunction=to_datetime(following).astimezone(moment.tzinfo),
    )


def _observances(chosen: Calendar, day_number: int) -> tuple[Occurrence, ...]:
    """Return the next occurrences, and the next last Friday of Ramadan in any case."""
    coming = list(islice(upcoming(chosen, day_number), _OBSERVANCES))
    if not any(occurrence.observance.id == _ALWAYS_SHOWN for occurrence in coming):
        wanted = observance(_ALWAYS_SHOWN)
        coming += islice(
            (later for later in upcoming(chosen, day_number) if later.observance is wanted), 1
        )
    return tuple(coming)
