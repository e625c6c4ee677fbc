"""The calendar in effect for a place: the one asked for, else the documented default."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from miqat.authorities import authority as authority_named
from miqat.authorities import calendar_of, for_place, own_entries
from miqat.calendars import DEFAULT_CALENDAR
from miqat.calendars import calendar as calendar_named
from miqat.errors import InvalidRule

if TYPE_CHECKING:
    from miqat.authorities import Authority, AuthorityCalendar
    from miqat.calendars import Calendar
    from miqat.places import Place


class CalendarChoice(NamedTuple):
    """The calendar of a place, and its authority.

    `authority` is None for a calendar without one; `default` is the source of the default if
    nothing was asked for, else empty; `beside` are the calendars of the other authorities whose
    announcements are published for the place.
    """

    calendar: Calendar
    authority: Authority | None
    default: str
    beside: tuple[AuthorityCalendar, ...]


def calendar_choice(
    where: Place, calendar: str | Calendar | None = None, authority: str | Authority | None = None
) -> CalendarChoice:
    """Return the calendar in effect for a place.

    A calendar or an authority that is asked for; else the first of `authorities.for_place`,
    with the user's own store; else the calendar "ummalqura". Raises `UnknownName`,
    `InvalidRule` for a calendar and an authority at once, `StoreFault`.
    """
    if calendar is not None:
        if authority is not None:
            raise InvalidRule("ask for a calendar or for an authority, not for both")
        return CalendarChoice(calendar_named(calendar), None, "", ())
    own = own_entries()
    if authority is not None:
        one = authority_named(authority)
        return CalendarChoice(calendar_of(one, None, own), one, "", ())
    found = for_place(where)
    if found is None:
        return CalendarChoice(calendar_named(DEFAULT_CALENDAR), None, "", ())
    first, *others = (calendar_of(name, None, own) for name in found.ids)
    return CalendarChoice(first, first.authority, found.source, tuple(others))
