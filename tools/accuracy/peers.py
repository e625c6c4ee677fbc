"""Other libraries' events, from their functions before they round to the minute.

A peer takes all cases at once and gives, for each event that it has, the hour of the UTC
day (any multiple of 24 h off), NaN for none.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Peer = Callable[["Cases"], dict[str, Floats]]

EVENTS = ("fajr", "sunrise", "dhuhr", "asr", "maghrib", "isha")
NONE = float("nan")
ADHAN_JS = Path(__file__).resolve().parents[2] / "benchmarks" / "adhan.mjs"
ADHAN_PACKAGE = ADHAN_JS.parent / "node_modules" / "adhan" / "package.json"


class Cases(NamedTuple):
    """Places in degrees and local solar dates."""

    latitude: Floats
    longitude: Floats
    dates: Sequence[date]

    def rows(self) -> list[tuple[float, float, date]]:
        """Return latitude, longitude and date of each case."""
        return list(zip(self.latitude.tolist(), self.longitude.tolist(), self.dates, strict=True))


def installed() -> tuple[dict[str, Peer], list[str]]:
    """Return the peers that are here by name and version, and the names of those that are not."""
    found, missing = {}, []
    for distribution, name, make in (
        ("adhanpy", "adhanpy", _adhanpy),
        ("praytime", "praytime", _praytime),
        ("islam", "pyIslam", _pyislam),
        ("ephem", "ephem", _ephem),
        ("astral", "astral", _astral),
        ("pvlib", "pvlib (SPA)", _pvlib),
    ):
        try:
            found[f"{name} {version(distribution)}"] = make()
        except PackageNotFoundError:
            missing.append(name)
    if shutil.which("node") and ADHAN_PACKAGE.exists():
        named = json.loads(ADHAN_PACKAGE.read_text("utf-8"))["version"]
        found[f"adhan-js {named}"] = _adhan_js
    else:
        missing.append("adhan-js (node, and npm install --prefix benchmarks)")
    return found, missing


def _one_by_one(of_day: Callable[[float, float, date], dict[str, float]]) -> Peer:
    """Return a peer that is asked for one day a call."""

    def ask(cases: Cases) -> dict[str, Floats]:
        answers = [of_day(*row) for row in cases.rows()]
        events = [event for event in EVENTS if event in answers[0]]
        return {event: np.array([answer[event] for answer in answers]) for event in events}

    return ask


def _adhanpy() -> Peer:
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

    return _one_by_one(of_day)


def _adhan_js(cases: Cases) -> dict[str, Floats]:
    rows = [
        [latitude, longitude, on.year, on.month, on.day] for latitude, longitude, on in cases.rows()
    ]
    answers = run_adhan_js({"solar": rows})
    hours = np.array(answers, dtype=np.float64)  # null becomes NaN
    return {event: hours[:, column] for column, event in enumerate(EVENTS)}


def run_adhan_js(request: dict[str, Any]) -> Any:
    """Return adhan-js's answer to a request as benchmarks/adhan.mjs describes them."""
    done = subprocess.run(
        ["node", str(ADHAN_JS)],
        input=json.dumps(request),
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    return json.loads(done.stdout)


def _praytime() -> Peer:
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

    return _one_by_one(of_day)


def _pyislam() -> Peer:
    room = import_module("pyIslam.praytimes")
    fields = {"sunrise": "sherook", "dhuhr": "dohr", "maghrib": "maghreb", "isha": "ishaa"}

    def of_day(latitude: float, longitude: float, on: date) -> dict[str, float]:
        try:
            found = room.Prayer(room.PrayerConf(longitude, latitude, 0, 2, 1), on)
        except ValueError:  # a twilight that does not occur
            return dict.fromkeys(EVENTS, NONE)
        return {name: getattr(found, f"_{fields.get(name, name)}_time") for name in EVENTS}

    return _one_by_one(of_day)


def _ephem() -> Peer:
    ephem: Any = import_module("ephem")
    observer, sun = ephem.Observer(), ephem.Sun()
    observer.pressure = 0

    def crossing(horizon: str, noon: datetime, *, rising: bool) -> float:
        observer.horizon, observer.date = horizon, noon
        find = observer.previous_rising if rising else observer.next_setting
        try:
            return _hours(find(sun, use_center=True).datetime())
        except (ephem.AlwaysUpError, ephem.NeverUpError):
            return NONE

    def of_day(latitude: float, longitude: float, on: date) -> dict[str, float]:
        observer.lat, observer.lon = str(latitude), str(longitude)
        midnight = datetime(on.year, on.month, on.day)
        observer.date = midnight - timedelta(days=longitude / 360.0)
        noon = observer.next_transit(sun).datetime()
        return {
            "fajr": crossing("-18", noon, rising=True),
            "sunrise": crossing("-0:50", noon, rising=True),
            "dhuhr": _hours(noon),
            "maghrib": crossing("-0:50", noon, rising=False),
            "isha": crossing("-17", noon, rising=False),
        }

    return _one_by_one(of_day)


def _astral() -> Peer:
    sun: Any = import_module("astral.sun")
    observer: Any = import_module("astral").Observer

    def of_day(latitude: float, longitude: float, on: date) -> dict[str, float]:
        here = observer(latitude, longitude, 0.0)

        def hours(find: Callable[..., datetime], **more: float) -> float:
            try:
                return _hours(find(here, on, tzinfo=UTC, **more).replace(tzinfo=None))
            except ValueError:  # the Sun does not reach it
                return NONE

        return {
            "fajr": hours(sun.dawn, depression=18.0),
            "sunrise": hours(sun.sunrise),
            "dhuhr": hours(sun.noon),
            "maghrib": hours(sun.sunset),
            "isha": hours(sun.dusk, depression=17.0),
        }

    return _one_by_one(of_day)


def _pvlib() -> Peer:
    spa: Any = import_module("pvlib.spa")

    def ask(cases: Cases) -> dict[str, Floats]:
        epoch = date(1970, 1, 1)
        midnights = np.array([86400.0 * (on - epoch).days for on in cases.dates])
        transit, rise, setting = spa.transit_sunrise_sunset(
            midnights, cases.latitude, cases.longitude, 69.2, 1
        )
        named = {"sunrise": rise, "dhuhr": transit, "maghrib": setting}
        return {event: (seconds - midnights) / 3600.0 for event, seconds in named.items()}

    return ask


def _hours(at: datetime) -> float:
    midnight = at.replace(hour=0, minute=0, second=0, microsecond=0)
    return (at - midnight) / timedelta(hours=1)
