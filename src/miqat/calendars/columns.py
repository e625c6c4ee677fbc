"""Columns of values with some missing: what numpy's masked arrays leave out."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from miqat._typing import Bools


def mask_of(values: ArrayLike | Any) -> Bools | None:
    """Return the mask of a masked array, in full; None where it is a plain one."""
    # Where numpy.ma was never loaded, which costs 10 ms, nothing can be masked.
    if "numpy.ma" not in sys.modules or not isinstance(values, np.ma.MaskedArray):
        return None
    return np.ma.getmaskarray(values)
