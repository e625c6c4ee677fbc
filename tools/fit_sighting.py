"""Fit data/crescent/sighting.toml: the probability that a crescent is reported seen.

On the sighting records of the reference data (crescent/observations.csv.gz: every second
lunation of the records that msyazwanfaid/hilalpy, MIT, compiled from ICOP, Odeh, Yallop,
Fatoohi, Krauss, Hoffmann, Qureshi, Alrefay and others), from the year 600 on, where the
ephemeris begins. Logistic regression with a slight ridge, twice: for the naked eye on the
naked-eye records; for optical aid on all but those of CCDs, a crescent counting as seen
whether by eye or through optics. The records hold two failures through optics: what was
not seen is taken as not seen by any means.

    python -m tools.fit_sighting            fit and write
    python -m tools.fit_sighting --check    print the cross-validation alone
"""

from __future__ import annotations

import csv
import gzip
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from miqat import days
from miqat.crescent import Twilight, all_criteria, twilights
from miqat.crescent.probability_model import features
from miqat.sky.lunations import SYNODIC_MONTH

if TYPE_CHECKING:
    from miqat.crescent.twilight import When

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

PROJECT = Path(__file__).parent.parent
TARGET = PROJECT / "src/miqat/data/crescent/sighting.toml"
RIDGE = 0.1
FOLDS = 10
SEED = 1448
FIRST_GREGORIAN = 15821015


class Records(NamedTuple):
    """Sighting records that can be computed."""

    days: NDArray[np.int64]
    latitude: Floats
    longitude: Floats
    evening: Bools
    seen: Bools
    naked: Bools
    ccd: Bools
    lunation: NDArray[np.int64]

    def twilights(self) -> list[tuple[Bools, Twilight]]:
        """Return the evenings and the mornings, each with the rows it is for."""
        return [
            (self.evening, self._twilight(self.evening, "evening")),
            (~self.evening, self._twilight(~self.evening, "morning")),
        ]

    def _twilight(self, rows: Bools, when: When) -> Twilight:
        place = self.latitude[rows], self.longitude[rows], self.days[rows]
        return twilights(*place, when=when)


def main(arguments: list[str]) -> None:
    """Fit, cross-validate, and write the model."""
    records = read(reference() / "crescent/observations.csv.gz")
    terms = np.empty((len(records.days), 7))
    for rows, twilight in records.twilights():
        terms[rows] = features(twilight)
    usable = ~np.isnan(terms).any(axis=1)
    groups = {"naked eye": usable & records.naked, "optical aid": usable & ~records.ccd}
    models = {}
    for aid, rows in groups.items():
        seen, lunation = records.seen[rows].astype(float), records.lunation[rows]
        held_out = cross_validated(terms[rows], seen, lunation)
        brier = float(np.mean((held_out - seen) ** 2))
        best, best_brier = best_criterion(records, rows)
        print(f"{aid}: {rows.sum()} records, {seen.mean():.1%} seen; Brier score, {FOLDS}-fold by")
        print(f"lunation: {brier:.4f}; {best}, the best criterion, by a curve: {best_brier:.4f}")
        for low, high, count, said, was in reliability(held_out, seen):
            print(f"  {low:.1f}-{high:.1f}: {count:5d} records, said {said:.3f}, seen {was:.3f}")
        models[aid] = Fitted(fit(terms[rows], seen), int(rows.sum()), brier)
    if "--check" not in arguments:
        write(models)


class Fitted(NamedTuple):
    """A fitted model: coefficients, how many records, Brier score on lunations left out."""

    coefficients: Floats
    records: int
    brier: float


def reference() -> Path:
    """Return the folder of reference data."""
    return Path(os.environ.get("MIQAT_REFERENCE", PROJECT.parent / "shared/reference"))


def read(file: Path) -> Records:
    """Read the records with a place and a date from the year 600 on."""
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        rows = [row for row in csv.DictReader(lines) if _is_complete(row)]
    year, month, day = (
        np.array([int(row[name]) for row in rows]) for name in ("Year", "Month", "Day")
    )
    number = np.where(
        year * 10000 + month * 100 + day < FIRST_GREGORIAN,
        days.from_julian(year, month, day),
        days.from_gregorian(year, month, day),
    )
    longitude = np.array([float(row["Long"]) for row in rows])
    return Records(
        days=number,
        latitude=np.array([float(row["Lat"]) for row in rows]),
        longitude=(longitude + 180.0) % 360.0 - 180.0,
        evening=np.array([row["O"].upper() == "E" for row in rows]),
        seen=np.array([row["V"] == "V" for row in rows]),
        naked=np.array([row["M"] == "NE" for row in rows]),
        ccd=np.array([row["M"] == "OA" and row["I"] == "CCD" for row in rows]),
        lunation=np.round((number - 10962.6) / SYNODIC_MONTH).astype(np.int64),
    )


def _is_complete(row: dict[str, str]) -> bool:
    try:
        return bool(np.isfinite([float(row["Lat"]), float(row["Long"])]).all()) and (
            int(row["Year"]) >= 600
        )
    except ValueError:
        return False


def fit(terms: Floats, seen: Floats) -> Floats:
    """Return the coefficients of a logistic regression with a ridge, by Newton's method."""
    ridge = RIDGE * np.diag([0.0] + [1.0] * (terms.shape[1] - 1))
    coefficients = np.zeros(terms.shape[1])
    for _ in range(50):
        chance = 1.0 / (1.0 + np.exp(-terms @ coefficients))
        gradient = terms.T @ (seen - chance) - ridge @ coefficients
        hessian = (terms * (chance * (1.0 - chance))[:, np.newaxis]).T @ terms + ridge
        coefficients = coefficients + np.linalg.solve(hessian, gradient)
    return coefficients


def cross_validated(terms: Floats, seen: Floats, lunation: NDArray[np.int64]) -> Floats:
    """Return the probabilities of each record by a fit on other lunations."""
    lunations = np.unique(lunation)
    fold_of = np.random.default_rng(SEED).permutation(len(lunations)) % FOLDS
    folds = fold_of[np.searchsorted(lunations, lunation)]
    chance = np.empty(len(seen))
    for fold in range(FOLDS):
        out = folds == fold
        chance[out] = 1.0 / (1.0 + np.exp(-terms[out] @ fit(terms[~out], seen[~out])))
    return chance


def best_criterion(records: Records, rows: Bools) -> tuple[str, float]:
    """Return the criterion with the least Brier score, each through its own logistic curve."""
    scores = {}
    seen = records.seen[rows].astype(float)
    for criterion in all_criteria():
        value = np.empty(len(records.days))
        for of, twilight in records.twilights():
            value[of] = criterion.value(twilight)
        value = value[rows]
        scaled = np.clip((value - np.median(value)) / (value.std() + 1e-9), -3.0, 3.0)
        terms = np.stack([np.ones_like(scaled), scaled], axis=-1)
        chance = cross_validated(terms, seen, records.lunation[rows])
        scores[criterion.id] = float(np.mean((chance - seen) ** 2))
    best = min(scores, key=lambda name: scores[name])
    return best, scores[best]


def reliability(chance: Floats, seen: Floats) -> list[tuple[float, float, int, float, float]]:
    """Return tenths of probability: bounds, records, mean probability, share seen."""
    rows = []
    for low in np.arange(0.0, 1.0, 0.1):
        inside = (chance >= low) & (chance < low + 0.1 + 1e-12 * (low > 0.85))
        if inside.any():
            rows.append(
                (
                    float(low),
                    float(low + 0.1),
                    int(inside.sum()),
                    float(chance[inside].mean()),
                    float(seen[inside].mean()),
                )
            )
    return rows


def write(models: dict[str, Fitted]) -> None:
    """Write the models with their provenance."""
    lines = [
        "# logit of the probability that a crescent is reported seen: coefficients of",
        "# 1, q, q^2, lag, lag^2, W, sqrt(W) (crescent/probability_model.py).",
        "# Built by: python -m tools.fit_sighting",
        "# Fitted on records of every second lunation, 1183-2021, that msyazwanfaid/hilalpy (MIT)",
        "# compiled; the Brier scores are of lunations left out of the fit, tenfold.",
    ]
    for aid, model in models.items():
        numbers = ", ".join(f"{value:.6g}" for value in model.coefficients)
        lines += [
            "",
            f'["{aid}"]',
            f"records = {model.records}",
            f"brier = {model.brier:.4f}",
            f"coefficients = [{numbers}]",
        ]
    TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
