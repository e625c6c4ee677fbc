"""Calendars computed from the sky where a date is asked for: two years, or thirty at a time."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from miqat import days
from miqat.calendars.hijri_date import Calendar
from miqat.calendars.month_table import Stretch, month_number
from miqat.once import computed_once, lazy

if TYPE_CHECKING:
    from collections.abc import Sequence

_BLOCK = 360  # months
_PIECE = 24  # of a block, computed where no more of it was asked for yet
_FEW_PIECES = 4  # of one block; where more are asked for the block is quicker


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class ComputedCalendar(Calendar):
    """A calendar that can say of any month by itself on which day it begins.

    `final_year` is the last year, all of it. The day a month begins on must not depend on
    which other months are asked for.
    """

    final_year: int

    # Where month 1 of year 1 begins, and the mean month: good to a block or so.
    _EPOCH: ClassVar[int] = days.from_julian(622, 7, 16)
    _MEAN_MONTH: ClassVar[float] = 29.530589

    @abstractmethod
    def _compute(self, first: int, last: int) -> Sequence[int]:
        """Return the first days of the months numbered `first` to `last`, both included.

        Months are numbered 12 y + m - 1; `last` may be the month after `final_year`.
        """

    def _tabulated(self, first: int, last: int) -> Sequence[int] | None:
        """Return what `_compute` would, where it was computed beforehand."""
        return None

    @lazy
    def _blocks(self) -> dict[int, Stretch]:
        return {}

    @lazy
    def _windows(self) -> list[tuple[int, int, Stretch]]:
        return []

    @lazy
    def _pieces(self) -> dict[int, Stretch]:
        return {}

    def _last_month(self) -> int:
        return month_number(self.final_year, 12)

    def _piece(self, number: int) -> Stretch | None:
        """Return a piece of a block, None where the whole block is there or soon worth it."""
        found = self._pieces.get(number)
        if found is not None:
            return found
        block = number * _PIECE // _BLOCK
        # Other threads may add pieces meanwhile: a list of a dict is made in one go.
        there = sum(each * _PIECE // _BLOCK == block for each in list(self._pieces))
        if block in self._blocks or there >= _FEW_PIECES:
            return None
        first = max(number * _PIECE, month_number(self.first_year, 1))
        end = min((number + 1) * _PIECE, self._last_month() + 1)
        if first >= end:
            return None
        return computed_once(self._pieces, number, lambda: self._stretch(first, end))

    def _stretch(self, first: int, end: int) -> Stretch:
        return Stretch(first, list(self._tabulated(first, end) or self._compute(first, end)))

    def _block(self, number: int) -> Stretch:
        """Return the months of one block, computed once."""
        first = max(number * _BLOCK, month_number(self.first_year, 1))
        end = min((number + 1) * _BLOCK, self._last_month() + 1)
        return computed_once(
            self._blocks, number, lambda: Stretch(first, list(self._compute(first, end)))
        )

    def _joined(self, first: int, last: int) -> Stretch:
        """Return the months of blocks `first` to `last`; a window once made only grows."""
        if first == last:
            return self._block(first)
        if self._windows:
            low, high, window = self._windows[0]
            if low <= first and last <= high:
                return window
            first, last = min(low, first), max(high, last)
        blocks = [self._block(number) for number in range(first, last + 1)]
        starts = [start for block in blocks for start in block.starts[:-1]]
        window = Stretch(blocks[0].first, [*starts, blocks[-1].starts[-1]])
        self._windows[:] = [(first, last, window)]
        return window

    def _over_months(self, first: int, last: int) -> Stretch:
        if first // _PIECE == last // _PIECE:
            piece = self._piece(first // _PIECE)
            if piece is not None and piece.first <= first and last < piece.end:
                return piece
        lowest, highest = self._all_blocks()
        one, other = (min(max(month // _BLOCK, lowest), highest) for month in (first, last))
        return self._joined(one, other)

    def _over_days(self, first: int, last: int) -> Stretch:
        if first == last:
            piece = self._piece(self._likely_month(first) // _PIECE)
            if piece is not None and piece.starts[0] <= first < piece.starts[-1]:
                return piece
        one = self._block_of_day(first)
        return self._joined(one, one if first == last else self._block_of_day(last))

    def _all_blocks(self) -> tuple[int, int]:
        return month_number(self.first_year, 1) // _BLOCK, self._last_month() // _BLOCK

    def _likely_month(self, day: int) -> int:
        return int((day - self._EPOCH) / self._MEAN_MONTH + 12.0)

    def _block_of_day(self, day: int) -> int:
        """Return the block that has a day, or the first or last for a day outside."""
        lowest, highest = self._all_blocks()
        guess = self._likely_month(day) // _BLOCK
        number = min(max(guess, lowest), highest)
        while number > lowest and day < self._block(number).starts[0]:
            number -= 1
        while number < highest and day >= self._block(number).starts[-1]:
            number += 1
        return number
