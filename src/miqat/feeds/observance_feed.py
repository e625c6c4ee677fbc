"""Observances as events, identified by their Hijri year and not by their civil date."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from miqat import days
from miqat.authorities import AuthorityCalendar
from miqat.calendars import Certainty
from miqat.calendars import calendar as calendar_named
from miqat.calendars.text.formatting import long_form
from miqat.days import as_date
from miqat.errors import InvalidDate, InvalidRule, OutOfRange
from miqat.feeds.certainty import date_certainty
from miqat.feeds.event import Event
from miqat.feeds.night_hours import night_event
from miqat.feeds.rscale import as_rules, scale_of
from miqat.feeds.uids import Identities
from miqat.languages import language as language_named
from miqat.observances import TRADITIONS
from miqat.observances import observances as observances_of
from miqat.observances.rules import bounds

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from miqat.calendars import Calendar
    from miqat.days import CivilDay
    from miqat.observances import Observance, Occurrence
    from miqat.places import Place
    from miqat.prayer import Method

_KNOWN_HOW = {
    Certainty.PROCLAIMED: "Proclaimed",
    Certainty.PUBLISHED: "By a calendar published beforehand, not proclaimed",
    Certainty.COMPUTED: "Computed by rule, not proclaimed",
    Certainty.FORECAST: "Forecast, not proclaimed: the date may move",
}
_HIJRI = "islamic"
#: The traditions of authorities that observances list under another name.
_KEPT_BY = {"twelver": "shia"}
#: Weekly observances are left out unless they are asked for.
_ONLY_IF_ASKED = "weekly"


def observance_events(
    calendar: str | Calendar,
    start: CivilDay,
    stop: CivilDay,
    *,
    observances: Iterable[Observance] | None = None,
    language: str = "en",
    night_place: Place | None = None,
    method: str | Method | None = None,
    rscale: bool = False,
) -> list[Event]:
    """Return the observances that begin from `start` to `stop` in a calendar.

    `observances` are `suited(calendar)` by default. A night has the date of the day that it
    belongs to, and its description names the evening; with `night_place` it is also a separate
    event, from
    maghrib to fajr there. It is tentative until the month is proclaimed. With `rscale` an
    observance that a rule can express is one event with a rule on Hijri months, which few programs
    read correctly. Raises `OutOfRange` outside the calendar, `InvalidDate` where `stop` comes
    before `start`, `InvalidRule` for a calendar of the Sun, or without RSCALE.
    """
    kept_by = calendar_named(calendar)
    if kept_by.month_names != _HIJRI:
        raise InvalidRule(f"observances need a lunar Hijri calendar, not {kept_by.id!r}")
    spoken = language_named(language)
    listed = suited(kept_by) if observances is None else tuple(observances)
    made = [
        (occurrence, _event(occurrence, uid, spoken.code))
        for occurrence, uid in _occurrences(kept_by, listed, as_date(start), as_date(stop))
    ]
    if rscale:
        events = as_rules(made, scale_of(kept_by), of_calendar(kept_by))
    else:
        events = [event for _, event in made]
    if night_place is not None:
        nights = [
            night_event(event, occurrence, night_place, method)
            for occurrence, event in made
            if occurrence.span.is_night
        ]
        events += [night for night in nights if night is not None]
    return events


def suited(
    calendar: Calendar, kinds: Iterable[str] = (), tradition: str | None = None
) -> tuple[Observance, ...]:
    """Return the observances of some kinds and a tradition that a feed of a calendar lists.

    Observances of some countries are left out, except those of the calendar's authority; weekly
    ones are left out unless their kind is named. An authority of one tradition lists that
    tradition, unless another is named. Raises `UnknownName`.
    """
    countries: tuple[str, ...] = ()
    if isinstance(calendar, AuthorityCalendar):
        countries = calendar.authority.countries
        own = calendar.authority.tradition
        tradition = tradition or _KEPT_BY.get(own, own if own in TRADITIONS else None)
    wanted = tuple(kinds)
    groups = [observances_of(kind=kind, tradition=tradition) for kind in wanted or (None,)]
    return tuple(
        entry
        for group in groups
        for entry in group
        if (wanted or entry.kind != _ONLY_IF_ASKED)
        and (not entry.countries or not set(countries).isdisjoint(entry.countries))
    )


def of_calendar(calendar: Calendar) -> str:
    """Return the name of a calendar in an identifier: its authority's id, or its own."""
    return calendar.authority.id if isinstance(calendar, AuthorityCalendar) else calendar.id


def described(occurrence: Occurrence, language: str) -> str:
    """Return the description of an occurrence: Hijri date, evening, certainty and source."""
    entry, first = occurrence.observance, occurrence.hijri
    span = long_form(first, language)
    if occurrence.span.last != occurrence.span.first:
        span += f" – {long_form(occurrence.calendar.from_day(occurrence.span.last), language)}"
    lines = [span]
    evening = occurrence.evening
    if evening is not None:
        what = "The night begins" if occurrence.span.is_night else "Begins"
        lines.append(f"{what} at sunset on {_in_words(evening)}.")
    lines.append(entry.about)
    if entry.reckoned_on == "hijri":
        how, source, _ = date_certainty(occurrence)
        lines.append(f"{_KNOWN_HOW[how]} ({occurrence.calendar.title}; {source}).")
    return "\n".join(lines)


def _occurrences(
    calendar: Calendar, listed: Iterable[Observance], start: date, stop: date
) -> Iterator[tuple[Occurrence, str]]:
    """Yield occurrences in a span of days with their identifiers."""
    first_day, last_day = days.from_date(start), days.from_date(stop)
    if last_day < first_day:
        raise InvalidDate(f"the feed would end on {stop}, before it starts on {start}")
    # A rule may extend beyond its year: an eve, a day after.
    first = max(calendar.from_day(first_day).year - 1, calendar.first_year)
    last = min(calendar.from_day(last_day).year + 1, calendar.last_year)
    entries = tuple(listed)
    for year in range(first, last + 1):
        identities = Identities(of_calendar(calendar), year, bounds(calendar, year)[0])
        for entry in entries:
            try:
                found = entry.occurrences(calendar, year)
            except OutOfRange:  # the last year may break off before it
                continue
            for at, occurrence in enumerate(found):
                if first_day <= occurrence.span.first <= last_day:
                    yield occurrence, identities.of(entry, occurrence.span, at, len(found))


def _event(occurrence: Occurrence, uid: str, language: str) -> Event:
    entry = occurrence.observance
    by_month = date_certainty(occurrence) if entry.reckoned_on == "hijri" else None
    since = None if by_month is None else by_month.since
    return Event(
        uid=uid,
        start=occurrence.first,
        end=occurrence.last + timedelta(days=1),
        summary=entry.name(language.partition("-")[0]),
        description=described(occurrence, language),
        categories=("Observances", entry.kind.capitalize()),
        tentative=by_month is not None and by_month.certainty is not Certainty.PROCLAIMED,
        known=None if since is None else days.to_date(since),
    )


def _in_words(on: date) -> str:
    return f"{days.WEEKDAYS[on.weekday()]} {on.day} {on:%B %Y}"
