"""The rows of the reference data: what is exact, what is wrong, what is taken for a date."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

import pytest
from tools.accuracy import texts

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def counts(reference: Path) -> dict[tuple[str, str], Counter[str]]:
    return texts.measure(show=False, folder=reference)


def test_few_values_are_wrong_and_no_name_is_taken(
    counts: dict[tuple[str, str], Counter[str]],
) -> None:
    total: Counter[str] = sum(counts.values(), Counter())
    assert total["taken"] == 0
    assert total["wrong"] <= 0.005 * total.total()


@pytest.mark.parametrize(
    ("name", "kind", "least"),
    [
        ("written", "day", 0.97),
        ("generated-days", "day", 0.97),
        ("written", "partial or range", 0.92),
        ("undate", "partial or range", 0.92),
        ("written", "observance", 0.95),
        ("duckling", "observance", 0.95),
        ("written", "dual", 0.95),
        ("written", "clock", 0.90),
        ("openarabicpe", "day", 0.95),
        ("openarabicpe", "solar, Rumi, Julian", 0.95),
    ],
)
def test_the_share_that_is_exact(
    counts: dict[tuple[str, str], Counter[str]], name: str, kind: str, least: float
) -> None:
    of = counts[name, kind]
    assert of["exact"] >= least * of.total()


def test_spans_are_found(counts: dict[tuple[str, str], Counter[str]]) -> None:
    by_verdict: dict[str, int] = defaultdict(int)
    for of in counts.values():
        for verdict, count in of.items():
            by_verdict[verdict] += count
    dated = sum(by_verdict.values()) - by_verdict["left"] - by_verdict["taken"]
    assert by_verdict["missed"] <= 0.03 * dated
