"""Other programs' presets: the minutes that they print for an authority, as they are shipped."""

from __future__ import annotations

import shutil
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from miqat import days
from tools.accuracy.peers import ADHAN_PACKAGE, EVENTS, run_adhan_js

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Preset = Callable[[str, "Station"], dict[str, Floats]]

DAY = 1440.0


class Station(NamedTuple):
    """A place and its civil days, as day numbers."""

    latitude: float
    longitude: float
    zone: str
    days: Sequence[int]


def installed() -> tuple[dict[str, Preset], list[str]]:
    """Return programs by name and version, and those that are not here.

    Each takes a preset's name and a station and gives minutes since 1970 UTC by event.
    """
    found: dict[str, Preset] = {}
    missing = []
    if shutil.which("node") and ADHAN_PACKAGE.exists():
        found["adhan-js"] = _adhan_js
    else:
        missing.append("adhan-js (node, and npm install --prefix benchmarks)")
    for distribution, name, preset in (
        ("salahlib", "Aladhan (salahlib)", _salahlib),
        ("praytime", "praytime", _praytime),
    ):
        try:
            found[f"{name} {version(distribution)}"] = preset
        except PackageNotFoundError:
            missing.append(name)
    return found, missing


def _adhan_js(method: str, at: Station) -> dict[str, Floats]:
    cases = [[at.latitude, at.longitude, *days.to_gregorian(day)] for day in at.days]
    answers = run_adhan_js({"presets": {"method": method, "cases": cases}})
    minutes = np.array(answers, dtype=np.float64)
    return {event: minutes[:, column] for column, event in enumerate(EVENTS)}


def _salahlib(method: str, at: Station) -> dict[str, Floats]:
    program: Any = import_module("salahlib").PrayerTimes(method)
    found: dict[str, list[float]] = {event: [] for event in EVENTS}
    for day in at.days:
        answer = program.get_times(days.to_date(day), at.latitude, at.longitude, tz="UTC")
        for event in EVENTS:
            found[event].append(_clock(answer[event.capitalize()]) + day * DAY)
    return {event: _near(np.array(values), at) for event, values in found.items()}


def _praytime(method: str, at: Station) -> dict[str, Floats]:
    program = import_module("praytime").PrayTime(method)
    program.set({"format": "x"}).utc_offset(0)
    program.location([at.latitude, at.longitude])
    found: dict[str, list[float]] = {event: [] for event in EVENTS}
    for day in at.days:
        answer = program.times(days.to_date(day))
        for event in EVENTS:
            value = answer[event]
            found[event].append(value / 60_000 if isinstance(value, int | float) else np.nan)
    return {event: _near(np.array(values), at) for event, values in found.items()}


def _clock(text: str) -> float:
    hour, colon, minute = text.partition(":")
    return int(hour) * 60.0 + int(minute) if colon else np.nan


def _near(minutes: Floats, at: Station) -> Floats:
    """Return minutes within half a day of the local mean noon of their civil days."""
    noon = (np.array(at.days) + 0.5 - at.longitude / 360.0) * DAY
    return np.asarray(minutes - DAY * np.round((minutes - noon) / DAY))
