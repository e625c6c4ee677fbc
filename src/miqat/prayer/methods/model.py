"""The type of a method: how each time of the day is defined and rounded.

Each method is one TOML file in data/methods, named by its id, with its sources; docs/methods.md
says what each key means. A method may derive from another (`base`) and may change at a date
(`changes`) and in Ramadan (`ramadan`). Nothing else changes it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from datetime import date
from enum import StrEnum
from typing import Any, Literal

#: The times of a day, in order; midnight and last third are those of the night after.
TIMES = (
    "imsak", "fajr", "sunrise", "dhuha", "dhuhr", "asr", "asr_hanafi", "maghrib", "isha",
    "midnight", "last_third",
)  # fmt: skip

#: Every time that can be asked for, in the order in which a table has them.
ALL_TIMES = (
    "imsak", "fajr", "sunrise", "fajr_end", "makruh_sunrise_end", "dhuha", "dahwa_kubra",
    "makruh_noon_start", "makruh_noon_end", "dhuhr", "asr_shafi", "asr", "asr_hanafi",
    "dhuhr_end", "makruh_sunset_start", "sunset", "maghrib", "asr_end", "isha", "maghrib_end",
    "first_third", "midnight", "last_third", "isha_end",
)  # fmt: skip

#: The time whose minutes, rounding and absence a further time has; others are of none.
SAME_AS = {
    "asr_hanafi": "asr", "asr_shafi": "asr", "fajr_end": "sunrise", "dhuhr_end": "asr",
    "asr_end": "maghrib", "maghrib_end": "isha", "isha_end": "fajr", "sunset": "maghrib",
    "makruh_sunrise_end": "dhuha", "makruh_sunset_start": "dhuha",
}  # fmt: skip

#: The five prayers.
PRAYERS = ("fajr", "dhuhr", "asr", "maghrib", "isha")

#: "ceil of seconds" drops the fraction of a second first: a time by half a second past a
#: minute keeps that minute.
Rounding = Literal["nearest", "floor", "ceil", "ceil of seconds", "none"]

#: When the Sun is taken: at each event itself, at its transit, at 12:00 of local mean time, or
#: at an hour UT of the civil date.
Epoch = Literal["event", "transit", "local noon"] | float

Clock = Literal["wall", "standard"]
#: A part of every year: its first and its last day, each (month, day).
Season = tuple[tuple[int, int], tuple[int, int]]
Status = Literal["", "measured", "read"]
Dip = Literal["none", "geometric", "refracted", "praytimes"] | float
Midnight = Literal["sunset to sunrise", "sunset to fajr", "maghrib to sunrise", "maghrib to fajr"]


class LatitudeRule(StrEnum):
    """The replacement of a twilight that does not occur, or is late; see `high_latitude`."""

    NONE = "none"
    MIDDLE = "middle of the night"
    SEVENTH = "seventh of the night"
    ANGLE = "angle over 60 of the night"
    NEAREST_LATITUDE = "nearest latitude"
    NEAREST_DAY = "nearest day"
    MECCA = "proportion at Mecca"
    MOONSIGHTING = "moonsighting committee"
    DIYANET = "diyanet"
    LOCAL_ESTIMATION = "local relative estimation"
    DIYANET_EUROPE = "diyanet in Europe"


class PolarRule(StrEnum):
    """The replacement of a sunrise or sunset that does not occur."""

    UNRESOLVED = "unresolved"
    NEAREST_LATITUDE = "nearest latitude"
    NEAREST_DAY = "nearest day"


@dataclass(frozen=True, slots=True)
class Moment:
    """How one time of the day is computed.

    `angle` is degrees of the Sun's centre below the horizon; `after` minutes after another
    time (or before, if negative), named by `of`; with `seasons` they are whole minutes by the
    day of the year, on straight lines between (month, day, minutes). `add` is minutes added
    before rounding, and is all of an authority's safety and fudge; `rounding` is of the minute.
    `epoch` is when the Sun is taken, the method's own unless given.
    """

    angle: float | None = None
    of: str | None = None
    after: float = 0.0
    seasons: tuple[tuple[int, int, float], ...] = ()
    add: float = 0.0
    rounding: Rounding = "nearest"
    epoch: Epoch | None = None


@dataclass(frozen=True, slots=True)
class Asr:
    """Asr: by how many heights a shadow exceeds its noon shadow, and where that is taken.

    The noon shadow is that of the Sun's own transit, with the Sun of an epoch: asr's own
    unless given.
    """

    shadow: float = 1.0
    noon: Epoch | None = None


@dataclass(frozen=True, slots=True)
class Horizon:
    """The horizon of sunrise and sunset: the centre's altitude at sea level, and the dip.

    Degrees; the dip is that of the place's elevation by the formula named: "geometric"
    1.93' sqrt(h), "refracted" 1.76' sqrt(h), "praytimes" 0.0347 degrees sqrt(h); or the degrees
    by the square root of a metre.
    """

    altitude: float = -5.0 / 6.0
    dip: Dip = "none"


@dataclass(frozen=True, slots=True)
class Latitudes:
    """The rule of high latitudes, and when it is applied.

    From `above` degrees of latitude on, either "always", or "beyond": where the twilight is absent
    or farther from sunset or sunrise than the rule's; or "absent" only. `nearest` is the latitude
    that lends its times; what it or the nearest day lends is, by `lends`, the time of local mean
    day, the interval from sunrise or sunset, or the proportion of the night. `night` is that of
    fajr: the one before its sunrise, or the one after its day, as some programs have it; or for
    both twilights 24 hours less the "day" itself. `cap` is the most minutes of isha after sunset;
    `shafaq` the dusk of the seasonal functions. `polar` replaces a sunrise and sunset that do not
    occur.
    """

    rule: LatitudeRule = LatitudeRule.NONE
    apply: Literal["beyond", "absent", "always"] = "beyond"
    above: float = 0.0
    nearest: float = 48.5
    lends: Literal["time", "interval", "proportion"] = "time"
    night: Literal["before", "after", "day"] = "before"
    cap: float | None = None
    shafaq: Literal["general", "ahmer", "abyad"] = "general"
    polar: PolarRule = PolarRule.UNRESOLVED


@dataclass(frozen=True, slots=True)
class Ramadan:
    """What a method changes in Ramadan, by the calendar with an id."""

    calendar: str | None = None
    moments: tuple[tuple[str, Moment], ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """What a method was until the day before a date, or is in a season of every year."""

    until: date | None = None
    moments: tuple[tuple[str, Moment], ...] = ()
    epoch: Epoch | None = None
    season: Season | None = None

    def holds(self, day: date) -> bool:
        """Return whether the change is in force on a day."""
        if self.until is not None and day >= self.until:
            return False
        if self.season is None:
            return True
        first, last = self.season
        on = (day.month, day.day)
        return first <= on <= last if first <= last else on >= first or on <= last


@dataclass(frozen=True, slots=True)
class Area:
    """What a method has otherwise at some of its stations, whose keys begin with one of `keys`.

    It holds always, or until the day before a date, or in a season of every year.
    """

    keys: tuple[str, ...]
    moments: tuple[tuple[str, Moment], ...] = ()
    epoch: Epoch | None = None
    noon: Epoch | None = None
    until: date | None = None
    season: Season | None = None


@dataclass(frozen=True, slots=True)
class Towns:
    """The towns of a country that have the table of one station and whole minutes by month.

    `of` is the station, such as "bosnia:Sarajevo", and `point` the latitude and longitude from
    which the minutes are counted; where they are `mirrored`, a town south of it has those of one
    as far to the north. `follow` names times that have the minutes of another time.
    """

    of: str
    country: str
    point: tuple[float, float]
    mirrored: bool = False
    follow: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Printed:
    """A printed table that a method holds: its times in place of computed ones.

    `file` is the path of the table; with {station} in it, each of the method's stations has a
    file under its key, and the times of other places are computed. `of` is the place whose rows
    are taken, unless they are those of the place asked for; `minutes` is the path of a table of
    minutes that are added by place.
    With `every_year` the rows serve the same dates of any year. `clock` says whether the table
    has the clock of its days, summer time in it, or standard time all year.
    """

    file: str
    of: str | None = None
    minutes: str = ""
    every_year: bool = False
    clock: Clock = "wall"


@dataclass(frozen=True, slots=True)
class Method:
    """A method for prayer times; see the types of the fields.

    `aliases` are its names elsewhere; `publisher` is the body that prints the times; `status`
    says whether the rule was measured on printed minutes or read in a publication, and
    `agreement` how well it reproduces what is printed, and on what; it is true of the years
    `measured`. `since` and `until` bound the dates it is for. `perpetual` is the year whose Sun a
    table that is the same every year was made from.
    """

    id: str
    title: str
    source: str
    fajr: Moment
    isha: Moment
    sunrise: Moment = field(default_factory=Moment)
    dhuhr: Moment = field(default_factory=Moment)
    asr: Moment = field(default_factory=Moment)
    maghrib: Moment = field(default_factory=Moment)
    imsak: Moment = field(default_factory=lambda: Moment(of="fajr", after=-10.0))
    dhuha: Moment = field(default_factory=lambda: Moment(angle=-4.5))
    shadow: Asr = field(default_factory=Asr)
    horizon: Horizon = field(default_factory=Horizon)
    midnight: Midnight = "sunset to sunrise"
    latitudes: Latitudes = field(default_factory=Latitudes)
    ramadan: Ramadan = field(default_factory=Ramadan)
    changes: tuple[Change, ...] = ()
    epoch: Epoch = "event"
    parallax: bool = True
    perpetual: int | None = None
    since: date | None = None
    until: date | None = None
    areas: tuple[Area, ...] = ()
    printed: Printed | None = None
    towns: Towns | None = None
    aliases: tuple[str, ...] = ()
    publisher: str = ""
    status: Status = ""
    agreement: str = ""
    measured: tuple[int, int] | None = None

    def moment(self, name: str) -> Moment:
        """Return how a time is computed; both other asr have the moment of `asr`."""
        found: Moment = getattr(self, SAME_AS.get(name, name))
        return found

    def with_moments(self, moments: tuple[tuple[str, Moment], ...]) -> Method:
        """Return the method with some of its times defined otherwise."""
        changed: dict[str, Any] = dict(moments)
        return replace(self, **changed) if moments else self

    def on(self, day: date) -> Method:
        """Return the method as it was on a date, outside Ramadan."""
        found = self
        latest_first = sorted(
            self.changes, key=lambda change: change.until or date.max, reverse=True
        )
        for change in latest_first:
            if change.holds(day):
                found = found.with_moments(change.moments)
                if change.epoch is not None:
                    found = replace(found, epoch=change.epoch)
        return found

    def at(self, station: str | None) -> Method:
        """Return the method as it is at a station such as "jakim:KTN01"; elsewhere as it is."""
        authority, _, key = (station or "").partition(":")
        if authority != self.id:
            return self
        found = self
        for area in self.areas:
            if not key.startswith(area.keys):
                continue
            if area.until is not None or area.season is not None:
                change = Change(area.until, area.moments, area.epoch, area.season)
                found = replace(found, changes=(*found.changes, change))
                continue
            epoch = found.epoch if area.epoch is None else area.epoch
            noon = found.shadow.noon if area.noon is None else area.noon
            found = replace(
                found.with_moments(area.moments),
                epoch=epoch,
                shadow=replace(found.shadow, noon=noon),
            )
        return found


#: The names of the times that a method defines by a `Moment`.
MOMENTS = tuple(entry.name for entry in fields(Method) if entry.type == "Moment")
