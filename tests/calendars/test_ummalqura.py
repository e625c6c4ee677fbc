from __future__ import annotations

import numpy as np

from miqat.calendars import calendar

PUBLISHED = calendar("ummalqura")
KACST = calendar("ummalqura-kacst")


def test_ranges() -> None:
    assert (PUBLISHED.first_year, PUBLISHED.last_year) == (1343, 1500)
    assert (KACST.first_year, KACST.last_year) == (1300, 1600)


def test_the_published_record_is_not_of_29_and_30_days_alone() -> None:
    lengths = np.diff(PUBLISHED.month_starts).tolist()
    assert (lengths.count(28), lengths.count(31)) == (5, 3)
    assert set(np.diff(KACST.month_starts)) == {29, 30}


def test_the_two_tables_agree_from_1420_to_1450_and_part_in_740_months_of_1896() -> None:
    first = 12 * (PUBLISHED.first_year - KACST.first_year)
    apart = PUBLISHED.month_starts[:-1] != KACST.month_starts[first : first + 12 * 158]
    assert apart.size == 1_896
    assert apart.sum() == 740
    assert not apart[12 * (1420 - 1343) : 12 * (1451 - 1343)].any()
