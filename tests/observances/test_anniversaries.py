"""Anniversaries: the Hijri date of a civil one, the evening, and the 30th of a month of 29 days.

1 Ramadan 1448 of the published Umm al-Qura calendar is 8 February 2027, 1 Shawwal 9 March.
"""

from __future__ import annotations

from datetime import date

import pytest

from miqat.calendars import calendar
from miqat.errors import InvalidRule
from miqat.observances import anniversary

UMM_AL_QURA = calendar("ummalqura")


def on(line: str, year: int = 1448) -> date | None:
    found = anniversary(line, UMM_AL_QURA).occurrence(UMM_AL_QURA, year)
    return None if found is None else found.first


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Founding: 17 Ramadan 1420", date(2027, 2, 24)),
        ("Founding: 1420-09-17", date(2027, 2, 24)),
        # 25 December 1999 was 17 Ramadan 1420, its evening already the 18th.
        ("Grandmother: died 1999-12-25", date(2027, 2, 24)),
        ("Grandmother: died 25 December 1999 after sunset", date(2027, 2, 25)),
        ("Teacher: born 30 Ramadan 1420", date(2027, 3, 8)),  # Ramadan 1448 has 29 days
        ("Teacher: born 30 Ramadan 1420, 30th on 1", date(2027, 3, 9)),
        ("Teacher: born 30 Ramadan 1420, 30th on none", None),
    ],
)
def test_an_anniversary(line: str, expected: date | None) -> None:
    assert on(line) == expected


def test_it_begins_in_the_year_after() -> None:
    assert on("Founding: 17 Ramadan 1420", 1420) is None
    assert on("Founding: 17 Ramadan 1420", 1421) is not None


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("Founding", "cannot read the anniversary 'Founding'; write it as"),
        ("Founding: some day", "anniversary 'Founding: some day': "),
        ("Founding: 17 Ramadan 1420 after sunset", "a Hijri date begins at sunset"),
        ("Founding: 1999-02-30", "anniversary 'Founding: 1999-02-30': cannot read the date"),
        ("!!: 17 Ramadan 1420", "cannot read the anniversary"),
    ],
)
def test_what_cannot_be_read(line: str, message: str) -> None:
    with pytest.raises(InvalidRule) as caught:
        anniversary(line, UMM_AL_QURA)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)
