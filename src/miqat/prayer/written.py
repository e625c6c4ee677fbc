"""A method written as its file is: TOML that `read_method` reads back to the same method."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

from miqat.prayer.methods import MOMENTS, Horizon, Moment

if TYPE_CHECKING:
    from miqat.prayer.methods import Method

_USUAL = {"imsak": Moment(of="fajr", after=-10.0), "dhuha": Moment(angle=-4.5)}


def written(method: Method, notes: tuple[str, ...] = ()) -> str:
    """Return the TOML of a method without high latitudes, changes or a Ramadan of its own.

    `notes` are set above it as comments.
    """
    lines = [f"# {note}" for note in notes]
    keys = [key for key in ("id", "title", "source", "agreement") if getattr(method, key)]
    lines += [f"{key} = {_text(getattr(method, key))}" for key in keys]
    if method.epoch != "event":
        lines.append(f"epoch = {_value(method.epoch)}")
    if not method.parallax:
        lines.append("parallax = false")
    if method.perpetual is not None:
        lines.append(f"perpetual = {method.perpetual}")
    if method.horizon != Horizon():
        dip = "" if method.horizon.dip == "none" else f', dip = "{method.horizon.dip}"'
        lines.append(f"horizon = {{ altitude = {method.horizon.altitude:g}{dip} }}")
    for name in MOMENTS:
        moment = method.moment(name)
        if moment != _USUAL.get(name, Moment()) or (name == "asr" and _shadow(method)):
            parts = [*(_shadow(method) if name == "asr" else ()), *_parts(moment)]
            lines.append(f"{name} = {{ {', '.join(parts)} }}")
    return "\n".join(lines) + "\n"


def _parts(moment: Moment) -> list[str]:
    return [
        f"{entry.name} = {_value(getattr(moment, entry.name))}"
        for entry in fields(Moment)
        if getattr(moment, entry.name) != entry.default
    ]


def _shadow(method: Method) -> list[str]:
    parts = [] if method.shadow.shadow == 1.0 else [f"shadow = {method.shadow.shadow:g}"]
    return parts if method.shadow.noon is None else [*parts, f"noon = {_value(method.shadow.noon)}"]


def _value(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.6g}"
    if isinstance(value, tuple):
        return "[" + ", ".join(_value(entry) for entry in value) + "]"
    return _text(value) if isinstance(value, str) else str(value)


def _text(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ") + '"'
