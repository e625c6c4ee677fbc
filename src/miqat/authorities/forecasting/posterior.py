"""How an authority's history adjusts the curve of its group, and how often it departs.

The middle of a sighting's curve is that of its group plus a shift with a normal prior. Each month
that the authority proclaimed weights the shifts by its likelihood, less for older months. The
shifts are on a grid, and forecasts are computed for each. An authority that follows a calendar or
another authority departs from it at times: the rates are a prior of some months, updated with its
history.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from miqat.authorities.forecasting.evenings import EVENINGS, Evenings, evenings_of
from miqat.authorities.forecasting.month_run import LONG, SHORT
from miqat.authorities.forecasting.report_curve import report_curve
from miqat.once import computed_once, lazy, once

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from miqat._typing import Floats, Int64s
    from miqat.authorities.model import BySighting

    #: From values of a criterion (...) the chance of a report (..., G).
    Chances = Callable[[Floats], Floats]

#: Shifts in deviations from the middle of the group.
GRID = np.linspace(-3.0, 3.0, 25)
#: The months, from 0, that are announced with the most care.
GREAT = (8, 9, 11)
_DOUBT = 0.01  # of a proclaimed month that says nothing of the crescent
_OTHER_KIND = 0.5
_DOUBTED, _DOUBT_MONTHS = 0.01, 20.0


class Evidence(NamedTuple):
    """A proclaimed month and the day on which the month before it began, if that is known."""

    number: int
    day: int
    before: int | None


@dataclass(frozen=True, eq=False)
class Posterior:
    """How probable each shift of a sighting is, shape (G,) as `GRID`.

    `doubt` is the share of evenings on which the authority does the reverse of what is expected.
    """

    basis: BySighting
    weight: Floats
    doubt: float = 0.0

    @property
    def shifts(self) -> Floats:
        """The shifts, in the unit of the criterion."""
        return np.asarray(GRID * report_curve(self.basis).spread)

    @property
    def mean(self) -> float:
        """The mean shift, in the unit of the criterion."""
        return float(self.weight @ self.shifts)

    def chances(self, value: Floats) -> Floats:
        """Return the chance of a report at values (...), for each shift: (..., G)."""
        chance = report_curve(self.basis).chance(np.asarray(value)[..., np.newaxis], self.shifts)
        if self.basis.vetoed:
            chance = np.where(np.isneginf(value)[..., np.newaxis], 0.0, chance)
        return chance

    def report(self, number: int, evening: int) -> float:
        """Return the chance of a report on an evening, of a month."""
        begin, chances = self._about(number)
        at = evening - begin
        if at < 0:  # before the day of conjunction nothing is reported
            return 0.0
        return chances[at] if at < EVENINGS else self._at_last

    def alone(self, number: int) -> dict[int, float]:
        """Return first days of a month by the crescent alone, and their probabilities.

        As if each evening in turn were the 29th.
        """
        begin, share = _alone(self.chances, self._evenings, np.array([number]))
        shares = (share[0] @ self.weight).tolist()
        return dict(zip(begin[0].tolist(), shares, strict=True))

    def _about(self, number: int) -> tuple[int, list[float]]:
        """Return the evening of conjunction, and the chance of a report on it and those after."""
        return computed_once(self._months, number, lambda: self._chances_of(number))

    def _chances_of(self, number: int) -> tuple[int, list[float]]:
        begin, value = self._evenings.about(np.array([number]))
        chances = self.chances(value[0]) @ self.weight
        if not self.basis.vetoed:
            chances = chances + self.doubt * (1.0 - 2.0 * chances)
        else:
            chances = chances * (1.0 - self.doubt)
        return int(begin[0]), chances.tolist()

    @lazy
    def _at_last(self) -> float:
        """The chance of a report when the Moon is as high as can be."""
        return float(self.chances(np.array(np.inf)) @ self.weight)

    @lazy
    def _months(self) -> dict[int, tuple[int, list[float]]]:
        return {}

    @property
    def _evenings(self) -> Evenings:
        return evenings_of(self.basis)


def posterior(basis: BySighting, history: list[Evidence], now: int) -> Posterior:
    """Return the posterior of a sighting from what was proclaimed before month `now`."""
    numbers = np.array([each.number for each in history], int)
    return weighed(basis, numbers, log_likelihoods(basis, history), now)


def weighed(basis: BySighting, numbers: Int64s, rows: Floats, now: int) -> Posterior:
    """Return the posterior from the log-likelihoods of months, which count less with age."""
    worth = 0.5 ** ((now - numbers) / report_curve(basis).memory) * alike(numbers, now)
    log = -0.5 * GRID**2 + worth @ rows
    weight = np.exp(log - log.max())
    weight /= weight.sum()
    expected = np.exp(rows) @ weight
    rarer = np.minimum(expected, 1.0 - expected)
    surprises = np.maximum(1.0 - 2.0 * expected, 0.0) - rarer * (1.0 - 2.0 * rarer)
    missed = max(float(worth @ surprises), 0.0)
    doubt = (_DOUBTED * _DOUBT_MONTHS + missed) / (_DOUBT_MONTHS + worth.sum())
    return Posterior(basis, weight, float(doubt))


def alike(numbers: Int64s, now: int) -> Floats:
    """Return how much past months tell of a month: those of its kind more than the others.

    The kinds are Ramadan, Shawwal and Dhu al-Hijja, which are announced with more care, and the
    other nine.
    """
    same = np.isin(numbers % 12, GREAT) == (now % 12 in GREAT)
    return np.where(same, 1.0, _OTHER_KIND)


def log_likelihoods(basis: BySighting, history: list[Evidence]) -> Floats:
    """Return the logarithm of how likely each shift makes each month of a history: (n, G)."""
    if not history:
        return np.zeros((0, len(GRID)))
    rows = _rows(basis)
    new = [each for each in history if each not in rows]
    if new:
        start = Posterior(basis, np.full(len(GRID), 1.0 / len(GRID)))
        rows.update(zip(new, likelihood(start.chances, evenings_of(basis), new), strict=True))
    return np.asarray(np.log(np.array([rows[each] for each in history])))


@once
def _rows(basis: BySighting) -> dict[Evidence, Floats]:
    """Return the cache of the likelihoods of a sighting's months."""
    return {}


def likelihood(chances: Chances, about: Evenings, history: list[Evidence]) -> Floats:
    """Return how likely a sighting by some chances makes each month of a history: (n, G)."""
    numbers = np.array([each.number for each in history])
    day = np.array([each.day for each in history])[:, np.newaxis]
    before, share = _alone(chances, about, numbers - 1)
    for at, each in enumerate(history):
        if each.before is not None:
            before[at], share[at], share[at, 0] = each.before, 0.0, 1.0
    report = chances(about.on(numbers, before + SHORT - 1))
    length = (day - before)[..., np.newaxis]
    fits = np.where(length == SHORT, report, np.where(length == LONG, 1.0 - report, np.nan))
    possible = ~np.isnan(fits)
    found = np.where(possible, share * np.nan_to_num(fits), 0.0).sum(axis=1)
    # A month that no month before it leads to says nothing of the crescent.
    found = np.where((possible & (share > 0.0)).any(axis=1), found, 0.5)
    return np.asarray((1.0 - _DOUBT) * found + 0.5 * _DOUBT)


def _alone(chances: Chances, about: Evenings, numbers: Int64s) -> tuple[Int64s, Floats]:
    begin, value = about.about(numbers)
    chance = chances(value)
    chance[:, -1] = 1.0
    missed = np.cumprod(1.0 - chance, axis=1)
    missed = np.concatenate([np.ones_like(missed[:, :1]), missed[:, :-1]], axis=1)
    days = begin[:, np.newaxis] + 1 + np.arange(EVENINGS)
    return days, missed * chance


class Departures(NamedTuple):
    """How often a month begins a day earlier, and a day later, than its basis."""

    earlier: float
    later: float

    @property
    def by_days(self) -> tuple[tuple[int, float], ...]:
        """The days by which a month may begin later than its basis, and how often it does."""
        return (-1, self.earlier), (0, 1.0 - self.earlier - self.later), (1, self.later)

    @classmethod
    def of(
        cls, expected: Mapping[int, int], history: list[Evidence], rate: float, now: int
    ) -> Departures:
        """Return the rates before month `now`: `rate` of some months, and the history's besides."""
        known = [each for each in history if each.number in expected]
        worth = alike(np.array([each.number for each in known], int), now)
        by = np.array([each.day - expected[each.number] for each in known], int)
        total = _STRENGTH + worth.sum()
        half = 0.5 * rate * _STRENGTH
        return cls(
            float(half + worth[by < 0].sum()) / float(total),
            float(half + worth[by > 0].sum()) / float(total),
        )


_STRENGTH = 12.0
