"""Prayer times as Aladhan's answers have them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from miqat.prayer import TIMES, times
from miqat.web.aladhan import dates

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from miqat.calendars import Calendar
    from miqat.places import Place
    from miqat.prayer import Method
    from miqat.web.aladhan.parameters import Chosen, Parameters

#: Aladhan's names in the order of its answers, and Miqat's.
_NAMES = {
    "Fajr": "fajr",
    "Sunrise": "sunrise",
    "Dhuhr": "dhuhr",
    "Asr": "asr",
    "Sunset": "sunset",
    "Maghrib": "maghrib",
    "Isha": "isha",
    "Imsak": "imsak",
    "Midnight": "midnight",
    "Firstthird": "first_third",
    "Lastthird": "last_third",
}
_WANTED = (*TIMES, "sunset", "first_third")
_ABSENT = "-----"


def of_days(
    asked: Parameters, here: Place, chosen: Chosen, of: Calendar, wanted: Iterable[date],
    *, with_zone: bool,
) -> list[dict[str, Any]]:  # fmt: skip
    """Return timings, date and meta of consecutive days; with the zone's name after each time."""
    listed = list(wanted)
    table = times(here, listed[0], listed[-1], chosen.method, names=_WANTED)
    iso = asked.iso8601.casefold() == "true"
    meta = _meta(here, chosen)
    return [
        {
            "timings": {
                name: _said(
                    row[own], here, chosen.offsets.get(name, 0), iso=iso, with_zone=with_zone
                )
                for name, own in _NAMES.items()
            },
            "date": _date(on, here, of, asked),
            "meta": meta,
        }
        for on, row in zip(listed, table.to_dict()["days"], strict=True)
    ]


def _said(at: object, here: Place, minutes: int, *, iso: bool, with_zone: bool) -> str:
    if not isinstance(at, str):
        return _ABSENT
    moved = datetime.fromisoformat(at).astimezone(here.zone) + timedelta(minutes=minutes)
    if iso:
        return moved.isoformat()
    return f"{moved:%H:%M} ({moved.tzname()})" if with_zone else f"{moved:%H:%M}"


def _date(on: date, here: Place, of: Calendar, asked: Parameters) -> dict[str, Any]:
    morning = datetime(on.year, on.month, on.day, 9, 1, 1, tzinfo=here.zone)
    said = dates.both(on, of, asked.calendarMethod, asked.adjustment)
    return {
        "readable": f"{on:%d %b %Y}",
        "timestamp": f"{morning.timestamp():.0f}",
        **said,
    }


def _meta(here: Place, chosen: Chosen) -> dict[str, Any]:
    point = {"latitude": here.latitude, "longitude": here.longitude}
    return {
        **point,
        "timezone": here.zone.key,
        "method": {**described(chosen.method, chosen.number), "location": point},
        "latitudeAdjustmentMethod": chosen.latitudes,
        "midnightMode": chosen.midnight,
        "school": chosen.school,
        "offset": chosen.offsets,
    }


def described(rule: Method, number: int) -> dict[str, Any]:
    """Return the number, name and angles of a method."""
    name = rule.title.removesuffix(" changed").removesuffix(", as Aladhan has it")
    return {"id": number, "name": name, "params": _params(rule)}


def _params(rule: Method) -> dict[str, Any]:
    found: dict[str, Any] = {"Fajr": _number(rule.fajr.angle)}
    if rule.maghrib.angle is not None:
        found["Maghrib"] = _number(rule.maghrib.angle)
    after = f"{rule.isha.after:g} min"
    found["Isha"] = after if rule.isha.angle is None else _number(rule.isha.angle)
    return found


def _number(angle: float | None) -> float | int | None:
    return int(angle) if angle is not None and angle == int(angle) else angle
