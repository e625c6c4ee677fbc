"""The feed: events in order, compared with the previous feed, as bytes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

from miqat.errors import InvalidDate, InvalidRule
from miqat.feeds import ical, vtimezone
from miqat.feeds.revision import revised

if TYPE_CHECKING:
    from collections.abc import Iterable
    from zoneinfo import ZoneInfo

    from icalendar import Calendar

    from miqat.feeds.event import Event
    from miqat.feeds.revision import Published


@dataclass(frozen=True, slots=True)
class Changes:
    """How many events differ from the previous feed.

    `moved` are those of the `changed` with another date or hour; `gone` are no longer in it.
    """

    new: int
    changed: int
    moved: int
    same: int
    gone: int


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed: its bytes, its events in order, and the changes since the previous feed."""

    data: bytes
    events: tuple[Event, ...]
    changes: Changes

    def __bytes__(self) -> bytes:
        return self.data

    def calendar(self) -> Calendar:
        """Return it as the icalendar library reads it."""
        from icalendar import Calendar

        return Calendar.from_ical(self.data)


def build(
    events: Iterable[Event],
    *,
    title: str,
    about: str = "",
    zone: str = "UTC",
    url: str | None = None,
    stamp: datetime | None = None,
    previous: Published | None = None,
) -> Feed:
    """Return a feed of events; the same events give the same bytes, whenever it is built.

    An event is stamped with the day on which its date became known, else with `stamp` (an aware
    datetime), else with the date of the first event. With `previous` what did not change keeps its
    bytes, and what moved gets the next SEQUENCE. `zone` is a hint for the reader, `url` the address
    of the feed. Raises `InvalidDate` for no events, for two of one UID and for a stamp without a
    zone, `InvalidRule` for a `url` that is not one.
    """
    ordered = tuple(sorted(events, key=_order))
    if not ordered:
        raise InvalidDate("nothing to put into the feed: no event falls in its days")
    ((uid, count),) = Counter(event.uid for event in ordered).most_common(1)
    if count > 1:
        raise InvalidDate(f"{count} events of the feed have the identifier {uid!r}")
    if url is not None and (not url.isprintable() or " " in url or ":" not in url):
        raise InvalidRule(f"{url!r} is not an address; write it as https://example.org/my.ics")
    if stamp is not None and stamp.utcoffset() is None:
        raise InvalidDate(f"the stamp {stamp.isoformat()} has no time zone")
    general = _midnight(_day(ordered[0])) if stamp is None else stamp.astimezone(UTC)
    known = {} if previous is None else previous.events
    texts = []
    counts: Counter[str] = Counter()
    for event in ordered:
        own = general if event.known is None else _midnight(event.known)

        def write(sequence: int, at: datetime, event: Event = event) -> str:
            return ical.event(event, sequence, at)

        result = revised(write, own, known.get(event.uid))
        texts.append(result.text)
        counts["new"] += result.new
        counts["changed"] += result.changed
        counts["moved"] += result.moved
    changes = Changes(
        new=counts["new"],
        changed=counts["changed"],
        moved=counts["moved"],
        same=len(ordered) - counts["new"] - counts["changed"],
        gone=len(known.keys() - {event.uid for event in ordered}),
    )
    head = ical.header(title, about, zone, url)
    text = "".join([head, *_zones(ordered), *texts, ical.footer()])
    return Feed(text.encode(), ordered, changes)


def _order(event: Event) -> tuple[date, bool, str, str]:
    return _day(event), event.is_timed, event.start.isoformat(), event.uid


def _day(event: Event) -> date:
    return event.start.date() if isinstance(event.start, datetime) else event.start


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=UTC)


def _zones(events: Iterable[Event]) -> list[str]:
    """Return the VTIMEZONE of each zone that an event is written in."""
    spans: dict[str, tuple[ZoneInfo, datetime, datetime]] = {}
    for event in events:
        if event.zone is None or not isinstance(event.start, datetime):
            continue
        _, first, last = spans.get(event.zone.key, (event.zone, event.start, event.start))
        assert isinstance(event.end, datetime)
        spans[event.zone.key] = event.zone, min(first, event.start), max(last, event.end)
    return [ical.folded(vtimezone.lines(*spans[key])) for key in sorted(spans)]
