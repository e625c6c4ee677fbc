"""The quantities that criteria of visibility are made of.

Angles in degrees, widths in arcminutes. Names as in the literature: ARCL, the arc of light
from Sun to Moon; ARCV, the arc of vision, the difference of their altitudes; DAZ, that of
their azimuths, Sun less Moon; W, the width of the crescent on its middle line. Altitudes
are airless. After B. D. Yallop, NAO Technical Note 69 (1997).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from miqat.crescent.twilight import MOON_RADIUS, Twilight
from miqat.sky.events import crossing_times
from miqat.sky.horizon import Horizontal, refraction_saemundsson

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_SUN_PARALLAX = 8.794 / 3600.0  # degrees: what a geocentric altitude of 0 is less from a place


@dataclass(frozen=True, eq=False)
class Sight:
    """Sun and Moon at an instant `t` of a twilight (days since local mean noon)."""

    twilight: Twilight
    t: Floats

    @cached_property
    def _parallax(self) -> Floats:
        return self.twilight.moon.parallax(self.t)

    def _horizontal(self, body: str, *, topocentric: bool) -> Horizontal:
        path = self.twilight.sun if body == "sun" else self.twilight.moon
        parallax = path.parallax(self.t) if topocentric else np.zeros(())
        hour_angle, declination = path.hour_angle(self.t), path.declination(self.t)
        return self.twilight.observer.horizontal(hour_angle, declination, parallax)

    @cached_property
    def sun(self) -> Horizontal:
        """The Sun's geocentric altitude and azimuth."""
        return self._horizontal("sun", topocentric=False)

    @cached_property
    def moon(self) -> Horizontal:
        """The Moon's geocentric altitude and azimuth."""
        return self._horizontal("moon", topocentric=False)

    @cached_property
    def sun_topo(self) -> Horizontal:
        """The Sun's topocentric altitude and azimuth."""
        return self._horizontal("sun", topocentric=True)

    @cached_property
    def moon_topo(self) -> Horizontal:
        """The Moon's topocentric altitude and azimuth."""
        return self._horizontal("moon", topocentric=True)

    @cached_property
    def arcl(self) -> Floats:
        """Geocentric arc of light."""
        return _apart(self.sun, self.moon)

    @cached_property
    def arcl_topo(self) -> Floats:
        """Topocentric arc of light."""
        return _apart(self.sun_topo, self.moon_topo)

    @cached_property
    def arcv(self) -> Floats:
        """Geocentric arc of vision."""
        return np.asarray(self.moon.altitude - self.sun.altitude)

    @cached_property
    def arcv_topo(self) -> Floats:
        """Topocentric arc of vision."""
        return np.asarray(self.moon_topo.altitude - self.sun_topo.altitude)

    @cached_property
    def daz(self) -> Floats:
        """Azimuth of the Sun less that of the Moon, geocentric, -180 to 180."""
        return np.asarray((self.sun.azimuth - self.moon.azimuth + 180.0) % 360.0 - 180.0)

    @cached_property
    def alt(self) -> Floats:
        """The Moon's topocentric altitude."""
        return self.moon_topo.altitude

    @cached_property
    def alt_geo(self) -> Floats:
        """The Moon's geocentric altitude."""
        return self.moon.altitude

    @cached_property
    def alt_lower_limb(self) -> Floats:
        """The apparent (refracted) topocentric altitude of the Moon's lower limb."""
        airless = self.alt - self.sd_topo / 60.0
        return np.asarray(airless + refraction_saemundsson(airless))

    @cached_property
    def sd(self) -> Floats:
        """The Moon's geocentric semidiameter, 0.27245 times its parallax."""
        return np.asarray(MOON_RADIUS * np.degrees(np.arcsin(self._parallax)) * 60.0)

    @cached_property
    def sd_topo(self) -> Floats:
        """The Moon's topocentric semidiameter: SD (1 + sin h sin pi), h geocentric."""
        lift = np.sin(np.radians(self.moon.altitude)) * self._parallax
        return np.asarray(self.sd * (1.0 + lift))

    @cached_property
    def w(self) -> Floats:
        """Width by Yallop: topocentric semidiameter, geocentric arc of light."""
        return np.asarray(self.sd_topo * (1.0 - np.cos(np.radians(self.arcl))))

    @cached_property
    def w_geo(self) -> Floats:
        """Width with both geocentric."""
        return np.asarray(self.sd * (1.0 - np.cos(np.radians(self.arcl))))

    @cached_property
    def w_topo(self) -> Floats:
        """Width with both topocentric, as Odeh has it."""
        return np.asarray(self.sd_topo * (1.0 - np.cos(np.radians(self.arcl_topo))))

    @cached_property
    def illuminated(self) -> Floats:
        """Lit part of the disc, 0 to 1, geocentric: the Sun taken as infinitely far."""
        return np.asarray(0.5 * (1.0 - np.cos(np.radians(self.arcl))))

    @cached_property
    def lag(self) -> Floats:
        """Moonset less sunset (in the morning sunrise less moonrise), minutes."""
        return np.asarray(self.twilight.lag * 1440.0)

    @cached_property
    def tilt(self) -> Floats:
        """Where the lit limb points, degrees clockwise from straight up as one sees it.

        180 is a crescent lying on its back, 270 one that stands with its light to the left.
        """
        across = (self.sun_topo.azimuth - self.moon_topo.azimuth + 180.0) % 360.0 - 180.0
        right = np.radians(across) * np.cos(np.radians(self.moon_topo.altitude))
        up = np.radians(self.sun_topo.altitude - self.moon_topo.altitude)
        return np.asarray(np.degrees(np.arctan2(right, up)) % 360.0)


def geometric_sunset(twilight: Twilight) -> Floats:
    """Return when the Sun's geocentric centre is on the true horizon, NaN where it is not.

    In high latitudes the upper limb may set on a day on which the centre never rises.
    """
    observer = twilight.observer
    latitude = np.degrees(np.arctan2(observer.sine, observer.cosine))
    t, _ = crossing_times(twilight.sun, latitude, -_SUN_PARALLAX, rising=twilight.sign < 0.0)
    return np.where(np.isnan(twilight.sunset), np.nan, t)


def _apart(one: Horizontal, other: Horizontal) -> Floats:
    """Return the angle between two directions, degrees, by the haversine."""
    h1, h2 = np.radians(one.altitude), np.radians(other.altitude)
    turn = np.radians(one.azimuth - other.azimuth)
    half = np.sin((h2 - h1) / 2.0) ** 2 + np.cos(h1) * np.cos(h2) * np.sin(turn / 2.0) ** 2
    return np.asarray(2.0 * np.degrees(np.arcsin(np.sqrt(half))))
