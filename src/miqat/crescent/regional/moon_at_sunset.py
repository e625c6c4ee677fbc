"""The Moon at sunset for many places and evenings.

An evening is that of a day of local mean solar time, so that the evenings of one day go
round the globe from the date line westward, in 24 hours. Angles in degrees.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple, get_args

import numpy as np

from miqat.errors import UnknownName
from miqat.sky.day_path import DayPath
from miqat.sky.events import crossing_times
from miqat.sky.horizon import SUNRISE_ALTITUDE, Observer

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from miqat._typing import Floats


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
    """How a rule measures: from the Earth's centre or surface, and its definition of sunset.

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

        Degrees and day numbers; raises `OutOfRange` outside the ephemeris.
        """
        sun, moon = (DayPath.of(body, longitude, days) for body in ("sun", "moon"))
        return self.moon_on(sun, moon, latitude)

    def moon_on(self, sun: DayPath, moon: DayPath, latitude: ArrayLike) -> MoonAtSunset:
        """Return the Moon at sunset on the paths of both bodies; latitudes broadcast."""
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
