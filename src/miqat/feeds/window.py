"""The days of a feed that moves with the day, and the most events that it has.

Phones and web calendars drop long feeds, and no program needs what is long past.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from miqat.errors import InvalidRule

if TYPE_CHECKING:
    from miqat.feeds.event import Event

MONTHS_BEFORE, MONTHS_AFTER = 3, 15  # of observances
PRAYER_DAYS = 90
MOST_EVENTS = 2_400


class Span(NamedTuple):
    """The first and the last day of a part of a feed."""

    start: date
    stop: date


def window(today: date, first: date | None = None) -> tuple[Span, Span]:
    """Return the days of the observances and of the prayers, from `first` on if it is given."""
    begins = _months_on(today, -MONTHS_BEFORE) if first is None else first
    since = today if first is None else first
    last = since + timedelta(days=PRAYER_DAYS - 1)
    return Span(begins, _months_on(since, MONTHS_AFTER)), Span(since, last)


def first_of(events: list[Event]) -> tuple[list[Event], str]:
    """Return the events, only the first of too many, and a notice of what was left out."""
    if len(events) <= MOST_EVENTS:
        return events, ""
    first = sorted(events, key=lambda event: event.start.isoformat()[:10])[:MOST_EVENTS]
    return first, (
        f"{len(events):,} events; the feed has the first {MOST_EVENTS:,}, until "
        f"{first[-1].start:%Y-%m-%d}"
    )


def _months_on(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > date.max.year:
        raise InvalidRule(f"15 months from {day} on go beyond the year {date.max.year}")
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
