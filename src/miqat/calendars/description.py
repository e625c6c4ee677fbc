"""What is known of a calendar, as plain data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from miqat.calendars.hijri_date import Calendar


def describe(calendar: Calendar) -> dict[str, Any]:
    """Return the range of a calendar in years, its rule, source and measured agreement."""
    return {
        "id": calendar.id,
        "title": calendar.title,
        "first_year": calendar.first_year,
        "last_year": calendar.last_year,
        "certainty": str(calendar.certainty),
        "rule": calendar.rule,
        "source": calendar.source,
        "agreement": calendar.agreement or None,
        "aliases": list(calendar.aliases),
        "month_names": calendar.month_names,
    }
