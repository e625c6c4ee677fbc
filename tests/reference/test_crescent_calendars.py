"""Calendars by the crescent against the lists that were printed and the record of Iran."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pytest

from miqat.calendars import calendar
from miqat.days import JDN_OF_DAY_0, from_date

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("name", "file", "years", "right", "months"),
    [
        ("ummalqura-rule", "ummalqura-dotnet.csv", (1318, 1419), 1224, 1224),
        ("ummalqura-rule", "ummalqura-published.csv", (1420, 1422), 36, 36),
        ("ummalqura-rule", "ummalqura-published.csv", (1423, 1450), 334, 336),
        ("ummalqura-rule", "ummalqura-published.csv", (1451, 1500), 599, 600),
        ("diyanet", "diyanet-1318-1449.csv", (1400, 1435), 414, 432),
        # It has 1440-10, 1442-11, 1443-01 a day after Diyanet's lists; that of 1443-11 is lacking.
        ("diyanet", "diyanet-1318-1449.csv", (1436, 1444), 104, 108),
        ("diyanet", "diyanet-1318-1449.csv", (1445, 1449), 56, 56),
    ],
)
def test_months_of_a_printed_list(
    reference: Path, name: str, file: str, years: tuple[int, int], right: int, months: int
) -> None:
    rows = np.loadtxt(reference / "calendars" / file, delimiter=",", dtype=int)
    rows = rows[(rows[:, 0] >= years[0]) & (rows[:, 0] <= years[1])]
    starts = calendar(name).starts(*years)
    found = starts[12 * (rows[:, 0] - years[0]) + rows[:, 1] - 1]
    assert len(rows) == months
    assert (found == rows[:, 2] - JDN_OF_DAY_0).sum() >= right


def test_every_month_of_irans_record(reference: Path) -> None:
    kept = calendar("iran-observed")
    text = (reference / "calendars" / "iran-observed-1265-1447.txt").read_text("utf-8")
    lines = re.findall(r"^(\*?)(\d+)/(\d+) (\S+) # (.+)$", text, flags=re.MULTILINE)
    assert len(lines) == 2194
    for star, year, month, first, sources in lines:
        found = kept.month(int(year), int(month))
        assert found.first_day == from_date(date.fromisoformat(first))
        assert found.source.startswith(", ".join(sorted(sources.split(", "))))
        assert ("seen to begin" in found.source) == bool(star)
