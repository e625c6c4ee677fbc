"""Where Sun and Moon stand: the compiled ephemeris, the apparent place, the view of a place."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from miqat import days
from miqat.sky.ephemeris import (
    Body,
    Ephemeris,
    apparent_vector,
    ecliptic_longitude,
    geometric_vector,
)
from miqat.sky.timescale import to_datetime64, tt_to_utc
from miqat.sky.topocentric import horizontal
from tools.accuracy.page import CASES, kept, rms, table, worst
from tools.accuracy.truth import ARCSECONDS, JD_OF_DAY_0, angle, apparent, topocentric

if TYPE_CHECKING:
    from collections.abc import Callable

    from tools.accuracy.truth import Floats

SEED = 1448
SAMPLE = Path(__file__).resolve().parents[2] / "tests" / "fixtures" / "de406_vectors.csv"
SEAM = -153403.0  # 1549-12-31
FIRST, LAST = -500390.0, 248389.0
YEAR_1600, YEAR_2600 = (float(days.from_gregorian(year, 1, 1)) for year in (1600, 2600))
BODIES: tuple[Body, Body] = ("moon", "sun")
GAIN = (360.0 - 360.0 / 365.2422 * 29.530589) / 29.530589 * 3600.0 / 86400.0  # arcsec a second
COMPILED_BOUND = {("moon", "DE440"): 0.15, ("moon", "DE406"): 0.5, ("sun", "DE440"): 0.05}
COMPILED_BOUND["sun", "DE406"] = 0.05
APPARENT_BOUND = {"moon": 0.2, "sun": 0.1}

COMPILED = """
## The compiled ephemeris against its sources

Geometric geocentric directions at random instants: the angle between the vector that comes with
the package and the source's own. {whole}

{table}
The seam at 1549-12-31: {step}{decade}
"""

APPARENT = """
## The apparent place against Skyfield and DE440

Apparent geocentric directions at {count:,} random instants of 1600–2600, the angle to
Skyfield's. The last rows are seen from {count:,} random places with no air: what remains is
diurnal aberration, up to 0.32″, which Miqat leaves out, as it does polar motion (up to 0.3″,
which neither of the two is given here).

{table}"""


def report() -> str:
    """Return the parts of the page."""
    return _compiled() + _apparent()


def _compiled() -> str:
    rng = np.random.default_rng(SEED)
    rows = []
    after = rng.uniform(SEAM, LAST, CASES)
    for body in BODIES:
        miss = angle(geometric_vector(body, after), geometric_vector(body, after, "de440"))
        rows.append(_row(f"{body.title()}, 1550–2650, DE440", miss, COMPILED_BOUND[body, "DE440"]))
    before = rng.uniform(FIRST, SEAM, CASES)
    whole = _de406()
    for body in BODIES:
        bound = COMPILED_BOUND[body, "DE406"]
        at, vectors = _sample(body)
        miss = angle(geometric_vector(body, at), vectors)
        rows.append(_row(f"{body.title()}, 600–1549, sample of DE406 in the tests", miss, bound))
        if whole is not None:
            miss = angle(geometric_vector(body, before), whole(body, before))
            rows.append(_row(f"{body.title()}, 600–1549, the whole of DE406", miss, bound))
    words = (
        "DE406 is read from the package de406."
        if whole
        else "The package de406 is not installed, so only the sample of it is compared."
    )
    head = ["body, years, source", "cases", "rms", "worst", "bound", ""]
    return COMPILED.format(whole=words, table=table(head, rows), step=_seam(), decade=_decade())


def _seam() -> str:
    """Return by how much the compiled ephemeris steps from DE406 to DE440."""
    sides = np.array([SEAM - 1e-8, SEAM + 1e-8])
    moon, sun = (geometric_vector(body, sides) for body in BODIES)
    steps = angle(moon[:1], moon[1:])[0], angle(sun[:1], sun[1:])[0]
    return (
        f"the Moon steps by {steps[0]:.2f}″ and the Sun by {steps[1]:.2f}″, which moves a\n"
        f"conjunction by {_conjunction_step():.1f} s."
    )


def _decade() -> str:
    whole = _de406()
    if whole is None:
        return ""
    at = SEAM + np.linspace(0.0, 3652.5, 2000)
    apart = angle(whole("moon", at), geometric_vector("moon", at, "de440"))
    return (
        f" DE406 and\nDE440 themselves differ in the Moon by {rms(apart):.2f}″ rms and "
        f"{worst(apart):.2f}″ at the worst over the ten years\nafter, which is "
        f"{rms(apart) / GAIN:.1f} s rms and {worst(apart) / GAIN:.1f} s of conjunction."
    )


def _apparent() -> str:
    rng = np.random.default_rng(SEED + 1)
    tt = rng.uniform(YEAR_1600, YEAR_2600, CASES)
    latitude = np.degrees(np.arcsin(rng.uniform(-1.0, 1.0, CASES)))
    longitude = rng.uniform(-180.0, 180.0, CASES)
    rows = []
    choices: tuple[Ephemeris, ...] = ("compiled", "de440")
    for choice in choices:
        for body in BODIES:
            theirs = apparent(body, tt).position.km.T
            miss = angle(apparent_vector(body, tt, choice), theirs)
            name = f'{body.title()}, geocentric, ephemeris="{choice}"'
            rows.append(_row(name, miss, APPARENT_BOUND[body]))
    utc = to_datetime64(tt_to_utc(tt))
    for body in BODIES:
        ours = horizontal(body, utc, latitude, longitude)
        altitude, azimuth, _ = topocentric(body, tt, latitude, longitude).altaz()
        miss = angle(_unit(ours.altitude, ours.azimuth), _unit(altitude.degrees, azimuth.degrees))
        cells = _row(f"{body.title()}, altitude and azimuth at a place", miss, np.inf)
        rows.append([*cells[:-2], "none stated", ""])
    head = ["body, place", "cases", "rms", "worst", "bound", ""]
    return APPARENT.format(count=CASES, table=table(head, rows))


def _conjunction_step() -> float:
    """Return by how many seconds conjunctions step at the seam, by the compiled ephemeris."""
    at = SEAM + np.array([-0.02, -0.01, 0.01, 0.02])
    ahead = np.unwrap(ecliptic_longitude("moon", at) - ecliptic_longitude("sun", at)) * ARCSECONDS
    before, after = 2.0 * ahead[1] - ahead[0], 2.0 * ahead[2] - ahead[3]
    return float(abs(after - before) / GAIN)


def _unit(altitude: Floats, azimuth: Floats) -> Floats:
    high, around = np.radians(altitude), np.radians(azimuth)
    level = np.cos(high)
    return np.stack([level * np.cos(around), level * np.sin(around), np.sin(high)], axis=-1)


def _row(name: str, miss: Floats, bound: float) -> list[str]:
    return [
        name,
        f"{len(miss):,}",
        f"{rms(miss):.3f}″",
        f"{worst(miss):.3f}″",
        f"{bound:g}″",
        kept(worst(miss), bound),
    ]


def _sample(body: Body) -> tuple[Floats, Floats]:
    rows = [line.split(",") for line in SAMPLE.read_text("utf-8").splitlines()[1:]]
    numbers = np.array([row[1:] for row in rows if row[0] == body], dtype=np.float64)
    return numbers[:, 0], numbers[:, 1:]


@cache
def _de406() -> Callable[[Body, Floats], Floats] | None:
    """Return DE406's geocentric vectors, km, shape (n, 3); None where it is not installed."""
    if find_spec("de406") is None:
        return None
    kept_open: Any = import_module("jplephem.ephem").Ephemeris(import_module("de406"))

    def vectors(body: Body, tt: Floats) -> Floats:
        jd = JD_OF_DAY_0 + tt
        moon = kept_open.position("moon", jd)
        if body == "moon":
            return np.asarray(moon.T)
        earth = kept_open.position("earthmoon", jd) - moon * kept_open.earth_share
        return np.asarray((kept_open.position("sun", jd) - earth).T)

    return vectors
