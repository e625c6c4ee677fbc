"""The search for coordinates: from coarse to fine, over squares of points."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from miqat._typing import Floats

    Score = Callable[[Floats, Floats], Floats]

_SIDE = 9
_FINER = 4.0
_FINE_ENOUGH = 0.015  # degrees of longitude
_NEARER_BY = 0.04  # of the score, for a whole radius
_FINEST = 0.002  # degrees: 0.008 minutes of time


def finest(score: Score, latitude: float, longitude: float, radius: float) -> tuple[float, float]:
    """Return the latitude and longitude of the highest score within a radius, degrees.

    Of points that score alike the nearest to where the search began is taken. `score`
    takes arrays of latitudes and longitudes.
    """
    north, east, span = latitude, longitude, radius
    while True:
        # Half a minute of time is an eighth of a degree: a longitude that is as good except for it
        # must not be taken because the squares are wide.
        columns = max(_SIDE, 2 * int(np.ceil(span / _FINE_ENOUGH)) + 1)
        north_by, east_by = np.linspace(-span, span, _SIDE), np.linspace(-span, span, columns)
        lat, lon = (axis.ravel() for axis in np.meshgrid(north + north_by, east + east_by))
        lat = np.clip(lat, -89.9, 89.9)
        lon = (lon + 180.0) % 360.0 - 180.0
        distance = np.hypot(lat - latitude, lon - longitude)
        found = score(lat, lon) - _NEARER_BY * distance / radius
        best = found >= np.nanmax(found) - 1e-9
        nearest = int(np.argmin(np.where(best, distance, np.inf)))
        beside = best & (np.hypot(lat - lat[nearest], lon - lon[nearest]) <= span * 3.0 / _SIDE)
        north, east = float(lat[beside].mean()), float(lon[beside].mean())
        if span <= _FINEST:
            return north, east
        span /= _FINER
