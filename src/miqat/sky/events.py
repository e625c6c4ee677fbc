"""The instants at which a body is on the meridian or crosses an altitude.

Every event is found at its own instant, with the body's place at that instant, within the *window*
of its day: for the Sun from half a turn before its transit to half a turn after, for the Moon from
one local mean midnight to the next. Rising is the upward crossing in the window, setting the
downward one. An event that does not occur is NaT with a reason.

Longitudes, latitudes, days and altitudes broadcast: give longitudes and latitudes of shape
(n, 1) and days of shape (m,) for a table of n x m.
"""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

from miqat.constants import EQUATORIAL_RADIUS_KM
from miqat.sky.day_path import TURN, DayPath
from miqat.sky.ephemeris import MOON_RADIUS_KM, SUN_RADIUS_KM
from miqat.sky.horizon import Observer

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from miqat._typing import Bools, Floats, Int8s


Limb = Literal["centre", "upper"]

_RADIUS = {
    "sun": SUN_RADIUS_KM / EQUATORIAL_RADIUS_KM,
    "moon": MOON_RADIUS_KM / EQUATORIAL_RADIUS_KM,
}

# One Newton step suffices where the daily circle meets the altitude at a large angle (cos H below
# _FAIR) and cos H changes by less than _SLIGHT a day. Elsewhere more are taken, and where they do
# not converge the whole window is searched.
_FAIR = 0.97
_SLIGHT = 0.035
_STEPS_WHERE_HARD = 6
_SETTLED = 1e-7
_NEARLY_ONE = 1.0 - 1e-9
_NEAR_POLE = 90.0 - 1e-8  # degrees: the short way's tangent of a pole is infinite
_FALSE_POSITIONS = 16
_SAMPLES = {"sun": 17, "moon": 49}


class Reason(IntEnum):
    """Whether the event of a cell occurs, and if not, why."""

    OCCURS = 0
    STAYS_ABOVE = 1
    STAYS_BELOW = 2
    NO_SUCH_ALTITUDE = 3
    NO_TRANSIT = 4


class Events(NamedTuple):
    """Instants in UTC, `datetime64[us]`, NaT where `reason` (int8) is not `Reason.OCCURS`."""

    instants: NDArray[np.datetime64]
    reason: Int8s


def transits(path: DayPath, *, upper: bool = True) -> Events:
    """Return the meridian transits of a path's days: upper, or lower (the one after noon).

    The Sun has one of each a day. The Moon's come 50 minutes later every day, and a day
    between two of them has none.
    """
    t = path.when_hour_angle(0.0 if upper else np.pi)
    if path.body == "moon":
        for turn in (TURN, -TURN):
            other = path.when_hour_angle((0.0 if upper else np.pi) + turn)
            t = np.where(_inside(t), t, other)
        reason = np.where(_inside(t), Reason.OCCURS, Reason.NO_TRANSIT).astype(np.int8)
    else:
        reason = np.zeros(t.shape, np.int8)
    return Events(path.instants(np.where(reason == Reason.OCCURS, t, np.nan)), reason)


def crossings(
    path: DayPath,
    latitude: ArrayLike,
    altitude: ArrayLike,
    *,
    rising: bool,
    elevation: ArrayLike = 0.0,
    limb: Limb = "centre",
) -> Events:
    """Return when a body crosses an altitude upwards (`rising`) or downwards.

    Latitudes (geodetic) and altitudes (topocentric, airless) in degrees and elevations in metres
    broadcast with the path. NaN is an altitude that the day does not have, as for asr. With limb
    "upper" the upper limb crosses, by the topocentric semidiameter at that instant. Where the
    crossing does not occur, the reason says on which side of the altitude the body stays.
    """
    t, reason = crossing_times(
        path, latitude, altitude, rising=rising, elevation=elevation, limb=limb
    )
    return Events(path.instants(t), reason)


def crossing_times(
    path: DayPath,
    latitude: ArrayLike,
    altitude: ArrayLike,
    *,
    rising: bool,
    elevation: ArrayLike = 0.0,
    limb: Limb = "centre",
) -> tuple[Floats, Int8s]:
    """Return the same as `crossings` as days since the path's noon (NaN) and reasons."""
    lat, alt, high = (np.asarray(v, dtype=np.float64) for v in (latitude, altitude, elevation))
    problem = _Problem(path, lat, high, np.radians(alt), limb)
    return problem.solve(-1.0 if rising else 1.0)


def _newton(
    path: DayPath, cosine_terms: list[Floats], sign: float, steps: int
) -> tuple[Floats, Floats]:
    """Solve H(t) = +-acos(c(t)) for the time since noon, c a quadratic in it.

    Newton's method on t = t(H), from the cosine at noon: the Sun's declination moves by 0.4 degrees
    a day at the most, so that one step is nearly exact where the circle meets the altitude at a
    large angle. Returns the times and the last steps, days.
    """
    c0, c1, c2 = cosine_terms
    r2 = path.place.right_ascension[2]
    rate, noon = path.hour_angle_rate, path.hour_angle_at_noon
    t = step = (sign * np.arccos(_clipped(c0)) - noon) / rate
    for _ in range(steps):
        bend = t * c2
        slope = c1 + bend
        cosine = _clipped(c0 + t * slope)
        slope += bend
        slope /= np.sqrt(1.0 - cosine * cosine)
        short = sign * np.arccos(cosine) - noon
        short += t * (r2 * t - rate)
        step = short / (rate + sign * slope)
        t = t + step
    return np.asarray(t), np.asarray(step)


def _clipped(cosine: Floats) -> Floats:
    return np.asarray(np.clip(cosine, -_NEARLY_ONE, _NEARLY_ONE))


def _most(values: Floats) -> float:
    return float(max(values.max(initial=0.0), -values.min(initial=0.0)))


def _inside(t: Floats) -> Bools:
    return np.asarray((t >= -0.5) & (t < 0.5))


class _Problem:
    """A path against an altitude: one unknown instant a cell."""

    def __init__(
        self, path: DayPath, latitude: Floats, elevation: Floats, altitude: Floats, limb: Limb
    ) -> None:
        self.path = path
        self.latitude = latitude
        self.elevation = elevation
        self.altitude = altitude
        self.limb = limb
        self.shape = np.broadcast_shapes(
            path.shape, latitude.shape, elevation.shape, altitude.shape
        )

    def solve(self, sign: float) -> tuple[Floats, Int8s]:
        """Return days since noon (NaN where there is none) and reasons.

        `sign` is that of the hour angle, -1 rising and 1 setting.
        """
        reason = np.zeros(self.shape, np.int8)
        missing = np.isnan(self.altitude)
        if missing.any():
            reason[np.broadcast_to(missing, self.shape)] = Reason.NO_SUCH_ALTITUDE
        if self.path.body != "sun" or self.limb != "centre":
            t = np.full(self.shape, np.nan)
            self._fill(~np.broadcast_to(missing, self.shape), t, reason, sign)
            return t, reason
        cosine = self._cosine_terms()
        t, _ = _newton(self.path, cosine, sign, 1)
        if _most(cosine[0]) < _FAIR and _most(cosine[1]) < _SLIGHT:
            return t, reason
        size, drift = np.abs(cosine[0]), 0.6 * np.abs(cosine[1]) + 1e-6
        out_of_reach = size > 1.0 + drift
        reason[out_of_reach & (cosine[0] > 0.0)] = Reason.STAYS_BELOW
        reason[out_of_reach & (cosine[0] < 0.0)] = Reason.STAYS_ABOVE
        t[reason != Reason.OCCURS] = np.nan
        hard = ((size >= _FAIR) | (drift >= 0.6 * _SLIGHT)) & (reason == Reason.OCCURS)
        if hard.any():
            within = [term[hard] for term in cosine]
            t[hard], reason[hard] = self._at(hard)._solve_hard(sign, within)
        return t, reason

    def _solve_hard(self, sign: float, cosine: list[Floats]) -> tuple[Floats, Int8s]:
        """Take more Newton steps, and search where the circle almost grazes the altitude."""
        t, step = _newton(self.path, cosine, sign, _STEPS_WHERE_HARD)
        reason = np.zeros(t.shape, np.int8)
        settled = np.abs(step) < _SETTLED
        settled &= np.abs(cosine[0]) < 1.0 - 0.9 * np.abs(cosine[1])
        self._fill(~settled, t, reason, sign)
        return t, reason

    def _fill(self, cells: Bools, t: Floats, reason: Int8s, sign: float) -> None:
        if cells.any():
            t[cells], reason[cells] = self._at(cells)._search(sign)

    def _cosine_terms(self) -> list[Floats]:
        """Return the coefficients of cos H = a sec d - b tan d by the time since noon.

        H is the hour angle at which a body of declination d would have the altitude. A topocentric
        altitude h is the geocentric altitude h + p cos h, with the parallax p of the Sun, to 0.03"
        on an ellipsoid.
        """
        path = self.path
        phi = np.radians(np.clip(self.latitude, -_NEAR_POLE, _NEAR_POLE))
        sine = np.sin(self.altitude) + path.place.parallax[0] * np.cos(self.altitude) ** 2
        a, b = sine / np.cos(phi), np.tan(phi)
        terms = zip(path.secant_terms, path.tangent_terms, strict=True)
        return [np.asarray(a * secant - b * tangent) for secant, tangent in terms]

    def _at(self, cells: Bools) -> _Problem:
        """Return the problem in some of the cells, one-dimensional."""
        latitude, elevation, altitude = (
            np.broadcast_to(values, self.shape)[cells]
            for values in (self.latitude, self.elevation, self.altitude)
        )
        return _Problem(self.path.at(cells), latitude, elevation, altitude, self.limb)

    def _search(self, sign: float) -> tuple[Floats, Int8s]:
        """Bracket the crossing among samples of the window, then bisect."""
        observer = Observer(self.latitude, self.elevation)
        start, end = self._window()
        samples = np.linspace(0.0, 1.0, _SAMPLES[self.path.body])[:, np.newaxis]
        grid = start + samples * (end - start)
        grid = np.sort(np.concatenate([grid, self._extremes(observer, grid)]), axis=0)
        excess = -sign * self._excess(observer, grid)  # rises through 0 where it is crossed
        crosses = (excess[:-1] <= 0.0) & (excess[1:] > 0.0)
        found = np.asarray(crosses.any(axis=0))
        first = np.argmax(crosses, axis=0)
        columns = np.arange(grid.shape[1])
        t = np.full(self.shape, np.nan)
        if found.any():
            bracket = grid[first, columns][found], grid[first + 1, columns][found]
            t[found] = self._at(found)._refine(*bracket)
        # An upward crossing is missing because of how the window begins, a downward one
        # because of how it ends.
        above = self._excess(observer, start if sign < 0 else end) > 0.0
        missing = np.where(above, Reason.STAYS_ABOVE, Reason.STAYS_BELOW)
        reason = np.where(found, Reason.OCCURS, missing).astype(np.int8)
        return np.where(found, t, np.nan), reason

    def _refine(self, low: Floats, high: Floats) -> Floats:
        """Close in on a bracketed crossing by false position, the Illinois way."""
        observer = Observer(self.latitude, self.elevation)
        at_low, at_high = self._excess(observer, low), self._excess(observer, high)
        for _ in range(_FALSE_POSITIONS):
            gap = at_high - at_low
            t = high - at_high * (high - low) / np.where(gap == 0.0, 1.0, gap)
            at_t = self._excess(observer, t)
            crossed = (at_t > 0.0) != (at_high > 0.0)
            low = np.where(crossed, high, low)
            at_low = np.where(crossed, at_high, 0.5 * at_low)
            high, at_high = t, at_t
        return high

    def _window(self) -> tuple[Floats, Floats]:
        if self.path.body == "sun":
            return self.path.when_hour_angle(-np.pi), self.path.when_hour_angle(np.pi)
        half = np.full(self.shape, 0.5)
        return -half, half

    def _excess(self, observer: Observer, t: Floats) -> Floats:
        """Return how far the sine of the topocentric altitude exceeds the one wanted."""
        path = self.path
        parallax = path.parallax(t)
        sine, ratio = observer.sine_of_altitude(path.hour_angle(t), path.declination(t), parallax)
        wanted = self.altitude
        if self.limb == "upper":
            wanted = wanted - np.arcsin(_RADIUS[path.body] * parallax / ratio)
        return np.asarray(sine - np.sin(wanted))

    def _extremes(self, observer: Observer, grid: Floats) -> Floats:
        """Return the instants of the highest and the lowest altitude near the samples."""
        columns = np.arange(grid.shape[1])
        step = grid[1] - grid[0]
        sampled = self._excess(observer, grid)
        found = []
        for pick in (np.argmax, np.argmin):
            index = np.clip(pick(sampled, axis=0), 1, len(grid) - 2)
            t = grid[index, columns]
            for width in (step, step / 16.0):
                left, middle, right = (
                    self._excess(observer, t + offset) for offset in (-width, 0.0, width)
                )
                curvature = left - 2.0 * middle + right
                shift = 0.5 * width * (left - right) / np.where(curvature == 0.0, 1.0, curvature)
                t = np.clip(t + np.clip(shift, -step, step), grid[0], grid[-1])
            found.append(t)
        return np.stack(found)
