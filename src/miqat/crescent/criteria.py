"""Criteria of visibility: each is data, with a formula and the zones of its values."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, cast, get_args

import numpy as np

from miqat.constants import LUNATION_0
from miqat.crescent.expressions import CustomFunction, Formula
from miqat.crescent.quantities import Sight, geometric_sunset
from miqat.data import read_toml
from miqat.errors import UnknownName, as_name
from miqat.once import once
from miqat.sky import lunations
from miqat.sky.timescale import from_datetime64

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from miqat._typing import Floats, Int8s
    from miqat.crescent.twilight import Twilight


Instant = Literal["sunset", "geometric sunset", "best", "4.3/9.3"]

#: The quantities that a formula may name: those of `Sight`, and times.
QUANTITIES = (
    "alt", "alt_geo", "alt_lower_limb", "arcl", "arcl_topo", "arcv", "arcv_topo", "daz",
    "illuminated", "lag", "sd", "sd_topo", "w", "w_geo", "w_topo",
    "w15", "w16", "age", "age_at_moonset", "conjunction_before",
)  # fmt: skip

_FIXED_SEMIDIAMETERS = {"w15": 15.0, "w16": 16.0}


@dataclass(frozen=True, slots=True)
class Zone:
    """A zone of a criterion: values above `above` (or equal to it) that no better zone has."""

    letter: str
    text: str
    above: float
    inclusive: bool = False  # whether `above` itself belongs to it


@dataclass(frozen=True, slots=True)
class Criterion:
    """A criterion of visibility.

    `formula` is evaluated at `instant`; `zones` are in order, the best first; `naked` are those
    that predict a sighting by eye, `aided` those that predict one with optical aid.
    """

    id: str
    title: str
    formula: Formula | CustomFunction
    symbol: str
    instant: Instant
    frame: str
    source: str
    zones: tuple[Zone, ...]
    naked: frozenset[str]
    aided: frozenset[str]

    def taken_at(self, instant: Instant) -> Criterion:
        """Return the criterion with the same formula and zones at another instant.

        Raises `UnknownName` for another instant.
        """
        if checked_instant(instant) == self.instant:
            return self
        title = f"{self.title}, at {'the best time' if instant == 'best' else instant}"
        return replace(self, id=f"{self.id}@{instant}", title=title, instant=instant)

    def value(
        self, twilight: Twilight, conjunction: NDArray[np.datetime64] | None = None
    ) -> Floats:
        """Return the criterion's value at each place and day; NaN without its twilight.

        Age counts from the conjunction nearest to the twilight, unless one is given.
        """
        values = self.quantities(twilight, conjunction)
        value = self.formula(values.__getitem__)
        return value if value.shape else np.full(twilight.sunset.shape, value)  # of no quantity

    def quantities(
        self, twilight: Twilight, conjunction: NDArray[np.datetime64] | None = None
    ) -> dict[str, Floats]:
        """Return the quantities of the formula at the criterion's instant, by name."""
        found = _Quantities(twilight, self._time(twilight), conjunction)
        return {name: found.look(name) for name in sorted(self.formula.names)}

    def zone(self, value: Floats) -> NDArray[np.str_]:
        """Return the letters of the zones of values, "" where a value is NaN."""
        letters = np.array([zone.letter for zone in self.zones])
        index = self.zone_index(value)
        return np.where(index < 0, "", letters[np.maximum(index, 0)])

    def zone_index(self, value: Floats) -> Int8s:
        """Return the place of each value's zone in `zones`, -1 where the value is NaN."""
        index = np.zeros(np.shape(value), np.int8)
        for zone in self.zones[:-1]:
            index += value < zone.above if zone.inclusive else value <= zone.above
        return np.where(np.isnan(value), -1, index).astype(np.int8)

    def _time(self, twilight: Twilight) -> Floats:
        if self.instant == "sunset":
            return twilight.sunset
        if self.instant == "geometric sunset":
            return geometric_sunset(twilight)
        return twilight.part_of_lag(4.0 / 9.0 if self.instant == "best" else 4.3 / 9.3)


class _Quantities:
    """The values of a formula's names at an instant of a twilight."""

    def __init__(
        self, twilight: Twilight, t: Floats, conjunction: NDArray[np.datetime64] | None
    ) -> None:
        self.twilight = twilight
        self.sight = Sight(twilight, t)
        self.conjunction = conjunction

    def look(self, name: str) -> Floats:
        if name in _FIXED_SEMIDIAMETERS:
            width = 1.0 - np.cos(np.radians(self._arcl_for(name)))
            return np.asarray(_FIXED_SEMIDIAMETERS[name] * width)
        if name == "age":
            return self._hours_since_conjunction(self.sight.t)
        if name == "age_at_moonset":
            return self._hours_since_conjunction(self.twilight.moonset)
        if name == "conjunction_before":
            return self._hours_since_conjunction(self.twilight.sunset)
        value: Floats = getattr(self.sight, name)
        return value

    def _arcl_for(self, name: str) -> Floats:
        # Bruin's width uses the geocentric arc of light, Alrefay's the topocentric one.
        return self.sight.arcl if name == "w15" else self.sight.arcl_topo

    def _hours_since_conjunction(self, t: Floats) -> Floats:
        """Return hours since the conjunction, after sunset negative in the morning's sense."""
        utc = self.twilight.moon.noon + t
        nearest = self.conjunction
        if nearest is None:
            nearest = nearest_conjunction(self.twilight)
        hours = (utc - from_datetime64(nearest)) * 24.0
        return np.asarray(self.twilight.sign * hours)


def nearest_conjunction(twilight: Twilight) -> NDArray[np.datetime64]:
    """Return the geocentric conjunction nearest to each place's noon."""
    noon = twilight.moon.noon
    days, inverse = np.unique(np.round(noon), return_inverse=True)
    lunation = np.round((days - LUNATION_0) / lunations.SYNODIC_MONTH).astype(np.int64)
    return np.asarray(lunations.conjunction(lunation)[inverse].reshape(noon.shape))


@once
def _catalogue() -> dict[str, Criterion]:
    entries = read_toml("crescent/criteria.toml")["criterion"]
    return {
        entry["id"]: Criterion(
            id=entry["id"],
            title=entry["title"],
            formula=Formula(entry["formula"], QUANTITIES),
            symbol=entry["symbol"],
            instant=entry["instant"],
            frame=entry["frame"],
            source=entry["source"],
            zones=tuple(
                Zone(
                    zone["letter"],
                    zone["text"],
                    zone.get("at_least", zone.get("above", -np.inf)),
                    inclusive="at_least" in zone,
                )
                for zone in entry["zones"]
            ),
            naked=frozenset(entry["naked"]),
            aided=frozenset(entry["aided"]),
        )
        for entry in entries
    }


def all_criteria() -> tuple[Criterion, ...]:
    """Return every criterion of the catalogue."""
    return tuple(_catalogue().values())


def criterion(name: str | Criterion) -> Criterion:
    """Return a criterion by its id; raises `UnknownName` with the nearest ids."""
    if isinstance(name, Criterion):
        return name
    found = _catalogue().get(as_name("criterion", name, "yallop").casefold())
    if found is None:
        raise UnknownName.among("criterion", name, _catalogue())
    return found


def custom_criterion(
    formula: str | Callable[..., Floats],
    *,
    instant: Instant = "best",
    threshold: float = 0.0,
    title: str = "",
) -> Criterion:
    """Return a custom criterion, which is met where an expression exceeds a threshold.

    The expression names quantities of `QUANTITIES`, as "arcv - (10 - daz**2/100)"; a function takes
    arrays of them by the names of its parameters. Raises `InvalidRule` or `UnknownName` for an
    expression that cannot be read.
    """
    made: Formula | CustomFunction
    if isinstance(formula, str):
        made = Formula(formula, QUANTITIES)
    else:
        made = CustomFunction(formula, QUANTITIES)
    zones = (Zone("V", "met", threshold), Zone("I", "not met", -np.inf))
    met = frozenset({"V"})
    return Criterion(
        "own", title or made.text, made, "value", checked_instant(instant),
        "as the formula has it", "the user's own", zones, met, met,
    )  # fmt: skip


def checked_instant(name: str) -> Instant:
    """Return an instant of the twilight; raises `UnknownName` for another text."""
    for instant in get_args(Instant):
        if name == instant:
            return cast("Instant", instant)
    raise UnknownName.among("instant", name, get_args(Instant))
