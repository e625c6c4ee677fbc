"""`miqat convert` in a language and by a pattern."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from .conftest import Answer

RAMADAN = ("convert", "1448-09-01", "--to", "ummalqura")


def test_a_right_to_left_text_is_isolated_in_a_line_of_latin(
    miqat: Callable[..., Answer],
) -> None:
    # CLDR 48 fa: month 9, weekday, era; UAX 9: U+2067 to U+2069.
    shown = miqat(*RAMADAN, "--language", "fa").out.splitlines()
    assert shown[0] == "1448-09-01 ummalqura = \u2067دوشنبه\u2069"
    assert shown[-1].split(maxsplit=2)[2] == "\u2067۱ رمضان ۱۴۴۸ ه\u200d.ق.\u2069"


def test_a_left_to_right_text_is_not(miqat: Callable[..., Answer]) -> None:
    shown = miqat(*RAMADAN, "--language", "tr").out.splitlines()
    assert shown[0] == "1448-09-01 ummalqura = Pazartesi"
    assert shown[-1].endswith("  Hicri 1 Ramazan 1448")


def test_json_has_the_text_as_it_is(miqat: Callable[..., Answer]) -> None:
    answer = json.loads(miqat(*RAMADAN, "--language", "ar_EG", "--json").out)
    assert answer["language"] == "ar-EG"
    assert answer["texts"] == {"ummalqura": "١ رمضان ١٤٤٨ هـ"}
    assert answer["dates"] == {"ummalqura": "1448-09-01"}


def test_a_pattern_writes_every_calendar(miqat: Callable[..., Answer]) -> None:
    found = miqat("convert", "1448-09-01", "--format", "%d.%m.%Y = %GF", "--json")
    texts = json.loads(found.out)["texts"]
    assert texts["ummalqura"] == "01.09.1448 = 2027-02-08"
    assert texts["gregorian"] == "08.02.2027 = 2027-02-08"
    assert texts["julian"] == "26.01.2027 = 2027-02-08"


def test_the_civil_date_is_in_the_language_too(miqat: Callable[..., Answer]) -> None:
    # CLDR 48 bn, ca-gregorian: month 2.
    found = miqat("convert", "2027-02-08", "--to", "gregorian", "--language", "bn", "--json")
    assert json.loads(found.out)["texts"] == {"gregorian": "৮ ফেব্রুয়ারি, ২০২৭"}


@pytest.mark.parametrize("typed", ["۱۴۴۸-۰۹-۰۱", "١٤٤٨-٠٩-٠١", "১৪৪৮-০৯-০১"])
def test_a_date_may_be_typed_in_any_digits(miqat: Callable[..., Answer], typed: str) -> None:
    answer = json.loads(miqat("convert", typed, "--to", "gregorian", "--json").out)
    assert answer["dates"] == {"gregorian": "2027-02-08"}


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("--language", "fsa"), "miqat: unknown language 'fsa'; did you mean 'fa'?\n"),
        (("--language", "fa-ZZ"), "miqat: unknown region of the language 'fa' 'ZZ'\n"),
        (("--format", "%Q"), "miqat: unknown directive '%Q' in a pattern; there are %Y, %y, "),
    ],
)
def test_mistakes_are_said_in_a_line(
    miqat: Callable[..., Answer], arguments: tuple[str, str], complaint: str
) -> None:
    found = miqat(*RAMADAN, *arguments)
    assert (found.status, found.out) == (2, "")
    assert found.err.startswith(complaint)
    assert found.err.count("\n") == 1


def test_digits_of_two_scripts_in_one_date_are_refused(miqat: Callable[..., Answer]) -> None:
    found = miqat("convert", "۱۴۴۸-09-01")
    assert (found.status, found.out) == (2, "")
    assert found.err.startswith("miqat: cannot read the date")
