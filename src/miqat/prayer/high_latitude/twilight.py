"""High latitudes: rules that replace a twilight that does not occur, or is late.

Each rule gives a dawn and a dusk. They replace fajr and isha where the method says
(`Latitudes.apply`), and nowhere else; each replaced time carries the code of its rule.
docs/prayer.md has the table of the rules with their sources; polar.py deals with days without
sunrise or sunset, seasonal.py has the functions of the seasons.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from miqat.constants import KAABA
from miqat.prayer.engine.observed import Twilights, observed
from miqat.prayer.engine.sun import Cell, Provenance
from miqat.prayer.high_latitude import moonsighting
from miqat.prayer.methods.model import LatitudeRule

if TYPE_CHECKING:
    from miqat._typing import Bools, Floats, Int64s
    from miqat.prayer.engine.sun import Sun
    from miqat.prayer.methods.model import Latitudes, Method


_PORTIONS = {LatitudeRule.MIDDLE: 1.0 / 2.0, LatitudeRule.SEVENTH: 1.0 / 7.0}
_HOW = {
    LatitudeRule.MIDDLE: Provenance.MIDDLE,
    LatitudeRule.SEVENTH: Provenance.SEVENTH,
    LatitudeRule.ANGLE: Provenance.ANGLE,
    LatitudeRule.NEAREST_LATITUDE: Provenance.NEAREST_LATITUDE,
    LatitudeRule.NEAREST_DAY: Provenance.NEAREST_DAY,
    LatitudeRule.MECCA: Provenance.MECCA,
    LatitudeRule.MOONSIGHTING: Provenance.MOONSIGHTING,
    LatitudeRule.DIYANET: Provenance.DIYANET,
    LatitudeRule.LOCAL_ESTIMATION: Provenance.LOCAL_ESTIMATION,
}

_MINUTES = 1440.0
_HALF_A_YEAR = 183
# These have nothing beyond which a twilight would be too far from the Sun's rise or set.
_ONLY_WHERE_ABSENT = (LatitudeRule.NEAREST_DAY, LatitudeRule.LOCAL_ESTIMATION)
_SEVENTH_FROM = 55.0
_LATER_BY = 10.0 / _MINUTES


class _Rule(NamedTuple):
    """What a rule says: a dawn and a dusk (NaN for none), and its code."""

    dawn: Floats
    dusk: Floats
    how: Provenance


def twilights(method: Method, sun: Sun) -> tuple[Cell, Cell]:
    """Return fajr and isha by the method's rule of high latitudes.

    Only those that the method takes by
    an angle are replaced: a stated interval stays. What is replaced does not pass the middle
    of the night.
    """
    latitudes = method.latitudes
    own = observed(method, sun)
    far = np.abs(sun.latitude) >= latitudes.above
    if not far.any():
        return own.fajr, own.isha
    if latitudes.rule is LatitudeRule.MOONSIGHTING:
        own = _beyond_55(latitudes, sun, own)
    rule = _by_rule(method, sun, own)
    of_fajr, of_isha = _nights(latitudes, own)
    fajr, isha = own.fajr, own.isha
    if method.fajr.angle is not None:
        where = far & _where(latitudes, fajr, rule.dawn, fajr.t < rule.dawn)
        middle = own.sunrise.t - 0.5 * of_fajr
        fajr = fajr.replaced(where, rule.dawn, rule.how)
        fajr = fajr.replaced(where & (fajr.t < middle), middle, Provenance.ORDERED)
    if method.isha.angle is not None:
        where = far & _where(latitudes, isha, rule.dusk, isha.t > rule.dusk)
        middle = own.sunset.t + 0.5 * of_isha
        isha = isha.replaced(where, rule.dusk, rule.how)
        isha = isha.replaced(where & (isha.t > middle), middle, Provenance.ORDERED)
        if latitudes.cap is not None:
            most = own.sunset.t + latitudes.cap / _MINUTES
            isha = isha.replaced(far & (isha.t > most), most, Provenance.CAPPED)
    return fajr, isha


def nights(sunrise: Cell, sunset: Cell) -> tuple[Floats, Floats]:
    """Return the lengths in days of the nights before each sunrise and after each sunset.

    Days are consecutive along the last axis; at its ends the neighbour's night is used.
    """
    between = 1.0 + sunrise.t[..., 1:] - sunset.t[..., :-1]
    first, last = between[..., :1], between[..., -1:]
    return np.concatenate([first, between], axis=-1), np.concatenate([between, last], axis=-1)


def _where(latitudes: Latitudes, cell: Cell, by: Floats, beyond: Bools) -> Bools:
    """Return where a rule's twilight (NaN for none) replaces that of the method."""
    differs = ~np.isnan(by) & (by != cell.t)
    if latitudes.apply == "always":
        return np.asarray(differs)
    if latitudes.apply == "absent" or latitudes.rule in _ONLY_WHERE_ABSENT:
        return np.asarray(differs & cell.absent)
    return np.asarray(differs & (cell.absent | beyond))


def _concerned(latitudes: Latitudes, own: Twilights) -> Bools:
    """Return the places (rows) of which a rule has to look at other days."""
    if latitudes.apply == "always":
        return np.ones(len(own.fajr.t), bool)
    return np.asarray((own.fajr.absent | own.isha.absent).any(axis=-1))


def _by_rule(method: Method, sun: Sun, own: Twilights) -> _Rule:
    rule, how = method.latitudes.rule, _HOW[method.latitudes.rule]
    if rule in _PORTIONS or rule is LatitudeRule.ANGLE:
        dawn, dusk = _of_the_night(method, own)
    elif rule is LatitudeRule.NEAREST_LATITUDE:
        least = np.minimum(np.abs(sun.latitude), method.latitudes.nearest)
        nearer = observed(method, sun.at_latitude(np.copysign(least, sun.latitude)))
        dawn, dusk = _lent(method.latitudes, own, nearer, method.latitudes.lends)
    elif rule is LatitudeRule.MECCA:
        there = observed(method, sun.at_place(*KAABA))
        dawn, dusk = _lent(method.latitudes, own, there, "proportion")
    elif rule is LatitudeRule.NEAREST_DAY:
        dawn, dusk = _nearest_days(method, sun, own)
    elif rule is LatitudeRule.LOCAL_ESTIMATION:
        dawn, dusk = _yearly_means(method, sun, own)
    elif rule is LatitudeRule.MOONSIGHTING:
        minutes = moonsighting.twilights(sun.latitude, sun.civil, method.latitudes.shafaq)
        dawn = own.sunrise.t - minutes.morning / _MINUTES
        dusk = own.sunset.t + minutes.evening / _MINUTES
    else:
        dawn, dusk = _thirds(sun, own, method.latitudes)
    return _Rule(dawn, dusk, how)


def _nights(latitudes: Latitudes, own: Twilights) -> tuple[Floats, Floats]:
    """Return the nights of fajr and of isha."""
    if latitudes.night == "day":
        length = 1.0 - (own.sunset.t - own.sunrise.t)
        return length, length
    before, after = nights(own.sunrise, own.sunset)
    return (after if latitudes.night == "after" else before), after


def _of_the_night(method: Method, own: Twilights) -> tuple[Floats, Floats]:
    of_fajr, of_isha = _nights(method.latitudes, own)
    dawn, dusk = (
        _PORTIONS.get(method.latitudes.rule, (angle or 0.0) / 60.0)
        for angle in (method.fajr.angle, method.isha.angle)
    )
    return own.sunrise.t - dawn * of_fajr, own.sunset.t + dusk * of_isha


def _lent(
    latitudes: Latitudes, own: Twilights, other: Twilights, lends: str
) -> tuple[Floats, Floats]:
    """Return a dawn and a dusk by those of another place on the same days."""
    if lends == "time":
        return other.fajr.t, other.isha.t
    before, after = other.sunrise.t - other.fajr.t, other.isha.t - other.sunset.t
    if lends == "proportion":
        (of_fajr, of_isha), (of_other_fajr, of_other_isha) = (
            _nights(latitudes, one) for one in (own, other)
        )
        before = before / of_other_fajr * of_fajr
        after = after / of_other_isha * of_isha
    return own.sunrise.t - before, own.sunset.t + after


def _nearest_days(method: Method, sun: Sun, own: Twilights) -> tuple[Floats, Floats]:
    """Return each twilight of the nearest day that has it; of two as near, of the later."""
    dawn, dusk = own.fajr.t.copy(), own.isha.t.copy()
    rows = _concerned(method.latitudes, own)
    if not rows.any():
        return dawn, dusk
    first = int(sun.civil[0]) - _HALF_A_YEAR
    wide = observed(method, sun.through(first, len(sun.civil) + 2 * _HALF_A_YEAR, rows))
    of_fajr, of_isha = _nights(method.latitudes, wide)
    one = Twilights(*(Cell(cell.t[rows], cell.how[rows]) for cell in own))
    night = _nights(method.latitudes, one)
    for found, has, end, sign, cell, anchor, there, here in (
        (dawn, one.fajr, one.sunrise, -1.0, wide.fajr, wide.sunrise, of_fajr, night[0]),
        (dusk, one.isha, one.sunset, 1.0, wide.isha, wide.sunset, of_isha, night[1]),
    ):
        there_is = ~(cell.absent | anchor.absent)
        chosen = nearest(there_is)[:, _HALF_A_YEAR:-_HALF_A_YEAR]
        none = chosen < 0
        t, base, length = (
            np.where(none, np.nan, np.take_along_axis(values, np.maximum(chosen, 0), axis=-1))
            for values in (cell.t, anchor.t, there)
        )
        gap = sign * (t - base)
        if method.latitudes.lends == "interval":
            t = end.t + sign * gap
        elif method.latitudes.lends == "proportion":
            t = end.t + sign * gap / length * here
        found[rows] = np.where(has.absent, t, has.t)
    return dawn, dusk


def nearest(there_is: Bools) -> Int64s:
    """Return the nearest column of each row that has it, within half a year, or -1.

    Of two as near it is the later.
    """
    count = there_is.shape[-1]
    column = np.arange(count)
    before = np.maximum.accumulate(np.where(there_is, column, -count), axis=-1)
    after = np.where(there_is, column, 2 * count)[:, ::-1]
    after = np.minimum.accumulate(after, axis=-1)[:, ::-1]
    chosen = np.where(after - column <= column - before, after, before)
    return np.where(np.abs(chosen - column) <= _HALF_A_YEAR, chosen, -1)


def _yearly_means(method: Method, sun: Sun, own: Twilights) -> tuple[Floats, Floats]:
    """Return twilights at the mean share of the night that they have where they occur.

    The mean is over the days of the Gregorian year that have the twilight.
    """
    shape = own.fajr.t.shape
    before, after = np.full(shape, np.nan), np.full(shape, np.nan)
    rows = _concerned(method.latitudes, own)
    if not rows.any():
        return before, after
    for first, count, columns in sun.years():
        whole = observed(method, sun.through(first, count, rows))
        of_fajr, of_isha = _nights(method.latitudes, whole)
        at = np.ix_(rows, columns)
        before[at] = _mean((whole.sunrise.t - whole.fajr.t) / of_fajr)
        after[at] = _mean((whole.isha.t - whole.sunset.t) / of_isha)
    of_fajr, of_isha = _nights(method.latitudes, own)
    return own.sunrise.t - before * of_fajr, own.sunset.t + after * of_isha


def _mean(values: Floats) -> Floats:
    """Return the mean of what there is in each row, shape (n, 1)."""
    there_is = ~np.isnan(values)
    count = there_is.sum(axis=-1, keepdims=True)
    total = np.where(there_is, values, 0.0).sum(axis=-1, keepdims=True)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)


def _beyond_55(latitudes: Latitudes, sun: Sun, own: Twilights) -> Twilights:
    """Return the twilights that the seasonal functions bound: from 55 degrees on, sevenths."""
    far = np.abs(sun.latitude) >= _SEVENTH_FROM
    if not far.any():
        return own
    of_fajr, of_isha = _nights(latitudes, own)
    dawn, dusk = own.sunrise.t - of_fajr / 7.0, own.sunset.t + of_isha / 7.0
    return own._replace(
        fajr=own.fajr.replaced(far & ~np.isnan(dawn), dawn, Provenance.SEVENTH),
        isha=own.isha.replaced(far & ~np.isnan(dusk), dusk, Provenance.SEVENTH),
    )


def _thirds(sun: Sun, own: Twilights, latitudes: Latitudes) -> tuple[Floats, Floats]:
    """Return Diyanet's dusk, a third of the night after sunset but not more than the cap.

    The night ends at dawn, or at sunrise where there is none. From March to September (in
    the south from September to March) dawn comes before sunrise by dusk's interval and ten
    minutes; else there is none by this rule.
    """
    next_dawn = np.concatenate([own.fajr.t[..., 1:], own.fajr.t[..., -1:]], axis=-1)
    _, night = nights(own.sunrise, own.sunset)
    to_dawn = next_dawn + 1.0 - own.sunset.t
    after = np.where(np.isnan(to_dawn), night, to_dawn) / 3.0
    if latitudes.cap is not None:
        after = np.minimum(after, latitudes.cap / _MINUTES)
    month = sun.civil.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) % 12 + 1
    bright = np.where(sun.latitude >= 0.0, (month >= 3) & (month <= 9), (month >= 9) | (month <= 3))
    dawn = np.where(bright, own.sunrise.t - after - _LATER_BY, np.nan)
    return dawn, own.sunset.t + after
