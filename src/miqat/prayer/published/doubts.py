"""What looks wrong in a published table: times out of order, jumps, a clock change forgotten."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from miqat import timezones

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from zoneinfo import ZoneInfo

    from numpy.typing import NDArray

    from miqat._typing import Int64s

_ORDER = ("imsak", "fajr", "sunrise", "dhuhr", "asr", "maghrib", "isha")
_MISSING = -1
_JUMP = 20  # minutes from a day to the next
_CLOCK_JUMP = 45
_MOST = 8  # lines


def doubts(
    days: NDArray[np.datetime64], minutes: Mapping[str, Int64s], order: Int64s
) -> tuple[str, ...]:
    """Return what looks wrong on single days, a line each; `minutes` are in the file's order."""
    columns = {name: minutes[name][order] for name in _ORDER if name in minutes}
    found = [*_out_of_order(days, columns), *_jumps(days, columns)]
    if len(found) > _MOST:
        return (*found[:_MOST], f"and {len(found) - _MOST} more such days")
    return tuple(found)


def clock_doubts(
    days: NDArray[np.datetime64], dhuhr: Int64s | NDArray[np.int16], zone: ZoneInfo
) -> tuple[str, ...]:
    """Return whether a table keeps one hour over a change of the clock, or changes another day."""
    values = dhuhr.astype(np.int64)
    known = np.flatnonzero(values != _MISSING)
    if known.size < 2:
        return ()
    first = int(days[0].astype(np.int64))
    count = int(days[-1].astype(np.int64)) - first + 1
    ahead = np.asarray(timezones.noon_offsets(zone, first, count)) // 60
    offsets = ahead[days.astype(np.int64) - first]
    solar = values - offsets
    found = []
    for before, after in pairwise(known):
        step = int(solar[after] - solar[before])
        apart = int((days[after] - days[before]).astype(np.int64))
        if apart > 3 or abs(step) < _CLOCK_JUMP:
            continue
        on = days[after].astype(date)
        if offsets[after] != offsets[before]:
            found.append(f"the clock changes on {on}, and the table does not")
        else:
            found.append(f"the table changes its clock on {on}, and {zone.key} does not")
    return tuple(found)


def _out_of_order(days: NDArray[np.datetime64], columns: Mapping[str, Int64s]) -> Iterator[str]:
    names: Sequence[str] = tuple(columns)
    for at in range(days.size):
        shown = [(name, int(columns[name][at])) for name in names]
        there = [(name, minute) for name, minute in shown if minute != _MISSING]
        for (one, earlier), (other, later) in pairwise(there):
            if later < earlier and (one, other) != ("imsak", "fajr"):
                yield f"{days[at]}: {other} {_clock(later)} comes before {one} {_clock(earlier)}"


def _jumps(days: NDArray[np.datetime64], columns: Mapping[str, Int64s]) -> Iterator[str]:
    """Yield single days on which one time is far from that of the days before and after."""
    for name, values in columns.items():
        for at in range(1, days.size - 1):
            before, here, after = (int(value) for value in values[at - 1 : at + 2])
            if _MISSING in (before, here, after) or (days[at + 1] - days[at - 1]).astype(int) != 2:
                continue
            middle = (before + after) / 2
            if abs(here - middle) > _JUMP and abs(after - before) <= _JUMP:
                yield f"{days[at]}: {name} {_clock(here)} is far from the days next to it"


def _clock(minutes: int) -> str:
    return f"{minutes // 60 % 24:02d}:{minutes % 60:02d}"
