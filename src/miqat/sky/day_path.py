"""A body in the sky of a place, day by day, as polynomials of the time since noon."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from miqat.days import day_numbers
from miqat.degrees import longitudes
from miqat.once import lazy
from miqat.sky.taylor import TaylorSeries, expand
from miqat.sky.timescale import (
    SECONDS_PER_DAY,
    to_datetime64,
    tt_minus_utc,
    tt_to_utc,
    ut1_minus_utc,
)

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from miqat._typing import Bools, Floats, Int64s
    from miqat.sky.ephemeris import Body, Ephemeris


TURN = 2.0 * np.pi

# Earth rotation angle, IAU 2000 (Capitaine et al. 2000, eq. 14), in turns.
_ERA_AT_J2000 = 0.7790572732640
_ERA_PER_DAY = 1.00273781191135448
_J2000 = 10957.5

_SOLAR_TO_SIDEREAL = TURN * _ERA_PER_DAY
_NEARLY_A_DAY = 1.0 - 1e-9


@dataclass(frozen=True, eq=False)
class DayPath:
    """A body's apparent place on days of places; `t` is days since `noon`.

    Days are of local mean solar time: `noon` is its 12:00 in UTC, days since 1970, and `offset` TT
    - UTC in days, `steady` where it is the same for all days. Fields hold arrays of the shape that
    longitudes and days broadcast to; angles in radians.
    """

    body: Body
    noon: Floats
    offset: Floats
    steady: bool
    hour_angle_at_noon: Floats  # within half a turn of 0
    place: TaylorSeries

    @classmethod
    def of(
        cls,
        body: Body,
        longitude: ArrayLike,
        days: ArrayLike,
        ephemeris: Ephemeris = "compiled",
        *,
        bound: float = 180.0,
    ) -> DayPath:
        """Return the path of a body on days of local mean solar time at longitudes.

        Longitudes in degrees east, within `bound`; days as `datetime64`, dates or day numbers;
        shapes broadcast. A path serves all latitudes. Raises `OutOfRange` outside the ephemeris,
        `InvalidPlace` for a longitude outside the bound, `WrongType` for what is not a day.
        """
        east = longitudes(longitude, bound) / 360.0
        day = day_numbers(days)
        noon = day + (0.5 - east)
        offset, steady = _offset(day, noon)
        place = expand(body, day, 0.5 - east + offset, ephemeris)
        ut1 = noon + ut1_minus_utc(day + 0.5) / SECONDS_PER_DAY
        turned = _ERA_AT_J2000 + _ERA_PER_DAY * (ut1 - _J2000) + east
        right_ascension = place.right_ascension[0] / TURN
        hour_angle = ((turned - right_ascension + 0.5) % 1.0 - 0.5) * TURN
        return cls(body, noon, offset, steady, hour_angle, place)

    @property
    def shape(self) -> tuple[int, ...]:
        """The shape of longitudes broadcast with days."""
        return self.hour_angle_at_noon.shape

    @lazy
    def hour_angle_rate(self) -> Floats:
        """The rate of the hour angle at noon, radians a day."""
        return np.asarray(_SOLAR_TO_SIDEREAL - self.place.right_ascension[1])

    @lazy
    def secant_terms(self) -> list[Floats]:
        """Coefficients of sec d = s0 + s1 t + s2 t^2, good to 0.001" of d within half a day."""
        _, d1, d2 = self.place.declination[:3]
        tangent, secant = self._tangent, self._secant
        first = secant * tangent
        return [secant, first * d1, first * d2 + 0.5 * secant * (1.0 + 2.0 * tangent**2) * d1**2]

    @lazy
    def tangent_terms(self) -> list[Floats]:
        """Coefficients of tan d = t0 + t1 t + t2 t^2, equally good."""
        _, d1, d2 = self.place.declination[:3]
        tangent, square = self._tangent, self._secant**2
        return [tangent, square * d1, square * (d2 + tangent * d1**2)]

    @lazy
    def _tangent(self) -> Floats:
        return np.tan(self.place.declination[0])

    @lazy
    def _secant(self) -> Floats:
        return np.sqrt(1.0 + self._tangent**2)

    def hour_angle(self, t: Floats | float) -> Floats:
        """Return the hour angle, radians, 0 near the transit that is nearest to noon."""
        moved = _horner(self.place.right_ascension[1:], t)
        return np.asarray(self.hour_angle_at_noon + (_SOLAR_TO_SIDEREAL - moved) * t)

    def declination(self, t: Floats | float) -> Floats:
        """Return the declination, radians."""
        return _horner(self.place.declination, t)

    def parallax(self, t: Floats | float) -> Floats:
        """Return the sine of the horizontal parallax."""
        return _horner(self.place.parallax, t)

    def when_hour_angle(self, hour_angle: Floats | float) -> Floats:
        """Return the time since noon at which an hour angle is reached."""
        t = (hour_angle - self.hour_angle_at_noon) / self.hour_angle_rate
        for _ in range(1 if self.body == "sun" else 6):
            t = t + (hour_angle - self.hour_angle(t)) / self.hour_angle_rate
        return np.asarray(t)

    def instants(self, t: Floats) -> NDArray[np.datetime64]:
        """Return times since noon as UTC `datetime64[us]`; NaN becomes NaT."""
        if self.steady:
            return to_datetime64(self.noon + t)
        return to_datetime64(tt_to_utc(self.noon + self.offset + t))

    def frozen(self, t: Floats | float, *, parallax: bool = True) -> DayPath:
        """Return the path of a body that stays all day where it is at a time since noon.

        Its declination and its hour angle minus mean solar time are constant, as in tables computed
        with one declination and one equation of time per day. Without `parallax` it is seen from
        the Earth's centre.
        """
        declination, distance = self.declination(t), self.parallax(t)
        still = np.zeros(())
        place = TaylorSeries(
            [still, np.asarray(_SOLAR_TO_SIDEREAL - TURN), still],
            [declination, still, still],
            [distance if parallax else np.zeros_like(distance), still],
        )
        ahead = self.hour_angle(t) - TURN * t
        return DayPath(self.body, self.noon, self.offset, self.steady, ahead, place)

    def at(self, cells: Bools) -> DayPath:
        """Return the path in some of the cells of its own shape or a larger one."""

        def pick(values: Floats) -> Floats:
            return np.asarray(np.broadcast_to(values, cells.shape)[cells])

        place = TaylorSeries(*([pick(term) for term in terms] for terms in self.place))
        offset = self.offset if self.steady else pick(self.offset)
        hour_angle = pick(self.hour_angle_at_noon)
        return DayPath(self.body, pick(self.noon), offset, self.steady, hour_angle, place)


def _offset(day: Int64s, noon: Floats) -> tuple[Floats, bool]:
    """Return TT - UTC in days, and whether it is the same for all of the days."""
    if noon.size == 0:
        return np.zeros(()), True
    ends = tt_minus_utc(np.array([noon.min() - 1.0, noon.max() + 1.0]))
    if ends.ndim == 0:
        return ends, True
    # At 180 degrees west noon is the next day's first instant: it counts with its own day,
    # as UT1 - UTC does, whatever leap second is between the two.
    return np.broadcast_to(tt_minus_utc(np.minimum(noon, day + _NEARLY_A_DAY)), noon.shape), False


def _horner(terms: list[Floats], t: Floats | float) -> Floats:
    total = np.asarray(terms[-1] * t + terms[-2])
    for term in reversed(terms[:-2]):
        total *= t
        total += term
    return total
