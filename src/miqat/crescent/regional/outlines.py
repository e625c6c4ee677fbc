"""Outlines of land and countries, and whether a point is inside.

Natural Earth 4.1.0 (public domain) at 1:50 million, through npm world-atlas 2.0.2, as
tools/build_outlines.py has packed it: a coast is some kilometres from the true one, islands of less
than a few kilometres are left out, and lakes count as land, except the Caspian. Borders are Natural
Earth's, which follow de facto control; an area without an ISO code belongs to the land and to no
country. An outline is only for computing a rule. It implies no claim about whose any land is.

Lines between points are straight in longitude and latitude. Degrees throughout.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from miqat.data import data_path, read_text
from miqat.degrees import latitudes
from miqat.errors import InvalidRule, UnknownName
from miqat.once import lazy, once

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import ArrayLike, NDArray

    from miqat._typing import Bools, Floats, Int32s, Int64s


_UNITS = 180.0  # a degree
_MOST_PAIRS = 4_000_000  # of edges and latitudes at a time: 100 MB
_ROW = 2048.0  # degrees from one row of crossings to the next; any longitude is less


class _Edges(NamedTuple):
    """Edges that are not level: each from its lower end to its upper, degrees."""

    south: Floats
    north: Floats
    longitude: Floats  # at the southern end
    slope: Floats


@dataclass(frozen=True, eq=False)
class Outline:
    """Closed lines that bound an area: what an odd number of them surrounds is within.

    `rings` are arrays (n, 2) of longitude (-180 to 180) and latitude whose last point joins
    the first; one that crosses the date line simply jumps there, and one that goes round
    the globe holds the nearer pole.
    """

    rings: tuple[Floats, ...]

    @classmethod
    def of(cls, rings: Iterable[ArrayLike]) -> Outline:
        """Return an outline of custom rings; raises `InvalidRule` for what is not a ring."""
        made = tuple(np.asarray(ring, dtype=np.float64) for ring in rings)
        for ring in made:
            if ring.ndim != 2 or ring.shape[1:] != (2,) or len(ring) < 3:
                raise InvalidRule("an outline's ring is three or more (longitude, latitude)")
            if not ((np.abs(ring) <= (180.0, 90.0)).all()):
                raise InvalidRule("an outline's ring leaves longitude ±180 or latitude ±90")
        if not made:
            raise InvalidRule("an outline needs at least one ring")
        return cls(made)

    @lazy
    def vertices(self) -> Floats:
        """All points of all rings, (n, 2)."""
        return np.concatenate(self.rings)

    @lazy
    def _edges(self) -> _Edges:
        """Edges with longitudes unwrapped, those that leave -180 to 180 twice."""
        starts, ends = [], []
        for ring in self.rings:
            line = _closed(ring)
            shifts = {0.0}
            if line[:, 0].max() >= 180.0:
                shifts.add(-360.0)
            if line[:, 0].min() <= -180.0:
                shifts.add(360.0)
            for shift in sorted(shifts):
                moved = line + np.array([shift, 0.0])
                starts.append(moved[:-1])
                ends.append(moved[1:])
        a, b = np.concatenate(starts), np.concatenate(ends)
        level = a[:, 1] == b[:, 1]
        up = (a[:, 1] < b[:, 1])[:, np.newaxis]
        low, high = np.where(up, a, b)[~level], np.where(up, b, a)[~level]
        slope = (high[:, 0] - low[:, 0]) / (high[:, 1] - low[:, 1])
        return _Edges(low[:, 1], high[:, 1], low[:, 0], slope)

    def contains(self, latitude: ArrayLike, longitude: ArrayLike) -> Bools:
        """Return whether points lie within; both broadcast. On the line itself: either.

        The even-odd rule: along each latitude that is asked for, the crossings with the
        edges are sorted once, and a point is within if an odd number lies west of it.
        """
        north, east = np.broadcast_arrays(
            latitudes(latitude), np.asarray(longitude, dtype=np.float64)
        )
        east = (east + 180.0) % 360.0 - 180.0
        rows, row = np.unique(north, return_inverse=True)
        row = row.reshape(north.shape)
        odd = np.zeros(north.shape, dtype=bool)
        edges = self._edges
        first = np.searchsorted(rows, edges.south, side="left")
        last = np.searchsorted(rows, edges.north, side="left")
        for part in _parts(last - first):
            crossings = np.sort(_crossings(edges, rows, first, last, part))
            west = np.searchsorted(crossings, row * _ROW + east)
            before = np.searchsorted(crossings, row * _ROW - 0.5 * _ROW)
            odd ^= (west - before) % 2 == 1
        return odd


def _closed(ring: Floats) -> Floats:
    """Return a ring's points with the first repeated, unwrapped, and led round its pole."""
    line = np.concatenate([ring, ring[:1]])
    line[:, 0] = np.unwrap(line[:, 0], period=360.0)
    if abs(line[-1, 0] - line[0, 0]) > 180.0:
        pole = np.copysign(90.0, line[:, 1].mean())
        line = np.concatenate([line, [[line[-1, 0], pole], [line[0, 0], pole], line[0]]])
    return line


def _parts(counts: Int64s) -> Iterable[slice]:
    """Return slices of the edges with a limited number of crossings each."""
    total = np.concatenate([[0], np.cumsum(counts)])
    begin = 0
    while begin < len(counts):
        end = int(np.searchsorted(total, total[begin] + _MOST_PAIRS, side="right")) - 1
        end = min(max(end, begin + 1), len(counts))
        yield slice(begin, end)
        begin = end


def _crossings(edges: _Edges, rows: Floats, first: Int64s, last: Int64s, part: slice) -> Floats:
    """Return where edges cross the rows of latitude, as row * _ROW + longitude."""
    counts = last[part] - first[part]
    edge = np.repeat(np.arange(len(first))[part], counts)
    begins = np.cumsum(counts) - counts
    row = np.arange(len(edge)) - np.repeat(begins - first[part], counts)
    at = edges.longitude[edge] + edges.slope[edge] * (rows[row] - edges.south[edge])
    return np.asarray(row * _ROW + at)


class _Table(NamedTuple):
    """The packed file: rings, the countries and the landmasses that they belong to."""

    rings: tuple[Floats, ...]
    owners: NDArray[np.int16]
    landmasses: NDArray[np.int16]

    def where(self, wanted: Bools) -> Outline:
        return Outline(tuple(self.rings[i] for i in np.flatnonzero(wanted)))


def _unpacked(points: NDArray[np.int16], starts: Int32s) -> tuple[Floats, ...]:
    return tuple(np.split(points / _UNITS, starts[1:-1]))


@once
def _table() -> _Table:
    with np.load(data_path("outlines/outlines.npz")) as packed:
        return _Table(
            _unpacked(packed["points"], packed["starts"]), packed["owners"], packed["landmasses"]
        )


class _Country(NamedTuple):
    number: int
    name: str


@once
def _countries() -> dict[str, _Country]:
    text = read_text("outlines/countries.txt")
    rows = (line.split(" ", 2) for line in text.splitlines())
    return {code: _Country(int(number), name) for code, number, name in rows if code != "#"}


@once
def coastlines() -> tuple[Floats, ...]:
    """Return the coasts of the world for drawing, at 1:110 million, (n, 2) each, degrees.

    Each is an open line, longitude first, that does not jump at the date line: one that
    crosses it is cut in two there.
    """
    with np.load(data_path("outlines/outlines.npz")) as packed:
        rings = _unpacked(packed["coast_points"], packed["coast_starts"])
    return tuple(line for ring in rings for line in _cut(np.concatenate([ring, ring[:1]])))


def _cut(line: Floats) -> list[Floats]:
    """Cut a line where it jumps over the date line, and lead both ends up to it."""
    jumps = np.flatnonzero(np.abs(np.diff(line[:, 0])) > 180.0)
    pieces = np.split(line, jumps + 1)
    for n, jump in enumerate(jumps):
        (x0, y0), (x1, y1) = line[jump], line[jump + 1]
        edge = np.copysign(180.0, x0)
        gap = (x1 + 2.0 * edge) - x0
        y = y0 if gap == 0.0 else y0 + (y1 - y0) * (edge - x0) / gap
        pieces[n] = np.concatenate([pieces[n], [[edge, y]]])
        pieces[n + 1] = np.concatenate([[[-edge, y]], pieces[n + 1]])
    return pieces


@once
def land() -> Outline:
    """Return the outline of all land, Antarctica with it."""
    table = _table()
    return table.where(np.ones(len(table.rings), dtype=bool))


def country(code: str) -> Outline:
    """Return a country's outline by its ISO 3166-1 alpha-2 code, in any case.

    It includes overseas areas unless they have a separate code and outline: French Guiana is in FR.
    Kosovo is XK. Raises `UnknownName` with the nearest codes.
    """
    found = _countries().get(code.upper())
    if found is None:
        spellings = {key.casefold(): key for key in _countries()}
        spellings |= {row.name.casefold(): key for key, row in _countries().items()}
        near = get_close_matches(code.casefold(), spellings, n=3, cutoff=0.5)
        raise UnknownName("country code", code, dict.fromkeys(spellings[key] for key in near))
    return _owned(found.number)


@once
def _owned(number: int) -> Outline:
    table = _table()
    return table.where(table.owners == number)


def landmass(latitude: float, longitude: float) -> Outline:
    """Return the outline of all land connected with that of a point, ignoring borders.

    An island is a separate landmass. Raises `InvalidRule` for a point at sea.
    """
    table = _table()
    for ring, number in zip(table.rings, table.landmasses, strict=True):
        if Outline((ring,)).contains(latitude, longitude):
            return _landmass(int(number))
    raise InvalidRule(f"{latitude:g}°, {longitude:g}° is in the sea")


@once
def _landmass(number: int) -> Outline:
    table = _table()
    return table.where(table.landmasses == number)
