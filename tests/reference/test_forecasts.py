"""Forecasts against what was proclaimed, with what was known before each month."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tools.accuracy.forecasts import Scores, cases, expected_error, scores

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def found(reference: Path) -> dict[str, Scores]:
    return {case.authority: scores(case) for case in cases(reference)}


@pytest.mark.parametrize(
    ("name", "months", "share"),
    [("iran", 298, 0.90), ("saudi-arabia", 60, 0.90), ("turkey", 164, 0.985)],
)
def test_months_are_foreseen(
    found: dict[str, Scores], name: str, months: int, share: float
) -> None:
    assert found[name].months == months
    assert found[name].exact >= share


@pytest.mark.parametrize("name", ["iran", "saudi-arabia", "turkey"])
def test_better_than_any_calendar_and_any_constant_offset(
    found: dict[str, Scores], name: str
) -> None:
    own = found[name]
    assert own.exact > max(own.ummalqura, own.civil, own.offset[1])
    # A calendar is either right or off by a Brier score of 2.
    assert own.brier < 2.0 * (1.0 - own.offset[1])


def test_probabilities_are_what_they_say(found: dict[str, Scores]) -> None:
    assert expected_error(found["iran"].said, found["iran"].came) <= 0.05
