"""The chains of the built-in record, computed beforehand: days, marginals and pairs of months.

`python -m tools.build_chains` writes the table from the chains themselves. It is used where
neither an earlier date nor an entry of a user's own store changes what is known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from miqat.data import data_path
from miqat.once import once

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray


class ChainTable:
    """Months of many authorities: `first` is the number of the first month, 12 y + m - 1.

    `days` has the day that is given for a month, by authority and month. The other days are
    counted from it: of month k of authority a those of `marginals` from `ends[k - 1]` to `ends[k]`
    in the order of authorities, likewise `pairs` with the day of the month after.
    """

    def __init__(self, arrays: Mapping[str, NDArray[np.generic]]) -> None:
        self.first = int(arrays["first"])
        self.rows = {str(name): at for at, name in enumerate(arrays["ids"])}
        self.days = arrays["days"].astype(np.int64)
        self._ends = arrays["ends"].astype(np.int64)
        self._offsets = arrays["offsets"]
        self._shares = arrays["shares"]
        self._pair_ends = arrays["pair_ends"].astype(np.int64)
        self._pair_offsets = arrays["pair_offsets"]
        self._pair_shares = arrays["pair_shares"]

    def day(self, row: int, number: int) -> int | None:
        """Return the day that is given for a month; None outside the table."""
        at = number - self.first
        return int(self.days[row, at]) if 0 <= at < self.days.shape[1] else None

    def marginal(self, row: int, number: int) -> dict[int, float] | None:
        """Return the possible first days of a month and their probabilities."""
        day = self.day(row, number)
        if day is None:
            return None
        within = self._slice(self._ends, row, number)
        shares = _whole(self._shares[within])
        return {
            day + offset: share
            for offset, share in zip(self._offsets[within].tolist(), shares, strict=True)
        }

    def pair(self, row: int, number: int) -> dict[tuple[int, ...], float] | None:
        """Return the possible first days of a month and of the one after it, together."""
        day, after = self.day(row, number), self.day(row, number + 1)
        if day is None or after is None:
            return None
        within = self._slice(self._pair_ends, row, number)
        shares = _whole(self._pair_shares[within])
        return {
            (day + one, after + other): share
            for (one, other), share in zip(self._pair_offsets[within].tolist(), shares, strict=True)
        }

    def _slice(self, ends: NDArray[np.int64], row: int, number: int) -> slice:
        at = row * self.days.shape[1] + number - self.first
        return slice(int(ends[at]), int(ends[at + 1]))


def _whole(shares: NDArray[np.generic]) -> list[float]:
    """Return shares that were rounded for the table so that they sum to one again."""
    values: list[float] = shares.astype(np.float64).tolist()
    total = sum(values)
    return [value / total for value in values]


@once
def chain_table() -> ChainTable:
    """Return the table of the package."""
    with np.load(data_path("authorities/chains.npz")) as arrays:
        return ChainTable(dict(arrays))
