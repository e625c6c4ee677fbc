"""The Sun and the Moon: where they stand, seen from the centre of the Earth.

Geometric positions come from the series that ERFA carries, `epv00` for the Earth and
`moon98` for the Moon; precession and nutation (IAU 2006/2000A) are ERFA's own too.
Against DE440 over 1900-2100 the Sun's place is good to 0.02", the Moon's to 3" rms and
18" at the worst.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

import erfa
import numpy as np

from miqat.errors import OutOfRange
from miqat.sky.timescale import JD_OF_DAY_0, SECONDS_PER_DAY

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

Body = Literal["sun", "moon"]

AU_KM = 149_597_870.7
EARTH_RADIUS_KM = 6378.1366
SUN_RADIUS_KM = 695_700.0
MOON_RADIUS_KM = 1737.4

_LIGHT_KM_PER_DAY = 299_792.458 * SECONDS_PER_DAY
_FIRST_TT = -25567.0  # 1900-01-01
_LAST_TT = 47847.0  # 2101-01-01


class Direction(NamedTuple):
    """An apparent geocentric place: angles in radians, distance in km, equal shapes.

    `right_ascension` is counted from the Celestial Intermediate Origin of date, so that
    the hour angle is Earth rotation angle + longitude - right ascension.
    """

    right_ascension: Floats
    declination: Floats
    distance: Floats


def apparent(body: Body, tt: ArrayLike) -> Direction:
    """Return the apparent geocentric place of a body at TT (days since 1970).

    Raises `OutOfRange` outside 1900-2100, the years of the series.
    """
    at = np.asarray(tt, dtype=np.float64)
    to_intermediate = erfa.c2i06a(JD_OF_DAY_0, at)
    angle, declination, distance = erfa.p2s(erfa.rxp(to_intermediate, apparent_vector(body, at)))
    return Direction(erfa.anp(angle), declination, distance)


def ecliptic_longitude(body: Body, tt: ArrayLike) -> Floats:
    """Return the apparent longitude on the mean ecliptic and equinox of date, radians.

    Nutation in longitude, the same for every body, is left out: what the lunations need
    is a difference of longitudes.
    """
    at = np.asarray(tt, dtype=np.float64)
    longitude, _, _ = erfa.p2s(erfa.rxp(erfa.ecm06(JD_OF_DAY_0, at), apparent_vector(body, at)))
    return np.asarray(erfa.anp(longitude))


def apparent_vector(body: Body, tt: ArrayLike) -> Floats:
    """Return the apparent geocentric vector in the GCRS, km, shape (..., 3).

    Light time and the Earth's aberration together are the geocentric place one light time
    ago ("planetary aberration", Explanatory Supplement, 3rd ed., 7.2.3): what this leaves
    out is of second order, 0.003" for either body.
    """
    at = np.asarray(tt, dtype=np.float64)
    distance = np.linalg.norm(geometric_vector(body, at), axis=-1)
    return geometric_vector(body, at - distance / _LIGHT_KM_PER_DAY)


def geometric_vector(body: Body, tt: ArrayLike) -> Floats:
    """Return the geometric geocentric vector in the GCRS, km, shape (..., 3)."""
    at = np.asarray(tt, dtype=np.float64)
    if at.size and (at.min() < _FIRST_TT or at.max() > _LAST_TT):
        raise OutOfRange("the Sun and the Moon are computed for the years 1900 to 2100 only")
    if body == "moon":
        return np.asarray(erfa.moon98(JD_OF_DAY_0, at)["p"] * AU_KM)
    earth_from_sun, _ = erfa.epv00(JD_OF_DAY_0, at)
    return np.asarray(earth_from_sun["p"] * -AU_KM)
