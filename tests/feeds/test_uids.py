"""Identifiers of events are a promise to subscribers: these are written down and never change.

A calendar program that finds another identifier shows the event twice. The list holds every
kind: once a year, repeated, weekly, on another calendar, of an authority, of a place.
"""

from __future__ import annotations

from datetime import date

import pytest

from miqat import authority, observances
from miqat.feeds import observance_events, prayer_events
from miqat.feeds.prayer_feed import friday_events
from miqat.places import place

OBSERVANCES = {
    "new-year-1448@ummalqura.miqat": "2026-06-16",
    "ashura-1448@ummalqura.miqat": "2026-06-25",
    "arbain-1448@ummalqura.miqat": "2026-08-03",
    "mawlid-night-1448@ummalqura.miqat": "2026-08-25",
    "day-of-doubt-1448@ummalqura.miqat": "2027-02-07",
    "ramadan-1448@ummalqura.miqat": "2027-02-08",
    "jumuat-al-wida-1448@ummalqura.miqat": "2027-03-05",
    "quds-day-1448@ummalqura.miqat": "2027-03-05",
    "qadr-27-1448@ummalqura.miqat": "2027-03-06",
    "eid-al-fitr-1448@ummalqura.miqat": "2027-03-09",
    "eid-al-fitr-night-1448@ummalqura.miqat": "2027-03-09",
    "hajj-1448@ummalqura.miqat": "2027-05-14",
    "arafah-1448@ummalqura.miqat": "2027-05-15",
    "eid-al-adha-1448@ummalqura.miqat": "2027-05-16",
    "tashriq-1448@ummalqura.miqat": "2027-05-17",
    "odd-nights-1448-1@ummalqura.miqat": "2027-02-28",
    "odd-nights-1448-2@ummalqura.miqat": "2027-03-02",
    "odd-nights-1448-5@ummalqura.miqat": "2027-03-08",
    "white-days-1448-4@ummalqura.miqat": "2026-09-24",
    "monday-thursday-fast-week-2946-4@ummalqura.miqat": "2026-06-18",
    "monday-thursday-fast-week-2947-1@ummalqura.miqat": "2026-06-22",
    "friday-week-2946-5@ummalqura.miqat": "2026-06-19",
    "friday-week-2950-5@ummalqura.miqat": "2026-07-17",
    "iran-arbor-day-solar-hijri-1405@ummalqura.miqat": "2027-03-06",
    "iran-teachers-day-solar-hijri-1406@ummalqura.miqat": "2027-05-02",
    "albania-flag-day-gregorian-2026@ummalqura.miqat": "2026-11-28",
    "saudi-founding-day-gregorian-2027@ummalqura.miqat": "2027-02-22",
}

OF_AN_AUTHORITY = {
    "ramadan-1446@pakistan.miqat",
    "odd-nights-1446-3@pakistan.miqat",
    "eid-al-fitr-1446@pakistan.miqat",
    "eid-al-fitr-2-1446@pakistan.miqat",
}

OF_PLACES = {
    "Ankara": ("fajr-20270212-g323786", "jumuah-20270212-g323786"),
    "Mecca": ("fajr-20270212-g104515", "jumuah-20270212-g104515"),
    "0,-150": ("fajr-20270212-0.0000N150.0000W", "jumuah-20270212-0.0000N150.0000W"),
    "-33.9,18.4": ("fajr-20270212-33.9000S18.4000E", "jumuah-20270212-33.9000S18.4000E"),
    "40,0": ("fajr-20270212-40.0000N0.0000E", "jumuah-20270212-40.0000N0.0000E"),
    "diyanet:Konya": ("fajr-20270212-37.8678N32.4817E", "jumuah-20270212-37.8678N32.4817E"),
}


def test_identifiers_of_observances() -> None:
    among = observances.observances()
    events = observance_events("ummalqura", date(2026, 6, 16), date(2027, 6, 5), observances=among)
    found = {event.uid: event.start.isoformat() for event in events}
    assert {uid: found.get(uid) for uid in OBSERVANCES} == OBSERVANCES


def test_identifiers_of_an_authority() -> None:
    calendar = authority("pakistan").calendar
    events = observance_events(calendar, date(2025, 3, 1), date(2025, 4, 3))
    assert {event.uid for event in events} >= OF_AN_AUTHORITY


@pytest.mark.parametrize("name", OF_PLACES)
def test_identifiers_of_prayers(name: str) -> None:
    here, friday = place(name), date(2027, 2, 12)
    prayers, _ = prayer_events(here, friday, friday)
    (jumuah,), _ = friday_events(here, friday, friday)
    fajr = prayers[0]
    assert (fajr.uid, jumuah.uid) == tuple(f"{uid}@prayers.miqat" for uid in OF_PLACES[name])


def test_the_identifier_of_a_night_with_hours() -> None:
    night = [each for each in observances.observances() if each.id == "eid-al-fitr-night"]
    start, stop = date(2027, 3, 1), date(2027, 3, 12)
    events = observance_events(
        "ummalqura", start, stop, observances=night, night_place=place("Cairo")
    )
    assert [event.uid for event in events] == [
        "eid-al-fitr-night-1448@ummalqura.miqat",
        "eid-al-fitr-night-1448-night-g360630@ummalqura.miqat",
    ]


def test_the_identifiers_of_rules() -> None:
    among = [each for each in observances.observances() if each.id in ("ashura", "eid-al-fitr")]
    start, stop = date(2027, 1, 1), date(2028, 12, 31)
    events = observance_events("islamic-civil", start, stop, observances=among, rscale=True)
    assert sorted(event.uid for event in events) == [
        "ashura@islamic-civil.miqat",
        "eid-al-fitr@islamic-civil.miqat",
    ]
    # A feed of two years ends with the second year's day, not the first's.
    for event in events:
        assert f"UNTIL={event.start:%Y%m%d}" not in event.rule
        assert "UNTIL=2028" in event.rule
