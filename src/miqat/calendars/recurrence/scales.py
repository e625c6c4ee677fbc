"""RSCALE: which calendar a rule runs on (RFC 7529, section 4.1; names are CLDR's)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from miqat.calendars import registry
from miqat.calendars.civil import GREGORIAN
from miqat.errors import InvalidRule, UnknownName

if TYPE_CHECKING:
    from miqat.calendars.base import Calendar
    from miqat.calendars.civil import Gregorian

    Scale = Calendar | Gregorian

#: CLDR's names that are not ids or aliases of ours.
_NAMES = {"islamicc": "islamic-civil", "persian": "solar-hijri"}
_UNRELIABLE = frozenset({"islamic", "islamic-rgsa"})
_INSTEAD = "ISLAMIC-CIVIL, ISLAMIC-TBLA, ISLAMIC-UMALQURA or the id of a calendar"


def scale(name: str) -> Scale:
    """Return the calendar of an RSCALE, upper or lower case, or of an id of ours.

    ISLAMIC and ISLAMIC-RGSA are refused with `InvalidRule`: they name no one calendar,
    and CLDR is retiring them. Raises `UnknownName` for any other that is not known.
    """
    folded = name.casefold()
    if folded == GREGORIAN.id:
        return GREGORIAN
    if folded in _UNRELIABLE:
        raise InvalidRule(
            f"RSCALE={name.upper()} names no calendar that programs agree on; use {_INSTEAD}"
        )
    try:
        return registry.calendar(_NAMES.get(folded, folded))
    except UnknownName:
        known = {GREGORIAN.id, *_NAMES, *registry.names()}
        raise UnknownName.among("RSCALE", name, known) from None
