"""The evenings around each conjunction, as observers of an authority could see them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from miqat.authorities.bases import HABITS, key_of
from miqat.authorities.forecasting import report_curve
from miqat.calendars.month_rules.base import conjunctions
from miqat.calendars.systems import precomputed
from miqat.data import data_path
from miqat.once import computed_once, once

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from miqat._typing import Floats, Int32s, Int64s
    from miqat.authorities.model import BySighting


TABLE = data_path("authorities/evenings.npz")

#: Evenings from that of the day of conjunction to the third after it.
EVENINGS = 4
_BLOCK = 24  # months computed at once


@dataclass(frozen=True)
class Evenings:
    """Values of a sighting's criterion on the evenings around conjunctions, cached.

    `begin` is the day of mean solar time on which the conjunction of a month falls.
    """

    basis: BySighting
    _blocks: dict[int, tuple[Int64s, Floats]] = field(default_factory=dict)

    def about(self, numbers: Int64s) -> tuple[Int64s, Floats]:
        """Return `begin` (n,) and the criterion's most (n, `EVENINGS`) of numbered months."""
        numbers = np.asarray(numbers, np.int64)
        begin = np.empty(len(numbers), np.int64)
        value = np.empty((len(numbers), EVENINGS))
        for block in np.unique(numbers // _BLOCK).tolist():
            mine = numbers // _BLOCK == block
            days, most = self._block(block)
            begin[mine], value[mine] = days[numbers[mine] % _BLOCK], most[numbers[mine] % _BLOCK]
        return begin, value

    def on(self, numbers: Int64s, evenings: Int64s) -> Floats:
        """Return the criterion's most on evenings, of months that would begin after them.

        Shapes (n,) and (n, k). Infinite where the evening is past the third after conjunction's,
        NaN where its day is before the day of conjunction.
        """
        begin, value = self.about(numbers)
        at = evenings - begin[:, np.newaxis]
        found = np.take_along_axis(value, np.clip(at, 0, EVENINGS - 1), axis=1)
        return np.where(at < 0, np.nan, np.where(at >= EVENINGS, np.inf, found))

    def _block(self, block: int) -> tuple[Int64s, Floats]:
        return computed_once(self._blocks, block, lambda: self._evenings(block))

    def _evenings(self, block: int) -> tuple[Int64s, Floats]:
        numbers = np.arange(block * _BLOCK, (block + 1) * _BLOCK)
        return _tabulated(key_of(self.basis), numbers) or computed(self.basis, numbers)


def computed(basis: BySighting, numbers: Int64s) -> tuple[Int64s, Floats]:
    """Return `begin` (n,) and the criterion's most (n, `EVENINGS`) of months, from the sky."""
    born = conjunctions(numbers)
    longitude = report_curve.rule_of(basis).longitude
    begin = np.floor(born + longitude / 360.0).astype(np.int64)
    evenings = begin[:, np.newaxis] + np.arange(EVENINGS)
    value = report_curve.values(basis, np.repeat(born, EVENINGS), evenings.ravel())
    return begin, value.reshape(evenings.shape)


class _Table(NamedTuple):
    """The table of evenings: rows by key, months from number `first`."""

    first: int
    rows: dict[str, int]
    begin: Int32s
    value: NDArray[np.float32]


@once
def _table() -> _Table | None:
    """Return the table, or None where the curves have changed since it was computed."""
    with np.load(TABLE) as file:
        if str(file["stamp"]) != precomputed.stamp(HABITS):
            return None
        rows = {str(key): row for row, key in enumerate(file["keys"])}
        return _Table(int(file["first"]), rows, file["begin"], file["value"])


def _tabulated(key: str, numbers: Int64s) -> tuple[Int64s, Floats] | None:
    table = _table()
    if table is None or key not in table.rows:
        return None
    at = int(numbers[0]) - table.first
    if at < 0 or at + len(numbers) > table.begin.shape[1]:
        return None
    row, months = table.rows[key], slice(at, at + len(numbers))
    return table.begin[row, months].astype(np.int64), table.value[row, months].astype(np.float64)


@once
def evenings_of(basis: BySighting) -> Evenings:
    """Return the evenings of a sighting."""
    return Evenings(basis)
