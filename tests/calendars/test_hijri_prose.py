from __future__ import annotations

import pytest

from miqat.calendars.text.hijri_prose import Written, read_written
from miqat.errors import InvalidDate, UnknownName
from miqat.languages import language, language_codes
from miqat.text import fold_to_one_word

RAJAB = (583, 7, 27)
FRIDAY = 4


def _date(found: Written) -> tuple[int, int, int]:
    return found.year, found.month, found.day


@pytest.mark.parametrize(
    "text",
    [
        "Friday 27 Rajab 583",
        "Friday, 27 Rajab, 583 AH",
        "Fri. 27 Rajab A.H. 583",
        "on Friday the 27th of Rajab 583",
        "Friday Rajab 27, 583",
        "583 Rajab 27 Friday",
        "FRIDAY 27 RAJAB 583",
        "Friday 583-07-27",
        "vendredi 27 rajab 583",
        "Freitag, 27. Radschab 583",
        "27 Receb 583 Cuma",
        "الجمعة ٢٧ رجب ٥٨٣ هـ",
        "يوم الجمعة ٢٧ من رجب سنة ٥٨٣",
        "جمعه ۲۷ رجب ۵۸۳",
        "yawm al-jum'a 27 Rajab 583",
    ],
)
def test_a_date_is_read_in_many_ways(text: str) -> None:
    found = read_written(text)
    assert _date(found) == RAJAB
    assert found.weekday == FRIDAY
    assert not found.eve
    assert found.text == text


@pytest.mark.parametrize(
    ("month", "names"),
    [
        (1, "Muharram|al-Muḥarram|محرم الحرام|المحرّم"),
        (3, "Rabi I|Rabi' 1|Rabīʿ al-Awwal|rabi ul-awwal|Rebiülevvel|ربيع الأول|ربیع‌الاول"),
        (4, "Rabi II|Rabi 2|Rabi' al-thani|Rabīʿ al-Ākhir|Rebiülahir|ربيع الثاني|ربيع الآخر"),
        (5, "Jumada I|Jumādā al-Ūlā|Jumada'l-ula|Jumada al-Awwal|جمادى الأولى|جمادي الاولى"),
        (6, "Jumada II|Jumādā al-Ākhira|Jumada al-thaniya|جمادى الآخرة|جمادى الثانية"),
        (8, "Sha'ban|Shaʿbān|Shaaban|شعبان المعظم"),
        (9, "Ramadan|Ramaḍān|Ramazan|Ramadhan|رمضان"),
        (10, "Shawwal|Şevval|شوّال"),
        (11, "Dhu al-Qa'da|Dhū l-Qaʿda|Dhu'l-Qi'da|Zi'l-qa'da|Zilkade|ذو القعدة|ذي القعدة|ذیقعده"),
        (12, "Dhu al-Hijja|Dhū 'l-Ḥijja|Dhul-Hijjah|Zilhicce|Zu'l-hijja|ذو الحجة|ذی‌حجه"),
    ],
)  # fmt: skip
def test_a_month_is_known_by_its_many_spellings(month: int, names: str) -> None:
    for name in names.split("|"):
        assert _date(read_written(f"3 {name} 700")) == (700, month, 3), name


@pytest.mark.parametrize("code", language_codes())
def test_every_language_that_there_is_can_be_read(code: str) -> None:
    names = language(code)
    for number, month in enumerate(names.months, 1):
        for weekday, name in enumerate(names.weekdays):
            found = read_written(f"{name} 7 {month} 600")
            assert (_date(found), found.weekday) == ((600, number, 7), weekday)


def test_the_night_before_the_day_is_an_eve() -> None:
    for text in (
        "eve of Friday 27 Rajab 583",
        "ليلة الجمعة ٢٧ رجب ٥٨٣",
        "laylat al-jum'a 27 Rajab 583",
    ):
        found = read_written(text)
        assert (_date(found), found.weekday, found.eve) == (RAJAB, FRIDAY, True)


def test_a_date_needs_no_weekday() -> None:
    assert read_written("27 Rajab 583").weekday is None
    assert read_written("583-07-27").weekday is None


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("27 Rabi 583", "'Rabi' in '27 Rabi 583' is Rabi' I or Rabi' II: say which"),
        ("27 Jumada 583", "is Jumada I or Jumada II: say which"),
        ("27 جمادى 583", "is Jumada I or Jumada II: say which"),
        ("27 Rajab", "a day and a year are needed in '27 Rajab'"),
        ("Rajab 583", "a day and a year are needed"),
        ("27 28 Rajab 583", "a day and a year are needed"),
        ("27 583", "no month in '27 583'"),
        ("", "the date is empty; write it as"),
        ("31 Rajab 583", "day 31 in '31 Rajab 583' is not one of 1 to 30"),
        ("0 Rajab 583", "day 0 in"),
        ("583-13-01", "month 13 in '583-13-01' is not one of 1 to 12"),
        ("583-00-01", "month 0 in"),
        ("27 Rajab 583 at noon", "cannot read 'at noon'"),
        ("27 Rajab 58333", "cannot read '58333'"),
        ("night of Friday 27 Rajab 583", "may be that before the day or after it"),
        ("Friday Saturday 27 Rajab 583", "cannot read"),
    ],
)
def test_what_cannot_be_read_is_said(text: str, says: str) -> None:
    with pytest.raises(InvalidDate) as error:
        read_written(text)
    assert says in str(error.value)


def test_a_misspelt_name_gets_the_nearest() -> None:
    with pytest.raises(UnknownName, match="unknown month 'Rajb'; did you mean 'Rajab'"):
        read_written("27 Rajb 583")
    with pytest.raises(UnknownName, match="unknown weekday 'Fryday'; did you mean 'Friday'"):
        read_written("Fryday 27 Rajab 583")


def test_spelling_is_compared_by_letters_and_digits_alone() -> None:
    assert fold_to_one_word("Rabī‘ al-Ākhir") == fold_to_one_word("rabi' al-akhir") == "rabialakhir"
    assert fold_to_one_word("جُمَادَى") == fold_to_one_word("جمادي")


@pytest.mark.parametrize("text", ["583 Rajab 30", "30 Rajab 583", "583-07-30", "Rajab 30, 583"])
def test_the_thirtieth_before_or_after_the_year(text: str) -> None:
    found = read_written(text)
    assert (found.year, found.month, found.day) == (583, 7, 30)
