"""High latitudes: what stands in for a twilight that does not come, or comes late."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from miqat.errors import InvalidRule
from miqat.prayer.methods import LatitudeRule
from miqat.prayer.sun import Cell, How

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from miqat.prayer.methods import Latitudes, Method
    from miqat.prayer.sun import Sun

    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]

_PORTIONS = {LatitudeRule.MIDDLE: 1.0 / 2.0, LatitudeRule.SEVENTH: 1.0 / 7.0}
_HOW = {
    LatitudeRule.MIDDLE: How.MIDDLE,
    LatitudeRule.SEVENTH: How.SEVENTH,
    LatitudeRule.ANGLE: How.ANGLE,
}


def twilights(
    method: Method, sun: Sun, sunrise: Cell, sunset: Cell, fajr: Cell, isha: Cell
) -> tuple[Cell, Cell]:
    """Return fajr and isha by the method's rule of high latitudes.

    The night of fajr is the one before its sunrise, that of isha the one after its sunset.
    """
    rule = method.latitudes
    if rule.rule is LatitudeRule.NONE:
        return fajr, isha
    how = _HOW.get(rule.rule)
    if how is None:
        raise InvalidRule(f"the rule {rule.rule.value!r} is not built")
    before, after = nights(sunrise, sunset)
    dawn = sunrise.t - _portion(rule, method.fajr.angle) * before
    dusk = sunset.t + _portion(rule, method.isha.angle) * after
    far = np.abs(sun.latitude) >= rule.above
    if method.fajr.angle is not None:
        fajr = _replaced(rule, fajr, dawn, fajr.t < dawn, far, how)
    if method.isha.angle is not None:
        isha = _replaced(rule, isha, dusk, isha.t > dusk, far, how)
    return fajr, isha


def nights(sunrise: Cell, sunset: Cell) -> tuple[Floats, Floats]:
    """Return the lengths in days of the nights before each sunrise and after each sunset.

    Days are consecutive along the last axis; at its ends the neighbour's night stands in.
    """
    between = 1.0 + sunrise.t[..., 1:] - sunset.t[..., :-1]
    first, last = between[..., :1], between[..., -1:]
    return np.concatenate([first, between], axis=-1), np.concatenate([between, last], axis=-1)


def _portion(rule: Latitudes, angle: float | None) -> float:
    return _PORTIONS[rule.rule] if rule.rule in _PORTIONS else (angle or 0.0) / 60.0


def _replaced(rule: Latitudes, cell: Cell, by: Floats, beyond: Bools, far: Bools, how: How) -> Cell:
    if rule.apply == "always":
        where = np.ones(cell.t.shape, bool)
    elif rule.apply == "absent":
        where = cell.absent
    else:
        where = cell.absent | beyond
    return cell.replaced(where & far & ~np.isnan(by), by, how)
