"""The quantities that criteria of visibility are made of.

Angles in degrees, widths in arcminutes. Names as in the literature: ARCL, the arc of light
from Sun to Moon; ARCV, the arc of vision, the difference of their altitudes; DAZ, that of
their azimuths, Sun less Moon; W, the width of the crescent on its middle line. Altitudes
are airless. After B. D. Yallop, NAO Technical Note 69 (1997).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from miqat.crescent.twilight import MOON_RADIUS, Twilight
from miqat.jsonable import Jsonable, plain
from miqat.once import lazy
from miqat.sky.events import crossing_times
from miqat.sky.horizon import refraction_saemundsson

if TYPE_CHECKING:
    from miqat._typing import Floats
    from miqat.sky.ephemeris import Body
    from miqat.sky.horizon import Observer


_SUN_PARALLAX = 8.794 / 3600.0  # degrees: what a geocentric altitude of 0 is less from a place


@dataclass(frozen=True, eq=False)
class Direction:
    """A unit vector toward a body: along the equator to the meridian, west, and to the pole."""

    observer: Observer
    toward: Floats
    west: Floats
    pole: Floats

    @lazy
    def up(self) -> Floats:
        """The sine of the altitude."""
        up = self.observer.cosine * self.toward + self.observer.sine * self.pole
        return np.clip(up, -1.0, 1.0)

    @lazy
    def altitude(self) -> Floats:
        """Airless altitude, degrees."""
        return np.degrees(np.arcsin(self.up))

    @lazy
    def azimuth(self) -> Floats:
        """Azimuth from north through east, degrees."""
        north = self.observer.cosine * self.pole - self.observer.sine * self.toward
        return np.asarray(np.degrees(np.arctan2(-self.west, north)) % 360.0)

    def from_place(self, parallax: Floats) -> Direction:
        """Return the same body's direction from the place instead of the Earth's centre."""
        toward = self.toward - parallax * self.observer.from_axis
        pole = self.pole - parallax * self.observer.from_equator
        distance = np.sqrt(toward * toward + self.west * self.west + pole * pole)
        return Direction(self.observer, toward / distance, self.west / distance, pole / distance)

    def versed(self, other: Direction) -> Floats:
        """Return 1 less the cosine of the angle to another direction."""
        across = (self.toward - other.toward, self.west - other.west, self.pole - other.pole)
        half = 0.5 * sum(side * side for side in across)
        return np.minimum(half, 2.0)


@dataclass(frozen=True, eq=False)
class Sight(Jsonable):
    """Sun and Moon at an instant `t` of a twilight (days since local mean noon)."""

    twilight: Twilight
    t: Floats

    def to_dict(self) -> dict[str, Any]:
        """Return the quantities at the instant, angles in degrees, `width` in minutes of arc."""
        return {
            "moon_altitude": _plain(self.moon_topo.altitude),
            "moon_azimuth": _plain(self.moon_topo.azimuth),
            "sun_altitude": _plain(self.sun_topo.altitude),
            "sun_azimuth": _plain(self.sun_topo.azimuth),
            "arcl": _plain(self.arcl),
            "arcl_topocentric": _plain(self.arcl_topo),
            "arcv": _plain(self.arcv),
            "arcv_topocentric": _plain(self.arcv_topo),
            "daz": _plain(self.daz),
            "width": _plain(self.w),
            "illuminated": _plain(self.illuminated),
            "lit_limb": _plain(self.tilt),
        }

    @lazy
    def _parallax(self) -> Floats:
        return self.twilight.moon.parallax(self.t)

    def _direction(self, body: Body) -> Direction:
        path = self.twilight.sun if body == "sun" else self.twilight.moon
        sine_d, cosine_d = _sine_cosine(path.declination(self.t))
        sine_h, cosine_h = _sine_cosine(path.hour_angle(self.t))
        return Direction(self.twilight.observer, cosine_d * cosine_h, cosine_d * sine_h, sine_d)

    @lazy
    def sun(self) -> Direction:
        """Direction of the Sun, geocentric."""
        return self._direction("sun")

    @lazy
    def moon(self) -> Direction:
        """Direction of the Moon, geocentric."""
        return self._direction("moon")

    @lazy
    def sun_topo(self) -> Direction:
        """Direction of the Sun, topocentric."""
        return self.sun.from_place(self.twilight.sun.parallax(self.t))

    @lazy
    def moon_topo(self) -> Direction:
        """Direction of the Moon, topocentric."""
        return self.moon.from_place(self._parallax)

    @lazy
    def _versed(self) -> Floats:
        return self.sun.versed(self.moon)

    @lazy
    def _versed_topo(self) -> Floats:
        return self.sun_topo.versed(self.moon_topo)

    @lazy
    def arcl(self) -> Floats:
        """Geocentric arc of light."""
        return np.asarray(2.0 * np.degrees(np.arcsin(np.sqrt(0.5 * self._versed))))

    @lazy
    def arcl_topo(self) -> Floats:
        """Topocentric arc of light."""
        return np.asarray(2.0 * np.degrees(np.arcsin(np.sqrt(0.5 * self._versed_topo))))

    @lazy
    def arcv(self) -> Floats:
        """Geocentric arc of vision."""
        return np.asarray(self.moon.altitude - self.sun.altitude)

    @lazy
    def arcv_topo(self) -> Floats:
        """Topocentric arc of vision."""
        return np.asarray(self.moon_topo.altitude - self.sun_topo.altitude)

    @lazy
    def daz(self) -> Floats:
        """Azimuth of the Sun less that of the Moon, geocentric, -180 to 180."""
        return np.asarray((self.sun.azimuth - self.moon.azimuth + 180.0) % 360.0 - 180.0)

    @lazy
    def alt(self) -> Floats:
        """The Moon's topocentric altitude."""
        return self.moon_topo.altitude

    @lazy
    def alt_geo(self) -> Floats:
        """The Moon's geocentric altitude."""
        return self.moon.altitude

    @lazy
    def alt_lower_limb(self) -> Floats:
        """The apparent (refracted) topocentric altitude of the Moon's lower limb."""
        airless = self.alt - self.sd_topo / 60.0
        return np.asarray(airless + refraction_saemundsson(airless))

    @lazy
    def sd(self) -> Floats:
        """The Moon's geocentric semidiameter, 0.27245 times its parallax."""
        return np.asarray(MOON_RADIUS * np.degrees(np.arcsin(self._parallax)) * 60.0)

    @lazy
    def sd_topo(self) -> Floats:
        """The Moon's topocentric semidiameter: SD (1 + sin h sin pi), h geocentric."""
        return np.asarray(self.sd * (1.0 + self.moon.up * self._parallax))

    @lazy
    def w(self) -> Floats:
        """Width by Yallop: topocentric semidiameter, geocentric arc of light."""
        return np.asarray(self.sd_topo * self._versed)

    @lazy
    def w_geo(self) -> Floats:
        """Width with both geocentric."""
        return np.asarray(self.sd * self._versed)

    @lazy
    def w_topo(self) -> Floats:
        """Width with both topocentric (Odeh)."""
        return np.asarray(self.sd_topo * self._versed_topo)

    @lazy
    def illuminated(self) -> Floats:
        """Lit part of the disc, 0 to 1, geocentric: the Sun taken as infinitely far."""
        return np.asarray(0.5 * self._versed)

    @lazy
    def lag(self) -> Floats:
        """Moonset less sunset (in the morning sunrise less moonrise), minutes."""
        return np.asarray(self.twilight.lag_days * 1440.0)

    @lazy
    def tilt(self) -> Floats:
        """Where the lit limb points, degrees clockwise from straight up as one sees it.

        180 is a crescent with its horns up, 270 one with its lit side to the left.
        """
        across = (self.sun_topo.azimuth - self.moon_topo.azimuth + 180.0) % 360.0 - 180.0
        right = np.radians(across) * np.cos(np.radians(self.moon_topo.altitude))
        up = np.radians(self.sun_topo.altitude - self.moon_topo.altitude)
        return np.asarray(np.degrees(np.arctan2(right, up)) % 360.0)


def geometric_sunset(twilight: Twilight) -> Floats:
    """Return when the Sun's geocentric centre is on the true horizon, NaN where it is not.

    In high latitudes the upper limb may set on a day when the centre does not rise.
    """
    observer = twilight.observer
    latitude = np.degrees(np.arctan2(observer.sine, observer.cosine))
    t, _ = crossing_times(twilight.sun, latitude, -_SUN_PARALLAX, rising=twilight.sign < 0.0)
    return np.where(np.isnan(twilight.sunset), np.nan, t)


def _sine_cosine(angle: Floats) -> tuple[Floats, Floats]:
    """Return sine and cosine, by the tangent of half the angle: one function for two."""
    tangent = np.tan(0.5 * angle)
    square = tangent * tangent
    whole = 1.0 / (1.0 + square)
    return 2.0 * tangent * whole, (1.0 - square) * whole


def _plain(values: Floats) -> Any:
    return plain(np.round(values, 4))
