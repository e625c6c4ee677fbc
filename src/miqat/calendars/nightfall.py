"""The Hijri day at an instant, which began at sunset, at midnight or at a fixed hour.

A calendar maps daylight days; which of them an instant belongs to depends on the place and on when
the day is taken to begin. The daylight follows the night, so that a day that begins in the evening
has the date of the next civil day.
"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

from miqat import days
from miqat.errors import InvalidDate, OutOfRange, UnknownName, WrongType
from miqat.places import as_place, solar_days

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from miqat._typing import Int64s
    from miqat.places import Place, PlaceLike

Begins = Literal["sunset", "midnight"]

SUNSET = "sunset"
NO_SUNSET = "18:00 local mean time, because the Sun does not set"
TOWARD_NO_SUNSET = (
    "an hour a day from sunset to 18:00 local mean time, because the Sun does not set"
)

_NOON = time(12)
_STEPS = 6  # hours from noon or midnight to 18:00
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_AROUND = 2  # civil days to either side: nightfall may come after midnight by the clock


class Nightfall(NamedTuple):
    """The end of the daylight of a civil day, by its day number, and what it is known by.

    The instant is in UTC; `basis` is `SUNSET`, `NO_SUNSET` or `TOWARD_NO_SUNSET`.
    """

    day: int
    instant: datetime
    basis: str


class DaySpan(NamedTuple):
    """The Hijri day at an instant: the day number of its daylight, its ends (UTC), its basis."""

    day: int
    began: datetime
    ends: datetime
    basis: str


def day_at(instant: datetime, place: PlaceLike, begins: Begins | time = "sunset") -> DaySpan:
    """Return the Hijri day at an aware datetime in a place; see `Calendar.at`."""
    moment = aware(instant)
    here = as_place(place)
    if begins == "sunset":
        local = days.from_date(moment.astimezone(here.zone).date())
        night, coming = around(nightfalls(here, local - _AROUND, 2 * _AROUND + 1), moment)
        return DaySpan(coming.day, night.instant, coming.instant, night.basis)
    if begins == "midnight":
        return _by_the_clock(moment, here, time(0), "midnight")
    if not isinstance(begins, time):
        raise UnknownName.among("beginning of the day", str(begins), ("sunset", "midnight"))
    if begins.tzinfo is not None:
        raise InvalidDate(f"{begins} has a time zone; the hour is that of the place's own clock")
    return _by_the_clock(moment, here, begins, "fixed hour")


def aware(instant: datetime) -> datetime:
    """Return a datetime in UTC. Raises `InvalidDate` where it has no zone, `OutOfRange`."""
    if not isinstance(instant, datetime):
        raise WrongType(f"an instant is a datetime with a time zone, not {instant!r}")
    if instant.tzinfo is None:
        text = instant.isoformat()
        raise InvalidDate(f"{text} has no time zone; write it with its offset, as {text}+03:00")
    if not datetime.min.year < instant.year < datetime.max.year:
        raise OutOfRange(f"{instant.isoformat()} is too near the end of what a datetime can hold")
    return instant.astimezone(UTC)


def nightfalls(place: Place, first: int, count: int) -> list[Nightfall]:
    """Return the nightfalls of civil days of a place, `count` of them from a day number on.

    Where the Sun does not set, 18:00 of local mean time. The last sunset before a polar night is
    near noon, and the last before a midnight sun near midnight: from there to 18:00 and back the
    nightfall moves by an hour a day, so that no day lasts six hours more or less than others. A
    civil day that the place left out when it crossed the date line (Apia, 2011-12-30) shares the
    daylight of the one after it, and has no separate nightfall. Raises `OutOfRange` outside the
    ephemeris.
    """
    solar = solar_days(place, first, count + 1)
    sunsets = _sunsets(place, solar[:count])
    around_them: dict[int, datetime | None] = {}
    if None in sunsets:
        wider = np.arange(solar[0] - _STEPS, solar[count - 1] + _STEPS + 1)
        around_them = dict(zip(wider.tolist(), _sunsets(place, wider), strict=True))
    found = []
    for ahead, sunset in enumerate(sunsets):
        if solar[ahead] == solar[ahead + 1]:
            continue
        if sunset is None:
            instant, basis = _without_sunset(place, int(solar[ahead]), around_them)
        else:
            instant, basis = sunset, SUNSET
        found.append(Nightfall(first + ahead, instant, basis))
    return found


def _sunsets(place: Place, solar: Sequence[int] | Int64s) -> list[datetime | None]:
    """Return the sunsets of days of mean solar time of a place, None where there is none."""
    from miqat.sky.day_path import DayPath
    from miqat.sky.events import Reason, crossings
    from miqat.sky.horizon import SUNRISE_ALTITUDE
    from miqat.sky.timescale import to_datetime

    path = DayPath.of("sun", place.longitude, solar)
    found = crossings(path, place.latitude, SUNRISE_ALTITUDE, rising=False)
    occurs = (found.reason == Reason.OCCURS).tolist()
    return [
        to_datetime(instant) if there else None
        for instant, there in zip(found.instants, occurs, strict=True)
    ]


def _without_sunset(
    place: Place, day: int, sunsets: Mapping[int, datetime | None]
) -> tuple[datetime, str]:
    """Return the nightfall of a day of mean solar time without a sunset, and its basis.

    18:00, but no more than an hour a day away from any sunset of the days before and after.
    """
    evening = _EPOCH + timedelta(days=day + 0.75 - place.longitude / 360.0)
    instant = evening
    for away in range(_STEPS, 0, -1):
        for near, later in ((day - away, away), (day + away, -away)):
            sunset = sunsets[near]
            if sunset is not None:
                same_hour = sunset + timedelta(days=later)
                reach = timedelta(hours=away)
                instant = min(max(instant, same_hour - reach), same_hour + reach)
    return instant, NO_SUNSET if instant == evening else TOWARD_NO_SUNSET


def around(nights: Sequence[Nightfall], moment: datetime) -> tuple[Nightfall, Nightfall]:
    """Return the last nightfall that is not after a moment and the first that is."""
    instant = moment.astimezone(UTC)  # of two datetimes of one zone, Python compares the clocks
    at = next(at for at, night in enumerate(nights) if night.instant > instant)
    if at == 0:
        raise AssertionError(f"no nightfall is known before {instant}")
    return nights[at - 1], nights[at]


def _by_the_clock(moment: datetime, place: Place, hour: time, basis: str) -> DaySpan:
    """Return the day that began at an hour; from noon on, it has the date of the next day."""
    zone = place.zone
    on = moment.astimezone(zone).date()
    beginnings = [
        datetime.combine(on + timedelta(days=ahead), hour, tzinfo=zone).astimezone(UTC)
        for ahead in (-1, 0, 1, 2)
    ]
    at = next(at for at, began in enumerate(beginnings) if began > moment)
    day = days.from_date(on) + at - 2 + (hour >= _NOON)
    return DaySpan(day, beginnings[at - 1], beginnings[at], basis)
