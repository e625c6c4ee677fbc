"""Miqat: the reckoning of appointed times.

Names are imported when they are first used, so that `import miqat` costs next to nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from miqat import hooks

if TYPE_CHECKING:
    from miqat import (
        almanac,
        authorities,
        calendars,
        crescent,
        days,
        errors,
        feeds,
        observances,
        prayer,
        qibla,
        sky,
    )
    from miqat.almanac import Day, day
    from miqat.authorities import Authority, authority
    from miqat.calendars import Calendar, HijriDate, calendar
    from miqat.calendars.comparison import compare
    from miqat.calendars.historical.reconciliation import reconcile
    from miqat.calendars.recurrence import recurrence
    from miqat.errors import (
        ImplausibleMonth,
        InvalidDate,
        InvalidPlace,
        InvalidRule,
        InvalidTable,
        MiqatError,
        MissingPart,
        MixedCalendars,
        OutOfRange,
        StoreFault,
        UnknownName,
        WrongType,
    )
    from miqat.observances import Observance, observance
    from miqat.places import Place, nearest_city, place

__version__ = "0.1.0"

# What the calendars ask of the rooms above them; each is loaded when it is first asked.
hooks.calendar_named = lambda name: import_module(
    "miqat.authorities.calendar_names"
).calendar_named(name)
hooks.calendar_in_effect = lambda place: (
    import_module("miqat.almanac.resolve").calendar_choice(place).calendar
)

__all__ = [
    "Authority",
    "Calendar",
    "Day",
    "HijriDate",
    "ImplausibleMonth",
    "InvalidDate",
    "InvalidPlace",
    "InvalidRule",
    "InvalidTable",
    "MiqatError",
    "MissingPart",
    "MixedCalendars",
    "Observance",
    "OutOfRange",
    "Place",
    "StoreFault",
    "UnknownName",
    "WrongType",
    "almanac",
    "authorities",
    "authority",
    "calendar",
    "calendars",
    "compare",
    "crescent",
    "day",
    "days",
    "errors",
    "feeds",
    "nearest_city",
    "observance",
    "observances",
    "place",
    "prayer",
    "qibla",
    "reconcile",
    "recurrence",
    "sky",
]

_ROOMS = frozenset(
    {
        "almanac",
        "authorities",
        "calendars",
        "crescent",
        "days",
        "errors",
        "feeds",
        "observances",
        "prayer",
        "qibla",
        "sky",
    }
)

_EXPORTS = {
    "Authority": "authorities",
    "Calendar": "calendars",
    "Day": "almanac",
    "HijriDate": "calendars",
    "ImplausibleMonth": "errors",
    "InvalidDate": "errors",
    "InvalidPlace": "errors",
    "InvalidRule": "errors",
    "InvalidTable": "errors",
    "MiqatError": "errors",
    "MissingPart": "errors",
    "MixedCalendars": "errors",
    "Observance": "observances",
    "OutOfRange": "errors",
    "Place": "places",
    "StoreFault": "errors",
    "UnknownName": "errors",
    "WrongType": "errors",
    "authority": "authorities",
    "calendar": "calendars",
    "compare": "calendars.comparison",
    "day": "almanac",
    "nearest_city": "places",
    "observance": "observances",
    "place": "places",
    "reconcile": "calendars.historical.reconciliation",
    "recurrence": "calendars.recurrence",
}

# Hidden from type checkers, to which any misspelt name would otherwise seem to exist.
if not TYPE_CHECKING:

    def __getattr__(name):
        if name in _ROOMS:
            return import_module(f"miqat.{name}")
        if name not in _EXPORTS:
            raise AttributeError(f"module 'miqat' has no attribute {name!r}")
        value = getattr(import_module(f"miqat.{_EXPORTS[name]}"), name)
        globals()[name] = value
        return value

    def __dir__():
        return sorted({*globals(), *__all__})
