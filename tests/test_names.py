from __future__ import annotations

import pytest

from miqat.errors import UnknownName
from miqat.names import Language, language, language_codes

every_language = pytest.mark.parametrize("code", language_codes())


@every_language
def test_a_language_has_twelve_months_and_seven_weekdays(code: str) -> None:
    found = language(code)
    assert isinstance(found, Language)
    assert found.code == code
    assert len(set(found.months)) == 12
    assert len(set(found.weekdays)) == 7
    assert all(name == name.strip() != "" for name in (*found.months, *found.weekdays))


def test_english_and_arabic_are_known() -> None:
    assert {"ar", "en"} <= set(language_codes())


def test_months_and_weekdays_stand_in_their_order() -> None:
    # CLDR 48, ca-islamic and ca-gregorian: month 9, and Friday, counted here from Monday.
    assert (language("en").months[8], language("en").weekdays[4]) == ("Ramadan", "Friday")
    assert (language("ar").months[8], language("ar").weekdays[4]) == ("رمضان", "الجمعة")
    assert (language("ar").months[0], language("ar").weekdays[6]) == ("محرم", "الأحد")


@pytest.mark.parametrize("code", ["xx", "", "EN", "../names/en", "en.toml", "english"])
def test_an_unknown_language_is_said_so(code: str) -> None:
    with pytest.raises(UnknownName, match="unknown language") as caught:
        language(code)
    assert caught.value.name == code
    assert set(caught.value.nearest) <= set(language_codes())
