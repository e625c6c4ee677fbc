"""The probability that a crescent is reported, as a function of its visibility.

On the 29th evening the crescent is reported or it is not. The probability of a report is a logistic
curve of a criterion in the region; its middle and width belong to a group of authorities.
data/authorities/habits.toml has them with what they were fitted on (`python -m tools.fit_habits`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from miqat import crescent
from miqat.calendars.month_rules.at_places import AtPoints, in_country
from miqat.calendars.month_rules.base import Era
from miqat.calendars.month_table import month_number
from miqat.calendars.systems.by_crescent import FINAL_YEAR, CrescentCalendar
from miqat.crescent.regional.interpolation import Interpolant, sketch
from miqat.crescent.twilight import twilights_on
from miqat.data import read_toml
from miqat.errors import UnknownName
from miqat.once import once
from miqat.places import place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from miqat._typing import Floats, Int64s
    from miqat.authorities.model import BySighting


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportCurve:
    """The logistic curve of a group: a criterion, its middle and width, and the lapses.

    A report is as likely as `lapse` + (1 - `lapse` - `miss`) / (1 + exp(-(v - middle) / width))
    where v is the most that the criterion has in the region, in the unit of the criterion; and
    `blind` where the Moon sets before the Sun everywhere or conjunction is still to come. With
    `below` v is taken even then. `criterion` is an id of the crescent room's, or a formula at
    sunset.

    An authority's middle is distributed normally around the group's with the deviation `spread`;
    the weight of a decision halves after `memory` months.
    """

    criterion: str
    middle: float
    width: float
    lapse: float
    miss: float
    blind: float
    spread: float
    memory: float
    fitted_on: str
    formula: bool = False
    below: bool = False

    def chance(self, value: Floats, shift: Floats | float = 0.0) -> Floats:
        """Return the probability of a report at values of the criterion; the two broadcast.

        None where the value is NaN: before the day of conjunction nothing is reported.
        """
        x = np.clip((value - self.middle - shift) / self.width, -60.0, 60.0)
        rising = 1.0 / (1.0 + np.exp(-x))
        chance = self.lapse + (1.0 - self.lapse - self.miss) * rising
        chance = np.where(np.isneginf(value), self.blind, chance)
        return np.where(np.isnan(value), 0.0, chance)

    def asked(self) -> crescent.Criterion:
        """Return the criterion itself."""
        if self.formula:
            return crescent.custom_criterion(self.criterion, instant="sunset")
        return crescent.criterion(self.criterion)


def report_curve(basis: BySighting) -> ReportCurve:
    """Return the curve of a sighting's group, the one for optical aid if there is one.

    Raises `UnknownName`.
    """
    aided = f"{basis.group}-aided" if basis.aid == "optical aid" else basis.group
    found = _habits().get(aided, _habits().get(basis.group))
    if found is None:
        raise UnknownName.among("group of authorities", basis.group, _habits())
    return found


@once
def _habits() -> dict[str, ReportCurve]:
    data = read_toml("authorities/habits.toml")
    return {name: ReportCurve(**entry) for name, entry in data.items()}


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class SightingCalendar(CrescentCalendar):
    """The calendar of a sighting that is reported whenever that is probable."""

    basis: BySighting

    def _eras(self) -> Sequence[Era]:
        return [Era(month_number(1, 1), rule_of(self.basis))]


@once
def calendar_of(basis: BySighting) -> SightingCalendar:
    """Return the calendar that predicts a sighting's months."""
    return SightingCalendar(
        id=f"sighting:{basis.region or ','.join(basis.places)}",
        title=f"Forecast: {basis}",
        rule=f"A month begins after the first evening on which a report is likely: {basis}",
        source="miqat, data/authorities/habits.toml",
        final_year=FINAL_YEAR,
        basis=basis,
    )


@once
def rule_of(basis: BySighting) -> AtPoints:
    """Return the rule of the evening on which a report is probable."""
    own = report_curve(basis)
    if basis.region is not None:
        land = in_country(basis.region.removeprefix("country:"), "yallop")
        north, east = _one_side(land.latitudes, land.longitudes)
    else:
        points = [place(name) for name in basis.places]
        north = tuple(point.latitude for point in points)
        east = tuple(point.longitude for point in points)
    return AtPoints(
        criterion=own.asked(),
        latitudes=north,
        longitudes=east,
        longitude=float(np.mean(east)),
        threshold=own.middle,
    )


def _one_side(
    north: tuple[float, ...], east: tuple[float, ...]
) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Return the points on the side of 180 degrees on which most are.

    Those beyond it have another day by the Sun while they keep that of the others.
    """
    middle = float(np.median(east))
    kept = [k for k, each in enumerate(east) if abs(each - middle) < 180.0]
    return tuple(north[k] for k in kept), tuple(east[k] for k in kept)


def values(basis: BySighting, born: Floats, evenings: Int64s) -> Floats:
    """Return the most that the group's criterion has in the region on evenings.

    `born` are the conjunctions before them, UTC in days since 1970; shapes (n,). Negative infinity
    where the Moon sets before the Sun everywhere, or before conjunction, unless the curve looks
    below the horizon.
    """
    rule = rule_of(basis)
    twilight = twilights_of(rule, evenings)
    found = rule.value(twilight, born)
    seen = ~np.isnan(found)
    if not report_curve(basis).below:
        seen &= (twilight.lag_days > 0.0) & (twilight.sun.noon + twilight.sunset > born)
    return np.asarray(np.max(np.where(seen, found, -np.inf), axis=0))


def twilights_of(rule: AtPoints, evenings: Int64s) -> crescent.Twilight:
    """Return the twilights of a rule's points on evenings, shape (points, n)."""
    east, north = (np.array(v) for v in (rule.longitudes, rule.latitudes))
    if np.abs(north).max() > Interpolant.LIMIT:
        return crescent.twilights(north[:, np.newaxis], east[:, np.newaxis], evenings)
    sun, moon = (sketch(body, east, evenings) for body in ("sun", "moon"))
    return twilights_on(sun, moon, north[:, np.newaxis])
