"""Zones: one timetable for several points, which holds at each of them.

A zone's sunrise is the earliest of its points', so that fajr has ended nowhere; every other time
is the latest, so that it has begun everywhere.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from miqat import days
from miqat.places import stations

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from miqat._typing import Int64s
    from miqat.places import Place
    from miqat.prayer.engine.grid import Grid, Table

_EARLIEST = ("sunrise",)


def combine_points(grid: Grid, places: Sequence[Place], names: tuple[str, ...]) -> Table:
    """Return what `Grid.table` does, for places that may be zones of several points.

    A station that had other points in earlier years has the times of those then.
    """
    instants, how = _at_points(grid, places, names)
    for row, place in enumerate(places):
        for span in stations.earlier(place.station) if place.station else ():
            on = grid.civil < days.from_date(span.until)
            if span.since is not None:
                on &= grid.civil >= days.from_date(span.since)
            if not on.any():
                continue
            there = replace(
                place,
                latitude=span.latitude,
                longitude=span.longitude,
                horizons=span.horizons,
                points=span.points,
            )
            times, codes = _at_points(grid, [there], names)
            for name in names:
                instants[name][row, on] = times[name][0, on]
                how[name][row, on] = codes[name][0, on]
    return instants, how


def _at_points(grid: Grid, places: Sequence[Place], names: tuple[str, ...]) -> Table:
    if not any(place.points for place in places):
        return grid.table(places, names)
    spread = [point for place in places for point in _points(place)]
    begins = np.cumsum([0, *(1 + len(place.points) for place in places)])
    instants, how = grid.table(spread, names)
    found = {name: np.empty((len(places), grid.civil.size), "datetime64[us]") for name in names}
    codes = {name: np.empty(found[name].shape, np.int8) for name in names}
    for name in names:
        for row, (first, stop) in enumerate(pairwise(begins.tolist())):
            chosen = _safest(name, instants[name][first:stop])
            found[name][row] = np.take_along_axis(instants[name][first:stop], chosen, axis=0)[0]
            codes[name][row] = np.take_along_axis(how[name][first:stop], chosen, axis=0)[0]
    return found, codes


def _points(place: Place) -> list[Place]:
    zone = place.zone.key
    return [
        replace(place, latitude=latitude, longitude=longitude, points=(), timezone=zone)
        for latitude, longitude in ((place.latitude, place.longitude), *place.points)
    ]


def _safest(name: str, instants: NDArray[np.datetime64]) -> Int64s:
    """Return the row to take in each column, shape (1, days); one without a time if any is."""
    if name in _EARLIEST:  # NumPy's argmin and argmax take NaT first
        return np.asarray(np.argmin(instants, axis=0))[np.newaxis]
    return np.asarray(np.argmax(instants, axis=0))[np.newaxis]
