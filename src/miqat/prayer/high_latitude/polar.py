"""Polar days: replacements where the Sun does not rise or set.

Not one time is patched but the whole day is taken with another Sun: that of the nearest
latitude where it rises and sets, or that of the nearest day on which it does. Dhuhr stays
the place's own, as it occurs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from miqat.prayer.engine.sun import Cell, Provenance, dip
from miqat.prayer.high_latitude.twilight import nearest
from miqat.prayer.methods.model import LatitudeRule, PolarRule

if TYPE_CHECKING:
    from miqat._typing import Bools
    from miqat.prayer.engine.sun import Sun
    from miqat.prayer.methods.model import Epoch, Method


_HALF_A_YEAR = 183
_OWN = ("dhuhr",)

#: How much nearer than the edge of the polar day the nearest latitude is taken, degrees:
#: at the edge itself the night has no length.
MARGIN = 0.5


class StandIn(NamedTuple):
    """A Sun with that of another latitude or day where its own does not rise or set."""

    sun: Sun
    where: Bools
    how: Provenance

    def marked(self, name: str, cell: Cell) -> Cell:
        """Return a time with the code of the rule where it is of the other Sun."""
        if name in _OWN:
            return cell
        where = (
            self.where
            & ~cell.absent
            & (cell.how != Provenance.ORDERED)
            & (cell.how != Provenance.CAPPED)
        )
        return cell.replaced(where, cell.t, self.how)


def moved(method: Method, sun: Sun) -> StandIn | None:
    """Return the Sun by the method's rule of polar days, None where there are none."""
    rule = method.latitudes.polar
    # Diyanet's rule for Europe bounds the day itself.
    if rule is PolarRule.UNRESOLVED or method.latitudes.rule is LatitudeRule.DIYANET_EUROPE:
        return None
    where = _without_day(method, sun)
    if not where.any():
        return None
    if rule is PolarRule.NEAREST_LATITUDE:
        return StandIn(_at_nearest_latitude(method, sun, where), where, Provenance.POLAR_LATITUDE)
    return _on_nearest_day(method, sun, where)


def _without_day(method: Method, sun: Sun) -> Bools:
    rise, fall = (
        sun.horizon(method.horizon, _epoch(method, name), rising=name == "sunrise")
        for name in ("sunrise", "maghrib")
    )
    return np.asarray(rise.absent | fall.absent)


def _epoch(method: Method, name: str) -> Epoch:
    own = method.moment(name).epoch
    return method.epoch if own is None else own


def _at_nearest_latitude(method: Method, sun: Sun, where: Bools) -> Sun:
    """Return the Sun at the latitude, on the same side, where it rises and sets that day.

    At its lowest the Sun of declination d is at |phi + d| - 90, at its highest at 90 - |phi - d|:
    with an altitude h of sunrise the polar day begins at 90 + h - |d|, the polar night at 90 - h -
    |d|.
    """
    altitude = method.horizon.altitude - dip(method.horizon, sun.elevation)
    path = sun.at(_epoch(method, "sunrise"))
    declination = np.degrees(path.declination(np.zeros(sun.path.shape)))
    summer = declination * sun.latitude >= 0.0
    edge = 90.0 + np.where(summer, altitude, -altitude) - np.abs(declination) - MARGIN
    found = np.copysign(np.minimum(edge, np.abs(sun.latitude)), sun.latitude)
    return sun.at_latitude(np.where(where, found, sun.latitude))


def _on_nearest_day(method: Method, sun: Sun, where: Bools) -> StandIn | None:
    rows = np.asarray(where.any(axis=-1))
    first = int(sun.civil[0]) - _HALF_A_YEAR
    wide = sun.through(first, len(sun.civil) + 2 * _HALF_A_YEAR, rows)
    chosen = nearest(~_without_day(method, wide))[:, _HALF_A_YEAR:-_HALF_A_YEAR]
    days = np.broadcast_to(sun.days, where.shape).copy()
    found = where.copy()
    found[rows] &= chosen >= 0
    days[rows] = np.where(found[rows], wide.days[np.maximum(chosen, 0)], days[rows])
    return StandIn(sun.as_on(days), found, Provenance.POLAR_DAY) if found.any() else None
