"""The Moon at sunset, of many places on many evenings: what calendars ask about.

An evening is that of a day of local mean solar time, so that the evenings of one day go
round the globe from the date line westward, in 24 hours. Angles in degrees.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple, get_args

import numpy as np

from miqat.errors import UnknownName
from miqat.sky.events import crossing_times
from miqat.sky.horizon import SUNRISE_ALTITUDE, Observer
from miqat.sky.paths import DayPath

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

Sunset = Literal["upper limb", "geocentric centre"]


class MoonAtSunset(NamedTuple):
    """Sunset (UTC, days since 1970), the Moon's altitude and its elongation from the Sun.

    Altitudes are airless. NaN where the Sun does not set.
    """

    sunset: Floats
    altitude: Floats
    elongation: Floats


@dataclass(frozen=True, slots=True)
class Frame:
    """How a rule measures: from the Earth's centre or its surface, and what sunset is.

    `sunset` is the usual one, when the centre of the Sun as seen from the place is at -50'
    and its upper limb on the horizon, or when the *geocentric* altitude of the Sun's centre
    is -50', nine arcseconds higher in that sky. Raises `UnknownName` for any other.
    """

    geocentric: bool = True
    sunset: Sunset = "upper limb"

    def __post_init__(self) -> None:
        if self.sunset not in get_args(Sunset):
            raise UnknownName.among("sunset", self.sunset, get_args(Sunset))

    def moon(self, longitude: ArrayLike, latitude: ArrayLike, days: ArrayLike) -> MoonAtSunset:
        """Return the Moon at sunset of places on days of local mean solar time; all broadcast.

        Degrees and day numbers; raises `OutOfRange` where the ephemeris does not reach.
        """
        sun, moon = (DayPath.of(body, longitude, days) for body in ("sun", "moon"))
        altitude: ArrayLike = SUNRISE_ALTITUDE
        if self.sunset == "geocentric centre":
            drop = np.degrees(sun.place.parallax[0]) * np.cos(np.radians(SUNRISE_ALTITUDE))
            altitude = SUNRISE_ALTITUDE - drop
        t, _ = crossing_times(sun, latitude, altitude, rising=False)
        observer = Observer(latitude)
        sun_at, moon_at = (self._direction(path, observer, t) for path in (sun, moon))
        up = observer.cosine * moon_at[0] + observer.sine * moon_at[2]
        chord = sum((a - b) ** 2 for a, b in zip(sun_at, moon_at, strict=True))
        return MoonAtSunset(
            sun.noon + t,
            np.degrees(np.arcsin(np.clip(up, -1.0, 1.0))),
            np.degrees(2.0 * np.arcsin(0.5 * np.sqrt(chord))),
        )

    def _direction(
        self, path: DayPath, observer: Observer, t: Floats
    ) -> tuple[Floats, Floats, Floats]:
        """Return the unit vector to a body: toward the meridian, west, and to the pole."""
        hour_angle, declination = path.hour_angle(t), path.declination(t)
        cosine = np.cos(declination)
        toward, west = cosine * np.cos(hour_angle), cosine * np.sin(hour_angle)
        pole = np.sin(declination)
        if self.geocentric:
            return toward, west, pole
        parallax = path.parallax(t)
        toward = toward - parallax * observer.from_axis
        pole = pole - parallax * observer.from_equator
        length = np.sqrt(toward**2 + west**2 + pole**2)
        return toward / length, west / length, pole / length


class Interpolant:
    """The Moon at sunset of one or many evenings, anywhere in a band of latitude, quickly.

    Within 60 degrees of the equator it errs by 0.003 degree in altitude, 0.003 in elongations
    over 3 degrees, and 5 s in sunset: polynomials through Chebyshev's nodes, 13 of latitude
    and 4 of longitude.
    """

    #: What it may err by, degrees and days, with room to spare.
    ERROR = 0.005
    ERROR_IN_TIME = 10.0 / 86400.0
    #: How far from the equator it holds, degrees.
    LIMIT = 60.0

    def __init__(self, frame: Frame, south: float, north: float, days: NDArray[np.int64]) -> None:
        self._latitudes = _nodes(south, north, 13)
        self._longitudes = _nodes(-180.0, 180.0, 4)
        moon = frame.moon(
            self._longitudes[:, np.newaxis], self._latitudes[:, np.newaxis, np.newaxis], days
        )
        # An angle near 0 has a cusp; the square of its chord is smooth.
        chord = (2.0 * np.sin(np.radians(moon.elongation) / 2.0)) ** 2
        fields = (moon.sunset - days, moon.altitude, chord)
        self._fields = tuple(field.reshape(-1, len(days)) for field in fields)
        self._days = days

    def weights(self, longitude: Floats, latitude: Floats) -> Floats:
        """Return what `at` takes for points of shape (n,)."""
        down = _lagrange(latitude, self._latitudes)
        across = _lagrange(longitude, self._longitudes)
        return (down[:, :, np.newaxis] * across[:, np.newaxis]).reshape(len(down), -1)

    def at(self, weights: Floats, evenings: NDArray[np.int64]) -> MoonAtSunset:
        """Return the Moon at sunset of points on some evenings, by index: (points, evenings)."""
        sunset, altitude, chord = (weights @ field[:, evenings] for field in self._fields)
        half = 0.5 * np.sqrt(np.maximum(chord, 0.0))
        elongation = np.degrees(2.0 * np.arcsin(np.minimum(half, 1.0)))
        return MoonAtSunset(sunset + self._days[evenings], altitude, elongation)


def _nodes(low: float, high: float, count: int) -> Floats:
    cosines = np.cos(np.pi * (np.arange(count) + 0.5) / count)
    return np.asarray(0.5 * (low + high) - 0.5 * (high - low) * cosines)


def _lagrange(x: Floats, nodes: Floats) -> Floats:
    """Return Lagrange's basis polynomials of the nodes at x, shape (len(x), len(nodes))."""
    basis = np.ones((len(x), len(nodes)))
    for this, node in enumerate(nodes):
        for other in np.delete(nodes, this):
            basis[:, this] *= (x - other) / (node - other)
    return basis
