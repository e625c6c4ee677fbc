"""A night as an event with hours: from maghrib to fajr in a place."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from miqat.feeds.prayed import place_key
from miqat.prayer import default_method, times

if TYPE_CHECKING:
    from miqat.feeds.event import Event
    from miqat.observances import Occurrence
    from miqat.places import Place


def night_event(
    day: Event, occurrence: Occurrence, where: Place, method: str | None = None
) -> Event | None:
    """Return the night before a day, None where the Sun does not set or dawn does not come.

    At the minutes of the place's timetable. Raises as `miqat.prayer.times`.
    """
    rule = default_method(where) if method is None else method
    eve = occurrence.first - timedelta(days=1)
    table = times(where, eve, occurrence.first, rule, names=("maghrib", "fajr"))
    maghrib, fajr = table.day(eve).maghrib, table.day(occurrence.first).fajr
    if not isinstance(maghrib, datetime) or not isinstance(fajr, datetime):
        return None
    what, _, by = day.uid.partition("@")
    return replace(
        day,
        uid=f"{what}-night-{place_key(where)}@{by}",
        start=maghrib.astimezone(UTC),
        end=fajr.astimezone(UTC),
        location=str(where),
        coordinates=(where.latitude, where.longitude),
    )
