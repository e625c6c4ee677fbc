"""A method written out: as the TOML that reads back as the same method, or in plain words."""

from __future__ import annotations

from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING, Any

from miqat.prayer.methods.model import (
    MOMENTS,
    Area,
    Asr,
    LatitudeRule,
    Method,
    Moment,
    PolarRule,
    Towns,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from miqat.prayer.methods.model import Change, Epoch, Printed

_ROUNDED = {
    "nearest": "nearest minute",
    "floor": "minute cut off",
    "ceil": "up to the next minute",
    "ceil of seconds": "up to the next minute of whole seconds",
    "none": "not rounded",
}
_SUN = {
    "event": "at each time itself",
    "transit": "at its transit",
    "local noon": "at 12:00 of local mean time",
}
_STATUS = {
    "measured": "found in printed minutes",
    "read": "read in a publication, not compared with printed minutes",
}
_OF_ITSELF = {"sunrise": "sunrise", "dhuhr": "the Sun's transit", "maghrib": "sunset"}
_PARTS = ("ramadan", "changes", "areas")
_KNOWN = frozenset(
    {
        *MOMENTS,
        *_PARTS,
        *("id", "title", "source", "agreement", "aliases", "shadow", "horizon", "midnight"),
        *("latitudes", "epoch", "parallax", "perpetual", "since", "until", "publisher", "status"),
        *("printed", "towns"),
    }
)


def to_toml(method: Method) -> str:
    """Return a method as TOML, complete and without a base: what is usual is left out.

    >>> from miqat.prayer.methods.load import method, method_from
    >>> method_from(to_toml(method("mwl"))) == method("mwl")
    True
    """
    lines = []
    for name, value in _changed(method, Method):
        if name in _PARTS:
            continue
        if name == "asr":
            value = _moment(method.asr) | dict(_table(method.shadow))
        elif name == "shadow":
            if method.asr != Moment():
                continue
            name, value = "asr", dict(_table(method.shadow))
        elif isinstance(value, Moment):
            value = _moment(value, usual=_usual(name))
        elif isinstance(value, Towns):
            own = {key: held for key, held in _table(value) if key != "follow"}
            value = own | dict(value.follow)
        lines.append(f"{name} = {_toml(value)}")
    if method.ramadan.calendar is not None or method.ramadan.moments:
        lines += ["", "[ramadan]"]
        if method.ramadan.calendar is not None:
            lines.append(f"calendar = {_toml(method.ramadan.calendar)}")
        lines += _part(method, method.ramadan.moments)
    for change in method.changes:
        lines += ["", "[[changes]]", *_when(change)]
        if change.epoch is not None:
            lines.append(f"epoch = {_toml(change.epoch)}")
        lines += _part(method, change.moments)
    for area in method.areas:
        lines += ["", "[[areas]]", f"stations = {_toml(area.keys)}", *_when(area)]
        if area.epoch is not None:
            lines.append(f"epoch = {_toml(area.epoch)}")
        lines += _part(method, area.moments, area.noon)
    return "\n".join(lines) + "\n"


def written(method: Method, notes: tuple[str, ...] = ()) -> str:
    """Return a method as `to_toml` does, with notes set above it as comments."""
    return "".join(f"# {note}\n" for note in notes) + to_toml(method)


def in_words(method: Method) -> list[tuple[str, str]]:
    """Return what a method does, each number in the open: labels and sentences."""
    rows = [(name, _told(name, method.moment(name), method)) for name in MOMENTS]
    order = ("imsak", "fajr", "sunrise", "dhuha", "dhuhr", "asr", "maghrib", "isha")
    rows.sort(key=lambda row: order.index(row[0]) if row[0] in order else len(order))
    rows.append(("midnight", f"the middle of the night from {method.midnight}"))
    rows.append(("the Sun", _sun(method)))
    rows.append(("horizon", _horizon(method)))
    rows.append(("latitudes", _latitudes(method)))
    if method.ramadan.moments or method.ramadan.calendar:
        rows.append(("Ramadan", _ramadan(method)))
    rows += [(_told_when(change), _differing(change, method)) for change in method.changes]
    rows += [
        (f"at {', '.join(area.keys)} {_told_when(area)}".strip(), _differing(area, method))
        for area in method.areas
    ]
    if method.perpetual is not None:
        rows.append(("every year", f"the table is that of {method.perpetual}"))
    if method.since or method.until:
        since = f"from {method.since} " if method.since else ""
        rows.append(("dates", f"{since}{f'to {method.until}' if method.until else 'on'}".strip()))
    # What a method may come to have is told, if plainly.
    rows += [(n, _toml(v)) for n, v in _changed(method, Method) if n not in _KNOWN]
    if method.printed is not None:
        rows.append(("printed table", _printed(method.printed)))
    if method.towns is not None:
        rows.append(("towns", _towns(method.towns)))
    if method.publisher:
        rows.append(("publisher", method.publisher))
    if method.status:
        rows.append(("status", _STATUS[method.status]))
    if method.aliases:
        rows.append(("also called", ", ".join(method.aliases)))
    rows.append(("source", method.source))
    rows.append(("agreement", method.agreement or "not measured"))
    return rows


def _told(name: str, moment: Moment, method: Method) -> str:
    parts = [_base(name, moment, method)]
    if moment.add:
        parts.append(f"{'plus' if moment.add > 0 else 'less'} {abs(moment.add):g} min")
    parts.append(_ROUNDED[moment.rounding])
    if moment.epoch is not None and moment.epoch != method.epoch:
        parts.append(f"the Sun taken {_at(moment.epoch)}")
    parts += [
        f"{key} {_toml(value)}"
        for key, value in _changed(moment, Moment)
        if key not in ("angle", "of", "after", "add", "rounding", "epoch", "seasons")
    ]
    return ", ".join(parts)


def _base(name: str, moment: Moment, method: Method) -> str:
    if moment.of is not None and moment.seasons:
        minutes = [after for _, _, after in moment.seasons]
        least, most = sorted((abs(min(minutes)), abs(max(minutes))))
        side = "after" if max(minutes) > 0 else "before"
        return f"{least:g} to {most:g} min {side} {moment.of}, by the season"
    if moment.of is not None:
        if not moment.after:
            return f"at {moment.of}"
        return f"{abs(moment.after):g} min {'after' if moment.after > 0 else 'before'} {moment.of}"
    if moment.angle is not None:
        side = "below" if moment.angle >= 0 else "above"
        return f"the Sun {abs(moment.angle):g}° {side} the horizon"
    if name == "asr":
        shadow = method.shadow
        heights = "one height" if shadow.shadow == 1 else f"{shadow.shadow:g} heights"
        noon = "" if shadow.noon is None else f", the noon shadow of the Sun {_at(shadow.noon)}"
        return f"a shadow longer by {heights} than at noon{noon}"
    return _OF_ITSELF.get(name, "by the season" if name in ("fajr", "isha") else name)


def _at(epoch: Epoch) -> str:
    if isinstance(epoch, str):
        return _SUN[epoch]
    return f"at {epoch:g} h UT of the civil date"


def _sun(method: Method) -> str:
    parallax = "" if method.parallax else ", without its parallax"
    return f"taken {_at(method.epoch)}{parallax}"


def _horizon(method: Method) -> str:
    horizon = method.horizon
    dip = f"less the {horizon.dip} dip of the elevation"
    if horizon.dip == "none":
        dip = "no dip"
    elif isinstance(horizon.dip, float):
        dip = f"less {horizon.dip:g}° by the square root of a metre of elevation"
    return f"the Sun's centre at {60 * horizon.altitude:+.4g}′, {dip}"


def _latitudes(method: Method) -> str:
    rule = method.latitudes
    polar = (
        "" if rule.polar is PolarRule.UNRESOLVED else f"; no sunrise or sunset: {rule.polar.value}"
    )
    if rule.rule is LatitudeRule.NONE:
        return f"no rule: a twilight that does not come is absent{polar}"
    when = {
        "beyond": "where there is no twilight or it is farther away",
        "absent": "where the twilight is absent",
        "always": "always",
    }[rule.apply]
    above = f" from {rule.above:g}° on" if rule.above else ""
    more = "".join(
        f", {key} {value if isinstance(value, str) else f'{value:g}'}"
        for key, value in _changed(rule, type(rule))
        if key not in ("rule", "apply", "above", "polar")
    )
    return f"{rule.rule.value}, {when}{above}{more}{polar}"


def _ramadan(method: Method) -> str:
    calendar = method.ramadan.calendar
    by = f"by {calendar}" if calendar else "by the calendar that is asked for"
    changed = _both(method.ramadan.moments, method)
    return f"{by}: {changed}" if changed else by


def _printed(printed: Printed) -> str:
    told = [printed.file + (f", rows of {printed.of}" if printed.of else "")]
    if printed.minutes:
        told.append(f"minutes by place from {printed.minutes}")
    if printed.every_year:
        told.append("the same every year")
    if printed.clock == "standard":
        told.append("in standard time all year")
    return "; ".join(told)


def _towns(towns: Towns) -> str:
    follow = "; ".join(f"{name} has those of {other}" for name, other in towns.follow)
    told = f"places in {towns.country} have the times of {towns.of} and whole minutes by month"
    if towns.mirrored:
        told += ", south of it those of towns as far to the north"
    return f"{told}; {follow}" if follow else told


def _when(part: Change | Area) -> list[str]:
    """Return the keys of a file that say when a part holds."""
    given = {"until": part.until, "season": part.season}
    return [f"{key} = {_toml(value)}" for key, value in given.items() if value is not None]


def _told_when(part: Change | Area) -> str:
    """Return in words when a part holds; nothing if always."""
    told = [] if part.until is None else [f"before {part.until}"]
    if part.season is not None:
        first, last = (f"{month:02}-{day:02}" for month, day in part.season)
        told.append(f"from {first} to {last}")
    return ", ".join(told)


def _differing(part: Change | Area, method: Method) -> str:
    told = [_both(part.moments, method)] if part.moments else []
    if part.epoch is not None:
        told.append(f"the Sun taken {_at(part.epoch)}")
    if isinstance(part, Area) and part.noon is not None:
        told.append(f"the noon shadow of the Sun {_at(part.noon)}")
    return "; ".join(told)


def _both(moments: tuple[tuple[str, Moment], ...], method: Method) -> str:
    return "; ".join(f"{name} {_told(name, moment, method)}" for name, moment in moments)


def _changed(value: Any, kind: type) -> Iterator[tuple[str, Any]]:
    """Yield the fields of a dataclass that are not as usual."""
    for entry in fields(kind):
        usual = entry.default
        if usual is MISSING and entry.default_factory is not MISSING:
            usual = entry.default_factory()
        own = getattr(value, entry.name)
        if own != usual:
            yield entry.name, own


def _usual(name: str) -> Moment | None:
    """Return the moment that a file says nothing of, if it is not the plain one."""
    factory = next(entry.default_factory for entry in fields(Method) if entry.name == name)
    return None if factory is MISSING or factory is Moment else factory()


def _moment(moment: Moment, usual: Moment | None = None) -> dict[str, Any]:
    """Return what a file says of a moment, also where it is plain and the usual one is not."""
    found = dict(_changed(moment, Moment))
    if usual is not None and moment.of is not None and moment.after != usual.after:
        found["after"] = moment.after
    return found


def _table(value: Any) -> Iterator[tuple[str, Any]]:
    yield from _changed(value, Asr if isinstance(value, Asr) else type(value))


def _part(
    method: Method, moments: tuple[tuple[str, Moment], ...], noon: Epoch | None = None
) -> list[str]:
    """Return the moments of a part of a method, with what they have plain and the whole not."""
    lines = []
    for name, moment in moments:
        whole = method.moment(name)
        said = dict(_changed(moment, Moment)) | {
            entry.name: getattr(moment, entry.name)
            for entry in fields(Moment)
            if getattr(moment, entry.name) != getattr(whole, entry.name)
            and getattr(moment, entry.name) is not None
        }
        if moment.angle is not None:
            said = {key: value for key, value in said.items() if key not in ("of", "after")}
        if name == "asr" and noon is not None:
            said["noon"] = noon
        lines.append(f"{name} = {_toml(said)}")
    return lines


def _toml(value: Any) -> str:
    if isinstance(value, Enum):
        return _toml(value.value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
        return f'"{escaped}"'
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return repr(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, (tuple, list)):
        return f"[{', '.join(map(_toml, value))}]"
    if is_dataclass(value):
        return _inline(dict(_table(value)))
    if isinstance(value, dict):
        return _inline(value)
    return str(value)


def _inline(table: Mapping[str, Any]) -> str:
    return f"{{ {', '.join(f'{key} = {_toml(value)}' for key, value in table.items())} }}"
