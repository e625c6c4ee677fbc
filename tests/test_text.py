"""Folded text and digits, against the Unicode database."""

import sys
import unicodedata

import pytest

from miqat.text import ascii_digits, fold, fold_to_one_word, scripts_of_digits


def test_every_decimal_digit_of_unicode_is_read() -> None:
    digits = [chr(at) for at in range(sys.maxunicode + 1) if unicodedata.category(chr(at)) == "Nd"]
    assert len(digits) >= 650
    assert ascii_digits("".join(digits)) == "".join(str(int(sign)) for sign in digits)


@pytest.mark.parametrize("text", ["²", "½", "Ⅷ", "一", "a-b", ""])
def test_what_is_no_decimal_digit_stays(text: str) -> None:
    assert ascii_digits(text) == text


@pytest.mark.parametrize(("text", "count"), [("12", 1), ("1٢", 2), ("1٢۳", 3), ("٢x٣", 1), ("", 0)])
def test_scripts_of_digits(text: str, count: int) -> None:
    assert scripts_of_digits(text) == count


@pytest.mark.parametrize(
    "spelling", ["Rabīʿ al-Awwal", "RABI AL AWWAL", "rabi‘ al’awwal", "Rabi\u0301 al_awwal"]
)
def test_spellings_of_one_month_fold_to_one_word(spelling: str) -> None:
    assert fold_to_one_word(spelling) == "rabialawwal"


def test_the_words_of_a_folded_text_are_apart() -> None:
    assert fold("  al-Qāhirah\t(Miṣr)") == "al qahirah misr"
