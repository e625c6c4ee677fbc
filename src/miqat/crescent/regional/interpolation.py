"""Fast interpolation of the Moon at sunset within 60 degrees of the equator.

Good enough to screen evenings, at a tenth of the time of `Frame.moon`.
"""

from __future__ import annotations

from math import comb
from typing import TYPE_CHECKING

import erfa
import numpy as np

from miqat.constants import EQUATORIAL_RADIUS_KM
from miqat.crescent.regional.moon_at_sunset import Frame, MoonAtSunset
from miqat.sky.day_path import DayPath
from miqat.sky.ephemeris import Body, geometric_vector, intermediate_place
from miqat.sky.taylor import TaylorSeries
from miqat.sky.timescale import JD_OF_DAY_0, SECONDS_PER_DAY, tt_minus_utc, ut1_minus_utc

if TYPE_CHECKING:
    from miqat._typing import Floats, Int64s


# The sunsets of a day of local mean solar time fall about 18:00 UT, give or take half a day
# for the longitude and more than three hours for the season.
_MIDDLE, _HALF = 0.75, 0.66
_SAMPLES = {"sun": 3, "moon": 4}
_LIGHT_SECONDS = {"sun": 499.0, "moon": 1.28}  # how old its light is on the average


class Interpolant:
    """The Moon at sunset of one or many evenings, interpolated in a band of latitude.

    Within 60 degrees of the equator its error is 0.007 degree in altitude, 0.004 in elongations
    over 3 degrees, and 16 s in sunset: polynomials through Chebyshev's nodes, 13 of latitude and 4
    of longitude, on paths without nutation.
    """

    #: Bounds of its errors, degrees and days.
    ERROR = 0.01
    ERROR_IN_TIME = 30.0 / 86400.0
    #: Largest latitude for which it is valid, degrees.
    LIMIT = 60.0

    def __init__(self, frame: Frame, south: float, north: float, days: Int64s) -> None:
        self._latitudes = _nodes(south, north, 13)
        self._longitudes = _nodes(-180.0, 180.0, 4)
        sun, moon = (sketch(body, self._longitudes, days) for body in ("sun", "moon"))
        at = frame.moon_on(sun, moon, self._latitudes[:, np.newaxis, np.newaxis])
        # An angle near 0 has a cusp; the square of its chord is smooth.
        chord = (2.0 * np.sin(np.radians(at.elongation) / 2.0)) ** 2
        fields = (at.sunset - days, at.altitude, chord)
        self._fields = tuple(field.reshape(-1, len(days)) for field in fields)
        self._days = days

    def weights(self, longitude: Floats, latitude: Floats) -> Floats:
        """Return what `at` takes for points of shape (n,)."""
        down = _lagrange(latitude, self._latitudes)
        across = _lagrange(longitude, self._longitudes)
        return (down[:, :, np.newaxis] * across[:, np.newaxis]).reshape(len(down), -1)

    def at(self, weights: Floats, evenings: Int64s) -> MoonAtSunset:
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
    scale = 4.0 / (nodes[-1] - nodes[0])
    apart = (nodes[:, np.newaxis] - nodes) * scale + np.eye(len(nodes))
    from_node = (x[:, np.newaxis] - nodes) * scale
    from_node[from_node == 0.0] = 1e-30
    terms = 1.0 / (apart.prod(axis=1) * from_node)
    return np.asarray(terms / terms.sum(axis=1, keepdims=True))


def sketch(body: Body, longitude: Floats, days: Int64s) -> DayPath:
    """Return a body's path about the sunsets of days, shape (longitudes, days).

    Three or four places an evening, mean light time and the mean equator of date: without
    nutation Sun and Moon are off by the same 20 arcseconds at the most.
    """
    x = _nodes(-_HALF, _HALF, _SAMPLES[body])
    middle = days + _MIDDLE
    offset = np.broadcast_to(tt_minus_utc(middle), middle.shape)
    precession = erfa.pmat06(JD_OF_DAY_0, middle)
    pole_x, pole_y = erfa.bpn2xy(precession)
    matrix = erfa.c2ixys(pole_x, pole_y, -0.5 * pole_x * pole_y)
    tt = (middle + offset)[:, np.newaxis] + (x - _LIGHT_SECONDS[body] / SECONDS_PER_DAY)
    vectors = geometric_vector(body, tt)
    place = intermediate_place(vectors, matrix[:, np.newaxis])
    # Taylor coefficients about each longitude's mean noon, from the places at x.
    noon = 0.5 - longitude / 360.0
    basis = np.vander(x, increasing=True)
    shifted = np.stack([_shifted_powers(len(x), _MIDDLE - each) for each in noon])
    weights = shifted @ np.linalg.inv(basis)
    fields = (
        np.unwrap(place.right_ascension), place.declination, EQUATORIAL_RADIUS_KM / place.distance
    )  # fmt: skip
    terms = [list(np.moveaxis(weights @ field.T, 1, 0)) for field in fields]
    utc = days + noon[:, np.newaxis]
    ut1 = utc + ut1_minus_utc(middle) / SECONDS_PER_DAY
    turned = erfa.era00(JD_OF_DAY_0, ut1) + np.radians(longitude)[:, np.newaxis]
    hour_angle = (turned - terms[0][0] + np.pi) % (2.0 * np.pi) - np.pi
    return DayPath(body, utc, offset, False, hour_angle, TaylorSeries(*terms))


def _shifted_powers(count: int, shift: float) -> Floats:
    """Return the matrix that turns coefficients by t - shift into those by t."""
    matrix = np.zeros((count, count))
    for k in range(count):
        for n in range(k, count):
            matrix[k, n] = comb(n, k) * (-shift) ** (n - k)
    return matrix
