"""Methods read from TOML: the package's own by id, a file of yours, or one derived from another."""

from __future__ import annotations

import tomllib
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from miqat.data import data_path, file_names, read_toml
from miqat.errors import InvalidRule, UnknownName, as_name
from miqat.files import read_text
from miqat.once import once
from miqat.prayer.methods.model import (
    MOMENTS,
    TIMES,
    Area,
    Asr,
    Change,
    Clock,
    Dip,
    Horizon,
    LatitudeRule,
    Latitudes,
    Method,
    Midnight,
    Moment,
    PolarRule,
    Printed,
    Ramadan,
    Rounding,
    Status,
    Towns,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from miqat.prayer.methods.model import Epoch, Season

#: The method of a place for which no better one is known.
DEFAULT_METHOD = "mwl"

_TEXTS = ("id", "title", "source", "publisher", "agreement")
_OWN = ("aliases", "agreement", "measured")
_TWILIGHT = ("[fajr]", "[isha]", "[imsak]")
_USUAL = {"imsak": {"of": "fajr", "after": -10}, "dhuha": {"angle": -4.5}}
_EPOCHS = ("event", "transit", "local noon")
_NAMED = frozenset({*_TEXTS, "aliases", "base", "epoch", "horizon", "midnight", "latitudes"})
_PARTS = frozenset({"ramadan", "changes", "areas", "status", "printed", "towns"})
_KEYS = _NAMED | _PARTS | {"parallax", "perpetual", "measured", "since", "until", *MOMENTS}


def method(name: str | Method) -> Method:
    """Return a method by its id or a name it has elsewhere, upper or lower case.

    A method is returned as it is. Raises `UnknownName` with the nearest names.

    >>> method("Muslim World League").id
    'mwl'
    """
    if isinstance(name, Method):
        return name
    name = as_name("method", name, "mwl")
    if name.casefold() in _files():
        return _built_in(name.casefold())
    names = _names()
    key = names.get(name.casefold())
    if key is None:
        raise UnknownName.among("method", name, names)
    return _built_in(key)


@once
def method_ids() -> tuple[str, ...]:
    """Return the ids of all methods, sorted."""
    return tuple(sorted((*_files(), *_families())))


def read_method(path: str | Path, changes: str = "") -> Method:
    """Return the method of a TOML file, with changes as in `with_changes` if any.

    Raises `InvalidRule` or `UnknownName` with what is wrong in it, `OSError` for no file.
    """
    return _from_text(read_text(path, InvalidRule), changes, Path(path).parent)


def method_from(text: str, changes: str = "") -> Method:
    """Return the method that a text in TOML describes; errors as of `read_method`."""
    return _from_text(text, changes, Path())


def _from_text(text: str, changes: str, folder: Path) -> Method:
    try:
        raw = _in_folder(folder, _with_base(tomllib.loads(text)))
        if changes:
            over = tomllib.loads("\n".join(line.strip() for line in changes.split(";")))
            raw = _merged(raw, {"id": f"{raw.get('id')} changed", "agreement": "", **over})
        return _build(raw)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise InvalidRule(
            f"a method is written in TOML, a text in quotes such as 'nearest day': {error}"
        ) from None


def with_changes(base: str | Method, changes: str) -> Method:
    """Return a method with some keys changed, written as in its file, separated by semicolons.

    The base is one of the package's own, by id or as it came. Raises as `read_method`.

    >>> with_changes("mwl", "fajr.angle = 16; isha.of = 'maghrib'; isha.after = 90").fajr.angle
    16.0
    """
    key = method(base).id
    lines = [f'base = "{key}"', f'id = "{key} changed"', *changes.split(";")]
    return method_from("\n".join(line.strip() for line in lines))


@once
def _names() -> dict[str, str]:
    names = {}
    for key in method_ids():
        raw = _raw(key)
        for name in (key, raw["title"], *raw.get("aliases", ())):
            names[name.casefold()] = key
    return names


@once
def _built_in(key: str) -> Method:
    return _build(_with_base(_raw(key)))


def _raw(key: str) -> dict[str, Any]:
    return _read(key) if key in _files() else _families()[key]


@once
def _read(name: str) -> dict[str, Any]:
    return _in_folder(Path(data_path("methods")), read_toml(f"methods/{name}.toml"))


@once
def _files() -> frozenset[str]:
    return frozenset(file_names("methods", ".toml"))


@once
def _families() -> dict[str, dict[str, Any]]:
    """Return the methods of other programs by id: one file a program, with what all share."""
    found = {}
    for name in file_names("methods/families", ".toml"):
        family = _read(f"families/{name}")
        shared = family.get("shared", {})
        for key, own in family["methods"].items():
            found[key] = {**_merged(shared, own), "id": key}
    return found


def _with_base(raw: Mapping[str, Any]) -> dict[str, Any]:
    """Return the keys of a method merged over those of its base."""
    if "base" not in raw:
        return _merged(_USUAL, raw)
    name = str(raw["base"]).casefold()
    key = name if name in _files() else _names().get(name)
    if key is None:
        raise UnknownName.among("method", str(raw["base"]), _names())
    under = {k: v for k, v in _with_base(_raw(key)).items() if k not in _OWN}
    return _merged(under, raw)


def _merged(under: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    found = dict(under)
    for key, value in over.items():
        below = found.get(key)
        if isinstance(value, dict) and isinstance(below, dict):
            # An interval replaces an angle, and an angle an interval.
            if "of" in value:
                below = {k: v for k, v in below.items() if k not in ("angle", "after")}
            if "angle" in value:
                below = {k: v for k, v in below.items() if k not in ("of", "after")}
            found[key] = _merged(below, value)
        else:
            found[key] = value
    return found


def _build(raw: Mapping[str, Any]) -> Method:
    _known(raw, _KEYS, "a method")
    for key in ("id", "title", "source", "fajr", "isha"):
        if key not in raw:
            raise InvalidRule(f"a method needs {key!r}")
    given: dict[str, Any] = {key: str(raw[key]) for key in _TEXTS if key in raw}
    where = f"method {given['id']!r}"
    given |= {name: _moment(raw[name], f"[{name}] of {where}") for name in MOMENTS if name in raw}
    if "asr" in raw:
        given["shadow"] = _asr(raw["asr"], f"[asr] of {where}")
    if "horizon" in raw:
        given["horizon"] = _horizon(raw["horizon"], f"[horizon] of {where}")
    if "midnight" in raw:
        given["midnight"] = _one_of(raw["midnight"], get_args(Midnight), "midnight")
    if "latitudes" in raw:
        given["latitudes"] = _latitudes(raw["latitudes"], f"[latitudes] of {where}")
    if "ramadan" in raw:
        calendar, moments = raw["ramadan"].get("calendar"), _moments(raw, raw["ramadan"], where)
        given["ramadan"] = Ramadan(calendar, moments)
    given["changes"] = tuple(
        Change(
            _until(entry, needed="season" not in entry),
            _moments(raw, entry, where),
            _epoch(entry["epoch"], where) if "epoch" in entry else None,
            _season(entry.get("season"), where),
        )
        for entry in raw.get("changes", ())
    )
    given["areas"] = tuple(_area(raw, entry, where) for entry in raw.get("areas", ()))
    if "printed" in raw:
        given["printed"] = _printed(raw["printed"], where)
    if "towns" in raw:
        given["towns"] = _towns(raw["towns"], where)
    if "status" in raw:
        given["status"] = _one_of(raw["status"], get_args(Status), f"status of {where}")
    if "epoch" in raw:
        given["epoch"] = _epoch(raw["epoch"], where)
    if "parallax" in raw:
        given["parallax"] = bool(raw["parallax"])
    if "perpetual" in raw:
        given["perpetual"] = int(raw["perpetual"])
    if "measured" in raw:
        given["measured"] = _years(raw["measured"], where)
    given |= {key: _date(raw[key], key) for key in ("since", "until") if key in raw}
    given["aliases"] = tuple(raw.get("aliases", ()))
    return Method(**given)


def _moments(
    whole: Mapping[str, Any], part: Mapping[str, Any], where: str
) -> tuple[tuple[str, Moment], ...]:
    """Return the moments that a part (Ramadan, a change) has over those of the whole."""
    _known(
        part, {"calendar", "until", "epoch", "stations", "season", *MOMENTS}, f"a part of {where}"
    )
    over = {name: value for name, value in part.items() if name in MOMENTS}
    under = {name: whole.get(name, {}) for name in over}
    return tuple(
        (name, _moment(value, f"[{name}] of {where}"))
        for name, value in _merged(under, over).items()
    )


def _printed(raw: Mapping[str, Any], where: str) -> Printed:
    _known(raw, {entry.name for entry in fields(Printed)}, f"[printed] of {where}")
    if not isinstance(raw.get("file"), str):
        raise InvalidRule(f"[printed] of {where} needs the 'file' of the table")
    given: dict[str, Any] = {key: str(raw[key]) for key in ("file", "of", "minutes") if key in raw}
    clock = _one_of(raw.get("clock", "wall"), get_args(Clock), f"clock of {where}")
    return Printed(**given, every_year=bool(raw.get("every_year", False)), clock=clock)


def _towns(raw: Mapping[str, Any], where: str) -> Towns:
    _known(raw, {"of", "country", "point", "mirrored", *MOMENTS}, f"[towns] of {where}")
    if not all(isinstance(raw.get(key), str) for key in ("of", "country")):
        raise InvalidRule(f"[towns] of {where} needs 'of', a station, and 'country', a code")
    follow = tuple(
        (name, _one_of(value, ("sunrise", "dhuhr", "maghrib"), f"time in [towns] of {where}"))
        for name, value in raw.items()
        if name in MOMENTS
    )
    point = raw.get("point")
    if not isinstance(point, list) or len(point) != 2:
        raise InvalidRule(f"[towns] of {where} needs 'point', such as [43.77, 18.42]")
    north, east = (_number(value, f"point in [towns] of {where}") for value in point)
    mirrored = bool(raw.get("mirrored", False))
    return Towns(raw["of"], raw["country"], (north, east), mirrored, follow)


def _in_folder(folder: Path, raw: dict[str, Any]) -> dict[str, Any]:
    """Return a method as read, with the files of its table where the method's own file is."""
    printed = raw.get("printed")
    if not isinstance(printed, dict):
        return raw
    files = {
        key: str(folder / printed[key])
        for key in ("file", "minutes")
        if isinstance(printed.get(key), str)
    }
    return {**raw, "printed": {**printed, **files}}


def _area(whole: Mapping[str, Any], part: Mapping[str, Any], where: str) -> Area:
    """Return what a method has at some of its stations; their rounding is the whole's."""
    keys = part.get("stations")
    if not isinstance(keys, list) or not all(isinstance(key, str) for key in keys):
        raise InvalidRule(f"an area of {where} has stations, a list such as ['JHR', 'PHG01']")
    moments = _moments(whole, part, where)
    if any(area.rounding != whole[name].get("rounding", "nearest") for name, area in moments):
        raise InvalidRule(f"an area of {where} rounds as the whole does")
    epoch, noon = (
        None if value is None else _epoch(value, where)
        for value in (part.get("epoch"), part.get("asr", {}).get("noon"))
    )
    until = _until(part)
    season = _season(part.get("season"), where)
    if noon is not None and (until is not None or season is not None):
        raise InvalidRule(f"an area of {where} with a noon shadow is so all the time")
    return Area(tuple(keys), moments, epoch, noon, until, season)


def _until(part: Mapping[str, Any], *, needed: bool = False) -> date | None:
    return _date(part.get("until"), "until") if needed or "until" in part else None


def _season(raw: object, where: str) -> Season | None:
    """Return the first and the last day of a part of every year; None where none is given."""
    if raw is None:
        return None
    wanted = f"season of {where}: its first and last day, such as [[3, 21], [9, 22]]"
    if not isinstance(raw, list) or len(raw) != 2:
        raise InvalidRule(f"{wanted}, not {raw!r}")
    first, last = (_day_of_year(entry, wanted) for entry in raw)
    return first, last


def _day_of_year(entry: Any, wanted: str) -> tuple[int, int]:
    try:
        month, day = entry
        found = date(2000, month, day)
    except (TypeError, ValueError):
        raise InvalidRule(f"{wanted}, not {entry}") from None
    return found.month, found.day


def _moment(raw: Mapping[str, Any], where: str) -> Moment:
    _known(raw, {entry.name for entry in fields(Moment)} | {"shadow", "noon"}, where)
    given: dict[str, Any] = {
        key: _number(raw[key], f"{key} of {where}")
        for key in ("angle", "after", "add")
        if key in raw
    }
    if "of" in raw:
        given["of"] = _one_of(raw["of"], TIMES, f"time in {where}")
    if "seasons" in raw:
        given["seasons"] = _seasons(raw["seasons"], where)
    if "rounding" in raw:
        given["rounding"] = _one_of(raw["rounding"], get_args(Rounding), f"rounding in {where}")
    if "epoch" in raw:
        given["epoch"] = _epoch(raw["epoch"], where)
    if "angle" in given and "of" in given:
        raise InvalidRule(f"{where} has both an angle and an interval")
    if where.startswith(_TWILIGHT) and given.get("angle", 1.0) <= 0.0:
        raise InvalidRule(
            f"angle of {where}: {given['angle']:g} is above the horizon; degrees below it are "
            "positive, such as 18"
        )
    if not -20.0 <= given.get("angle", 0.0) <= 25.0:
        raise InvalidRule(f"angle of {where}: {given['angle']:g} is not one of -20 to 25 degrees")
    return Moment(**given)


def _seasons(raw: object, where: str) -> tuple[tuple[int, int, float], ...]:
    wanted = f"seasons of {where}: a list such as [[1, 1, -97], [3, 18, -97]], month, day, minutes"
    if not isinstance(raw, list) or not raw:
        raise InvalidRule(wanted)
    found = []
    for entry in raw:
        if not isinstance(entry, list) or len(entry) != 3:
            raise InvalidRule(wanted)
        *of_year, minutes = entry
        found.append(
            (*_day_of_year(of_year, wanted), _number(minutes, f"minutes in seasons of {where}"))
        )
    if found != sorted(found):
        raise InvalidRule(f"{wanted}, in the order of the year")
    return tuple(found)


def _asr(raw: Mapping[str, Any], where: str) -> Asr:
    shadow = _number(raw.get("shadow", 1.0), f"shadow of {where}")
    if not 0.0 < shadow <= 4.0:
        raise InvalidRule(f"shadow of {where}: {shadow:g} is not one of 0 to 4 heights")
    return Asr(shadow, _epoch(raw["noon"], where) if "noon" in raw else None)


def _horizon(raw: Mapping[str, Any], where: str) -> Horizon:
    _known(raw, {"altitude", "dip"}, where)
    altitude = _number(raw.get("altitude", Horizon().altitude), f"altitude of {where}")
    by = raw.get("dip", "none")
    if isinstance(by, str):
        return Horizon(altitude, _one_of(by, get_args(get_args(Dip)[0]), f"dip in {where}"))
    return Horizon(altitude, _number(by, f"dip in {where}"))


def _latitudes(raw: Mapping[str, Any], where: str) -> Latitudes:
    _known(raw, {entry.name for entry in fields(Latitudes)}, where)
    given: dict[str, Any] = {
        key: _number(raw[key], f"{key} of {where}")
        for key in ("above", "nearest", "cap")
        if key in raw
    }
    if "rule" in raw:
        given["rule"] = LatitudeRule(_one_of(raw["rule"], list(LatitudeRule), f"rule in {where}"))
    if "polar" in raw:
        given["polar"] = PolarRule(_one_of(raw["polar"], list(PolarRule), f"rule in {where}"))
    for key, allowed in (
        ("apply", ("beyond", "absent", "always")),
        ("lends", ("time", "interval", "proportion")),
        ("night", ("before", "after", "day")),
        ("shafaq", ("general", "ahmer", "abyad")),
    ):
        if key in raw:
            given[key] = _one_of(raw[key], allowed, f"{key} in {where}")
    return Latitudes(**given)


def _epoch(value: object, where: str) -> Epoch:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return float(value)
    for known in _EPOCHS:
        if value == known:
            return known  # type: ignore[return-value]
    raise InvalidRule(f"epoch in {where}: {', '.join(_EPOCHS)} or an hour UT, not {value!r}")


def _number(value: object, what: str) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise InvalidRule(f"{what} is a number, not {value!r}")
    return float(value)


def _years(value: object, where: str) -> tuple[int, int]:
    match value:
        case [int(first), int(last)] if first <= last:
            return first, last
    raise InvalidRule(f"measured of {where}: a first and a last year such as [2022, 2024]")


def _date(value: object, key: str) -> date:
    if not isinstance(value, date):
        raise InvalidRule(f"{key!r} of a method is a date such as 2019-11-20, not {value!r}")
    return value


def _one_of(value: object, allowed: Iterable[str], what: str) -> Any:
    names = [str(name) for name in allowed]
    if value not in names:
        raise UnknownName.among(what, str(value), names)
    return value


def _known(raw: Mapping[str, Any], allowed: Iterable[str], where: str) -> None:
    if not isinstance(raw, dict):
        raise InvalidRule(f"{where} is a table of keys, not {raw!r}")
    for key in raw:
        if key not in allowed:
            raise UnknownName.among(f"key of {where}", key, allowed)
