"""SalahAPI 1.0 documents read as the values of a community's file.

Rounding is not in the text of the specification: as its PHP code does, the adhan is rounded up
before the minutes are added, and the end of a prayer down before they are taken off.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

from miqat.data import read_toml
from miqat.errors import UnknownName
from miqat.once import once
from miqat.prayer.clock_rules import ENDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from miqat.community.source import Source

PRAYERS = ("fajr", "dhuhr", "asr", "maghrib", "isha")
_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_VERSION = re.compile(r"1\.0(\.\d+)?")
_RULE_KEYS = (
    "static", "change", "roundMinutes", "earliest", "latest", "afterAthanMinutes",
    "beforeEndMinutes", "overrides",
)  # fmt: skip
_ORDERS = {"YYYY-MM-DD": (0, 1, 2), "DD/MM/YYYY": (2, 1, 0), "MM/DD/YYYY": (2, 0, 1)}


@once
def vocabulary() -> dict[str, Any]:
    """Return the methods, the rules of high latitudes and the conditions of the specification."""
    return read_toml("community/salahapi.toml")


def is_salahapi(values: Mapping[str, Any]) -> bool:
    """Return whether the values of a file are those of a SalahAPI document."""
    return "salahapi" in values


def from_salahapi(source: Source) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the values of a document under Miqat's keys, and what Miqat does not use of it.

    Raises `InvalidRule` with the line and key of what the specification does not allow.
    """
    document = source.values
    version = source.get(document, "salahapi", str, "")
    if not _VERSION.fullmatch(version):
        raise source.fault("salahapi", f"version {version!r} is not 1.0")
    info = source.get(document, "info", dict, {})
    values: dict[str, Any] = {"name": source.get(info, "title", str, "", "info.")}
    values["description"] = source.get(info, "description", str, "", "info.")
    contact = source.get(info, "contact", dict, {}, "info.")
    values["email"] = source.get(contact, "email", str, "", "contact.")
    values["website"] = source.get(contact, "url", str, "", "contact.")
    location = source.get(document, "location", dict, {})
    for key, kind in (("latitude", float), ("longitude", float), ("timezone", str)):
        if location:
            if key not in location:
                raise source.fault("location", f"{key} is missing")
            values[key] = source.get(location, key, kind, None, "location.")
    method = source.get(document, "calculationMethod", dict, {})
    if method:
        values |= _method(source, method)
        order = source.get(location, "dateFormat", str, "YYYY-MM-DD", "location.")
        values |= _rules(source, method, order)
    rest = {
        "info": {"version": source.get(info, "version", str, "1.0.0", "info."),
                 "contact": {"name": contact["name"]} if "name" in contact else {}},
        "location": {key: location[key] for key in ("city", "country", "dateFormat", "timeFormat")
                     if key in location},
        "method": method.get("name", ""),
    }  # fmt: skip
    if "dailyPrayerTimes" in document:
        rest["dailyPrayerTimes"] = document["dailyPrayerTimes"]
    return {key: value for key, value in values.items() if value != ""}, rest


def _method(source: Source, method: Mapping[str, Any]) -> dict[str, Any]:
    known = vocabulary()["methods"]
    name = source.get(method, "name", str, "", "calculationMethod.")
    if name not in known:
        raise source.fault(
            "calculationMethod.name", str(UnknownName.among("SalahAPI method", name, known))
        )
    row = known[name]
    fajr = source.get(method, "fajrAngle", float, row.get("fajr"), "calculationMethod.")
    isha = source.get(method, "ishaAngle", float, None, "calculationMethod.")
    changes = [] if fajr is None else [f"fajr.angle = {fajr:g}"]
    if isha is None and "after_maghrib" in row:
        changes += ['isha.of = "maghrib"', f"isha.after = {row['after_maghrib']}"]
    elif (isha or row.get("isha")) is not None:
        changes.append(f"isha.angle = {isha or row['isha']:g}")
    shadows = {"standard": 1, "hanafi": 2}
    asr = _one_of(source, method, "asrCalculationMethod", tuple(shadows), "calculationMethod.")
    if asr == "hanafi":
        changes.append("asr.shadow = 2")
    latitudes = vocabulary()["latitudes"]
    high = _one_of(source, method, "highLatitudeAdjustment", tuple(latitudes), "calculationMethod.")
    if high is not None:
        changes.append(f'latitudes.rule = "{latitudes[high]}"')
    return {"method": "mwl", "set": changes}


def _one_of(
    source: Source, values: Mapping[str, Any], key: str, among: tuple[str, ...], under: str
) -> str | None:
    found: str | None = source.get(values, key, str, None, under)
    if found is not None and found not in among:
        raise source.fault(f"{under}{key}", str(UnknownName.among(key, found, among)))
    return found


def _rules(source: Source, method: Mapping[str, Any], order: str) -> dict[str, Any]:
    given = source.get(method, "iqamaCalculationRules", dict, {}, "calculationMethod.")
    changes_on = source.get(given, "changeOn", str, "friday", "iqamaCalculationRules.")
    lines: dict[str, list[str]] = {}
    for prayer in given:
        if prayer == "changeOn":
            continue
        if prayer not in PRAYERS:
            error = UnknownName.among("prayer", prayer, PRAYERS)
            raise source.fault(f"iqamaCalculationRules.{prayer}", str(error))
        rule = source.get(given, prayer, dict, {}, "iqamaCalculationRules.")
        lines[prayer] = _lines(source, prayer, rule, changes_on, order)
    fridays = []
    listed = source.get(method, "jumuahRules", list, [], "calculationMethod.")
    for at, entry in enumerate(listed):
        if not isinstance(entry, dict):
            raise source.fault("jumuahRules", f"{entry!r} is not a table")
        under = f"jumuahRules.{at}."
        place = source.get(entry, "location", dict, {}, under)
        rule = source.get(entry, "time", dict, {}, under)
        slot = {
            "name": source.get(entry, "name", str, "", under),
            "place": source.get(place, "name", str, "", under),
            "address": source.get(place, "address", str, "", under),
            "time": _lines(source, "jumuah", rule, changes_on, order),
        }
        fridays.append(slot)
    found: dict[str, Any] = {}
    if lines:
        found["iqama"] = lines
    if fridays:
        found["jumuah"] = fridays
    return found


def _lines(
    source: Source, prayer: str, rule: Mapping[str, Any], changes_on: str, order: str
) -> list[str]:
    """Return the lines of a rule: its overrides, then itself."""
    source.known(rule, _RULE_KEYS, f"{prayer}.")
    found = []
    for override in source.get(rule, "overrides", list, [], f"{prayer}."):
        if not isinstance(override, dict) or "time" not in override:
            raise source.fault(f"{prayer}.overrides", "an override needs a condition and a time")
        condition = _condition(source, prayer, override, order)
        time = source.get(override, "time", dict, {}, f"{prayer}.")
        found.append(f"{_line(source, prayer, time, changes_on)} {condition}")
    return [*found, _line(source, prayer, rule, changes_on)]


def _condition(source: Source, prayer: str, override: Mapping[str, Any], order: str) -> str:
    kind = source.get(override, "condition", str, "", f"{prayer}.")
    known = vocabulary()["conditions"]
    if kind in known:
        return str(known[kind])
    if kind != "dateRange":
        error = UnknownName.among("condition", kind, (*known, "dateRange"))
        raise source.fault(f"{prayer}.condition", str(error))
    ends = [_date(source, prayer, override, key, order) for key in ("fromDate", "toDate")]
    return f"from {ends[0]} to {ends[1]}"


def _date(source: Source, prayer: str, override: Mapping[str, Any], key: str, order: str) -> str:
    text = source.get(override, key, str, "", f"{prayer}.")
    parts = re.split(r"[-/]", text)
    try:
        if order not in _ORDERS:
            raise ValueError
        return date(*(int(parts[at]) for at in _ORDERS[order])).isoformat()
    except (ValueError, IndexError):
        raise source.fault(f"{prayer}.{key}", f"{text!r} is not a date as {order}") from None


def _line(source: Source, prayer: str, rule: Mapping[str, Any], changes_on: str) -> str:
    """Return a rule of SalahAPI as what follows the prayer in a line of Miqat."""
    under = f"{prayer}."
    static = source.get(rule, "static", str, None, under)
    if static is not None:
        return f"at {_clock(source, under, 'static', static)}"
    step = _whole(source, under, rule, "roundMinutes", 1)
    if step > 1 and 60 % step:
        raise source.fault(f"{under}roundMinutes", f"{step} is not a part of the hour")
    before = _whole(source, under, rule, "beforeEndMinutes", 0)
    if before:
        if prayer not in ENDS:
            raise source.fault(f"{under}beforeEndMinutes", f"the end of {prayer} is not defined")
        said = _rounded(f"{before} before", ENDS[prayer], "down", step)
    else:
        after = _whole(source, under, rule, "afterAthanMinutes", 0)
        begins = "dhuhr" if prayer == "jumuah" else prayer
        said = _rounded(f"{after} after", begins, "up", step)
    for key in ("earliest", "latest"):
        bound = source.get(rule, key, str, None, under)
        if bound is not None:
            said += f", {key} {_clock(source, under, key, bound)}"
    change = _one_of(source, rule, "change", ("daily", "weekly"), under)
    return f"{said}, changes weekly on {changes_on}" if change == "weekly" else said


def _rounded(minutes: str, of: str, direction: str, step: int) -> str:
    return f"{minutes} ({of} rounded {direction} to {step})" if step > 1 else f"{minutes} {of}"


def _clock(source: Source, under: str, key: str, text: str) -> str:
    if not _CLOCK.fullmatch(text):
        raise source.fault(f"{under}{key}", f"{text!r} is not a time as 06:45")
    return text


def _whole(source: Source, under: str, rule: Mapping[str, Any], key: str, default: int) -> int:
    found = source.get(rule, key, float, float(default), under)
    if found != int(found) or not 0 <= found <= 999:
        raise source.fault(f"{under}{key}", f"{found:g} is not a whole number of minutes")
    return int(found)
