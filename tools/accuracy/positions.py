"""Where Sun and Moon stand, against DE440, and conjunctions against a published table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from miqat import days
from miqat.sky import lunations
from miqat.sky.ephemeris import Body, apparent_vector
from tools.accuracy.page import rms, table, worst
from tools.accuracy.truth import EARTH, JD_OF_DAY_0, KERNEL, TIMESCALE

if TYPE_CHECKING:
    from pathlib import Path

    from tools.accuracy.truth import Floats

SEED = 1448
INSTANTS = 2000
SPANS = ((1900, 1949), (1950, 2049), (2050, 2099))

POSITIONS = """
## The places of Sun and Moon against DE440

Apparent geocentric directions at {count:,} random instants of each span: the angle to
Skyfield's, rms / worst. The Moon of this version is ERFA's `moon98`, which serves the Moon's
age, its lit part and the conjunctions.

{table}"""

CONJUNCTIONS = """
## Conjunctions against the United States Naval Observatory

The new moons of a published table of phases, which is rounded to the minute: half a minute of
difference is no error, and a perfect Moon would show an rms of 17 s. Before 1972 Miqat's
instant is UT1; of years to come each predicts its own ΔT.

{table}"""

BODIES: tuple[Body, ...] = ("sun", "moon")


def report() -> str:
    """Return the part on positions."""
    rng = np.random.default_rng(SEED)
    rows = []
    for first, last in SPANS:
        start, stop = days.from_gregorian(first, 1, 1), days.from_gregorian(last, 12, 31)
        at = rng.uniform(start, stop, INSTANTS)
        cells = [_cell(_apart(body, at)) for body in BODIES]
        rows.append([f"{first}–{last}", *cells])
    return POSITIONS.format(count=INSTANTS, table=table(["years", "Sun", "Moon"], rows))


def conjunctions(reference: Path | None) -> str:
    """Return the part on conjunctions."""
    if reference is None:
        return CONJUNCTIONS.format(table="Skipped: there is no reference data here.\n")
    lines = (reference / "crescent" / "usno-moon-phases.txt").read_text("utf-8").splitlines()
    new_moons = [line.split()[1].removesuffix("Z") for line in lines if line.startswith("0 ")]
    published = np.array(new_moons, dtype="datetime64[us]")
    rows = []
    for first, last in ((1900, 1971), (1972, 2026), (2027, 2099)):
        begin, end = np.datetime64(f"{first}-02", "us"), np.datetime64(f"{last + 1}", "us")
        inside = published[(published >= begin) & (published < end)]
        ours = lunations.conjunction(lunations.lunation_at(inside + np.timedelta64(2, "D")))
        seconds = np.abs((ours - inside) / np.timedelta64(1, "s"))
        rows.append(
            [
                f"{first}–{last}",
                str(len(inside)),
                str(np.sum(seconds <= 30.0)),
                f"{rms(seconds):.0f} s",
                f"{worst(seconds):.0f} s",
            ]
        )
    head = ["years", "new moons", "within 30 s", "rms", "worst"]
    return CONJUNCTIONS.format(table=table(head, rows))


def _apart(body: Body, at: Floats) -> Floats:
    """Return the angle between Miqat's and Skyfield's direction, arcseconds."""
    ours = apparent_vector(body, at)
    instant = TIMESCALE.tt_jd(JD_OF_DAY_0, at)
    theirs = EARTH.at(instant).observe(KERNEL[body]).apparent().position.km.T
    across = np.linalg.norm(np.cross(ours, theirs), axis=-1)
    angle: Floats = np.degrees(np.arctan2(across, np.sum(ours * theirs, axis=-1))) * 3600.0
    return angle


def _cell(arcseconds: Floats) -> str:
    return f"{rms(arcseconds):.3f}″ / {worst(arcseconds):.3f}″"
