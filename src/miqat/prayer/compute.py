"""Computing timetables: places, days and a method in, a `Timetable` out."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import TYPE_CHECKING, Any, SupportsFloat, cast

import numpy as np

from miqat import days, timezones
from miqat.errors import InvalidDate, InvalidRule, OutOfRange, UnknownName, WrongType
from miqat.places import Place, PlaceLike, as_place
from miqat.prayer.engine.grid import Grid
from miqat.prayer.engine.multi_point import combine_points
from miqat.prayer.engine.of_a_town import with_minutes_of_towns
from miqat.prayer.engine.sun import Provenance
from miqat.prayer.methods.by_country import default_method
from miqat.prayer.methods.load import DEFAULT_METHOD
from miqat.prayer.methods.load import method as method_named
from miqat.prayer.methods.model import ALL_TIMES, TIMES, Method
from miqat.prayer.published.in_method import with_printed
from miqat.prayer.reference_point import reference_point
from miqat.prayer.timetable import Timetable

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from miqat._typing import Int8s
    from miqat.calendars import Calendar

PlacesLike = PlaceLike | Iterable[PlaceLike]


def times(
    place: PlacesLike,
    start: Any,
    stop: Any = None,
    method: str | Method | None = None,
    *,
    calendar: str | Calendar | None = None,
    names: Collection[str] = TIMES,
) -> Timetable:
    """Return the times of a place or of a list of places from `start` to `stop`, both included.

    A place is a name, a (latitude, longitude) pair or a `Place`; a day is a date, ISO text or a
    `datetime64`, and `stop` is `start` unless given. The method is an id or a `Method`, unless
    given the default one of the place (`default_method`). A city has the times of the point for
    which the authority of the method computes its timetable, where that is known. Days are civil
    days of the place's clock; one that the clock left out has no times. `calendar` says when
    Ramadan is, in place of the calendar that the method names; `names` leaves out times that are
    not wanted. Raises `UnknownName`, `InvalidPlace`, `InvalidDate` when `stop` comes before
    `start` or the method is not for the days, `InvalidRule` when a method needs a Ramadan and has
    no calendar or the places of a list have different default methods, `OutOfRange`.

    >>> table = times("Ankara", "2027-02-08", "2027-02-10")
    >>> print(table["2027-02-09"].dhuhr)
    2027-02-09 13:08:00+03:00
    """
    single, places = _places(place)
    rule = method_named(_default_of(places) if method is None else method)
    first = days.as_date(start)
    last = first if stop is None else days.as_date(stop)
    if last < first:
        raise InvalidDate(f"the timetable would end on {last}, before it starts on {first}")
    names = (names,) if isinstance(names, str) else names
    if not isinstance(names, Iterable):
        raise WrongType(f"the names of times are a list such as ['fajr', 'isha'], not {names!r}")
    for name in names:
        if name not in ALL_TIMES:
            raise UnknownName.among("time", name, ALL_TIMES)
    points = tuple(reference_point(each, rule) or each for each in places)
    asked = tuple(name for name in ALL_TIMES if name in names)
    grid, instants, how = _by_area(
        rule, points, days.from_date(first), (last - first).days + 1, calendar, asked
    )
    with_minutes_of_towns(rule, points, grid, calendar, instants, how)
    _leave_out(grid, points, instants, how)
    if single:
        instants = {name: values[0] for name, values in instants.items()}
        how = {name: values[0] for name, values in how.items()}
    table = Timetable(points, rule, first, instants, how, grid)
    return table if rule.printed is None else with_printed(table)


def _places(value: object) -> tuple[bool, tuple[Place, ...]]:
    """Return whether one place is asked for, and the place or places."""
    if isinstance(value, str | Place) or not isinstance(value, Iterable):
        return True, (as_place(cast("PlaceLike", value)),)
    several = list(value)
    if several and isinstance(several[0], SupportsFloat):
        return True, (as_place(several),)
    return False, tuple(as_place(each) for each in several)


def _default_of(places: Sequence[Place]) -> Method:
    """Return the default method that the places share."""
    found: dict[Method, Place] = {}
    for place in places:
        found.setdefault(default_method(place).method, place)
    if len(found) > 1:
        shown = list(found.items())[:3]
        by_place = ", ".join(f"{method.id!r} for {place}" for method, place in shown)
        raise InvalidRule(
            f"the default methods of these places differ ({by_place}): "
            "give a method, or ask for one place at a time"
        )
    return next(iter(found), method_named(DEFAULT_METHOD))


def _by_area(
    rule: Method,
    points: Sequence[Place],
    first: int,
    count: int,
    calendar: str | Calendar | None,
    names: tuple[str, ...],
) -> tuple[Grid, dict[str, NDArray[np.datetime64]], dict[str, Int8s]]:
    """Return the grid of a method and what `Grid.table` does, each point by its area's rule."""
    grid = Grid.of(rule, first, count, calendar)
    areas = [rule.at(point.station) for point in points]
    if all(area is rule for area in areas):
        return grid, *combine_points(grid, points, names)
    instants = {name: np.empty((len(points), count), "datetime64[us]") for name in names}
    how = {name: np.empty((len(points), count), np.int8) for name in names}
    for area in dict.fromkeys(areas):
        rows = [row for row, other in enumerate(areas) if other == area]
        of_area = Grid.of(area, first, count, calendar)
        times, codes = combine_points(of_area, [points[row] for row in rows], names)
        for name in names:
            instants[name][rows], how[name][rows] = times[name], codes[name]
    return grid, instants, how


def timetables(
    places: Iterable[PlaceLike],
    start: Any,
    stop: Any = None,
    method: str | Method | None = None,
    *,
    calendar: str | Calendar | None = None,
    names: Collection[str] = TIMES,
    chunk: int = 4_000,
    progress: Callable[[int], object] | None = None,
) -> Iterator[Timetable]:
    """Yield the timetables of many places, `chunk` of them at a time, in the order they come.

    Memory is that of one chunk: 50 bytes a place, day and six times. Calls `progress` with the
    number of places done after each. Places come from any iterable, which is read as far as
    is needed. Raises as `times`, `OutOfRange` for a chunk of less than one.
    """
    if chunk < 1:
        raise OutOfRange(f"a chunk of {chunk} places")
    coming = iter(places)
    while batch := list(islice(coming, chunk)):
        yield times(batch, start, stop, method, calendar=calendar, names=names)
        if progress is not None:
            progress(len(batch))


def _leave_out(
    grid: Grid,
    places: Sequence[Place],
    instants: Mapping[str, NDArray[np.datetime64]],
    how: Mapping[str, Int8s],
) -> None:
    """Take the times from the days that the clock of a place left out."""
    zones = {place.zone.key: place.zone for place in places}
    for zone in zones.values():
        missing = timezones.left_out(zone, grid.first, grid.civil.size)
        if missing.any():
            rows = np.array([place.zone is zone for place in places])
            cells = np.ix_(rows, missing)
            for name in instants:
                instants[name][cells] = np.datetime64("NaT")
                how[name][cells] = Provenance.LEFT_OUT
