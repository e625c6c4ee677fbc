from __future__ import annotations

import tomllib
from importlib import resources
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pytest
from tools import fit_sighting

from miqat.crescent import criterion, probability, twilights
from miqat.crescent.probability_model import features
from miqat.errors import UnknownName

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from miqat.crescent import Twilight
    from miqat.crescent.probability_model import Aid

    Floats = NDArray[np.float64]

FIRST_PART = "crescent/observations.csv.gz"
AIDS: tuple[Aid, Aid] = ("naked eye", "optical aid")


class Record(NamedTuple):
    """The record of sightings with the terms of the model."""

    records: fit_sighting.Records
    terms: Floats

    def rows(self, aid: Aid) -> NDArray[np.bool_]:
        usable = ~np.isnan(self.terms).any(axis=1)
        return usable & (self.records.naked if aid == "naked eye" else ~self.records.ccd)


@pytest.fixture(scope="module")
def record(reference: Path) -> Record:
    records = fit_sighting.read(reference / FIRST_PART)
    terms = np.empty((len(records.days), 7))
    for rows, twilight in records.twilights():
        terms[rows] = features(twilight)
    return Record(records, terms)


@pytest.fixture(scope="module")
def many() -> Twilight:
    rng = np.random.default_rng(1448)
    latitude, longitude = rng.uniform(-75.0, 75.0, 5000), rng.uniform(-180.0, 180.0, 5000)
    return twilights(latitude, longitude, rng.integers(20_000, 20_400, 5000))


def test_a_probability_is_between_0_and_1(many: Twilight) -> None:
    for aid in AIDS:
        chance = probability(many, aid)
        there = ~np.isnan(many.lag_days)
        assert (np.isnan(chance) == ~there).all()
        assert (chance[there] >= 0.0).all()
        assert (chance[there] <= 1.0).all()
        assert chance[there].min() == 0.0
        assert chance[there].max() > 0.9


def test_aid_does_not_harm(many: Twilight) -> None:
    naked, aided = (probability(many, aid) for aid in AIDS)
    there = ~np.isnan(many.lag_days)
    assert (aided[there] >= naked[there]).all()
    assert (aided[there] > naked[there]).any()


def test_a_moon_gone_first_is_not_seen(many: Twilight) -> None:
    gone = many.lag_days <= 0.0
    assert gone.any()
    for aid in AIDS:
        assert (probability(many, aid)[gone] == 0.0).all()


def test_an_easy_crescent_and_an_impossible_one(world: Twilight) -> None:
    q = criterion("yallop").value(world)
    for aid in AIDS:
        chance = probability(world, aid)
        assert chance[q > 0.6].min() > 0.7
        assert chance[q < -0.5].max() < 0.1


def test_another_aid_is_not_known(world: Twilight) -> None:
    with pytest.raises(UnknownName, match="did you mean 'naked eye'"):
        probability(world, "naked eyes")  # type: ignore[arg-type]


@pytest.mark.parametrize("aid", AIDS)
def test_the_coefficients_are_those_of_a_fresh_fit(record: Record, aid: Aid) -> None:
    rows = record.rows(aid)
    seen = record.records.seen[rows].astype(float)
    fresh = fit_sighting.fit(record.terms[rows], seen)
    file = resources.files("miqat.data").joinpath("crescent/sighting.toml")
    model = tomllib.loads(file.read_text("utf-8"))[aid]
    assert model["records"] == rows.sum()
    # In probability, which is what counts: to a tenth of a per cent on every record.
    said, again = (
        1.0 / (1.0 + np.exp(-record.terms[rows] @ coefficients))
        for coefficients in (np.array(model["coefficients"]), fresh)
    )
    assert np.abs(said - again).max() < 1e-3


@pytest.mark.parametrize("aid", AIDS)
def test_it_beats_the_best_criterion_on_lunations_left_out(record: Record, aid: Aid) -> None:
    rows = record.rows(aid)
    seen = record.records.seen[rows].astype(float)
    held_out = fit_sighting.cross_validated(record.terms[rows], seen, record.records.lunation[rows])
    brier = np.mean((held_out - seen) ** 2)
    _, best = fit_sighting.best_criterion(record.records, rows)
    assert brier < best - 0.003
    file = resources.files("miqat.data").joinpath("crescent/sighting.toml")
    assert brier == pytest.approx(tomllib.loads(file.read_text("utf-8"))[aid]["brier"], abs=1e-3)


@pytest.mark.parametrize("aid", AIDS)
def test_it_is_calibrated_on_lunations_left_out(record: Record, aid: Aid) -> None:
    rows = record.rows(aid)
    seen = record.records.seen[rows].astype(float)
    held_out = fit_sighting.cross_validated(record.terms[rows], seen, record.records.lunation[rows])
    table = fit_sighting.reliability(held_out, seen)
    assert sum(count for _, _, count, _, _ in table) == rows.sum()
    for _, _, count, said, was in table:
        # Three standard errors of a share, and two for records of one evening going together.
        assert abs(said - was) < 0.02 + 3.0 * np.sqrt(0.25 / count)
    assert abs(held_out.mean() - seen.mean()) < 0.01


def test_folds_do_not_cut_a_lunation() -> None:
    # With a term that tells a lunation apart, only a fit that saw it can know its answer.
    lunation = np.repeat(np.arange(40), 25)
    rng = np.random.default_rng(1448)
    answer = rng.integers(0, 2, 40).astype(float)[lunation]
    terms = np.column_stack([np.ones(1000), np.eye(40)[lunation]])
    chance = fit_sighting.cross_validated(terms, answer, lunation)
    assert np.mean((chance - answer) ** 2) > 0.2
    known = 1.0 / (1.0 + np.exp(-terms @ fit_sighting.fit(terms, answer)))
    assert np.mean((known - answer) ** 2) < 0.05


def test_a_fit_finds_the_curve_that_made_the_data() -> None:
    rng = np.random.default_rng(1448)
    x = rng.uniform(-2.0, 2.0, 100_000)
    terms = np.column_stack([np.ones_like(x), x, x**2])
    truth = np.array([0.3, 1.5, -0.4])
    seen = (rng.random(len(x)) < 1.0 / (1.0 + np.exp(-terms @ truth))).astype(float)
    assert fit_sighting.fit(terms, seen) == pytest.approx(truth, abs=0.05)
