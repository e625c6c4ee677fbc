"""A community as a SalahAPI 1.0 document, with what the specification cannot say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from miqat.community.salahapi import PRAYERS, vocabulary
from miqat.days import to_date
from miqat.languages import language
from miqat.prayer.clock_rules import ENDS

if TYPE_CHECKING:
    from miqat.community.model import Community
    from miqat.prayer import Method
    from miqat.prayer.iqama import IqamaRule
    from miqat.prayer.on_days import OnDays


def to_salahapi(community: Community) -> tuple[dict[str, Any], list[str]]:
    """Return the document of a community, and the rules and events that it cannot hold."""
    rest = community.rest
    lost = [f"event {event.name!r}: SalahAPI has no events" for event in community.events]
    info: dict[str, Any] = {
        "title": community.name,
        "description": community.description or f"Prayer times of {community.name}",
        "version": rest.get("info", {}).get("version", "1.0.0"),
    }
    contact = {
        **rest.get("info", {}).get("contact", {}),
        **({"email": community.email} if community.email else {}),
        **({"url": community.website} if community.website else {}),
    }
    if contact:
        info["contact"] = contact
    place = community.place
    document: dict[str, Any] = {
        "salahapi": "1.0",
        "info": info,
        "location": {
            "latitude": place.latitude,
            "longitude": place.longitude,
            "timezone": place.zone.key,
            **({"city": place.name} if place.name else {}),
            "dateFormat": "YYYY-MM-DD",
            "timeFormat": "HH:mm",
            **rest.get("location", {}),
        },
        "calculationMethod": _method(community.method, rest.get("method", ""), lost),
    }
    # Dates are written as YYYY-MM-DD.
    document["location"]["dateFormat"] = "YYYY-MM-DD"
    rules = _congregations(community, lost)
    if rules:
        document["calculationMethod"]["iqamaCalculationRules"] = rules
    fridays = _fridays(community, lost)
    if fridays:
        document["calculationMethod"]["jumuahRules"] = fridays
    if "dailyPrayerTimes" in rest:
        document["dailyPrayerTimes"] = rest["dailyPrayerTimes"]
    lost += [
        f"{rule.text!r}: SalahAPI has no {rule.prayer.replace('_', ' ')} prayer"
        for rule in community.iqama
        if rule.prayer not in (*PRAYERS, "jumuah")
    ]
    return document, lost


def _method(method: Method, name: str, lost: list[str]) -> dict[str, Any]:
    fajr, isha = method.moment("fajr"), method.moment("isha")
    after = isha.after if isha.of == "maghrib" else None
    found: dict[str, Any] = {}
    if fajr.angle is not None:
        found["fajrAngle"] = fajr.angle
    else:
        lost.append(f"fajr of {method.title!r}: not an angle")
    if isha.angle is not None:
        found["ishaAngle"] = isha.angle
    row = {"fajr": fajr.angle, "isha": isha.angle, "after_maghrib": after}
    known = vocabulary()["methods"]
    alike = [
        key for key, values in known.items() if values and {**dict.fromkeys(row), **values} == row
    ]
    chosen = name if name in alike or (name and name in known) else next(iter(alike), "other")
    if isha.angle is None and chosen not in alike:
        lost.append(f"isha of {method.title!r}: not an angle")
    found["asrCalculationMethod"] = "hanafi" if method.shadow.shadow == 2 else "standard"
    latitudes = {value: key for key, value in vocabulary()["latitudes"].items()}
    rule = str(method.latitudes.rule)
    if rule in latitudes:
        found["highLatitudeAdjustment"] = latitudes[rule]
    elif rule != "none":
        lost.append(f"the rule of high latitudes {rule!r}")
    added = [each for each in PRAYERS if method.moment(each).add]
    if added:
        lost.append(f"minutes added by the method to {', '.join(added)}")
    return {"name": chosen, **found}


def _congregations(community: Community, lost: list[str]) -> dict[str, Any]:
    of_prayers = [rule for rule in community.iqama if rule.prayer in PRAYERS]
    days = {rule.changes_on for rule in community.iqama if rule.changes_on is not None}
    found: dict[str, Any] = {}
    if of_prayers:
        found["changeOn"] = _weekday(min(days, default=4))
    for prayer in PRAYERS:
        listed = [rule for rule in of_prayers if rule.prayer == prayer]
        if listed and (rule := _rule(listed, days, lost)) is not None:
            found[prayer] = rule
    return found


def _fridays(community: Community, lost: list[str]) -> list[dict[str, Any]]:
    days = {rule.changes_on for rule in community.iqama if rule.changes_on is not None}
    keys = dict.fromkeys(rule.key for rule in community.iqama if rule.prayer == "jumuah")
    found = []
    for number, key in enumerate(keys, start=1):
        listed = [rule for rule in community.iqama if rule.key == key]
        time = _rule(listed, days, lost)
        if time is None:
            continue
        slot = community.slot(key)
        entry: dict[str, Any] = {"name": slot.name or f"Jumuah {number}", "time": time}
        location = {
            **({"name": slot.place} if slot.place else {}),
            **({"address": slot.address} if slot.address else {}),
        }
        if location:
            entry["location"] = location
        found.append(entry)
    return found


def _rule(listed: list[IqamaRule], days: set[int], lost: list[str]) -> dict[str, Any] | None:
    """Return the rule for every day with the others as its overrides, None if there is none."""
    base: dict[str, Any] | None = None
    overrides: list[dict[str, Any]] = []
    for rule in listed:
        said = _said(rule, days)
        conditions = [_condition(each) for each in rule.when]
        if said is None or len(conditions) > 1 or None in conditions:
            lost.append(f"{rule.text!r}: SalahAPI has no such rule")
        elif not conditions:
            base = said
        else:
            overrides.append({**(conditions[0] or {}), "time": said})
    if base is None:
        lost += [
            f"{rule.text!r}: SalahAPI needs a rule for every day" for rule in listed if overrides
        ]
        return None
    return {**base, "overrides": overrides} if overrides else base


def _said(rule: IqamaRule, days: set[int]) -> dict[str, Any] | None:
    time = rule.time
    if time.among or time.night is not None or time.iqama:
        return None
    if time.of is None:
        plain = time.step == 1 and time.earliest is None and time.latest is None
        return {"static": _clock(time.minutes)} if plain else None
    begins = "dhuhr" if rule.prayer == "jumuah" else rule.prayer
    found: dict[str, Any] = {"change": "daily" if rule.changes_on is None else "weekly"}
    if rule.changes_on is not None and (not rule.latest or rule.changes_on != min(days)):
        return None
    if time.step > 1:
        if not time.rounds_first and time.minutes % time.step:
            return None
        wanted = "up" if time.minutes >= 0 else "down"
        if time.rounding != wanted:
            return None
    found["roundMinutes"] = time.step
    for key, clock in (("earliest", time.earliest), ("latest", time.latest)):
        if clock is not None:
            found[key] = _clock(clock)
    if time.of in (begins, "jumuah") and time.minutes >= 0:
        found["afterAthanMinutes"] = time.minutes
    elif time.of == ENDS.get(rule.prayer) and time.minutes < 0:
        found["beforeEndMinutes"] = -time.minutes
    else:
        return None
    return found


def _condition(on: OnDays) -> dict[str, Any] | None:
    known = {text: key for key, text in vocabulary()["conditions"].items()}
    if on.kind == "summer":
        return {"condition": "standardTime" if on.negated else "daylightSavingsTime"}
    if on.kind == "ramadan" and not on.negated:
        return {"condition": known["in ramadan"]}
    if on.kind == "dates" and isinstance(on.first, int) and isinstance(on.last, int):
        ends = to_date(on.first).isoformat(), to_date(on.last).isoformat()
        return {"condition": "dateRange", "fromDate": ends[0], "toDate": ends[1]}
    return None


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _weekday(number: int) -> str:
    return language("en").weekdays[number].casefold()
