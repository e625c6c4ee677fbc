"""Which years of a calendar a test looks at: all, or parts where months are computed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from miqat.calendars.systems.computed import ComputedCalendar

if TYPE_CHECKING:
    from miqat.calendars import Calendar


def years_of(kept: Calendar) -> list[range]:
    """Return the years of a calendar; of a computed one the first, the last and some today."""
    first, last = kept.first_year, kept.last_year
    if not isinstance(kept, ComputedCalendar):
        return [range(first, last + 1)]
    return [range(first, first + 8), range(1440, 1460), range(last - 7, last + 1)]
