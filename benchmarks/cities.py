"""A year of every city through `miqat.prayer.timetables`, compared with other libraries.

Six times a day by the Muslim World League: fajr (18 degrees), sunrise, dhuhr, asr, maghrib and
isha (17 degrees). "Instants" are exact UTC; "with clocks" also turns each into the wall clock of
its city, rounded to the minute. adhan-js, adhanpy and islamic-times get fewer cities or days, as
they would take long, and no wall clock but adhanpy, which cannot do without.
"""

from __future__ import annotations

import resource
import time
from datetime import date, datetime, timedelta
from importlib import import_module
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from benchmarks.harness import installed, rate, table, verdict
from benchmarks.sky import CITIES_OF_PEER, _adhan_js, _run_adhan_js
from miqat.places import Place, gazetteer
from miqat.prayer import timetables

if TYPE_CHECKING:
    from collections.abc import Callable

NAMES = ("fajr", "sunrise", "dhuhr", "asr", "maghrib", "isha")
START, STOP = date(2027, 1, 1), date(2027, 12, 31)
DAYS = (STOP - START).days + 1
ROUNDS = 2


class Row(NamedTuple):
    """A library, and the seconds of so many times."""

    name: str
    seconds: float
    done: int

    @property
    def rate(self) -> float:
        """Times a second."""
        return self.done / self.seconds


def run() -> None:
    """Print the table."""
    cities = _cities()
    count = len(cities) * DAYS * len(NAMES)
    bare, clocks = (
        min(_seconds(lambda read=read: _miqat(cities, clocks=read)) for _ in range(ROUNDS))  # type: ignore[misc]
        for read in (False, True)
    )
    rows = [Row("Miqat, instants", bare, count), Row("Miqat, with clocks", clocks, count)]
    peers = [peer for peer in (_adhan(cities), _adhanpy(cities), _islamic_times(cities)) if peer]
    rows += peers
    base = next((row.rate for row in rows if row.name.startswith("adhan-js")), None)
    shown = [
        [row.name, f"{row.done:,}", f"{row.seconds:.2f}", rate(row.rate)]
        + ([f"{row.rate / base:.2f}"] if base else [])
        for row in rows
    ]
    print(f"{len(cities):,} cities x {DAYS} days x {len(NAMES)} times\n")
    table(["", "times", "s", "a second", *(["times adhan-js"] if base else [])], shown)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"\npeak memory of the whole process {peak:,.0f} MB; the answer itself would be", end=" ")
    print(f"{count * 9 / 1e6:,.0f} MB at once\n")
    verdict("prayer times in bulk", rows[0].rate / 1e6, 20, "M/s", at_most=False)
    if base:
        verdict("beside adhan-js", rows[0].rate / base, 25, "times", at_most=False)


def _cities() -> list[Place]:
    rows = gazetteer.connection().execute("SELECT latitude, longitude, timezone FROM city")
    return [Place(north, east, timezone=zone) for north, east, zone in rows]


def _miqat(cities: list[Place], *, clocks: bool) -> None:
    for found in timetables(cities, START, STOP, "mwl", names=NAMES):
        if clocks:
            for name in NAMES:
                found.local(name)


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _adhan(cities: list[Place]) -> Row | None:
    name, missing = _adhan_js()
    if name is None:
        print(f"adhan-js is not compared: {missing}")
        return None
    chosen = cities[:: len(cities) // CITIES_OF_PEER][:CITIES_OF_PEER]
    seconds = _run_adhan_js([[place.latitude, place.longitude] for place in chosen])
    return Row(name, seconds, len(chosen) * DAYS * len(NAMES))


def _adhanpy(cities: list[Place]) -> Row | None:
    if not installed("adhanpy"):
        return None
    prayer_times = import_module("adhanpy.PrayerTimes").PrayerTimes
    method = import_module("adhanpy.calculation.CalculationMethod").CalculationMethod
    chosen = cities[:: len(cities) // 5][:5]

    def work() -> None:
        for place in chosen:
            for ahead in range(DAYS):
                on = datetime(2027, 1, 1) + timedelta(days=ahead)
                prayer_times(
                    (place.latitude, place.longitude),
                    on,
                    calculation_method=method.MUSLIM_WORLD_LEAGUE,
                    time_zone=place.zone,
                )

    count = len(chosen) * DAYS * len(NAMES)
    return Row(f"adhanpy {installed('adhanpy')}", _seconds(work), count)


def _islamic_times(cities: list[Place]) -> Row | None:
    if not installed("islamic-times"):
        return None
    location = import_module("islamic_times.islamic_times").ITLocation
    (place,) = islice((each for each in cities if abs(each.latitude) < 40), 1)
    dates = [datetime(2027, 1, 1, 12) + timedelta(days=ahead) for ahead in range(60)]

    def work() -> None:
        for on in dates:
            found = location(place.latitude, place.longitude, date=on, method="MWL")
            found.prayer_times()

    return Row(f"islamic-times {installed('islamic-times')}", _seconds(work), 60 * len(NAMES))


if __name__ == "__main__":
    run()
