"""Compute what sighting authorities could see of each crescent, for data/authorities/evenings.npz.

`python -m tools.build_evenings` after a curve, a region or an outline has changed.
"""

from __future__ import annotations

import numpy as np

from miqat.authorities.bases import HABITS, key_of
from miqat.authorities.forecasting import evenings
from miqat.calendars.month_table import month_number
from miqat.calendars.systems import precomputed
from tools.build_months import sightings

FIRST_YEAR, LAST_YEAR = 1400, 1469


def main() -> None:
    """Write the table."""
    first, end = month_number(FIRST_YEAR, 1), month_number(LAST_YEAR + 1, 1)
    numbers = np.arange(first, end)
    bases = {key_of(basis): basis for basis in sightings()}
    keys = sorted(bases)
    begin = np.empty((len(keys), len(numbers)), np.int32)
    value = np.empty((len(keys), len(numbers), evenings.EVENINGS), np.float32)
    for row, key in enumerate(keys):
        begin[row], value[row] = evenings.computed(bases[key], numbers)
    np.savez_compressed(
        evenings.TABLE,
        first=np.int64(first),
        stamp=np.array(precomputed.stamp(HABITS)),
        keys=np.array(keys),
        begin=begin,
        value=value,
    )
    print(f"{evenings.TABLE}: {len(keys)} regions, {len(numbers)} months")


if __name__ == "__main__":
    main()
