"""Who announces months, and when an observance falls by each of them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

from msgspec import Meta

from miqat.almanac.date_report import check
from miqat.almanac.observance_dates import as_authorities, when
from miqat.almanac.resolve import calendar_choice
from miqat.observances import occurrences
from miqat.web.freshness import FORECAST, RELEASE, Freshness, of_days
from miqat.web.operation import Answer, Operation, Request
from miqat.web.operations.shared import (
    AuthorityId,
    CalendarId,
    CivilDate,
    today_utc,
)

if TYPE_CHECKING:
    from miqat.web.operation import Plain

ObservanceName = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=200,
        description="An observance by its id or by a name in any language.",
        examples=["ramadan", "eid al-adha", "quds day"],
    ),
]
Year = Annotated[
    int,
    Meta(
        ge=1,
        le=3000,
        description="A year; from 1700 on it is Gregorian, an earlier one is Hijri.",
        examples=[1448, 2027],
    ),
]


class AskedAuthorities(Request):
    """A country, an authority, or nothing for all of them."""

    authority: AuthorityId | None = None


class AuthorityFacts(Answer):
    """A body that announces or publishes months."""

    id: str
    title: str
    kind: str
    countries: list[str]
    places: list[str]
    tradition: str | None
    rules: list[dict[str, Any]]
    source: str
    note: str | None


class AuthoritiesAnswer(Answer):
    """The authorities."""

    authorities: list[AuthorityFacts]


class AskedWhen(Request):
    """An observance, a year, and whose days; `as_of` leaves out what became known later."""

    observance: ObservanceName
    year: Year
    authority: AuthorityId | None = None
    as_of: CivilDate | None = None


class ForecastFacts(Answer):
    """When an observance falls by one authority."""

    authority: str
    title: str
    observance: str
    year: int
    certainty: str
    reason: str
    source: str
    dates: list[dict[str, Any]]


class WhenAnswer(Answer):
    """When the observance falls by each authority."""

    observances: list[str]
    year: int
    era: str
    as_of: date | None
    forecasts: list[ForecastFacts]


class AskedCheck(Request):
    """A date, and an observance that is said to fall on it."""

    date: CivilDate
    observance: ObservanceName | None = None
    authority: AuthorityId | None = None


class CheckAnswer(Answer):
    """The date in several calendars, and when the observance fell by them."""

    date: date
    weekday: str
    calendar: str
    hijri: dict[str, str]
    outside: list[str]
    observances: list[dict[str, Any]]
    on_the_day: list[dict[str, Any]] | None = None


class AskedObservances(Request):
    """A year, and the authority or calendar whose days are wanted."""

    year: Year
    authority: AuthorityId | None = None
    calendar: CalendarId | None = None
    language: Annotated[str, Meta(pattern="^[a-z]{2,3}$", examples=["en", "tr"])] = "en"


class OccurrenceFacts(Answer):
    """An observance and the days on which it falls."""

    id: str
    name: str
    name_language: str
    kind: str
    kept_by: list[str]
    countries: list[str]
    hijri: str
    first: date
    last: date
    night_before: bool
    evening: date | None
    certainty: str
    about: str
    source: str


class ObservancesAnswer(Answer):
    """The observances of a year in the order of their first days."""

    calendar: str
    year: int
    observances: list[OccurrenceFacts]


def _authorities(asked: AskedAuthorities) -> Plain:
    listed = as_authorities(asked.authority)
    return {"authorities": [each.to_dict() for each in listed]}


def _when(asked: AskedWhen) -> Plain:
    found = when(asked.observance, asked.year, authority=asked.authority, as_of=asked.as_of)
    return found.to_dict()


def _check(asked: AskedCheck) -> Plain:
    return check(asked.date, asked.observance, authority=asked.authority).to_dict()


def _observances(asked: AskedObservances) -> Plain:
    choice = calendar_choice(None, asked.calendar, asked.authority)
    of = choice.calendar
    if asked.year < 1700:
        found = occurrences(of, asked.year, country=choice.countries)
    else:
        found = occurrences(
            of, first_day=date(asked.year, 1, 1), last_day=date(asked.year, 12, 31),
            country=choice.countries,
        )  # fmt: skip
    listed = [each for each in found if each.observance.kind != "weekly"]
    return {
        "calendar": of.id,
        "year": asked.year,
        "observances": [each.to_dict(asked.language) for each in listed],
    }


def _of_forecasts(_asked: AskedWhen, answer: Plain) -> Freshness:
    certainties = {each["certainty"] for each in answer["forecasts"]}
    return FORECAST if certainties - {"proclaimed", "published"} else RELEASE


def _of_occurrences(_asked: AskedObservances, answer: Plain) -> Freshness:
    listed = answer["observances"]
    if not listed:
        return FORECAST
    last = max(date.fromisoformat(each["last"]) for each in listed)
    return of_days(last, today_utc(), {each["certainty"] for each in listed})


OPERATIONS = (
    Operation(
        name="authorities",
        path="/authorities",
        tag="authorities",
        summary="The bodies that announce months, with their rules and sources",
        request=AskedAuthorities,
        answer=AuthoritiesAnswer,
        run=_authorities,
        lasting=lambda _asked, _answer: RELEASE,
        command="authorities",
    ),
    Operation(
        name="when",
        path="/when",
        tag="observances",
        summary="When an observance falls by each authority, with probabilities",
        request=AskedWhen,
        answer=WhenAnswer,
        run=_when,
        lasting=_of_forecasts,
        command="when",
        cost=lambda asked: 1_500 if asked.authority is None else 30,
    ),
    Operation(
        name="check",
        path="/check",
        tag="observances",
        summary="Whether a date is that of an observance, or what falls on it",
        request=AskedCheck,
        answer=CheckAnswer,
        run=_check,
        lasting=lambda _asked, _answer: FORECAST,
        command="check",
    ),
    Operation(
        name="observances",
        path="/observances",
        tag="observances",
        summary="The observances of a year",
        request=AskedObservances,
        answer=ObservancesAnswer,
        run=_observances,
        lasting=_of_occurrences,
        command="observances",
        cost=lambda _asked: 100,
        rows=lambda _asked, answer: [
            {name: value for name, value in each.items() if not isinstance(value, list)}
            for each in answer["observances"]
        ],
    ),
)
