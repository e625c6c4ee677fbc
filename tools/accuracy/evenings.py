"""What Skyfield, with JPL's DE440, makes of evenings and mornings of the crescent.

An independent pipeline: nothing of Miqat's paths, events or quantities stands in it. Sunset is
the Sun's centre at -50', moonset the Moon's upper limb at -34', both topocentric and airless,
each bracketed among samples and closed in on by halving; what criteria are made of follows
from vectors, by the definitions of B. D. Yallop, NAO Technical Note 69 (1997). Distances are
those of one and the same time; from the Earth now to the Moon a light time ago they would be
up to 1e-4 more or less, which is the Earth's own way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np
from skyfield.api import wgs84

from miqat.sky.timescale import utc_to_tt
from tools.accuracy import truth

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from miqat.sky.ephemeris import Body

    Floats = NDArray[np.float64]

SUN_CENTRE = -50.0 / 60.0
MOON_LIMB = -34.0 / 60.0
MOON_RADIUS_KM = 0.27245 * 6378.137
HALVINGS = 8  # of 0.05 days, to 17 s; over these a straight line is true to 1 ms


class Sky(NamedTuple):
    """The quantities of an instant, degrees and arcminutes."""

    arcl: Floats
    arcv: Floats
    daz: Floats
    width: Floats
    arcl_topo: Floats
    arcv_topo: Floats
    width_topo: Floats
    altitude: Floats
    altitude_topo: Floats


class Evenings(NamedTuple):
    """Sunset and moonset (sunrise and moonrise) in UTC days since 1970."""

    sunset: Floats
    moonset: Floats
    latitude: Floats
    longitude: Floats

    @property
    def lag(self) -> Floats:
        """Moonset less sunset, days."""
        return self.moonset - self.sunset

    def at(self, part: float) -> Sky:
        """Return the quantities at a part of the lag after sunset (before sunrise)."""
        return sky(self.sunset + part * self.lag, self.latitude, self.longitude)


def evenings(
    latitude: Floats,
    longitude: Floats,
    days: NDArray[np.int64],
    when: Literal["evening", "morning"] = "evening",
) -> Evenings:
    """Return sunset and the moonset nearest to it on days of local mean solar time."""
    noon = days + 0.5 - longitude / 360.0
    side = 1.0 if when == "evening" else -1.0

    def sun(t: Floats) -> Floats:
        tt = utc_to_tt(t)
        north, east = _like(t, latitude, longitude)
        return side * (truth.altitude("sun", tt, north, east) - SUN_CENTRE)

    def moon(t: Floats) -> Floats:
        here = _like(t, latitude, longitude)
        tt, north, east = (x.ravel() for x in (utc_to_tt(t), *here))
        altitude = truth.topocentric("moon", tt, north, east).altaz()[0].degrees
        away = (truth.KERNEL["moon"] - (truth.EARTH + wgs84.latlon(north, east))).at(truth.time(tt))
        limb = np.degrees(np.arcsin(MOON_RADIUS_KM / away.distance().km))
        return np.asarray(side * (altitude + limb - MOON_LIMB)).reshape(t.shape)

    # With this sign both fall through 0, in the evening as they set, in the morning as they rise.
    sunset = _fall(sun, noon, side * np.arange(0.05, 0.5, 0.05), noon + side * 0.25)
    moonset = _fall(moon, sunset, side * np.arange(-0.35, 0.36, 0.05), sunset)
    return Evenings(sunset, moonset, latitude, longitude)


def _fall(excess: Callable[[Floats], Floats], start: Floats, steps: Floats, near: Floats) -> Floats:
    """Return where a function falls through 0 among the samples, nearest to an instant, or NaN."""
    grid = np.sort(steps)[:, np.newaxis] + start
    sampled = excess(grid)
    falls = (sampled[:-1] > 0.0) & (sampled[1:] <= 0.0)
    middle = 0.5 * (grid[:-1] + grid[1:])
    distance = np.where(falls, np.abs(middle - near), np.inf)
    row, column = distance.argmin(axis=0), np.arange(len(start))
    low, high = grid[row, column], grid[row + 1, column]
    for _ in range(HALVINGS):
        half = 0.5 * (low + high)
        beyond = excess(half) <= 0.0
        low, high = np.where(beyond, low, half), np.where(beyond, half, high)
    above, below = excess(low), excess(high)
    crossing = low + (high - low) * above / (above - below)
    return np.where(np.isfinite(distance.min(axis=0)), crossing, np.nan)


def sky(utc: Floats, latitude: Floats, longitude: Floats) -> Sky:
    """Return the quantities at instants (UTC days) at places."""
    tt = utc_to_tt(utc)
    place = wgs84.latlon(latitude, longitude)
    bodies: tuple[Body, Body] = ("sun", "moon")
    geocentric = {body: truth.apparent(body, tt) for body in bodies}
    topocentric = {body: truth.topocentric(body, tt, latitude, longitude) for body in bodies}
    # A place is a frame too: seen from the Earth's centre, along the place's own axes.
    flat = {body: geocentric[body].frame_latlon(place) for body in bodies}
    altitude = {body: flat[body][0].degrees for body in bodies}
    topo = {body: topocentric[body].altaz()[0].degrees for body in bodies}
    away = (truth.KERNEL["moon"] - truth.EARTH).at(truth.time(tt)).distance().km
    parallax = 6378.137 / away
    semidiameter = np.degrees(np.arcsin(parallax)) * 0.27245 * 60.0
    semidiameter = semidiameter * (1.0 + np.sin(np.radians(altitude["moon"])) * parallax)
    arcl = geocentric["sun"].separation_from(geocentric["moon"]).degrees
    arcl_topo = topocentric["sun"].separation_from(topocentric["moon"]).degrees
    daz = (flat["sun"][1].degrees - flat["moon"][1].degrees + 180.0) % 360.0 - 180.0
    return Sky(
        arcl=arcl,
        arcv=altitude["moon"] - altitude["sun"],
        daz=daz,
        width=semidiameter * (1.0 - np.cos(np.radians(arcl))),
        arcl_topo=arcl_topo,
        arcv_topo=topo["moon"] - topo["sun"],
        width_topo=semidiameter * (1.0 - np.cos(np.radians(arcl_topo))),
        altitude=altitude["moon"],
        altitude_topo=topo["moon"],
    )


def yallop(at_best: Sky) -> Floats:
    """Return Yallop's q (TN 69, eq. 5.1) of the quantities at his best time."""
    w = at_best.width
    return (at_best.arcv - (11.8371 - 6.3226 * w + 0.7319 * w**2 - 0.1018 * w**3)) / 10.0


def odeh(at_best: Sky) -> Floats:
    """Return Odeh's V (2004) of the quantities at the same time."""
    w = at_best.width_topo
    return at_best.arcv_topo - (7.1651 - 6.3226 * w + 0.7319 * w**2 - 0.1018 * w**3)


def _like(t: Floats, *values: Floats) -> list[Floats]:
    return [np.broadcast_to(value, t.shape) for value in values]
