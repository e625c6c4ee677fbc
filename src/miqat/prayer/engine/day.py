"""The times of consecutive days by a method: the engine under every timetable."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from miqat import days
from miqat.errors import InvalidRule
from miqat.prayer.engine.sun import Cell, Provenance
from miqat.prayer.high_latitude import diyanet_europe, polar, twilight
from miqat.prayer.high_latitude.twilight import Twilights
from miqat.prayer.methods.model import LatitudeRule

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from numpy.typing import NDArray

    from miqat.prayer.engine.sun import Sun
    from miqat.prayer.methods.model import Epoch, Method, Moment

    Floats = NDArray[np.float64]

#: The order that the times of a day keep.
ORDER = (
    "imsak", "fajr", "sunrise", "dhuha", "dhuhr", "asr", "asr_hanafi", "maghrib", "isha",
)  # fmt: skip

# Where sunrise is absent noon bounds in its stead, and so on.
_NOT_BEFORE = {
    "dhuha": ("sunrise",),
    "asr": ("dhuhr",),
    "asr_hanafi": ("dhuhr", "asr"),
    "maghrib": ("dhuhr",),
    "isha": ("dhuhr", "maghrib"),
}
_NOT_AFTER = {
    "imsak": ("fajr", "sunrise", "dhuhr"),
    "fajr": ("sunrise", "dhuhr"),
    "sunrise": ("dhuhr",),
    "dhuha": ("dhuhr",),
    "asr": ("maghrib",),
    "asr_hanafi": ("maghrib",),
}

_MINUTES = 1440.0
_HANAFI = 2.0
_BY_YEAR = ("fajr", "sunrise", "maghrib", "isha")
_SAME = 1e-9  # days


def compute(method: Method, sun: Sun, names: Collection[str]) -> dict[str, Cell]:
    """Return some of the times of consecutive days, minutes added but not rounded.

    Times are days since the Sun's mean noon. Those of the first and the last day have no
    neighbour on one side: give a day more than is wanted on either.
    """
    sun.parallax = method.parallax
    moved = polar.moved(method, sun)
    if moved is None:
        return _Day(method, sun).times(names)
    found = _Day(method, moved.sun).times(names)
    return {name: moved.marked(name, cell) for name, cell in found.items()}


class _Day:
    """One method over one Sun: each time is reckoned when it is first asked for."""

    def __init__(self, method: Method, sun: Sun) -> None:
        self.method = method
        self.sun = sun
        self._raw: dict[str, Cell] = {}
        self._in_order: dict[str, Cell] = {}

    def times(self, names: Collection[str]) -> dict[str, Cell]:
        found = {name: self._ordered(name) for name in ORDER if name in names}
        night = set(names) & {"midnight", "last_third"}
        if night:
            found |= {name: cell for name, cell in self._night().items() if name in night}
        return found

    def raw(self, name: str) -> Cell:
        """Return a time before its minutes are added."""
        if name not in self._raw:
            if name in self._by_year:
                self._raw |= self._by_the_year()
            elif name in ("fajr", "isha"):
                fajr, isha = self._twilights()
                self._raw = {"fajr": fajr, "isha": isha} | self._raw
            else:
                self._raw[name] = self._reckoned(name)
        return self._raw[name]

    @property
    def _by_year(self) -> tuple[str, ...]:
        """The times that a rule gives a whole year at once: none that is a stated interval."""
        if self.method.latitudes.rule is not LatitudeRule.DIYANET_EUROPE:
            return ()
        return tuple(name for name in _BY_YEAR if self._moment(name).of is None)

    def _moment(self, name: str) -> Moment:
        return self.method.moment(name)

    def _epoch(self, name: str) -> Epoch:
        own = self._moment(name).epoch
        return self.method.epoch if own is None else own

    def _added(self, name: str) -> Cell:
        """Return a time with the method's minutes added."""
        cell, add = self.raw(name), self._moment(name).add
        return Cell(cell.t + add / _MINUTES, cell.how) if add else cell

    def _ordered(self, name: str) -> Cell:
        """Return a time with its minutes, within the bounds that the order of the day sets it.

        Noon bounds sunrise and sunset, these the rest; a time beyond its bound is moved to
        it, and says so.
        """
        if name not in self._in_order:
            cell = self._added(name)
            for earlier in _NOT_BEFORE.get(name, ()):
                bound = self._ordered(earlier).t
                if (early := cell.t < bound).any():
                    cell = cell.replaced(early, bound, Provenance.ORDERED)
            for later in _NOT_AFTER.get(name, ()):
                bound = self._ordered(later).t
                if (late := cell.t > bound).any():
                    cell = cell.replaced(late, bound, Provenance.ORDERED)
            self._in_order[name] = cell
        return self._in_order[name]

    def _reckoned(self, name: str) -> Cell:
        moment, epoch, method = self._moment(name), self._epoch(name), self.method
        if moment.of is not None:
            return self._interval(moment)
        if name == "dhuhr":
            return self.sun.transit(epoch)
        if name in ("asr", "asr_hanafi"):
            shadow = method.shadow.shadow if name == "asr" else _HANAFI
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
        base, after = self._added(moment.of), after_on(moment, self.sun.civil)
        counted = (base.how == Provenance.OBSERVED) & (after != 0.0)
        how = np.where(counted, np.int8(Provenance.INTERVAL), base.how)
        return Cell(base.t + after / _MINUTES, how)

    def _by_the_year(self) -> dict[str, Cell]:
        """Return the times of Diyanet's rule for Europe, before their minutes are added."""
        names = self._by_year
        found = {name: self._reckoned(name) for name in names}
        north = np.broadcast_to(self.sun.home >= diyanet_europe.FROM, (len(self.sun.east), 1))
        rows = np.asarray(north[:, 0])
        if not rows.any():
            return found
        shape = self.sun.path.shape
        t = {name: np.broadcast_to(cell.t, shape).copy() for name, cell in found.items()}
        years = self.sun.civil.astype("datetime64[D]").astype("datetime64[Y]")
        for year in np.unique(years):
            first, end = (int(one.astype("datetime64[D]").astype(int)) for one in (year, year + 1))
            whole = _Day(self.method, self.sun.through(first, end - first, rows))
            columns = np.flatnonzero(years == year)
            by_rule = whole.year(first)
            for name in names:
                values = by_rule[name] - self._moment(name).add / _MINUTES
                t[name][np.ix_(rows, columns)] = values[:, self.sun.civil[columns] - first]
        return {name: _changed(cell, t[name]) for name, cell in found.items()}

    def year(self, first: int) -> dict[str, Floats]:
        """Return the times of a whole year by Diyanet's rule for Europe, with their minutes."""
        added = {name: self._alone(name) for name in (*_BY_YEAR, "dhuhr")}
        rows = [
            diyanet_europe.adjusted(
                diyanet_europe.Year(first, **{name: values[row] for name, values in added.items()})
            )
            for row in range(len(self.sun.east))
        ]
        return {name: np.array([getattr(row, name) for row in rows]) for name in _BY_YEAR}

    def _alone(self, name: str) -> Floats:
        """Return a time with its minutes by no rule; NaN for a twilight that is an interval."""
        shape, moment = self.sun.path.shape, self._moment(name)
        if moment.of is None:
            t = self._reckoned(name).t
        elif name in ("fajr", "isha"):
            return np.full(shape, np.nan)
        else:
            t = self._risen(rising=name == "sunrise").t
        return np.broadcast_to(t + moment.add / _MINUTES, shape)

    def _twilights(self) -> tuple[Cell, Cell]:
        if self.method.latitudes.rule in (LatitudeRule.NONE, LatitudeRule.DIYANET_EUROPE):
            return self._reckoned("fajr"), self._reckoned("isha")
        return twilight.twilights(self.method, self.sun, _observed)

    def observed(self) -> Twilights:
        """Return fajr, sunrise, sunset and isha by no rule of high latitudes."""
        rising, setting = self._risen(rising=True), self._risen(rising=False)
        return Twilights(self._reckoned("fajr"), rising, setting, self._reckoned("isha"))

    def _risen(self, *, rising: bool) -> Cell:
        epoch = self._epoch("sunrise" if rising else "maghrib")
        return self.sun.horizon(self.method.horizon, epoch, rising=rising)

    def _night(self) -> Mapping[str, Cell]:
        """Return the middle and the last third of the night after each day."""
        begins, ends = self.method.midnight.split(" to ")
        start = self._risen(rising=False) if begins == "sunset" else self._added("maghrib")
        end = self._risen(rising=True) if ends == "sunrise" else self._added("fajr")
        next_end = np.concatenate([end.t[..., 1:], end.t[..., -1:]], axis=-1) + 1.0
        next_how = np.concatenate([end.how[..., 1:], end.how[..., -1:]], axis=-1)
        how = np.where(
            (start.how < 0) | (next_how < 0), Provenance.WITHOUT_ITS_BASE, Provenance.INTERVAL
        )
        length = np.maximum(next_end - start.t, 0.0)
        codes = how.astype(np.int8)
        return {
            "midnight": Cell(start.t + length / 2.0, codes),
            "last_third": Cell(start.t + length * 2.0 / 3.0, codes),
        }


def _changed(cell: Cell, t: Floats) -> Cell:
    """Return a cell with new times, which carry the code of the rule where they differ."""
    differs = ~np.isnan(t) & ~(np.abs(t - cell.t) < _SAME)
    return Cell(
        np.where(differs, t, cell.t),
        np.where(differs, np.int8(Provenance.DIYANET_EUROPE), cell.how).astype(np.int8),
    )


def _observed(method: Method, sun: Sun) -> Twilights:
    return _Day(method, sun).observed()


def after_on(moment: Moment, civil: NDArray[np.int64]) -> Floats:
    """Return by how many minutes a moment comes after another on civil days, shape () or (m,)."""
    if not moment.seasons:
        return np.asarray(moment.after)
    # Days of a leap year, so that each has a place of its own.
    at = [days.from_gregorian(2000, month, day) for month, day, _ in moment.seasons]
    on = [days.from_gregorian(2000, *days.to_gregorian(day)[1:]) for day in civil.tolist()]
    minutes = [after for _, _, after in moment.seasons]
    return np.asarray(np.rint(np.interp(on, at, minutes, period=366.0)))
