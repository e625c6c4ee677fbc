"""Match: the method, coordinates and minutes that best reproduce a published timetable.

Two ways are tried. Methods of the registry are taken as they are, and only the coordinates are
sought around the place. Or a method is fitted from nothing: the instant at which the Sun is
taken, angles or intervals, the horizon, the shadow of asr, and for each time the minutes and
the rounding. Every other week is fitted on, and the share of minutes that are hit exactly is
that of the weeks between. A method of the registry is preferred where it is as good.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from miqat.errors import InvalidRule, InvalidTable
from miqat.jsonable import Jsonable
from miqat.prayer.matching.coordinate_search import finest
from miqat.prayer.matching.fit_from_scratch import fit_from_scratch
from miqat.prayer.matching.residuals import PublishedMinutes, shares
from miqat.prayer.methods.load import method as method_named
from miqat.prayer.methods.load import method_ids

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


@dataclass(frozen=True, slots=True)
class Match(Jsonable):
    """A method and coordinates that reproduce a table, and how well.

    `known` is the id of the registry's method that was taken as it is, None for a fitted one.
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
    if len(table) < FEWEST_DAYS:
        raise InvalidTable(
            f"the table has {len(table)} days; {FEWEST_DAYS} are the fewest to match"
        )
    tell = progress or (lambda _: None)
    sheet = PublishedMinutes.of(table, place)
    fitting, held = sheet.weeks(0), sheet.weeks(1)
    found = [
        _located(method, fitting, held, place, radius)
        for method in _likely(methods, fitting, place, tell)
    ]
    if methods is None:
        tell("a method fitted from nothing")
        method, latitude, longitude = fit_from_scratch(fitting, place, radius)
        here = _moved(place, latitude, longitude)
        found.append(_judged(method, fitting, held, here, None))
    return max(found, key=_worth)


def _worth(found: Match) -> float:
    share = float(np.mean(list(found.fitted.values())))
    return share + (_AS_GOOD if found.known else 0.0)


def _likely(
    methods: Sequence[str | Method] | None,
    sheet: PublishedMinutes,
    place: Place,
    tell: Callable[[str], object],
) -> list[Method]:
    """Return the methods for which to seek coordinates: those given, or the nearest known."""
    if methods is not None:
        return [method_named(method) for method in methods]
    scored = []
    for number, name in enumerate(method_ids(), start=1):
        tell(f"method {number} of {len(method_ids())}: {name}")
        method = method_named(name)
        try:
            scored.append((_share(method, sheet, place), method))
        except InvalidRule:  # it needs a Ramadan, and nobody said by which calendar
            continue
    scored.sort(key=lambda entry: -entry[0])
    return [method for _, method in scored[:_TRIED_CLOSELY]]


def _share(method: Method, sheet: PublishedMinutes, place: Place) -> float:
    """Return the share of a method at the place itself, a minute's error forgiven in part."""
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
    return _judged(method, fitting, held, here, method.id)


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
    )
