"""Mawaqit's year tables as the values of a community's file and its printed times.

`calendar` has twelve months with six times a day by position (fajr, sunrise, dhuhr, asr, maghrib,
isha), `iqamaCalendar` five (without sunrise), each a clock or minutes such as "+10".
"""

from __future__ import annotations

import re
from calendar import monthrange
from typing import TYPE_CHECKING, Any

import numpy as np

from miqat.prayer.published.reader import MISSING, PublishedTable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from miqat.community.source import Source

_TIMES = ("fajr", "sunrise", "dhuhr", "asr", "maghrib", "isha")
_IQAMA = ("fajr", "dhuhr", "asr", "maghrib", "isha")
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})")
_AFTER = re.compile(r"([+-]\d{1,3})")
_DAY = 1440


def is_mawaqit(values: Mapping[str, Any]) -> bool:
    """Return whether the values of a file are those of a mosque of Mawaqit."""
    document = values.get("rawdata", values)
    return isinstance(document, dict) and isinstance(document.get("calendar"), list)


def from_mawaqit(source: Source, year: int) -> tuple[dict[str, Any], PublishedTable]:
    """Return the values under Miqat's keys, and the table of a year.

    Raises `InvalidRule` for a month or a day that is not as the tables are.
    """
    document = source.values.get("rawdata", source.values)
    values = {
        "name": source.get(document, "name", str, source.get(document, "label", str, "")),
        "latitude": source.get(document, "latitude", float, None),
        "longitude": source.get(document, "longitude", float, None),
        "timezone": source.get(document, "timezone", str, None),
        "address": source.get(document, "localisation", str, ""),
        "phone": document.get("phone") or "",
        "email": document.get("email") or "",
        "website": document.get("site") or "",
    }
    fridays = [document.get(key) for key in ("jumua", "jumua2", "jumua3")]
    values["jumuah"] = [{"time": clock} for clock in fridays if clock]
    eids = [document.get(key) for key in ("aidPrayerTime", "aidPrayerTime2")]
    values["eid"] = [clock for clock in eids if clock]
    return {key: value for key, value in values.items() if value}, _table(source, document, year)


def _table(source: Source, document: Mapping[str, Any], year: int) -> PublishedTable:
    times = _months(source, document, "calendar", len(_TIMES))
    iqama = _months(source, document, "iqamaCalendar", len(_IQAMA))
    days, minutes, late = [], [], []
    for month in range(1, 13):
        for day in range(1, monthrange(year, month)[1] + 1):
            cells = times.get((month, day))
            if cells is None:
                continue
            days.append(f"{year:04d}-{month:02d}-{day:02d}")
            read = [_minute(source, "calendar", cell, None) for cell in cells[: len(_TIMES)]]
            minutes.append(_ascending(read))
            begins = [minutes[-1][at] for at in (0, 2, 3, 4, 5)]
            given = iqama.get((month, day), [""] * len(_IQAMA))
            late.append(
                [
                    _minute(source, "iqamaCalendar", cell, begin)
                    for cell, begin in zip(given, begins, strict=False)
                ]
            )
    if not days:
        raise source.fault("calendar", "the calendar has no days")
    columns, of_iqama = np.array(minutes, np.int16).T, np.array(late, np.int16).T
    return PublishedTable(
        np.array(days, "datetime64[D]"),
        dict(zip(_TIMES, columns, strict=True)),
        {
            name: column
            for name, column in zip(_IQAMA, of_iqama, strict=True)
            if (column != MISSING).any()
        },
    )


def _months(
    source: Source, document: Mapping[str, Any], key: str, count: int
) -> dict[tuple[int, int], list[str]]:
    listed = document.get(key) or []
    if not isinstance(listed, list) or len(listed) not in (0, 12):
        raise source.fault(key, "a year has twelve months")
    found = {}
    for month, entries in enumerate(listed, start=1):
        if not isinstance(entries, dict):
            raise source.fault(key, f"month {month} is not a table of days")
        for day, cells in entries.items():
            if not isinstance(cells, list) or len(cells) < count or not str(day).isdecimal():
                raise source.fault(key, f"month {month}, day {day}: wanted {count} times")
            found[month, int(day)] = [str(cell) for cell in cells]
    return found


def _minute(source: Source, key: str, text: str, begins: int | None) -> int:
    text = text.strip()
    if not text:
        return MISSING
    if begins is not None and (match := _AFTER.fullmatch(text)):
        return begins + int(match[1])
    match = _CLOCK.fullmatch(text)
    if match is None or int(match[1]) > 23 or int(match[2]) > 59:
        raise source.fault(key, f"cannot read the time {text!r}")
    minute = int(match[1]) * 60 + int(match[2])
    return minute + _DAY if begins is not None and minute < begins - _DAY // 2 else minute


def _ascending(minutes: list[int]) -> list[int]:
    """Return the times of a day, an isha after midnight counted on."""
    *others, isha = minutes
    if MISSING not in (isha, others[-1]) and isha < others[-1]:
        isha += _DAY
    return [*others, isha]
