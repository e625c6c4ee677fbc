"""Twilight by the season: minutes before sunrise and after sunset, by latitude.

The functions of the Moonsighting Committee Worldwide (Khalid Shaukat, moonsighting.com,
"How we calculate Fajr and Isha"), fitted to observed twilights: at four dates of the year
the minutes are a constant and a slope by latitude, between them they are interpolated.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from miqat._typing import Floats, Int64s


# Days after the winter solstice, and minutes at latitude 0 with those gained by 55 degrees.
_DAYS = (0.0, 91.0, 137.0, 183.0, 229.0, 275.0, 366.0)
_GAINS = {
    "morning": (75.0, (28.65, 19.44, 32.74, 48.10)),
    "general": (75.0, (25.60, 2.05, -9.21, 6.14)),
    "ahmer": (62.0, (17.40, -7.16, 5.12, 19.44)),
    "abyad": (75.0, (25.60, 7.16, 36.84, 81.84)),
}
_ORDER = (0, 1, 2, 3, 2, 1, 0)


class Minutes(NamedTuple):
    """Minutes of morning twilight before sunrise and of evening twilight after sunset."""

    morning: Floats
    evening: Floats


def twilights(latitude: Floats, civil: Int64s, shafaq: str) -> Minutes:
    """Return the minutes of the twilights at latitudes (degrees) on civil days.

    `shafaq` is the dusk meant: "ahmer" the red, "abyad" the white, "general" a blend.
    """
    day = _since_solstice(latitude, civil)
    return Minutes(_minutes("morning", latitude, day), _minutes(shafaq, latitude, day))


def _minutes(name: str, latitude: Floats, day: Floats) -> Floats:
    base, gains = _GAINS[name]
    gain = np.interp(day, _DAYS, [gains[which] for which in _ORDER])
    return np.asarray(base + gain * np.abs(latitude) / 55.0)


def _since_solstice(latitude: Floats, civil: Int64s) -> Floats:
    """Return the days since the winter solstice of the hemisphere, counted as the authors do.

    The solstice is 10 days before the year's first day in the north; in the south it is the
    172nd day of the year, the 173rd in leap years.
    """
    years = civil.astype("datetime64[D]").astype("datetime64[Y]")
    first = years.astype("datetime64[D]").astype(np.int64)
    length = (years + 1).astype("datetime64[D]").astype(np.int64) - first
    of_year = civil - first + 1
    north = of_year + 10
    south = of_year - (172 + (length == 366))
    found = np.where(latitude >= 0.0, north, south)
    return np.asarray(found % length, dtype=np.float64)
