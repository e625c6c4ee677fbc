"""Eclipses of the Sun and the Moon as a place sees them.

Contacts are airless and topocentric for the Sun, geocentric for the Moon (all who see the Moon see
the same). The Sun's semidiameter at 1 au is 959.63", the Moon's radius 0.2725076 of the Earth's
equatorial one (IAU 1982), one value for partial and total phases. The Earth's shadow is enlarged by
Danjon's rule as in NASA's canon: semidiameters of umbra and penumbra are 1.01 pi_moon + pi_sun -+
SD_sun (Espenak & Meeus, *Five Millennium Canon of Lunar Eclipses*, 2009, 1.7).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

import erfa
import numpy as np

from miqat.constants import EQUATORIAL_RADIUS_KM
from miqat.sky.ephemeris import AU_KM, apparent_vector
from miqat.sky.horizon import SUNRISE_ALTITUDE, Observer
from miqat.sky.lunations import lunation_at, phase
from miqat.sky.timescale import from_datetime64, to_datetime64, tt_to_utc, utc_to_tt
from miqat.sky.topocentric import horizontal_at, observer_position

if TYPE_CHECKING:
    from collections.abc import Callable

    from miqat._typing import Floats

    Disc = Callable[[Floats], Floats]

SolarKind = Literal["partial", "annular", "total"]
LunarKind = Literal["penumbral", "partial", "total"]

_SUN_SEMIDIAMETER_AU = np.radians(959.63 / 3600.0)
_MOON_RADIUS = 0.2725076
_SHADOW = 1.01
_HALF_SPAN = 0.17  # of a day: no place sees an eclipse farther from its conjunction
_SEARCH = 0.18  # from greatest eclipse to its outermost contact, days
_WIDEST = np.radians(1.6)  # no eclipse where Moon and axis stay further apart than this
_GRID = 25
_ROUNDS = 5


class Contact(NamedTuple):
    """A moment of an eclipse: UTC instant, and the body's airless altitude at the place."""

    name: str
    instant: np.datetime64
    altitude: float


class SolarEclipse(NamedTuple):
    """A solar eclipse at a place, from its first to its last contact.

    `magnitude` is the part of the Sun's diameter that is covered at greatest eclipse, or
    in a total or annular one the ratio of the Moon's diameter to the Sun's; `obscuration`
    the part of its area. `visible` tells whether any of it happens above the horizon.
    """

    kind: SolarKind
    magnitude: float
    obscuration: float
    contacts: tuple[Contact, ...]
    visible: bool


class LunarEclipse(NamedTuple):
    """A lunar eclipse, with the Moon's altitude at a place at each contact.

    Magnitudes are the parts of the Moon's diameter inside umbra and penumbra at greatest
    eclipse; the umbral one is negative where the Moon misses the umbra.
    """

    kind: LunarKind
    umbral_magnitude: float
    penumbral_magnitude: float
    contacts: tuple[Contact, ...]
    visible: bool


def solar_eclipses(
    latitude: float,
    longitude: float,
    start: np.datetime64,
    stop: np.datetime64,
    *,
    elevation: float = 0.0,
) -> list[SolarEclipse]:
    """Return the solar eclipses that a place sees between two UTC instants, in order.

    Degrees and metres. Eclipses wholly below the horizon are left out. Raises `OutOfRange`
    outside the ephemeris.
    """
    observer = Observer(latitude, elevation)
    middles = _candidates("new", start, stop, "sun")
    found = (_solar(tt, observer, np.radians(longitude)) for tt in middles)
    return [eclipse for eclipse in found if eclipse is not None and eclipse.visible]


def lunar_eclipses(
    latitude: float, longitude: float, start: np.datetime64, stop: np.datetime64
) -> list[LunarEclipse]:
    """Return the lunar eclipses that a place sees between two UTC instants, in order.

    Degrees. Penumbral eclipses, which the eye hardly notices, are included.
    """
    observer = Observer(latitude)
    middles = _candidates("full", start, stop, "shadow")
    found = (_lunar(tt, observer, np.radians(longitude)) for tt in middles)
    return [eclipse for eclipse in found if eclipse is not None and eclipse.visible]


def _candidates(
    name: Literal["new", "full"], start: np.datetime64, stop: np.datetime64, axis: str
) -> list[float]:
    """Return the instants (TT) of the phases in a span at which there may be an eclipse."""
    first, last = (int(k) for k in lunation_at(np.array([start, stop])))
    instants = phase(name, np.arange(first, last + 1))
    instants = instants[(instants >= start) & (instants <= stop)]
    tt = utc_to_tt(from_datetime64(instants))
    moon, sun = apparent_vector("moon", tt), apparent_vector("sun", tt)
    apart = erfa.sepp(moon, sun if axis == "sun" else -sun)
    chosen: list[float] = tt[apart < _WIDEST].tolist()
    return chosen


class _Sight(NamedTuple):
    """Sun and Moon from one place at instants: radians."""

    apart: Floats
    sun: Floats  # semidiameters
    moon: Floats

    def at(self, index: int) -> tuple[float, float, float]:
        return float(self.apart[index]), float(self.sun[index]), float(self.moon[index])


def _solar(middle: float, observer: Observer, east: float) -> SolarEclipse | None:
    def see(tt: Floats) -> _Sight:
        here = observer_position(tt, observer, np.asarray(east))
        moon, sun = apparent_vector("moon", tt) - here, apparent_vector("sun", tt) - here
        near, far = (np.linalg.norm(vector, axis=-1) for vector in (moon, sun))
        return _Sight(
            np.asarray(erfa.sepp(moon, sun)),
            np.arcsin(np.sin(_SUN_SEMIDIAMETER_AU) * AU_KM / far),
            np.arcsin(_MOON_RADIUS * EQUATORIAL_RADIUS_KM / near),
        )

    def partial(tt: Floats) -> Floats:
        sight = see(tt)
        return np.asarray(sight.apart - sight.sun - sight.moon)

    def central(tt: Floats) -> Floats:
        sight = see(tt)
        return np.asarray(sight.apart - np.abs(sight.sun - sight.moon))

    greatest = _least(lambda tt: see(tt).apart, middle, _HALF_SPAN)
    apart, sun_radius, moon_radius = see(np.array([greatest])).at(0)
    if apart >= sun_radius + moon_radius:
        return None
    begin, end = _contacts(partial, greatest)
    moments = [("begin", begin), ("greatest", greatest), ("end", end)]
    kind: SolarKind = "partial"
    magnitude = (sun_radius + moon_radius - apart) / (2.0 * sun_radius)
    if apart < abs(sun_radius - moon_radius):
        kind = "total" if moon_radius > sun_radius else "annular"
        magnitude = moon_radius / sun_radius
        inner = _contacts(central, greatest)
        moments[1:1] = [(f"{kind} begins", inner[0])]
        moments[3:3] = [(f"{kind} ends", inner[1])]
    contacts = _placed("sun", moments, observer, east)
    visible = _is_up("sun", begin, end, observer, east)
    obscuration = _obscuration(apart, sun_radius, moon_radius)
    return SolarEclipse(kind, magnitude, obscuration, contacts, visible)


def _lunar(middle: float, observer: Observer, east: float) -> LunarEclipse | None:
    def shadow(tt: Floats, edge: float) -> tuple[Floats, Floats, Floats]:
        """Return Moon to axis, radius of umbra (edge -1) or penumbra (1), Moon's radius."""
        moon, sun = apparent_vector("moon", tt), apparent_vector("sun", tt)
        near, far = (np.linalg.norm(vector, axis=-1) for vector in (moon, sun))
        sun_radius = np.arcsin(np.sin(_SUN_SEMIDIAMETER_AU) * AU_KM / far)
        parallaxes = _SHADOW * np.arcsin(EQUATORIAL_RADIUS_KM / near) + np.arcsin(
            EQUATORIAL_RADIUS_KM / far
        )
        radius = np.arcsin(_MOON_RADIUS * EQUATORIAL_RADIUS_KM / near)
        return np.asarray(erfa.sepp(moon, -sun)), parallaxes + edge * sun_radius, radius

    def outside(edge: float, limb: float) -> Disc:
        def excess(tt: Floats) -> Floats:
            apart, radius, moon = shadow(tt, edge)
            return np.asarray(apart - radius - limb * moon)

        return excess

    def magnitude(edge: float) -> float:
        apart, radius, moon = (float(v[0]) for v in shadow(np.array([greatest]), edge))
        return (radius + moon - apart) / (2.0 * moon)

    greatest = _least(lambda tt: shadow(tt, 1.0)[0], middle, _HALF_SPAN)
    penumbral, umbral = magnitude(1.0), magnitude(-1.0)
    if penumbral <= 0.0:
        return None
    first, last = _contacts(outside(1.0, 1.0), greatest)
    moments = [("penumbral begins", first), ("greatest", greatest), ("penumbral ends", last)]
    kind: LunarKind = "penumbral"
    for name, limb, least in (("partial", 1.0, 0.0), ("total", -1.0, 1.0)):
        if umbral > least:
            kind = "partial" if name == "partial" else "total"
            begin, end = _contacts(outside(-1.0, limb), greatest)
            moments += [(f"{name} begins", begin), (f"{name} ends", end)]
    moments.sort(key=lambda moment: moment[1])
    contacts = _placed("moon", moments, observer, east)
    visible = _is_up("moon", first, last, observer, east)
    return LunarEclipse(kind, umbral, penumbral, contacts, visible)


def _least(value: Disc, middle: float, half_span: float) -> float:
    """Return the instant at which a smooth function is least, to 1 ms."""
    for _ in range(_ROUNDS):
        grid = middle + half_span * np.linspace(-1.0, 1.0, _GRID)
        middle = float(grid[np.argmin(value(grid))])
        half_span *= 2.5 / (_GRID - 1)
    grid = middle + half_span * np.array([-1.0, 0.0, 1.0])
    left, centre, right = value(grid)
    bend = left - 2.0 * centre + right
    return middle if bend <= 0.0 else middle + 0.5 * half_span * float((left - right) / bend)


def _contacts(outside: Disc, greatest: float) -> tuple[float, float]:
    """Return when a function that is negative at greatest eclipse is zero before and after."""
    edges = []
    for direction in (-1.0, 1.0):
        low, high = 0.0, _SEARCH
        for _ in range(_ROUNDS):
            grid = np.linspace(low, high, _GRID)
            beyond = int(np.argmax(outside(greatest + direction * grid) > 0.0))
            low, high = float(grid[max(beyond - 1, 0)]), float(grid[beyond])
        edges.append(greatest + direction * 0.5 * (low + high))
    return edges[0], edges[1]


def _obscuration(d: float, s: float, m: float) -> float:
    """Return the part of a disc of radius s behind one of radius m at a distance d."""
    if d <= abs(s - m):
        return min(1.0, (m / s) ** 2)
    of_sun = np.arccos((d * d + s * s - m * m) / (2.0 * d * s))
    of_moon = np.arccos((d * d + m * m - s * s) / (2.0 * d * m))
    kite = 0.5 * np.sqrt((s + m - d) * (d + s - m) * (d - s + m) * (d + s + m))
    return float((s * s * of_sun + m * m * of_moon - kite) / (np.pi * s * s))


def _placed(
    body: Literal["sun", "moon"], moments: list[tuple[str, float]], observer: Observer, east: float
) -> tuple[Contact, ...]:
    tt = np.array([moment for _, moment in moments])
    instants = to_datetime64(tt_to_utc(tt))
    altitudes = horizontal_at(body, tt, observer, east).altitude
    return tuple(
        Contact(name, instant, float(altitude))
        for (name, _), instant, altitude in zip(moments, instants, altitudes, strict=True)
    )


def _is_up(
    body: Literal["sun", "moon"], first: float, last: float, observer: Observer, east: float
) -> bool:
    during = np.linspace(first, last, 2 * _GRID)
    return bool((horizontal_at(body, during, observer, east).altitude > SUNRISE_ALTITUDE).any())
