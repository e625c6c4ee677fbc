"""World maps of visibility: a coarse grid is computed, a fine one interpolated.

Sunset, moonset and the quantities of criteria are smooth in latitude and longitude. They are
computed on a grid of 1 degree by 3 and interpolated through six points each way, as small matrix
products; the error of q is below 1e-4 up to 60 degrees of latitude. If a formula is not smooth
(min, abs), its quantities are interpolated instead of its value. Beyond 60 degrees, where there may
be no sunset, every point is computed. Zones come from the values and are not interpolated.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import numpy as np

from miqat.crescent import criteria
from miqat.crescent.criteria import Criterion, nearest_conjunction
from miqat.crescent.twilight import Twilight, When, twilights_on
from miqat.days import as_date, from_date
from miqat.errors import InvalidRule
from miqat.once import lazy
from miqat.sky.day_path import DayPath
from miqat.sky.timescale import from_datetime64, to_datetime64

if TYPE_CHECKING:
    from datetime import date

    from numpy.typing import NDArray

    from miqat._typing import Bools, Floats, Int8s, Int64s
    from miqat.days import CivilDay

    Numbers = TypeVar("Numbers", Floats, Int8s)

_SMOOTH = 60.0  # degrees of latitude
_LATITUDE_STEP, _LONGITUDE_STEP = 1.0, 3.0
_STENCIL = 6
_POINTS_AT_ONCE = 10_000


class Status(IntEnum):
    """Whether a point has a crescent to judge, and why not."""

    CRESCENT = 0
    MOON_SETS_FIRST = 1
    BEFORE_CONJUNCTION = 2
    NO_SUNSET = 3
    NO_MOONSET = 4


class First(NamedTuple):
    """The first place to see the crescent: degrees, and UTC instant of its best time."""

    latitude: float
    longitude: float
    instant: np.datetime64


@dataclass(frozen=True, eq=False)
class VisibilityMap:
    """A criterion over the world on one evening (or morning) of local mean solar date.

    Arrays have shape (latitudes, longitudes), degrees, latitudes from south to north.
    `value` is the criterion's, `lag_minutes` from sunset to moonset, `best_days` Yallop's best time
    in UTC days since 1970, `status` a `Status`.
    """

    date: date
    when: When
    criterion: Criterion
    latitudes: Floats
    longitudes: Floats
    value: Floats
    lag_minutes: Floats
    best_days: Floats
    conjunction: np.datetime64
    status: Int8s

    @lazy
    def best_time(self) -> NDArray[np.datetime64]:
        """Yallop's best time, UTC `datetime64[us]`, NaT without a twilight."""
        return to_datetime64(self.best_days)

    @lazy
    def zone_index(self) -> Int8s:
        """The place of each point's zone in `criterion.zones`, -1 where there is none."""
        index = self.criterion.zone_index(self.value)
        return np.where(self.status == Status.CRESCENT, index, -1).astype(np.int8)

    @lazy
    def age_hours(self) -> Floats:
        """Hours from conjunction to the best time (in the morning from it to conjunction)."""
        sign = 1.0 if self.when == "evening" else -1.0
        return np.asarray(sign * 24.0 * (self.best_days - from_datetime64(self.conjunction)))

    def first(self, *, aided: bool = False) -> First | None:
        """Return the point where it is first seen, by eye or with optical aid, or None."""
        letters = self.criterion.aided if aided else self.criterion.naked
        wanted = [i for i, zone in enumerate(self.criterion.zones) if zone.letter in letters]
        seen = np.isin(self.zone_index, wanted)
        if not seen.any():
            return None
        best = np.where(seen, self.best_days, np.inf)
        row, column = np.unravel_index(int(np.argmin(best)), best.shape)
        instant = np.datetime64(int(to_datetime64(best[row, column]).astype(np.int64)), "us")
        return First(float(self.latitudes[row]), float(self.longitudes[column]), instant)


class _Fields(NamedTuple):
    value: Floats
    lag: Floats  # days
    best: Floats  # UTC days


def visibility_map(
    date: CivilDay,
    *,
    step: float = 0.5,
    criterion: str | Criterion = "yallop",
    when: When = "evening",
    limit: float = 90.0,
) -> VisibilityMap:
    """Return the visibility of the crescent over the world on an evening.

    `date` is a `date`, ISO text or a `datetime64`. Points are `step` degrees apart each way, up
    to `limit` degrees of latitude. The evening of a place is that of its local mean solar
    date. Raises `InvalidRule` for a step or limit out of range, `UnknownName` for a criterion,
    `OutOfRange` outside the ephemeris, `InvalidDate`, `WrongType`.
    """
    if not (0.05 <= step <= 10.0 and 0.0 < limit <= 90.0):
        raise InvalidRule("a map has steps of 0.05 to 10 degrees and a limit of 0 to 90")
    chosen = criteria.criterion(criterion)
    count = round(limit / step)
    latitudes = np.linspace(-count * step, count * step, 2 * count + 1)
    latitudes = latitudes[np.abs(latitudes) <= 90.0]
    longitudes = np.arange(-180.0, 180.0, step)
    on = as_date(date)
    day = from_date(on)
    inner = np.abs(latitudes) <= _SMOOTH
    fields, conjunction = _interpolated(chosen, latitudes[inner], longitudes, day, when)
    status = np.zeros(fields.value.shape, np.int8)
    if not inner.all():
        outer, outer_status = _computed(chosen, latitudes[~inner], longitudes, day, when)
        fields = _Fields(*(_joined(inner, *pair) for pair in zip(fields, outer, strict=True)))
        status = _joined(inner, status, outer_status)
    sunset = fields.lag * (-4.0 / 9.0 if when == "evening" else 4.0 / 9.0)
    sunset += fields.best
    early = sunset < float(from_datetime64(conjunction))
    known = status == Status.CRESCENT
    np.copyto(status, Status.MOON_SETS_FIRST, where=known & (fields.lag <= 0.0))
    wrong_side = early if when == "evening" else ~early
    np.copyto(status, Status.BEFORE_CONJUNCTION, where=known & wrong_side)
    lag = fields.lag
    lag *= 1440.0
    return VisibilityMap(
        on, when, chosen, latitudes, longitudes, fields.value, lag, fields.best, conjunction,
        status,
    )  # fmt: skip


def _joined(inner: Bools, middle: Numbers, outer: Numbers) -> Numbers:
    """Return rows joined: those of `middle` where `inner`, else those of `outer`."""
    whole = np.empty((len(inner), *middle.shape[1:]), middle.dtype)
    whole[inner], whole[~inner] = middle, outer
    return whole


def _fields(chosen: Criterion, twilight: Twilight) -> _Fields:
    best = twilight.part_of_lag(4.0 / 9.0)
    return _Fields(chosen.value(twilight), twilight.lag_days, twilight.sun.noon + best)


def _interpolated(
    chosen: Criterion, latitudes: Floats, longitudes: Floats, day: int, when: When
) -> tuple[_Fields, np.datetime64]:
    """Compute on the coarse grid and interpolate; longitudes run on beyond the date line."""
    margin = _LONGITUDE_STEP * (_STENCIL // 2)
    coarse_lat = np.arange(-_SMOOTH, _SMOOTH + 0.5 * _LATITUDE_STEP, _LATITUDE_STEP)
    coarse_lon = np.arange(-180.0 - margin, 180.0 + margin + 1.0, _LONGITUDE_STEP)
    sun, moon = (
        DayPath.of(body, coarse_lon[np.newaxis], day, bound=360.0) for body in ("sun", "moon")
    )
    twilight = twilights_on(sun, moon, coarse_lat[:, np.newaxis], when=when)
    down, across = _Stencils.of(latitudes, coarse_lat), _Stencils.of(longitudes, coarse_lon)

    def fine(field: Floats) -> Floats:
        return down.applied(across.applied(field.T).T)

    fields = _fields(chosen, twilight)
    if chosen.formula.smooth:
        value = fine(fields.value)
    else:  # a formula may bend between the nodes where its quantities do not
        quantities = {name: fine(it) for name, it in chosen.quantities(twilight).items()}
        value = chosen.formula(quantities.__getitem__)
        value = value if value.shape else np.full((len(latitudes), len(longitudes)), value)
    return _Fields(value, fine(fields.lag), fine(fields.best)), nearest_conjunction(twilight)[
        0, len(coarse_lon) // 2
    ]


def _computed(
    chosen: Criterion, latitudes: Floats, longitudes: Floats, day: int, when: When
) -> tuple[_Fields, Int8s]:
    """Compute every point, as many rows at a time as fit the processor's cache."""
    sun, moon = (DayPath.of(body, longitudes[np.newaxis], day) for body in ("sun", "moon"))
    rows = max(1, _POINTS_AT_ONCE // len(longitudes))
    parts, statuses = [], []
    for first in range(0, len(latitudes), rows):
        twilight = twilights_on(sun, moon, latitudes[first : first + rows, np.newaxis], when=when)
        status = np.where(
            np.isnan(twilight.sunset),
            Status.NO_SUNSET,
            np.where(np.isnan(twilight.moonset), Status.NO_MOONSET, Status.CRESCENT),
        )
        parts.append(_fields(chosen, twilight))
        statuses.append(status.astype(np.int8))
    fields = _Fields(*(np.concatenate(part) for part in zip(*parts, strict=True)))
    return fields, np.concatenate(statuses)


class _Stencils(NamedTuple):
    """Lagrange interpolation through six nodes around each target, in rising order.

    Near the ends of the nodes the six are the last ones, not centred. `first` is the first
    node of each target, `weights` those of its six.
    """

    first: Int64s
    weights: Floats

    @classmethod
    def of(cls, targets: Floats, nodes: Floats) -> _Stencils:
        position = (targets - nodes[0]) / (nodes[1] - nodes[0])
        first = np.floor(position).astype(np.int64) - (_STENCIL // 2 - 1)
        first = np.clip(first, 0, len(nodes) - _STENCIL)
        offset = position - first
        weights = np.empty((len(targets), _STENCIL))
        for this in range(_STENCIL):
            others = [other for other in range(_STENCIL) if other != this]
            weights[:, this] = np.prod(
                [(offset - other) / (this - other) for other in others], axis=0
            )
        return cls(first, weights)

    def applied(self, values: Floats) -> Floats:
        """Interpolate along the first axis: a small product for the targets of a stencil."""
        result = np.empty((len(self.first), values.shape[1]))
        starts = np.flatnonzero(np.diff(self.first, prepend=-1))
        for start, stop in pairwise([*starts.tolist(), len(self.first)]):
            nodes = values[self.first[start] : self.first[start] + _STENCIL]
            np.matmul(self.weights[start:stop], nodes, out=result[start:stop])
        return result
