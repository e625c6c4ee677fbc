"""The page of Ramadan: columns by country, the reservation, and the day that may be the 30th."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from miqat import languages
from miqat.almanac.ramadan_page import columns, headings, ramadan_month, reservation
from miqat.almanac.resolve import calendar_choice
from miqat.almanac.timesheet import timesheet
from miqat.data import read_toml
from miqat.places import place
from miqat.prayer.labels import words

PAGES = read_toml("prayer/ramadan_pages.toml")

# Samples of printed sheets: the columns as they are headed there, without day and date.
PRINTED = {
    ("TR", "tr"): "imsak güneş öğle ikindi akşam yatsı",
    ("ID", "id"): "imsak subuh terbit dhuha dzuhur ashar maghrib isya",
    ("MY", "ms"): "imsak subuh berbuka",
}
SPELT = {"dhuha": "duha", "dzuhur": "zuhur", "ashar": "asar", "maghrib": "magrib"}
CITIES = {"TR": "Istanbul", "PK": "Karachi", "GB": "London"}


@pytest.mark.parametrize(("country", "code"), PRINTED)
def test_columns_are_those_of_printed_sheets(country: str, code: str) -> None:
    own, general = headings(country, code), words(code)
    told = {"imsak": own["suhoor"], "maghrib": own["iftar"]}
    shown = [
        told.get(name, general.times[name]).replace("İ", "I").lower() for name in columns(country)
    ]
    spelt = SPELT if code == "id" else {}
    assert shown == [spelt.get(head, head) for head in PRINTED[country, code].split()]


def test_a_page_without_fajr_has_imsak_at_fajr() -> None:
    without = {code for code, page in PAGES["countries"].items() if "fajr" not in page["columns"]}
    assert without == set(CITIES)
    for city in CITIES.values():
        table = timesheet(city, "2027-02-10", "2027-03-08", names=("imsak", "fajr"))
        assert all(row.times["imsak"].clock == row.times["fajr"].clock for row in table.rows)


def test_another_method_has_both_imsak_and_fajr() -> None:
    month = ramadan_month(calendar_choice(place("Istanbul")), 1448)
    found = timesheet("Istanbul", month.first, month.last_shown, method="mwl", ramadan=month)
    assert found.names[:2] == ("imsak", "fajr")


def test_a_forecast_month_has_a_possible_thirtieth_day_and_another_first_day() -> None:
    month = ramadan_month(calendar_choice(place("Karachi")), 1448)
    assert month.certainty == "forecast"
    assert month.thirtieth == month.first + timedelta(days=29)
    assert date(2027, 2, 8) in dict(month.other_first)
    found = timesheet("Karachi", month.first, month.last_shown, ramadan=month).to_dict()
    assert [day["date"] for day in found["days"] if day["possible"]] == ["2027-03-10"]
    assert "forecast" in found["ramadan"]["reservation"]


def test_a_proclaimed_month_says_by_whom_and_ends_as_it_did() -> None:
    # Pakistan 1446: 2 March to 30 March 2025, Eid on 31 March (Ruet-e-Hilal Committee).
    choice = calendar_choice(place("Karachi"))
    month = ramadan_month(choice, 1446)
    assert (month.first, month.last_shown) == (date(2025, 3, 2), date(2025, 3, 30))
    assert choice.authority is not None
    said = reservation(month, languages.language("en"), "latn")
    assert said == (f"The first day is proclaimed: {choice.authority.title}.",)


@pytest.mark.parametrize("code", PAGES["reservations"])
def test_every_language_says_the_same_things(code: str) -> None:
    english, own = PAGES["reservations"]["en"], PAGES["reservations"][code]
    assert own.keys() == english.keys()
    assert languages.language(code).code == code
    for key, fields in (("proclaimed", ("{by}",)), ("other", ("{day}", "{share}"))):
        assert all(field in own[key] for field in fields)
    assert "(30)" in own["thirtieth"]


def test_the_day_that_may_be_the_30th_has_the_times_of_ramadan() -> None:
    # Umm al-Qura: isha is 120 minutes after maghrib in Ramadan, 90 outside it.
    choice = calendar_choice(place("Riyadh"))
    month = ramadan_month(choice, 1448)
    assert month.thirtieth is not None
    sheet = timesheet("Riyadh", month.first, month.thirtieth, ramadan=month)
    for row in (sheet.rows[0], sheet.rows[-1]):
        isha, maghrib = row.times["isha"].clock, row.times["maghrib"].clock
        assert isha is not None
        assert maghrib is not None
        assert isha - maghrib == timedelta(minutes=120)


@pytest.mark.parametrize("code", PAGES["reservations"])
def test_every_certainty_has_words_in_every_language(code: str) -> None:
    words_of = PAGES["reservations"][code]
    assert set(words_of) == {
        "forecast", "computed", "published", "proclaimed", "other", "thirtieth",
    }  # fmt: skip
