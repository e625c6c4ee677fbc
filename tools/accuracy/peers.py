"""Other libraries' events, from their functions before they round to the minute."""

from __future__ import annotations

from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    #: Latitude, longitude and date to the events, in hours of the UTC day, NaN for none.
    Hours = Callable[[float, float, date], dict[str, float]]

EVENTS = ("fajr", "sunrise", "dhuhr", "asr", "maghrib", "isha")
NONE = float("nan")


def installed() -> dict[str, Hours]:
    """Return the peers that are installed, by name and version."""
    found = {}
    for distribution, name, make in (
        ("adhanpy", "adhanpy", _adhanpy),
        ("praytime", "praytime", _praytime),
        ("islam", "pyIslam", _pyislam),
    ):
        try:
            found[f"{name} {version(distribution)}"] = make()
        except PackageNotFoundError:
            continue
    return found


def _adhanpy() -> Hours:
    solar_time = import_module("adhanpy.astronomy.SolarTime").SolarTime
    coordinates = import_module("adhanpy.data.Coordinates").Coordinates
    components = import_module("adhanpy.util.DateComponents").DateComponents
    shadow = import_module("adhanpy.calculation.Madhab").Madhab.SHAFI.get_shadow_length()

    def of_day(latitude: float, longitude: float, on: date) -> dict[str, float]:
        sun = solar_time(components(on.year, on.month, on.day), coordinates(latitude, longitude))
        return {
            "fajr": sun.hour_angle(-18.0, False),
            "sunrise": sun.sunrise,
            "dhuhr": sun.transit,
            "asr": sun.afternoon(shadow),
            "maghrib": sun.sunset,
            "isha": sun.hour_angle(-17.0, True),
        }

    return of_day


def _praytime() -> Hours:
    pray_time = import_module("praytime").PrayTime("MWL").round("none")
    pray_time.set({"highLats": "None", "format": "x"}).utc_offset(0)

    def of_day(latitude: float, longitude: float, on: date) -> dict[str, float]:
        times = pray_time.location([latitude, longitude]).times(on)
        times["maghrib"] = times["sunset"]
        hours = {name: times[name] for name in EVENTS}
        return {
            name: time / 3_600_000 if isinstance(time, int | float) else NONE
            for name, time in hours.items()
        }

    return of_day


def _pyislam() -> Hours:
    room = import_module("pyIslam.praytimes")
    fields = {"sunrise": "sherook", "dhuhr": "dohr", "maghrib": "maghreb", "isha": "ishaa"}

    def of_day(latitude: float, longitude: float, on: date) -> dict[str, float]:
        try:
            found = room.Prayer(room.PrayerConf(longitude, latitude, 0, 2, 1), on)
        except ValueError:  # a twilight that does not occur
            return dict.fromkeys(EVENTS, NONE)
        return {name: getattr(found, f"_{fields.get(name, name)}_time") for name in EVENTS}

    return of_day
