"""Altitude and azimuth of a body from a place at an instant."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

import erfa
import numpy as np

from miqat.constants import EQUATORIAL_RADIUS_KM
from miqat.degrees import latitudes, longitudes
from miqat.errors import UnknownName
from miqat.sky.ephemeris import Body, Ephemeris, apparent
from miqat.sky.horizon import Horizontal, Observer, refraction_saemundsson
from miqat.sky.timescale import JD_OF_DAY_0, from_datetime64, tt_to_ut1, utc_to_tt

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from miqat._typing import Floats


def horizontal(
    body: Body,
    instants: ArrayLike,
    latitude: ArrayLike,
    longitude: ArrayLike,
    *,
    elevation: ArrayLike = 0.0,
    refracted: bool = False,
    ephemeris: Ephemeris = "compiled",
) -> Horizontal:
    """Return topocentric altitude and azimuth of a body's centre, degrees.

    Instants in UTC; degrees and metres; all broadcast. Airless, or apparent by
    Saemundsson's refraction in standard air where `refracted`. Diurnal aberration, 0.32" at
    the most, is left out. Raises `UnknownName` for another body than "sun" and "moon",
    `InvalidPlace` for a latitude or longitude out of bounds, `OutOfRange`.
    """
    if body not in get_args(Body):
        raise UnknownName.among("body", str(body), get_args(Body))
    latitude = latitudes(latitude)
    tt = utc_to_tt(from_datetime64(instants))
    east = np.radians(longitudes(longitude))
    seen = horizontal_at(body, tt, Observer(latitude, elevation), east, ephemeris)
    if not refracted:
        return seen
    return Horizontal(seen.altitude + refraction_saemundsson(seen.altitude), seen.azimuth)


def horizontal_at(
    body: Body, tt: Floats, observer: Observer, east: ArrayLike, ephemeris: Ephemeris = "compiled"
) -> Horizontal:
    """Return airless topocentric altitude and azimuth at TT (days since 1970), degrees.

    `east` is the longitude in radians.
    """
    place = apparent(body, tt, ephemeris)
    hour_angle = erfa.era00(JD_OF_DAY_0, tt_to_ut1(tt)) + east - place.right_ascension
    return observer.horizontal(hour_angle, place.declination, EQUATORIAL_RADIUS_KM / place.distance)


def observer_position(tt: Floats, observer: Observer, east: ArrayLike) -> Floats:
    """Return an observer's geocentric position in the GCRS, km, shape (..., 3).

    TT in days since 1970; `east` is the longitude in radians. Polar motion, 0.3" at the
    most, is left out.
    """
    angle = erfa.era00(JD_OF_DAY_0, tt_to_ut1(tt)) + east
    turning = np.stack(
        np.broadcast_arrays(
            observer.from_axis * np.cos(angle),
            observer.from_axis * np.sin(angle),
            observer.from_equator,
        ),
        axis=-1,
    )
    return np.asarray(erfa.trxp(erfa.c2i06a(JD_OF_DAY_0, tt), turning * EQUATORIAL_RADIUS_KM))
