"""The nearest day that has a twilight, against a look at every day."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from miqat.prayer.high_latitude.twilight import nearest

ROW = st.lists(st.booleans(), min_size=12, max_size=12).filter(any)


@given(st.lists(ROW, min_size=1, max_size=4))
def test_the_nearest_and_of_two_as_near_the_later(rows: list[list[bool]]) -> None:
    found = nearest(np.array(rows))
    for row, of_row in zip(rows, found.tolist(), strict=True):
        for at, chosen in enumerate(of_row):
            there = [day for day, has in enumerate(row) if has]
            expected = min(there, key=lambda day: (abs(day - at), -day))
            assert chosen == expected


def test_none_is_taken_from_more_than_half_a_year_away() -> None:
    there = np.zeros((1, 500), bool)
    there[0, 0] = True
    found = nearest(there)[0]
    assert found[:184].tolist() == [0] * 184
    assert set(found[184:].tolist()) == {-1}
