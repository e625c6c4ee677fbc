"""A community: one place of prayer with its rules, its events and what it prints."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from miqat.calendars import Calendar
    from miqat.community.events import CommunityEvent
    from miqat.observances import Observance
    from miqat.places import Place
    from miqat.prayer import Method
    from miqat.prayer.iqama import IqamaRule
    from miqat.prayer.published.reader import PublishedTable


@dataclass(frozen=True, slots=True)
class Slot:
    """What one of several congregations of a prayer is called, and where it is."""

    name: str = ""
    place: str = ""
    address: str = ""

    def __str__(self) -> str:
        """Return the name and the place."""
        return ", ".join(filter(None, (self.name, self.place)))


@dataclass(frozen=True, slots=True)
class Community:
    """A community as its file has it.

    `key` identifies it in a feed. `calendar` is that of its Hijri dates, `asked` says whether the
    file names it. `iqama` holds every rule of a congregation, with Jumuah, the Eids and tarawih;
    `slots` the names of several congregations by their column (jumuah, jumuah_2). `hours` is a
    clock of 24 or 12 hours. `rest` is what a SalahAPI document says that Miqat does not use.
    """

    key: str
    name: str
    place: Place
    method: Method
    calendar: Calendar
    asked: bool
    authority: str | None = None
    iqama: tuple[IqamaRule, ...] = ()
    slots: Mapping[str, Slot] = field(default_factory=dict)
    events: tuple[CommunityEvent, ...] = ()
    anniversaries: tuple[Observance, ...] = ()
    published: PublishedTable | None = None
    languages: tuple[str, ...] = ("en",)
    hours: int = 24
    address: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""
    description: str = ""
    logo: str = ""
    notes: tuple[str, ...] = ()
    rest: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        """Return the name."""
        return self.name

    def slot(self, key: str) -> Slot:
        """Return the name and place of a congregation by its column."""
        return self.slots.get(key, Slot())
