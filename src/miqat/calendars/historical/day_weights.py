"""How likely a Hijri date fell on a day: by the sight of the crescent, and by the tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from miqat import days
from miqat.calendars.month_table import month_number, split_month
from miqat.calendars.registry import calendars
from miqat.calendars.systems.tabular import TabularCalendar
from miqat.crescent.probability_model import probability
from miqat.crescent.twilight import twilights
from miqat.errors import InvalidDate, OutOfRange
from miqat.places import solar_days
from miqat.sky import lunations
from miqat.sky.timescale import from_datetime64, to_datetime

if TYPE_CHECKING:
    from miqat.places import Place

_EVENINGS = 4
_MID_MONTH = 12  # days after a tabular month start, safely within its lunation


def month_start_weights(place: Place, year: int, month: int) -> dict[int, float]:
    """Return how likely a month began on each day by the sight of its crescent at a place.

    Day numbers and probabilities that sum to 1. Raises `OutOfRange` beyond the ephemeris and
    where the Sun or the Moon does not set.
    """
    about = _tables()[0].month(year, month).first_day + _MID_MONTH
    lunation = lunations.lunation_at(np.datetime64(about, "D"))
    conjunction = lunations.conjunction(lunation)
    first = days.from_date(to_datetime(conjunction).astimezone(place.zone).date())
    evenings = np.array(solar_days(place, first, _EVENINGS))
    dusk = twilights(place.latitude, place.longitude, evenings, elevation=place.elevation)
    chance = probability(dusk)
    if np.isnan(chance).any():
        raise OutOfRange(
            f"the Sun or the Moon does not set at {place.label} when {year}-{month:02d} begins: "
            "there is no evening to see the crescent"
        )
    chance[dusk.sun.noon + dusk.sunset < from_datetime64(conjunction)] = 0.0
    chance[-1] = 1.0
    unseen = np.concatenate([[1.0], np.cumprod(1.0 - chance)[:-1]])
    weights = (chance * unseen).tolist()
    return {first + k + 1: weight for k, weight in enumerate(weights) if weight > 0.0}


def days_by_crescent(place: Place, year: int, month: int, day: int) -> dict[int, float]:
    """Return how likely a date was each day by the sight of the crescent.

    A day 30 counts as far as the next month had not begun by then, so that its weights sum to
    less than 1. Raises as `month_start_weights` does.
    """
    starts = month_start_weights(place, year, month)
    if day < 30:
        return {start + day - 1: weight for start, weight in starts.items()}
    following = month_start_weights(place, *split_month(month_number(year, month) + 1))
    found = {}
    for start, weight in starts.items():
        later = sum(each for begun, each in following.items() if begun >= start + 30)
        found[start + 29] = weight * later
    return found


def days_by_tables(year: int, month: int, day: int) -> dict[int, list[str]]:
    """Return the days of a date in the tabular calendars, with the ids of those that have it."""
    found: dict[int, list[str]] = {}
    for table in _tables():
        try:
            number = table.day_number(year, month, day)
        except InvalidDate:  # a month of 29 days
            continue
        found.setdefault(number, []).append(table.id)
    return found


def _tables() -> list[TabularCalendar]:
    return [entry for entry in calendars() if isinstance(entry, TabularCalendar)]
