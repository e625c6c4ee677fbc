"""Authorities: who says when a month begins, by which rule, and what was proclaimed."""

from miqat.authorities.catalogue import authorities, authority, for_place
from miqat.authorities.kept import KeptCalendar, calendar_of
from miqat.authorities.model import Authority
from miqat.authorities.record import Entry, Proclaimed, proclaimed
from miqat.authorities.store import entries as own_entries

__all__ = [
    "Authority",
    "Entry",
    "KeptCalendar",
    "Proclaimed",
    "authorities",
    "authority",
    "calendar_of",
    "for_place",
    "own_entries",
    "proclaimed",
]
