"""What the parts of the page share: the worst, the root mean square, bounds, and tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

#: Random cases of a row.
CASES = 10_000


def worst(values: Floats) -> float:
    """Return the largest magnitude; NaN does not count."""
    return float(np.nanmax(np.abs(values)))


def rms(values: Floats) -> float:
    """Return the root mean square; NaN does not count."""
    return float(np.sqrt(np.nanmean(np.square(values))))


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a Markdown table, numbers to the right."""
    marks = ["---", *["---:"] * (len(head) - 1)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (head, marks, *rows)) + "\n"


def kept(found: float, bound: float) -> str:
    """Return whether a bound is met."""
    return "met" if found <= bound else "**missed**"
