"""The timetable: the times of prayer of a place over a run of days.

Instants are exact; the wall clock is rounded to the nearest minute. What does not occur
is absent with its reason, never a made-up minute.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np

from miqat import days
from miqat.errors import InvalidDate
from miqat.places import solar_days
from miqat.prayer import methods
from miqat.prayer.methods import DEFAULT_METHOD, Method
from miqat.sky.events import Events, Reason, crossings, transits
from miqat.sky.horizon import SUNRISE_ALTITUDE
from miqat.sky.paths import DayPath
from miqat.sky.timescale import to_datetime

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from miqat.places import Place

    Floats = NDArray[np.float64]

#: The times of a day in their order.
TIMES = ("imsak", "fajr", "sunrise", "dhuhr", "asr", "maghrib", "isha")

#: The five prayers.
PRAYERS = ("fajr", "dhuhr", "asr", "maghrib", "isha")


@dataclass(frozen=True, slots=True)
class Absent:
    """A time that does not occur on a day, and why. It is false where a time is true."""

    name: str
    reason: Reason

    def __bool__(self) -> bool:
        return False

    def __str__(self) -> str:
        return f"none: {_WHY[self.name, self.reason]}"


_WHY = {
    ("sunrise", Reason.STAYS_ABOVE): "the Sun does not set",
    ("sunrise", Reason.STAYS_BELOW): "the Sun does not rise",
    ("maghrib", Reason.STAYS_ABOVE): "the Sun does not set",
    ("maghrib", Reason.STAYS_BELOW): "the Sun does not rise",
    ("asr", Reason.STAYS_ABOVE): "the shadow never grows that long",
    ("asr", Reason.STAYS_BELOW): "the Sun is on the horizon at noon",
    ("asr", Reason.NO_SUCH_ALTITUDE): "the Sun is below the horizon at noon",
} | {
    (name, reason): f"the Sun stays {side} the altitude of {twilight}"
    for name, twilight in (("imsak", "fajr"), ("fajr", "fajr"), ("isha", "isha"))
    for reason, side in ((Reason.STAYS_ABOVE, "above"), (Reason.STAYS_BELOW, "below"))
}

Time = datetime | Absent


@dataclass(frozen=True, slots=True)
class Times:
    """The times of one day, whole minutes of the place's own clock, or typed absences."""

    date: date
    imsak: Time
    fajr: Time
    sunrise: Time
    dhuhr: Time
    asr: Time
    maghrib: Time
    isha: Time

    def items(self) -> list[tuple[str, Time]]:
        """Return names and times in the order of the day."""
        return [(name, getattr(self, name)) for name in TIMES]


@dataclass(frozen=True, eq=False)
class Timetable:
    """The times of a place on consecutive days.

    `instants` maps each name of `TIMES` to UTC `datetime64[us]`, one a day, NaT where
    `reasons` (int8, see `sky.events.Reason`) says why there is none.
    """

    place: Place
    method: Method
    first: date
    instants: Mapping[str, NDArray[np.datetime64]]
    reasons: Mapping[str, NDArray[np.int8]]

    def __len__(self) -> int:
        return len(self.instants["dhuhr"])

    def day(self, on: date) -> Times:
        """Return the times of one day. Raises `InvalidDate` outside the table."""
        index = (on - self.first).days
        if not 0 <= index < len(self):
            last = self.first + timedelta(days=len(self) - 1)
            raise InvalidDate(f"{on} is not in the timetable of {self.first} to {last}")
        return Times(on, **{name: self._cell(name, index) for name in TIMES})

    def _cell(self, name: str, index: int) -> Time:
        reason = Reason(int(self.reasons[name][index]))
        if reason is not Reason.OCCURS:
            return Absent(name, reason)
        half_on = to_datetime(self.instants[name][index]) + timedelta(seconds=30)
        # The minutes are the clock's own: its offset may hold seconds (St. John's to 1935).
        clock = half_on.astimezone(self.place.zone)
        return clock.replace(second=0, microsecond=0)


def times(
    place: Place, start: date, stop: date | None = None, method: str | Method = DEFAULT_METHOD
) -> Timetable:
    """Return the times of prayer of a place from `start` to `stop`, both included.

    `stop` is `start` unless given; the method is an id or a `Method`. Days are civil days
    of the place's own clock. Raises `UnknownName` for a method and `InvalidDate` when
    `stop` comes before `start`.
    """
    rule = method if isinstance(method, Method) else methods.method(method)
    count = ((stop or start) - start).days + 1
    if count < 1:
        raise InvalidDate(f"the timetable would end on {stop}, before it starts on {start}")
    path = DayPath.of("sun", place.longitude, solar_days(place, days.from_date(start), count))

    def crossing(altitude: Floats | float, *, rising: bool) -> Events:
        return crossings(path, place.latitude, altitude, rising=rising)

    dawn = crossing(-rule.fajr_angle, rising=True)
    cells = {
        "imsak": Events(dawn.instants - np.timedelta64(rule.imsak_minutes, "m"), dawn.reason),
        "fajr": dawn,
        "sunrise": crossing(SUNRISE_ALTITUDE, rising=True),
        "dhuhr": transits(path),
        "asr": crossing(_asr_altitude(rule.asr_shadow, place.latitude, path), rising=False),
        "maghrib": crossing(SUNRISE_ALTITUDE, rising=False),
        "isha": crossing(-rule.isha_angle, rising=False),
    }
    return Timetable(
        place,
        rule,
        start,
        {name: cell.instants for name, cell in cells.items()},
        {name: cell.reason for name, cell in cells.items()},
    )


def _asr_altitude(shadow: float, latitude: float, path: DayPath) -> Floats:
    """Return the Sun's altitude when a shadow exceeds its noon length, degrees.

    arccot(shadow + tan z), z the Sun's topocentric zenith distance at its transit; NaN
    where the Sun is below the horizon then.
    """
    noon = path.when_hour_angle(0.0)
    geocentric = np.abs(np.radians(latitude) - path.declination(noon))
    zenith = geocentric + np.arcsin(path.parallax(noon) * np.sin(geocentric))
    shadow_length = shadow + np.tan(np.minimum(zenith, np.pi / 2 - 1e-9))
    return np.where(zenith < np.pi / 2, np.degrees(np.arctan(1.0 / shadow_length)), np.nan)
