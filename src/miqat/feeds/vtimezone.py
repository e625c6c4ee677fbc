"""Time zones in a feed: VTIMEZONE of RFC 5545, section 3.6.5.

A feed writes instants in UTC unless it is asked for a zone. The onset of each change is written in
the local time before the change, TZOFFSETFROM.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from miqat import timezones

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

_HOUR = timedelta(hours=1)


class _Change(NamedTuple):
    """The offset of a zone from an instant on, and the offset before it."""

    at: datetime
    before: timedelta
    after: timedelta
    name: str
    summer: bool


def local(instant: datetime, zone: ZoneInfo) -> datetime | None:
    """Return an instant on a zone's clock, without zone; None for an hour that comes again.

    iCalendar takes an hour that the clock shows twice for the first of the two.
    """
    there = instant.astimezone(zone)
    return None if there.fold else there.replace(tzinfo=None)


def lines(zone: ZoneInfo, first: datetime, last: datetime) -> list[str]:
    """Return the VTIMEZONE of a zone for instants from the first to the last (UTC)."""
    begin = first - timedelta(days=1)
    groups: dict[tuple[timedelta, timedelta, str, bool], list[datetime]] = defaultdict(list)
    for change in (_change(zone, begin), *_changes(zone, begin, last + timedelta(days=1))):
        groups[change[1:]].append(change.at.replace(tzinfo=None) + change.before)
    found = ["BEGIN:VTIMEZONE", f"TZID:{zone.key}"]
    for (before, after, name, summer), onsets in groups.items():
        part = "DAYLIGHT" if summer else "STANDARD"
        found += [f"BEGIN:{part}", f"DTSTART:{onsets[0]:%Y%m%dT%H%M%S}"]
        found += [f"RDATE:{onset:%Y%m%dT%H%M%S}" for onset in onsets[1:]]
        found += [
            f"TZOFFSETFROM:{_offset(before)}",
            f"TZOFFSETTO:{_offset(after)}",
            f"TZNAME:{name}",
            f"END:{part}",
        ]
    return [*found, "END:VTIMEZONE"]


def _changes(zone: ZoneInfo, first: datetime, last: datetime) -> list[_Change]:
    hours = np.arange(
        np.datetime64(first.replace(tzinfo=None), "s"),
        np.datetime64(last.replace(tzinfo=None), "s"),
        np.timedelta64(3600, "s"),
    )
    turned = np.flatnonzero(np.diff(timezones.offsets(zone, hours)))
    return [_within(zone, hours[at].item().replace(tzinfo=UTC)) for at in turned]


def _within(zone: ZoneInfo, low: datetime) -> _Change:
    """Return the change in the hour after an instant, to the second."""
    high = low + _HOUR
    before = low.astimezone(zone).utcoffset()
    while high - low > timedelta(seconds=1):
        middle = low + timedelta(seconds=int((high - low).total_seconds()) // 2)
        if middle.astimezone(zone).utcoffset() == before:
            low = middle
        else:
            high = middle
    return _change(zone, high)


def _change(zone: ZoneInfo, at: datetime) -> _Change:
    there, before = at.astimezone(zone), (at - timedelta(seconds=1)).astimezone(zone)
    after = there.utcoffset() or timedelta()
    return _Change(
        at,
        before.utcoffset() or timedelta(),
        after,
        there.tzname() or zone.key,
        bool(there.dst()),
    )


def _offset(by: timedelta) -> str:
    seconds = round(abs(by).total_seconds())
    sign = "-" if by < timedelta() else "+"
    hours, minutes, rest = seconds // 3600, seconds // 60 % 60, seconds % 60
    return f"{sign}{hours:02d}{minutes:02d}" + (f"{rest:02d}" if rest else "")
