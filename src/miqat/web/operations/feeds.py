"""The short address of a feed."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

from msgspec import Meta

from miqat.web.feed_options import FeedOptions, packed
from miqat.web.feeds import make
from miqat.web.freshness import RELEASE
from miqat.web.operation import Answer, Operation, Request
from miqat.web.operations.shared import AuthorityId, CalendarId, MethodId, PlaceName

if TYPE_CHECKING:
    from miqat.web.operation import Plain


class AskedFeed(Request):
    """What a feed is to have: observances of an authority or calendar, prayers of a place."""

    observances: bool = False
    prayers: PlaceName | None = None
    authority: AuthorityId | None = None
    calendar: CalendarId | None = None
    method: MethodId | None = None
    jumuah: bool = False
    language: Annotated[str, Meta(pattern="^[a-z]{2,3}$", examples=["en", "tr"])] = "en"


class FeedAnswer(Answer):
    """The address of the feed on this server, and its title."""

    path: str
    title: str


def _feed(asked: AskedFeed) -> Plain:
    options = FeedOptions(
        authority=asked.authority or "",
        calendar=asked.calendar or "",
        observances=asked.observances,
        prayers=asked.prayers or "",
        method=asked.method or "",
        jumuah=asked.jumuah,
        language=asked.language,
    )
    made = make(options, datetime.now(UTC))
    return {"path": f"/f/{packed(options)}/miqat.ics", "title": made.title}


OPERATIONS = (
    Operation(
        name="feed",
        path="/feed",
        tag="feeds",
        summary="The address of a calendar to subscribe to",
        request=AskedFeed,
        answer=FeedAnswer,
        run=_feed,
        lasting=lambda _asked, _answer: RELEASE,
        cost=lambda _asked: 500,
        text=lambda _asked, answer: answer["path"],
    ),
)
