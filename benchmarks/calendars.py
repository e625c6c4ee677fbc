"""Hijri conversions, one date at a time and by the column, compared with other libraries.

Each pair converts the same calendar over the same days: hijridate has the published
Umm al-Qura calendar, ICU the KACST table, convertdate the civil tabular calendar. The
answers are compared before anything is timed. The peers convert one date a call.
"""

from __future__ import annotations

import time
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from benchmarks.harness import best, installed, rate, table, times_as, verdict
from miqat import days
from miqat.calendars import Calendar, calendar, calendars
from miqat.sky.seasons import season

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

COLUMN = 1_000_000
SCALARS = 1_000
FIRST, LAST = date(1930, 1, 1), date(2070, 1, 1)
SEED = 1448
CENTURIES = (1430, 1580, 1730, 1880, 1280)
COMPUTED = ("solar-hijri", "ummalqura-rule", "diyanet", "khgt", "fcna", "mabims-indonesia")

Fields = tuple[int, int, int]


class Peer(NamedTuple):
    """Another library, by two functions of one date."""

    name: str
    calendar: str
    from_date: Callable[[date], Fields]
    to_date: Callable[[Fields], date]


def run() -> None:
    """Print the tables."""
    rng = np.random.default_rng(SEED)
    column = rng.integers(days.from_date(FIRST), days.from_date(LAST), COLUMN)
    civil = [days.to_date(int(number)) for number in column[:SCALARS]]
    peers = [peer for peer in (_hijridate(), _icu(), _convertdate()) if peer is not None]
    one_by_one: list[list[str]] = []
    by_column: list[list[str]] = []
    least_ratio = float("inf")
    slowest = float("inf")
    into: list[list[str]] = []
    slowest_into = float("inf")
    slowest_scalar = float("inf")
    for peer in peers:
        ours = calendar(peer.calendar)
        hijri = [peer.from_date(on) for on in civil]
        check(ours, civil, hijri, peer)
        years, months, of_month = ours.from_days(column)
        dates = column.astype("datetime64[D]")
        to_hijri, their_to_hijri, from_hijri, their_from_hijri = best(
            lambda: [ours.from_date(on) for on in civil],  # noqa: B023 - run now
            lambda: [peer.from_date(on) for on in civil],  # noqa: B023
            lambda: [ours.date(*fields).to_date() for fields in hijri],  # noqa: B023
            lambda: [peer.to_date(fields) for fields in hijri],  # noqa: B023
        )
        from_days, to_days = best(
            lambda: ours.from_days(dates),  # noqa: B023
            lambda: ours.to_days(years, months, of_month),  # noqa: B023
        )
        scalar = to_hijri / SCALARS, from_hijri / SCALARS
        theirs = their_to_hijri / SCALARS, their_from_hijri / SCALARS
        arrays = from_days / COLUMN, to_days / COLUMN
        for way, direction in enumerate(("to Hijri", "from Hijri")):
            label = f"{peer.name}, {peer.calendar}, {direction}"
            one_by_one.append(
                [
                    label,
                    rate(1 / scalar[way]),
                    rate(1 / theirs[way]),
                    times_as(scalar[way], theirs[way]),
                ]
            )
            by_column.append(
                [
                    label,
                    rate(1 / arrays[way]),
                    rate(1 / theirs[way]),
                    times_as(arrays[way], theirs[way]),
                ]
            )
            slowest = min(slowest, 1 / arrays[way])
            slowest_scalar = min(slowest_scalar, 1 / scalar[0])
            if peer.name.startswith("hijridate"):
                least_ratio = min(least_ratio, theirs[way] / arrays[way])
        given = _into(ours, dates)
        into.append([peer.calendar, *(rate(COLUMN / seconds) for seconds in given)])
        slowest_into = min(slowest_into, COLUMN / max(given))
    head = ["peer, calendar, direction", "Miqat", "peer", "times as fast"]
    print("one date a call, with validation, objects in and out\n")
    table(head, one_by_one)
    print(f"\ncolumns of {COLUMN:,} dates, fresh arrays, every value checked, one core;")
    print("the peer one date a call\n")
    table(head, by_column)
    print(f"\ncolumns of {COLUMN:,} dates into arrays given with out=\n")
    table(["calendar", "to three int32", "to packed int32", "from three int32"], into)
    print("\nfirst use of a computed calendar, 100 years, the ephemeris loaded\n")
    slowest_first = _first_uses()
    print()
    verdict("one date a call, from_date", slowest_scalar / 1e6, 1, "M/s", at_most=False)
    verdict("arrays, fresh, slowest case", slowest / 1e6, 150, "M/s", at_most=False)
    if least_ratio < float("inf"):
        verdict("arrays beside hijridate", least_ratio, 200, "times", at_most=False)
    verdict("arrays, into out=, slowest case", slowest_into / 1e6, 200, "M/s", at_most=False)
    if slowest_first > 0.0:
        verdict("first use, 100 years, slowest", slowest_first, 0.3, "s", at_most=True)
    missing = {"hijridate", "convertdate", "icukit-pyicu"} - {
        name for name in ("hijridate", "convertdate", "icukit-pyicu") if installed(name)
    }
    if missing:
        print(f"not installed, so not compared: {', '.join(sorted(missing))}")


def _into(ours: Calendar, dates: NDArray[np.datetime64]) -> list[float]:
    """Return the seconds of a column to three int32, to packed int32, and back from three."""
    fields = np.empty(len(dates), np.int32), np.empty(len(dates), np.int32)
    three = (*fields, np.empty(len(dates), np.int32))
    packed = np.empty(len(dates), np.int32)
    back = np.empty(len(dates), "datetime64[D]")
    ours.from_days(dates, out=three)
    seconds = best(
        lambda: ours.from_days(dates, out=three),
        lambda: ours.pack_days(dates, out=packed),
        lambda: ours.to_days(*three, out=back),
    )
    if not np.array_equal(back, dates):
        raise AssertionError(f"{ours.id} does not come back")
    return seconds


def _first_uses() -> float:
    """Print how long computed calendars take for a century they have not computed yet."""
    season("march", np.arange(1990, 2000))  # the ephemeris, read once
    rows: list[list[str]] = []
    slowest = 0.0
    for name in COMPUTED:
        if name not in {kept.id for kept in calendars()}:
            continue
        kept = calendar(name)
        seconds = []
        for year in CENTURIES:  # so far apart that they share no block
            if year < kept.first_year:
                continue
            start = time.perf_counter()
            kept.starts(year, year + 99)
            seconds.append(time.perf_counter() - start)
        rows.append([name, f"{seconds[0]:.3f} s", f"{min(seconds):.3f} s"])
        slowest = max(slowest, seconds[0])
    table(["calendar", "first century", "best of five"], rows)
    return slowest


def check(ours: Calendar, civil: list[date], hijri: list[Fields], peer: Peer) -> None:
    """Raise where Miqat and the peer differ."""
    for on, fields in zip(civil, hijri, strict=True):
        found = ours.from_date(on)
        if (found.year, found.month, found.day) != fields or peer.to_date(fields) != on:
            raise AssertionError(f"{peer.name} and Miqat differ on {on}")


def _hijridate() -> Peer | None:
    if not installed("hijridate"):
        return None
    from hijridate import Gregorian, Hijri

    def from_date(on: date) -> Fields:
        found = Gregorian(on.year, on.month, on.day).to_hijri()
        return found.year, found.month, found.day

    def to_date(fields: Fields) -> date:
        found: date = Hijri(*fields).to_gregorian()
        return found

    return Peer(f"hijridate {installed('hijridate')}", "ummalqura", from_date, to_date)


def _icu() -> Peer | None:
    if not installed("icukit-pyicu"):
        return None
    import icu

    field = icu.UCalendarDateFields
    kept = icu.Calendar.createInstance(
        icu.TimeZone.getGMT(), icu.Locale("en@calendar=islamic-umalqura")
    )

    def from_date(on: date) -> Fields:
        kept.setTime(86_400.0 * days.from_date(on))
        return (
            kept.get(field.EXTENDED_YEAR),
            kept.get(field.MONTH) + 1,
            kept.get(field.DAY_OF_MONTH),
        )

    def to_date(fields: Fields) -> date:
        year, month, day = fields
        kept.clear()
        kept.set(field.EXTENDED_YEAR, year)
        kept.set(field.MONTH, month - 1)
        kept.set(field.DAY_OF_MONTH, day)
        return days.to_date(round(kept.getTime() / 86_400.0))

    return Peer(f"ICU {icu.ICU_VERSION} (PyICU)", "ummalqura-kacst", from_date, to_date)


def _convertdate() -> Peer | None:
    if not installed("convertdate"):
        return None
    from convertdate import islamic

    def from_date(on: date) -> Fields:
        found: Any = islamic.from_gregorian(on.year, on.month, on.day)
        year, month, day = found
        return year, month, day

    def to_date(fields: Fields) -> date:
        return date(*islamic.to_gregorian(*fields))

    return Peer(f"convertdate {installed('convertdate')}", "islamic-civil", from_date, to_date)


if __name__ == "__main__":
    run()
