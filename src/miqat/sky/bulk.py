"""Sun events of many places and days, in chunks that fit the cache, on every core."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from miqat.days import day_numbers
from miqat.degrees import latitudes, longitudes
from miqat.sky.day_path import DayPath
from miqat.sky.events import Events, crossings, transits

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import ArrayLike

    from miqat._typing import Floats, Int64s


# Cells of a chunk: enough to hide the cost of a call, few enough for the cache.
_CELLS = 60_000


class Crossing(NamedTuple):
    """An altitude to cross, in degrees (topocentric, airless), and which way.

    The altitude may be a function of the latitudes (degrees, a column) and the Sun's path.
    """

    altitude: float | Callable[[Floats, DayPath], Floats]
    rising: bool


class Transit(NamedTuple):
    """The upper transit."""


def sun_events(
    latitude: ArrayLike,
    longitude: ArrayLike,
    days: ArrayLike,
    wanted: Sequence[Crossing | Transit],
    *,
    threads: int | None = None,
    progress: Callable[[int], object] | None = None,
) -> Events:
    """Return events of the Sun for n places by m days, arrays of shape (wanted, n, m).

    Latitudes and longitudes in degrees, shape (n,); days of local mean solar time as `datetime64`,
    dates or day numbers, shape (m,). Works on `threads` threads (by default one per core) and calls
    `progress` with the number of places done after each chunk. Apart from the result it needs
    memory for one chunk per thread. Raises `OutOfRange` outside the ephemeris, `InvalidPlace` for a
    latitude or longitude out of bounds.
    """
    lat, lon = np.atleast_1d(latitudes(latitude)), np.atleast_1d(longitudes(longitude))
    day = np.atleast_1d(day_numbers(days))
    shape = len(wanted), len(lon), len(day)
    instants, reason = np.empty(shape, dtype="datetime64[us]"), np.empty(shape, dtype=np.int8)

    def work(chunk: Int64s) -> None:
        column = lat[chunk, np.newaxis]
        path = DayPath.of("sun", lon[chunk, np.newaxis], day)
        for number, event in enumerate(wanted):
            found = _solve(event, column, path)
            instants[number, chunk] = found.instants
            reason[number, chunk] = found.reason

    in_chunks(lat, len(day), work, threads=threads, progress=progress)
    return Events(instants, reason)


def in_chunks(
    latitude: Floats,
    columns: int,
    work: Callable[[Int64s], None],
    *,
    threads: int | None = None,
    progress: Callable[[int], object] | None = None,
) -> None:
    """Call `work` with the indices of some of n places at a time, on every core.

    A chunk has as many places as fit the cache with `columns` values each, of similar latitude, so
    that easy places are solved together. Works on `threads` threads (as many as there are cores
    unless given) and calls `progress` with the number of places done after each chunk.
    """
    rows = max(1, _CELLS // max(1, columns))
    order = np.argsort(np.abs(latitude))
    chunks = [order[first : first + rows] for first in range(0, len(latitude), rows)]

    def done(chunk: Int64s) -> int:
        work(chunk)
        return len(chunk)

    # A pool costs half a millisecond, as much as a city's year.
    workers = min(threads or os.cpu_count() or 1, max(1, len(chunks)))
    with ThreadPoolExecutor(workers) if workers > 1 else nullcontext() as pool:
        for count in map(done, chunks) if pool is None else pool.map(done, chunks):
            if progress is not None:
                progress(count)


def _solve(event: Crossing | Transit, latitude: Floats, path: DayPath) -> Events:
    if isinstance(event, Transit):
        return transits(path)
    altitude = event.altitude(latitude, path) if callable(event.altitude) else event.altitude
    return crossings(path, latitude, altitude, rising=event.rising)
