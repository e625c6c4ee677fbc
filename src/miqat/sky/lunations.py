"""Lunations: conjunctions, the Moon's age and how much of it is lit.

A conjunction here is geocentric and in apparent ecliptic longitude, as almanacs print it.
Lunation 0 is that of 2000-01-06 (Meeus, *Astronomical Algorithms*, 2nd ed., ch. 49).
Instants are UTC, days since 1970 inside the room and `datetime64[us]` outside it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from miqat.sky.ephemeris import apparent_vector, ecliptic_longitude
from miqat.sky.timescale import from_datetime64, to_datetime64, tt_to_utc, utc_to_tt

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

SYNODIC_MONTH = 29.530588861

_LUNATION_0_TT = 2451550.09766 - 2440587.5
_GAIN_PER_DAY = 2.0 * np.pi / SYNODIC_MONTH
_STEPS = 8


def conjunction(lunation: ArrayLike) -> NDArray[np.datetime64]:
    """Return the instant of conjunction of each lunation, `datetime64[us]` in UTC.

    Lunation numbers of any shape; the Moon is moved from the mean conjunction by its gain
    in longitude on the Sun until that gain is spent (to 0.1 s).
    """
    tt = _LUNATION_0_TT + SYNODIC_MONTH * np.asarray(lunation, dtype=np.float64)
    for _ in range(_STEPS):
        tt = tt - _elongation_in_longitude(tt) / _GAIN_PER_DAY
    return to_datetime64(tt_to_utc(tt))


def lunation_at(instants: ArrayLike) -> NDArray[np.int64]:
    """Return the lunation in progress, the last whose conjunction is not after the instant."""
    at = np.asarray(instants, dtype="datetime64[us]")
    tt = utc_to_tt(from_datetime64(at))
    # True and mean conjunctions differ by 0.6 day at most: guess high, step back.
    guess = np.floor((tt - _LUNATION_0_TT) / SYNODIC_MONTH + 0.03).astype(np.int64)
    return np.where(conjunction(guess) > at, guess - 1, guess)


def age(instants: ArrayLike) -> NDArray[np.timedelta64]:
    """Return the time since the last conjunction, `timedelta64[us]`."""
    at = np.asarray(instants, dtype="datetime64[us]")
    return np.asarray(at - conjunction(lunation_at(at)))


def illuminated_fraction(instants: ArrayLike) -> Floats:
    """Return the lit part of the Moon's disc seen from the Earth's centre, 0 to 1.

    (1 + cos i) / 2 with the phase angle i at the Moon between the Sun and the Earth
    (Meeus, ch. 48).
    """
    tt = utc_to_tt(from_datetime64(instants))
    moon = apparent_vector("moon", tt)
    to_sun = apparent_vector("sun", tt) - moon
    lengths = np.linalg.norm(moon, axis=-1) * np.linalg.norm(to_sun, axis=-1)
    cosine = -np.sum(moon * to_sun, axis=-1) / lengths
    result: Floats = 0.5 * (1.0 + cosine)
    return result


def _elongation_in_longitude(tt: Floats) -> Floats:
    difference = ecliptic_longitude("moon", tt) - ecliptic_longitude("sun", tt)
    result: Floats = (difference + np.pi) % (2.0 * np.pi) - np.pi
    return result
