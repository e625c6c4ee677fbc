"""A community's file (TOML or JSON) as a `Community`."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

from miqat.almanac.resolve import calendar_choice
from miqat.community.events import community_event
from miqat.community.masjidal import from_masjidal, is_masjidal
from miqat.community.mawaqit import from_mawaqit, is_mawaqit
from miqat.community.model import Community, Slot
from miqat.community.salahapi import from_salahapi, is_salahapi
from miqat.community.source import Source
from miqat.errors import InvalidRule, MiqatError
from miqat.languages import language
from miqat.observances import anniversary
from miqat.places import Place, place
from miqat.prayer import default_method, method, read_method, with_changes
from miqat.prayer.iqama_rules import NAMES, ON_SOME_DAYS, IqamaRule, check_reach, iqama_rule
from miqat.prayer.published.reader import read as read_table
from miqat.text import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from miqat.community.events import CommunityEvent
    from miqat.prayer import Method
    from miqat.prayer.published.reader import PublishedTable

_T = TypeVar("_T")

MOST_EVENTS = 1_000
_TEXTS = ("name", "address", "phone", "email", "website", "description", "logo")
_PLACE_KEYS = ("place", "latitude", "longitude", "elevation", "timezone", "country")
KEYS = (
    "id", *_TEXTS, *_PLACE_KEYS, "method", "set", "table", "authority", "calendar", "iqama",
    "jumuah", "eid", "tarawih", "events", "anniversaries", "languages", "clock", "notes", "places",
)  # fmt: skip
_SLOT_KEYS = ("name", "time", "place", "address")
_CLOCKS = {12: 12, 24: 24}


def read_communities(
    path: str | Path, *, where: str | None = None, table: str | Path | None = None
) -> tuple[Community, ...]:
    """Return the communities of a file: one, or one for each of its `places`.

    Each of the `places` takes the keys of the file that it does not have. The file may be a
    SalahAPI 1.0 document, a mosque's page data of Mawaqit or an answer of Masjidal. `where` is the
    place and `table` the printed timetable, in place of what the file says. Raises `InvalidRule`
    with the line and key of what is wrong, `OSError` for no file.
    """
    source = Source(path)
    over = {"place": where} if where is not None else {}
    printed = None if table is None else read_table(table)
    if is_salahapi(source.values):
        values, rest = from_salahapi(source)
        if "latitude" not in values and where is None:
            raise source.fault("salahapi", "the document has no location: give --place")
        if "method" not in values and printed is None:
            raise source.fault(
                "dailyPrayerTimes", "the times are at csvUrl: save that file and give --table FILE"
            )
        return (_community(source, {**values, **over}, printed, rest),)
    if is_mawaqit(source.values):
        year = date.today().year
        values, of_year = from_mawaqit(source, year)
        return (_community(source, {**values, **over}, printed or of_year),)
    if is_masjidal(source.values):
        values = from_masjidal(source)
        return (_community(source, {**values, **over}, printed or read_table(path)),)
    values = {**source.values, **over}
    source.known(values, KEYS)
    listed = source.get(values, "places", list, [])
    if not listed:
        return (_community(source, values, printed),)
    shared = {key: value for key, value in values.items() if key != "places"}
    found = []
    for at, entry in enumerate(listed):
        if not isinstance(entry, dict):
            raise source.fault("places", f"{entry!r} is not a table")
        source.known(entry, KEYS, f"places.{at}.")
        if "place" not in entry and "latitude" not in entry:
            found.append(_community(source, {**shared, **entry}, printed))
            continue
        apart = {key: value for key, value in shared.items() if key not in _PLACE_KEYS}
        found.append(_community(source, {**apart, **entry}, printed))
    keys = [each.key for each in found]
    twice = next((key for key in keys if keys.count(key) > 1), None)
    if twice is not None:
        raise source.fault("places", f"two places have the name {twice!r}")
    return tuple(found)


def _community(
    source: Source,
    values: Mapping[str, Any],
    printed: PublishedTable | None = None,
    rest: Mapping[str, Any] | None = None,
) -> Community:
    texts = {key: _one_line(source.get(values, key, str, "")) for key in _TEXTS}
    if not fold(texts["name"]):
        raise source.fault("name", 'a community needs a name: name = "..."')
    where = _place(source, values)
    authority = source.get(values, "authority", str, None)
    calendar = source.get(values, "calendar", str, None)
    asked = "authority" if authority else "calendar"
    choice = _checked(source, asked, calendar_choice, where, calendar, authority)
    published = printed or _table(source, values)
    rules, slots = _congregations(source, values)
    return Community(
        key=fold(source.get(values, "id", str, texts["name"])).replace(" ", "-"),
        place=where,
        method=_method(source, values, where, needed=published is None),
        calendar=choice.calendar,
        asked=choice.asked,
        authority=None if choice.authority is None else choice.authority.id,
        iqama=rules,
        slots=slots,
        events=_events(source, values),
        anniversaries=tuple(
            _checked(source, "anniversaries", anniversary, _one_line(line), choice.calendar)
            for line in source.texts(values, "anniversaries")
        ),
        published=published,
        languages=tuple(_languages(source, values)),
        hours=_hours(source, values),
        notes=tuple(map(_one_line, source.texts(values, "notes"))),
        rest=rest or {},
        logo=str(source.path.parent / logo) if (logo := texts.pop("logo")) else "",
        **texts,
    )


def _one_line(text: str) -> str:
    """Return a text without line breaks and other characters that are not printed."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def _checked(source: Source, key: str, ask: Callable[..., _T], *given: Any, value: str = "") -> _T:
    """Return an answer to what is given; an error gets the line and the key."""
    try:
        return ask(*given)
    except MiqatError as error:
        raise source.fault(key, str(error), value) from None


def _place(source: Source, values: Mapping[str, Any]) -> Place:
    latitude = source.get(values, "latitude", float, None)
    longitude = source.get(values, "longitude", float, None)
    elevation = source.get(values, "elevation", float, None)
    named = source.get(values, "place", str, None)
    if (latitude is None) is not (longitude is None):
        missing = "latitude" if latitude is None else "longitude"
        raise source.fault("longitude" if latitude is None else "latitude", f"{missing} is missing")
    if latitude is None:
        if named is None:
            raise source.fault("place", 'a community needs a place: place = "Bradford"')
        return _checked(source, "place", lambda: place(named, elevation=elevation))
    if named is None:
        at = _checked(source, "latitude", place, (latitude, longitude))
        named, country, region = None, at.country, at.region
    else:
        city = _checked(source, "place", place, named)
        named, country, region = city.name, city.country, city.region
    zone = source.get(values, "timezone", str, None)
    country = source.get(values, "country", str, country)
    found = _checked(
        source, "timezone" if zone else "latitude",
        lambda: Place(
            latitude, longitude, elevation or 0.0, named, timezone=zone, country=country,
            region=region,
        ),
    )  # fmt: skip
    _checked(source, "timezone" if zone else "latitude", lambda: found.zone)
    return found


def _method(source: Source, values: Mapping[str, Any], where: Place, *, needed: bool) -> Method:
    named = source.get(values, "method", str, None)
    changes = "; ".join(source.texts(values, "set"))
    if named is None:
        default = default_method(where)
        if needed and default.where is None:
            raise source.fault(
                "method",
                f'no method is known for {where}; name one: method = "mwl", or give a table',
            )
        chosen = default.method
    elif named.casefold().endswith(".toml"):
        file = source.path.parent / named
        return _checked(source, "method", _read_method, file, changes)
    else:
        chosen = _checked(source, "method", method, named)
    return _checked(source, "set", with_changes, chosen, changes) if changes else chosen


def _read_method(file: Path, changes: str) -> Method:
    try:
        return read_method(file, changes)
    except OSError as error:
        raise InvalidRule(f"{file.name}: {error.strerror}") from None


def _table(source: Source, values: Mapping[str, Any]) -> PublishedTable | None:
    named = source.get(values, "table", str, None)
    if named is None:
        return None

    def ask() -> PublishedTable:
        try:
            return read_table(source.path.parent / named)
        except OSError as error:
            raise InvalidRule(f"{named}: {error.strerror}") from None

    return _checked(source, "table", ask)


def _congregations(
    source: Source, values: Mapping[str, Any]
) -> tuple[tuple[IqamaRule, ...], dict[str, Slot]]:
    """Return the rules of all congregations, and the names of those that have one."""
    rules: list[IqamaRule] = []
    slots: dict[str, Slot] = {}
    for line, key in _iqama_lines(source, values):
        rules += _checked(source, key, iqama_rule, line, rules, value=line)
    for prayer in ("jumuah", "eid", "tarawih"):
        given = values.get(prayer, [])
        entries = given if isinstance(given, list) else [given]
        for at, entry in enumerate(entries):
            _add_slot(source, prayer, at, entry, rules, slots)
    for rule in rules:
        if rule.name:
            slots.setdefault(rule.key, Slot(_one_line(rule.name)))
    if rules:
        _checked(source, "iqama" if "iqama" in values else rules[0].prayer, check_reach, rules)
    return tuple(rules), slots


def _add_slot(
    source: Source, prayer: str, at: int, entry: Any, rules: list[IqamaRule], slots: dict[str, Slot]
) -> None:
    if isinstance(entry, str):
        rules += _checked(source, prayer, iqama_rule, _line(prayer, entry), rules, value=entry)
        return
    under = f"{prayer}.{at}."
    if not isinstance(entry, dict):
        raise source.fault(prayer, f"{entry!r} is not a text or a table")
    source.known(entry, _SLOT_KEYS, under)
    if "time" not in entry:
        raise source.fault(prayer, f'a {prayer} needs a time: time = "13:15"')
    number = 1 + max((rule.slot for rule in rules if rule.prayer == prayer), default=0)
    slot = Slot(
        *(_one_line(source.get(entry, key, str, "", under)) for key in _SLOT_KEYS if key != "time")
    )
    key = prayer if number == 1 else f"{prayer}_{number}"
    for text in source.texts(entry, "time", under):
        line = _line(f"{prayer} {number}", text)
        rules += _checked(source, f"{under}time", iqama_rule, line, rules)
    slots[key] = slot


def _iqama_lines(source: Source, values: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return the lines of the congregations with the keys they are under."""
    given = values.get("iqama", [])
    if not isinstance(given, dict):
        return [(line, "iqama") for line in source.texts(values, "iqama")]
    source.known(given, (*NAMES, *ON_SOME_DAYS), "iqama.")
    return [
        (_line(prayer, text), f"iqama.{prayer}")
        for prayer in given
        for text in source.texts(given, prayer, "iqama.")
    ]


def _line(prayer: str, text: str) -> str:
    """Return the line of a rule under its prayer; a bare clock is one."""
    return f"{prayer} at {text}" if text[:1].isdigit() and ":" in text[:3] else f"{prayer} {text}"


def _events(source: Source, values: Mapping[str, Any]) -> tuple[CommunityEvent, ...]:
    lines = source.texts(values, "events")
    if len(lines) > MOST_EVENTS:
        raise source.fault("events", f"{len(lines):,} events; {MOST_EVENTS:,} are the most")
    found: dict[str, CommunityEvent] = {}
    for line in lines:
        event = _checked(source, "events", community_event, _one_line(line), value=line)
        if event.id in found:
            raise source.fault("events", f"two events have the name {event.name!r}", line)
        found[event.id] = event
    return tuple(found.values())


def _languages(source: Source, values: Mapping[str, Any]) -> list[str]:
    codes = source.texts(values, "languages") or ["en"]
    return [_checked(source, "languages", language, code).code for code in codes]


def _hours(source: Source, values: Mapping[str, Any]) -> int:
    hours: int = source.get(values, "clock", int, 24)
    if hours not in _CLOCKS:
        raise source.fault("clock", f"{hours} is not a clock of 24 or 12 hours")
    return hours
