from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from miqat.errors import OutOfRange
from miqat.sky import bulk, events
from miqat.sky.day_path import DayPath
from miqat.sky.events import Reason
from miqat.sky.horizon import SUNRISE_ALTITUDE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

PLACES, DAYS = 420, np.arange(20_400, 20_765)


def asr(latitude: Floats, path: DayPath) -> Floats:
    """Return the altitude at which shadows are as long as their stick, and at noon as well."""
    sun = np.degrees(path.declination(0.0))
    at_noon = np.abs(latitude - sun)
    longer = 1.0 + np.tan(np.radians(np.minimum(at_noon, 89.0)))
    return np.where(at_noon < 89.0, np.degrees(np.arctan(1.0 / longer)), np.nan)


WANTED: list[bulk.Crossing | bulk.Transit] = [
    bulk.Transit(),
    bulk.Crossing(SUNRISE_ALTITUDE, rising=True),
    bulk.Crossing(SUNRISE_ALTITUDE, rising=False),
    bulk.Crossing(-18.0, rising=True),
    bulk.Crossing(-18.0, rising=False),
    bulk.Crossing(asr, rising=False),
]


@pytest.fixture(scope="module")
def places() -> tuple[Floats, Floats]:
    random = np.random.default_rng(61)
    longitude = np.append(random.uniform(-180, 180, PLACES - 4), [0.0, 180.0, -180.0, 15.0])
    latitude = np.append(random.uniform(-90, 90, PLACES - 4), [90.0, -90.0, 0.0, 66.5])
    return latitude, longitude


@pytest.fixture(scope="module")
def table(places: tuple[Floats, Floats]) -> events.Events:
    return bulk.sun_events(*places, DAYS, WANTED)


@pytest.mark.parametrize("threads", [1, 2, 5])
def test_threads_change_nothing(
    places: tuple[Floats, Floats], table: events.Events, threads: int
) -> None:
    again = bulk.sun_events(*places, DAYS, WANTED, threads=threads)
    assert np.array_equal(again.instants, table.instants, equal_nan=True)
    assert np.array_equal(again.reason, table.reason)


def test_every_cell_is_that_of_the_solver(
    places: tuple[Floats, Floats], table: events.Events
) -> None:
    latitude, longitude = (np.repeat(values, len(DAYS)) for values in places)
    path = DayPath.of("sun", longitude, np.tile(DAYS, PLACES))
    assert table.instants.shape == table.reason.shape == (len(WANTED), PLACES, len(DAYS))
    for number, event in enumerate(WANTED):
        if isinstance(event, bulk.Transit):
            expected = events.transits(path)
        else:
            altitude = event.altitude
            degrees = altitude(latitude, path) if callable(altitude) else altitude
            expected = events.crossings(path, latitude, degrees, rising=event.rising)
        assert (table.reason[number].ravel() == expected.reason).all()
        apart = (table.instants[number].ravel() - expected.instants) / np.timedelta64(1, "us")
        occurs = expected.reason == Reason.OCCURS
        assert (np.isnan(apart) == ~occurs).all()
        assert np.abs(apart[occurs]).max() <= 20


def test_cells_asked_for_alone_are_the_same(
    places: tuple[Floats, Floats], table: events.Events
) -> None:
    latitude, longitude = places
    seen = set()
    for row, column in zip(range(0, PLACES, 5), range(3, 365, 4), strict=False):
        path = DayPath.of("sun", longitude[row], DAYS[column])
        for number in (1, 4):
            event = WANTED[number]
            assert isinstance(event, bulk.Crossing)
            assert not callable(event.altitude)
            alone = events.crossings(path, latitude[row], event.altitude, rising=event.rising)
            assert alone.reason == table.reason[number, row, column]
            seen.add(int(alone.reason))
            if alone.reason == Reason.OCCURS:
                apart = alone.instants - table.instants[number, row, column]
                assert abs(apart / np.timedelta64(1, "us")) <= 50
    assert seen == {Reason.OCCURS, Reason.STAYS_ABOVE, Reason.STAYS_BELOW}


def test_all_reasons_are_given(table: events.Events) -> None:
    assert set(np.unique(table.reason).tolist()) == {
        Reason.OCCURS, Reason.STAYS_ABOVE, Reason.STAYS_BELOW, Reason.NO_SUCH_ALTITUDE,
    }  # fmt: skip
    assert (np.isnat(table.instants) == (table.reason != Reason.OCCURS)).all()
    pole = PLACES - 4
    # At the pole the Sun is up for more than half of the year (Meeus, Morsels: 186 days and
    # some by refraction), and it rises and sets once.
    up = table.reason[1, pole] == Reason.STAYS_ABOVE
    assert 186 <= up.sum() <= 192
    assert (table.reason[1, pole] == Reason.OCCURS).sum() <= 1


def test_progress_counts_every_place_once(places: tuple[Floats, Floats]) -> None:
    done: list[int] = []
    bulk.sun_events(*places, DAYS, [bulk.Transit()], progress=done.append)
    assert len(done) > 1  # more than one chunk
    assert sum(done) == PLACES


@pytest.mark.parametrize(("places", "days"), [(0, 3), (2, 0), (0, 0)])
def test_nothing_gives_an_empty_table(places: int, days: int) -> None:
    done: list[int] = []
    found = bulk.sun_events(
        np.zeros(places), np.zeros(places), np.arange(days), WANTED, progress=done.append
    )
    assert found.instants.shape == found.reason.shape == (len(WANTED), places, days)
    assert sum(done) == places
    assert bulk.sun_events(0.0, 0.0, 0, []).instants.shape == (0, 1, 1)


def test_a_single_place_and_day_may_be_numbers() -> None:
    found = bulk.sun_events(32.0, 35.0, 20_500, WANTED[:2])
    assert found.instants.shape == (2, 1, 1)
    days = np.array(["2026-02-16"], dtype="datetime64[D]")
    again = bulk.sun_events([32.0], [35.0], days, WANTED[:2])
    assert (again.instants == found.instants).all()  # 2026-02-16 is day 20,500


def test_an_error_in_a_thread_comes_out() -> None:
    with pytest.raises(OutOfRange, match="600 to 2650"):
        bulk.sun_events(np.zeros(3), np.zeros(3), np.array([20_000, 300_000]), WANTED)
    done: list[int] = []

    def stop(count: int) -> None:
        done.append(count)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        bulk.sun_events(np.zeros(3), np.zeros(3), DAYS, WANTED, progress=stop)
    assert done == [3]
