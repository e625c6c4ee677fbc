"""Methods of other programs, against the tables that those programs publish."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from miqat.errors import InvalidRule, UnknownName
from miqat.places import Place
from miqat.prayer import Provenance, method, method_ids, times, with_changes

# Fajr, isha in degrees below the horizon, or minutes after maghrib as text.
# adhan: METHODS.md of release 4.4.6. praytimes: praytimes.org, "Calculation Methods".
# aladhan: aladhan.com/calculation-methods. libitl: getMethod of release 0.8.0.
ANGLES = {
    "adhan:MuslimWorldLeague": (18, 17),
    "adhan:Egyptian": (19.5, 17.5),
    "adhan:UmmAlQura": (18.5, "90"),
    "adhan:Dubai": (18.2, 18.2),
    "adhan:NorthAmerica": (15, 15),
    "adhan:Singapore": (20, 18),
    "adhan:Tehran": (17.7, 14),
    "praytimes:Jafari": (16, 14),
    "praytimes:France": (12, 12),
    "praytimes:Russia": (16, 15),
    "praytimes:Makkah": (18.5, "90"),
    "aladhan:8": (19.5, "90"),
    "aladhan:TUNISIA": (18, 18),
    "aladhan:ALGERIA": (18, 17),
    "aladhan:MOROCCO": (19, 17),
    "aladhan:PORTUGAL": (18, "77"),
    "libitl:1": (20, 18),
    "libitl:7": (19.5, "90"),
    "libitl:9": (18, "120"),
}


@pytest.mark.parametrize("name", ANGLES)
def test_angles_and_intervals(name: str) -> None:
    fajr, isha = ANGLES[name]
    found = method(name)
    assert found.fajr.angle == fajr
    if isinstance(isha, str):
        assert (found.isha.of, found.isha.after) == ("maghrib", float(isha))
    else:
        assert found.isha.angle == isha


def test_a_name_means_one_method() -> None:
    names = Counter(
        name
        for key in method_ids()
        for name in {name.casefold() for name in (key, method(key).title, *method(key).aliases)}
    )
    assert [name for name, count in names.items() if count > 1] == []


def test_names_as_the_programs_write_them() -> None:
    assert method("MuslimWorldLeague").id == "adhan-mwl"
    assert method("MoonsightingCommittee").latitudes.rule == "moonsighting committee"
    assert method("aladhan:13") is method("aladhan-turkey")


def test_minutes_that_constructors_hide_stand_in_the_open() -> None:
    # METHODS.md of adhan: "Turkey", and the fixtures' adjustments.
    turkey = method("adhan:Turkey")
    assert [turkey.moment(name).add for name in ("sunrise", "dhuhr", "asr", "maghrib")] == [
        -7, 5, 4, 7,
    ]  # fmt: skip
    assert method("adhan-mwl").dhuhr.add == 1
    assert method("mwl").dhuhr.add == 0


def test_isha_of_makkah_is_two_hours_in_ramadan_where_the_program_does_that() -> None:
    # Ramadan 1447 by Umm al-Qura: 2026-02-18 to 2026-03-19.
    here = Place(21.42, 39.83, timezone="Asia/Riyadh")
    table = times(here, date(2026, 2, 17), date(2026, 2, 18), "aladhan:MAKKAH")
    gaps = (table.instants["isha"] - table.instants["maghrib"]).astype("timedelta64[s]")
    assert (gaps.astype(int) / 60).round(2).tolist() == [90, 120]
    adhan = times(here, date(2026, 2, 18), method="adhan:UmmAlQura")
    assert adhan.how["isha"][0] == Provenance.INTERVAL


def test_an_interval_given_anew_has_no_minutes_left_from_the_old() -> None:
    assert with_changes("mwl", "imsak.of = 'fajr'").imsak.after == 0.0
    assert with_changes("adhan-qatar", "isha.after = 100").isha.of == "maghrib"


@pytest.mark.parametrize(
    ("changes", "error", "words"),
    [
        ("latitudes.rule = 'seventh'", UnknownName, "seventh of the night"),
        ("latitudes.lends = 'times'", UnknownName, "lends"),
        ("latitudes.night = 'next'", UnknownName, "night"),
        ("latitudes.cap = 'long'", InvalidRule, "cap"),
        ("latitudes.polar = 'nearest'", UnknownName, "nearest"),
        ("latitudes.angle = 3", UnknownName, "angle"),
    ],
)
def test_mistakes_get_one_line(changes: str, error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words) as caught:
        with_changes("mwl", changes)
    assert "\n" not in str(caught.value)
