"""The months that were computed beforehand are those that the rules compute."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from tools import build_months

from miqat.authorities.calendar import HABITS
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
