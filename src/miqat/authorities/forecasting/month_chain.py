"""The months of an authority as one chain: each begins 29 or 30 days after the last.

The chain is computed in runs: between months that are known, from a known month on, and where
none is near by twelve months. Probabilities are its marginals; the day that is given for a month
is that of its path, the sequence of 29 and 30 days that is right in the most months on average.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from miqat.authorities.bases import check_chain, of_calendar
from miqat.authorities.catalogue import authority as authority_named
from miqat.authorities.forecasting.chain_table import chain_table
from miqat.authorities.forecasting.month_run import LONG, SHORT, MonthRun, normalised
from miqat.authorities.forecasting.posterior import (
    Departures,
    Evidence,
    Posterior,
    log_likelihoods,
    weighed,
)
from miqat.authorities.model import ByAnother, ByCalendar, BySighting
from miqat.authorities.record import proclaimed
from miqat.calendars.month_table import month_number, split_month
from miqat.calendars.months import Certainty
from miqat.once import computed_once, lazy, once_at_most

if TYPE_CHECKING:
    from collections.abc import Mapping

    from miqat._typing import Floats, Int64s
    from miqat.authorities.model import Authority, Basis
    from miqat.authorities.record import Entry, Proclaimed

_YEAR = 12  # months of a run that no known month bounds
_BEFORE = 6  # months before such a run from which it is computed
_NEAR = 48  # months between two that are known, of one run
_LOOKED_AT = 480  # months of history
_FIRST, _LAST = month_number(1, 1), month_number(2089, 1)
_UNFIT = 1e-4

#: Prior rates of departure from a published calendar, a computed one and another authority, before
#: the authority's own history.
RATES = {
    Certainty.PROCLAIMED: 0.0,
    Certainty.PUBLISHED: 0.02,
    Certainty.COMPUTED: 0.06,
    Certainty.FORECAST: 0.2,
}
FOLLOWING = 0.06


class Path(NamedTuple):
    """First days of consecutive months, and how probable they are together."""

    days: tuple[int, ...]
    probability: float


@dataclass(frozen=True, eq=False)
class Chain:
    """An authority's months as far as they were known on a day number.

    `tabulated` takes from the table of the package what no date and no entry changes.
    """

    authority: Authority
    as_of: int | None = None
    entries: tuple[Entry, ...] = ()
    tabulated: bool = True

    def marginal(self, number: int) -> Mapping[int, float]:
        """Return the possible first days of a month and their probabilities."""
        if number in self.known:
            return {self.known[number].entry.day: 1.0}
        if self._row is not None:
            listed = chain_table().marginal(self._row, number)
            if listed is not None:
                return listed
        return computed_once(
            self._marginals, number, lambda: self._run_of(number).run.marginal(number)
        )

    def day(self, number: int) -> int:
        """Return the first day that is given for a month: the one of the path."""
        if number in self.known:
            return self.known[number].entry.day
        if self._row is not None:
            listed = chain_table().day(self._row, number)
            if listed is not None:
                return listed
        return self._path_of(self._run_of(number))[number]

    def paths(self, first: int, last: int) -> tuple[Path, ...]:
        """Return the ways in which the months numbered `first` to `last` may begin together."""
        found: dict[tuple[int, ...], float] = {(): 1.0}
        at = first
        while at <= last:
            until = self._next_known(at, last)
            part = self._joint(at, until)
            found = {
                (*days, *more): share * likely
                for days, share in found.items()
                for more, likely in part.items()
            }
            at = until + 1
        return tuple(Path(days, share) for days, share in sorted(normalised(found).items()))

    def _next_known(self, first: int, last: int) -> int:
        """Return the month up to which the chain runs before it starts from a known one again."""
        return next((n - 1 for n in range(first + 1, last + 1) if n in self.known), last)

    def _joint(self, first: int, last: int) -> dict[tuple[int, ...], float]:
        if first == last:
            return {(day,): share for day, share in self.marginal(first).items()}
        if self._row is not None and last == first + 1:
            listed = chain_table().pair(self._row, first)
            if listed is not None:
                return listed
        if first in self.known:
            first_run = self._after(first)
            return first_run.joint(first, last)
        return self._run_of(first).run.joint(first, last)

    def _after(self, number: int) -> MonthRun:
        """Return the run that starts from a known month."""
        return self._run_of(number + 1).run if number + 1 not in self.known else self._alone(number)

    def _alone(self, number: int) -> MonthRun:
        return MonthRun(number, {self.known[number].entry.day: 1.0}, number, self.step)

    @lazy
    def _row(self) -> int | None:
        """The row of the table that holds for this chain, None where it must be computed."""
        if not self.tabulated or self.as_of is not None:
            return None
        row = chain_table().rows.get(self.authority.id)
        if row is None or authority_named(self.authority.id) != self.authority:
            return None
        leaders = self._leaders()
        return None if any(entry.authority in leaders for entry in self.entries) else row

    def _leaders(self) -> set[str]:
        """Return the ids of the authority and of those that it may follow."""
        found, waiting = {self.authority.id}, [self.authority]
        while waiting:
            for rule in waiting.pop().rules:
                if isinstance(rule.basis, ByAnother) and rule.basis.of not in found:
                    found.add(rule.basis.of)
                    waiting.append(authority_named(rule.basis.of))
        return found

    @lazy
    def known(self) -> Mapping[int, Proclaimed]:
        """What was proclaimed, by month number."""
        return proclaimed(self.authority.id, self.as_of, self.entries)

    def posterior(self, basis: BySighting, number: int) -> Posterior:
        """Return the posterior of a sighting authority before a month."""
        return computed_once(
            self._posteriors, (basis, number), lambda: self._posterior(basis, number)
        )

    def _posterior(self, basis: BySighting, number: int) -> Posterior:
        numbers, rows = self._evidence(basis)
        before = (numbers < number) & (numbers >= number - _LOOKED_AT)
        return weighed(basis, numbers[before], rows[before], number)

    def _evidence(self, basis: BySighting) -> tuple[Int64s, Floats]:
        """Return the known months that a sighting decided, and what each says of the shifts."""
        return computed_once(self._evidences, basis, lambda: self._evidence_of(basis))

    def _evidence_of(self, basis: BySighting) -> tuple[Int64s, Floats]:
        history = [
            Evidence(n, self.known[n].entry.day, self._day_before(n))
            for n in self._numbers
            if self._basis(n) == basis
        ]
        return np.array([each.number for each in history], int), log_likelihoods(basis, history)

    def departures(self, basis: ByCalendar | ByAnother, number: int) -> Departures:
        """Return how often the authority begins months a day away from its basis."""
        return computed_once(self._departures, number, lambda: self._departures_of(basis, number))

    def _departures_of(self, basis: ByCalendar | ByAnother, number: int) -> Departures:
        numbers = self._numbers
        recent = numbers[bisect_left(numbers, number - _LOOKED_AT) : bisect_left(numbers, number)]
        history = [
            Evidence(n, self.known[n].entry.day, None) for n in recent if self._basis(n) == basis
        ]
        if isinstance(basis, ByAnother):
            theirs = self.followed(basis).known
            expected = {n: one.entry.day + basis.days for n, one in theirs.items()}
            return Departures.of(expected, history, FOLLOWING, number)
        expected = {each.number: self.by_calendar(basis, each.number)[0] for each in history}
        rate = RATES[self.by_calendar(basis, number)[2]]
        return Departures.of(expected, history, rate, number)

    def by_calendar(self, basis: ByCalendar, number: int) -> tuple[int, str, Certainty]:
        """Return the first day of a month by a calendar, its source and its certainty."""
        return of_calendar(basis.calendar, *split_month(number))

    def followed(self, basis: ByAnother) -> Chain:
        """Return the chain of the authority that is followed."""
        return chain(authority_named(basis.of), self.as_of, self.entries, self.tabulated)

    def step(self, number: int, before: int) -> Mapping[int, float]:
        """Return the first days of a month after one that began on a day, and their shares."""
        found = self._steps.get((number, before))
        if found is None:
            found = self._steps[number, before] = self._step(number, before)
        return found

    def _step(self, number: int, before: int) -> Mapping[int, float]:
        basis = self._basis(number)
        if isinstance(basis, BySighting):
            report = self.posterior(basis, number).report(number, before + SHORT - 1)
            return {before + SHORT: report, before + LONG: 1.0 - report}
        told = self._told(basis, number, before)
        short, long = told.get(before + SHORT, 0.0), told.get(before + LONG, 0.0)
        if short + long < _UNFIT:
            middle = sum(day * share for day, share in told.items()) / sum(told.values())
            return {before + (SHORT if middle - before < SHORT else LONG): 1.0}
        total = short + long
        return {before + SHORT: short / total, before + LONG: long / total}

    def _told(
        self, basis: ByCalendar | ByAnother, number: int, before: int | None = None
    ) -> dict[int, float]:
        """Return the first days of a month by the basis, after one that began on a day."""
        rates = self.departures(basis, number)
        found: dict[int, float] = defaultdict(float)
        if isinstance(basis, ByCalendar):
            theirs: Mapping[int, float] = {self.by_calendar(basis, number)[0]: 1.0}
        else:
            theirs = self._theirs(basis, number, before, rates)
        for day, share in theirs.items():
            for by, rate in rates.by_days:
                found[day + by] += share * rate
        return found

    def _theirs(
        self, basis: ByAnother, number: int, before: int | None, rates: Departures
    ) -> Mapping[int, float]:
        """Return the first days of the authority that is followed.

        Its month before counts as far as it agrees with the day on which this one began its own.
        """
        leader = self.followed(basis)
        found: dict[int, float] = defaultdict(float)
        if before is not None:
            apart = dict(rates.by_days)
            for (first, second), share in leader.pairs(number):
                agrees = apart.get(before - first - basis.days, 0.0)
                found[second + basis.days] += share * agrees
        if sum(found.values()) < _UNFIT:
            found = {day + basis.days: share for day, share in leader.marginal(number).items()}
        return normalised(found)

    def pairs(self, number: int) -> tuple[Path, ...]:
        """Return the ways in which a month and the one before it may begin."""
        return computed_once(self._pairs, number, lambda: self.paths(number - 1, number))

    def _initial(self, number: int) -> dict[int, float]:
        basis = self._basis(number)
        if isinstance(basis, BySighting):
            return self.posterior(basis, number).alone(number)
        return self._told(basis, number)

    def _run_of(self, number: int) -> _Placed:
        """Return the run of a month: always the same one, whatever else was asked for."""
        numbers = self._numbers
        at = bisect_right(numbers, number)
        before = numbers[at - 1] if at else None
        after = numbers[at] if at < len(numbers) else None
        if before is not None and after is not None and after - before <= _NEAR:
            return self._placed(before, before, after)
        if before is not None and number < _cut_after(before):
            return self._placed(before, before, _cut_after(before))
        if after is not None and number >= _cut_before(after):
            return self._placed(_cut_before(after) - _BEFORE, _cut_before(after), after)
        begin = number // _YEAR * _YEAR
        return self._placed(begin - _BEFORE, begin, begin + _YEAR)

    def _placed(self, first: int, begin: int, last: int) -> _Placed:
        return computed_once(self._runs, (first, last), lambda: self._made(first, begin, last))

    def _made(self, first: int, begin: int, last: int) -> _Placed:
        first, last = max(first, _FIRST), min(last, _LAST)
        start, goal = self.known.get(first), self.known.get(last)
        initial = self._initial(first) if start is None else {start.entry.day: 1.0}
        run = MonthRun(first, initial, last, self.step, goal.entry.day if goal else None)
        return _Placed(run, begin)

    def _path_of(self, placed: _Placed) -> Mapping[int, int]:
        return computed_once(
            self._days, (placed.run.first, placed.run.last), lambda: self._path(placed)
        )

    def _path(self, placed: _Placed) -> dict[int, int]:
        last = placed.run.last
        if last in self.known:
            return placed.run.path(placed.begin, self.known[last].entry.day)
        return placed.run.path(placed.begin, self._first_of_run(last))

    def _first_of_run(self, number: int) -> int:
        """Return the day on which the path goes over into that of the run that begins there."""
        after = self._run_of(number)
        if after.run.last in self.known:
            shares = after.run.marginal(number)
        else:
            first = max(number - _BEFORE, _FIRST)
            shares = MonthRun(first, self._initial(first), number, self.step).marginal(number)
        return max(shares, key=lambda day: shares[day])

    @lazy
    def _numbers(self) -> list[int]:
        return sorted(self.known)

    def _day_before(self, number: int) -> int | None:
        """Return when the month before one began, if that is known or calculated."""
        if number - 1 in self.known:
            return self.known[number - 1].entry.day
        basis = self._basis(number - 1)
        if isinstance(basis, ByCalendar):
            return self.by_calendar(basis, number - 1)[0]
        return None

    def _basis(self, number: int) -> Basis:
        found = self._bases.get(number)
        if found is None:
            found = self._bases[number] = self.authority.rule_of(number).basis
        return found

    @lazy
    def _bases(self) -> dict[int, Basis]:
        return {}

    @lazy
    def _departures(self) -> dict[int, Departures]:
        return {}

    @lazy
    def _posteriors(self) -> dict[tuple[BySighting, int], Posterior]:
        return {}

    @lazy
    def _evidences(self) -> dict[BySighting, tuple[Int64s, Floats]]:
        return {}

    @lazy
    def _steps(self) -> dict[tuple[int, int], Mapping[int, float]]:
        return {}

    @lazy
    def _marginals(self) -> dict[int, Mapping[int, float]]:
        return {}

    @lazy
    def _pairs(self) -> dict[int, tuple[Path, ...]]:
        return {}

    @lazy
    def _runs(self) -> dict[tuple[int, int], _Placed]:
        return {}

    @lazy
    def _days(self) -> dict[tuple[int, int], Mapping[int, int]]:
        return {}


class _Placed(NamedTuple):
    """A run, and the month from which it gives the days: those before lead up to it."""

    run: MonthRun
    begin: int


def _cut_after(known: int) -> int:
    """Return the month in which the run from a known one ends, a year or more later."""
    return -(-(known + _YEAR) // _YEAR) * _YEAR


def _cut_before(known: int) -> int:
    """Return the month in which the run up to a known one begins, a year or more before."""
    return (known - _YEAR) // _YEAR * _YEAR


@once_at_most(512)
def chain(
    one: Authority,
    as_of: int | None = None,
    entries: tuple[Entry, ...] = (),
    tabulated: bool = True,
) -> Chain:
    """Return the chain of an authority's months; `entries` are those besides the built-in ones."""
    check_chain(one)
    return Chain(one, as_of, entries, tabulated)
