"""The Hijri calendars, one type for all of them, and the registry of their names.

>>> calendar("ummalqura").date(1448, 9, 1).to_date()
datetime.date(2027, 2, 8)
"""

from importlib import import_module
from typing import TYPE_CHECKING

from miqat.calendars.hijri_date import Calendar, HijriDate
from miqat.calendars.months import Certainty, Month
from miqat.calendars.registry import DEFAULT_CALENDAR, calendar, calendars, compared, register
from miqat.calendars.systems.by_crescent import RULE_CALENDARS, visibility
from miqat.calendars.systems.iran import IRAN
from miqat.calendars.systems.solar_hijri import SOLAR_HIJRI
from miqat.calendars.systems.tabular import TABULAR
from miqat.calendars.systems.ummalqura import UMMALQURA
from miqat.calendars.weekdays import nth_weekday

if TYPE_CHECKING:
    from miqat.calendars.arithmetic import Elapsed, between, day_range, month_range, shift
    from miqat.calendars.systems.custom import from_month_starts, from_rule
    from miqat.calendars.text.ixdtf import from_ixdtf
    from miqat.calendars.text.parsing import strptime

__all__ = [
    "DEFAULT_CALENDAR",
    "Calendar",
    "Certainty",
    "Elapsed",
    "HijriDate",
    "Month",
    "between",
    "calendar",
    "calendars",
    "compared",
    "day_range",
    "from_ixdtf",
    "from_month_starts",
    "from_rule",
    "month_range",
    "nth_weekday",
    "register",
    "shift",
    "strptime",
    "visibility",
]

register((*UMMALQURA, *TABULAR, SOLAR_HIJRI, *RULE_CALENDARS, IRAN))

# What a plain conversion does not need is loaded when it is first used.
_LATE = {
    "Elapsed": "arithmetic",
    "between": "arithmetic",
    "day_range": "arithmetic",
    "from_ixdtf": "text.ixdtf",
    "from_month_starts": "systems.custom",
    "from_rule": "systems.custom",
    "month_range": "arithmetic",
    "shift": "arithmetic",
    "strptime": "text.parsing",
}

if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        """Load what is used for the first time."""
        if name not in _LATE:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(f"miqat.calendars.{_LATE[name]}"), name)


def __dir__() -> list[str]:
    return __all__
