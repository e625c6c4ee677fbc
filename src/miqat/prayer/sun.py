"""The Sun of a method: events by the epoch at which it takes the Sun, each solved once."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from miqat.sky.events import Reason, crossing_times
from miqat.sky.horizon import dip_geometric, dip_refracted

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from miqat.prayer.methods import Asr, Epoch, Horizon
    from miqat.sky.paths import DayPath

    Floats = NDArray[np.float64]
    Codes = NDArray[np.int8]


class How(IntEnum):
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
    STAYS_ABOVE = -Reason.STAYS_ABOVE
    STAYS_BELOW = -Reason.STAYS_BELOW
    NO_SUCH_ALTITUDE = -Reason.NO_SUCH_ALTITUDE
    WITHOUT_ITS_BASE = -9


class Cell(NamedTuple):
    """One time on many days at many places: days since noon (NaN) and `How` codes, int8."""

    t: Floats
    how: Codes

    def replaced(self, where: NDArray[np.bool_], by: Cell | Floats, how: How | None = None) -> Cell:
        """Return the cell with some of its values from another."""
        t, code = (by.t, by.how) if isinstance(by, Cell) else (by, np.int8(how or 0))
        return Cell(np.where(where, t, self.t), np.where(where, code, self.how).astype(np.int8))

    @property
    def absent(self) -> NDArray[np.bool_]:
        """Where there is none."""
        return np.asarray(self.how < 0)


class Sun:
    """The Sun over places (rows) and consecutive days (columns) of local mean solar time.

    Latitudes in degrees and elevations in metres, shape (n, 1) or scalars; `civil` are the
    day numbers of the civil dates, shape (m,) or (n, m).
    """

    def __init__(
        self, path: DayPath, latitude: Floats, elevation: Floats, civil: NDArray[np.int64]
    ) -> None:
        self.path = path
        self.latitude = latitude
        self.elevation = elevation
        self.civil = civil
        self.parallax = True
        self._paths: dict[tuple[Epoch, bool], DayPath] = {}
        self._cells: dict[tuple[object, ...], Cell] = {}

    def at(self, epoch: Epoch) -> DayPath:
        """Return the Sun's path as a method that takes the Sun at an epoch has it."""
        key = (epoch, self.parallax)
        if key not in self._paths:
            self._paths[key] = self._path(epoch)
        return self._paths[key]

    def _path(self, epoch: Epoch) -> DayPath:
        if epoch == "event":
            return self.path
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
        """Return when the Sun's centre stands at an angle (degrees) below the horizon."""
        return self._crossing((angle, epoch, rising), -angle, epoch, rising=rising)

    def horizon(self, horizon: Horizon, epoch: Epoch, *, rising: bool) -> Cell:
        """Return sunrise or sunset."""
        altitude = horizon.altitude - dip(horizon, self.elevation)
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


def dip(horizon: Horizon, elevation: Floats) -> Floats:
    """Return how far the horizon is depressed at an elevation by a method's formula, degrees."""
    height = np.maximum(elevation, 0.0)
    if horizon.dip == "geometric":
        return dip_geometric(height)
    if horizon.dip == "refracted":
        return dip_refracted(height)
    return np.asarray(0.0347 * np.sqrt(height) if horizon.dip == "praytimes" else 0.0)


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
