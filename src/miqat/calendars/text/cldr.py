"""CLDR's ids of calendars, and dates annotated with them (RFC 9557, section 4.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from miqat.data import read_toml
from miqat.errors import InvalidDate
from miqat.once import once

if TYPE_CHECKING:
    from datetime import date

#: The key of an annotation that names a calendar.
CALENDAR_KEY = "u-ca"


class CldrIds(NamedTuple):
    """CLDR's ids: ours by CLDR's, those read only, the civil ones, the unreliable ones."""

    ours: dict[str, str]
    former: dict[str, str]
    civil: frozenset[str]
    unreliable: frozenset[str]


def annotated(on: date, calendar_id: str, *, critical: bool = False) -> str:
    """Return a civil date with the CLDR id of a calendar, as 2027-02-08[u-ca=islamic-civil].

    `critical` writes "!", which asks a reader that does not know the calendar to refuse.
    Raises `InvalidDate` for a calendar that has no CLDR id.
    """
    flag = "!" if critical else ""
    return f"{on.isoformat()}[{flag}{CALENDAR_KEY}={id_in_cldr(calendar_id)}]"


def id_in_cldr(calendar_id: str) -> str:
    """Return the CLDR id of a calendar by its id; raises `InvalidDate` if it has none."""
    ours = cldr_table().ours
    for name, own in ours.items():
        if own == calendar_id:
            return name
    known = ", ".join(ours.values())
    raise InvalidDate(f"the calendar {calendar_id!r} has no CLDR id; those that have are {known}")


@once
def cldr_table() -> CldrIds:
    """Return the ids, as data/calendars/cldr.toml has them."""
    data = read_toml("calendars/cldr.toml")
    return CldrIds(
        data["calendars"],
        data["aliases"],
        frozenset(data["civil"]["ids"]),
        frozenset(data["unreliable"]["ids"]),
    )
