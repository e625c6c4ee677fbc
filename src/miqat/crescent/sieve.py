"""Most evenings are decided by a look: what a few points show, and what the rest can be."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from miqat.crescent.regions import STEP, Points
from miqat.crescent.sunsets import Interpolant

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from miqat.crescent.question import Choice, Question
    from miqat.crescent.regions import Region

    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]
    Indices = NDArray[np.int64]

_CELLS = ((10.0, 30.0), (2.5, 7.5))  # degrees of latitude and of longitude
_MOST_STARTS = 6


def is_smooth(region: Region) -> bool:
    """Return whether a region keeps to where sunset never fails and can be interpolated."""
    return max(-region.south, region.north) <= Interpolant.LIMIT


def sieved(question: Question) -> tuple[Bools, Bools]:
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
        latitude, rise, reach = (
            v[:, np.newaxis] for v in (cells.point.latitude, cells.rise, cells.reach)
        )
        maybe = question.bound(moon, left, latitude, rise, reach) > -field.ERROR
        keep = maybe.any(axis=0) & ~yes
        left, maybe = left[keep], maybe[:, keep]
    searched = np.zeros(len(days), bool)
    searched[left] = True
    members = [np.concatenate([cells.members[c] for c in np.flatnonzero(m)]) for m in maybe.T]
    met[left] = _searched(question, field, left, members)
    return met, searched


def _searched(
    question: Question, field: Interpolant, left: Indices, members: list[Indices]
) -> Bools:
    """Close in on what is left of the evenings, from the best of some points of the region."""
    points = question.region.points(STEP)
    found: list[tuple[Indices, Points]] = []
    for evening, member in zip(left, members, strict=True):
        near = Points(points.longitude[member], points.latitude[member])
        one = np.array([evening])
        moon = field.at(field.weights(*near), one)
        begin = _best(near, question.margin(moon, one)[:, 0], STEP)
        found.append((np.full(len(begin.longitude), evening), begin))
    if not found:
        return np.zeros(0, bool)
    evenings = np.concatenate([evening for evening, _ in found])
    longitude, latitude = (
        np.concatenate([getattr(begin, name) for _, begin in found]) for name in Points._fields
    )
    _, _, margin = question.close_in(evenings, longitude, latitude, STEP, until_decided=True)
    return np.isin(left, evenings[margin >= 0.0])


def starts(question: Question, step: float, choose: Choice = "best") -> Points:
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
    """Return the best few of points, with no two within two steps of each other."""
    chosen: list[int] = []
    score = score.copy()
    while len(chosen) < _MOST_STARTS and score.max(initial=-np.inf) > -np.inf:
        best = int(np.argmax(score))
        chosen.append(best)
        near = np.abs(points.latitude - points.latitude[best]) <= 2.0 * step
        near &= np.abs(points.longitude - points.longitude[best]) <= 2.0 * step
        score[near] = -np.inf
    return Points(points.longitude[chosen], points.latitude[chosen])
