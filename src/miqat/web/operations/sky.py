"""The crescent of an evening, by every criterion."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal

from msgspec import Meta

from miqat.crescent import observe
from miqat.places import place
from miqat.web.freshness import RELEASE
from miqat.web.operation import Answer, Operation, Request
from miqat.web.operations.places import PlaceAnswer
from miqat.web.operations.shared import CivilDate, PlaceName

if TYPE_CHECKING:
    from miqat.web.operation import Plain


class AskedEvening(Request):
    """A place, a day, and the evening or the morning of it."""

    place: PlaceName
    date: CivilDate
    when: Annotated[
        Literal["evening", "morning"],
        Meta(description="The young crescent of an evening, or the old one of a morning."),
    ] = "evening"


class EveningAnswer(Answer):
    """Where the Moon is, and what each criterion says; angles are in degrees."""

    place: PlaceAnswer
    date: date
    when: str
    outcome: str
    sentence: str
    conjunction: datetime | None
    conjunction_topocentric: datetime | None
    sunset: datetime | None
    moonset: datetime | None
    best_time: datetime | None
    lag_minutes: float | None
    age_hours: float | None
    at_best_time: dict[str, float | None] | None
    at_sunset: dict[str, float | None] | None
    criteria: dict[str, dict[str, Any]]
    probability: dict[str, float]


def _evening(asked: AskedEvening) -> Plain:
    return observe(place(asked.place), asked.date, asked.when).to_dict()


OPERATIONS = (
    Operation(
        name="crescent",
        path="/crescent",
        tag="crescent",
        summary="Whether the crescent can be seen from a place on an evening",
        request=AskedEvening,
        answer=EveningAnswer,
        run=_evening,
        lasting=lambda _asked, _answer: RELEASE,
        command="crescent",
        cost=lambda _asked: 30,
        text=lambda _asked, answer: answer["sentence"] or answer["outcome"],
    ),
)
