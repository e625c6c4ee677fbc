"""Prayer times of one day and of a city's year, compared with other libraries.

All compute fajr (18 degrees), sunrise, dhuhr, asr, maghrib and isha (17 degrees) of the
Muslim World League for Jakarta in the same run. `Timetable` is Miqat's arrays of instants;
"read out" also makes 365 days of wall-clock datetimes of them, which is what the peers
give. The solver below it, in bulk and compared with adhan-js, has a separate part.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

import miqat
from benchmarks.harness import best, installed, rate, table, times_as
from miqat import prayer

if TYPE_CHECKING:
    from collections.abc import Callable

START, STOP = date(2027, 1, 1), date(2027, 12, 31)
DAYS = (STOP - START).days + 1
EVENTS = 6


class Peer(NamedTuple):
    """Another library, by a function of one day."""

    name: str
    day: Callable[[date], object]


def run() -> None:
    """Print the tables."""
    place = miqat.place("Jakarta")
    dates = [START + timedelta(days=ahead) for ahead in range(DAYS)]
    peers = [
        peer for peer in (_adhanpy(place), _praytime(place), _pyislam(place)) if peer is not None
    ]

    def read_out() -> list[prayer.Times]:
        whole = prayer.times(place, START, STOP)
        return [whole.day(on) for on in dates]

    year, year_read, *their_years = best(
        lambda: prayer.times(place, START, STOP),
        read_out,
        *[_each(peer, dates) for peer in peers],
    )
    one_day, *their_days = best(
        lambda: prayer.times(place, START).day(START), *[_each(peer, [START]) for peer in peers]
    )
    rows = [
        ["Miqat, Timetable", f"{1e3 * year:.1f}", rate(DAYS * EVENTS / year), "", ""],
        [
            "Miqat, Timetable, read out",
            f"{1e3 * year_read:.1f}",
            rate(DAYS * EVENTS / year_read),
            f"{1e3 * one_day:.2f}",
            "",
        ],
    ]
    for peer, theirs_year, theirs_day in zip(peers, their_years, their_days, strict=True):
        rows.append(
            [
                peer.name,
                f"{1e3 * theirs_year:.1f}",
                rate(DAYS * EVENTS / theirs_year),
                f"{1e3 * theirs_day:.2f}",
                f"{times_as(year_read, theirs_year)} / {times_as(one_day, theirs_day)}",
            ]
        )
    table(["", "year, ms", "times", "one day, ms", "year / day, times Miqat's"], rows)
    print("\nthe last column is the peer's time over Miqat's: below 1 the peer is the faster\n")
    for what, ours, theirs in (
        ("city-year, read out", year_read, their_years),
        ("one day", one_day, their_days),
    ):
        if theirs and min(theirs) < ours:
            print(f"{what}: the fastest peer is {ours / min(theirs):.1f} times as fast as Miqat")
    missing = [name for name in ("adhanpy", "praytime", "islam") if not installed(name)]
    if missing:
        print(f"not installed, so not compared: {', '.join(missing)} (pip install 'miqat[bench]')")


def _each(peer: Peer, dates: list[date]) -> Callable[[], object]:
    return lambda: [peer.day(on) for on in dates]


def _adhanpy(place: miqat.Place) -> Peer | None:
    if not installed("adhanpy"):
        return None
    prayer_times = import_module("adhanpy.PrayerTimes").PrayerTimes
    method = import_module("adhanpy.calculation.CalculationMethod").CalculationMethod
    where = (place.latitude, place.longitude)
    zone = ZoneInfo(place.zone.key)

    def day(on: date) -> object:
        return prayer_times(
            where,
            datetime(on.year, on.month, on.day),
            calculation_method=method.MUSLIM_WORLD_LEAGUE,
            time_zone=zone,
        )

    return Peer(f"adhanpy {installed('adhanpy')}", day)


def _praytime(place: miqat.Place) -> Peer | None:
    if not installed("praytime"):
        return None
    computed = (
        import_module("praytime")
        .PrayTime("MWL")
        .location([place.latitude, place.longitude])
        .timezone(place.zone.key)
    )
    return Peer(f"praytime {installed('praytime')}", computed.times)


def _pyislam(place: miqat.Place) -> Peer | None:
    if not installed("islam"):
        return None
    room = import_module("pyIslam.praytimes")
    offset = datetime(START.year, 1, 1, tzinfo=place.zone).utcoffset()
    assert offset is not None
    conf = room.PrayerConf(place.longitude, place.latitude, offset / timedelta(hours=1), 2, 1)

    def day(on: date) -> object:
        found = room.Prayer(conf, on)
        return (
            found.fajr_time(),
            found.sherook_time(),
            found.dohr_time(),
            found.asr_time(),
            found.maghreb_time(),
            found.ishaa_time(),
        )

    return Peer(f"pyIslam {installed('islam')}", day)


if __name__ == "__main__":
    run()
