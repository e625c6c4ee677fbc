"""Miqat: Hijri dates, observances, prayer times, the crescent and the qibla of any place.

A place is a name in any script, a (latitude, longitude) pair or a `Place`. A day is a `date`,
ISO text or a `datetime64`. A calendar or an authority is an id, a country or an object.

The day of a place, now (`today`) or at a moment (`day`):

>>> import miqat
>>> day = miqat.day("Makkah", "2027-02-20", calendar="ummalqura")
>>> print(day.hijri)
1448-09-13
>>> print(day.times.maghrib)
2027-02-20 18:21:00+03:00

A timetable, which becomes a data frame by `to_pandas()` and JSON by `to_json()`:

>>> table = miqat.prayer.times("Ankara", "2027-02-08", "2027-02-10")
>>> for row in table:
...     print(row.date, f"{row.fajr:%H:%M}", f"{row.maghrib:%H:%M}")
2027-02-08 06:19 18:22
2027-02-09 06:18 18:23
2027-02-10 06:17 18:24

Dates of a calendar:

>>> first = miqat.HijriDate(1448, 9, 1, "ummalqura")
>>> first.to_date()
datetime.date(2027, 2, 8)
>>> print(miqat.calendar("islamic-civil").from_date("2027-02-08"))
1448-09-01

When an observance falls, and when a month begins, by each authority, with probabilities:

>>> print(miqat.when("ramadan", 1446, authority="saudi-arabia"))
Ramadan in the Hijri year 1446
saudi-arabia: Ramadan 1446 AH on 2025-03-01
>>> miqat.forecast("saudi-arabia", 1446, 9).first
datetime.date(2025, 3, 1)

The crescent of an evening, and the qibla:

>>> miqat.crescent.observe("Karachi", "2027-02-07").zone("yallop")
'C'
>>> round(miqat.qibla.toward_kaaba("London").azimuth)
119

Every error is a `MiqatError` whose message is one line. Every answer has `to_dict()` and
`to_json()`.
"""

# The names are listed with their types in __init__.pyi, and imported when they are first used, so
# that `import miqat` costs next to nothing.

from importlib import import_module as _import_module

from miqat import hooks as _hooks

__version__ = "0.1.0"

# What the calendars ask of the rooms above them; each is loaded when it is first asked.
_hooks.calendar_named = lambda name: _import_module(
    "miqat.authorities.calendar_names"
).calendar_named(name)
_hooks.hijri_stated = lambda text: _import_module("miqat.texts.stated").hijri_stated(text)
_hooks.calendar_in_effect = lambda place: (
    _import_module("miqat.almanac.resolve").calendar_choice(place).calendar
)

_ROOMS = frozenset({
    "almanac",
    "authorities",
    "calendars",
    "crescent",
    "days",
    "errors",
    "feeds",
    "observances",
    "places",
    "prayer",
    "qibla",
    "sky",
    "texts",
})  # fmt: skip

_EXPORTS = {
    "Authority": "authorities",
    "Calendar": "calendars",
    "Day": "almanac",
    "HijriDate": "calendars",
    "ImplausibleMonth": "errors",
    "InvalidDate": "errors",
    "InvalidDocument": "errors",
    "InvalidPlace": "errors",
    "InvalidRule": "errors",
    "InvalidStore": "errors",
    "InvalidTable": "errors",
    "MiqatError": "errors",
    "MissingPart": "errors",
    "MixedCalendars": "errors",
    "Observance": "observances",
    "OutOfRange": "errors",
    "Place": "places",
    "InvalidToken": "errors",
    "LimitReached": "errors",
    "NotAllowed": "errors",
    "StoreFault": "errors",
    "UnknownName": "errors",
    "WrongType": "errors",
    "authority": "authorities",
    "calendar": "calendars",
    "compare": "calendars.comparison",
    "day": "almanac",
    "forecast": "authorities.forecasting.month_forecast",
    "nearest_city": "places",
    "observance": "observances",
    "place": "places",
    "reconcile": "calendars.historical.reconciliation",
    "recurrence": "calendars.recurrence",
    "today": "almanac",
    "when": "almanac.observance_dates",
}

__all__ = sorted([*_ROOMS, *_EXPORTS])


def __getattr__(name):
    if name in _ROOMS:
        return _import_module(f"miqat.{name}")
    if name not in _EXPORTS:
        from difflib import get_close_matches

        near = get_close_matches(name, __all__, n=1, cutoff=0.75)
        hint = f"; did you mean {near[0]!r}?" if near else ""
        raise AttributeError(f"module 'miqat' has no attribute {name!r}{hint}")
    value = getattr(_import_module(f"miqat.{_EXPORTS[name]}"), name)
    globals()[name] = value
    return value


def __dir__():
    return [*__all__, "__version__"]
