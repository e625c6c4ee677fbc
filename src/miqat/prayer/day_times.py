"""The times of one day, and the absence of a time that does not occur."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, cast

from miqat.errors import UnknownName
from miqat.jsonable import Jsonable, plain
from miqat.prayer.engine.sun import Provenance
from miqat.prayer.methods.model import TIMES
from miqat.sky.events import Reason

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Absent(Jsonable):
    """A time that does not occur on a day, and why. It is false where a time is true.

    `of` is the time whose absence it is: itself, or what it is counted from.
    """

    name: str
    reason: Reason | Provenance
    of: str = ""

    def __bool__(self) -> bool:
        return False

    def to_dict(self) -> dict[str, Any]:
        """Return the absence as plain data: no time, and the reason in words."""
        return {"time": None, "reason": self.why}

    def __str__(self) -> str:
        return f"none: {self.why}"

    @property
    def why(self) -> str:
        """The reason in words.

        >>> Absent("maghrib", Reason.STAYS_ABOVE).why
        'the Sun does not set'
        """
        if self.reason is Provenance.WITHOUT_ITS_BASE:
            return "the time that it is counted from does not occur"
        if self.reason is Provenance.UNPRINTED:
            return "the published table has none on this day"
        if self.reason is Provenance.LEFT_OUT:
            return "the place's clock left this day out"
        return _WHY[self.of or self.name, int(self.reason)]


def _why() -> dict[tuple[str, int], str]:
    above, below, neither = Reason.STAYS_ABOVE, Reason.STAYS_BELOW, Reason.NO_SUCH_ALTITUDE
    found: dict[tuple[str, int], str] = {
        ("sunrise", above): "the Sun does not set",
        ("sunrise", below): "the Sun does not rise",
        ("dhuha", above): "the Sun stays above the altitude of dhuha",
        ("dhuha", below): "the Sun does not climb so high",
        ("maghrib", above): "the Sun does not set",
        ("maghrib", below): "the Sun does not rise",
    }
    for name in ("asr", "asr_hanafi"):
        found[name, above] = "the shadow never grows that long"
        found[name, below] = "the Sun is on the horizon at noon"
        found[name, neither] = "the Sun is below the horizon at noon"
    for name, twilight in (("imsak", "fajr"), ("fajr", "fajr"), ("isha", "isha")):
        found[name, above] = f"the Sun stays above the altitude of {twilight}"
        found[name, below] = f"the Sun stays below the altitude of {twilight}"
    return found


_WHY = _why()

Time = datetime | Absent


@dataclass(frozen=True, slots=True)
class Times(Jsonable):
    """The times of one day, whole minutes of the place's own clock, or typed absences.

    `asr` is the method's, `asr_hanafi` that of twice the height; `midnight` and `last_third`
    are those of the night that follows. `how` says of each how it came to be.
    """

    date: date
    imsak: Time
    fajr: Time
    sunrise: Time
    dhuha: Time
    dhuhr: Time
    asr: Time
    asr_hanafi: Time
    maghrib: Time
    isha: Time
    midnight: Time
    last_third: Time
    how: Mapping[str, Provenance]

    def items(self) -> list[tuple[str, Time]]:
        """Return names and times in the order of the day."""
        return [(name, getattr(self, name)) for name in TIMES]

    def __getitem__(self, name: str) -> Time:
        """Return a time by its name. Raises `UnknownName`."""
        if name not in TIMES:
            raise UnknownName.among("time", str(name), TIMES)
        return cast("Time", getattr(self, name))

    def to_dict(self) -> dict[str, Any]:
        """Return the date and each time as ISO text; an absent one as null with its reason."""
        return {"date": plain(self.date), **{name: plain(time) for name, time in self.items()}}
