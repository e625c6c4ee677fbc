"""What a match counts: which weeks are fitted, and when a minute is explained."""

from __future__ import annotations

import numpy as np
import pytest

from miqat.places import Place
from miqat.prayer.matching.residuals import PublishedMinutes, fits
from miqat.prayer.published.reader import PublishedTable

HERE = Place(51.5, -0.1, timezone="Etc/UTC")


def test_every_other_week_is_left_out_of_the_fit() -> None:
    days = np.datetime64("2027-01-01", "D") + np.arange(30)
    table = PublishedTable(days, {"fajr": np.full(30, 360, np.int16)})
    sheet = PublishedMinutes.of(table, HERE)
    fitted, left = (~np.isnan(sheet.weeks(parity).instants["fajr"]) for parity in (0, 1))
    expected = [at // 7 % 2 == 0 for at in range(30)]
    assert fitted.tolist() == expected
    assert left.tolist() == [not week for week in expected]


@pytest.mark.parametrize(
    ("less", "b", "within", "share"),
    [
        (0.0, 0.0, 0, 1.0), (0.0, 0.999, 0, 1.0), (0.0, 1.0, 0, 0.0), (0.0, -0.001, 0, 0.0),
        (-1.0, 0.0, 0, 0.0), (-1.0, -0.5, 0, 1.0), (0.0, 1.0, 1, 1.0), (0.0, 1.999, 1, 1.0),
        (0.0, 2.0, 1, 0.0), (0.0, -1.0, 1, 1.0), (0.0, -1.001, 1, 0.0),
    ],
)  # fmt: skip
def test_a_printed_minute_is_explained_by_what_falls_into_it(
    less: float, b: float, within: int, share: float
) -> None:
    """Printed less computed is r: with b added, the minute is cut off to the printed one."""
    residual = np.array([[less, np.nan]])
    assert fits(residual, b, within).tolist() == [share]
