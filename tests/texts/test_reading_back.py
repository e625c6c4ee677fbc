"""Whatever Miqat prints in any language and digits is read back."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from miqat import HijriDate
from miqat.calendars.text.hijri_prose import read_written
from miqat.languages import language_codes
from miqat.texts import find


@pytest.mark.parametrize("code", language_codes())
def test_a_date_printed_in_a_language_is_read_back(code: str) -> None:
    for month in range(1, 13):
        date = HijriDate(1446, month, 17, "ummalqura")
        for digits in (None, "latn", "arab"):
            for weekday in (False, True):
                text = date.format(code, digits, weekday=weekday)
                found = read_written(text)
                assert (found.year, found.month, found.day) == (1446, month, 17), text


@settings(max_examples=60, deadline=None)
@given(
    st.integers(1343, 1500), st.integers(1, 12), st.integers(1, 29),
    st.sampled_from(language_codes()), st.booleans(),
)  # fmt: skip
def test_any_date_in_any_language_is_found_in_a_text(
    year: int, month: int, day: int, code: str, weekday: bool
) -> None:
    date = HijriDate(year, month, day, "ummalqura")
    [found] = find(date.format(code, weekday=weekday), language=code)
    of = found.expression
    assert (of.calendar, of.year, of.month, of.day) == ("hijri", year, month, day)
    assert found.best is not None
    assert found.best.first == date.day_number


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("15 Rab II 1277", (1277, 4, 15)),
        ("15 Rab. I 1277", (1277, 3, 15)),
        ("3 Jumada al-Akhirah 900", (900, 6, 3)),
        ("10 Zil Hajj 1250", (1250, 12, 10)),
        ("5 Shavvāl 1121", (1121, 10, 5)),
        ("12 Ẕī al-Qaʿdah 1074", (1074, 11, 12)),
        ("27 Ramadan 1445H", (1445, 9, 27)),
        ("27/8/1412 AH", (1412, 8, 27)),
    ],
)
def test_spellings_that_were_refused_or_misread(text: str, date: tuple[int, int, int]) -> None:
    found = read_written(text)
    assert (found.year, found.month, found.day) == date
