"""Dates stated elsewhere, each with its source, for a clone without the reference data."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from miqat.calendars import HijriDate

FACTS = Path(__file__).parents[1] / "fixtures" / "hijri_dates.csv"


def facts() -> list[dict[str, str]]:
    with FACTS.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(line for line in lines if not line.startswith("#")))


@pytest.mark.parametrize("fact", facts(), ids=lambda fact: f"{fact['calendar']} {fact['hijri']}")
def test_dates_stated_elsewhere(fact: dict[str, str]) -> None:
    found = HijriDate.fromisoformat(fact["hijri"], fact["calendar"])
    assert found.to_date() == date.fromisoformat(fact["gregorian"]), fact["source"]
