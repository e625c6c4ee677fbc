"""Events: the instants at which the Sun stands on the meridian or crosses an altitude.

A place and a day of local mean solar time have one upper transit; its *window* runs from
half a day before it to half a day after. Rising is the upward crossing of an altitude in
the window, setting the downward one. Each is found at its own instant, with the
declination of that instant, not of noon.

Arrays of places and days broadcast: give longitudes and latitudes of shape (n, 1) and
days of shape (m,) for a table of n x m.
"""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from miqat.sky.ephemeris import EARTH_RADIUS_KM, apparent
from miqat.sky.timescale import SECONDS_PER_DAY, to_datetime64, ut1_minus_utc, utc_to_tt

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

_TURN = 2.0 * np.pi
# Earth rotation angle, IAU 2000 (Capitaine et al. 2000, eq. 14).
_ERA_AT_J2000 = 0.7790572732640
_ERA_PER_DAY = 1.00273781191135448
_J2000 = 10957.5

# The solver takes the short way (Newton from noon) where the daily circle meets the
# altitude at a fair angle, and looks along the whole window where it does not.
_FAIR = 0.97
_SAMPLES = 49
_BISECTIONS = 34


class Reason(IntEnum):
    """Why a cell of a table of events holds what it holds."""

    OCCURS = 0
    STAYS_ABOVE = 1
    STAYS_BELOW = 2
    NO_SUCH_ALTITUDE = 3


class Crossings(NamedTuple):
    """Instants in UTC, `datetime64[us]`, NaT where `reason` (int8) is not `Reason.OCCURS`."""

    instants: NDArray[np.datetime64]
    reason: NDArray[np.int8]


class DayPath(NamedTuple):
    """The Sun's apparent place on days of places: quadratics in days since local mean noon.

    Angles in radians; every field has the shape that longitudes and days broadcast to.
    """

    noon: Floats  # UTC, days since 1970
    hour_angle_0: Floats  # at noon, within half a turn of 0
    hour_angle_1: Floats
    hour_angle_2: Floats
    declination_0: Floats
    declination_1: Floats
    declination_2: Floats
    parallax: Floats  # sine of the horizontal parallax

    @classmethod
    def of_sun(cls, longitude: ArrayLike, days: ArrayLike) -> DayPath:
        """Return the Sun's path on days of local mean solar time at longitudes.

        Longitudes in degrees east, within -180 to 180; days as day numbers.
        """
        east = np.asarray(longitude, dtype=np.float64) / 360.0
        noon = np.asarray(days).astype(np.int64) + 0.5 - east
        (ra0, ra1, ra2), (dec0, dec1, dec2), distance = _sun_near(noon)
        ut1 = noon + ut1_minus_utc(noon) / SECONDS_PER_DAY
        turned = _ERA_AT_J2000 + _ERA_PER_DAY * (ut1 - _J2000) + east
        hour_angle = (turned * _TURN - ra0 + np.pi) % _TURN - np.pi
        rate = _TURN * _ERA_PER_DAY - ra1
        return cls(noon, hour_angle, rate, -ra2, dec0, dec1, dec2, EARTH_RADIUS_KM / distance)

    def transits(self) -> NDArray[np.datetime64]:
        """Return the upper transits, UTC `datetime64[us]`."""
        return to_datetime64(self.noon + self.transit())

    def crossings(self, latitude: ArrayLike, altitude: ArrayLike, *, rising: bool) -> Crossings:
        """Return when the body's centre crosses an altitude upwards (`rising`) or downwards.

        Latitudes (geodetic) and altitudes (topocentric, airless) in degrees, broadcast
        with the path; an altitude of NaN says that the day has no such altitude. Where
        the crossing does not occur, the reason says on which side of it the Sun stays.
        """
        lat, alt = (np.radians(np.asarray(v, dtype=np.float64)) for v in (latitude, altitude))
        shape = np.broadcast_shapes(self.noon.shape, lat.shape, alt.shape)
        path = DayPath(*(np.broadcast_to(field, shape) for field in self))
        circle = _Circle(path, np.broadcast_to(lat, shape), np.broadcast_to(alt, shape))
        since_noon, reason = circle.cross(rising=rising)
        return Crossings(to_datetime64(path.noon + since_noon), reason)

    def transit(self) -> Floats:
        """Return the upper transit in days since local mean noon."""
        return self.when_hour_angle(np.zeros_like(self.noon))

    def hour_angle(self, t: Floats) -> Floats:
        """Return the hour angle `t` days after local mean noon."""
        return self.hour_angle_0 + t * (self.hour_angle_1 + t * self.hour_angle_2)

    def declination(self, t: Floats) -> Floats:
        """Return the declination `t` days after local mean noon."""
        return self.declination_0 + t * (self.declination_1 + t * self.declination_2)

    def when_hour_angle(self, hour_angle: Floats) -> Floats:
        """Return the days since local mean noon at which an hour angle is reached."""
        t = (hour_angle - self.hour_angle_0) / self.hour_angle_1
        return t - t * t * self.hour_angle_2 / self.hour_angle_1

    def at(self, cells: NDArray[np.bool_]) -> DayPath:
        """Return the path in some of the cells."""
        return DayPath(*(field[cells] for field in self))


class _Circle:
    """The Sun's daily path against one altitude at one latitude, cell by cell."""

    def __init__(self, path: DayPath, latitude: Floats, altitude: Floats) -> None:
        self.path = path
        self.latitude = latitude
        self.altitude = altitude
        self.sin_latitude = np.sin(latitude)
        self.cos_latitude = np.cos(latitude)
        # A topocentric altitude h is the geocentric altitude h + asin(sin p cos h).
        geocentric = altitude + np.arcsin(path.parallax * np.cos(altitude))
        self.sine_wanted = np.sin(geocentric)

    def cross(self, *, rising: bool) -> tuple[Floats, NDArray[np.int8]]:
        """Return days since noon and reasons."""
        sign = -1.0 if rising else 1.0
        transit = self.path.transit()
        cosine = self._cosine_of_hour_angle(self.path.declination(transit))
        reason = np.zeros(cosine.shape, np.int8)
        reason[np.isnan(cosine)] = Reason.NO_SUCH_ALTITUDE
        fair = np.abs(cosine) < _FAIR
        t = np.full(cosine.shape, np.nan)
        t[fair] = self._at(fair)._newton(sign, cosine[fair])
        poor = ~fair & (reason == Reason.OCCURS)
        if poor.any():
            t[poor], reason[poor] = self._at(poor)._search(sign)
        return t, reason

    def _at(self, cells: NDArray[np.bool_]) -> _Circle:
        return _Circle(self.path.at(cells), self.latitude[cells], self.altitude[cells])

    def _cosine_of_hour_angle(self, declination: Floats) -> Floats:
        numerator = self.sine_wanted - self.sin_latitude * np.sin(declination)
        denominator = self.cos_latitude * np.cos(declination)
        return np.asarray(numerator / np.maximum(denominator, 1e-12))

    def _excess(self, t: Floats) -> Floats:
        """Return how far the sine of the altitude exceeds the one wanted."""
        declination = self.path.declination(t)
        across = self.cos_latitude * np.cos(declination) * np.cos(self.path.hour_angle(t))
        return np.asarray(self.sin_latitude * np.sin(declination) + across - self.sine_wanted)

    def _excess_rate(self, t: Floats) -> Floats:
        path = self.path
        declination, hour_angle = path.declination(t), path.hour_angle(t)
        declination_rate = path.declination_1 + 2.0 * t * path.declination_2
        hour_angle_rate = path.hour_angle_1 + 2.0 * t * path.hour_angle_2
        along = self.sin_latitude * np.cos(declination) - self.cos_latitude * np.sin(
            declination
        ) * np.cos(hour_angle)
        across = self.cos_latitude * np.cos(declination) * np.sin(hour_angle)
        return np.asarray(along * declination_rate - across * hour_angle_rate)

    def _newton(self, sign: float, cosine: Floats) -> Floats:
        t = self.path.when_hour_angle(sign * np.arccos(cosine))
        for _ in range(3):
            t = t - self._excess(t) / self._excess_rate(t)
        return t

    def _search(self, sign: float) -> tuple[Floats, NDArray[np.int8]]:
        """Bracket the crossing among samples of the window, then bisect."""
        start = self.path.when_hour_angle(np.full_like(self.latitude, -np.pi))
        end = self.path.when_hour_angle(np.full_like(self.latitude, np.pi))
        grid = start + np.linspace(0.0, 1.0, _SAMPLES)[:, np.newaxis] * (end - start)
        grid = np.sort(np.concatenate([grid, self._extremes(grid)]), axis=0)
        excess = -sign * self._excess(grid)  # rises through zero at the crossing sought
        crosses = (excess[:-1] <= 0.0) & (excess[1:] > 0.0)
        found = crosses.any(axis=0)
        first = np.argmax(crosses, axis=0)
        columns = np.arange(grid.shape[1])
        low, high = grid[first, columns], grid[first + 1, columns]
        for _ in range(_BISECTIONS):
            middle = 0.5 * (low + high)
            before = -sign * self._excess(middle) <= 0.0
            low, high = np.where(before, middle, low), np.where(before, high, middle)
        # An upward crossing is missing because of how the window begins, a downward one
        # because of how it ends.
        above = self._excess(start if sign < 0 else end) > 0.0
        missing = np.where(above, Reason.STAYS_ABOVE, Reason.STAYS_BELOW)
        reason = np.where(found, Reason.OCCURS, missing).astype(np.int8)
        return np.where(found, 0.5 * (low + high), np.nan), reason

    def _extremes(self, grid: Floats) -> Floats:
        """Return the instants of the highest and the lowest altitude near the samples."""
        columns = np.arange(grid.shape[1])
        step = grid[1] - grid[0]
        found = []
        for pick in (np.argmax, np.argmin):
            index = np.clip(pick(self._excess(grid), axis=0), 1, len(grid) - 2)
            t = grid[index, columns]
            for width in (step, step / 8.0, step / 64.0):
                left, middle, right = (self._excess(t + offset) for offset in (-width, 0.0, width))
                curvature = left - 2.0 * middle + right
                shift = 0.5 * width * (left - right) / np.where(curvature == 0.0, 1.0, curvature)
                t = np.clip(t + np.clip(shift, -step, step), grid[0], grid[-1])
            found.append(t)
        return np.stack(found)


def _sun_near(noon: Floats) -> tuple[tuple[Floats, ...], tuple[Floats, ...], Floats]:
    """Return quadratics of right ascension and declination about UTC instants, and distance.

    They are the parabolas through the apparent places at the instant and 0.4 days to
    either side; within 0.52 days they miss the Sun by 0.01" at the most.
    """
    half_width = 0.4
    offsets = np.array([-half_width, 0.0, half_width]).reshape(3, *([1] * noon.ndim))
    place = apparent("sun", utc_to_tt(noon + offsets))
    unwrapped = np.unwrap(place.right_ascension, axis=0)
    return (
        _parabola(unwrapped, half_width),
        _parabola(place.declination, half_width),
        place.distance[1],
    )


def _parabola(values: Floats, half_width: float) -> tuple[Floats, Floats, Floats]:
    before, at, after = values
    slope = (after - before) / (2.0 * half_width)
    bend = (after - 2.0 * at + before) / (2.0 * half_width**2)
    return at, slope, bend
