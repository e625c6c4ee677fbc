"""A run of consecutive months of 29 or 30 days each, as a chain over their first days.

The forward pass gives what is said of a month by those before it, the backward pass what a
known month at the end says of those before it. The path is the sequence of first days, each 29
or 30 days after the last, that is right in the most months on average.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, TypeVar

from miqat.once import lazy

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    #: From the number of a month and the first day of the month before, its first days.
    Step = Callable[[int, int], Mapping[int, float]]

Key = TypeVar("Key")

SHORT, LONG = 29, 30
_NEGLIGIBLE, _LEAST = 1e-6, 1e-4


class MonthRun:
    """The months numbered `first` to `last`, from what is known of the first day of `first`.

    `goal` is the first day of `last` if that is known; where no sequence of months leads to it,
    it tells nothing of those before.
    """

    def __init__(
        self,
        first: int,
        initial: Mapping[int, float],
        last: int,
        step: Step,
        goal: int | None = None,
    ) -> None:
        self.first, self.last = first, last
        self._initial, self._step, self._goal = initial, step, goal

    def marginal(self, number: int) -> dict[int, float]:
        """Return the possible first days of a month and their probabilities."""
        if number == self.last and self._leads_to_goal:
            return {self._goal or 0: 1.0}
        after = self._backward[number - self.first]
        return normalised(
            {
                day: share * after.get(day, 0.0)
                for day, share in self._forward[number - self.first].items()
            }
        )

    def joint(self, first: int, last: int) -> dict[tuple[int, ...], float]:
        """Return the possible first days of consecutive months together.

        `last` may be after the run, whose chain then goes on.
        """
        paths: dict[tuple[int, ...], float] = {}
        paths.update({(day,): share for day, share in self._forward[first - self.first].items()})
        for number in range(first + 1, last + 1):
            paths = {
                (*path, day): share * part
                for path, share in paths.items()
                for day, part in self._step(number, path[-1]).items()
            }
        if last <= self.last:
            after = self._backward[last - self.first]
            paths = {path: share * after.get(path[-1], 0.0) for path, share in paths.items()}
        return normalised(paths)

    def path(self, begin: int, end_day: int | None) -> dict[int, int]:
        """Return the first days of the months from `begin` to the last, which begins on `end_day`.

        Without an `end_day`, or where no months of 29 and 30 days lead to it, the last is free.
        """
        best: dict[int, tuple[float, tuple[int, ...]]] = {
            day: (share, (day,)) for day, share in self.marginal(begin).items()
        }
        top = max(best, key=lambda day: best[day][0])
        best = {top: best[top]}
        for number in range(begin + 1, self.last + 1):
            shares = self.marginal(number)
            onward: dict[int, tuple[float, tuple[int, ...]]] = {}
            for before, (total, days) in best.items():
                for day in (before + SHORT, before + LONG):
                    value = total + shares.get(day, 0.0)
                    if day not in onward or value > onward[day][0]:
                        onward[day] = value, (*days, day)
            best = onward
        reached = best.get(end_day) if end_day is not None else None
        _, days = reached or max(best.values())
        return dict(zip(range(begin, self.last + 1), days, strict=True))

    @lazy
    def _forward(self) -> list[dict[int, float]]:
        """Return, for each month, how probable the months before it make its first days."""
        found = [dict(self._initial)]
        for number in range(self.first + 1, self.last + 1):
            onward: dict[int, float] = defaultdict(float)
            for before, share in found[-1].items():
                for day, part in self._step(number, before).items():
                    onward[day] += share * part
            found.append({day: share for day, share in onward.items() if share > _NEGLIGIBLE})
        return found

    @lazy
    def _leads_to_goal(self) -> bool:
        return self._goal is not None and self._goal in self._forward[-1]

    @lazy
    def _backward(self) -> list[dict[int, float]]:
        """Return, for each month and first day, how probable the goal is after it."""
        ends = self._forward[-1]
        after = {day: 1.0 for day in ends if day == self._goal or not self._leads_to_goal}
        found = [after]
        for number in range(self.last, self.first, -1):
            after = {
                before: sum(
                    part * after.get(day, 0.0) for day, part in self._step(number, before).items()
                )
                for before in self._forward[number - 1 - self.first]
            }
            found.append(after)
        return found[::-1]


def normalised(shares: Mapping[Key, float]) -> dict[Key, float]:
    """Return shares that sum to one, without those that are next to impossible."""
    total = sum(shares.values())
    likely = {key: share for key, share in shares.items() if share > _LEAST * total}
    total = sum(likely.values())
    return {key: share / total for key, share in likely.items()}
