"""Events of the Sun in bulk, compared with adhan-js; single days and years, first use, lunations.

The bulk row is `miqat.sky.bulk.sun_events`: fajr (18 degrees), sunrise, transit, an altitude of
30 degrees, sunset and isha (17 degrees) of 4,000 random places within 48 degrees of the
equator on every day of 2027, in two threads and in one. adhan-js makes its PrayerTimes, of six
times too, for some of these places, in one thread as node has it; it rounds to the minute and
makes a Date of each. Both run in turn.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.harness import best, python, rate, table, verdict
from miqat import days, prayer
from miqat.places import Place
from miqat.sky import lunations
from miqat.sky.bulk import Crossing, Transit, sun_events
from miqat.sky.day_path import DayPath
from miqat.sky.ephemeris import apparent_vector
from miqat.sky.events import crossings, transits
from miqat.sky.horizon import SUNRISE_ALTITUDE

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from miqat.sky.events import Events

    Floats = NDArray[np.float64]

SEED = 1448
YEAR = 2027
CITIES, DAYS = 4000, 365
CITIES_OF_PEER = 300
TURNS = 8
WANTED: tuple[Crossing | Transit, ...] = (
    Crossing(-18.0, rising=True),
    Crossing(SUNRISE_ALTITUDE, rising=True),
    Transit(),
    Crossing(30.0, rising=False),
    Crossing(SUNRISE_ALTITUDE, rising=False),
    Crossing(-17.0, rising=False),
)
HERE = Path(__file__).parent
ADHAN_JS = HERE / "adhan.mjs"
ADHAN_PACKAGE = HERE / "node_modules" / "adhan" / "package.json"
FIRST_USE = """
import time
import numpy as np
from miqat.sky import ephemeris
before = time.perf_counter()
ephemeris.geometric_vector({body!r}, np.array([{day}]))
print(time.perf_counter() - before)
"""
FIRST_DAY = """
import time
from datetime import date
from miqat import prayer
from miqat.places import Place
place = Place(-6.2, 106.8, timezone="Asia/Jakarta")
before = time.perf_counter()
prayer.times(place, date(2027, 2, 8)).day(date(2027, 2, 8))
print(time.perf_counter() - before)
"""
FRESH_ROUNDS = 9


def run() -> None:
    """Print the tables."""
    _bulk()
    _one_place()
    _first_use()
    _lunations()


def _bulk() -> None:
    rng = np.random.default_rng(SEED)
    latitude, longitude = rng.uniform(-48.0, 48.0, CITIES), rng.uniform(-180.0, 180.0, CITIES)
    day = days.from_gregorian(YEAR, 1, 1) + np.arange(DAYS)

    def solve(threads: int) -> Callable[[], Events]:
        return lambda: sun_events(latitude, longitude, day, WANTED, threads=threads)

    seconds: dict[str, list[float]] = {"two": [], "one": [], "peer": []}
    name, missing = _adhan_js()
    for _ in range(TURNS):
        for label, threads in (("two", 2), ("one", 1)):
            seconds[label] += best(solve(threads), rounds=2)
        if name is not None:
            places = np.stack([latitude, longitude], axis=-1)[:CITIES_OF_PEER]
            seconds["peer"].append(_run_adhan_js(places.tolist()))
    ours, alone = (CITIES * DAYS * len(WANTED) / min(seconds[one]) for one in ("two", "one"))
    rows = [["Miqat, two threads", rate(ours), ""], ["Miqat, one thread", rate(alone), ""]]
    if name is not None:
        theirs = CITIES_OF_PEER * DAYS * 6 / min(seconds["peer"])
        rows = [[label, text, f"{found / theirs:.1f}"] for (label, text, _), found in
                zip(rows, (ours, alone), strict=True)]  # fmt: skip
        rows.append([name, rate(theirs), "1"])
    print(f"{CITIES:,} places x {DAYS} days x {len(WANTED)} events\n")
    table(["", "event times", "times adhan-js"], rows)
    print()
    verdict("Sun events in bulk, two threads", ours / 1e6, 20, "M/s", at_most=False)
    if name is not None:
        verdict("Sun events in bulk and adhan-js", ours / theirs, 25, "times", at_most=False)
    else:
        print(f"adhan-js is not compared: {missing}")
    print()


def _adhan_js() -> tuple[str | None, str]:
    """Return the peer's name, or None and why it is not here."""
    if shutil.which("node") is None:
        return None, "there is no node"
    if not ADHAN_PACKAGE.exists():
        return None, "npm install --prefix benchmarks"
    found: dict[str, Any] = json.loads(ADHAN_PACKAGE.read_text("utf-8"))
    return f"adhan-js {found['version']}, node", ""


def _run_adhan_js(places: list[list[float]]) -> float:
    request = {"times": {"places": places, "year": YEAR, "rounds": 4}}
    done = subprocess.run(
        ["node", str(ADHAN_JS)],
        input=json.dumps(request),
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    return float(json.loads(done.stdout)["seconds"])


def _one_place() -> None:
    """Print a city-year and a single day, by the solver and by the whole of `prayer.times`."""
    place = Place(-6.2, 106.8, timezone="Asia/Jakarta")
    lat, lon = np.array([place.latitude]), np.array([place.longitude])
    first = days.from_gregorian(YEAR, 1, 1)
    whole, one = first + np.arange(DAYS), np.array([first + 38])
    on = date(YEAR, 2, 8)

    def solve(of_days: NDArray[np.int64]) -> None:
        path = DayPath.of("sun", place.longitude, of_days)
        for event in WANTED:
            if isinstance(event, Transit):
                transits(path)
            elif not callable(event.altitude):
                crossings(path, place.latitude, event.altitude, rising=event.rising)

    bare_year, bare_day, bulk_year, bulk_day, times_year, times_day, read_day = best(
        lambda: solve(whole),
        lambda: solve(one),
        lambda: sun_events(lat, lon, whole, WANTED, threads=1),
        lambda: sun_events(lat, lon, one, WANTED, threads=1),
        lambda: prayer.times(place, date(YEAR, 1, 1), date(YEAR, 12, 31)),
        lambda: prayer.times(place, on),
        lambda: prayer.times(place, on).day(on),
    )
    print("one place, warm: six events, one thread\n")
    table(
        ["", "year, ms", "day, ms"],
        [
            ["miqat.sky.events: path, crossings, transits", *_ms(bare_year, bare_day)],
            ["miqat.sky.bulk.sun_events", *_ms(bulk_year, bulk_day)],
            ["miqat.prayer.times", *_ms(times_year, times_day)],
            ["miqat.prayer.times, wall clock read out", "", *_ms(read_day)],
        ],
    )
    print()
    for what, taken in (
        ("a city-year of six events, the solver", bare_year),
        ("a city-year of six events, sun_events", bulk_year),
        ("a city-year of prayer.times", times_year),
        ("a single day of six events, the solver", bare_day),
        ("a single day of six events, sun_events", bulk_day),
        ("a single day of prayer.times", times_day),
    ):
        verdict(f"{what}, warm", 1e3 * taken, 1, "ms", at_most=True)
    print()


def _ms(*seconds: float) -> list[str]:
    return [f"{1e3 * taken:.2f}" for taken in seconds]


def _first_use() -> None:
    """Print what the first use of the ephemeris costs in a fresh process, imports done."""
    cases = {
        "the Sun of one instant, 2027": FIRST_USE.format(body="sun", day=20857.5),
        "the Moon of one instant, 2027": FIRST_USE.format(body="moon", day=20857.5),
        "the Moon of one instant, 700": FIRST_USE.format(body="moon", day=-463_000.5),
        "prayer.times of a day, all of it": FIRST_DAY,
    }
    rows = {name: min(_fresh(code) for _ in range(FRESH_ROUNDS)) for name, code in cases.items()}
    print("first use in a fresh process, modules imported\n")
    table(["", "ms"], [[name, f"{1e3 * taken:.1f}"] for name, taken in rows.items()])
    print()
    slowest = max(taken for name, taken in rows.items() if "instant" in name)
    verdict("first use of the ephemeris", 1e3 * slowest, 10, "ms", at_most=True)
    print()


def _fresh(code: str) -> float:
    done = subprocess.run(python(code), capture_output=True, check=True, encoding="utf-8")
    return float(done.stdout)


def _lunations() -> None:
    ends = np.array(["0600-01-20", "2600-01-01"], dtype="datetime64[us]")
    first, last = lunations.lunation_at(ends).tolist()
    numbers = np.arange(first + 1, last + 1)
    tt = np.random.default_rng(SEED).uniform(-100_000.0, 200_000.0, 10_000)
    conjunctions, places = best(
        lambda: lunations.conjunction(numbers), lambda: apparent_vector("moon", tt), rounds=3
    )
    print("the Moon in bulk, one thread\n")
    table(
        ["", "s", "each"],
        [
            [f"{len(numbers):,} conjunctions of 600-2600", f"{conjunctions:.2f}",
             f"{1e6 * conjunctions / len(numbers):.0f} us"],
            ["10,000 apparent places of 1700-2500", f"{places:.3f}",
             f"{1e6 * places / len(tt):.1f} us"],
        ],
    )  # fmt: skip
    print()
    verdict("all lunations of 600-2600", conjunctions, 2, "s", at_most=True)


if __name__ == "__main__":
    run()
