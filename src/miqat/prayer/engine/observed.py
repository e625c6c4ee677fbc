"""The times of consecutive days as the sky gives them, by no rule of high latitudes."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from miqat import days
from miqat.errors import InvalidRule
from miqat.prayer.engine.sun import Cell, Provenance

if TYPE_CHECKING:
    from miqat._typing import Floats, Int64s
    from miqat.prayer.engine.sun import Sun
    from miqat.prayer.methods.model import Epoch, Method, Moment


_MINUTES = 1440.0
_SHADOWS = {"asr_shafi": 1.0, "asr_hanafi": 2.0}


class Twilights(NamedTuple):
    """Fajr, sunrise, sunset and isha of consecutive days, without their added minutes."""

    fajr: Cell
    sunrise: Cell
    sunset: Cell
    isha: Cell


class Observed:
    """One method over one Sun: each time is computed when it is first asked for."""

    def __init__(self, method: Method, sun: Sun) -> None:
        self.method = method
        self.sun = sun
        self._raw: dict[str, Cell] = {}

    def raw(self, name: str) -> Cell:
        """Return a time before its minutes are added."""
        if name not in self._raw:
            self._raw[name] = self._computed(name)
        return self._raw[name]

    def moment(self, name: str) -> Moment:
        """Return how a time is computed."""
        return self.method.moment(name)

    def epoch(self, name: str) -> Epoch:
        """Return when the Sun is taken for a time."""
        own = self.moment(name).epoch
        return self.method.epoch if own is None else own

    def added(self, name: str) -> Cell:
        """Return a time with the method's minutes added."""
        cell, add = self.raw(name), self.moment(name).add
        return Cell(cell.t + add / _MINUTES, cell.how) if add else cell

    def _computed(self, name: str) -> Cell:
        moment, epoch, method = self.moment(name), self.epoch(name), self.method
        if moment.of is not None:
            return self._interval(moment)
        if name == "dhuhr":
            return self.sun.transit(epoch)
        if name in ("asr", *_SHADOWS):
            shadow = _SHADOWS.get(name, method.shadow.shadow)
            return self.sun.asr(method.shadow, shadow, epoch)
        rising = name in ("imsak", "fajr", "sunrise", "dhuha")
        if moment.angle is not None:
            return self.sun.below(moment.angle, epoch, rising=rising)
        if name in ("sunrise", "maghrib"):
            return self.sun.horizon(method.horizon, epoch, rising=rising)
        raise InvalidRule(f"method {method.id!r} has neither an angle nor an interval for {name}")

    def _interval(self, moment: Moment) -> Cell:
        """Return a time some minutes after another, or before it, itself with its minutes."""
        assert moment.of is not None
        base, after = self.added(moment.of), after_on(moment, self.sun.civil)
        counted = (base.how == Provenance.OBSERVED) & (after != 0.0)
        how = np.where(counted, np.int8(Provenance.INTERVAL), base.how)
        return Cell(base.t + after / _MINUTES, how)

    def risen(self, *, rising: bool) -> Cell:
        """Return sunrise or sunset, even where the method takes them as intervals."""
        epoch = self.epoch("sunrise" if rising else "maghrib")
        return self.sun.horizon(self.method.horizon, epoch, rising=rising)

    def twilights(self) -> Twilights:
        """Return fajr, sunrise, sunset and isha by no rule of high latitudes."""
        rising, setting = self.risen(rising=True), self.risen(rising=False)
        return Twilights(self._computed("fajr"), rising, setting, self._computed("isha"))


def after_on(moment: Moment, civil: Int64s) -> Floats:
    """Return by how many minutes a moment comes after another on civil days, shape () or (m,)."""
    if not moment.seasons:
        return np.asarray(moment.after)
    # Days of a leap year, so that each has a separate place.
    at = [days.from_gregorian(2000, month, day) for month, day, _ in moment.seasons]
    on = [days.from_gregorian(2000, *days.to_gregorian(day)[1:]) for day in civil.tolist()]
    minutes = [after for _, _, after in moment.seasons]
    return np.asarray(np.rint(np.interp(on, at, minutes, period=366.0)))


def observed(method: Method, sun: Sun) -> Twilights:
    """Return fajr, sunrise, sunset and isha of a Sun by no rule of high latitudes."""
    return Observed(method, sun).twilights()
