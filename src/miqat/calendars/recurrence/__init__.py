"""Recurrence rules on any calendar: RFC 5545, with RSCALE and SKIP of RFC 7529.

>>> from datetime import date
    >>> from datetime import date
>>> rule = recurrence("RSCALE=ISLAMIC-UMALQURA;FREQ=YEARLY;BYMONTH=9;BYDAY=-1FR")
>>> [str(day) for day in rule.between(date(2026, 1, 1), date(2028, 1, 1))]
['2026-03-13', '2027-03-05']
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from miqat.calendars.gregorian import GREGORIAN
from miqat.calendars.recurrence.grammar import Frequency, RecurrenceRule, Skip, parse
from miqat.calendars.recurrence.scales import scale
from miqat.calendars.recurrence.series import Recurrence
from miqat.days import as_day
from miqat.errors import InvalidRule

if TYPE_CHECKING:
    from miqat.calendars.hijri_date import Calendar
    from miqat.days import CivilDay

__all__ = ["Frequency", "Recurrence", "RecurrenceRule", "Skip", "recurrence"]


def recurrence(
    text: str,
    start: CivilDay | None = None,
    calendar: Calendar | str | None = None,
) -> Recurrence:
    """Return the recurrence that a rule's text states.

    `start` is DTSTART: a date, ISO text, a `datetime64` or a Hijri date. INTERVAL and COUNT
    count from it, and it gives what the rule leaves out; it is listed only where it matches
    the rule. The calendar is the rule's RSCALE, or `calendar`, an object or an id, in a rule
    without one; without either it is the Gregorian, as in RFC 5545. UNTIL is a Gregorian date,
    whatever the calendar.

    Raises `InvalidRule` for a rule that cannot be read, has a part where the RFC does not
    allow it or needs a start; `UnknownName` for an unknown RSCALE or calendar; `OutOfRange`
    for a start outside the calendar.

    >>> from datetime import date
    >>> eid = recurrence("FREQ=YEARLY;COUNT=2", date(2026, 3, 20), "ummalqura")
    >>> [str(day) for day in eid]
    ['2026-03-20', '2027-03-09']
    """
    rule = parse(text, has_calendar=calendar is not None)
    if calendar is None:
        kept_by = GREGORIAN if rule.rscale is None else scale(rule.rscale)
    elif rule.rscale is not None:
        raise InvalidRule(f"the rule has RSCALE={rule.rscale}: leave out the calendar")
    else:
        kept_by = scale(calendar)
    if start is None:
        return Recurrence(rule, kept_by)
    return Recurrence(rule, kept_by, as_day(start))
