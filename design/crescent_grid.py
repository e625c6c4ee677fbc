"""How coarse a grid may be for maps of visibility: `python -m design.crescent_grid`.

A map of Yallop's q at 0.25 degrees between 60 degrees south and north is interpolated from a
coarse grid through a few nodes each way, by Lagrange's polynomials. For several grids and
numbers of nodes this prints the largest error of q and of the lag against the computation of
every ninth point by itself, on evenings of February, June and December and about the Moon's
major standstill of 2024 to 2026, and what a map costs. The target is 1e-4 in q with the edge
at 60 degrees in June, where sunset's slope in latitude is steepest; miqat/crescent/worldmap.py
holds what was chosen: 1 degree of latitude by 3 of longitude, six nodes.

The errors fall with the latitude's step, hardly with the longitude's: along a parallel only
the Moon's motion of the hours between changes anything.
"""

from __future__ import annotations

import time
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from miqat.crescent import criterion, twilights
from miqat.days import from_date

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

EVENINGS = (
    date(2024, 12, 2), date(2025, 6, 26), date(2026, 2, 18), date(2026, 6, 16), date(2026, 12, 10),
)  # fmt: skip
LIMIT, STEP, EVERY = 60.0, 0.25, 3
TARGET = 1e-4


class Grid(NamedTuple):
    """Steps of latitude and longitude in degrees, and nodes each way."""

    latitude: float
    longitude: float
    nodes: int


GRIDS = (
    Grid(3.0, 3.0, 4),
    Grid(3.0, 3.0, 6),
    Grid(2.0, 3.0, 4),
    Grid(2.0, 3.0, 6),
    Grid(2.0, 3.0, 8),
    Grid(1.5, 3.0, 6),
    Grid(1.0, 1.0, 4),
    Grid(1.0, 3.0, 4),
    Grid(1.0, 3.0, 6),
    Grid(1.0, 3.0, 8),
    Grid(1.0, 6.0, 6),
    Grid(1.0, 15.0, 6),
    Grid(0.5, 3.0, 4),
    Grid(0.5, 3.0, 6),
)


def main() -> None:
    """Print a line for each grid."""
    latitudes = np.arange(-LIMIT, LIMIT + STEP / 2.0, STEP)
    longitudes = np.arange(-180.0, 180.0, STEP)
    true = {on: _fields(latitudes[::EVERY], longitudes[::EVERY], on) for on in EVENINGS}
    print(f"{'grid':>11} {'nodes':>5} {'points':>7} {'ms':>6}  largest error of q")
    print(" " * 34 + " ".join(str(on) for on in EVENINGS) + "   lag, s")
    for grid in GRIDS:
        taken, errors, lags = [], [], []
        for on in EVENINGS:
            for _ in range(3):
                start = time.perf_counter()
                q, lag, points = interpolated(grid, latitudes, longitudes, on)
                taken.append(time.perf_counter() - start)
            true_q, true_lag = true[on]
            errors.append(np.abs(q[::EVERY, ::EVERY] - true_q).max())
            lags.append(np.abs(lag[::EVERY, ::EVERY] - true_lag).max() * 86400.0)
        verdict = "kept" if max(errors) <= TARGET else "missed"
        print(
            f"{grid.latitude:4.1f} x {grid.longitude:4.1f} {grid.nodes:5d} {points:7,} "
            f"{1e3 * min(taken):6.1f}  {' '.join(f'{error:10.1e}' for error in errors)} "
            f"{max(lags):8.3f}   {verdict}"
        )


def interpolated(
    grid: Grid, latitudes: Floats, longitudes: Floats, on: date
) -> tuple[Floats, Floats, int]:
    """Return q and lag (days) on the fine grid, and how many points were computed."""
    margin = grid.longitude * (grid.nodes // 2)
    down = np.arange(-LIMIT, LIMIT + grid.latitude / 2.0, grid.latitude)
    across = np.arange(-180.0 - margin, 180.0 + margin + grid.longitude / 2.0, grid.longitude)
    q, lag = _fields(down, across, on)
    rows, columns = (
        _weights(latitudes, down, grid.nodes),
        _weights(longitudes, across, grid.nodes).T,
    )
    return rows @ (q @ columns), rows @ (lag @ columns), q.size


def _fields(latitudes: Floats, longitudes: Floats, on: date) -> tuple[Floats, Floats]:
    """Return q and lag (days) of every point, a few rows at a time."""
    parts = [
        twilights(longitudes[np.newaxis], latitudes[first : first + 16, np.newaxis], from_date(on))
        for first in range(0, len(latitudes), 16)
    ]
    chosen = criterion("yallop")
    return (
        np.concatenate([chosen.value(part) for part in parts]),
        np.concatenate([part.lag_days for part in parts]),
    )


def _weights(targets: Floats, nodes: Floats, count: int) -> Floats:
    """Return Lagrange's weights of the nodes around each target, a dense matrix."""
    position = (targets - nodes[0]) / (nodes[1] - nodes[0])
    first = np.clip(np.floor(position).astype(np.int64) - (count // 2 - 1), 0, len(nodes) - count)
    offset = position - first
    weights = np.zeros((len(targets), len(nodes)))
    for this in range(count):
        others = [other for other in range(count) if other != this]
        factors = [(offset - other) / (this - other) for other in others]
        weights[np.arange(len(targets)), first + this] = np.prod(factors, axis=0)
    return weights


if __name__ == "__main__":
    main()
