"""Fitting: how far a method's exact times are from published minutes, at many coordinates at once.

A published minute is p = floor(x + b), x the exact minute and b one number for the method's safety
and its rounding together (0.5 is the nearest minute, 0 a floor, 1 a ceiling). A cell is matched by
every b of [p - x, p - x + 1), so that the b which keeps the most cells is found exactly, by
sorting.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from miqat import timezones
from miqat.places import solar_days
from miqat.prayer.engine.day import compute
from miqat.prayer.engine.grid import ROUNDS_BY, Grid
from miqat.prayer.engine.sun import Sun
from miqat.prayer.published.reader import MISSING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from zoneinfo import ZoneInfo

    from miqat._typing import Bools, Floats, Int64s
    from miqat.places import Place
    from miqat.prayer.methods.model import Method, Moment
    from miqat.prayer.published.reader import PublishedTable


#: The times that are fitted, in order.
FITTED = ("fajr", "sunrise", "dhuhr", "asr", "asr_hanafi", "maghrib", "isha")

_MINUTES = 1440.0
_MICROSECONDS = 60e6


@dataclass(frozen=True, eq=False)
class PublishedMinutes:
    """Published minutes as instants: days since 1970 UTC by name, NaN where there is none.

    `first` is the first civil day, `at` the rows' days after it, `count` how many days the
    rows span; `solar` is the local solar day of the first.
    """

    first: int
    count: int
    solar: int
    at: Int64s
    instants: Mapping[str, Floats]

    @classmethod
    def of(cls, table: PublishedTable, place: Place) -> PublishedMinutes:
        """Return the sheet of a published table that is on the clock of a place."""
        day = table.days.astype("datetime64[D]").astype(np.int64)
        first, count = int(day[0]), int(day[-1] - day[0]) + 1
        instants = {
            name: _instants(place.zone, day, table.minutes[name].astype(np.int64))
            for name in FITTED
            if name in table.minutes
        }
        return cls(first, count, solar_days(place, first, 1)[0], day - first, instants)

    def only(self, rows: Bools) -> PublishedMinutes:
        """Return the sheet of some of its rows."""
        chosen = {name: np.where(rows, found, np.nan) for name, found in self.instants.items()}
        return replace(self, instants=chosen)

    def counts(self, name: str) -> int:
        """Return how many cells a time has."""
        return int(np.count_nonzero(~np.isnan(self.instants[name])))

    def weeks(self, parity: int) -> PublishedMinutes:
        """Return the sheet of every other week of its days."""
        return self.only(self.at // 7 % 2 == parity)


class Threshold(NamedTuple):
    """The b that keeps the most cells, the share that it keeps, and where b may lie for it."""

    b: float
    share: float
    low: float
    high: float


def residuals(
    method: Method,
    sheet: PublishedMinutes,
    latitude: Floats,
    longitude: Floats,
    elevation: Floats | float = 0.0,
    names: Collection[str] | None = None,
) -> dict[str, Floats]:
    """Return published less exact minutes at points, by name, shape (points, rows).

    Latitudes and longitudes in degrees, shape (points,), elevations in metres. The exact time
    has the method's minutes added and is not rounded. NaN where either has no time.
    """
    names = tuple(sheet.instants) if names is None else tuple(names)
    grid = Grid.of(method, sheet.first, sheet.count, None)
    axis = sheet.solar - 1 + np.arange(sheet.count + 2)
    shape = len(latitude), 1
    east, north = longitude.reshape(shape), latitude.reshape(shape)
    high = np.broadcast_to(np.asarray(elevation, dtype=np.float64).reshape(-1, 1), shape)
    civil = axis + (sheet.first - sheet.solar)
    sun = Sun.over(east, north, high, axis, civil, perpetual=method.perpetual)
    found = {name: np.full((len(latitude), sheet.at.size), np.nan) for name in names}
    for variant in grid.variants:
        cells = compute(variant.method, sun, names)
        on = variant.days[sheet.at]
        for name in names:
            t = np.broadcast_to(cells[name].t, (len(latitude), axis.size))
            exact = (sun.path.noon + t)[:, sheet.at + 1]
            less = (sheet.instants[name] - exact) * _MINUTES
            found[name] = np.where(on, less, found[name])
    return found


def fits(residual: Floats, b: Floats | float, within: int = 0) -> Floats:
    """Return the share of cells that a b keeps, along the last axis; NaN without any cell.

    Those that are off by at most so many minutes count as matched.
    """
    known = ~np.isnan(residual)
    with np.errstate(invalid="ignore"):
        hits = (residual - within <= b) & (b < residual + 1.0 + within)
        return np.asarray(hits.sum(axis=-1) / known.sum(axis=-1))


def most_satisfied(residual: Floats) -> Threshold:
    """Return the b that keeps the most of the cells of one row, in the middle of its range."""
    r = np.sort(residual[~np.isnan(residual)])
    if not r.size:
        return Threshold(0.5, float("nan"), 0.0, 1.0)
    # At b = r[j] the cells with b - 1 < r <= b are matched.
    upto, before = np.searchsorted(r, r, side="right"), np.searchsorted(r, r - 1.0, side="right")
    best = int(np.argmax(upto - before))
    low = float(r[best])
    ends = float(r[before[best]]) + 1.0
    high = min(ends, float(r[upto[best]])) if upto[best] < r.size else ends
    return Threshold((low + high) / 2.0, float(upto[best] - before[best]) / r.size, low, high)


def plain(residual: Floats, loss: float = 0.005) -> float:
    """Return the b of one row: a whole or half minute if it costs no more than a loss in share."""
    best = most_satisfied(residual)
    halves = np.arange(np.floor(best.b * 2.0) - 1.0, np.floor(best.b * 2.0) + 3.0) / 2.0
    shares = fits(residual[np.newaxis], halves[:, np.newaxis])
    top = int(np.argmax(shares))
    return float(halves[top]) if shares[top] >= best.share - loss else round(best.b, 3)


def rounded(moment: Moment, b: float, *, down: bool = False) -> Moment:
    """Return a moment that rounds by b: nearest for a half, else a ceiling, or `down` a floor."""
    if abs(b % 1.0 - 0.5) < 1e-6:
        return replace(moment, add=b - 0.5, rounding="nearest")
    if down or b < 1.0 - 1e-6:
        return replace(moment, add=round(b, 3), rounding="floor")
    return replace(moment, add=round(b - 1.0, 3), rounding="ceil")


def b_of(moment: Moment) -> float:
    """Return the b by which a moment is rounded once its minutes are added."""
    return ROUNDS_BY[moment.rounding] / _MICROSECONDS


def shares(
    method: Method,
    sheet: PublishedMinutes,
    latitude: Floats,
    longitude: Floats,
    elevation: Floats | float = 0.0,
    within: int = 0,
) -> dict[str, Floats]:
    """Return the share of minutes that a method hits at points, by name, shape (points,).

    A published time that the method does not have counts as missed; a time without any cell is
    left out.
    """
    names = [name for name in sheet.instants if sheet.counts(name)]
    found = residuals(method, sheet, latitude, longitude, elevation, names)
    return {
        name: np.nan_to_num(fits(less, b_of(method.moment(name)), within))
        * (np.count_nonzero(~np.isnan(less), axis=-1) / sheet.counts(name))
        for name, less in found.items()
    }


def _instants(zone: ZoneInfo, day: Int64s, minutes: Int64s) -> Floats:
    """Return minutes of the clock as days since 1970 UTC."""
    first = int(day.min())
    noon = timezones.noon_offsets(zone, first, int(day.max()) - first + 1)[day - first]
    wall = day * 86_400 + minutes * 60
    guess = (wall - noon).astype("datetime64[s]")
    known = np.where(minutes == MISSING, np.datetime64("NaT"), guess)
    seconds = wall - timezones.offsets(zone, known)
    return np.where(minutes == MISSING, np.nan, seconds / 86_400.0)
