"""The rule behind the congregations of a printed table, fitted on every other week.

Simple rules come first: a clock, minutes after the prayer, minutes rounded, then one time a week,
minutes before sunrise, and the same apart in summer and in winter time.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from miqat.jsonable import Jsonable
from miqat.languages import language
from miqat.prayer import times
from miqat.prayer.iqama import iqama_rules, iqama_times
from miqat.prayer.on_days import summer_time, weekdays
from miqat.prayer.published.overlay import with_published
from miqat.prayer.published.reader import MISSING, PublishedTable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from miqat._typing import Bools, Int64s
    from miqat.places import Place
    from miqat.prayer import Timetable

FEWEST = 20  # days
_STEPS = (5, 10, 15, 30)
_ROUNDINGS = ("up", "down", "nearest")
_BETTER = 0.02  # what a less simple rule has to gain in share
_GOOD = 0.9
_FRIDAY = 4


@dataclass(frozen=True, slots=True)
class IqamaMatch(Jsonable):
    """The rules found for one congregation, a line each, and the share of days they explain.

    `fitted` is the share of the days fitted, `held_out` that of the weeks between; `days` are all.
    """

    prayer: str
    lines: tuple[str, ...]
    fitted: float
    held_out: float
    days: int

    def to_dict(self) -> dict[str, Any]:
        """Return the prayer, its lines, and the shares."""
        return {
            "prayer": self.prayer,
            "rules": list(self.lines),
            "days": self.days,
            "fitted": round(self.fitted, 4),
            "held_out": round(self.held_out, 4),
        }


def match_iqama(table: PublishedTable, place: Place) -> list[IqamaMatch]:
    """Return the rules of each congregation of a table, in the order of its columns."""
    return [
        found
        for name in table.iqama
        if name in table.minutes and (found := _Search(table, place, name).found()) is not None
    ]


class _Search:
    """One congregation: its minutes, and the shares of rules."""

    def __init__(self, table: PublishedTable, place: Place, name: str) -> None:
        self.name, self.place = name, place
        self.table = table
        self.days = table.days
        self.minutes = table.iqama[name].astype(np.int64)
        self.begins = table.minutes[name].astype(np.int64)
        self.known = (self.minutes != MISSING) & (self.begins != MISSING)
        if name == "dhuhr":  # its column has the Friday prayer on Fridays
            self.known &= weekdays(self.days) != _FRIDAY
        weeks = (self.days - self.days[0]).astype(np.int64) // 7
        self.even = weeks % 2 == 0
        whole = np.arange(self.days[0], self.days[-1] + 1)
        self.rows = np.searchsorted(whole, self.days)
        self.sheet = self._on_all_days(whole)

    def found(self) -> IqamaMatch | None:
        """Return the simplest rule that explains the most days, None for too few days."""
        if self.known.sum() < FEWEST:
            return None
        lines = self._best(self.known & self.even)
        summer = summer_time(self.days, self.place.zone)
        share = self._share(lines, self.known & self.even)
        if share < _GOOD and summer.any() and not summer.all():
            halves = [self._best(self.known & self.even & half) for half in (summer, ~summer)]
            apart = (
                *(f"{line} in summer time" for line in halves[0]),
                *(f"{line} in winter time" for line in halves[1]),
            )
            if (
                halves[0]
                and halves[1]
                and self._share(apart, self.known & self.even) > (share + _BETTER)
            ):
                lines = apart
        return IqamaMatch(
            self.name, lines,
            self._share(lines, self.known & self.even),
            self._share(lines, self.known & ~self.even),
            int(self.known.sum()),
        )  # fmt: skip

    def _best(self, days: Bools) -> tuple[str, ...]:
        """Return the line of the best rule on some days."""
        best, chosen = -1.0, ""
        for line in self._lines(days):
            share = self._share((line,), days)
            if share > best + (_BETTER if best >= 0 else 0.0):
                best, chosen = share, line
            if best >= 1.0:
                break
        return (chosen,) if chosen else ()

    def _lines(self, days: Bools) -> Iterator[str]:
        """Yield rules to try, the simple ones first."""
        if not days.any():
            return
        name, values = self.name, self.minutes[days]
        clocks, counts = np.unique(values, return_counts=True)
        clock = int(clocks[np.argmax(counts)])
        yield f"{name} at {clock // 60 % 24:02d}:{clock % 60:02d}"
        after = values - self.begins[days]
        usual, counts = np.unique(after, return_counts=True)
        offsets = [int(value) for value in usual[np.argsort(-counts, kind="stable")]]
        yield f"{name} + {max(offsets[0], 0)}"
        nearest = sorted({max(value, 0) for value in range(int(usual.min()), int(usual.max()) + 1)})
        if len(nearest) > 75:
            nearest = nearest[:75]
        steps = [step for step in _STEPS if (values % step == 0).mean() > _GOOD]
        for step in steps[::-1]:
            for rounding in _ROUNDINGS:
                to = f"rounded {rounding} to {step}".replace("rounded nearest", "rounded")
                for minutes in nearest:
                    yield f"{name} + {minutes}, {to}"
        if name == "fajr" and "sunrise" in self.table.minutes:
            yield from self._before_sunrise(days, steps)
        yield from self._weekly(days, steps, nearest)

    def _before_sunrise(self, days: Bools, steps: list[int]) -> Iterator[str]:
        before = self.table.minutes["sunrise"].astype(np.int64)[days] - self.minutes[days]
        usual, counts = np.unique(before, return_counts=True)
        most = int(usual[np.argmax(counts)])
        if most > 0:
            yield f"fajr {most} before sunrise"
        for step in steps[::-1]:
            for minutes in range(max(int(usual.min()), 1), int(usual.max()) + 1):
                for rounding in ("down", "up"):
                    yield f"fajr {minutes} before sunrise, rounded {rounding} to {step}"

    def _weekly(self, days: Bools, steps: list[int], nearest: list[int]) -> Iterator[str]:
        weekday = self._changes_on()
        if weekday is None:
            return
        named = language("en").weekdays[weekday].casefold()
        for step in [*steps[::-1], 1]:
            to = f", rounded up to {step}" if step > 1 else ""
            for how in ("latest of the week", "as on the day"):
                for minutes in nearest:
                    yield f"{self.name} + {minutes}{to}, changes weekly on {named} ({how})"

    def _changes_on(self) -> int | None:
        """Return the weekday on which nearly all changes are, None where there is none."""
        known = np.flatnonzero(self.known)
        steps = known[1:][np.diff(self.minutes[known]) != 0]
        if steps.size < 3:
            return None
        counts = np.bincount(weekdays(self.days[steps]), minlength=7)
        top = int(np.argmax(counts))
        return top if counts[top] >= 0.8 * counts.sum() else None

    def _share(self, lines: tuple[str, ...], days: Bools) -> float:
        if not lines or not days.any():
            return 0.0
        found = self._clocks(lines)
        return float((found[days] == self.minutes[days]).mean())

    def _on_all_days(self, whole: NDArray[np.datetime64]) -> Timetable:
        """Return the timetable of the table's times on every day from its first to its last."""
        minutes = {}
        for name, values in self.table.minutes.items():
            column = np.full(whole.size, MISSING, np.int16)
            column[self.rows] = values
            minutes[name] = column
        names = (self.name, "sunrise", "dhuhr")
        computed = times(self.place, whole[0], whole[-1], "mwl", names=names)
        return with_published(computed, PublishedTable(whole, minutes))

    def _clocks(self, lines: tuple[str, ...]) -> Int64s:
        found = iqama_times(self.sheet, iqama_rules(lines)).local[self.name]
        clocks = (found - self.sheet.days.astype("datetime64[m]")).astype(np.int64)
        return np.asarray(np.where(np.isnat(found), MISSING, clocks)[self.rows])
