"""The times of consecutive days by a method: the engine under every timetable."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from miqat.prayer.engine.derived import Night, derived, following
from miqat.prayer.engine.observed import Observed
from miqat.prayer.engine.sun import Cell, Provenance
from miqat.prayer.high_latitude import diyanet_europe, polar, twilight
from miqat.prayer.methods.model import LatitudeRule

if TYPE_CHECKING:
    from collections.abc import Collection

    from miqat._typing import Floats
    from miqat.prayer.engine.sun import Sun
    from miqat.prayer.methods.model import Method


#: The order that the times of a day keep.
ORDER = (
    "imsak", "fajr", "sunrise", "dhuha", "dhuhr", "asr_shafi", "asr", "asr_hanafi",
    "maghrib", "isha",
)  # fmt: skip

# If sunrise is absent, noon is the bound instead, and so on.
_NOT_BEFORE = {
    "dhuha": ("sunrise",),
    "asr_shafi": ("dhuhr",),
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
    "asr_shafi": ("maghrib",),
    "asr": ("maghrib",),
    "asr_hanafi": ("maghrib",),
}

_MINUTES = 1440.0
_OF_THE_NIGHT = {"first_third": 1.0 / 3.0, "midnight": 1.0 / 2.0, "last_third": 2.0 / 3.0}
_BY_YEAR = ("fajr", "sunrise", "maghrib", "isha")
_SAME = 1e-9  # days


def compute(method: Method, sun: Sun, names: Collection[str]) -> dict[str, Cell]:
    """Return some of the times of consecutive days, minutes added but not rounded.

    Times are days since the Sun's mean noon. Those of the first and the last day have no
    neighbour on one side: give a day more than is wanted on either.
    """
    sun = sun.seen(parallax=method.parallax)
    moved = polar.moved(method, sun)
    if moved is None:
        return _Day(method, sun).times(names)
    found = _Day(method, moved.sun).times(names)
    return {name: moved.marked(name, cell) for name, cell in found.items()}


class _Day(Observed):
    """One method over one Sun, with its rules for high latitudes and the order of the day."""

    def __init__(self, method: Method, sun: Sun) -> None:
        super().__init__(method, sun)
        self._in_order: dict[str, Cell] = {}

    def times(self, names: Collection[str]) -> dict[str, Cell]:
        found = {name: self._ordered(name) for name in ORDER if name in names}
        for name in names:
            if name in _OF_THE_NIGHT:
                found[name] = self._night().part(_OF_THE_NIGHT[name])
            elif name not in found:
                found[name] = derived(name, self, self._ordered)
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
                self._raw[name] = self._computed(name)
        return self._raw[name]

    @property
    def _by_year(self) -> tuple[str, ...]:
        """The times that a rule gives a whole year at once: none that is a stated interval."""
        if self.method.latitudes.rule is not LatitudeRule.DIYANET_EUROPE:
            return ()
        return tuple(name for name in _BY_YEAR if self.moment(name).of is None)

    def _ordered(self, name: str) -> Cell:
        """Return a time with its minutes, within the bounds that the order of the day sets it.

        Noon bounds sunrise and sunset, these the rest; a time beyond its bound is moved to
        it, and says so.
        """
        if name not in self._in_order:
            cell = self.added(name)
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

    def _by_the_year(self) -> dict[str, Cell]:
        """Return the times of Diyanet's rule for Europe, before their minutes are added."""
        names = self._by_year
        found = {name: self._computed(name) for name in names}
        north = np.broadcast_to(self.sun.home >= diyanet_europe.FROM, (len(self.sun.east), 1))
        rows = np.asarray(north[:, 0])
        if not rows.any():
            return found
        shape = self.sun.path.shape
        t = {name: np.broadcast_to(cell.t, shape).copy() for name, cell in found.items()}
        for first, count, columns in self.sun.years():
            whole = _Day(self.method, self.sun.through(first, count, rows))
            by_rule = whole.year(first)
            for name in names:
                values = by_rule[name] - self.moment(name).add / _MINUTES
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
        shape, moment = self.sun.path.shape, self.moment(name)
        if moment.of is None:
            t = self._computed(name).t
        elif name in ("fajr", "isha"):
            return np.full(shape, np.nan)
        else:
            t = self.risen(rising=name == "sunrise").t
        return np.broadcast_to(t + moment.add / _MINUTES, shape)

    def _twilights(self) -> tuple[Cell, Cell]:
        if self.method.latitudes.rule in (LatitudeRule.NONE, LatitudeRule.DIYANET_EUROPE):
            return self._computed("fajr"), self._computed("isha")
        return twilight.twilights(self.method, self.sun)

    def _night(self) -> Night:
        """Return the night after each day."""
        begins, ends = self.method.midnight.split(" to ")
        start = self.risen(rising=False) if begins == "sunset" else self.added("maghrib")
        end = self.risen(rising=True) if ends == "sunrise" else self.added("fajr")
        end = following(end)
        how = np.where(
            (start.how < 0) | (end.how < 0), Provenance.WITHOUT_ITS_BASE, Provenance.INTERVAL
        )
        length = np.maximum(end.t - start.t, 0.0)
        return Night(start, Cell(length, how.astype(np.int8)))


def _changed(cell: Cell, t: Floats) -> Cell:
    """Return a cell with new times, which carry the code of the rule where they differ."""
    differs = ~np.isnan(t) & ~(np.abs(t - cell.t) < _SAME)
    return Cell(
        np.where(differs, t, cell.t),
        np.where(differs, np.int8(Provenance.DIYANET_EUROPE), cell.how).astype(np.int8),
    )
