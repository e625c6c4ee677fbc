"""A night as an event with hours: from maghrib to fajr in a place."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from miqat.feeds.prayer_feed import instants, place_key
from miqat.prayer import default_method, times

if TYPE_CHECKING:
    from miqat.feeds.event import Event
    from miqat.observances import Occurrence
    from miqat.places import Place
    from miqat.prayer import Method


def night_event(
    day: Event, occurrence: Occurrence, where: Place, method: str | Method | None = None
) -> Event | None:
    """Return the night before a day, None where the Sun does not set or dawn does not come.

    At the minutes of the place's timetable. Raises as `miqat.prayer.times`.
    """
    rule = default_method(where).method if method is None else method
    eve = occurrence.first - timedelta(days=1)
    table = times(where, eve, occurrence.first, rule, names=("maghrib", "fajr"))
    maghrib, _ = instants(table, "maghrib")
    _, fajr = instants(table, "fajr")
    if maghrib is None or fajr is None:
        return None
    what, _, by = day.uid.partition("@")
    return replace(
        day,
        uid=f"{what}-night-{place_key(where)}@{by}",
        start=maghrib,
        end=fajr,
        location=str(where),
        coordinates=(where.latitude, where.longitude),
    )
