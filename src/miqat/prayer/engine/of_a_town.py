"""Towns that have the table of one place and whole minutes more or less by month.

The minutes are the mean difference of the month between the town and a point of the place, computed
at both; some times have the minutes of another: Bosnia's fajr those of sunrise.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from miqat.places import Place
from miqat.places import place as place_named
from miqat.prayer.engine.grid import Grid
from miqat.prayer.engine.multi_point import combine_points

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from miqat._typing import Floats, Int8s
    from miqat.calendars import Calendar
    from miqat.prayer.methods.model import Method, Towns

_MICROSECONDS = 60e6
#: Times whose minutes are compared; the others follow one of them or stay as computed.
_COMPARED = ("sunrise", "dhuhr", "maghrib")
_FOLLOWS = {
    "imsak": "fajr", "dhuha": "sunrise", "asr_shafi": "asr", "asr_hanafi": "asr",
}  # fmt: skip


def with_minutes_of_towns(
    rule: Method,
    points: Sequence[Place],
    grid: Grid,
    calendar: str | Calendar | None,
    instants: dict[str, NDArray[np.datetime64]],
    how: dict[str, Int8s],
) -> None:
    """Replace the times of the towns of a method that has them from one place."""
    towns = rule.towns
    if towns is None:
        return
    names = tuple(name for name in instants if _compared(name, towns) is not None)
    rows = [row for row, at in enumerate(points) if at.country == towns.country and not at.station]
    if not rows or not names:
        return
    center = place_named(towns.of)
    of_center, codes = combine_points(grid, [center], names)
    north, east = towns.point
    begin = Place(north, east, timezone=center.zone.key)
    minutes = _minutes(rule, [begin, *(_seen(points[row], towns) for row in rows)], grid, calendar)
    for name in names:
        added = minutes[str(_compared(name, towns))]
        for number, row in enumerate(rows):
            more = (added[number] * _MICROSECONDS).astype("timedelta64[us]")
            instants[name][row] = of_center[name][0] + more
            how[name][row] = codes[name][0]


def _seen(at: Place, towns: Towns) -> Place:
    """Return the town for which the minutes are computed."""
    north, _ = towns.point
    if not towns.mirrored or at.latitude >= north:
        return at
    return replace(at, latitude=2.0 * north - at.latitude, timezone=at.zone.key)


def _compared(name: str, towns: Towns) -> str | None:
    """Return the time whose minutes a time has; None for one that is not shifted."""
    name = _FOLLOWS.get(name, name)
    name = dict(towns.follow).get(name, name)
    return name if name in _COMPARED else None


def _minutes(
    rule: Method, places: Sequence[Place], grid: Grid, calendar: str | Calendar | None
) -> dict[str, Floats]:
    """Return whole minutes by time, shape (towns, days): the mean of each month."""
    on = grid.civil.astype("datetime64[D]")
    begins, after = on[0].astype("datetime64[M]"), on[-1].astype("datetime64[M]") + 1
    first, end = (int(month.astype("datetime64[D]").astype(np.int64)) for month in (begins, after))
    months = Grid.of(rule, first, end - first, calendar)
    found, _ = combine_points(months, places, _COMPARED)
    of_day = months.civil.astype("datetime64[D]").astype("datetime64[M]")
    chosen = grid.civil - first
    minutes = {}
    for name in _COMPARED:
        less = (found[name][1:] - found[name][0]).astype(np.float64) / _MICROSECONDS
        whole = np.empty_like(less)
        for month in np.unique(of_day):
            within = of_day == month
            whole[:, within] = np.rint(less[:, within].mean(axis=1, keepdims=True))
        minutes[name] = whole[:, chosen]
    return minutes
