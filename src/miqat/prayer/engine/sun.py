"""The Sun of a method: events by the epoch at which it takes the Sun, each solved once."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from enum import IntEnum
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from miqat import days as day_numbers
from miqat.sky.day_path import DayPath
from miqat.sky.events import Reason, crossing_times
from miqat.sky.horizon import dip_geometric, dip_refracted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from miqat._typing import Bools, Floats, Int8s, Int64s
    from miqat.prayer.methods.model import Asr, Epoch, Horizon


_DIPS = {"praytimes": 0.0347}


class Provenance(IntEnum):
    """How a time of a table came to be; negative where there is none, less the sky's reason."""

    OBSERVED = 0
    INTERVAL = 1
    MIDDLE = 2
    SEVENTH = 3
    ANGLE = 4
    NEAREST_LATITUDE = 5
    NEAREST_DAY = 6
    MECCA = 7
    MOONSIGHTING = 8
    DIYANET = 9
    LOCAL_ESTIMATION = 10
    ORDERED = 11
    CAPPED = 12
    IMPORTED = 13
    POLAR_LATITUDE = 14
    POLAR_DAY = 15
    DIYANET_EUROPE = 16
    STAYS_ABOVE = -Reason.STAYS_ABOVE
    STAYS_BELOW = -Reason.STAYS_BELOW
    NO_SUCH_ALTITUDE = -Reason.NO_SUCH_ALTITUDE
    WITHOUT_ITS_BASE = -9
    UNPRINTED = -10
    LEFT_OUT = -11


class Cell(NamedTuple):
    """One time on many days at many places: days since noon (NaN) and `Provenance` codes, int8."""

    t: Floats
    how: Int8s

    def replaced(self, where: Bools, by: Cell | Floats, how: Provenance | None = None) -> Cell:
        """Return the cell with some of its values from another."""
        t, code = (by.t, by.how) if isinstance(by, Cell) else (by, np.int8(how or 0))
        return Cell(np.where(where, t, self.t), np.where(where, code, self.how).astype(np.int8))

    @property
    def absent(self) -> Bools:
        """Where there is none."""
        return np.asarray(self.how < 0)


@dataclass(frozen=True, eq=False)
class Sun:
    """The Sun over places (rows) and consecutive days (columns) of local mean solar time.

    Longitudes (`east`) and latitudes in degrees and elevations in metres, shape (n, 1);
    `days` are the day numbers of the solar days and `civil` those of the civil dates, shape
    (m,). With `perpetual` the Sun is that of the same days of that year. `home` are the
    latitudes of the places where `latitude` is another. `risen` are the altitudes at sunrise
    and sunset of places that have some, degrees, shapes (n, 1), NaN where they are the
    method's; None where all are.
    """

    path: DayPath
    east: Floats
    latitude: Floats
    home: Floats
    elevation: Floats
    days: Int64s
    civil: Int64s
    perpetual: int | None = None
    parallax: bool = True
    risen: tuple[Floats, Floats] | None = None
    # Of the path and the latitude above, whoever sees them; the keys have the parallax.
    _paths: dict[tuple[Epoch, bool], DayPath] = field(default_factory=dict)
    _cells: dict[tuple[object, ...], Cell] = field(default_factory=dict)

    @classmethod
    def over(
        cls,
        east: Floats,
        latitude: Floats,
        elevation: Floats,
        days: Int64s,
        civil: Int64s,
        *,
        perpetual: int | None = None,
        parallax: bool = True,
        risen: tuple[Floats, Floats] | None = None,
    ) -> Sun:
        """Return the Sun of longitudes (degrees east) on solar days, shapes as of the class."""
        path = DayPath.of("sun", east, days)
        if perpetual is not None:
            path = _shining_on(path, DayPath.of("sun", east, _in_year(days, perpetual)))
        return cls(
            path, east, latitude, latitude, elevation, days, civil, perpetual, parallax, risen
        )

    def seen(self, *, parallax: bool) -> Sun:
        """Return the same Sun with its parallax or without; what is computed is shared."""
        return replace(self, parallax=parallax)

    def at_latitude(self, latitude: Floats) -> Sun:
        """Return the Sun of the same meridians at other latitudes, shape (n, 1) or (n, m).

        `home` keeps the latitudes of the places.
        """
        return replace(self, latitude=latitude, _cells={})

    def at_place(self, latitude: float, longitude: float) -> Sun:
        """Return the Sun of the same civil days at one place, shape (1, m)."""
        east, none = np.array([[longitude]]), np.zeros((1, 1))
        return Sun.over(
            east, none + latitude, none, self.civil, self.civil,
            perpetual=self.perpetual, parallax=self.parallax,
        )  # fmt: skip

    def through(self, first: int, count: int, rows: Bools) -> Sun:
        """Return the Sun of some of the places on a run of other civil days."""
        civil = first + np.arange(count)
        days = civil + (self.days[0] - self.civil[0])
        shape = len(rows), 1
        latitude, high = (
            np.broadcast_to(values, shape)[rows] for values in (self.home, self.elevation)
        )
        risen = None if self.risen is None else (self.risen[0][rows], self.risen[1][rows])
        return Sun.over(
            self.east[rows], latitude, high, days, civil,
            perpetual=self.perpetual, parallax=self.parallax, risen=risen,
        )  # fmt: skip

    def years(self) -> Iterator[tuple[int, int, Bools]]:
        """Yield the first civil day and the length of each Gregorian year, and its columns."""
        years = self.civil.astype("datetime64[D]").astype("datetime64[Y]")
        for year in np.unique(years):
            first, end = (int(one.astype("datetime64[D]").astype(int)) for one in (year, year + 1))
            yield first, end - first, years == year

    def as_on(self, days: Int64s) -> Sun:
        """Return the Sun of the same places as it is on other solar days, shape (n, m)."""
        chosen = days if self.perpetual is None else _in_year(days, self.perpetual)
        path = _shining_on(self.path, DayPath.of("sun", self.east, chosen))
        return replace(self, path=path, _paths={}, _cells={})

    def at(self, epoch: Epoch) -> DayPath:
        """Return the Sun's path as a method that takes the Sun at an epoch has it."""
        key = (epoch, self.parallax)
        if key not in self._paths:
            self._paths[key] = self._path(epoch)
        return self._paths[key]

    def _path(self, epoch: Epoch) -> DayPath:
        if epoch == "event":
            return self.path if self.parallax else _from_the_centre(self.path)
        if epoch == "transit":
            t = self.path.when_hour_angle(0.0)
        elif epoch == "local noon":
            t = np.zeros(())
        else:
            assert isinstance(epoch, float)
            t = self.civil + epoch / 24.0 - self.path.noon
        return self.path.frozen(t, parallax=self.parallax)

    def transit(self, epoch: Epoch) -> Cell:
        """Return the Sun's upper transit."""
        path = self.at(epoch)
        t = np.broadcast_to(path.when_hour_angle(0.0), self.path.shape)
        return Cell(t, np.zeros(t.shape, np.int8))

    def below(self, angle: float, epoch: Epoch, *, rising: bool) -> Cell:
        """Return when the Sun's centre is at an angle (degrees) below the horizon."""
        return self._crossing((angle, epoch, rising), -angle, epoch, rising=rising)

    def horizon(self, horizon: Horizon, epoch: Epoch, *, rising: bool) -> Cell:
        """Return sunrise or sunset."""
        altitude = horizon.altitude - dip(horizon, self.elevation)
        if self.risen is not None:
            own = self.risen[0 if rising else 1]
            altitude = np.where(np.isnan(own), altitude, own)
        return self._crossing((horizon, epoch, rising), altitude, epoch, rising=rising)

    def asr(self, rule: Asr, shadow: float, epoch: Epoch) -> Cell:
        """Return when a shadow exceeds its noon length by so many heights."""
        key = ("asr", shadow, rule.noon, epoch)
        if key not in self._cells:
            noon = self.at(epoch if rule.noon is None else rule.noon)
            altitude = asr_altitude(shadow, self.latitude, noon)
            return self._crossing(key, altitude, epoch, rising=False)
        return self._cells[key]

    def _crossing(
        self, key: tuple[object, ...], altitude: Floats | float, epoch: Epoch, *, rising: bool
    ) -> Cell:
        key = (*key, self.parallax)
        if key not in self._cells:
            t, reason = crossing_times(self.at(epoch), self.latitude, altitude, rising=rising)
            self._cells[key] = Cell(t, -reason)
        return self._cells[key]


def _from_the_centre(path: DayPath) -> DayPath:
    """Return a path as it is seen from the centre of the Earth."""
    nothing = [np.zeros_like(term) for term in path.place.parallax]
    return replace(path, place=path.place._replace(parallax=nothing))


def _shining_on(path: DayPath, other: DayPath) -> DayPath:
    """Return the Sun of other days at the clock of a path's own."""
    return replace(other, noon=path.noon, offset=path.offset, steady=path.steady)


def _in_year(days: Int64s, year: int) -> Int64s:
    """Return the days of the same dates of another year; 29 February becomes the 28th."""
    found = [_on_date_of(day, year) for day in days.ravel().tolist()]
    return np.array(found, np.int64).reshape(days.shape)


def _on_date_of(day: int, year: int) -> int:
    _, month, of_month = day_numbers.to_gregorian(day)
    try:
        return day_numbers.from_date(date(year, month, of_month))
    except ValueError:  # 29 February
        return day_numbers.from_date(date(year, 2, 28))


def dip(horizon: Horizon, elevation: Floats) -> Floats:
    """Return how far the horizon is depressed at an elevation by a method's formula, degrees."""
    height = np.maximum(elevation, 0.0)
    if horizon.dip == "geometric":
        return dip_geometric(height)
    if horizon.dip == "refracted":
        return dip_refracted(height)
    by_root = _DIPS.get(horizon.dip, 0.0) if isinstance(horizon.dip, str) else horizon.dip
    return np.asarray(by_root * np.sqrt(height))


def asr_altitude(shadow: float, latitude: Floats, path: DayPath) -> Floats:
    """Return the Sun's altitude when a shadow exceeds its noon length, degrees.

    arccot(shadow + tan z), z the Sun's topocentric zenith distance at its transit; NaN
    where the Sun is below the horizon then.
    """
    noon = path.when_hour_angle(0.0)
    geocentric = np.abs(np.radians(latitude) - path.declination(noon))
    zenith = geocentric + np.arcsin(path.parallax(noon) * np.sin(geocentric))
    shadow_length = shadow + np.tan(np.minimum(zenith, np.pi / 2 - 1e-9))
    return np.where(zenith < np.pi / 2, np.degrees(np.arctan(1.0 / shadow_length)), np.nan)
