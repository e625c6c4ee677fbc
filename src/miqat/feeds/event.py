"""One event of a feed: what happens, when, its certainty and its identifier."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from miqat.errors import InvalidDate

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Alarm:
    """A reminder some minutes before an event."""

    minutes: int

    def __post_init__(self) -> None:
        if not 0 <= self.minutes <= 1440:
            raise InvalidDate(f"an alarm {self.minutes} minutes ahead is outside 0..1440")


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """An event: civil days, or a span of time.

    `start` and `end` are both dates (the end is the day after the last) or both aware datetimes in
    UTC. `uid` never changes, whatever the date. `tentative` is true until it is proclaimed; `known`
    is when its date became known, for the stamp. With a `zone` its hours are written in local time.
    `rule` is an RRULE.
    """

    uid: str
    start: date
    end: date
    summary: str
    description: str = ""
    categories: tuple[str, ...] = ()
    tentative: bool = False
    known: date | None = None
    coordinates: tuple[float, float] | None = None
    location: str = ""
    alarm: Alarm | None = None
    zone: ZoneInfo | None = None
    rule: str = ""

    def __post_init__(self) -> None:
        for moment in (self.start, self.end):
            if isinstance(moment, datetime) and moment.utcoffset() != timedelta(0):
                raise InvalidDate(f"the instant {moment} of the event {self.uid!r} is not in UTC")
        if isinstance(self.start, datetime) is not isinstance(self.end, datetime):
            raise InvalidDate(f"the event {self.uid!r} has a date at one end only")

    @property
    def is_timed(self) -> bool:
        """Whether it has hours; if not it has whole days."""
        return isinstance(self.start, datetime)
