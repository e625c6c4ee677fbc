"""The crescent: Yallop's own table, Skyfield, the record of sightings, and a peer beside."""

from __future__ import annotations

import csv
import tomllib
from datetime import datetime
from importlib import import_module, resources
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from miqat import days
from miqat.crescent import Criterion, Twilight, all_criteria, criterion, probability, twilights
from miqat.crescent.probability_model import features
from miqat.sky import lunations
from miqat.sky.timescale import from_datetime64
from tools import fit_sighting
from tools.accuracy import evenings
from tools.accuracy.page import kept, rms, table, worst

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from miqat.crescent.probability_model import Aid
    from miqat.crescent.twilight import When

    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]
    Days = NDArray[np.int64]

SEED = 1448
CASES = 1000
PEER = "islamic-times"
PEER_CRITERIA = {"yallop": 1, "odeh": 0}
FIRST_YEAR_OF_PEER = 1800

# These rows of TN 69 bear the UT date of sunset, a day after the evening's.
DATED_IN_UT = {165, 193, 244, 245, 285}

TN69 = """
## The crescent: Yallop's table

The {count} sightings of B. D. Yallop, *NAO Technical Note 69* (1997), of 1859 to 1996, with the
note's *q* to three decimals and lag to a tenth of a minute. Five rows (Nos. 165, 193, 244, 245,
285) have the UT date of sunset and are read as the evening before.

{table}"""

SKYFIELD = """
## The crescent against Skyfield and DE440

{cases:,} random evenings (seed {seed}): latitude up to 60°, up to three days after a conjunction of
1903–2097. The pipeline (`tools/accuracy/evenings.py`) shares no code with Miqat's. *V* is
topocentric: Skyfield has diurnal aberration in it, 0.3″, which Miqat leaves out.

{table}
{peer}"""

CRITERIA = """
## Criteria on the record of sightings

{count:,} naked-eye records of the years 600 and later ({seen:,} seen), compiled by
msyazwanfaid/hilalpy; half of that record, every second lunation. TPR is the part of the seen
crescents that a criterion predicts, TNR that of the unseen ones that it denies, AUC how well its
value puts the seen above the unseen, whatever its limit. Not seen was also what clouds hid, and
Yallop, Odeh, Qureshi and Alrefay were fitted on parts of these very records.

{table}
{peer}"""

PROBABILITY = """
## The probability of a sighting

The model of `crescent.probability_model` on lunations left out of its fit, {folds}-fold. The Brier
score is the mean square of what was said less what was seen; the best single criterion is each
criterion's value through a separate logistic curve, fitted likewise, and the best of them.

{table}
What was said, and how often it was seen:

{reliability}"""

SKIPPED = "Skipped: there is no reference data here.\n"


def report(reference: Path | None) -> str:
    """Return the parts of the page."""
    if reference is None:
        tn69, record = TN69.format(count=295, table=SKIPPED), ""
    else:
        tn69 = _tn69(reference / "crescent" / "yallop-tn69.csv")
        record = _record(reference / "crescent" / "observations.csv.gz")
    return tn69 + _skyfield() + record


def _tn69(file: Path) -> str:
    with file.open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    found = []
    q_all, lag_all = [], []
    letters: tuple[tuple[str, When, str, float], ...] = (
        ("E", "evening", "evenings", 1.0),
        ("M", "morning", "mornings", -1.0),
    )
    for letter, when, name, sign in letters:
        of = [row for row in rows if row["M/E"] == letter]
        day = [
            days.from_gregorian(*(int(row[part]) for part in "YMD"))
            - (int(row["No"]) in DATED_IN_UT)
            for row in of
        ]
        number = {
            part: np.array([float(row[part]) for row in of]) for part in ("Lat", "Long", "Lag", "q")
        }
        twilight = twilights(number["Lat"], number["Long"], np.array(day), when=when)
        q = criterion("yallop").value(twilight) - number["q"]
        lag = 1440.0 * twilight.lag_days - sign * number["Lag"]
        found.append(
            [name, f"{len(of)}", f"{rms(q):.5f}", f"{worst(q):.4f}", f"{worst(lag):.3f} min"]
        )
        q_all.append(q)
        lag_all.append(lag)
    q, lag = np.concatenate(q_all), np.concatenate(lag_all)
    verdicts = f"{kept(worst(q), 0.0025)} (0.0025)", f"{kept(worst(lag), 0.2)} (0.2 min)"
    found.append(["bound", f"{len(q)}", "", *verdicts])
    head = ["rows", "n", "Δq, rms", "Δq, worst", "Δlag, worst"]
    return TN69.format(count=len(rows), table=table(head, found))


class _Cases(NamedTuple):
    latitude: Floats
    longitude: Floats
    day: Days


def _random_evenings() -> _Cases:
    rng = np.random.default_rng(SEED)
    latitude, longitude = rng.uniform(-60.0, 60.0, CASES), rng.uniform(-180.0, 180.0, CASES)
    conjunction = from_datetime64(lunations.conjunction(rng.integers(-1200, 1200, CASES)))
    day = np.floor(conjunction + longitude / 360.0).astype(np.int64) + rng.integers(0, 4, CASES)
    return _Cases(latitude, longitude, day)


def _skyfield() -> str:
    cases = _random_evenings()
    theirs = evenings.evenings(cases.latitude, cases.longitude, cases.day)
    at_best = theirs.at(4.0 / 9.0)
    true = {"yallop": evenings.yallop(at_best), "odeh": evenings.odeh(at_best)}
    ours = twilights(cases.latitude, cases.longitude, cases.day)
    rows = []
    for name, found, expected in (
        ("sunset", ours.sunset, theirs.sunset),
        ("moonset", ours.moonset, theirs.moonset),
    ):
        late = 86400.0 * (from_datetime64(ours.sun.instants(found)) - expected)
        rows.append(
            [
                name,
                f"{rms(late):.4f} s",
                f"{worst(late):.3f} s",
                f"{kept(worst(late), 0.05)} (0.05 s)",
            ]
        )
    values = {name: criterion(name).value(ours) for name in true}
    for name, symbol, bound in (("yallop", "q", 1e-4), ("odeh", "V", 1e-3)):
        miss = values[name] - true[name]
        rows.append(
            [
                symbol,
                f"{rms(miss):.1e}",
                f"{worst(miss):.1e}",
                f"{kept(worst(miss), bound)} ({bound:g})",
            ]
        )
    text = table(["", "rms", "worst", "bound"], rows)
    return SKYFIELD.format(
        cases=CASES, seed=SEED, table=text, peer=_peer_beside_skyfield(cases, values, true)
    )


def _peer_beside_skyfield(cases: _Cases, ours: dict[str, Floats], true: dict[str, Floats]) -> str:
    if _peer_version() is None:
        return f"Not installed, so not compared: {PEER} (pip install 'miqat[bench]').\n"
    rows = []
    for name, symbol in (("yallop", "q"), ("odeh", "V")):
        peer = _peer(name, cases)
        # What a crescent's zones turn on: beyond, one old of two days is seen by all.
        there = ~np.isnan(peer) & (true["yallop"] > -0.5) & (true["yallop"] < 1.0)
        for who, value in (("Miqat", ours[name]), (f"{PEER} {_peer_version()}", peer)):
            miss = (value - true[name])[there]
            rows.append(
                [
                    f"{symbol}, {who}",
                    f"{there.sum()}",
                    f"{miss.mean():+.1e}",
                    f"{rms(miss):.1e}",
                    f"{worst(miss):.1e}",
                ]
            )
    return (
        "Those of them with a *q* of −0.5 to 1, with a peer; its best time, altitudes and\n"
        "widths are its own:\n\n" + table(["less Skyfield's", "n", "mean", "rms", "worst"], rows)
    )


def _peer_version() -> str | None:
    try:
        return version(PEER)
    except PackageNotFoundError:
        return None


def _peer(name: str, cases: _Cases) -> Floats:
    """Return a peer's value on evenings, NaN where it has none."""
    location = import_module("islamic_times.islamic_times").ITLocation
    value = np.full(len(cases.day), np.nan)
    for day in np.unique(cases.day):
        of = cases.day == day
        on = days.to_date(int(day))
        batch = location.batch_visibilities(
            cases.latitude[of].tolist(), cases.longitude[of].tolist(),
            datetime(on.year, on.month, on.day), days=1, criterion=PEER_CRITERIA[name],
        )  # fmt: skip
        value[of] = np.array(batch.values)[:, 0]
    return np.where(value <= -900.0, np.nan, value)  # its codes for no event


class _Judged(NamedTuple):
    """The record, and every criterion's value of it."""

    records: fit_sighting.Records
    values: dict[str, Floats]

    @classmethod
    def of(cls, file: Path) -> _Judged:
        records = fit_sighting.read(file)
        values = {one.id: np.empty(len(records.days)) for one in all_criteria()}
        for rows, twilight in records.twilights():
            for one in all_criteria():
                values[one.id][rows] = one.value(twilight)
        return cls(records, values)


def _record(file: Path) -> str:
    judged = _Judged.of(file)
    records = judged.records
    naked = records.naked
    rows = [
        _judged_row(one, judged.values[one.id][naked], records.seen[naked])
        for one in all_criteria()
        if one.naked
    ]
    text = table(["criterion", "seen in", "TPR", "TNR", "AUC"], rows)
    return CRITERIA.format(
        count=int(naked.sum()), seen=int((naked & records.seen).sum()), table=text,
        peer=_peer_on_record(judged),
    ) + _probability(records)  # fmt: skip


def _judged_row(one: Criterion, value: Floats, seen: Bools, name: str = "") -> list[str]:
    said = np.isin(one.zone(value), sorted(one.naked))
    letters = "".join(zone.letter for zone in one.zones if zone.letter in one.naked)
    return [
        name or one.id,
        letters,
        f"{said[seen].mean():.3f}",
        f"{(~said[~seen]).mean():.3f}",
        f"{_auc(value, seen):.3f}",
    ]


def _auc(value: Floats, seen: Bools) -> float:
    """Return how likely a seen crescent's value exceeds an unseen one's, ties by half."""
    ordered, place, count = np.unique(
        np.nan_to_num(value, nan=-np.inf, posinf=np.inf, neginf=-np.inf),
        return_inverse=True, return_counts=True,
    )  # fmt: skip
    assert len(ordered) == len(count)
    rank = (np.cumsum(count) - 0.5 * (count - 1))[place]
    yes, no = int(seen.sum()), int((~seen).sum())
    return float((rank[seen].sum() - yes * (yes + 1) / 2.0) / (yes * no))


def _peer_on_record(judged: _Judged) -> str:
    if _peer_version() is None:
        return ""
    records = judged.records
    wanted = records.naked & records.evening
    wanted &= records.days >= days.from_gregorian(FIRST_YEAR_OF_PEER, 1, 1)
    cases = _Cases(records.latitude[wanted], records.longitude[wanted], records.days[wanted])
    peer = {name: _peer(name, cases) for name in PEER_CRITERIA}
    both = ~np.isnan(peer["yallop"]) & ~np.isnan(peer["odeh"])
    seen = records.seen[wanted][both]
    rows = []
    for name in PEER_CRITERIA:
        one = criterion(name)
        rows.append(_judged_row(one, judged.values[name][wanted][both], seen, f"{name}, Miqat"))
        rows.append(_judged_row(one, peer[name][both], seen, f"{name}, {PEER} {_peer_version()}"))
    return (
        f"The {len(seen):,} evenings from {FIRST_YEAR_OF_PEER} on for which a peer has values as "
        "well, by the\nsame limits:\n\n"
        + table(["criterion", "seen in", "TPR", "TNR", "AUC"], rows)
    )


def _probability(records: fit_sighting.Records) -> str:
    terms = np.empty((len(records.days), 7))
    said_now: dict[Aid, Floats] = {}
    aids: tuple[tuple[Aid, Bools], ...] = (
        ("naked eye", records.naked),
        ("optical aid", ~records.ccd),
    )
    for rows, twilight in records.twilights():
        terms[rows] = features(twilight)
        for aid, _ in aids:
            _fill(said_now, aid, rows, twilight)
    usable = ~np.isnan(terms).any(axis=1)
    file = resources.files("miqat.data").joinpath("crescent/sighting.toml")
    models = tomllib.loads(file.read_text("utf-8"))
    scores, curves = [], {}
    for aid, group in aids:
        of = usable & group
        seen = records.seen[of].astype(float)
        held_out = fit_sighting.cross_validated(terms[of], seen, records.lunation[of])
        best, best_score = fit_sighting.best_criterion(records, of)
        score = float(np.mean((held_out - seen) ** 2))
        fitted = float(np.mean((said_now[aid][of] - seen) ** 2))
        base = float(np.mean((seen.mean() - seen) ** 2))
        assert models[aid]["records"] == of.sum()
        scores.append(
            [
                aid,
                f"{of.sum():,}",
                f"{100.0 * seen.mean():.1f} %",
                f"{score:.4f}",
                f"{fitted:.4f}",
                f"{best_score:.4f} ({best})",
                f"{base:.4f}",
            ]
        )
        curves[aid] = fit_sighting.reliability(held_out, seen)
    head = [
        "by",
        "records",
        "seen",
        "Brier, left out",
        "as shipped",
        "best criterion",
        "always the mean",
    ]
    tenths = [
        [
            f"{low:.1f}–{low + 0.1:.1f}",
            *(cell for aid, _ in aids for cell in _tenth(curves[aid], low)),
        ]
        for low in np.arange(0.0, 0.95, 0.1)
    ]
    columns = [f"{aid}: {what}" for aid, _ in aids for what in ("records", "said", "seen")]
    return PROBABILITY.format(
        folds=fit_sighting.FOLDS, table=table(head, scores),
        reliability=table(["said", *columns], tenths),
    )  # fmt: skip


def _fill(said: dict[Aid, Floats], aid: Aid, rows: Bools, twilight: Twilight) -> None:
    said.setdefault(aid, np.full(len(rows), np.nan))[rows] = probability(twilight, aid)


def _tenth(curve: list[tuple[float, float, int, float, float]], low: float) -> list[str]:
    for begin, _, count, said, was in curve:
        if abs(begin - low) < 0.05:
            return [f"{count}", f"{said:.3f}", f"{was:.3f}"]
    return ["0", "", ""]
