"""The first use of a part of Miqat in a process, by one thread or by many at the same time.

`python first_use.py KIND THREADS` does 16 questions of a kind and prints, as JSON, the seconds
it took, the answers and the errors.
"""

from __future__ import annotations

import json
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from threading import Barrier
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

QUESTIONS = 16
NOON = datetime(2027, 2, 8, 9, tzinfo=UTC)
DATE = date(2027, 2, 8)


def coordinates(number: int) -> str:
    return f"{20 + number},{30 + 3 * number}"


def a_day(number: int) -> str:
    import miqat

    of = miqat.day(coordinates(number), NOON)
    return f"{of.hijri!r} {of.times.maghrib} {of.observances[0].first}"


def prayer_times(number: int) -> str:
    import miqat

    return str(miqat.prayer.times(miqat.place(coordinates(number)), DATE).day(DATE).isha)


def crescent(number: int) -> str:
    import miqat

    evening = miqat.crescent.observe(miqat.place(coordinates(number)), DATE)
    return f"{evening.sunset} {evening.moonset}"


def forecast(number: int) -> str:
    from miqat.authorities.forecasting.month_forecast import forecast

    return str(
        forecast(("pakistan", "morocco", "saudi-arabia", "india-lucknow")[number % 4], 1448, 9)
    )


def observances(number: int) -> str:
    import miqat

    calendar = miqat.calendar(("ummalqura", "islamic-civil", "diyanet", "fatimid")[number % 4])
    return str([str(each.first) for each in miqat.observances.occurrences(calendar, 1448)])


def calendars(number: int) -> str:
    import miqat

    every = miqat.calendars.calendars()
    ordered = (*every[number:], *every[:number])
    authorities = [miqat.authority(each).calendar for each in ("pakistan", "iran", "indonesia")]
    return str(sorted(repr(each.from_date(DATE)) for each in (*ordered, *authorities)))


def places(number: int) -> str:
    import miqat

    named = miqat.place(("Lahore", "القاهرة", "London, CA", "Jakarta")[number % 4])
    near = miqat.nearest_city(20.0 + number, 30.0 + 3 * number)
    return f"{named!r} {near!r}"


def feed(number: int) -> str:
    from miqat import feeds

    events, _ = feeds.prayer_events(coordinates(number), DATE, DATE)
    days = feeds.observance_events("ummalqura", date(2027, 2, 1), date(2027, 3, 31))
    return str([str(event.start) for event in (*events, *days)])


KINDS: dict[str, Callable[[int], str]] = {
    each.__name__: each
    for each in (
        a_day, prayer_times, crescent, forecast, observances, calendars, places, feed,
    )
}  # fmt: skip


_SINGLE = tuple(KINDS.items())


def mixed(number: int) -> str:
    """Answer one question of each kind, every thread beginning with another."""
    at = number % len(_SINGLE)
    ordered = (*_SINGLE[at:], *_SINGLE[:at])
    return str(sorted((name, answer(number)) for name, answer in ordered))


KINDS["mixed"] = mixed


def ask(kind: str, threads: int) -> dict[str, object]:
    """Return the seconds, the answers and the errors of all questions of a kind."""
    start_line = Barrier(threads)

    def answer(number: int) -> tuple[str, str]:
        if threads > 1:
            start_line.wait()
        try:
            return KINDS[kind](number), ""
        except Exception as error:
            return "", f"{type(error).__name__}: {error}"

    begun = time.perf_counter()
    with ThreadPoolExecutor(threads) as pool:
        found = list(pool.map(answer, range(QUESTIONS)))
    return {
        "seconds": time.perf_counter() - begun,
        "answers": [answered for answered, _ in found],
        "errors": [error for _, error in found if error],
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(ask(sys.argv[1], int(sys.argv[2]))))
