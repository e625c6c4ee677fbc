"""Dates as Aladhan's answers have them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from miqat import days
from miqat.errors import InvalidDate, OutOfRange
from miqat.observances import occurrences, principal
from miqat.web.aladhan.parameters import words

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from miqat.calendars import Calendar

_DAY_FIRST = re.compile(r"(\d{1,2})-(\d{1,2})-(\d{1,4})", re.ASCII)
_UNIX = re.compile(r"\d{5,11}", re.ASCII)


def read(text: str | None, zone: ZoneInfo) -> date:
    """Return a date: DD-MM-YYYY, a Unix time, or today at the place."""
    if text is None:
        return datetime.now(zone).date()
    if _UNIX.fullmatch(text):
        return datetime.fromtimestamp(int(text), UTC).astimezone(zone).date()
    day, month, year = parts(text)
    try:
        return date(year, month, day)
    except ValueError as error:
        raise InvalidDate(f"there is no date {text!r} ({error}); write DD-MM-YYYY") from None


def parts(text: str) -> tuple[int, int, int]:
    """Return day, month and year of DD-MM-YYYY."""
    match = _DAY_FIRST.fullmatch(text)
    if match is None:
        raise InvalidDate(f"cannot read the date {text!r}; write DD-MM-YYYY, such as 08-02-2027")
    return int(match[1]), int(match[2]), int(match[3])


def both(on: date, of: Calendar, method: str, adjustment: int = 0) -> dict[str, Any]:
    """Return a day as the Hijri and the Gregorian date.

    An adjustment moves the Hijri date by days in the arithmetic calendar alone, as with Aladhan.
    """
    moved = adjustment if method == "MATHEMATICAL" else 0
    hijri = of.from_date(on + timedelta(days=moved))
    weekday, in_arabic = words()["weekdays"][on.weekday()]
    name, name_in_arabic = words()["months"][hijri.month - 1]
    length = of.month(hijri.year, hijri.month).length
    return {
        "hijri": {
            "date": f"{hijri.day:02d}-{hijri.month:02d}-{hijri.year}",
            "format": "DD-MM-YYYY",
            "day": f"{hijri.day}",
            "weekday": {"en": weekday, "ar": in_arabic},
            "month": {
                "number": hijri.month, "en": name, "ar": name_in_arabic, "days": length,
            },
            "year": f"{hijri.year}",
            "designation": {"abbreviated": "AH", "expanded": "Anno Hegirae"},
            "holidays": _holidays(of, days.from_date(hijri.to_date())),
            "adjustedHolidays": [],
            "method": method,
        },
        "gregorian": {
            "date": f"{on:%d-%m-%Y}",
            "format": "DD-MM-YYYY",
            "day": f"{on:%d}",
            "weekday": {"en": f"{on:%A}"},
            "month": {"number": on.month, "en": f"{on:%B}"},
            "year": f"{on.year}",
            "designation": {"abbreviated": "AD", "expanded": "Anno Domini"},
            "lunarSighting": False,
        },
    }  # fmt: skip


def from_hijri(text: str, of: Calendar) -> date:
    """Return the civil day of a Hijri date DD-MM-YYYY."""
    day, month, year = parts(text)
    return days.to_date(of.day_number(year, month, day))


def month_of(of: Calendar, year: int, month: int) -> list[date]:
    """Return the civil days of a Hijri month."""
    if not 1 <= month <= 12:
        raise OutOfRange(f"month {month} is not one of 1 to 12")
    first = of.day_number(year, month, 1)
    return [days.to_date(first + at) for at in range(of.month(year, month).length)]


def gregorian_month(year: int, month: int) -> list[date]:
    """Return the days of a Gregorian month."""
    try:
        first = date(year, month, 1)
    except ValueError as error:
        raise OutOfRange(f"there is no month {month} of {year} ({error})") from None
    after = date(year + month // 12, month % 12 + 1, 1) if year < 9999 or month < 12 else date.max
    return [first + timedelta(days=at) for at in range((after - first).days)]


def _holidays(of: Calendar, number: int) -> list[str]:
    found = occurrences(of, first_day=number, last_day=number, observances=principal())
    return [each.observance.name() for each in found if each.span.first == number]
