"""Columns of latitudes and longitudes in degrees, north and east positive, within their bounds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from miqat.errors import InvalidPlace, WrongType

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from miqat._typing import Floats


def latitudes(values: ArrayLike) -> Floats:
    """Return latitudes as an array; raises `InvalidPlace` for one outside -90 to 90."""
    return _within(values, 90.0, "latitude", " (latitude comes before longitude)")


def longitudes(values: ArrayLike, bound: float = 180.0) -> Floats:
    """Return longitudes as an array; raises `InvalidPlace` for one outside -180 to 180.

    `bound` is for a grid that runs on beyond the date line.
    """
    return _within(values, bound, "longitude", "")


def _within(values: ArrayLike, bound: float, what: str, hint: str) -> Floats:
    import numpy as np

    try:
        array = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError):
        raise WrongType(f"{values!r} is not a {what} in degrees") from None
    outside = ~(np.abs(array) <= bound)
    if outside.any():
        raise InvalidPlace(f"{what} {array[outside][0]:g} is outside -{bound:g}..{bound:g}{hint}")
    return array
