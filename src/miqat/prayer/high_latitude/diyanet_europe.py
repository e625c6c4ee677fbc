"""Diyanet's rule for Europe: a year of dawn and dusk where the 18° dawn is lost in summer.

The rule was read from the tables of Islamiska Förbundet (Sweden 2026); the High Council's
decisions of 2009 and 2021 confirm its shares and its 20 minutes. docs/high-latitudes.md gives
the steps. It works on the published times before rounding, one calendar year at a time.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from miqat import days

if TYPE_CHECKING:
    from miqat._typing import Bools, Floats


#: The latitude from which the rule is said to hold, degrees north.
FROM = 44.5

_MINUTE = 1.0 / 1440.0
_THIRD = 1.0 / 3.0
_FAJR_OVER_ISHA = 9.0 / 8.0  # 90 minutes against 80, by the decision of 2009
_GAP = 19.0 * _MINUTE  # from which a time starts to move towards the share of the night
_LONGEST, _SHORTEST = 19.0 / 24.0, 5.0 / 24.0  # of a day from sunrise to sunset
_HELD_NIGHT = 5.0 / 24.0
_DAWNS_IN_A_ROW = 5
_AT_LEAST_AFTER = 3  # days from the return of the dawn to the end of the autumn transition


@dataclass(frozen=True, slots=True)
class Year:
    """The times of one place on the days of a calendar year, in days since mean noon.

    Minutes are added; NaN where a time does not occur. Shapes (n,).
    """

    first: int
    fajr: Floats
    sunrise: Floats
    dhuhr: Floats
    maghrib: Floats
    isha: Floats

    def at(self, month: int, day: int) -> int:
        """Return the index of a date of the year."""
        year = days.to_gregorian(self.first)[0]
        return days.from_gregorian(year, month, day) - self.first


class Adjusted(NamedTuple):
    """The times by the rule, shapes (n,)."""

    fajr: Floats
    sunrise: Floats
    maghrib: Floats
    isha: Floats


def adjusted(year: Year) -> Adjusted:
    """Return the year by the rule; what the rule does not change is returned as it is.

    A place in the south is returned unchanged: no table of the rule for it is known.
    """
    sunrise, maghrib, held = _bounded_day(year)
    night = 1.0 - (maghrib - sunrise)
    fajr, isha = year.fajr.copy(), year.isha.copy()
    last = _last_dawn(year)
    if last is None:
        return Adjusted(fajr, sunrise, maghrib, isha)
    back = _dawn_is_back(year, last)
    share = (1.0 - (sunrise[last] - fajr[last]) / night[last]) * _THIRD
    of_fajr = np.where(held, _HELD_NIGHT, night)
    summer_fajr = sunrise - _FAJR_OVER_ISHA * share * of_fajr
    summer_isha = maghrib + share * night
    return Adjusted(
        _joined(fajr, summer_fajr, last, back, 1.0),
        sunrise,
        maghrib,
        _joined(isha, summer_isha, last, back, -1.0),
    )


def _bounded_day(year: Year) -> tuple[Floats, Floats, Bools]:
    """Return sunrise and maghrib within 5 and 19 hours, and where the long day's bound holds."""
    index = np.arange(len(year.sunrise))
    bright = (index >= year.at(3, 20)) & (index <= year.at(9, 22))
    length = year.maghrib - year.sunrise
    held = np.zeros(len(index), bool)
    sunrise, maghrib = year.sunrise.copy(), year.maghrib.copy()
    absent = np.isnan(length)
    if (bright & (absent | (length > _LONGEST))).any():
        june = year.dhuhr[year.at(6, 21)]
        earliest = np.maximum(year.dhuhr, june) - _LONGEST / 2.0
        latest = np.minimum(year.dhuhr, june) + _LONGEST / 2.0
        held = bright & ~(sunrise >= earliest)
        sunrise = np.where(held, earliest, sunrise)
        maghrib = np.where(bright & ~(maghrib <= latest), latest, maghrib)
    latest, earliest = year.dhuhr - _SHORTEST / 2.0, year.dhuhr + _SHORTEST / 2.0
    sunrise = np.where(~bright & ~(sunrise <= latest), latest, sunrise)
    maghrib = np.where(~bright & ~(maghrib >= earliest), earliest, maghrib)
    return sunrise, maghrib, held


def _last_dawn(year: Year) -> int | None:
    """Return the last day with a dawn, counting on from 1 March; None if it is never lost."""
    start, middle = year.at(3, 1), year.at(7, 1)
    lost = np.flatnonzero(np.isnan(year.fajr[start : middle + 1]))
    if not len(lost) or lost[0] == 0:
        return None
    return start + int(lost[0]) - 1


def _dawn_is_back(year: Year, last: int) -> int:
    """Return the first day from July on that begins five days in a row with a dawn."""
    start = max(year.at(7, 1), last + 1)
    there = ~np.isnan(year.fajr[start:])
    runs = np.convolve(there, np.ones(_DAWNS_IN_A_ROW, int), "valid") == _DAWNS_IN_A_ROW
    found = np.flatnonzero(runs)
    return start + int(found[0]) if len(found) else len(year.fajr)


def _joined(times: Floats, summer: Floats, last: int, back: int, sign: float) -> Floats:
    """Return a time by the share of the night from `last` + 1 to `back` - 1, joined straight.

    `sign` is 1 where the own time is later than the summer's at the joins (fajr), -1 where
    it is earlier (isha).
    """
    result = times.copy()
    result[last + 1 : back] = summer[last + 1 : back]
    spring = sign * (times[: last + 1] - summer[last + 1]) >= _GAP
    if spring.any():
        start = int(np.flatnonzero(spring)[-1])
        result[start : last + 2] = _line(times[start], summer[last + 1], last + 2 - start)
    if back < len(times):
        first = back + _AT_LEAST_AFTER
        autumn = sign * (times[first:] - summer[back - 1]) >= _GAP
        if autumn.any():
            end = first + int(np.flatnonzero(autumn)[0])
            result[back - 1 : end + 1] = _line(summer[back - 1], times[end], end + 2 - back)
    return result


def _line(begin: float, end: float, count: int) -> Floats:
    return np.linspace(begin, end, count)
