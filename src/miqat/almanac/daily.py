"""The day: all that Miqat knows of one moment at one place, joined."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

from miqat import days
from miqat.almanac.resolve import CalendarChoice, calendar_choice
from miqat.calendars import Calendar, HijriDate, Month, compared
from miqat.calendars import nightfall as hijri_days
from miqat.observances import Occurrence, observance, upcoming
from miqat.places import Place, namesakes, place
from miqat.prayer import PRAYERS, Method, Times, default_method, times
from miqat.prayer import method as method_named
from miqat.prayer.reference_point import reference_point
from miqat.qibla import Qibla, toward_kaaba
from miqat.sky import lunations
from miqat.sky.timescale import from_datetime, to_datetime

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from miqat.authorities import Authority
    from miqat.prayer import Time, Timetable

_RAMADAN = 9
_OBSERVANCES = 5
_ALWAYS_SHOWN = "jumuat-al-wida"


class DayEnd(NamedTuple):
    """When a Hijri day ends and the next begins, and by what sign."""

    at: datetime
    sign: Literal["sunset", "18:00 local mean time"]


class NextPrayer(NamedTuple):
    """The prayer whose time comes next."""

    name: str
    at: datetime
    remaining: timedelta


class FastToday(NamedTuple):
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
    The times are those of `point`: the authority's own point of the city, if it has one, else
    the place. `keeping` says by whose months, `month` how sure its first day is and by what source.
    `beside` holds what the other authorities of the place have instead of `hijri`, where any
    of them differs; `others` what the calendars of `calendars.compared` have, where they do.
    """

    place: Place
    namesakes: tuple[Place, ...]
    at: datetime
    calendar_choice: CalendarChoice
    method: Method
    point: Place
    hijri: HijriDate
    month: Month
    hijri_after_sunset: HijriDate
    hijri_of_date: HijriDate
    nightfall: DayEnd
    beside: tuple[HijriDate, ...]
    others: tuple[HijriDate, ...]
    times: Times
    next_prayer: NextPrayer
    fast: FastToday | None
    moon: Moon
    qibla: Qibla
    observances: tuple[Occurrence, ...]

    @property
    def calendar(self) -> Calendar:
        """The calendar that the Hijri dates are of."""
        return self.calendar_choice.calendar

    @property
    def authority(self) -> Authority | None:
        """The authority whose calendar it is, if it is one's."""
        return self.calendar_choice.authority

    @property
    def date(self) -> date:
        """The civil date at the place."""
        return self.at.date()


def day(
    where: str | Place,
    at: datetime | None = None,
    *,
    calendar: str | Calendar | None = None,
    authority: str | Authority | None = None,
    method: str | Method | None = None,
) -> Day:
    """Return the day of a place at an aware datetime, which is now unless given.

    Its Hijri dates are of the calendar or the authority that is asked for, else of the
    documented default of the place (`authorities.for_place`) with the user's own store, else
    of "ummalqura"; the method is `prayer.default_method` of the place unless given. Raises
    `UnknownName` for a place, calendar, authority or method, `InvalidDate` for a datetime
    without a zone, `OutOfRange` where the calendar or the ephemeris does not reach.
    """
    here = place(where)
    kept = calendar_choice(here, calendar, authority)
    chosen = kept.calendar
    moment = hijri_days.aware(datetime.now(UTC) if at is None else at).astimezone(here.zone)
    today = moment.date()
    rule = default_method(here) if method is None else method
    fasts = chosen if method_named(rule).ramadan.moments else None
    point = reference_point(here, rule) or here
    table = times(point, today - timedelta(days=1), today + timedelta(days=3), rule, calendar=fasts)
    nights = hijri_days.nightfalls(here, days.from_date(today) - 2, 5)
    _, coming = hijri_days.around([_nightfall(night, here.zone) for night in nights], moment)
    day_number = coming.day
    hijri = chosen.from_day(day_number)
    return Day(
        place=here,
        namesakes=namesakes(where),
        at=moment,
        calendar_choice=kept,
        method=table.method,
        point=point,
        hijri=hijri,
        month=chosen.month(hijri.year, hijri.month),
        hijri_after_sunset=hijri + timedelta(days=1),
        hijri_of_date=chosen.from_date(today),
        nightfall=DayEnd(
            coming.instant.astimezone(here.zone),
            "sunset" if coming.basis == hijri_days.SUNSET else "18:00 local mean time",
        ),
        beside=_beside(kept, hijri, day_number),
        others=_others(hijri, day_number),
        times=table.day(today),
        next_prayer=_next_prayer(moment, table),
        fast=_fast(hijri, table.day(days.to_date(day_number))),
        moon=_moon(moment),
        qibla=toward_kaaba(here),
        observances=_observances(chosen, day_number),
    )


def _nightfall(night: hijri_days.Nightfall, zone: ZoneInfo) -> hijri_days.Nightfall:
    """Return a nightfall as the place's clocks show it: a sunset at its nearest minute."""
    if night.basis != hijri_days.SUNSET:
        return night
    clock = (night.instant + timedelta(seconds=30)).astimezone(zone)
    return night._replace(instant=clock.replace(second=0, microsecond=0).astimezone(UTC))


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


def _fast(hijri: HijriDate, of_day: Times) -> FastToday | None:
    if hijri.month != _RAMADAN:
        return None
    return FastToday(of_day.date, of_day.imsak, of_day.maghrib)


def _beside(kept: CalendarChoice, hijri: HijriDate, day_number: int) -> tuple[HijriDate, ...]:
    theirs = tuple(other.from_day(day_number) for other in kept.beside)
    differ = any(other.isoformat() != hijri.isoformat() for other in theirs)
    return theirs if differ else ()


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
