"""Dates with a calendar annotation, such as `2027-02-08[u-ca=islamic-umalqura]`.

The digits are those of the ISO 8601 (proleptic Gregorian) date; the annotation names the
calendar in which the date is meant, by its CLDR id. Temporal in ECMAScript writes and reads
the same. Source: RFC 9557, sections 3.1 to 3.4 and 4.1.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from miqat.calendars.gregorian import GREGORIAN
from miqat.calendars.registry import calendar as calendar_named
from miqat.calendars.text.cldr import CALENDAR_KEY, cldr_table, id_in_cldr
from miqat.errors import InvalidDate, UnknownName

if TYPE_CHECKING:
    from collections.abc import Iterable

    from miqat.calendars.hijri_date import Calendar, HijriDate

_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(.*)", re.DOTALL)
# RFC 9557, section 4.1: suffix-tag.
_TAG = re.compile(r"\[(!?)([a-z_][a-z0-9_-]*)=([A-Za-z0-9]+(?:-[A-Za-z0-9]+)*)\]")


def to_ixdtf(date: HijriDate, *, critical: bool = False) -> str:
    """Return a date as its Gregorian digits and the CLDR id of its calendar.

    `critical` writes "!", which asks a reader that does not know the calendar to refuse.
    Raises `InvalidDate` for a calendar that CLDR has no id for, `OutOfRange` for a Gregorian
    year outside 1 to 9999.

    >>> from miqat.calendars import calendar
    >>> to_ixdtf(calendar("islamic-umalqura").date(1448, 9, 1))
    '2027-02-08[u-ca=islamic-umalqura]'
    """
    return date.to_ixdtf(critical=critical)


def from_ixdtf(text: str, calendar: Calendar | str | None = None) -> HijriDate:
    """Return the date of a text such as `2027-02-08[u-ca=islamic-umalqura]`.

    `calendar` is for a text that names none, or the Gregorian; another than the one that
    the text names is an error. Of two annotations of the calendar the first counts, unless
    one is critical ("!"); other annotations are passed over, unless they are critical. Raises
    `InvalidDate`, `OutOfRange` and `UnknownName`.

    >>> from_ixdtf("2027-02-08[u-ca=islamic-umalqura]")
    HijriDate(1448, 9, 1, 'ummalqura-kacst')
    """
    match = _DATE.fullmatch(text)
    if match is None:
        raise InvalidDate(f"malformed date {text!r}: write it as 2027-02-08[u-ca=islamic-umalqura]")
    number = GREGORIAN.day_number(int(match[1]), int(match[2]), int(match[3]))
    named = _annotated(text, match[4])
    asked = None if calendar is None else calendar_named(calendar)
    if named is not None and named.casefold() not in cldr_table().civil:
        found = cldr_calendar(named)
        if asked is not None and asked is not found:
            raise InvalidDate(f"{text!r} is a date of {found.id!r}, not of {asked.id!r}")
        return found.from_day(number)
    if asked is None:
        raise InvalidDate(f"{text!r} names no Hijri calendar: add one, [u-ca=islamic-umalqura]")
    return asked.from_day(number)


def cldr_id(calendar: Calendar | str) -> str:
    """Return the CLDR id of a calendar; raises `InvalidDate` for one that has none.

    >>> cldr_id("ummalqura-kacst")
    'islamic-umalqura'
    """
    return id_in_cldr(calendar_named(calendar).id)


def cldr_calendar(name: str) -> Calendar:
    """Return the calendar with a CLDR id, upper or lower case.

    Raises `UnknownName`, and `InvalidDate` for the bare "islamic" and "islamic-rgsa": their
    months differ from program to program.

    >>> cldr_calendar("islamic-umalqura").id
    'ummalqura-kacst'
    """
    ids, wanted = cldr_table(), name.casefold()
    if wanted in ids.unreliable:
        raise InvalidDate(
            f"{name!r} names no calendar that programs agree on; use {_listed(ids.ours)}"
        )
    wanted = ids.former.get(wanted, wanted)
    if wanted not in ids.ours:
        raise UnknownName.among("CLDR calendar", name, ids.ours)
    return calendar_named(ids.ours[wanted])


def cldr_ids() -> dict[str, str]:
    """Return the ids of our calendars by those of CLDR."""
    return dict(cldr_table().ours)


def _annotated(text: str, suffix: str) -> str | None:
    """Return the calendar that a suffix names, if it names one; raises `InvalidDate`."""
    found: list[tuple[str, str]] = []
    end = 0
    while end < len(suffix):
        match = _TAG.match(suffix, end)
        if match is None:
            raise InvalidDate(f"cannot read {suffix[end:]!r} after the date of {text!r}")
        end = match.end()
        critical, key, value = match.groups()
        if key == CALENDAR_KEY:
            found.append((critical, value))
        elif critical or key.startswith("_"):
            why = "critical" if critical else "experimental"
            raise InvalidDate(f"unknown {why} annotation {match[0]!r} in {text!r}")
    if len(found) > 1 and any(critical for critical, _ in found):
        raise InvalidDate(f"{text!r} names its calendar twice, and once critically")
    return found[0][1] if found else None


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)
