"""Minutes as authorities publish them, beside the presets of other programs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from miqat.places import place
from miqat.prayer import times
from miqat.prayer.matching.residuals import PublishedMinutes
from miqat.prayer.methods.load import method as method_named
from tools.accuracy import presets
from tools.accuracy.page import table
from tools.published_sets import SETS, of_year, single

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from tools.accuracy.presets import Preset
    from tools.published_sets import Published

    Floats = NDArray[np.float64]

EVENTS = ("fajr", "sunrise", "dhuhr", "asr", "maghrib", "isha")
MINUTES = 1440.0
JAKIM_YEAR = 2024

#: What other programs call what is nearest to an authority: adhan-js, Aladhan, praytime.
NEAREST = {
    "diyanet": ("Turkey", "TURKEY", None),
    "jakim": ("Singapore", "JAKIM", "Malaysia"),
    "habous": (None, "MOROCCO", None),
    "sweden-if": ("Turkey", "TURKEY", None),
    "kemenag": ("Singapore", "KEMENAG", "Singapore"),
    "london-unified": ("MoonsightingCommittee", "LUT", None),
    "egypt": ("Egyptian", "EGYPT", "Egypt"),
    "dubai": ("Dubai", "DUBAI", None),
    "moscow": (None, "RUSSIA", "Russia"),
    "qatar": ("Qatar", "QATAR", None),
    "muis": ("Singapore", "SINGAPORE", "Singapore"),
    "northern-iraq": ("MuslimWorldLeague", "MWL", "MWL"),
}
#: Every other week of these was given, and all of that fitted.
WITHOUT_HELD_WEEKS = ("brunei",)
#: What is scored of a set of which not every time follows the rule that was fitted.
SCORED: dict[str, tuple[str, ...]] = {}

TEXT = """
## Minutes that authorities publish

Published timetables of the reference data against Miqat's profiles, `times(place("diyanet:Ankara"),
…, method="diyanet")` and so on, at the stations that `python -m tools.fit_profiles` fitted. It fits
on every other week of a table; **these are the weeks between, which were not fitted**. The minutes
and angles of the profiles themselves were found on the whole tables ([methods](methods.md) says on
which). The share of minutes that are exactly the published one, per cent:

{shares}
The same rows by how far they are off: within one minute, and the mean and the largest difference in
minutes. A published minute for which the method has no time (Pajala's winter, north of the circle)
counts as missed, and not in the mean.

{errors}
## Compared with the presets of other programs

The same weeks, stations and coordinates (a zone of several points: its first), in the same run,
each program with the preset that it has for the authority or, where it has none of that name, the
nearest; with its own rounding and safety minutes. Exact share, per cent, of the same times.

{peers}{missing}"""


class Score(NamedTuple):
    """Differences from published minutes by time.

    NaN where none is published, infinity where one is and the method has none.
    """

    off: dict[str, Floats]

    def exact(self, name: str) -> float:
        """Return the share of one time."""
        return _share(self.off[name], 0.5)

    def all(self) -> Floats:
        """Return the differences of all times."""
        return np.concatenate(list(self.off.values()))


def report(reference: Path | None) -> str:
    """Return the part of the page."""
    if reference is None:
        return "\n## Minutes that authorities publish\n\nThe reference data is absent.\n"
    programs, missing = presets.installed()
    shares, errors, beside = [], [], []
    for method, tables in every_set(reference):
        score = ours(method, tables)
        off = score.all()
        scored = SCORED.get(method, EVENTS)
        label = f"{method}, {_counted(tables)}"
        cells = [_per_cent(score.exact(name)) if name in scored else "" for name in EVENTS]
        total = _per_cent(_share(off, 0.5))
        shares.append([label, f"{(~np.isnan(off)).sum():,}", *cells, total])
        errors.append([label, _per_cent(_share(off, 1.5)), *_errors(off)])
        peers = [_peer(preset, method, number, tables) for number, preset in _in_order(programs)]
        beside.append([label, total, *peers])
    head = ["set", "minutes", *EVENTS, "all"]
    names = [name for name, _ in programs.items()]
    lacking = f"\nNot installed here: {', '.join(missing)}.\n" if missing else ""
    return TEXT.format(
        shares=table(head, shares),
        errors=table(["set", "within 1", "mean", "largest"], errors),
        peers=table(["set", "Miqat", *names], beside),
        missing=lacking,
    )


def every_set(reference: Path) -> Iterator[tuple[str, list[Published]]]:
    """Yield each method with the tables to score it on."""
    for method, load in SETS.items():
        tables = list(load(reference))
        if method == "jakim":
            tables = [t._replace(table=of_year(t.table, JAKIM_YEAR)) for t in tables]
            tables = [t for t in tables if len(t.table)]
        yield method, tables
    for method, published in single(reference):
        if method in WITHOUT_HELD_WEEKS:
            continue
        yield method, [published]


def ours(method: str, tables: list[Published], *, held_out: bool = True) -> Score:
    """Return how far a method's rule is from tables at its own stations."""
    rule = replace(method_named(method), printed=None)
    parts: dict[str, list[Floats]] = {}
    for published in tables:
        at = place(f"{method}:{published.key}")
        day = published.table.days
        found = times(at, day[0].item(), day[-1].item(), rule, names=EVENTS)
        rows = (day - day[0]).astype(int)
        weeks = rows // 7 % 2 == 1
        for name in SCORED.get(method, EVENTS):
            shown = found.local(name)[rows]
            wall = (shown - day.astype("datetime64[m]")).astype(float)
            minutes = published.table.minutes[name].astype(float)
            off = np.where(np.isnat(shown), np.inf, wall - minutes)
            off[minutes < 0] = np.nan
            parts.setdefault(name, []).append(off[weeks] if held_out else off)
    return Score({name: np.concatenate(values) for name, values in parts.items()})


def _peer(preset: Preset, method: str, number: int, tables: list[Published]) -> str:
    """Return a program's exact share with the preset that it has."""
    name = NEAREST[method][number]
    if name is None:
        return "–"
    parts = []
    for published in tables:
        at, sheet = (
            place(f"{method}:{published.key}"),
            PublishedMinutes.of(published.table, published.start),
        )
        held = sheet.weeks(1)
        days = (sheet.first + sheet.at).tolist()
        answers = preset(name, presets.Station(at.latitude, at.longitude, at.zone.key, days))
        scored = SCORED.get(method, EVENTS)
        parts += [answers[event] - held.instants[event] * MINUTES for event in scored]
    return f"{_per_cent(_share(np.concatenate(parts), 0.5))} ({name})"


def _in_order(programs: dict[str, Preset]) -> list[tuple[int, Preset]]:
    order = ("adhan-js", "Aladhan", "praytime")
    return [
        (number, preset)
        for name, preset in programs.items()
        for number, start in enumerate(order)
        if name.startswith(start)
    ]


def _counted(tables: list[Published]) -> str:
    days = sum(len(published.table) for published in tables)
    return f"{len(tables)} stations, {days:,} days" if len(tables) > 1 else f"{days} days"


def _share(off: Floats, within: float) -> float:
    known = off[~np.isnan(off)]
    return float((np.abs(known) < within).mean())


def _errors(off: Floats) -> list[str]:
    known = np.abs(off[np.isfinite(off)])
    return [f"{known.mean():.3f}", f"{known.max():.0f}"]


def _per_cent(share: float) -> str:
    return f"{100 * share:.1f}"
