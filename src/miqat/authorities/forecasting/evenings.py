"""The evenings about each conjunction, by what a sighting authority could see in its land."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from miqat.authorities.forecasting import report_curve
from miqat.calendars.month_rules.base import conjunctions
from miqat.once import computed_once, once

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from miqat.authorities.model import BySighting

    Floats = NDArray[np.float64]
    Int64s = NDArray[np.int64]

#: Evenings from that of the day of conjunction to the third after it.
EVENINGS = 4
_BLOCK = 24  # months computed at once


@dataclass(frozen=True)
class Evenings:
    """What a sighting's criterion has on the evenings about conjunctions, kept once computed.

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
        return computed_once(self._blocks, block, lambda: self._computed(block))

    def _computed(self, block: int) -> tuple[Int64s, Floats]:
        numbers = np.arange(block * _BLOCK, (block + 1) * _BLOCK)
        born = conjunctions(numbers)
        longitude = report_curve.rule_of(self.basis).longitude
        begin = np.floor(born + longitude / 360.0).astype(np.int64)
        asked = begin[:, np.newaxis] + np.arange(EVENINGS)
        value = report_curve.values(self.basis, np.repeat(born, EVENINGS), asked.ravel())
        return begin, value.reshape(asked.shape)


@once
def evenings_of(basis: BySighting) -> Evenings:
    """Return the evenings of a sighting."""
    return Evenings(basis)
