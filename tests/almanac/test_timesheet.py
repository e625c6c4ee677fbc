from __future__ import annotations

from datetime import date

import pytest

from miqat.almanac.timesheet import BENT, timesheet
from miqat.errors import InvalidRule
from miqat.places import place
from miqat.prayer import Provenance, with_changes

OSLO = place("Oslo")
NIGHT = date(2027, 6, 21)


def test_every_way_of_bending_has_its_sentence() -> None:
    bent = {how for how in Provenance if how > 0} - {Provenance.INTERVAL, Provenance.IMPORTED}
    assert set(BENT) == bent


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        ("", "the Sun stays above the altitude of isha"),
        (
            "latitudes.rule = 'seventh of the night'",
            "a seventh of the night, because there is no twi",
        ),
        (
            "latitudes.rule = 'middle of the night'; latitudes.apply = 'always'",
            "the middle of the night, as on every day by this method",
        ),
    ],
)
def test_a_note_says_which_rule_and_why(keys: str, text: str) -> None:
    rule = with_changes("mwl", keys)
    found = timesheet(OSLO, NIGHT, NIGHT, method=rule, names=("dhuhr", "isha"))
    (note,) = found.notes
    assert note.names == ("isha",)
    assert note.text.startswith(text)
    assert found.rows[0].times["dhuhr"].mark == ""
    assert found.rows[0].times["isha"].mark == note.mark
    assert found.bent


def test_what_changes_in_ramadan_goes_by_the_calendar_of_the_place() -> None:
    rule = with_changes("mwl", "isha.of = 'maghrib'; isha.after = 90; ramadan.isha.after = 120")
    first, last = date(2027, 2, 6), date(2027, 2, 10)
    ankara = timesheet(place("Ankara"), first, last, method=rule)
    for row in ankara.rows:
        maghrib, isha = row.times["maghrib"].clock, row.times["isha"].clock
        assert maghrib is not None
        assert isha is not None
        assert abs((isha - maghrib).seconds / 60 - (120 if row.fasting else 90)) <= 1
    assert {row.fasting for row in ankara.rows} == {True, False}
    with pytest.raises(InvalidRule, match="names no calendar"):
        timesheet(place("0,-150"), first, last, method=rule)


def test_months_are_parted_and_a_ramadan_has_imsak() -> None:
    found = timesheet(place("Ankara"), date(2027, 1, 30), date(2027, 3, 2), calendar="ummalqura")
    assert [len(rows) for rows in found.months()] == [2, 28, 2]
    assert found.names[0] == "imsak"
    assert timesheet(OSLO, date(2027, 5, 1), date(2027, 5, 2)).names[0] == "fajr"
