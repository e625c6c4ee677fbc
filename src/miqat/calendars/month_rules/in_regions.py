"""Rules about the altitude and elongation of the Moon at sunset anywhere in a region.

The search is in the crescent room. Here evenings that cannot decide, and those that are clear, are
skipped.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from miqat import crescent
from miqat.calendars.month_rules.base import Days
from miqat.crescent.regional.condition import Condition
from miqat.crescent.regional.interpolation import sketch
from miqat.crescent.regional.moon_at_sunset import Frame
from miqat.crescent.regional.regions import STEP, Region
from miqat.crescent.regional.screening import screened
from miqat.crescent.regional.search import GISBORNE, dawn
from miqat.once import lazy
from miqat.sky import lunations
from miqat.sky.timescale import from_datetime64, to_datetime64

if TYPE_CHECKING:
    from miqat._typing import Bools, Floats, Int64s
    from miqat.crescent.regional.moon_at_sunset import Sunset


# After the latest sunset within 60 degrees of the equator, days of local mean solar time.
_LAST_SUNSET = 0.91
# Between these, days from 00:00 UT of the evening's date, night ends in Gisborne.
_DAWNS = (14.5 / 24.0, 18.5 / 24.0)
_SLACK = 0.02  # degrees
# Where a look shows most of what is met, before 24:00 UT and after.
_LONGITUDES, _LATITUDES = (-120.0, -85.0, -60.0), (-45.0, -25.0, -5.0, 15.0, 35.0, 50.0)
_A_MINUTE = 1.0 / 1440.0


@dataclass(frozen=True, kw_only=True)
class Clause:
    """Altitude and elongation, geocentric degrees, at a sunset anywhere in a region.

    `before` is an hour UT of the evening's date, or None for any sunset of that evening;
    `dawn_at_gisborne` asks that conjunction come before the night ends there.
    """

    region: str = "anywhere"
    altitude: float = 5.0
    elongation: float = 8.0
    before: float | None = None
    sunset: Sunset = "upper limb"
    dawn_at_gisborne: bool = False

    @lazy
    def _region(self) -> Region:
        return crescent.region(self.region)

    @lazy
    def _longest_day(self) -> float:
        """How long after 00:00 UT of a date its last sunset in the region may be, days."""
        if self.before is not None:
            return self.before / 24.0
        return _LAST_SUNSET - float(self._region.points(STEP).longitude.min()) / 360.0

    def met(self, conjunction: Floats, evening: Int64s) -> Bools:
        """Return which evenings meet the clause; all of shape (n,)."""
        met = self._may(conjunction, np.asarray(evening + self._longest_day))
        if self.dawn_at_gisborne:
            met &= conjunction < evening + _DAWNS[1]
            close = np.flatnonzero(met & (conjunction > evening + _DAWNS[0]))
            met[close] = conjunction[close] < from_datetime64(dawn(evening[close] + 1, *GISBORNE))
        asked = np.flatnonzero(met)
        asked = asked[~self._plain(conjunction[asked], evening[asked])]
        if len(asked):
            met[asked], _ = screened(self._question(conjunction[asked], evening[asked]))
        return np.asarray(met)

    def _plain(self, conjunction: Floats, evening: Int64s) -> Bools:
        """Return which evenings meet the clause so well that a look from a few places shows it."""
        north = np.array(_LATITUDES)[:, np.newaxis, np.newaxis]
        there = self._region.contains(north, np.array(_LONGITUDES)[:, np.newaxis])
        if len(evening) == 0 or not there.any():
            return np.zeros(len(evening), bool)
        sun, moon = (sketch(body, np.array(_LONGITUDES), evening) for body in ("sun", "moon"))
        question = self._question(conjunction, evening)
        found = question.frame.moon_on(sun, moon, north)
        margin = question.margin(found, np.arange(len(evening)), _A_MINUTE)
        return np.asarray(((margin > _SLACK) & there).any(axis=(0, 1)))

    def _may(self, conjunction: Floats, last: Floats) -> Bools:
        """Return on which evenings, by their last sunsets, the elongation can be enough.

        It grows from conjunction on, when it is less than 6 degrees, by 0.47 to 0.66 an hour.
        """
        hours = 24.0 * (last - conjunction)
        may = hours > (self.elongation - 6.0) / 0.66
        close = np.flatnonzero(may & (hours < self.elongation / 0.45))
        at = to_datetime64(last[close])
        may[close] = lunations.elongation(at) > self.elongation - _SLACK
        return may

    def _question(self, conjunction: Floats, evening: Int64s) -> Condition:
        closes = np.full(len(evening), np.inf)
        if self.before is not None:
            closes = evening + self.before / 24.0
        frame = Frame(sunset=self.sunset)
        where = self._region
        return Condition(where, evening, conjunction, closes, self.altitude, self.elongation, frame)


@dataclass(frozen=True, kw_only=True)
class InRegion(Days):
    """Any of some clauses is met."""

    clauses: tuple[Clause, ...]

    def met(self, conjunction: Floats, evening: Int64s) -> Bools:
        """Return which evenings meet the rule."""
        met = np.zeros(evening.size, bool)
        born, day = np.broadcast_to(conjunction, evening.shape).ravel(), evening.ravel()
        for clause in self.clauses:
            left = np.flatnonzero(~met)
            met[left] = clause.met(born[left], day[left])
        return met.reshape(evening.shape)
