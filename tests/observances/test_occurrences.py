from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from miqat import days
from miqat.calendars import Calendar, Certainty, calendar
from miqat.errors import InvalidDate, OutOfRange, UnknownName
from miqat.observances import (
    Occurrence,
    holiday_in,
    observance,
    observances,
    occurrences,
    public_holidays,
)
from miqat.observances.holidays import holidays

PUBLISHED = calendar("ummalqura")
IRAN = calendar("iran-observed")


def in_year(kept: Calendar, year: int, name: str, country: str | None = None) -> list[Occurrence]:
    """Return the occurrences of an entry in a Gregorian year."""
    return occurrences(
        kept,
        first_day=days.from_date(date(year, 1, 1)),
        last_day=days.from_date(date(year, 12, 31)),
        observances=[observance(name)],
        country=country,
    )


# Diyanet İşleri Başkanlığı, list of religious days of 2026 (a night stands under the civil day
# on whose evening it begins), as printed by Türkiye gazetesi in 2025.
DIYANET_2026 = {
    "isra-miraj": "2026-01-15",
    "mid-shaban": "2026-02-02",
    "ramadan-first": "2026-02-19",
    "qadr-27": "2026-03-16",
    "eid-al-fitr-eve": "2026-03-19",
    "eid-al-fitr": "2026-03-20",
    "eid-al-fitr-2": "2026-03-21",
    "eid-al-fitr-3": "2026-03-22",
    "eid-al-adha": "2026-05-27",
    "new-year": "2026-06-16",
    "ashura": "2026-06-25",
    "mawlid-night": "2026-08-24",
    "ragaib": "2026-12-10",
    "three-months-begin": "2026-12-10",
}


@pytest.mark.parametrize("name", DIYANET_2026)
def test_the_religious_days_of_turkiye_in_2026(name: str) -> None:
    kept = calendar("diyanet")
    (found,) = in_year(kept, 2026, name)
    on = found.evening if found.span.is_night else found.first
    assert str(on) == DIYANET_2026[name]


def test_the_night_before_the_first_friday_may_be_the_first_of_the_month() -> None:
    # Diyanet's lists: Regaip was kept on Thursday 25 December 2025 (1 Rajab was 21 December), on
    # 2 January 2025 (1 Rajab 1446 was 1 January) and on 7 March 2019 (1 Rajab 1440 was the 8th).
    kept = calendar("diyanet")
    for evening in ("2025-12-25", "2025-01-02", "2019-03-07"):
        on = date.fromisoformat(evening)
        found = in_year(kept, on.year, "ragaib")
        assert on in [each.evening for each in found]


# Calendar Centre of the University of Tehran, official calendar of 1403: public holidays.
IRAN_1403 = {
    "tasua": "2024-07-15",
    "ashura": "2024-07-16",
    "arbain": "2024-08-25",
    "prophet-death": "2024-09-02",
    "ali-al-rida": "2024-09-04",
    "hasan-al-askari-death": "2024-09-12",
    "mawlid-shia": "2024-09-21",
    "fatimiyya-95": "2024-12-05",
    "ali-birth": "2025-01-14",
    "mabath": "2025-01-28",
    "mahdi-birth": "2025-02-14",
    "iran-khomeini-death": "2024-06-03",
    "iran-15-khordad": "2024-06-04",
    "iran-revolution-day": "2025-02-10",
    "iran-oil-nationalisation": "2025-03-19",
    "iran-nowruz": "2024-03-20",
    "iran-nature-day": "2024-04-01",
}


@pytest.mark.parametrize("name", IRAN_1403)
def test_the_holidays_of_iran_in_1403(name: str) -> None:
    first = days.from_date(date(2024, 3, 20))
    last = days.from_date(date(2025, 3, 20))
    found = occurrences(
        IRAN, first_day=first, last_day=last, observances=[observance(name)], country="IR"
    )
    assert [str(each.first) for each in found] == [IRAN_1403[name]]


# Civil dates on which historians place what the chronicles date in the Hijri calendar; Julian
# before 1582 (P. Holt, ed., The Cambridge History of Islam; the articles the entries name).
CIVIL = {
    "battle-of-karbala": (680, 10, 10),
    "battle-of-guadalete": (711, 7, 19),
    "battle-of-the-zab": (750, 1, 25),
    "battle-of-manzikert": (1071, 8, 26),
    "battle-of-hattin": (1187, 7, 4),
    "saladin-takes-jerusalem": (1187, 10, 2),
    "fall-of-baghdad": (1258, 2, 10),
    "battle-of-ayn-jalut": (1260, 9, 3),
    "conquest-of-constantinople": (1453, 5, 29),
    "fall-of-granada": (1492, 1, 2),
    "battle-of-chaldiran": (1514, 8, 23),
    "battle-of-marj-dabiq": (1516, 8, 24),
    "battle-of-ridaniya": (1517, 1, 22),
    "battle-of-panipat": (1526, 4, 21),
}


@pytest.mark.parametrize("name", CIVIL)
def test_what_happened_once_lies_a_day_from_its_civil_date_at_most(name: str) -> None:
    kept = calendar("islamic-civil")
    entry = observance(name)
    number = days.from_julian(*CIVIL[name])
    found = entry.occurrence(kept, kept.from_day(number).year)
    assert found is not None
    assert abs(found.span.first - number) <= 1


def test_an_observance_does_not_appear_before_it_was_kept() -> None:
    # Called for on 7 August 1979 (13 Ramadan 1399) and first kept on Friday the 17th.
    quds = observance("quds-day")
    for year in (1950, 1978):
        assert in_year(IRAN, year, "quds-day", "IR") == []
    for year in (1369, 1398):  # Hijri years
        assert occurrences(IRAN, year, observances=[quds], country="IR") == []
    first = occurrences(IRAN, 1399, observances=[quds], country="IR")
    assert [str(each.first) for each in first] == ["1979-08-17"]
    assert len(occurrences(IRAN, 1400, observances=[quds], country="IR")) == 1
    # The religious day on the same date is another entry, and older.
    wida = in_year(IRAN, 1950, "jumuat-al-wida")
    assert [each.first.weekday() for each in wida] == [4]


def test_one_that_began_in_a_hijri_year() -> None:
    entry = observance("unity-week")
    assert str(entry.since) == "1402 AH"
    assert entry.occurrence(IRAN, 1401) is None
    assert entry.occurrence(IRAN, 1402) is not None


def test_one_that_has_ended() -> None:
    entry = observance("ismaili-imamat-day-aga-khan-iv")
    assert len(in_year(PUBLISHED, 2024, entry.id)) == 1
    assert in_year(PUBLISHED, 2025, entry.id) == []
    assert in_year(PUBLISHED, 1956, entry.id) == []


@settings(max_examples=20, deadline=None)
@given(st.integers(1344, 1499))
def test_the_weekly_fasts_spare_ramadan_and_the_feasts(year: int) -> None:
    found = {
        each.span.first for each in observance("monday-thursday-fast").occurrences(PUBLISHED, year)
    }
    number = PUBLISHED.day_number(year, 1, 1)
    for day in range(number, number + PUBLISHED.year_length(year)):
        on = PUBLISHED.from_day(day)
        spared = (
            on.month == 9
            or (on.month, on.day) == (10, 1)
            or (on.month == 12 and 10 <= on.day <= 13)
        )
        assert (day in found) is (days.weekday(day) in (0, 3) and not spared)


def test_the_day_of_doubt_occurs_where_shaban_has_thirty_days() -> None:
    entry = observance("day-of-doubt")
    for year in range(1343, 1500):
        assert (entry.occurrence(PUBLISHED, year) is None) is (PUBLISHED.month_length(year, 8) < 30)


def test_state_days_are_listed_under_their_states_only() -> None:
    without = {each.observance.id for each in occurrences(PUBLISHED, 1446)}
    iran = {each.observance.id for each in occurrences(PUBLISHED, 1446, country="ir")}
    both = {each.observance.id for each in occurrences(PUBLISHED, 1446, country=("IR", "TR"))}
    assert "jumuat-al-wida" in without & iran
    assert "quds-day" in iran - without
    assert "turkiye-republic-day" in both - iran
    assert not [name for name in without if observance(name).countries]
    assert observance("quds-day") in observances()
    assert observance("quds-day") not in observances(country="TR")


def test_a_gregorian_year_may_have_two_of_one() -> None:
    # Ramadan begins in January and in December 2030, 1 Shawwal falls in January and December 2033.
    kept = calendar("islamic-civil")
    assert len(in_year(kept, 2030, "ramadan")) == 2
    assert len(in_year(kept, 2033, "eid-al-fitr")) == 2


def test_occurrences_say_their_evening_and_certainty() -> None:
    by_id = {each.observance.id: each for each in occurrences(PUBLISHED, 1446, country="ID")}
    night = by_id["qadr-27"]
    assert night.evening == night.first - timedelta(days=1)
    assert night.certainty is Certainty.PUBLISHED
    national = by_id["indonesia-independence-day"]
    assert national.evening is None
    assert national.certainty is Certainty.COMPUTED
    assert national.first == date(2024, 8, 17)
    assert national.observance.reckoned_on == "gregorian"


def test_an_order_by_days_and_nights_first() -> None:
    found = occurrences(PUBLISHED, 1446, country="IR")
    keys = [(each.span.first, not each.span.is_night) for each in found]
    assert keys == sorted(keys)


def test_what_is_wrong_with_a_span_is_said() -> None:
    with pytest.raises(InvalidDate, match="either a year, or a first and a last day"):
        occurrences(PUBLISHED)
    with pytest.raises(InvalidDate, match="either a year, or a first and a last day"):
        occurrences(PUBLISHED, 1446, first_day=0, last_day=1)
    with pytest.raises(InvalidDate, match="1970-01-06 comes before 1970-01-07"):
        occurrences(PUBLISHED, first_day=6, last_day=5)
    with pytest.raises(OutOfRange):
        occurrences(PUBLISHED, 1501)
    with pytest.raises(OutOfRange):
        occurrences(PUBLISHED, first_day=-300000, last_day=0)


def test_an_eve_that_lies_in_the_year_before_is_not_lost() -> None:
    eve = observance("new-year-eve")
    last = PUBLISHED.day_number(1447, 1, 1) - 1
    assert [
        each.span.first
        for each in occurrences(PUBLISHED, first_day=last, last_day=last, observances=[eve])
    ] == [last]


def test_public_holidays_name_entries_and_their_law() -> None:
    assert len(holidays()) >= 40
    for code, listed in holidays().items():
        assert len(code) == 2
        assert listed.source
        assert len(set(listed.ids)) == len(listed.ids)
        for entry in public_holidays(code):
            assert not entry.countries or code in entry.countries
    assert {"TR", "ID", "MA"} <= set(holiday_in(observance("eid-al-fitr-2")))
    assert holiday_in(observance("urs-ajmer")) == ()
    # Kelantan adds Nuzul al-Qur'an, the day before Eid al-Adha and its second day.
    kelantan = {entry.id for entry in public_holidays("MY-03")}
    assert {"nuzul-al-quran", "arafah-fast", "eid-al-adha-2", "eid-al-fitr"} <= kelantan
    with pytest.raises(UnknownName, match="part of a country"):
        public_holidays("MY-99")
    with pytest.raises(UnknownName, match="country with a list of holidays"):
        public_holidays("ZZ")


def test_filters_of_the_catalogue() -> None:
    assert {each.kind for each in observances(kind="fast")} == {"fast"}
    shia = observances(tradition="shia")
    assert observance("ghadir") in shia
    assert observance("eid-al-fitr") in shia
    assert observance("ragaib") not in shia
    with pytest.raises(UnknownName, match="did you mean 'feast', 'fast'"):
        observances(kind="feats")
    with pytest.raises(UnknownName, match="did you mean 'shia'"):
        observances(tradition="shiah")


def test_days_tied_to_mecca_or_a_community_have_its_month() -> None:
    # Saudi Arabia announced 1 Dhu al-Hijja 1446 on 28 May 2025, Pakistan on 29 May. The Dawoodi
    # Bohra began Ashara 1447 on 27 June 2025, by the Fatimid arithmetic (2 Muharram).
    pakistan = calendar("authority:pakistan")
    entries = [observance(name) for name in ("hajj", "arafah", "arafah-fast", "eid-al-adha")]
    found = {o.observance.id: o for o in occurrences(pakistan, 1446, observances=entries)}
    assert {name: str(on.first) for name, on in found.items()} == {
        "hajj": "2025-06-04",
        "arafah": "2025-06-05",
        "arafah-fast": "2025-06-06",
        "eid-al-adha": "2025-06-07",
    }
    assert found["arafah"].hijri.isoformat() == "1446-12-09"
    (ashara,) = occurrences(pakistan, 1447, observances=[observance("bohra-ashara")])
    assert (str(ashara.first), ashara.certainty) == ("2025-06-27", "computed")
    # A table that is asked for answers by itself.
    (day,) = occurrences("islamic-civil", 1446, observances=[observance("arafah")])
    assert day.calendar.id == "islamic-civil"
