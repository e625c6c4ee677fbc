from __future__ import annotations

import numpy as np
import pytest

from miqat.crescent import Twilight, twilights


@pytest.fixture(scope="session")
def world() -> Twilight:
    """A hundred evenings all over the middle latitudes, the day after a conjunction."""
    longitude, latitude = np.meshgrid(np.arange(-180.0, 180.0, 36.0), np.arange(-55.0, 56.0, 11.0))
    return twilights(latitude, longitude, np.datetime64("2026-02-18").astype(np.int64))
