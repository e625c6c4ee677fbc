"""Screening: most evenings are decided by a few points and a bound for the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from miqat.crescent.regional.interpolation import Interpolant
from miqat.crescent.regional.moon_at_sunset import MoonAtSunset
from miqat.crescent.regional.regions import STEP, Points

if TYPE_CHECKING:
    from miqat._typing import Bools, Floats, Int64s
    from miqat.crescent.regional.condition import Choice, Condition
    from miqat.crescent.regional.regions import Region


_CELLS = ((20.0, 60.0), (8.0, 24.0), (2.5, 7.5))  # degrees of latitude and of longitude
_MOST_STARTS = 6


def is_smooth(region: Region) -> bool:
    """Return whether sunset occurs and can be interpolated in all of a region."""
    return max(-region.south, region.north) <= Interpolant.LIMIT


def screened(question: Condition) -> tuple[Bools, Bools]:
    """Return whether each evening is met, and whether it took a search."""
    region, days = question.region, question.days
    field = Interpolant(question.frame, region.south, region.north, days)
    met = np.zeros(len(days), bool)
    left = np.arange(len(days))
    maybe = np.zeros((0, len(days)), bool)
    for size in _CELLS:
        cells = region.cells(*size)
        moon = field.at(field.weights(*cells.point), left)
        yes = (question.margin(moon, left, field.ERROR_IN_TIME) > field.ERROR).any(axis=0)
        met[left[yes]] = True
        left, moon = left[~yes], MoonAtSunset(*(values[:, ~yes] for values in moon))
        latitude, rise, reach = (
            v[:, np.newaxis] for v in (cells.point.latitude, cells.rise, cells.reach)
        )
        maybe = question.bound(moon, left, latitude, rise, reach) > -field.ERROR
        keep = maybe.any(axis=0)
        left, maybe = left[keep], maybe[:, keep]
    searched = np.zeros(len(days), bool)
    members = [np.concatenate([cells.members[c] for c in np.flatnonzero(m)]) for m in maybe.T]
    met[left], searched[left] = _close_calls(question, field, left, members)
    return met, searched


def _close_calls(
    question: Condition, field: Interpolant, left: Int64s, members: list[Int64s]
) -> tuple[Bools, Bools]:
    """Decide the remaining evenings by all points of some cells, and search the rest."""
    points = question.region.points(STEP)
    half = np.full(1, 0.5 * STEP)
    met, unclear = np.zeros(len(left), bool), np.zeros(len(left), bool)
    begins: list[Points] = []
    for i, member in enumerate(members):
        near, evening = Points(*(values[member] for values in points)), left[i : i + 1]
        moon = field.at(field.weights(*near), evening)
        margin = question.margin(moon, evening, field.ERROR_IN_TIME)
        met[i] = margin.max() > field.ERROR
        bound = question.bound(moon, evening, near.latitude[:, np.newaxis], half, half)
        unclear[i] = not met[i] and bound.max() > -field.ERROR
        if unclear[i]:
            begins.append(_best(near, np.where(bound > -field.ERROR, margin, -np.inf)[:, 0], STEP))
    if begins:
        evenings = np.repeat(left[unclear], [len(begin.longitude) for begin in begins])
        east, north = (np.concatenate(values) for values in zip(*begins, strict=True))
        *_, margins = question.close_in(evenings, east, north, STEP, until_decided=True)
        met |= np.isin(left, evenings[margins >= 0.0])
    return met, unclear


def starts(question: Condition, step: float, choose: Choice = "best") -> Points:
    """Return the points of the region from which to close in on one evening's place."""
    region, evening = question.region, np.zeros(1, np.int64)
    points = region.points(step)
    if is_smooth(region):
        field = Interpolant(question.frame, region.south, region.north, question.days)
        moon = field.at(field.weights(*points), evening)
    else:
        moon = question.frame.moon(*points, question.days)
    return _best(points, question.score(moon, evening, choose)[1].reshape(-1), step)


def _best(points: Points, score: Floats, step: float) -> Points:
    """Return the best few of points, none of them within two steps of another."""
    chosen: list[int] = []
    score = score.copy()
    while len(chosen) < _MOST_STARTS and score.max(initial=-np.inf) > -np.inf:
        best = int(np.argmax(score))
        chosen.append(best)
        near = np.abs(points.latitude - points.latitude[best]) <= 2.0 * step
        near &= np.abs(points.longitude - points.longitude[best]) <= 2.0 * step
        score[near] = -np.inf
    return Points(points.longitude[chosen], points.latitude[chosen])
