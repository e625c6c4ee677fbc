"""The compiled ephemeris: Chebyshev coefficients in compact files.

tools/build_ephemeris.py writes the files; `ephemeris.toml` describes each. A file is mapped into
memory and decoded block by block, so that a single instant reads a few kilobytes.
"""

from __future__ import annotations

import os.path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from miqat.data import data_path, read_toml
from miqat.once import once

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from miqat._typing import Floats


_BLOCK = 64  # segments decoded at a time: 5.6 years of Moon, 11 of Sun


class Piece(NamedTuple):
    """One file of the compiled ephemeris: a body over a span of days (TDB, since 1970)."""

    file: str
    body: str
    source: str
    first_day: int
    last_day: int
    segment_days: int
    step_km: float
    widths: tuple[int, ...]

    def evaluate(self, tt: Floats) -> Floats:
        """Return geocentric vectors in km, shape (n, 3), at instants of shape (n,)."""
        position = (tt - self.first_day) / self.segment_days
        last = (self.last_day - self.first_day) // self.segment_days - 1
        segment = np.clip(position.astype(np.int64), 0, last)
        x = 2.0 * (position - segment) - 1.0
        blocks = segment // _BLOCK
        first, final = (int(blocks.min()), int(blocks.max())) if len(blocks) else (0, -1)
        if first == final:
            return _sum(_block(self, first)[segment - first * _BLOCK], x)
        result = np.empty((len(tt), 3))
        for block in np.unique(blocks).tolist():
            inside = blocks == block
            rows = segment[inside] - block * _BLOCK
            result[inside] = _sum(_block(self, block)[rows], x[inside])
        return result


@once
def pieces() -> tuple[Piece, ...]:
    """Return the pieces of the compiled ephemeris."""
    rows = read_toml("sky/ephemeris.toml")["piece"]
    return tuple(Piece(**{**row, "widths": tuple(row["widths"])}) for row in rows)


@once
def _packed(file: str) -> NDArray[np.uint8]:
    return np.asarray(np.load(os.path.join(data_path("sky"), file), mmap_mode="r"))


@once
def _block(piece: Piece, number: int) -> Floats:
    """Return the coefficients of a block of segments, km, shape (segments, orders, 3)."""
    rows = _packed(piece.file)[number * _BLOCK : (number + 1) * _BLOCK]
    coefficients = np.empty((len(rows), len(piece.widths), 3))
    start = 0
    for order, width in enumerate(piece.widths):
        stop = start + 3 * width
        little = rows[:, start:stop].reshape(len(rows), 3, width).astype(np.int64)
        value = little @ (1 << (8 * np.arange(width)))
        sign = 1 << (8 * width - 1)
        coefficients[:, order] = ((value ^ sign) - sign) * piece.step_km
        start = stop
    return coefficients


def _sum(coefficients: Floats, x: Floats) -> Floats:
    """Sum Chebyshev series of shape (n, orders, 3) at x of shape (n,), as cos(k acos x)."""
    angle = np.arccos(np.clip(x, -1.0, 1.0))
    basis = np.cos(angle[:, np.newaxis] * np.arange(coefficients.shape[1]))
    return np.asarray(np.einsum("nk,nkc->nc", basis, coefficients))
