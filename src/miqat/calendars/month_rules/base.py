"""Months of the crescent: each begins after the first evening that meets a rule.

Each month belongs to one lunation: month m of year y, number 12 y + m - 1, to lunation number 12 y
+ m - 1 - 17,049 (lunation 0 is that of 2000-01-06). So months are independent, and no rule can
shift the count.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Protocol

import numpy as np

from miqat.sky import lunations
from miqat.sky.timescale import from_datetime64

if TYPE_CHECKING:
    from collections.abc import Sequence

    from miqat._typing import Bools, Floats, Int64s


#: 1448-09 is the month of the lunation of 2027-02-06, number 335.
LUNATION_OF_MONTH_0 = -17_049

#: The evening after which a month begins whatever the rule says, counted from the evening of
#: the conjunction's own day as 0.
LAST_EVENING = 3


class MonthRule(Protocol):
    """What an evening has to meet for the next day to begin a month.

    Evenings are numbered as days of local mean solar time; the first asked about is that of
    the day of conjunction at `longitude`. `together` evenings are asked about at once.
    """

    @property
    def longitude(self) -> float:
        """The longitude whose days are counted, degrees."""
        ...

    @property
    def together(self) -> int:
        """How many evenings it is best to ask about at once."""
        ...

    def met(self, conjunction: Floats, evening: Int64s) -> Bools:
        """Return which evenings meet the rule.

        Conjunctions of shape (n, 1), UTC in days since 1970; evenings of shape (n, together).
        """
        ...

    def civil_days(self, evening: Int64s) -> Int64s:
        """Return the civil days on whose evenings those of mean solar days fall."""
        ...


@dataclass(frozen=True, kw_only=True)
class Days:
    """The common part of most rules: days of Greenwich, one evening at a time."""

    longitude: float = 0.0
    together: int = 1

    def civil_days(self, evening: Int64s) -> Int64s:
        """Return the civil days on whose evenings those of mean solar days fall."""
        return evening


class Era(NamedTuple):
    """A rule and the number of the first month that it decides."""

    first: int
    rule: MonthRule


def first_days(eras: Sequence[Era], first: int, last: int) -> Int64s:
    """Return the day numbers on which the months numbered `first` to `last` begin."""
    numbers = np.arange(first, last + 1)
    days = np.empty(len(numbers), np.int64)
    begins = [era.first for era in eras]
    at = max(bisect_right(begins, first) - 1, 0)
    while at < len(eras) and (at == 0 or begins[at] <= last):
        end = begins[at + 1] if at + 1 < len(eras) else last + 1
        mine = (numbers < end) & ((numbers >= begins[at]) | (at == 0))
        days[mine] = _first_days(eras[at].rule, numbers[mine])
        at += 1
    return days


def conjunctions(numbers: Int64s) -> Floats:
    """Return the conjunctions of numbered months, UTC in days since 1970."""
    return from_datetime64(lunations.conjunction(numbers + LUNATION_OF_MONTH_0))


def _first_days(rule: MonthRule, numbers: Int64s) -> Int64s:
    conjunction = conjunctions(numbers)
    begin = np.floor(conjunction + rule.longitude / 360.0).astype(np.int64)
    evening = begin + LAST_EVENING
    left, later = np.arange(len(numbers)), 0
    while len(left) and later < LAST_EVENING:
        asked = begin[left, np.newaxis] + later + np.arange(rule.together)
        met = rule.met(conjunction[left, np.newaxis], asked)
        found = met.any(axis=1)
        evening[left[found]] = asked[found, np.argmax(met[found], axis=1)]
        left, later = left[~found], later + rule.together
    return rule.civil_days(evening) + 1
