"""Offsets of time zones for many instants at once, from a table of changes per year.

A zone's offset from UTC changes a few times a year. The changes are found by asking `zoneinfo`
every few days and bisecting where two days differ, and are cached; whole columns of instants are
then converted without another call.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from miqat import days

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from miqat._typing import Bools, Instants, Int64s


_DAY = 86_400
_STRIDE = 5  # days: no zone has changed its clock twice within so many, and back
_SECOND = np.timedelta64(1, "s")


def to_wall(zone: ZoneInfo, instants: Instants) -> Instants:
    """Return UTC instants as the clock of a zone shows them, `datetime64` of the same unit.

    NaT stays NaT. Years 1 to 9999.
    """
    return np.asarray(instants + offsets(zone, instants) * _SECOND)


def offsets(zone: ZoneInfo, instants: Instants) -> Int64s:
    """Return by how many seconds a zone's clock is ahead of UTC at instants; 0 for NaT."""
    seconds = instants.astype("datetime64[s]").view(np.int64)
    known = ~np.isnat(instants)
    if not known.any():
        return np.zeros(instants.shape, np.int64)
    # A day more on either side, so that no instant is at the edge of the table.
    first = _year_of(int(seconds[known].min()) - _DAY)
    last = _year_of(int(seconds[known].max()) + _DAY)
    begins, ahead = _changes(zone, first, last)
    at = np.searchsorted(begins, np.where(known, seconds, begins[0]), side="right") - 1
    return np.where(known, ahead[np.maximum(at, 0)], 0)


@lru_cache(maxsize=1024)
def noon_offsets(zone: ZoneInfo, first: int, count: int) -> Int64s:
    """Return by how many seconds a zone is ahead of UTC at 12:00 local time.

    Read-only, for `count` civil days from a day number on. Where a change of the clock makes noon
    come twice or not at all, the offset is that before the change, as `datetime` has it.
    """
    noon = np.arange(first, first + count) * _DAY + _DAY // 2
    begins, ahead = _changes(zone, _year_of(int(noon[0]) - _DAY), _year_of(int(noon[-1]) + _DAY))
    by_clock = begins + np.maximum(ahead, np.concatenate([ahead[:1], ahead[:-1]]))
    found = ahead[np.maximum(np.searchsorted(by_clock, noon, side="right") - 1, 0)]
    found.flags.writeable = False
    return found


@lru_cache(maxsize=1024)
def left_out(zone: ZoneInfo, first: int, count: int) -> Bools:
    """Return which civil days a zone's clock left out, of `count` from a day number on.

    Places that went over to the other side of the date line did: Apia on 2011-12-30.
    """
    ahead = noon_offsets(zone, first, count + 1)
    return np.asarray(np.diff(ahead) > _DAY // 2)


def _year_of(seconds: int) -> int:
    return min(max(days.to_gregorian(seconds // _DAY)[0], 1), 9999)


@lru_cache(maxsize=4096)
def _changes(zone: ZoneInfo, first: int, last: int) -> tuple[Int64s, Int64s]:
    """Return when the offsets of some years begin, seconds since 1970 UTC, and the offsets."""
    if first == last:
        return _changes_of_year(zone, first)
    parts = [_changes_of_year(zone, year) for year in range(first, last + 1)]
    begins, ahead = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    kept = np.concatenate([[True], ahead[1:] != ahead[:-1]])
    return begins[kept], ahead[kept]


@lru_cache(maxsize=16_384)
def _changes_of_year(zone: ZoneInfo, year: int) -> tuple[Int64s, Int64s]:
    first = days.from_gregorian(year, 1, 1)
    stop = days.from_gregorian(year, 12, 31) + 1
    begins, ahead = [first * _DAY], [_offset(zone, first * _DAY)]
    for day in (*range(first + _STRIDE, stop, _STRIDE), stop):
        end = day * _DAY - 1
        offset = _offset(zone, end)
        if offset != ahead[-1]:
            low, high = max(end - _STRIDE * _DAY, begins[0]), end
            while high - low > 1:
                middle = (low + high) // 2
                low, high = (middle, high) if _offset(zone, middle) != offset else (low, middle)
            begins.append(high)
            ahead.append(offset)
    return np.array(begins), np.array(ahead)


def _offset(zone: ZoneInfo, seconds: int) -> int:
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    try:
        offset = moment.astimezone(zone).utcoffset()
    except OverflowError:  # the ends of year 1 and 9999
        return 0
    return 0 if offset is None else round(offset.total_seconds())
