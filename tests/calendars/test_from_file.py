from __future__ import annotations

import re

import pytest

from miqat.calendars.systems.from_file import read_table
from miqat.errors import InvalidDate

HEADER = "# a table"
YEAR_1400 = "1400 1979-11-20 30 29 30 29 30 29 30 29 30 29 30 29"
YEAR_1401 = "1401 1980-11-08 30 29 30 29 30 29 30 29 30 29 30 30"


def test_starts_follow_from_the_lengths() -> None:
    starts = read_table([HEADER, "", YEAR_1400, YEAR_1401], 1400)
    assert len(starts) == 25
    assert starts[0] == 3610
    assert starts[12] - starts[0] == 354
    assert starts[24] - starts[12] == 355


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ([HEADER], "the table has no years"),
        ([YEAR_1401], "table line 1: year 1401 where 1400 is due"),
        ([HEADER, YEAR_1400, YEAR_1400], "table line 3: year 1400 where 1401 is due"),
        (
            [YEAR_1400, YEAR_1401.replace("11-08", "11-09")],
            "table line 2: year 1401 is due to begin on 1980-11-08",
        ),
        ([YEAR_1400 + " 30"], "table line 1: 13 month lengths where 12 are due"),
        (["1400 1979-11-31 " + "29 " * 12], "table line 1: day"),
        (["1400 1979-11-20 " + "x " * 12], "table line 1: invalid literal"),
        (["1400"], "table line 1: "),
    ],
)
def test_a_table_that_does_not_add_up_is_refused(lines: list[str], message: str) -> None:
    with pytest.raises(InvalidDate, match=re.escape(message)):
        read_table(lines, 1400)
