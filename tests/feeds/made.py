"""An authority and its feeds, made for the tests: the printed Umm al-Qura, and what is proclaimed.

Of Umm al-Qura 1 Ramadan 1448 is 2027-02-08 and 1 Shawwal 1448 2027-03-09 (the official
calendar); the months proclaimed here are made up.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from miqat import days
from miqat.authorities import Authority, AuthorityCalendar, Entry, calendar_of
from miqat.authorities.model import AuthorityRule, ByCalendar
from miqat.calendars.month_table import month_number

if TYPE_CHECKING:
    from miqat.feeds import Event

YEAR = date(2027, 1, 1), date(2027, 12, 31)

BODY = Authority(
    id="test-body",
    title="A body of the tests",
    kind="body",
    countries=(),
    places=(),
    tradition="",
    rules=(AuthorityRule(month_number(1, 1), frozenset(), ByCalendar(calendar="ummalqura")),),
    source="the tests",
)


def kept(*proclaimed: tuple[int, int, date, date]) -> AuthorityCalendar:
    """Return the body's calendar with months proclaimed: year, month, first day, known on."""
    entries = [
        Entry(
            BODY.id,
            month_number(year, month),
            days.from_date(first),
            days.from_date(known),
            "https://example.org/announcement",
        )
        for year, month, first, known in proclaimed
    ]
    return calendar_of(BODY, entries=entries)


def by_uid(events: list[Event]) -> dict[str, Event]:
    return {event.uid.partition("@")[0]: event for event in events}
