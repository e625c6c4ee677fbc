"""The Hijri calendars, one type for all of them, and the registry of their names.

>>> calendar("ummalqura").date(1448, 9, 1).to_date()
datetime.date(2027, 2, 8)
"""

from miqat.calendars.base import Calendar
from miqat.calendars.crescent_calendars import KEPT_BY_RULE, visibility
from miqat.calendars.hijri_date import HijriDate
from miqat.calendars.iran import IRAN
from miqat.calendars.ixdtf import from_ixdtf
from miqat.calendars.months import Certainty, Month
from miqat.calendars.reading import strptime
from miqat.calendars.registry import DEFAULT_CALENDAR, calendar, calendars, compared, register
from miqat.calendars.solar_hijri import SOLAR_HIJRI
from miqat.calendars.tabular import TABULAR
from miqat.calendars.ummalqura import UMMALQURA
from miqat.calendars.weekdays import nth_weekday

__all__ = [
    "DEFAULT_CALENDAR",
    "Calendar",
    "Certainty",
    "HijriDate",
    "Month",
    "calendar",
    "calendars",
    "compared",
    "from_ixdtf",
    "nth_weekday",
    "register",
    "strptime",
    "visibility",
]

register((*UMMALQURA, *TABULAR, SOLAR_HIJRI, *KEPT_BY_RULE, IRAN))
