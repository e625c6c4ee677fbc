"""Write the table of the chains of the built-in record: `python -m tools.build_chains`.

A change of the record, of an authority's rules or of what forecasts are made of needs it anew.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

import miqat
from miqat.authorities import authorities
from miqat.authorities.forecasting.month_chain import Chain
from miqat.calendars.month_table import month_number

if TYPE_CHECKING:
    from miqat.authorities import Authority

FIRST_YEAR, LAST_YEAR = 1440, 1469
PATH = Path(miqat.__file__).parent / "data" / "authorities" / "chains.npz"


def main() -> None:
    """Compute every authority's months and write them."""
    first = month_number(FIRST_YEAR, 1)
    numbers = range(first, month_number(LAST_YEAR + 1, 1))
    bodies = sorted(authorities(), key=lambda body: body.id)
    days, ends, offsets, shares = [], [0], [], []
    pair_ends, pair_offsets, pair_shares = [0], [], []
    for body in bodies:
        chain = live(body)
        given = [chain.day(number) for number in (*numbers, numbers.stop)]
        days.append(given[:-1])
        for at, number in enumerate(numbers):
            for day, share in sorted(chain.marginal(number).items()):
                offsets.append(day - given[at])
                shares.append(share)
            ends.append(len(offsets))
            for path in chain.paths(number, number + 1):
                pair_offsets.append([path.days[0] - given[at], path.days[1] - given[at + 1]])
                pair_shares.append(path.probability)
            pair_ends.append(len(pair_offsets))
    np.savez_compressed(
        PATH,
        first=np.int64(first),
        ids=np.array([body.id for body in bodies]),
        days=np.array(days, np.int32),
        ends=np.array(ends, np.int32),
        offsets=np.array(offsets, np.int8),
        shares=np.array(shares, np.float32).round(6),
        pair_ends=np.array(pair_ends, np.int32),
        pair_offsets=np.array(pair_offsets, np.int8),
        pair_shares=np.array(pair_shares, np.float32).round(6),
    )
    print(f"{len(bodies)} authorities, {PATH.stat().st_size:,} bytes")


def live(body: Authority) -> Chain:
    """Return an authority's chain that is computed, not read from the table."""
    return Chain(body, tabulated=False)


if __name__ == "__main__":
    main()
