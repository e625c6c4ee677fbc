"""Who announces when months begin: rules, the record, and forecasts."""

from miqat.authorities.calendar import AuthorityCalendar, calendar_of
from miqat.authorities.catalogue import authorities, authority, for_place
from miqat.authorities.model import Authority, make_calendars_by
from miqat.authorities.record import Entry, Proclaimed, proclaimed
from miqat.authorities.store.entries import entries as own_entries

__all__ = [
    "Authority",
    "AuthorityCalendar",
    "Entry",
    "Proclaimed",
    "authorities",
    "authority",
    "calendar_of",
    "for_place",
    "own_entries",
    "proclaimed",
]

make_calendars_by(calendar_of)


def __dir__() -> list[str]:
    return __all__
