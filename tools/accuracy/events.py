"""Events of the Sun and the Moon against Skyfield and DE440."""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from miqat import days
from miqat.sky.day_path import DayPath
from miqat.sky.events import Events, Reason, crossings, transits
from miqat.sky.horizon import HORIZON_REFRACTION, SUNRISE_ALTITUDE
from miqat.sky.timescale import from_datetime64, utc_to_tt
from tools.accuracy import truth
from tools.accuracy.page import CASES, rms, table

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from miqat.sky.ephemeris import Body
    from miqat.sky.events import Limb
    from tools.accuracy.truth import Floats

    Bools = NDArray[np.bool_]

SEED = 1448
FIRST, LAST = days.from_gregorian(1600, 1, 1), days.from_gregorian(2600, 1, 1)
LATITUDES = (60.0, 90.0)
FAST = 2.0  # arcseconds a second
SECONDS_BOUND = {"sun": 0.05, "moon": 0.3}
ARC_BOUND = 0.1  # arcseconds
GRAZING = 1.0  # arcseconds
SAMPLES = 33
ASR = -999.0

TEXT = """
## Events against Skyfield and DE440

A row is {cases:,} random days of 1600–2600 at as many random places to the latitude named (seed
{seed}). Miqat's instant, to the microsecond, is given to Skyfield {skyfield} with JPL's DE440 and
Miqat's ΔT, and Skyfield gives the position of the body for an observer on the ground, without
air. The residual is that altitude (for a transit the hour angle) less the one wanted. Where it
changes by 2″ a second or faster the residual over the rate is the error in seconds, bound
{sun:g} s for the Sun and {moon:g} s for the Moon; where it changes more slowly the bound is
{arc:g}″ of altitude. Asr is compared with the altitude that follows from Skyfield's own zenith
distance at its own transit.

{table}
"Same answer" is the share of cases in which Miqat and Skyfield agree on whether the day has the
event, outside {grazing:g}″ of grazing: an event that Miqat gives must be within that of the
altitude, and where it gives none Skyfield is searched over the whole day, its highest and lowest
points included. Of the Moon's transits a day between two of them has none, which is counted as
such. The bounds are {verdict}.

Miqat leaves out diurnal aberration, which moves every transit by 0.0213 s, and polar motion. It is
nearly the whole of the transits' error here, and part of asr's.
"""


class _Kind(NamedTuple):
    """A row of the table: a crossing, or a transit where the altitude is NaN."""

    name: str
    body: Body
    altitude: float
    rising: bool  # of a transit: whether it is the upper one
    limb: Limb = "centre"

    @property
    def is_transit(self) -> bool:
        return bool(np.isnan(self.altitude))


KINDS = (
    _Kind("Sun, rise −50′", "sun", SUNRISE_ALTITUDE, True),
    _Kind("Sun, set −50′", "sun", SUNRISE_ALTITUDE, False),
    _Kind("Sun, dawn −18°", "sun", -18.0, True),
    _Kind("Sun, dusk −17°", "sun", -17.0, False),
    _Kind("Sun, altitude 30° rising", "sun", 30.0, True),
    _Kind("Sun, asr", "sun", ASR, False),
    _Kind("Sun, upper transit", "sun", np.nan, True),
    _Kind("Sun, lower transit", "sun", np.nan, False),
    _Kind("Moon, rise of the upper limb −34′", "moon", -HORIZON_REFRACTION, True, "upper"),
    _Kind("Moon, set of the upper limb −34′", "moon", -HORIZON_REFRACTION, False, "upper"),
    _Kind("Moon, upper transit", "moon", np.nan, True),
    _Kind("Moon, lower transit", "moon", np.nan, False),
)


class _Cases(NamedTuple):
    """Random places (degrees) and days, and a body's path over them."""

    longitude: Floats
    latitude: Floats
    path: DayPath


class Outcome(NamedTuple):
    """What came of a row: errors where the altitude moves fast, residuals where slowly."""

    seconds: Floats
    arcseconds: Floats
    agree: Bools  # of all cases outside grazing


def report() -> str:
    """Return the part of the page."""
    rows, kept = [], True
    for kind in KINDS:
        for most in LATITUDES:
            outcome = measure(kind, most)
            bound = SECONDS_BOUND[kind.body]
            fine = _worst(outcome.seconds) <= bound and _worst(outcome.arcseconds) <= ARC_BOUND
            fine = fine and bool(outcome.agree.all())
            kept = kept and fine
            rows.append(_row(kind, most, outcome, fine))
    head = ["event", "to latitude", "at 2″/s or faster", "rms", "worst", "slower", "worst arc"]
    return TEXT.format(
        cases=CASES,
        seed=SEED,
        skyfield=version("skyfield"),
        sun=SECONDS_BOUND["sun"],
        moon=SECONDS_BOUND["moon"],
        arc=ARC_BOUND,
        grazing=GRAZING,
        table=table([*head, "same answer", ""], rows),
        verdict="met in every row" if kept else "missed in the rows that say so",
    )


def measure(kind: _Kind, most: float) -> Outcome:
    """Return how one kind of event fares to a latitude."""
    rng = np.random.default_rng(SEED + int(most) + 100 * KINDS.index(kind))
    longitude, latitude = rng.uniform(-180.0, 180.0, CASES), rng.uniform(-most, most, CASES)
    path = DayPath.of(kind.body, longitude, rng.integers(FIRST, LAST, CASES))
    cases = _Cases(longitude, latitude, path)
    wanted, sure = _wanted(kind, cases)
    found = _found(kind, cases, wanted)
    occurs = found.reason == Reason.OCCURS
    tt = utc_to_tt(from_datetime64(found.instants[occurs]))
    where = latitude[occurs], longitude[occurs]
    residual, rate = _residual(kind, tt, where, wanted[occurs])
    right_way = np.full(len(rate), True) if kind.is_transit else (rate > 0.0) == kind.rising
    fast = np.abs(rate) >= FAST
    agree = np.full(CASES, True)
    agree[occurs] = (np.abs(residual) <= GRAZING) & (right_way | ~fast)
    missing = ~occurs & ~np.isnan(wanted) & sure
    agree[missing] = ~_occurs_for_skyfield(kind, cases, missing, wanted[missing])
    return Outcome((residual / rate)[fast], residual[~fast], agree)


def _wanted(kind: _Kind, cases: _Cases) -> tuple[Floats, Bools]:
    """Return the altitudes wanted, NaN where there is none, and where that is beyond doubt."""
    if kind.altitude != ASR:
        return np.full(CASES, 0.0 if kind.is_transit else kind.altitude), np.full(CASES, True)
    noon = utc_to_tt(from_datetime64(transits(cases.path).instants))
    off = truth.hour_angle("sun", noon, cases.latitude, cases.longitude)
    noon -= off / 360.0
    zenith = np.radians(90.0 - truth.altitude("sun", noon, cases.latitude, cases.longitude))
    shadow = 1.0 + np.tan(np.minimum(zenith, np.pi / 2.0 - 1e-9))
    wanted = np.degrees(np.arctan(1.0 / shadow))
    sure = np.abs(zenith - np.pi / 2.0) * truth.ARCSECONDS > GRAZING
    return np.where(zenith < np.pi / 2.0, wanted, np.nan), np.asarray(sure)


def _found(kind: _Kind, cases: _Cases, wanted: Floats) -> Events:
    if kind.is_transit:
        return transits(cases.path, upper=kind.rising)
    altitude = wanted
    if kind.altitude == ASR:
        altitude = asr_altitude(cases.latitude, cases.path)
    return crossings(cases.path, cases.latitude, altitude, rising=kind.rising, limb=kind.limb)


def asr_altitude(latitude: Floats, path: DayPath) -> Floats:
    """Return the altitude of asr as `miqat.prayer` has it, for a shadow of once the height."""
    noon = path.when_hour_angle(0.0)
    geocentric = np.abs(np.radians(latitude) - path.declination(noon))
    zenith = geocentric + np.arcsin(path.parallax(noon) * np.sin(geocentric))
    shadow = 1.0 + np.tan(np.minimum(zenith, np.pi / 2.0 - 1e-9))
    return np.where(zenith < np.pi / 2.0, np.degrees(np.arctan(1.0 / shadow)), np.nan)


def _residual(
    kind: _Kind, tt: Floats, where: tuple[Floats, Floats], wanted: Floats
) -> tuple[Floats, Floats]:
    """Return residuals in arcseconds and rates in arcseconds a second."""

    def at(instants: Floats) -> Floats:
        if kind.is_transit:
            angle = truth.hour_angle(kind.body, instants, *where)
            return angle if kind.rising else angle % 360.0 - 180.0
        return truth.altitude(kind.body, instants, *where, kind.limb) - wanted

    now, later = at(tt) * 3600.0, at(tt + 10.0 / 86400.0) * 3600.0
    return now, (later - now) / 10.0


def _occurs_for_skyfield(
    kind: _Kind, cases: _Cases, cells: Bools, wanted: Floats
) -> NDArray[np.bool_]:
    """Return where Skyfield sees the event in the window of its day, grazes left out."""
    if not cells.any():
        return np.zeros(0, dtype=bool)
    path = cases.path
    where = cases.latitude[cells], cases.longitude[cells]
    if kind.body == "sun" and not kind.is_transit:
        start, end = (path.when_hour_angle(turn)[cells] for turn in (-np.pi, np.pi))
    else:
        start, end = np.full(cells.sum(), -0.5), np.full(cells.sum(), 0.5)

    def excess(t: Floats) -> Floats:
        tt = utc_to_tt(path.noon[cells] + t)
        if kind.is_transit:
            angle = truth.hour_angle(kind.body, tt, *where)
            return angle if kind.rising else angle % 360.0 - 180.0
        return truth.altitude(kind.body, tt, *where, kind.limb) - wanted

    grid = start + np.linspace(0.0, 1.0, SAMPLES)[:, np.newaxis] * (end - start)
    found = excess(grid)
    if kind.is_transit:
        steps = np.abs(np.diff(found, axis=0))
        return np.asarray(((found[:-1] < 0.0) & (found[1:] >= 0.0) & (steps < 90.0)).any(axis=0))
    grid, found = _with_extremes(excess, grid, found)
    edge = GRAZING / 3600.0
    sides = np.where(found > edge, 1, np.where(found < -edge, -1, 0))
    if not kind.rising:
        sides = sides[::-1]
    # A crossing is a side above after a side below, whatever grazes in between.
    below = np.maximum.accumulate(sides == -1, axis=0)
    return np.asarray((below & (sides == 1)).any(axis=0))


def _with_extremes(excess: object, grid: Floats, found: Floats) -> tuple[Floats, Floats]:
    """Add Skyfield's highest and lowest points of the day, by ever finer samples."""
    assert callable(excess)
    columns = np.arange(grid.shape[1])
    times, values = [grid], [found]
    for pick in (np.argmax, np.argmin):
        centre, width = grid[pick(found, axis=0), columns], grid[1] - grid[0]
        for _ in range(3):
            near = centre + np.linspace(-1.0, 1.0, 9)[:, np.newaxis] * width
            near = np.clip(near, grid[0], grid[-1])
            at = excess(near)
            centre, width = near[pick(at, axis=0), columns], width / 4.0
            times.append(near)
            values.append(at)
    together, all_values = np.concatenate(times), np.concatenate(values)
    order = np.argsort(together, axis=0, kind="stable")
    return (
        np.take_along_axis(together, order, axis=0),
        np.take_along_axis(all_values, order, axis=0),
    )


def _row(kind: _Kind, most: float, outcome: Outcome, fine: bool) -> list[str]:
    def cell(values: Floats, unit: str, decimals: int) -> str:
        return f"{_worst(values):.{decimals}f}{unit}" if len(values) else "–"

    share = outcome.agree.mean()
    return [
        kind.name,
        f"{most:g}°",
        f"{len(outcome.seconds):,}",
        f"{rms(outcome.seconds):.4f} s",
        cell(outcome.seconds, " s", 3),
        f"{len(outcome.arcseconds):,}",
        cell(outcome.arcseconds, "″", 3),
        "100 %" if outcome.agree.all() else f"{100.0 * share:.2f} %",
        "met" if fine else "**missed**",
    ]


def _worst(values: Floats) -> float:
    return float(np.abs(values).max(initial=0.0))
