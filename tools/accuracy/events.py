"""The Sun's events against Skyfield and DE440, with other libraries beside them."""

from __future__ import annotations

from datetime import date, timedelta
from importlib.metadata import version
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from miqat import days, prayer
from miqat.places import Place
from tools.accuracy import peers
from tools.accuracy.page import rms, table, worst
from tools.accuracy.truth import Error, Observers, delta_t_apart

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tools.accuracy.truth import Floats, Instants

SEED = 1448
SAMPLES = 500
FIRST, LAST = date(2000, 1, 1), date(2050, 12, 31)
HIGHEST_LATITUDE = 60.0
ALTITUDES = {"fajr": -18.0, "sunrise": -50 / 60, "maghrib": -50 / 60, "isha": -17.0}
DAY_US = 86_400_000_000

TEXT = """
## The Sun's events against Skyfield and DE440

{samples} places drawn at random with |latitude| ≤ {latitude:g}° and as many days of {first} to
{last} (seed {seed}), method `mwl`. Miqat's instant, to the microsecond, is given to Skyfield
{skyfield} with JPL's DE440. The airless topocentric altitude that Skyfield finds, less the
altitude wanted, divided by the rate at which it changes, is the error. Asr is held to the
altitude that follows from Skyfield's own zenith distance at its own transit; dhuhr, the
transit, to the hour angle, and its arc is one of hour angle. Both use Miqat's ΔT: Skyfield's own
differs by up to {apart:.2f} s in this sample, since both predict what is to come, and moves an
event by as much. A cell is left out where the event does not occur.

{table}
The budget is 0.05 s where the altitude moves 2″ a second or faster, else 0.1″ in altitude:
{verdict}.
"""

PEERS = """
The same cells with other libraries, rms / worst in seconds, before they round to the minute.
The definitions are their own: praytime puts sunrise and sunset at −0.833°, not −50′, which
moves them by 0.1 s. A peer is asked for the local solar date, and held to the nearest instant
of its hour and minute.

{table}"""

NO_PEERS = "\nNo other library is installed to compare with: `pip install 'miqat[bench]'`.\n"


class Sample(NamedTuple):
    """Random places and days, and Miqat's instants of them (NaT where there is none)."""

    observers: Observers
    instants: dict[str, NDArray[np.datetime64]]


def report() -> str:
    """Return the part of the page."""
    sample = draw()
    errors = against_skyfield(sample)
    rows = []
    kept = True
    for name in peers.EVENTS:
        error = errors[name]
        fast = error.rate >= 2.0
        within = np.where(fast, np.abs(error.seconds) <= 0.05, np.abs(error.arcseconds) <= 0.1)
        occurs = ~np.isnan(error.seconds)
        kept = kept and bool(within[occurs].all())
        rows.append(
            [
                name,
                str(occurs.sum()),
                f"{worst(error.seconds):.3f} s",
                f"{rms(error.seconds):.4f} s",
                f"{worst(error.seconds[fast]):.3f} s",
                f"{worst(error.arcseconds):.3f}″",
            ]
        )
    head = ["event", "cells", "worst", "rms", "worst at 2″/s or faster", "worst in arc"]
    text = TEXT.format(
        samples=SAMPLES,
        latitude=HIGHEST_LATITUDE,
        first=FIRST.year,
        last=LAST.year,
        seed=SEED,
        skyfield=version("skyfield"),
        apart=delta_t_apart(sample.instants["dhuhr"]),
        table=table(head, rows),
        verdict="kept in every cell" if kept else "missed",
    )
    beside = _beside(sample, errors)
    return text + (PEERS.format(table=beside) if beside else NO_PEERS)


def draw() -> Sample:
    """Return the sample, always the same."""
    rng = np.random.default_rng(SEED)
    latitudes = rng.uniform(-HIGHEST_LATITUDE, HIGHEST_LATITUDE, SAMPLES)
    longitudes = rng.uniform(-180.0, 180.0, SAMPLES)
    ahead = rng.integers(0, (LAST - FIRST).days + 1, SAMPLES)
    tables = [
        prayer.times(
            Place(float(latitude), float(longitude), timezone="Etc/UTC"),
            FIRST + timedelta(days=int(count)),
            method="mwl",
        )
        for latitude, longitude, count in zip(latitudes, longitudes, ahead, strict=True)
    ]
    instants = {name: np.array([one.instants[name][0] for one in tables]) for name in peers.EVENTS}
    return Sample(Observers(latitudes, longitudes), instants)


def against_skyfield(sample: Sample) -> dict[str, Error]:
    """Return the error of every event."""
    observers, instants = sample
    errors = {"dhuhr": observers.miss_transit(instants["dhuhr"])}
    zenith = observers.zenith_distance(errors["dhuhr"].instants)
    wanted = {name: np.full(SAMPLES, altitude) for name, altitude in ALTITUDES.items()}
    wanted["asr"] = np.degrees(np.arctan(1.0 / (1.0 + np.tan(zenith))))
    for name, altitude in wanted.items():
        errors[name] = observers.miss_altitude(instants[name], altitude)
    return errors


def _beside(sample: Sample, errors: dict[str, Error]) -> str | None:
    rows = []
    for name, hours_of_day in peers.installed().items():
        found = [
            hours_of_day(float(latitude), float(longitude), on)
            for latitude, longitude, on in zip(*sample.observers, _solar_dates(sample), strict=True)
        ]
        cells = [
            _cell(_seconds_late(np.array([of_day[event] for of_day in found]), errors[event]), 1)
            for event in peers.EVENTS
        ]
        rows.append([name, *cells])
    if not rows:
        return None
    ours = [_cell(errors[event].seconds, 3) for event in peers.EVENTS]
    return table(["", *peers.EVENTS], [["Miqat", *ours], *rows])


def _seconds_late(hours: Floats, error: Error) -> Floats:
    clock: Floats = error.instants.astype(np.int64) % DAY_US / 3.6e9
    late: Floats = ((hours - clock + 12.0) % 24.0 - 12.0) * 3600.0
    return np.where(np.isnat(error.instants), np.nan, late)


def _solar_dates(sample: Sample) -> list[date]:
    """Return the local solar date of each transit."""
    transits: Instants = sample.instants["dhuhr"]
    east = np.rint(sample.observers.longitudes / 360.0 * DAY_US).astype("timedelta64[us]")
    numbers = (transits + east).astype("datetime64[D]").astype(np.int64)
    return [days.to_date(int(number)) for number in numbers]


def _cell(seconds: Floats, decimals: int) -> str:
    return f"{rms(seconds):.{decimals}f} / {worst(seconds):.{max(decimals - 1, 0)}f}"
