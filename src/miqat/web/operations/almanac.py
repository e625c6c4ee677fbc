"""The day of a place: its Hijri date, times, Moon, qibla and coming observances."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any

from msgspec import Meta

from miqat.almanac import day
from miqat.web.freshness import FORECAST, NOW, Freshness
from miqat.web.operation import Answer, Operation, Request
from miqat.web.operations.shared import AuthorityId, CalendarId, MethodId, PlaceName

if TYPE_CHECKING:
    from miqat.web.operation import Plain


class AskedDay(Request):
    """A place and a moment, by default now."""

    place: PlaceName
    at: (
        Annotated[
            str,
            Meta(
                max_length=40,
                description="A date, or an instant with its UTC offset; now unless given.",
                examples=["2027-02-20", "2027-02-20T18:00:00+03:00"],
            ),
        ]
        | None
    ) = None
    calendar: CalendarId | None = None
    authority: AuthorityId | None = None
    method: MethodId | None = None


class DayAnswer(Answer):
    """One moment at one place."""

    place: dict[str, Any]
    at: datetime
    date: date
    hijri: dict[str, Any]
    method: str
    times: dict[str, datetime | None]
    next_prayer: dict[str, Any]
    fast: dict[str, Any] | None
    moon: dict[str, Any]
    qibla: dict[str, Any]
    observances: list[dict[str, Any]]


def _day(asked: AskedDay) -> Plain:
    found = day(
        asked.place,
        asked.at,
        calendar=asked.calendar,
        authority=asked.authority,
        method=asked.method,
    )
    return found.to_dict()


def _of_the_moment(asked: AskedDay, _answer: Plain) -> Freshness:
    return NOW if asked.at is None else FORECAST


OPERATIONS = (
    Operation(
        name="day",
        path="/day",
        tag="day",
        summary="The Hijri date, times, Moon, qibla and coming observances of a place",
        request=AskedDay,
        answer=DayAnswer,
        run=_day,
        lasting=_of_the_moment,
        command="today",
        cost=lambda _asked: 30,
    ),
)
