"""The months that were computed beforehand are those that the rules compute."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from tools import build_months

from miqat.authorities.bases import HABITS, key_of
from miqat.authorities.forecasting import evenings
from miqat.calendars.month_table import month_number
from miqat.calendars.systems import precomputed
from miqat.calendars.systems.by_crescent import MADE_FROM

if TYPE_CHECKING:
    import pytest

STALE = "stale: run python -m tools.build_months"


def test_the_table_is_what_the_rules_compute() -> None:
    first, last = build_months._FIRST, build_months._END
    for key, starts in build_months.computed():
        made_from = HABITS if key.startswith("sighting ") else MADE_FROM
        assert precomputed.starts(key, first, last, made_from) == starts, f"{key} {STALE}"
        assert {b - a for a, b in pairwise(starts)} <= {28, 29, 30, 31}


def test_what_is_beyond_the_table_is_not_in_it() -> None:
    first, last = build_months._FIRST, build_months._END
    assert precomputed.starts("diyanet", first - 1, first, MADE_FROM) is None
    assert precomputed.starts("diyanet", last, last + 1, MADE_FROM) is None
    assert precomputed.starts("no-such-rule", first, last, MADE_FROM) is None


def test_nothing_is_tabulated_of_data_that_have_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    first = build_months._FIRST
    assert precomputed.starts("diyanet", first, first, MADE_FROM) is not None
    monkeypatch.setattr(precomputed, "stamp", lambda name: "00000000")
    precomputed._fresh.cache_clear()
    assert precomputed.starts("diyanet", first, first, MADE_FROM) is None
    precomputed._fresh.cache_clear()


def test_the_evenings_tabulated_are_those_of_the_sky() -> None:
    """Three months of every region, by the sky itself and by the table: equal to a part in 10⁵."""
    numbers = np.array([month_number(1437, 10), month_number(1448, 9), month_number(1465, 1)])
    for basis in {key_of(basis): basis for basis in build_months.sightings()}.values():
        for number in numbers:
            alone = np.array([number])
            begin, value = evenings.computed(basis, alone)
            tabulated = evenings._tabulated(key_of(basis), alone)
            assert tabulated is not None, f"{basis}: run python -m tools.build_evenings"
            assert tabulated[0].tolist() == begin.tolist()
            np.testing.assert_allclose(tabulated[1], value, rtol=1e-5, atol=1e-5)


def test_evenings_outside_the_table_come_from_the_sky() -> None:
    (basis, *_) = build_months.sightings()
    before = np.array([month_number(1399, 12)])
    assert evenings._tabulated(key_of(basis), before) is None
