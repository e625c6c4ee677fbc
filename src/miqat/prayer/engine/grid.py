"""The grid under a timetable: places by days, in chunks, by the method of each day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from miqat import days, timezones
from miqat.calendars import calendar as calendar_named
from miqat.constants import RAMADAN
from miqat.errors import InvalidDate, InvalidRule
from miqat.once import lazy
from miqat.prayer.engine.day import compute
from miqat.prayer.engine.sun import Cell, Sun
from miqat.prayer.methods.model import MOMENTS, SAME_AS
from miqat.sky.bulk import in_chunks

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from miqat._typing import Bools, Floats, Int8s, Int64s
    from miqat.calendars import Calendar
    from miqat.places import Place
    from miqat.prayer.methods.model import Method
    from miqat.sky.day_path import DayPath

    Table = tuple[dict[str, NDArray[np.datetime64]], dict[str, Int8s]]

_MINUTE = 60_000_000  # microseconds
#: Microseconds that are added to a time before its minute is cut off.
ROUNDS_BY = {
    "nearest": _MINUTE // 2,
    "ceil": _MINUTE - 1,
    "ceil of seconds": _MINUTE - 1_000_000,
    "floor": 0,
    "none": 0,
}
#: Times of the sky alone, which an authority's rounding does not concern.
_NEAREST = ("sunset", "makruh_sunset_start")


class Variant(NamedTuple):
    """A method as it is on some of the days."""

    method: Method
    days: Bools


@dataclass(frozen=True, eq=False)
class Grid:
    """A method over civil days: which of its variants holds on each, and when Ramadan is.

    `ramadan` is None where nobody said by which calendar.
    """

    first: int
    variants: tuple[Variant, ...]
    ramadan: Bools | None

    @classmethod
    def of(cls, method: Method, first: int, count: int, calendar: str | Calendar | None) -> Grid:
        """Return the grid of some civil days; raises as `timetable.times`."""
        _check_dates(method, first, count)
        ramadan = _ramadan(method, first, count, calendar)
        return cls(first, tuple(_variants(method, first, count, ramadan)), ramadan)

    @property
    def civil(self) -> Int64s:
        """The day numbers of the civil days."""
        return self.first + np.arange(self.variants[0].days.size)

    def rounds_by(self, name: str) -> Int64s:
        """Return the microseconds to add to a time of each day before its minute is cut off."""
        if name not in self._rounds_by:
            found = np.zeros(self.civil.size, np.int64)
            for method, on in self.variants:
                known = SAME_AS.get(name, name) in MOMENTS and name not in _NEAREST
                rounding = method.moment(name).rounding if known else "nearest"
                found[on] = ROUNDS_BY[rounding]
            self._rounds_by[name] = found
        return self._rounds_by[name]

    @lazy
    def _rounds_by(self) -> dict[str, Int64s]:
        return {}

    def table(
        self,
        places: Sequence[Place],
        names: tuple[str, ...],
        *,
        threads: int | None = None,
        progress: Callable[[int], object] | None = None,
    ) -> Table:
        """Return instants (UTC `datetime64[us]`) and how codes by name, shape (places, days)."""
        shape = len(places), self.civil.size
        instants = {name: np.empty(shape, "datetime64[us]") for name in names}
        how = {name: np.empty(shape, np.int8) for name in names}
        points = np.array([_point(at) for at in places])
        for rows, solar in _alike(places, self.first, self.civil.size):
            here = points[rows].T[..., np.newaxis]

            def work(
                chunk: Int64s,
                rows: Int64s = rows,
                solar: Int64s = solar,
                here: Floats = here,
            ) -> None:
                for name, found, codes in self._reckoned(names, solar, here[:, chunk]):
                    instants[name][rows[chunk]] = found
                    how[name][rows[chunk]] = codes

            in_chunks(points[rows, 1], solar.size, work, threads=threads, progress=progress)
        return instants, how

    def _reckoned(
        self, names: tuple[str, ...], solar: Int64s, here: Floats
    ) -> list[tuple[str, NDArray[np.datetime64], Int8s]]:
        """Return name, instants and codes of places whose civil days have these solar days."""
        east, north, high, sunrise, sunset = here
        # The night after a day may end with a dawn that is computed from the night after it.
        axis = np.arange(solar.min() - 2, solar.max() + 3)
        column = solar - axis[0]
        civil = axis + (self.first - solar[0])
        sun = Sun.over(
            east, north, high, axis, civil,
            perpetual=self.variants[0].method.perpetual,
            risen=None if np.isnan(sunrise).all() else (sunrise, sunset),
        )  # fmt: skip
        reckoned = [
            (compute(method, sun, names), on if len(self.variants) > 1 else None)
            for method, on in self.variants
        ]
        chosen = _chosen(column)
        shown = _on_days(sun.path, chosen)
        found = []
        for name in names:
            t, codes = np.full(0, np.nan), np.zeros(0, np.int8)
            for cells, on in reckoned:
                cell = _picked(cells[name], chosen, (len(east), axis.size))
                if on is None or not t.size:
                    t, codes = cell
                else:
                    t, codes = np.where(on, cell.t, t), np.where(on, cell.how, codes)
            found.append((name, shown.instants(t), codes.astype(np.int8, copy=False)))
        return found


def _point(at: Place) -> tuple[float, ...]:
    return (at.longitude, at.latitude, at.elevation, *(at.horizons or (np.nan, np.nan)))


def _chosen(column: Int64s) -> slice | Int64s:
    """Return columns to take, as a slice where they are a run of days."""
    first, last = int(column[0]), int(column[-1])
    is_run = last - first == column.size - 1 and bool((np.diff(column) == 1).all())
    return slice(first, last + 1) if is_run else column


def _picked(cell: Cell, chosen: slice | Int64s, shape: tuple[int, int]) -> Cell:
    t, how = cell
    if t.shape != shape:
        t = np.broadcast_to(t, shape)
    if how.shape != shape:
        how = np.broadcast_to(how, shape)
    return Cell(t[:, chosen], how[:, chosen])


def _on_days(path: DayPath, chosen: slice | Int64s) -> DayPath:
    """Return a path that turns times of the chosen days into instants."""
    noon = np.broadcast_to(path.noon, path.shape)[:, chosen]
    offset = path.offset if path.steady else np.broadcast_to(path.offset, path.shape)[:, chosen]
    return replace(path, noon=noon, offset=offset)


def _alike(places: Sequence[Place], first: int, count: int) -> list[tuple[Int64s, Int64s]]:
    """Return groups of places that share the solar days of all civil days: rows and days."""
    civil = first + np.arange(count)
    groups: dict[bytes, tuple[list[int], Int64s]] = {}
    by_zone: dict[str, tuple[Floats, float, float]] = {}
    for row, place in enumerate(places):
        zone = place.zone
        if zone.key not in by_zone:
            ahead = timezones.noon_offsets(zone, first, count) / 86_400.0
            by_zone[zone.key] = ahead, float(ahead.min()), float(ahead.max())
        ahead, least, most = by_zone[zone.key]
        east = place.longitude / 360.0
        # Only clocks that keep the date of the other side of the date line are so far ahead.
        if most - east < 0.5 and least - east > -0.5:
            key, solar = b"", civil
        else:
            solar = civil - np.round(ahead - east).astype(np.int64)
            key = solar.tobytes()
        groups.setdefault(key, ([], solar))[0].append(row)
    return [(np.array(rows), solar) for rows, solar in groups.values()]


def _variants(method: Method, first: int, count: int, ramadan: Bools | None) -> list[Variant]:
    civil = first + np.arange(count)
    fasting = np.zeros(count, bool) if ramadan is None else ramadan
    era = _eras(method, civil)
    found = []
    for number in sorted(set(era.tolist())):
        within = era == number
        base = method.on(days.to_date(int(civil[within][0])))
        if method.ramadan.moments and fasting[within].any():
            kept = base.with_moments(method.ramadan.moments)
            found.append(Variant(kept, within & fasting))
            within = within & ~fasting
        if within.any():
            found.append(Variant(base, within))
    return found


def _eras(method: Method, civil: Int64s) -> Int64s:
    """Return a number for each day, the same where the same changes of a method hold."""
    ends = sorted(
        days.from_date(change.until) for change in method.changes if change.until is not None
    )
    era = np.searchsorted(ends, civil, side="right")
    seasons = {change.season for change in method.changes if change.season is not None}
    if seasons:
        on = civil.astype("datetime64[D]")
        month = on.astype("datetime64[M]")
        date_of_year = (month.astype(np.int64) % 12 + 1) * 100 + (on - month).astype(np.int64) + 1
        for first, last in sorted(seasons):
            begins, ends_on = first[0] * 100 + first[1], last[0] * 100 + last[1]
            after, before = date_of_year >= begins, date_of_year <= ends_on
            within = after & before if begins <= ends_on else after | before
            era = era * 2 + within
    return np.asarray(era, np.int64)


def _ramadan(
    method: Method, first: int, count: int, calendar: str | Calendar | None
) -> Bools | None:
    chosen = method.ramadan.calendar if calendar is None else calendar
    if chosen is None:
        if method.ramadan.moments:
            raise InvalidRule(
                f"method {method.id!r} changes in Ramadan and names no calendar: give a "
                "calendar, such as 'ummalqura'"
            )
        return None
    civil = first + np.arange(count)
    _, months, _ = calendar_named(chosen).from_days(civil)
    return np.asarray(months == RAMADAN)


def _check_dates(method: Method, first: int, count: int) -> None:
    last = first + count - 1
    if method.since is not None and first < days.from_date(method.since):
        raise InvalidDate(f"method {method.id!r} is for dates from {method.since} on")
    if method.until is not None and last > days.from_date(method.until):
        raise InvalidDate(f"method {method.id!r} is for dates up to {method.until}")
