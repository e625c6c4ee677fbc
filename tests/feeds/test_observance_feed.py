from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from tests.feeds.made import YEAR, by_uid, kept

from miqat import observances
from miqat.calendars import calendar
from miqat.errors import InvalidDate, InvalidRule, OutOfRange
from miqat.feeds import observance_events
from miqat.feeds.observance_feed import suited
from miqat.places import place

ON_TIME = (1448, 9, date(2027, 2, 8), date(2027, 2, 7))
LATE = (1448, 9, date(2027, 2, 9), date(2027, 2, 8))
SHAWWAL = (1448, 10, date(2027, 3, 10), date(2027, 3, 9))


def test_the_first_of_ramadan_and_the_feasts_are_those_of_the_official_calendar() -> None:
    events = by_uid(observance_events("ummalqura", *YEAR))
    assert events["ramadan-1448"].start == date(2027, 2, 8)
    assert events["eid-al-fitr-1448"].start == date(2027, 3, 9)
    assert events["eid-al-adha-1448"].start == date(2027, 5, 16)
    assert events["ashura-1449"].start == date(2027, 6, 15)


def test_an_end_is_the_day_after_the_last() -> None:
    ramadan = by_uid(observance_events("ummalqura", *YEAR))["ramadan-1448"]
    assert ramadan.end == date(2027, 3, 9)


def test_no_identifier_holds_a_civil_date() -> None:
    events = observance_events("ummalqura", *YEAR, observances=observances.observances())
    assert len(events) > 300
    for event in events:
        civil = {f"{event.start:%Y%m%d}", f"{event.start:%Y-%m-%d}", f"{event.start:%m-%d}"}
        assert not any(text in event.uid for text in civil), event.uid


def test_every_observance_of_the_catalogue_is_known_by_one_identifier() -> None:
    whole = date(2024, 1, 1), date(2033, 12, 31)  # 2030 has two Ramadans, 2033 two feasts
    events = observance_events("ummalqura", *whole, observances=observances.observances())
    assert len({event.uid for event in events}) == len(events)


def test_a_month_that_moves_moves_its_events_and_no_identifier() -> None:
    foreseen, proclaimed = (
        by_uid(observance_events(kept(*by), *YEAR)) for by in ((), (LATE, SHAWWAL))
    )
    # 22 Rajab 1448 moves from 31 December 2026 into the year that is listed.
    assert proclaimed.pop("kunday-1448").start == date(2027, 1, 1)
    assert foreseen.keys() == proclaimed.keys()
    moved = {uid for uid, event in foreseen.items() if event.start != proclaimed[uid].start}
    assert "ramadan-1448" in moved
    assert "nuzul-al-quran-1448" in moved
    assert "eid-al-fitr-1448" in moved
    assert "eid-al-adha-1448" not in moved
    later = {uid: proclaimed[uid].start - foreseen[uid].start for uid in moved}
    assert set(later.values()) == {timedelta(1)}


def test_what_comes_every_week_is_known_by_its_week() -> None:
    weekly = [entry for entry in observances.observances() if entry.kind == "weekly"]
    assert weekly
    first, second = (
        {e.uid: e.start for e in observance_events(kept(*by), *YEAR, observances=weekly)}
        for by in ((), (LATE,))
    )
    assert all(second[uid] == day for uid, day in first.items() if uid in second)
    assert len(first.keys() ^ second.keys()) <= 4  # what an exclusion let in or out


def test_what_comes_every_week_is_left_out_unless_asked_for() -> None:
    kept_by = calendar("ummalqura")
    assert not any(entry.kind == "weekly" for entry in suited(kept_by))
    assert all(entry.kind == "weekly" for entry in suited(kept_by, ["weekly"]))


def test_a_date_is_tentative_until_it_is_proclaimed() -> None:
    before, after = (by_uid(observance_events(kept(*by), *YEAR)) for by in ((), (ON_TIME,)))
    assert before["nuzul-al-quran-1448"].tentative
    assert not after["nuzul-al-quran-1448"].tentative
    assert after["nuzul-al-quran-1448"].known == date(2027, 2, 7)
    assert after["eid-al-fitr-1448"].tentative


def test_what_hangs_on_the_end_of_a_month_is_tentative_until_the_next_is_proclaimed() -> None:
    begun = by_uid(observance_events(kept(ON_TIME), *YEAR))
    ended = by_uid(observance_events(kept(ON_TIME, SHAWWAL), *YEAR))
    for uid in ("jumuat-al-wida-1448", "ramadan-1448"):
        assert begun[uid].tentative, uid
        assert not ended[uid].tentative, uid
        assert ended[uid].known == date(2027, 3, 9), uid
    # The month is of 30 days now, and its last Friday is the same 5 March.
    assert ended["ramadan-1448"].end == date(2027, 3, 10)
    assert ended["jumuat-al-wida-1448"].start == date(2027, 3, 5)


def test_whether_there_is_a_thirtieth_is_known_when_the_next_month_is() -> None:
    """Sha'ban 1448 has 30 days in the printed calendar, from 9 January 2027."""
    shaban = (1448, 8, date(2027, 1, 9), date(2027, 1, 8))
    thirtieth = replace(
        observances.observance("eid-al-fitr"), id="thirtieth", rule=observances.parse_rule("30/8")
    )
    before = replace(thirtieth, id="before", rule=observances.parse_rule("29/8"))
    for proclaimed, sure in (((shaban,), False), ((shaban, ON_TIME), True)):
        events = by_uid(
            observance_events(kept(*proclaimed), *YEAR, observances=[thirtieth, before])
        )
        assert events["thirtieth-1448"].start == date(2027, 2, 7)
        assert events["thirtieth-1448"].tentative is not sure
        assert not events["before-1448"].tentative


def test_a_night_is_the_day_it_belongs_to_and_names_its_evening() -> None:
    nights = [e for e in observances.observances(kind="night") if e.id == "ragaib"]
    (night,) = observance_events(
        "ummalqura", date(2026, 12, 1), date(2026, 12, 31), observances=nights
    )
    # The first Friday of Rajab 1448 (which began on 10 December 2026) is the 11th.
    assert night.start == date(2026, 12, 11)
    assert "The night begins at sunset on Thursday 10 December 2026." in night.description


def test_a_night_may_have_hours() -> None:
    nights = [e for e in observances.observances(kind="night") if e.id == "ragaib"]
    span = date(2026, 12, 1), date(2026, 12, 31)
    ankara = place("Ankara")
    day, night = observance_events("ummalqura", *span, observances=nights, night_place=ankara)
    assert not day.is_timed
    assert night.uid == "ragaib-1448-night-g323786@ummalqura.miqat"
    assert isinstance(night.start, datetime)
    assert isinstance(night.end, datetime)
    # Ankara, in December: the Sun sets soon after 17:20 there and dawn comes past 06:00.
    assert night.start.date() == date(2026, 12, 10)
    assert datetime(2026, 12, 10, 14, 20, tzinfo=UTC) < night.start
    assert night.start < datetime(2026, 12, 10, 14, 40, tzinfo=UTC)
    assert datetime(2026, 12, 11, 3, 0, tzinfo=UTC) < night.end
    assert night.end < datetime(2026, 12, 11, 4, 0, tzinfo=UTC)


def test_a_night_without_dawn_has_no_hours() -> None:
    nights = observances.observances(kind="night")
    span = date(2027, 6, 1), date(2027, 7, 10)
    events = observance_events(
        "ummalqura", *span, observances=nights, night_place=place("Tromsø"), method="mwl"
    )
    assert events
    assert not any(event.is_timed for event in events)


def test_names_are_in_the_language_asked_for() -> None:
    events = by_uid(observance_events("ummalqura", *YEAR, language="tr"))
    assert events["eid-al-fitr-1448"].summary == "Ramazan Bayramı"
    assert "1 Şevval 1448" in events["eid-al-fitr-1448"].description


def test_a_national_day_on_a_solar_calendar_is_known_by_the_year_of_that_one() -> None:
    listed = [e for e in observances.observances() if e.reckoned_on == "solar-hijri"]
    events = observance_events("ummalqura", *YEAR, observances=listed)
    assert events
    for event in events:
        assert re.search(r"-solar-hijri-140[56]@", event.uid)
        assert not event.tentative


def test_mistakes_are_said() -> None:
    with pytest.raises(InvalidDate, match="before it starts"):
        observance_events("ummalqura", date(2027, 1, 2), date(2027, 1, 1))
    with pytest.raises(OutOfRange, match="runs from"):
        observance_events("ummalqura", date(2070, 1, 1), date(2080, 1, 1))
    with pytest.raises(InvalidRule, match="no CLDR id"):
        observance_events("ummalqura", *YEAR, rscale=True)
    with pytest.raises(InvalidRule, match="not 'solar-hijri'"):
        observance_events("solar-hijri", *YEAR)
