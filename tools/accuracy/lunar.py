"""Conjunctions and the other phases, eclipses at a place, and the Sun over the Kaaba."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from miqat import qibla
from miqat.sky import lunations
from miqat.sky.eclipses import lunar_eclipses, solar_eclipses
from miqat.sky.timescale import from_datetime64, utc_to_tt
from tools.accuracy import truth
from tools.accuracy.page import CASES, rms, table, worst

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from miqat.sky.eclipses import SolarEclipse
    from tools.accuracy.truth import Floats

SEED = 1448
GAIN = 360.0 / lunations.SYNODIC_MONTH / 86400.0  # degrees a second
YEAR_1600, YEAR_2600 = np.datetime64("1600-01-02", "us"), np.datetime64("2599-12-30", "us")

CONJUNCTIONS = """
## Phases against Skyfield and DE440

{cases:,} random lunations of 1600–2600 a row (seed {seed}): what Skyfield and DE440 have for the
difference of the apparent geocentric longitudes at Miqat's instant, over the {gain:.2f}″ a second
by which it grows in the mean.

{table}"""

USNO = """
## Phases against the United States Naval Observatory

A published table of phases, rounded to the minute: a difference of up to 30 s is not an error.
Before 1972 Miqat's instant is UT1; for future years each predicts ΔT, so that the last row drifts.
Bounds hold for 1960–2026: of the new moons 98 % within 31 s, of all phases 95 %, none off by more
than 37 s, which is what DE440 itself reaches.

{table}
The bounds are {verdict}.
"""

SOLAR = """
## Solar eclipses at a place, against published circumstances

Contacts at places on the Earth as EclipseWise (F. Espenak) prints them, to the second: by how much
Miqat's are later. Those of 2023 and 2024 were predicted with a ΔT 3–4 s larger than what came, so
that the instants printed are early by as much; that of 2017 was not. Radii of the Moon differ too,
which moves the inner contacts by a second or two; and the greatest eclipse, where hardly anything
moves, is the least angle between the centres here, the greatest magnitude there.

{table}"""

LUNAR = """
## Lunar eclipses, against NASA's canon

Umbral magnitudes of the *Five Millennium Canon of Lunar Eclipses* (Espenak & Meeus, 2009).

{table}"""

KAABA = """
## The Sun over the Kaaba

The instants (UTC) at which the Sun is nearest to the zenith of the Kaaba, or of the point opposite,
compared with a search in DE440 that was printed to the second and predicted ΔT separately for 2027
and 2028.

{table}"""


class _Published(NamedTuple):
    """Contacts at a place: kind and UTC times of day, in their order."""

    latitude: float
    longitude: float
    kind: str
    date: str
    contacts: tuple[str, ...]


PUBLISHED = (
    _Published(
        28.553160, -81.364510, "partial", "2017-08-21", ("17:19:28", "18:51:17", "20:14:57"),
    ),
    _Published(4.6622, 170.8101, "partial", "2023-04-20", ("04:42:21", "05:54:27", "06:57:32")),
    _Published(29.0181, -80.9481, "partial", "2024-04-08", ("17:48:08", "19:04:48", "20:18:34")),
    _Published(
        41.0341, -83.6523, "total", "2024-04-08",
        ("17:55:52", "19:10:42", "19:12:34", "19:14:27", "20:26:37"),
    ),
    _Published(32.3066, -64.7503, "partial", "2024-04-08", ("18:26:16", "19:34:26", "20:37:34")),
    _Published(
        -48.2051, -70.6549, "annular", "2024-10-02",
        ("19:00:27", "20:22:16", "20:25:26", "20:28:35", "21:42:37"),
    ),
)  # fmt: skip
CANON = (("2022-05-16", 1.414), ("2023-10-28", 0.122), ("2025-03-14", 1.178))
OVER_KAABA = (
    ("2024-05-27T09:17:54", False),
    ("2024-07-15T09:26:45", False),
    ("2025-07-15T09:26:43", False),
    ("2026-05-28T09:17:58", False),
    ("2026-07-15T09:26:42", False),
    ("2027-05-28T09:17:56", False),
    ("2027-07-16T09:26:46", False),
    ("2028-05-27T09:17:55", False),
    ("2028-07-15T09:26:44", False),
    ("2026-01-13T21:29:31", True),
    ("2026-11-28T21:08:46", True),
)


def report(reference: Path | None) -> str:
    """Return the parts of the page."""
    return _phases() + _usno(reference) + _solar() + _lunar() + _over_kaaba()


def _phases() -> str:
    rng = np.random.default_rng(SEED)
    first, last = (int(k) for k in lunations.lunation_at(np.array([YEAR_1600, YEAR_2600])))
    rows = []
    for number, name in enumerate(lunations.PHASES):
        chosen = rng.integers(first + 1, last, CASES)
        tt = utc_to_tt(from_datetime64(lunations.phase(name, chosen)))
        ahead = (truth.elongation_in_longitude(tt) - 90.0 * number + 180.0) % 360.0 - 180.0
        seconds = ahead / GAIN
        rows.append([name, f"{len(tt):,}", f"{rms(seconds):.3f} s", f"{worst(seconds):.3f} s"])
    head = ["phase", "cases", "rms", "worst"]
    text = table(head, rows)
    return CONJUNCTIONS.format(cases=CASES, seed=SEED, gain=GAIN * 3600.0, table=text)


def _usno(reference: Path | None) -> str:
    if reference is None:
        return USNO.format(table="Skipped: there is no reference data here.\n", verdict="not held")
    lines = (reference / "crescent" / "usno-moon-phases.txt").read_text("utf-8").splitlines()
    kinds = np.array([int(line.split()[0]) for line in lines if line[:1].isdigit()])
    texts = [line.split()[1].removesuffix("Z") for line in lines if line[:1].isdigit()]
    published = np.array(texts, dtype="datetime64[us]")
    miss = _usno_miss(kinds, published)
    rows, fine = [], True
    for first, last in ((1800, 1899), (1900, 1959), (1960, 2026), (2027, 2099)):
        begin, end = np.datetime64(f"{first}", "us"), np.datetime64(f"{last + 1}", "us")
        inside = (published >= begin) & (published < end)
        new = np.abs(miss[inside & (kinds == 0)])
        whole = np.abs(miss[inside])
        shares = float(np.mean(new <= 31.0)), float(np.mean(whole <= 31.0))
        if first == 1960:
            fine = shares[0] >= 0.98 and shares[1] >= 0.95 and whole.max() <= 37.0
        rows.append(
            [
                f"{first}–{last}",
                f"{len(new)}",
                f"{100.0 * shares[0]:.1f} %",
                f"{len(whole)}",
                f"{100.0 * shares[1]:.1f} %",
                f"{np.mean(miss[inside]):+.1f} s",
                f"{whole.max():.1f} s",
            ]
        )
    head = ["years", "new moons", "within 31 s", "all phases", "within 31 s", "mean", "worst"]
    return USNO.format(table=table(head, rows), verdict="met" if fine else "**missed**")


def _usno_miss(kinds: NDArray[np.int64], published: NDArray[np.datetime64]) -> Floats:
    """Return Miqat's phases less the published ones, seconds."""
    miss = np.empty(len(published))
    for number, name in enumerate(lunations.PHASES):
        of_kind = kinds == number
        lunation = lunations.lunation_at(published[of_kind])
        around = np.stack([lunations.phase(name, lunation + step) for step in (-1, 0, 1)])
        apart = (around - published[of_kind]) / np.timedelta64(1, "s")
        nearest = np.abs(apart).argmin(axis=0)
        miss[of_kind] = apart[nearest, np.arange(apart.shape[1])]
    return miss


def _solar() -> str:
    rows = []
    for one in PUBLISHED:
        day = np.datetime64(one.date, "us")
        after = np.timedelta64(2, "D")
        (eclipse,) = solar_eclipses(one.latitude, one.longitude, day - after, day + after)
        rows.append(
            [
                f"{one.date}, {_where(one)}",
                f"{one.kind} / {eclipse.kind}",
                f"{eclipse.magnitude:.4f}",
                *_contacts(eclipse, one),
            ]
        )
    head = ["eclipse and place", "published / Miqat", "magnitude", "begins", "second"]
    return SOLAR.format(table=table([*head, "greatest", "third", "ends"], rows))


def _where(one: _Published) -> str:
    north, east = "N" if one.latitude > 0 else "S", "E" if one.longitude > 0 else "W"
    return f"{abs(one.latitude):.2f}° {north} {abs(one.longitude):.2f}° {east}"


def _contacts(eclipse: SolarEclipse, one: _Published) -> Sequence[str]:
    if len(eclipse.contacts) != len(one.contacts):
        return ["**another kind**"] * 5
    late = [
        (contact.instant - np.datetime64(f"{one.date}T{text}", "us")) / np.timedelta64(1, "s")
        for contact, text in zip(eclipse.contacts, one.contacts, strict=True)
    ]
    cells = [f"{seconds:+.1f} s" for seconds in late]
    return cells if len(cells) == 5 else [cells[0], "–", cells[1], "–", cells[2]]


def _lunar() -> str:
    rows = []
    for text, magnitude in CANON:
        day = np.datetime64(text, "us")
        found = [
            eclipse
            for longitude in (0.0, 180.0)
            for eclipse in lunar_eclipses(
                0.0, longitude, day - np.timedelta64(1, "D"), day + np.timedelta64(2, "D")
            )
        ]
        ours = found[0].umbral_magnitude
        rows.append([text, f"{magnitude:.3f}", f"{ours:.3f}", found[0].kind])
    return LUNAR.format(table=table(["eclipse", "canon", "Miqat", "kind"], rows))


def _over_kaaba() -> str:
    rows = []
    for text, antipode in OVER_KAABA:
        searched = np.datetime64(text, "us")
        found = qibla.sun_over_kaaba(int(text[:4]), antipode=antipode)
        instants = np.array([at.replace(tzinfo=None) for at, _ in found], dtype="datetime64[us]")
        nearest = int(np.abs(instants - searched).argmin())
        late = (instants[nearest] - searched) / np.timedelta64(1, "s")
        name = "opposite the Kaaba" if antipode else "the Kaaba"
        rows.append([f"{text} over {name}", f"{late:+.2f} s", f"{found[nearest][1] * 60.0:.1f}′"])
    return KAABA.format(table=table(["DE440", "Miqat", "from the zenith"], rows))
