"""The equinoxes and solstices: the Sun's apparent longitude at a multiple of 90 degrees.

Geocentric, of the true equinox and ecliptic of date, as almanacs print them (Meeus,
*Astronomical Algorithms*, 2nd ed., ch. 27). Years are Gregorian, of any shape.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import erfa
import numpy as np

from miqat.errors import UnknownName
from miqat.sky.ephemeris import ecliptic_longitude
from miqat.sky.timescale import JD_OF_DAY_0, to_datetime64, tt_to_utc

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from miqat._typing import Floats
    from miqat.sky.ephemeris import Ephemeris


Season = Literal["march", "june", "september", "december"]

SEASONS: tuple[Season, ...] = ("march", "june", "september", "december")

# March equinox of 2000 and the mean interval between March equinoxes, in TT (Meeus,
# table 27.B, terms of order 0 and 1): within a few hours over the ephemeris.
_MARCH_2000 = 2451623.80984 - JD_OF_DAY_0
_YEAR = 365.242374
_QUARTERS = np.array([0.0, 92.7592, 186.4101, 276.2531])  # days after it, in 2000
_LONGITUDE_PER_DAY = 2.0 * np.pi / 365.2422
_STEPS = 4


def season(
    name: Season, year: ArrayLike, ephemeris: Ephemeris = "compiled"
) -> NDArray[np.datetime64]:
    """Return the instants of an equinox or solstice in Gregorian years, UTC `datetime64[us]`.

    `name` is the month it falls in. Raises `UnknownName` for another, `OutOfRange` where
    the ephemeris does not reach.

    >>> season("march", 2027).astype("datetime64[s]")
    np.datetime64('2027-03-20T20:24:41')
    """
    if name not in SEASONS:
        raise UnknownName.among("season", name, SEASONS)
    quarter = SEASONS.index(name)
    tt = _MARCH_2000 + _YEAR * (np.asarray(year, np.float64) - 2000.0) + _QUARTERS[quarter]
    for _ in range(_STEPS):  # the Sun's rate is within 3.5 % of its mean
        ahead = _longitude(tt, ephemeris) - 0.5 * np.pi * quarter
        tt = tt - ((ahead + np.pi) % (2.0 * np.pi) - np.pi) / _LONGITUDE_PER_DAY
    return to_datetime64(tt_to_utc(tt))[()]


def _longitude(tt: Floats, ephemeris: Ephemeris) -> Floats:
    """Return the Sun's apparent longitude from the true equinox of date, radians."""
    nutation, _ = erfa.nut06a(JD_OF_DAY_0, tt)
    return np.asarray(ecliptic_longitude("sun", tt, ephemeris) + nutation)
