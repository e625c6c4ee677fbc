"""The day: everything about one moment at one place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from numbers import Real
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from miqat import days
from miqat.almanac.resolve import CalendarChoice, calendar_choice, ramadan_calendar
from miqat.calendars import Calendar, HijriDate, Month, compared
from miqat.calendars import nightfall as hijri_days
from miqat.constants import RAMADAN
from miqat.errors import InvalidDate, InvalidPlace
from miqat.jsonable import Jsonable, plain
from miqat.observances import Occurrence, observance, upcoming
from miqat.places import Place, as_place, namesakes
from miqat.prayer import PRAYERS, TIMES, Method, Time, Times, default_method, method_for, times
from miqat.qibla import Qibla, toward_kaaba
from miqat.sky import lunations
from miqat.sky.timescale import from_datetime, to_datetime

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from miqat.authorities import Authority
    from miqat.places import PlaceLike
    from miqat.prayer import Time, Timetable

_OBSERVANCES = 5
_ALWAYS_SHOWN = "jumuat-al-wida"


class DayEnd(NamedTuple):
    """When a Hijri day ends and the next begins, and on what basis.

    `sign` is "sunset", where the Sun does not set "18:00 local mean time", and in the days about
    the last and the first sunset "an hour a day from sunset to 18:00 local mean time".
    """

    at: datetime
    sign: str


class NextPrayer(NamedTuple):
    """The prayer whose time comes next."""

    name: str
    at: datetime
    remaining: timedelta

    def to_dict(self) -> dict[str, Any]:
        """Return the name, the instant, and the seconds until then."""
        seconds = round(self.remaining.total_seconds())
        return {"name": self.name, "at": plain(self.at), "seconds": seconds}


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

    def to_dict(self) -> dict[str, Any]:
        """Return the age in hours, the lit part, and the next conjunction to the second."""
        return {
            "age_hours": round(self.age / timedelta(hours=1), 2),
            "illuminated": round(self.illuminated, 4),
            "next_conjunction": self.next_conjunction.isoformat(timespec="seconds"),
        }


@dataclass(frozen=True, slots=True)
class Day(Jsonable):
    """One moment at one place.

    `hijri` is the date in effect: a Hijri day begins at sunset. `hijri_after_sunset` follows at
    `nightfall`. `hijri_of_date` belongs to the daylight of the civil `date`. The times are those of
    `point`: the authority's reference point of the city, if it has one, else the place.
    `calendar_choice` is the calendar in effect, `month` the month with its certainty and source.
    `other_asr` is name and time of the asr that tables of the place show after the usual one.
    `beside` has the dates of the other authorities of the place, if any differs from `hijri`;
    `others` those of the calendars of `calendars.compared`, if they differ.
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
    other_asr: tuple[str, Time] | None = None

    @property
    def calendar(self) -> Calendar:
        """The calendar of the Hijri dates."""
        return self.calendar_choice.calendar

    @property
    def authority(self) -> Authority | None:
        """The authority of the calendar, if it has one."""
        return self.calendar_choice.authority

    @property
    def date(self) -> date:
        """The civil date at the place."""
        return self.at.date()

    def to_dict(self) -> dict[str, Any]:
        """Return the day as plain data: what `miqat today --json` prints."""
        return {
            "place": {
                **self.place.to_dict(),
                "namesakes": [namesake.label for namesake in self.namesakes],
            },
            "at": plain(self.at),
            "date": plain(self.date),
            "hijri": self._hijri_dict(),
            "method": self.method.id,
            "times": {name: plain(time) for name, time in self.named_times()},
            "next_prayer": self.next_prayer.to_dict(),
            "fast": plain(self.fast),
            "moon": self.moon.to_dict(),
            "qibla": self.qibla.to_dict(),
            "observances": [occurrence.to_dict() for occurrence in self.observances],
        }

    def named_times(self) -> list[tuple[str, Time]]:
        """Return names and times in the order of the day, the other asr after the usual one."""
        found = [(name, time) for name, time in self.times.items()]
        if self.other_asr is not None and self.other_asr[0] != "asr_hanafi":
            found.insert(1 + [name for name, _ in found].index("asr"), self.other_asr)
        return found

    def _hijri_dict(self) -> dict[str, Any]:
        return {
            "calendar": self.calendar.id,
            "authority": self.authority
            and {
                "id": self.authority.id,
                "title": self.authority.title,
                "source": self.authority.source,
                "default": self.calendar_choice.default or None,
            },
            "month": self.month.to_dict(),
            "now": self.hijri.isoformat(),
            "after_sunset": self.hijri_after_sunset.isoformat(),
            "of_date": self.hijri_of_date.isoformat(),
            "changes_at": plain(self.nightfall.at),
            "changes_by": self.nightfall.sign,
            "authorities": {
                other.calendar.id.removeprefix("authority:"): other.isoformat()
                for other in self.beside
            },
            "others": {other.calendar.id: other.isoformat() for other in self.others},
        }


def day(
    place: PlaceLike,
    at: Any = None,
    *,
    calendar: str | Calendar | None = None,
    authority: str | Authority | None = None,
    method: str | Method | None = None,
) -> Day:
    """Return the day of a place at a moment, by default now.

    The place is a name, a (latitude, longitude) pair or a `Place`. The moment is an aware
    datetime, ISO text of one or a `datetime64` (UTC); a date alone is 12:00 on the clock of the
    place on that day. Hijri dates are of the calendar or the authority that is asked for, else of
    the documented default of the place (`authorities.for_place`) with the user's own store, else
    of "ummalqura"; the method is `prayer.method_for` the place. Raises
    `UnknownName` for a place, calendar, authority or method, `InvalidPlace`, `InvalidDate` for a
    datetime without a zone, `OutOfRange` where the calendar or the ephemeris does not reach.

    >>> print(day("Karachi", "2027-02-20", calendar="ummalqura").hijri)
    1448-09-13
    """
    here = _place_at(place, at)
    kept = calendar_choice(here, calendar, authority)
    chosen = kept.calendar
    moment = _moment(at, here)
    today = moment.date()
    rule = method_for(here, method)
    fasts = ramadan_calendar(rule, kept)
    default = default_method(here)
    other_asr = default.other_asr if rule == default.method else None
    names = TIMES if other_asr is None else (*TIMES, other_asr)
    table = times(
        here, today - timedelta(days=1), today + timedelta(days=3), rule,
        calendar=fasts, names=names,
    )  # fmt: skip
    nights = hijri_days.nightfalls(here, days.from_date(today) - 2, 6)
    on_the_clock = [_nightfall(night, here.zone) for night in nights]
    _, coming = hijri_days.around(on_the_clock, moment)
    following = on_the_clock[on_the_clock.index(coming) + 1]
    day_number = coming.day
    hijri = chosen.from_day(day_number)
    return Day(
        place=here,
        namesakes=namesakes(place),
        at=moment,
        calendar_choice=kept,
        method=table.method,
        point=table.place,
        hijri=hijri,
        month=chosen.month(hijri.year, hijri.month),
        # Not always the next: a civil day may be left out at the date line.
        hijri_after_sunset=chosen.from_day(following.day),
        hijri_of_date=chosen.from_date(today),
        nightfall=DayEnd(
            coming.instant.astimezone(here.zone),
            coming.basis.partition(", because")[0],
        ),
        beside=_beside(kept, hijri, day_number),
        others=_others(hijri, day_number),
        times=table.day(today),
        next_prayer=_next_prayer(moment, table),
        fast=_fast(hijri, table.day(days.to_date(day_number))),
        moon=_moon(moment),
        qibla=toward_kaaba(here),
        observances=_observances(chosen, day_number),
        other_asr=None if other_asr is None else (other_asr, table.time(other_asr, today)),
    )


def today(
    place: PlaceLike,
    *,
    calendar: str | Calendar | None = None,
    authority: str | Authority | None = None,
    method: str | Method | None = None,
) -> Day:
    """Return the day of a place now, as `day` does. Raises as `day`.

    >>> today("Karachi").place.name
    'Karachi'
    """
    return day(place, calendar=calendar, authority=authority, method=method)


def _place_at(place: PlaceLike, at: Any) -> Place:
    """Return the place; two numbers in a row are a pair that was not written as one."""
    numbers = [isinstance(each, Real) and not isinstance(each, bool) for each in (place, at)]
    if all(numbers):
        raise InvalidPlace(f"give latitude and longitude as one pair: ({place}, {at})")
    return as_place(place)


def _moment(at: Any, here: Place) -> datetime:
    """Return the moment that is asked for, on the clock of the place."""
    if at is None:
        return datetime.now(UTC).astimezone(here.zone)
    if isinstance(at, str) and len(at.strip()) > len("2027-02-08"):
        try:
            at = datetime.fromisoformat(at.strip())
        except ValueError:
            raise InvalidDate(
                f"cannot read the instant {at!r}; write it as 2027-02-08T18:00+03:30"
            ) from None
    if hasattr(at, "dtype") and at.dtype.kind == "M" and np.datetime_data(at.dtype)[0] != "D":
        days.as_day(at)  # raises for NaT and for weeks, months and years
        at = to_datetime(at)
    if isinstance(at, datetime):
        return hijri_days.aware(at).astimezone(here.zone)
    return datetime.combine(days.as_date(at), time(12), tzinfo=here.zone)


def _nightfall(night: hijri_days.Nightfall, zone: ZoneInfo) -> hijri_days.Nightfall:
    """Return a nightfall in local time, a sunset rounded to the minute."""
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
    if hijri.month != RAMADAN:
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
    """Return the next occurrences, always with the next last Friday of Ramadan."""
    coming = list(islice(upcoming(chosen, day_number), _OBSERVANCES))
    if not any(occurrence.observance.id == _ALWAYS_SHOWN for occurrence in coming):
        wanted = observance(_ALWAYS_SHOWN)
        coming += islice(
            (later for later in upcoming(chosen, day_number) if later.observance is wanted), 1
        )
    return tuple(coming)
