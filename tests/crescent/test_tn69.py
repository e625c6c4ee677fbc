"""Yallop's own table: NAO Technical Note 69 (1997), 295 sightings from 1859 on with their q.

The note counts q to three decimals and the lag to a tenth of a minute. Its ephemeris and
Delta T are those of 1997.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from miqat import days
from miqat.crescent import criterion, twilights

if TYPE_CHECKING:
    from miqat.crescent.twilight import When

# These rows, all of the United States, bear the date of sunset in UT: the evening there is
# that of the day before.
DATED_IN_UT = {165, 193, 244, 245, 285}
Q_BOUND = 0.0025
LAG_BOUND = 0.2  # minutes
SAMPLE = Path(__file__).parents[1] / "fixtures" / "yallop_tn69.csv"


def rows_of(file: Path, letter: str) -> list[dict[str, str]]:
    lines = [line for line in file.read_text("utf-8").splitlines() if not line.startswith("#")]
    return [row for row in csv.DictReader(lines) if row["M/E"] == letter]


def column(rows: list[dict[str, str]], name: str) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.array([float(row[name]) for row in rows])


def check(rows: list[dict[str, str]], when: When) -> None:
    """Hold rows to the bounds."""
    day = np.array(
        [
            days.from_gregorian(int(row["Y"]), int(row["M"]), int(row["D"]))
            - (int(row["No"]) in DATED_IN_UT)
            for row in rows
        ]
    )
    twilight = twilights(column(rows, "Lat"), column(rows, "Long"), day, when=when)
    q = criterion("yallop").value(twilight) - column(rows, "q")
    # In the mornings the note has the lag negative, as moonrise less sunrise.
    sign = 1.0 if when == "evening" else -1.0
    lag = 1440.0 * twilight.lag_days - sign * column(rows, "Lag")
    far = (np.abs(q) > Q_BOUND) | (np.abs(lag) > LAG_BOUND)
    assert [row["No"] for row, wrong in zip(rows, far, strict=True) if wrong] == []


@pytest.mark.parametrize(("letter", "when", "count"), [("E", "evening", 271), ("M", "morning", 24)])
def test_every_row(reference: Path, letter: str, when: When, count: int) -> None:
    rows = rows_of(reference / "crescent" / "yallop-tn69.csv", letter)
    assert len(rows) == count
    check(rows, when)


@pytest.mark.parametrize(("letter", "when"), [("E", "evening"), ("M", "morning")])
def test_a_sample_that_comes_with_the_project(letter: str, when: When) -> None:
    rows = rows_of(SAMPLE, letter)
    assert len(rows) >= 5
    check(rows, when)


def test_a_row_out_of_bounds_is_found() -> None:
    rows = rows_of(SAMPLE, "E")
    rows[3]["q"] = str(float(rows[3]["q"]) + 0.006)
    with pytest.raises(AssertionError, match=rows[3]["No"]):
        check(rows, "evening")
