"""Sequences of possible months of an authority, each 29 or 30 days after the last.

Of the months that are known the chain starts from the last; else from a month a little
before, by its rule alone. A path is a run of first days, with its probability.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from miqat.authorities.calendar import check_chain, of_calendar
from miqat.authorities.catalogue import authority as authority_named
from miqat.authorities.forecasting.posterior import (
    GRID,
    LONG,
    SHORT,
    Departures,
    Evidence,
    Posterior,
    posterior,
)
from miqat.authorities.model import ByAnother, ByCalendar, BySighting
from miqat.authorities.record import Proclaimed, proclaimed
from miqat.calendars.month_table import split_month
from miqat.calendars.months import Certainty
from miqat.once import computed_once, lazy, once_at_most

if TYPE_CHECKING:
    from miqat._typing import Floats
    from miqat.authorities.model import Authority, Basis
    from miqat.authorities.record import Entry


_BACK = 3  # months before, where nothing is known
_FURTHEST = 7  # months after one that is known for it to tell anything
_LOOKED_AT = 480  # months of history
_LEAST = 1e-4
_UNFIT = 1e-4

#: Prior rates of departure from a published calendar, a computed one and another authority, before
#: the authority's own history.
RATES = {
    Certainty.PROCLAIMED: 0.0,
    Certainty.PUBLISHED: 0.01,
    Certainty.COMPUTED: 0.03,
    Certainty.FORECAST: 0.2,
}
FOLLOWING = 0.06


class Path(NamedTuple):
    """First days of consecutive months, and how probable they are together."""

    days: tuple[int, ...]
    probability: float


class _KnownBy(Mapping[int, Proclaimed]):
    """What was proclaimed and known by a day number, looked up on demand."""

    def __init__(self, every: Mapping[int, Proclaimed], as_of: int | None) -> None:
        self._every, self._as_of = every, as_of

    def __getitem__(self, number: int) -> Proclaimed:
        one = self._every[number]
        if self._as_of is None:
            return one
        entries = [each for each in (one.entry, *one.superseded) if each.known <= self._as_of]
        if not entries:
            raise KeyError(number)
        return Proclaimed(entries[0], tuple(entries[1:]))

    def __iter__(self) -> Iterator[int]:
        return (number for number in self._every if number in self)

    def __len__(self) -> int:
        return sum(1 for _ in self)


@once_at_most(256)
def _everything(name: str, entries: tuple[Entry, ...]) -> Mapping[int, Proclaimed]:
    return proclaimed(name, None, entries)


@dataclass(frozen=True, eq=False)
class Chain:
    """An authority's months as far as they were known on a day number."""

    authority: Authority
    as_of: int | None = None
    entries: tuple[Entry, ...] = ()

    def paths(self, first: int, last: int) -> tuple[Path, ...]:
        """Return the ways in which the months numbered `first` to `last` may begin."""
        months = range(first, last + 1)
        follows = {self._basis(number) for number in months}
        (basis,) = follows if len(follows) == 1 else (None,)
        if isinstance(basis, ByAnother) and not any(number in self.known for number in months):
            return self._following(basis, first, last)
        return self._stepped(first, last)

    @lazy
    def known(self) -> Mapping[int, Proclaimed]:
        """What was proclaimed, by month number."""
        return _KnownBy(_everything(self.authority.id, self.entries), self.as_of)

    def posterior(self, basis: BySighting, number: int) -> Posterior:
        """Return the posterior of a sighting authority before a month."""
        return computed_once(
            self._posteriors, (basis, number), lambda: self._posterior(basis, number)
        )

    def _posterior(self, basis: BySighting, number: int) -> Posterior:
        history = [
            Evidence(n, one.entry.day, self._day_before(n))
            for n, one in self._recent(number)
            if self._basis(n) == basis
        ]
        return posterior(basis, history, number)

    def departures(self, basis: ByCalendar | ByAnother, number: int) -> Departures:
        """Return how often the authority begins months a day away from its basis."""
        history = [
            Evidence(n, one.entry.day, None)
            for n, one in self._recent(number)
            if self._basis(n) == basis
        ]
        if isinstance(basis, ByAnother):
            theirs = self.followed(basis).known
            expected = {n: one.entry.day + basis.days for n, one in theirs.items()}
            return Departures.of(expected, history, FOLLOWING)
        expected = {each.number: self.by_calendar(basis, each.number)[0] for each in history}
        return Departures.of(expected, history, RATES[self.by_calendar(basis, number)[2]])

    def by_calendar(self, basis: ByCalendar, number: int) -> tuple[int, str, Certainty]:
        """Return the first day of a month by a calendar, its source and its certainty."""
        return of_calendar(basis.calendar, *split_month(number))

    def start(self, first: int) -> int:
        """Return the month from which what comes in a month is told."""
        for number in range(first, first - _FURTHEST, -1):
            if number in self.known:
                return number
        for number in range(first, first - _BACK, -1):
            if not isinstance(self._basis(number), BySighting):
                return number
        return first - _BACK

    def _stepped(self, first: int, last: int) -> tuple[Path, ...]:
        start = self.start(first)
        states: dict[tuple[int, ...], Floats] = {}
        states.update({(day,): share for day, share in self._initial(start).items()})
        for number in range(start + 1, last + 1):
            onward: dict[tuple[int, ...], Floats] = defaultdict(lambda: np.zeros(len(GRID)))
            for days, share in states.items():
                kept = days if number > first else ()
                for day, part in self._step(number, days[-1]).items():
                    onward[(*kept, day)] += share * part
            states = onward
        weight = self._weight(last)
        return _normalised({days: float(share @ weight) for days, share in states.items()})

    def _following(self, basis: ByAnother, first: int, last: int) -> tuple[Path, ...]:
        """Return the paths of the followed authority, and those that depart from them."""
        rates = self.departures(basis, first)
        found: dict[tuple[int, ...], float] = defaultdict(float)
        before = self.known.get(first - 1)
        for path in self.followed(basis).paths(first, last):
            for by, rate in _departing(rates):
                days = _parted(tuple(day + basis.days for day in path.days), by)
                fits = before is None or _fits(days[0] - before.entry.day)
                found[days] += path.probability * rate * (1.0 if fits else _UNFIT)
        return _normalised(found)

    def _initial(self, number: int) -> dict[int, Floats]:
        if number in self.known:
            return {self.known[number].entry.day: np.ones(len(GRID))}
        basis = self._basis(number)
        if isinstance(basis, BySighting):
            days, share = self._lean(basis).alone(np.array([number]))
            return dict(zip(days[0].tolist(), share[0], strict=True))
        return {day: np.full(len(GRID), share) for day, share in self._told(basis, number).items()}

    def _step(self, number: int, before: int) -> dict[int, Floats]:
        """Return the first days of a month after one that began on a day, and their shares."""
        one = np.ones(len(GRID))
        if number in self.known:
            day = self.known[number].entry.day
            return {day: one * (1.0 if _fits(day - before) else _UNFIT)}
        basis = self._basis(number)
        if isinstance(basis, BySighting):
            report = self._lean(basis).report(number, before + SHORT - 1)
            return {before + SHORT: report, before + LONG: 1.0 - report}
        told = self._told(basis, number)
        fitting = {day: share for day, share in told.items() if _fits(day - before)}
        total = sum(fitting.values())
        if total < _UNFIT:
            middle = sum(day * share for day, share in told.items()) - before
            return {before + (SHORT if middle < SHORT else LONG): one}
        return {day: one * (share / total) for day, share in fitting.items()}

    def _told(self, basis: ByCalendar | ByAnother, number: int) -> dict[int, float]:
        """Return the first days of a month by the basis of the authority."""
        if isinstance(basis, ByAnother):
            return {
                path.days[0]: path.probability for path in self._following(basis, number, number)
            }
        day = self.by_calendar(basis, number)[0]
        return {day + by: rate for by, rate in _departing(self.departures(basis, number))}

    def _lean(self, basis: BySighting) -> Posterior:
        """Return the grid of shifts: the same for all, for only the weights differ."""
        return Posterior(basis, np.ones(len(GRID)) / len(GRID))

    def _weight(self, last: int) -> Floats:
        """Return the weights of the shifts, by the sighting that decides last."""
        for number in range(last, last - _FURTHEST - _BACK, -1):
            basis = self._basis(number)
            if isinstance(basis, BySighting):
                return self.posterior(basis, last).weight
        return np.ones(len(GRID)) / len(GRID)

    def _recent(self, number: int) -> list[tuple[int, Proclaimed]]:
        """Return the months of history before one, in order."""
        months = range(number - _LOOKED_AT, number)
        return [(each, self.known[each]) for each in months if each in self.known]

    def _day_before(self, number: int) -> int | None:
        """Return when the month before one began, if that is known or calculated."""
        if number - 1 in self.known:
            return self.known[number - 1].entry.day
        basis = self._basis(number - 1)
        if isinstance(basis, ByCalendar):
            return self.by_calendar(basis, number - 1)[0]
        return None

    def _basis(self, number: int) -> Basis:
        return self.authority.rule_of(number).basis

    def followed(self, basis: ByAnother) -> Chain:
        """Return the chain of the authority that is followed."""
        return chain(authority_named(basis.of), self.as_of, self.entries)

    @lazy
    def _posteriors(self) -> dict[tuple[BySighting, int], Posterior]:
        return {}


@once_at_most(512)
def chain(one: Authority, as_of: int | None = None, entries: tuple[Entry, ...] = ()) -> Chain:
    """Return the chain of an authority's months; `entries` are those besides the built-in ones."""
    check_chain(one)
    return Chain(one, as_of, entries)


def _departing(rates: Departures) -> tuple[tuple[int, float], ...]:
    return (-1, rates.earlier), (0, 1.0 - rates.earlier - rates.later), (1, rates.later)


def _parted(days: tuple[int, ...], by: int) -> tuple[int, ...]:
    """Return days of which the first is moved, and the others as far as months last 29 or 30."""
    if not by:
        return days
    found = [days[0] + by]
    for day in days[1:]:
        found.append(min(max(day, found[-1] + SHORT), found[-1] + LONG))
    return tuple(found)


def _fits(length: int) -> bool:
    return SHORT <= length <= LONG


def _normalised(found: Mapping[tuple[int, ...], float]) -> tuple[Path, ...]:
    """Return paths whose probabilities sum to one, without those that are next to impossible."""
    total = sum(found.values())
    kept = {days: share for days, share in found.items() if share > _LEAST * total}
    total = sum(kept.values())
    return tuple(Path(days, share / total) for days, share in sorted(kept.items()))
