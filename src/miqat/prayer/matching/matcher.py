"""Match: the method, coordinates and minutes that best reproduce a published timetable.

Two ways are tried. Methods of the registry are taken, each with the asr, the rule of high
latitudes, the minutes and the rounding that the table has, and the coordinates are sought around
the place. Or a method is fitted from nothing: the instant at which the Sun is taken, angles or
intervals, the horizon, the shadow of asr, and for each time the minutes and the rounding. Every
other week is fitted on, and the share of minutes that are hit exactly is that of the weeks between.
A method of the registry is preferred where it is as good.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from miqat.errors import InvalidTable, MiqatError
from miqat.jsonable import Jsonable
from miqat.prayer.matching.coordinate_search import finest
from miqat.prayer.matching.fit_from_scratch import fit_from_scratch
from miqat.prayer.matching.residuals import PublishedMinutes, residuals, shares
from miqat.prayer.matching.variants import (
    changes,
    share_of,
    with_best_asr,
    with_best_latitudes,
    with_best_minutes,
)
from miqat.prayer.methods.load import method as method_named
from miqat.prayer.methods.load import method_ids
from miqat.prayer.published.reader import MISSING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from miqat._typing import Floats
    from miqat.places import Place
    from miqat.prayer.methods.model import Method
    from miqat.prayer.published.reader import PublishedTable


#: Days that a table needs at the least: below this every other week leaves too little.
FEWEST_DAYS = 20

_TRIED_CLOSELY = 4  # methods of the registry for which the coordinates are sought
_AS_GOOD = 0.01
_SHORT = 90  # days: of fewer a method that is fitted from nothing says little
_AS_GOOD_IN_SHORT = 0.1
_A_CHANGE = 0.002  # what each change of a method has to gain
_NO_NEED = 0.995  # a method of the registry that is so good: nothing is fitted
_TRIED_WITH_CHANGES = 10  # methods of the registry whose variants are tried
_NOON_OFF, _HALF_DAY_OFF = 25.0, 15.0  # minutes


@dataclass(frozen=True, slots=True)
class Match(Jsonable):
    """A method and coordinates that reproduce a table, and how well.

    `known` is the id of the registry's method that was taken, None for a fitted one, and `changes`
    are the lines of a method's file by which it differs.
    Shares are of minutes hit exactly, 0 to 1, by name: on the days fitted, and on those held
    out. `within` is the share within one minute on the days held out.
    """

    method: Method
    place: Place
    known: str | None
    fitted: Mapping[str, float]
    held_out: Mapping[str, float]
    within: Mapping[str, float]
    days: int
    changes: tuple[str, ...] = ()

    @property
    def wrong(self) -> tuple[str, ...]:
        """The times of which no minute is right on the days held out."""
        return tuple(name for name, share in self.held_out.items() if share == 0.0)

    @property
    def share(self) -> float:
        """The mean share of all times on the days held out."""
        return float(np.mean(list(self.held_out.values())))

    def to_dict(self) -> dict[str, Any]:
        """Return the method (its id, or its TOML where it was fitted), the point, the shares."""
        from miqat.prayer.methods.describe import written

        return {
            "days": self.days,
            "method": self.known,
            "changes": list(self.changes),
            "latitude": self.place.latitude,
            "longitude": self.place.longitude,
            "share": round(self.share, 4),
            "fitted": {name: round(share, 4) for name, share in self.fitted.items()},
            "held_out": {name: round(share, 4) for name, share in self.held_out.items()},
            "within_a_minute": {name: round(share, 4) for name, share in self.within.items()},
            "toml": written(self.method) if self.known is None else None,
        }


def match(
    table: PublishedTable,
    place: Place,
    methods: Sequence[str | Method] | None = None,
    *,
    radius: float = 0.3,
    progress: Callable[[str], object] | None = None,
) -> Match:
    """Return the method and coordinates that best reproduce a published table.

    Coordinates are sought within a radius (degrees) of the place, whose clock the table is on.
    With `methods` only those are tried; else those of the registry and one fitted from
    nothing. Raises `InvalidTable` for a table of too few days, `UnknownName` for a method.
    """
    printed = _days_with_times(table)
    if printed < FEWEST_DAYS:
        raise InvalidTable(f"the table has {printed} days; {FEWEST_DAYS} are the fewest to match")
    tell = progress or (lambda _: None)
    sheet = PublishedMinutes.of(table, place)
    _check_place(sheet, place)
    fitting, held = sheet.weeks(0), sheet.weeks(1)
    found = [
        _located(method, fitting, held, place, radius)
        for method in _likely(methods, fitting, place, tell)
    ]
    close = max(found, key=_worth, default=None)
    enough = close is not None and np.mean(list(close.fitted.values())) >= _NO_NEED
    if methods is None and not enough:
        tell("a method fitted from nothing")
        method, latitude, longitude = fit_from_scratch(fitting, place, radius)
        here = _moved(place, latitude, longitude)
        found.append(_judged(method, fitting, held, here, None))
    right = [each for each in found if not each.wrong]
    return max(right or found, key=_worth)


def _days_with_times(table: PublishedTable) -> int:
    columns = np.array([values != MISSING for values in table.minutes.values()])
    return int(columns.any(axis=0).sum()) if columns.size else 0


def _worth(found: Match) -> float:
    """Return the share on the days fitted, and what a method of the registry is preferred by."""
    share = float(np.mean(list(found.fitted.values())))
    if found.known is None:
        return share
    short = found.days < _SHORT
    return share + (_AS_GOOD_IN_SHORT if short else _AS_GOOD) - _A_CHANGE * len(found.changes)


def _check_place(sheet: PublishedMinutes, place: Place) -> None:
    """Raise `InvalidTable` for a table whose noon or length of day is not that of the place."""
    at = np.array([place.latitude]), np.array([place.longitude])
    names = [name for name in ("dhuhr", "sunrise", "maghrib") if name in sheet.instants]
    found = residuals(method_named("mwl"), sheet, *at, place.elevation, names)
    with np.errstate(all="ignore"):
        known = {name: less for name, less in found.items() if not np.isnan(less).all()}
        off = {name: float(np.nanmedian(less)) for name, less in known.items()}
    noon = off.get("dhuhr", 0.0)
    if abs(noon) > _NOON_OFF:
        raise InvalidTable(
            f"the table cannot be of {place}: its dhuhr is {abs(noon):.0f} minutes "
            f"{'after' if noon > 0 else 'before'} noon there"
        )
    if len(off) < 3:
        return
    # A column that is wrong lengthens one half of the day alone; another latitude both.
    morning, afternoon = off["dhuhr"] - off["sunrise"], off["maghrib"] - off["dhuhr"]
    if min(abs(morning), abs(afternoon)) > _HALF_DAY_OFF and morning * afternoon > 0:
        longer = morning + afternoon
        raise InvalidTable(
            f"the table cannot be of {place}: its day is {abs(longer):.0f} minutes "
            f"{'longer' if longer > 0 else 'shorter'} than there"
        )


def _likely(
    methods: Sequence[str | Method] | None,
    sheet: PublishedMinutes,
    place: Place,
    tell: Callable[[str], object],
) -> list[Method]:
    """Return the methods for which to seek coordinates: those given, or the nearest known."""
    if methods is not None:
        return [method_named(method) for method in methods]
    scored: list[tuple[float, Method]] = []
    every = tuple(sheet.instants)
    for number, name in enumerate(method_ids(), start=1):
        tell(f"method {number} of {len(method_ids())}: {name}")
        method = method_named(name)
        try:
            method = with_best_asr(method, sheet, place)
            scored.append((_share(method, sheet, place), method))
        except MiqatError:  # it needs a Ramadan, or is not for the days or the place
            continue
    scored.sort(key=lambda entry: -entry[0])
    variants = []
    for number, (_, method) in enumerate(scored[:_TRIED_WITH_CHANGES], start=1):
        tell(f"variant {number} of {_TRIED_WITH_CHANGES}: {method.id}")
        variant = with_best_latitudes(method, sheet, place)
        variants.append((share_of(variant, sheet, place, every), variant))
    variants.sort(key=lambda entry: -entry[0])
    return [method for _, method in variants[:_TRIED_CLOSELY]]


def _share(method: Method, sheet: PublishedMinutes, place: Place) -> float:
    """Return the share of a method at the place itself."""
    at = np.array([place.latitude]), np.array([place.longitude])
    found = shares(method, sheet, *at, place.elevation)
    return float(np.nanmean([share[0] for share in found.values()]))


def _located(
    method: Method, fitting: PublishedMinutes, held: PublishedMinutes, place: Place, radius: float
) -> Match:
    def score(latitude: Floats, longitude: Floats) -> Floats:
        found = shares(method, fitting, latitude, longitude, place.elevation)
        return np.asarray(np.nanmean(list(found.values()), axis=0))

    latitude, longitude = finest(score, place.latitude, place.longitude, radius)
    here = _moved(place, latitude, longitude)
    if _named(method) is None:
        return _judged(method, fitting, held, here, method.id)
    changed = with_best_minutes(method, fitting, here)
    return _judged(changed, fitting, held, here, method.id)


def _named(method: Method) -> Method | None:
    """Return the method of the registry by the id of a method, None where there is none."""
    try:
        return method_named(method.id)
    except MiqatError:
        return None


def _moved(place: Place, latitude: float, longitude: float) -> Place:
    return replace(
        place,
        latitude=round(latitude, 4),
        longitude=round(longitude, 4),
        timezone=place.zone.key,
        geonameid=None,
    )


def _judged(
    method: Method,
    fitting: PublishedMinutes,
    held: PublishedMinutes,
    place: Place,
    known: str | None,
) -> Match:
    at = np.array([place.latitude]), np.array([place.longitude])
    on_fit, on_held = (shares(method, sheet, *at, place.elevation) for sheet in (fitting, held))
    near = shares(method, held, *at, place.elevation, within=1)
    return Match(
        method,
        place,
        known,
        {name: float(share[0]) for name, share in on_fit.items()},
        {name: float(share[0]) for name, share in on_held.items()},
        {name: float(share[0]) for name, share in near.items()},
        fitting.at.size,
        () if known is None or (base := _named(method)) is None else changes(method, base),
    )
