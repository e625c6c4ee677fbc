"""Choose the rule that foresees Iran's months: `python -m tools.fit_iran`.

Every criterion of the crescent room is asked of all Iran, and the threshold taken with which
it begins most months of 1380-1422 as they were kept; 1423-1447 are set aside to score it by.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from miqat.calendars.month_rules.at_places import AtPoints, in_country
from miqat.calendars.month_rules.base import conjunctions
from miqat.calendars.systems.iran import record
from miqat.crescent import Criterion, all_criteria
from miqat.crescent.twilight import Twilight, twilights
from miqat.sky.timescale import to_datetime64

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

FITTED, SCORED = (1380, 1422), (1423, 1447)
EVENINGS = 3


class Months(NamedTuple):
    """Months of the record: year, which evening they began after, and their twilights."""

    year: NDArray[np.int64]
    waited: NDArray[np.int64]
    conjunction: Floats
    twilight: Twilight


def months(rule: AtPoints) -> Months:
    """Return the months of the record with the evenings from the conjunction's day on."""
    kept = record()
    numbers = np.arange(kept.first, kept.end)
    born = conjunctions(numbers)
    begin = np.floor(born + rule.longitude / 360.0).astype(np.int64)
    asked = (begin[:, np.newaxis] + np.arange(EVENINGS)).ravel()
    east, north = (np.array(v)[:, np.newaxis] for v in (rule.longitudes, rule.latitudes))
    waited = np.array(kept.starts) - 1 - begin
    return Months(numbers // 12, waited, np.repeat(born, EVENINGS), twilights(north, east, asked))


def best(kept: Months, criterion: Criterion) -> tuple[float, float]:
    """Return the threshold that fits most months, in the middle of those that do, and its share."""
    value, fitted = values(kept, criterion), within(kept, FITTED)
    tried = np.unique(value[fitted, :2])
    tried = tried[np.isfinite(tried)]
    shares = np.array([share(value, kept, float(each), fitted) for each in tried])
    chosen = tried[shares == shares.max()]
    return float(0.5 * (chosen[0] + chosen[-1])), float(shares.max())


def values(kept: Months, criterion: Criterion) -> Floats:
    """Return the criterion's most in the country, by month and evening."""
    twilight = kept.twilight
    born = np.broadcast_to(to_datetime64(kept.conjunction), twilight.sunset.shape)
    young = (twilight.lag_days > 0.0) & (twilight.sun.noon + twilight.sunset > kept.conjunction)
    found = np.where(young, criterion.value(twilight, born), -np.inf).max(axis=0)
    return np.asarray(found.reshape(-1, EVENINGS))


def share(value: Floats, kept: Months, threshold: float, part: NDArray[np.bool_]) -> float:
    """Return the share of months that begin after the first evening above a threshold."""
    above = value > threshold
    first = np.where(above.any(axis=1), np.argmax(above, axis=1), EVENINGS)
    return float((first == kept.waited)[part].mean())


def within(kept: Months, years: tuple[int, int]) -> NDArray[np.bool_]:
    """Return which months lie in years, both included."""
    return (kept.year >= years[0]) & (kept.year <= years[1])


def main() -> None:
    """Print each criterion with its threshold, what it fits and what it then scores."""
    kept = months(in_country("IR", "yallop", threshold=0.0))
    print(f"{'criterion':16} threshold  {FITTED[0]}-{FITTED[1]}  {SCORED[0]}-{SCORED[1]}")
    for criterion in all_criteria():
        threshold, fitted = best(kept, criterion)
        scored = share(values(kept, criterion), kept, threshold, within(kept, SCORED))
        print(f"{criterion.id:16} {threshold:9.3f}  {fitted:9.2%}  {scored:9.2%}")


if __name__ == "__main__":
    main()
