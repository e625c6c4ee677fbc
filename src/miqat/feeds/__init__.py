"""Observances, prayer times and the Friday prayer as iCalendar, one event each.

A feed is written so that every program reads it the same way: no recurrence over Hijri months (few
programs know RSCALE, the others show a wrong date silently), instants in UTC, and identifiers that
do not change when a date moves.
"""

from miqat.feeds.event import Alarm, Event
from miqat.feeds.feed import Changes, Feed, build
from miqat.feeds.observance_feed import observance_events
from miqat.feeds.prayer_feed import friday_events, prayer_events
from miqat.feeds.revision import Published, read_published

__all__ = [
    "Alarm",
    "Changes",
    "Event",
    "Feed",
    "Published",
    "build",
    "friday_events",
    "observance_events",
    "prayer_events",
    "read_published",
]


def __dir__() -> list[str]:
    return __all__
