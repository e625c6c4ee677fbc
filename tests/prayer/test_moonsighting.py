"""The Moonsighting Committee's function of the season, against its published form."""

from __future__ import annotations

from calendar import isleap
from datetime import date, timedelta

import numpy as np
import pytest

from miqat import days
from miqat.prayer.high_latitude.moonsighting import twilights

# The four minutes at 55 degrees, from the winter solstice on, and those at the equator: Kh.
# Shaukat, "Fajr and Isha" (moonsighting.com), as adhan's Astronomical.ts carries them over.
FUNCTIONS = {
    "morning": (75.0, (28.65, 19.44, 32.74, 48.10)),
    "general": (75.0, (25.60, 2.05, -9.21, 6.14)),
    "ahmer": (62.0, (17.40, -7.16, 5.12, 19.44)),
    "abyad": (75.0, (25.60, 7.16, 36.84, 81.84)),
}


def published(name: str, latitude: float, on: date) -> float:
    """Return the minutes, piece by piece as the function is printed."""
    base, gains = FUNCTIONS[name]
    a, b, c, d = (base + gain / 55.0 * abs(latitude) for gain in gains)
    of_year = on.timetuple().tm_yday
    length = 366 if isleap(on.year) else 365
    day = of_year + 10 if latitude >= 0 else of_year - (173 if isleap(on.year) else 172)
    day = day - length if day >= length else day + length if day < 0 else day
    if day < 91:
        return a + (b - a) / 91.0 * day
    if day < 137:
        return b + (c - b) / 46.0 * (day - 91)
    if day < 183:
        return c + (d - c) / 46.0 * (day - 137)
    if day < 229:
        return d + (c - d) / 46.0 * (day - 183)
    if day < 275:
        return c + (b - c) / 46.0 * (day - 229)
    return b + (a - b) / 91.0 * (day - 275)


@pytest.mark.parametrize("shafaq", ["general", "ahmer", "abyad"])
@pytest.mark.parametrize("latitude", [51.5, -51.5, 30.0, -7.0])
def test_every_day_of_a_common_and_of_a_leap_year(latitude: float, shafaq: str) -> None:
    dates = [date(2023, 1, 1) + timedelta(days=ahead) for ahead in range(731)]
    numbers = np.array([days.from_date(on) for on in dates])
    found = twilights(np.array([[latitude]]), numbers, shafaq)
    for values, name in ((found.morning, "morning"), (found.evening, shafaq)):
        expected = [published(name, latitude, on) for on in dates]
        assert values[0].tolist() == pytest.approx(expected, abs=1e-9)
