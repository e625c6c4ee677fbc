"""Profiles against a small sample of minutes that authorities published, with its sources."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from miqat.places import place
from miqat.prayer import times

SAMPLE = Path(__file__).parents[1] / "fixtures" / "official_minutes.csv"
EVENTS = ("fajr", "sunrise", "dhuhr", "asr", "maghrib", "isha")
#: Times of a profile that are not claimed: Doha's table has another maghrib in spring.
NOT_CLAIMED = {"qatar": ("maghrib", "isha")}


def rows() -> list[dict[str, str]]:
    lines = SAMPLE.read_text("utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


@pytest.mark.parametrize("method", sorted({row["method"] for row in rows()}))
def test_published_minutes_of_the_middle_of_each_month(method: str) -> None:
    off: Counter[int] = Counter()
    for row in rows():
        if row["method"] == method:
            on = date.fromisoformat(row["date"])
            day = times(place(f"{method}:{row['station']}"), on, method=method).day(on)
            for name in EVENTS:
                if name not in NOT_CLAIMED.get(method, ()):
                    at = getattr(day, name)
                    hour, minute = (int(part) for part in row[name].split(":"))
                    off[at.hour * 60 + at.minute - hour * 60 - minute] += 1
    assert set(off) <= {-1, 0, 1}
    assert off[0] / off.total() >= 0.955, off
    assert off.total() >= 48
