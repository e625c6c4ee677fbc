"""The horizon: refraction, dip, and the observer on the ellipsoid.

Altitudes are degrees above the true horizon, *airless* (without refraction) or *apparent* (with
it). An `Observer` turns geocentric places into topocentric ones on the WGS84 ellipsoid.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from miqat._typing import Floats


#: Refraction at the horizon by convention, degrees (34'; Explanatory Supplement, 3rd ed., 12.3).
HORIZON_REFRACTION = 34.0 / 60.0

#: The Sun's mean semidiameter by convention, degrees (16').
SUN_SEMIDIAMETER = 16.0 / 60.0

#: Airless altitude of the Sun's centre when its upper limb touches a sea horizon (-50').
SUNRISE_ALTITUDE = -(HORIZON_REFRACTION + SUN_SEMIDIAMETER)

_WGS84_RADIUS_KM = 6378.137
_WGS84_FLATTENING = 1.0 / 298.257223563
_TERRESTRIAL_REFRACTION = 1.0 / 6.0  # of the Earth's curvature is that of the ray


class Horizontal(NamedTuple):
    """Altitude above the true horizon, azimuth from north through east: degrees."""

    altitude: Floats
    azimuth: Floats


class Observer:
    """Observers on the ellipsoid.

    Geodetic latitudes in degrees; elevations in metres above the ellipsoid (mean sea
    level will do: the difference of 100 m at most moves the Moon by 0.06").
    """

    def __init__(self, latitude: ArrayLike, elevation: ArrayLike = 0.0) -> None:
        phi = np.radians(np.asarray(latitude, dtype=np.float64))
        height = np.asarray(elevation, dtype=np.float64) / 1000.0 / _WGS84_RADIUS_KM
        self.sine = np.sin(phi)
        self.cosine = np.cos(phi)
        squashed = (1.0 - _WGS84_FLATTENING) ** 2
        curvature = 1.0 / np.sqrt(self.cosine**2 + squashed * self.sine**2)
        # Distances from the axis and from the equator, in equatorial radii.
        self.from_axis = (curvature + height) * self.cosine
        self.from_equator = (curvature * squashed + height) * self.sine

    def sine_of_altitude(
        self, hour_angle: Floats, declination: Floats, parallax: Floats
    ) -> tuple[Floats, Floats]:
        """Return the sine of the airless topocentric altitude, and the distance ratio.

        Hour angle and declination geocentric in radians, parallax as the sine of its
        horizontal value; the ratio is topocentric distance over geocentric distance.
        """
        east_free = np.cos(declination) * np.cos(hour_angle)
        sine = np.sin(declination)
        up = self.cosine * east_free + self.sine * sine
        height = self.cosine * self.from_axis + self.sine * self.from_equator
        along = self.from_axis * east_free + self.from_equator * sine
        radius = self.from_axis**2 + self.from_equator**2
        ratio = np.sqrt(1.0 - 2.0 * parallax * along + parallax**2 * radius)
        return np.asarray((up - parallax * height) / ratio), np.asarray(ratio)

    def horizontal(self, hour_angle: Floats, declination: Floats, parallax: Floats) -> Horizontal:
        """Return the airless topocentric altitude and azimuth; parallax 0 gives geocentric."""
        toward = np.cos(declination) * np.cos(hour_angle) - parallax * self.from_axis
        west = np.cos(declination) * np.sin(hour_angle)
        pole = np.sin(declination) - parallax * self.from_equator
        up = self.cosine * toward + self.sine * pole
        north = self.cosine * pole - self.sine * toward
        altitude = np.degrees(np.arctan2(up, np.hypot(north, west)))
        return Horizontal(altitude, np.degrees(np.arctan2(-west, north)) % 360.0)


def refraction_bennett(
    apparent_altitude: ArrayLike, pressure: ArrayLike = 1010.0, temperature: ArrayLike = 10.0
) -> Floats:
    """Return refraction in degrees at an *apparent* altitude in degrees.

    Pressure in hPa, temperature in Celsius. Bennett 1982, J. Navigation 35, 255, with the
    scaling for air of Meeus, *Astronomical Algorithms*, ch. 16; 0.07' at the worst above the
    horizon. Below -1 degree, where no formula holds, the value at -1 degree.
    """
    h = np.maximum(np.asarray(apparent_altitude, dtype=np.float64), -1.0)
    minutes = 1.0 / np.tan(np.radians(h + 7.31 / (h + 4.4)))
    return np.asarray(np.maximum(minutes, 0.0) / 60.0 * _air(pressure, temperature))


def refraction_saemundsson(
    airless_altitude: ArrayLike, pressure: ArrayLike = 1010.0, temperature: ArrayLike = 10.0
) -> Floats:
    """Return refraction in degrees at an *airless* altitude in degrees.

    The inverse of Bennett's to 0.1': Saemundsson 1986, Sky & Telescope 72, 70; the same units.
    Below -1 degree the value at -1 degree.
    """
    h = np.maximum(np.asarray(airless_altitude, dtype=np.float64), -1.0)
    minutes = 1.02 / np.tan(np.radians(h + 10.3 / (h + 5.11)))
    return np.asarray(np.maximum(minutes, 0.0) / 60.0 * _air(pressure, temperature))


def _air(pressure: ArrayLike, temperature: ArrayLike) -> Floats:
    kelvin = 273.0 + np.asarray(temperature, dtype=np.float64)
    return np.asarray(np.asarray(pressure, dtype=np.float64) / 1010.0 * 283.0 / kelvin)


def dip_geometric(elevation: ArrayLike) -> Floats:
    """Return how far a sea horizon lies below the true one without air, degrees.

    acos(R / (R + h)), about 1.93' sqrt(h), for an elevation h >= 0 in metres above it.
    """
    height = np.asarray(elevation, dtype=np.float64) / 1000.0
    return np.degrees(np.arccos(_WGS84_RADIUS_KM / (_WGS84_RADIUS_KM + height)))


def dip_refracted(elevation: ArrayLike) -> Floats:
    """Return how far a sea horizon is seen below the true one through air, degrees.

    The geometric dip on a globe with the curvature reduced by that of the ray, a sixth of it: about
    1.76' sqrt(h) (Explanatory Supplement, 3rd ed., 12.1.3).
    """
    radius = _WGS84_RADIUS_KM / (1.0 - _TERRESTRIAL_REFRACTION)
    height = np.asarray(elevation, dtype=np.float64) / 1000.0
    return np.degrees(np.arccos(radius / (radius + height)))
