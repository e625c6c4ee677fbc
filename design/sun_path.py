"""Why the Sun's path over a day is a parabola through three instants 0.4 days apart.

`sky.events` looks for the instants at which the Sun crosses an altitude within half a day
of its transit, and the transit lies within 17 minutes of local mean noon: it needs the
Sun's right ascension and declination within 0.52 days of that noon. Evaluating them at
every step of every event would cost some twenty series of precession and nutation a day.
This experiment replaces them by a polynomial through a few instants, moves the outermost
of these (the half-width), and asks how far the polynomial is from the Sun over a year.

Run it with `python -m design.sun_path`.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from miqat import days
from miqat.sky.ephemeris import apparent
from miqat.sky.timescale import utc_to_tt

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

YEAR = 2027
REACH = 0.52  # days from local mean noon
HALF_WIDTHS = (0.20, 0.30, 0.40, 0.45, 0.50, 0.52)
NODES = {"line": 2, "parabola": 3, "cubic": 4}
CHOSEN = ("parabola", 0.40)
BUDGET = 0.1  # arcseconds of altitude, of the whole event
ARCSECONDS = np.degrees(1.0) * 3600.0


class Path(NamedTuple):
    """Right ascension and declination, radians, shape (instants, days of the year)."""

    right_ascension: Floats
    declination: Floats


class Miss(NamedTuple):
    """How far a polynomial is from the Sun on the sky, arcseconds."""

    worst: float
    rms: float


def sun(noons: Floats, offsets: Floats) -> Path:
    """Return the Sun's place at each offset (days) from each noon."""
    place = apparent("sun", utc_to_tt(noons + offsets[:, np.newaxis]))
    return Path(np.unwrap(place.right_ascension, axis=0), place.declination)


def interpolate(nodes: Floats, values: Floats, at: Floats) -> Floats:
    """Return the polynomial through the values at the nodes, by Lagrange's formula."""
    others = [np.delete(nodes, which) for which in range(len(nodes))]
    weights = [
        np.prod((at[:, np.newaxis] - rest) / (node - rest), axis=1)
        for node, rest in zip(nodes, others, strict=True)
    ]
    found: Floats = np.stack(weights, axis=1) @ values
    return found


def miss(noons: Floats, truth: Path, at: Floats, count: int, half_width: float) -> Miss:
    """Return how far the polynomial through `count` equidistant nodes misses the Sun."""
    nodes = np.linspace(-half_width, half_width, count)
    path = sun(noons, nodes)
    # The branch of the right ascension is that of the first node: compare within a turn.
    ra = interpolate(nodes, path.right_ascension, at) - truth.right_ascension
    ra = (ra + np.pi) % (2.0 * np.pi) - np.pi
    dec = interpolate(nodes, path.declination, at) - truth.declination
    apart = np.hypot(ra * np.cos(truth.declination), dec) * ARCSECONDS
    return Miss(float(apart.max()), float(np.sqrt(np.mean(apart**2))))


def main() -> None:
    """Print the table and the conclusion."""
    first = days.from_date(date(YEAR, 1, 1))
    noons = first + 0.5 + np.arange(365.0)
    at = np.linspace(-REACH, REACH, 53)
    truth = sun(noons, at)
    found = {
        (name, half_width): miss(noons, truth, at, count, half_width)
        for name, count in NODES.items()
        for half_width in HALF_WIDTHS
    }
    print(
        f"The Sun within {REACH} days of noon, every day of {YEAR}: worst / rms miss, arcseconds\n"
    )
    print("half-width  " + "".join(f"{name:>22}" for name in NODES))
    print("series a day" + "".join(f"{count:>22}" for count in NODES.values()))
    print("-" * (12 + 22 * len(NODES)))
    for half_width in HALF_WIDTHS:
        cells = [found[name, half_width] for name in NODES]
        text = "".join(f"{f'{cell.worst:.5f} / {cell.rms:.5f}':>22}" for cell in cells)
        print(f"{half_width:>8.2f} d  {text}")
    print(conclusion(found))


def conclusion(found: dict[tuple[str, float], Miss]) -> str:
    """Return what the table says."""
    line = min(found["line", width].worst for width in HALF_WIDTHS)
    chosen, cubic = found[CHOSEN], found["cubic", CHOSEN[1]]
    parabolas = {width: found["parabola", width] for width in HALF_WIDTHS}
    steadiest = min(parabolas, key=lambda width: parabolas[width].rms)
    least = min(parabolas, key=lambda width: parabolas[width].worst)
    return f"""
An event may miss by {BUDGET} arcseconds of altitude.
- A line misses by {line:.1f} at its best: too much.
- The parabola of half-width {CHOSEN[1]:g} misses by {chosen.worst:.4f} at the worst
  ({chosen.rms:.4f} rms), {BUDGET / chosen.worst:.0f} times under the budget.
- Of the half-widths tried {steadiest:g} has the least rms, {least:g} the least worst
  ({parabolas[least].worst:.4f}): wider, a parabola strays in the middle, narrower, at the ends.
- A cubic misses by {cubic.worst:.5f} for a third more series, which buys nothing while the
  series themselves are 0.016 arcseconds from DE440 (docs/accuracy.md)."""


if __name__ == "__main__":
    main()
