"""The calendar in effect: the one asked for, else the documented default of a place."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from miqat.authorities import AuthorityCalendar, calendar_of, for_place
from miqat.authorities.catalogue import country_of
from miqat.calendars import DEFAULT_CALENDAR
from miqat.calendars import calendar as calendar_named
from miqat.errors import InvalidRule

if TYPE_CHECKING:
    from miqat.authorities import Authority
    from miqat.calendars import Calendar
    from miqat.places import PlaceLike
    from miqat.prayer import Method


class CalendarChoice(NamedTuple):
    """A calendar, and its authority.

    `authority` is None for a calendar without one; `asked` tells whether it was asked for;
    `default` is the reason of the default, with its source, if nothing was asked for, else empty;
    `beside` are the calendars of the other authorities whose announcements are published for the
    place; `country` is that of the place if the default is one of its country.
    """

    calendar: Calendar
    authority: Authority | None
    default: str = ""
    beside: tuple[AuthorityCalendar, ...] = ()
    asked: bool = False
    country: str = ""

    @property
    def name(self) -> str:
        """The id of the authority, or of a calendar that is nobody's announcements."""
        return self.calendar.id if self.authority is None else self.authority.id

    @property
    def countries(self) -> tuple[str, ...]:
        """The countries whose state days are listed: those of the authority of a state.

        Of a default authority only the country of the place.
        """
        of = self.authority
        if of is None or of.kind != "state":
            return ()
        return tuple(code for code in of.countries if self.country in ("", code))


def calendar_choice(
    place: PlaceLike | None = None,
    calendar: str | Calendar | None = None,
    authority: str | Authority | None = None,
) -> CalendarChoice:
    """Return the calendar in effect, for a place or wherever no place is asked about.

    A calendar or an authority that is asked for; else the first authority of
    `authorities.for_place`; else the calendar "ummalqura". What the user's own store holds counts
    for every authority. A calendar may also be asked for by the name of an authority or a
    country. Raises `UnknownName`, `InvalidRule` for a calendar and an authority at once,
    `StoreFault`.
    """
    if calendar is not None and authority is not None:
        raise InvalidRule("an authority has a calendar: give an authority or a calendar, not both")
    if authority is not None:
        return _chosen(calendar_of(authority), asked=True)
    if calendar is not None:
        return _chosen(calendar_named(calendar), asked=True)
    default = None if place is None else for_place(place)
    if place is None or default is None:
        return _chosen(calendar_named(DEFAULT_CALENDAR), asked=False)
    first, *others = map(calendar_of, default.ids)
    why, country = f"{default.reason} ({default.source})", country_of(place) or ""
    return CalendarChoice(first, first.authority, why, tuple(others), country=country)


def ramadan_calendar(method: Method, choice: CalendarChoice) -> Calendar | None:
    """Return the calendar by which a method changes in Ramadan, None for the method's own.

    The one in effect, unless the method names a calendar and no other was asked for.
    """
    if not method.ramadan.moments:
        return None
    if choice.asked or (method.ramadan.calendar is None and choice.default):
        return choice.calendar
    return None


def _chosen(calendar: Calendar, *, asked: bool) -> CalendarChoice:
    of = calendar.authority if isinstance(calendar, AuthorityCalendar) else None
    return CalendarChoice(calendar, of, asked=asked)
