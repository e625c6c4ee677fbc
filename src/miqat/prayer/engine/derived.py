"""Times that follow from the others: ends, the forbidden times, parts of the day and the night."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from miqat.prayer.engine.sun import Cell, Provenance

if TYPE_CHECKING:
    from collections.abc import Callable

    from miqat.prayer.engine.observed import Observed

#: How long the Sun's half disc takes to cross the meridian at the most: 1 min 11 s (the
#: Astronomical Almanac's ephemeris for transit has 64 to 71 s).
HALF_DISC = 71.0 / 86_400.0  # days

#: The next day's time that ends one, or the same day's: its rounding is that of the time.
_ENDS = {
    "fajr_end": "sunrise",
    "dhuhr_end": "asr",
    "asr_end": "maghrib",
    "maghrib_end": "isha",
    "makruh_sunrise_end": "dhuha",
}
_SPEAR = -4.5  # degrees below the horizon, where a method gives dhuha no angle


class Night(NamedTuple):
    """The night after each day, by the method's definition: its start, length and codes."""

    start: Cell
    length: Cell

    def part(self, share: float) -> Cell:
        """Return the moment when a share of the night has passed."""
        return Cell(self.start.t + self.length.t * share, self.length.how)


def derived(name: str, day: Observed, ordered: Callable[[str], Cell]) -> Cell:
    """Return one of the derived times; `ordered` gives a time of the day with its minutes."""
    if name in _ENDS:
        return ordered(_ENDS[name])
    if name == "isha_end":
        return following(ordered("fajr"))
    if name == "sunset":
        return day.risen(rising=False)
    if name == "dahwa_kubra":
        return _between(ordered("fajr"), day.risen(rising=False))
    if name == "makruh_sunset_start":
        angle = day.moment("dhuha").angle
        low = _SPEAR if angle is None else angle
        return day.sun.below(low, day.epoch("maghrib"), rising=False)
    noon = day.raw("dhuhr")
    if name == "makruh_noon_start":
        return Cell(noon.t - HALF_DISC, noon.how)
    assert name == "makruh_noon_end", name
    return Cell(np.maximum(noon.t + HALF_DISC, ordered("dhuhr").t), noon.how)


def following(cell: Cell) -> Cell:
    """Return the time of the next day; that of the last day is its own a day later."""
    t = np.concatenate([cell.t[..., 1:], cell.t[..., -1:]], axis=-1) + 1.0
    return Cell(t, np.concatenate([cell.how[..., 1:], cell.how[..., -1:]], axis=-1))


def _between(first: Cell, last: Cell) -> Cell:
    """Return the middle between two times."""
    how = np.where(
        (first.how < 0) | (last.how < 0), Provenance.WITHOUT_ITS_BASE, Provenance.INTERVAL
    )
    return Cell((first.t + last.t) / 2.0, how.astype(np.int8))
