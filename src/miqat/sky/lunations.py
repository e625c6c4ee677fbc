"""Lunations: conjunctions and the other phases, the Moon's age, elongation and lit part.

A phase is the instant at which the apparent longitudes of Moon and Sun differ by a
multiple of 90 degrees, geocentric unless asked otherwise, as almanacs print it. Lunation 0
is that of 2000-01-06 (Meeus, *Astronomical Algorithms*, 2nd ed., ch. 49). Instants are UTC
`datetime64[us]`, of any shape.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import erfa
import numpy as np

from miqat.errors import UnknownName
from miqat.sky.ephemeris import MOON_RADIUS_KM, Body, Ephemeris, apparent_vector
from miqat.sky.horizon import Observer
from miqat.sky.timescale import JD_OF_DAY_0, from_datetime64, to_datetime64, tt_to_utc, utc_to_tt
from miqat.sky.topocentric import observer_position

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import ArrayLike, NDArray

    from miqat._typing import Floats, Int64s


Phase = Literal["new", "first quarter", "full", "last quarter"]
Sense = Literal["ecliptic", "right ascension"]

PHASES: tuple[Phase, ...] = ("new", "first quarter", "full", "last quarter")
SYNODIC_MONTH = 29.530588861

_LUNATION_0_TT = 2451550.09766 - JD_OF_DAY_0
_GAIN_PER_DAY = 2.0 * np.pi / SYNODIC_MONTH
_STEPS = 3
_STEPS_AT_A_PLACE = 5  # whose parallax makes the gain anything from a third to twice its mean
_BODIES: tuple[Body, Body] = ("moon", "sun")


def conjunction(
    lunation: ArrayLike,
    *,
    sense: Sense = "ecliptic",
    latitude: ArrayLike | None = None,
    longitude: ArrayLike = 0.0,
    ephemeris: Ephemeris = "compiled",
) -> NDArray[np.datetime64]:
    """Return the instant of conjunction of each lunation.

    In ecliptic longitude, or in right ascension (as much as five hours apart); geocentric,
    or topocentric where a latitude and longitude in degrees are given (as much as two
    hours apart). All broadcast.
    """
    if sense not in ("ecliptic", "right ascension"):
        raise UnknownName.among("sense of conjunction", sense, ("ecliptic", "right ascension"))
    observer = None if latitude is None else Observer(latitude)
    east = np.radians(np.asarray(longitude, dtype=np.float64))
    lunations = np.asarray(lunation, dtype=np.float64)
    shape = np.broadcast_shapes(
        lunations.shape, () if latitude is None else np.shape(latitude), east.shape
    )
    tt = _root(
        lambda at: _elongation_in_longitude(at, sense, None, east, ephemeris),
        _LUNATION_0_TT + SYNODIC_MONTH * lunations,
    )
    if observer is not None:
        tt = _root(
            lambda at: _elongation_in_longitude(at, sense, observer, east, ephemeris),
            np.broadcast_to(tt, shape),
            _STEPS_AT_A_PLACE,
        )
    return to_datetime64(tt_to_utc(np.broadcast_to(tt, shape)))


def phase(
    name: Phase, lunation: ArrayLike, ephemeris: Ephemeris = "compiled"
) -> NDArray[np.datetime64]:
    """Return the instant of a phase of each lunation; "new" is its conjunction."""
    if name not in PHASES:
        raise UnknownName.among("phase", name, PHASES)
    turn = PHASES.index(name) / 4.0
    start = _LUNATION_0_TT + SYNODIC_MONTH * (np.asarray(lunation, dtype=np.float64) + turn)

    def excess(tt: Floats) -> Floats:
        angle = _elongation_in_longitude(tt, "ecliptic", None, np.zeros(()), ephemeris)
        return _half_turn(angle - 2.0 * np.pi * turn)

    return to_datetime64(tt_to_utc(_root(excess, start)))


def lunation_at(instants: ArrayLike, ephemeris: Ephemeris = "compiled") -> Int64s:
    """Return the lunation in progress, the last whose conjunction is not after the instant."""
    at = np.asarray(instants, dtype="datetime64[us]")
    tt = utc_to_tt(from_datetime64(at))
    # True and mean conjunctions differ by 0.6 day at most: guess high, step back.
    guess = np.floor((tt - _LUNATION_0_TT) / SYNODIC_MONTH + 0.03).astype(np.int64)
    return np.where(conjunction(guess, ephemeris=ephemeris) > at, guess - 1, guess)


def age(instants: ArrayLike) -> NDArray[np.timedelta64]:
    """Return the time since the last conjunction, `timedelta64[us]`."""
    at = np.asarray(instants, dtype="datetime64[us]")
    return np.asarray(at - conjunction(lunation_at(at)))


def elongation(instants: ArrayLike) -> Floats:
    """Return the geocentric arc of light (ARCL), Moon to Sun, degrees 0 to 180."""
    tt = utc_to_tt(from_datetime64(instants))
    return np.asarray(
        np.degrees(erfa.sepp(apparent_vector("moon", tt), apparent_vector("sun", tt)))
    )


def illuminated_fraction(instants: ArrayLike) -> Floats:
    """Return the lit part of the Moon's disc seen from the Earth's centre, 0 to 1.

    (1 + cos i) / 2 with the phase angle i at the Moon between the Sun and the Earth
    (Meeus, ch. 48).
    """
    tt = utc_to_tt(from_datetime64(instants))
    moon = apparent_vector("moon", tt)
    angle = erfa.sepp(-moon, apparent_vector("sun", tt) - moon)
    return np.asarray(0.5 * (1.0 + np.cos(angle)))


def crescent_width(instants: ArrayLike) -> Floats:
    """Return the geocentric width of the crescent on its middle line, arcminutes.

    W = SD (1 - cos ARCL), SD the Moon's geocentric semidiameter (Yallop 1997, NAO
    Technical Note 69).
    """
    tt = utc_to_tt(from_datetime64(instants))
    moon = apparent_vector("moon", tt)
    semidiameter = np.degrees(np.arcsin(MOON_RADIUS_KM / np.linalg.norm(moon, axis=-1)))
    light = erfa.sepp(moon, apparent_vector("sun", tt))
    return np.asarray(60.0 * semidiameter * (1.0 - np.cos(light)))


def _root(excess: Callable[[Floats], Floats], start: Floats, steps: int = _STEPS) -> Floats:
    """Find the instant with one step at the Moon's mean rate, then with secants (to 1 ms)."""
    before, at_before = start, excess(start)
    tt = start - at_before / _GAIN_PER_DAY
    for _ in range(steps):
        at = excess(tt)
        gain = (at - at_before) / np.where(tt == before, 1.0, tt - before)
        gain = np.where(np.abs(gain / _GAIN_PER_DAY - 1.2) < 1.0, gain, _GAIN_PER_DAY)
        before, at_before = tt, at
        tt = tt - at / gain
    return tt


def _elongation_in_longitude(
    tt: Floats, sense: Sense, observer: Observer | None, east: Floats, ephemeris: Ephemeris
) -> Floats:
    """Return how far the Moon is ahead of the Sun, radians within half a turn."""
    frame = erfa.ecm06(JD_OF_DAY_0, tt) if sense == "ecliptic" else erfa.c2i06a(JD_OF_DAY_0, tt)
    here = 0.0 if observer is None else observer_position(tt, observer, east)
    moon, sun = (
        erfa.p2s(erfa.rxp(frame, apparent_vector(body, tt, ephemeris) - here))[0]
        for body in _BODIES
    )
    return _half_turn(moon - sun)


def _half_turn(angle: Floats) -> Floats:
    return np.asarray((angle + np.pi) % (2.0 * np.pi) - np.pi)
