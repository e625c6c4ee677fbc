"""RSCALE: which calendar a rule runs on (RFC 7529, section 4.1; names are CLDR's)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from miqat.calendars import registry
from miqat.calendars.gregorian import GREGORIAN, Gregorian
from miqat.calendars.text.ixdtf import cldr_calendar, cldr_ids
from miqat.errors import InvalidDate, InvalidRule, UnknownName

if TYPE_CHECKING:
    from miqat.calendars.hijri_date import Calendar

    Scale = Calendar | Gregorian


def scale(name: str | Scale) -> Scale:
    """Return the calendar of an RSCALE, upper or lower case, or of an id of ours.

    A calendar is returned as it is.

    Raises `InvalidRule` for ISLAMIC and ISLAMIC-RGSA, which name no one calendar and which
    CLDR is retiring, and `UnknownName` for any other that is not known.
    """
    if isinstance(name, Gregorian):
        return name
    if not isinstance(name, str):
        return registry.calendar(name)
    if name.casefold() == GREGORIAN.id:
        return GREGORIAN
    try:
        return cldr_calendar(name)
    except InvalidDate as error:
        raise InvalidRule(f"RSCALE: {error}") from None
    except UnknownName:
        pass
    try:
        return registry.calendar(name)
    except UnknownName:
        known = {GREGORIAN.id, *cldr_ids(), *registry.names()}
        raise UnknownName.among("RSCALE", name, known) from None
