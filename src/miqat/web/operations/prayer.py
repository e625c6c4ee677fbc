"""Prayer times: a timetable, the day of a place, and the next prayer."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

from msgspec import Meta

from miqat import places, prayer
from miqat.almanac import today
from miqat.errors import OutOfRange
from miqat.web.freshness import NOW, RELEASE, Freshness
from miqat.web.operation import Answer, Operation, Request
from miqat.web.operations.places import PlaceAnswer
from miqat.web.operations.shared import (
    CivilDate,
    MethodId,
    PlaceName,
)

if TYPE_CHECKING:
    from miqat.web.operation import Plain

_LONGEST = 3_660


class AskedTimes(Request):
    """A place and days; without `start` the answer is for today at the place."""

    place: PlaceName
    start: CivilDate | None = None
    stop: CivilDate | None = None
    method: MethodId | None = None


class TimesAnswer(Answer):
    """A timetable; each day has its date and, by name, its times with their UTC offset."""

    place: PlaceAnswer
    method: str
    days: list[dict[str, str | None]]


class AskedNext(Request):
    """A place."""

    place: PlaceName
    method: MethodId | None = None


class NextAnswer(Answer):
    """The next prayer: its name, its time, the seconds until it; and a form for status bars."""

    place: PlaceAnswer
    name: str
    at: datetime
    seconds: Annotated[int, Meta(ge=0)]
    text: str
    tooltip: str
    css_class: str


def _span(asked: AskedTimes) -> tuple[date, date]:
    here = places.place(asked.place)
    first = asked.start or datetime.now(here.zone).date()
    return first, asked.stop or first


def _times(asked: AskedTimes) -> Plain:
    first, last = _span(asked)
    if (last - first).days > _LONGEST:
        raise OutOfRange(f"at most {_LONGEST} days in one request, not {(last - first).days}")
    here = places.place(asked.place)
    return prayer.times(here, first, last, prayer.method_for(here, asked.method)).to_dict()


def _rows(_asked: AskedTimes, answer: Plain) -> list[Plain]:
    return list(answer["days"])


def _next(asked: AskedNext) -> Plain:
    day = today(asked.place, method=asked.method)
    coming = day.next_prayer
    label = coming.name.replace("_", " ").capitalize()
    minutes = int(coming.remaining.total_seconds() // 60)
    text = f"{label} {coming.at:%H:%M}"
    return {
        "place": day.place.to_dict(),
        **coming.to_dict(),
        "text": text,
        "tooltip": f"{text}, in {minutes // 60} h {minutes % 60} min",
        "css_class": coming.name,
    }


def _of_the_span(asked: AskedTimes, _answer: Plain) -> Freshness:
    return NOW if asked.start is None else RELEASE


OPERATIONS = (
    Operation(
        name="times",
        path="/times",
        tag="times",
        summary="Prayer times of a place from day to day",
        request=AskedTimes,
        answer=TimesAnswer,
        run=_times,
        lasting=_of_the_span,
        command="times",
        cost=lambda asked: 5 + 0.2 * max(0, (_span(asked)[1] - _span(asked)[0]).days),
        rows=_rows,
    ),
    Operation(
        name="next",
        path="/next",
        tag="times",
        summary="The next prayer at a place",
        request=AskedNext,
        answer=NextAnswer,
        run=_next,
        lasting=lambda _asked, _answer: NOW,
        command="today",
        text=lambda _asked, answer: answer["tooltip"],
    ),
)
