"""The rules that begin months: conjunction, moonset at a place, a criterion, a region.

Each is a `miqat.calendars.month_rules.base.Rule`; those of a region are in
`miqat.calendars.month_rules.in_regions`. They use the crescent room.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from miqat import crescent
from miqat.calendars.month_rules.base import Days
from miqat.calendars.month_rules.in_regions import Clause, InRegion
from miqat.crescent.expressions import Formula
from miqat.crescent.regional.interpolation import Interpolant, sketch
from miqat.crescent.regional.regions import STEP, Region
from miqat.crescent.twilight import twilights_on
from miqat.errors import InvalidRule
from miqat.once import once_at_most
from miqat.places import solar_days
from miqat.sky.timescale import to_datetime64

if TYPE_CHECKING:
    from collections.abc import Mapping

    from miqat._typing import Bools, Floats, Int64s
    from miqat.calendars.month_rules.base import MonthRule
    from miqat.crescent import Criterion, Twilight
    from miqat.places import Place


# What a sketch of the sky may err by, with room to spare: a part of what a day changes (it errs by
# 0.00003 of that), and days (it errs by a third of a second).
_CLOSE = 0.002
_A_MINUTE = 1.0 / 1440.0


@dataclass(frozen=True, kw_only=True)
class Conjunction(Days):
    """The conjunction comes before an hour UT of the day."""

    before: float = 24.0

    def met(self, conjunction: Floats, evening: Int64s) -> Bools:
        """Return which evenings meet the rule."""
        return conjunction < evening + self.before / 24.0


@dataclass(frozen=True, kw_only=True)
class AtPoints(Days):
    """A criterion reaches a zone (or exceeds a threshold) at any of some points.

    Only where the Moon sets after the Sun and, if `after_conjunction`, conjunction comes before
    sunset. `latitudes` and `longitudes` are degrees; `zone` is the index of the last zone that is
    enough. Asked of two evenings or more at once, for what a day changes is the measure of
    what is close.
    """

    criterion: Criterion
    latitudes: tuple[float, ...]
    longitudes: tuple[float, ...]
    elevation: float = 0.0
    zone: int | None = None
    threshold: float = 0.0
    after_conjunction: bool = True
    together: int = 2

    def met(self, conjunction: Floats, evening: Int64s) -> Bools:
        """Return which evenings meet the rule."""
        born = np.broadcast_to(conjunction, evening.shape)
        known = isinstance(self.criterion.formula, Formula)  # of a function nothing is known
        if not known or max(map(abs, self.latitudes)) > Interpolant.LIMIT:
            return self._searched(born.ravel(), evening.ravel()).reshape(evening.shape)
        met, close = self._sifted(born, evening)
        met[close] = self._searched(born[close], evening[close])
        return met

    def _sifted(self, born: Floats, evening: Int64s) -> tuple[Bools, Bools]:
        """Return which evenings meet the rule, and which it takes a closer look to tell."""
        days = evening.ravel()
        sun, moon = (sketch(body, np.array(self.longitudes), days) for body in ("sun", "moon"))
        north = np.array(self.latitudes)[:, np.newaxis]
        twilight = twilights_on(sun, moon, north, elevation=self.elevation)
        shape = (len(self.latitudes), *evening.shape)
        value = self.value(twilight, born.ravel()).reshape(shape)
        lag = twilight.lag_days.reshape(shape)
        age = (twilight.sun.noon + twilight.sunset).reshape(shape) - born
        youth = np.minimum(lag, age) if self.after_conjunction else lag
        a_day = np.abs(value[..., 1:] - value[..., :-1]).min(axis=-1, keepdims=True)
        over = value - self._limit
        surely = np.asarray(((over > _CLOSE * a_day) & (youth > _A_MINUTE)).any(axis=0))
        never = (over < -_CLOSE * a_day) | (youth < -_A_MINUTE)
        return surely, np.asarray(~surely & ~never.all(axis=0))

    def _searched(self, born: Floats, evening: Int64s) -> Bools:
        """Return which evenings meet the rule, all of shape (n,)."""
        north, east = (
            np.array(values)[:, np.newaxis] for values in (self.latitudes, self.longitudes)
        )
        twilight = crescent.twilights(north, east, evening, elevation=self.elevation)
        met = self._enough(self.value(twilight, born)) & (twilight.lag_days > 0.0)
        if self.after_conjunction:
            met &= twilight.sun.noon + twilight.sunset > born
        return np.asarray(met.any(axis=0))

    def value(self, twilight: Twilight, born: Floats) -> Floats:
        """Return the criterion at twilights, `born` the conjunctions (UTC, days since 1970)."""
        conjunction = np.broadcast_to(to_datetime64(born), twilight.sunset.shape)
        return self.criterion.value(twilight, conjunction)

    @property
    def _limit(self) -> float:
        return self.threshold if self.zone is None else self.criterion.zones[self.zone].above

    def _enough(self, value: Floats) -> Bools:
        if self.zone is None:
            return np.asarray(value > self.threshold)
        index = self.criterion.zone_index(value)
        return np.asarray((index >= 0) & (index <= self.zone))


@dataclass(frozen=True, kw_only=True)
class AtPlace(AtPoints):
    """A criterion reaches a zone (or exceeds a threshold) at a place, by local civil days."""

    place: Place

    def civil_days(self, evening: Int64s) -> Int64s:
        """Return the civil days on whose evenings those of mean solar days fall."""
        solar = [solar_days(self.place, day, 1)[0] for day in evening.tolist()]
        return 2 * evening - np.array(solar, dtype=np.int64)


def rule(facts: Mapping[str, Any]) -> MonthRule:
    """Return the rule that facts of the calendars' table describe.

    Raises `InvalidRule` for an unknown kind, `UnknownName` for a region or a criterion that is not
    known.
    """
    rest = dict(facts)
    kind = rest.pop("kind", None)
    if kind == "conjunction":
        return Conjunction(**rest)
    if kind == "moonset":
        return moonset_after_sunset(**rest)
    if kind == "anywhere":
        return InRegion(clauses=tuple(Clause(**clause) for clause in rest["clauses"]))
    if kind == "country":
        return in_country(**rest)
    raise InvalidRule(f"no kind of rule {kind!r}")


def moonset_after_sunset(
    latitude: float, longitude: float, *, after_conjunction: bool = True
) -> AtPoints:
    """Return the rule that the Moon sets after the Sun at a place, upper limbs both.

    And that conjunction comes before that sunset, if `after_conjunction`.
    """
    return AtPoints(
        criterion=crescent.custom_criterion("lag", instant="sunset"), latitudes=(latitude,),
        longitudes=(longitude,), longitude=longitude, after_conjunction=after_conjunction,
    )  # fmt: skip


def in_country(
    country: str,
    criterion: str | None = None,
    *,
    formula: str | None = None,
    threshold: float | None = None,
) -> AtPoints:
    """Return the rule that a criterion is met at any place of a country's outline.

    The criterion is one by its id, or a formula at sunset; what meets it is its best zone, or
    more than a threshold. It is asked for at the corners of the outline's convex hull, for what it
    is made of changes so evenly across a country that the most is at its edge.
    """
    if criterion is None:
        if formula is None:
            raise InvalidRule("a rule of a country names a criterion or a formula")
        chosen = crescent.custom_criterion(formula, instant="sunset")
    else:
        chosen = crescent.criterion(criterion)
    east, north = _hull(crescent.region(country))
    return AtPoints(
        criterion=chosen, latitudes=north, longitudes=east, longitude=float(np.mean(east)),
        zone=0 if threshold is None else None, threshold=threshold or 0.0,
    )  # fmt: skip


@once_at_most(32)
def _hull(region: Region) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Return longitudes and latitudes of the corners of a region's convex hull."""
    points = sorted(set(zip(*(values.tolist() for values in region.points(STEP)), strict=True)))
    corners = [*_half_hull(points)[:-1], *_half_hull(points[::-1])[:-1]]
    return tuple(east for east, _ in corners), tuple(north for _, north in corners)


def _half_hull(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    chain: list[tuple[float, float]] = []
    for x, y in points:
        while len(chain) > 1:
            (ax, ay), (bx, by) = chain[-2:]
            if (bx - ax) * (y - ay) > (by - ay) * (x - ax):
                break
            chain.pop()
        chain.append((x, y))
    return chain
