"""The search for coordinates: from coarse to fine, over squares of points."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Score = Callable[[Floats, Floats], Floats]

_SIDE = 9
_FINER = 4.0
_NEARER_BY = 0.04  # of the score, for a whole radius
_FINEST = 0.002  # degrees: 0.008 minutes of time


def finest(score: Score, latitude: float, longitude: float, radius: float) -> tuple[float, float]:
    """Return the latitude and longitude of the highest score within a radius, degrees.

    Of points that score alike the nearest to where the search began is taken. `score` takes arrays of latitudes and longitudes.
    """
    north, east, span = latitude, longitude, radius
    while True:
        steps = np.linspace(-span, span, _SIDE)
        lat, lon = (axis.ravel() for axis in np.meshgrid(north + steps, east + steps))
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
