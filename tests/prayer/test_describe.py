"""A method written out reads back as itself, and its words hold its numbers."""

from __future__ import annotations

import pytest

from miqat.prayer import method, method_ids, with_changes
from miqat.prayer.methods.describe import in_words, to_toml
from miqat.prayer.methods.load import method_from

CHANGED = {
    "of": "isha.of = 'maghrib'; isha.after = 90; imsak.of = 'fajr'",
    "latitudes": "latitudes.rule = 'seventh of the night'; latitudes.above = 48.6",
    "sun": "epoch = -6.5; parallax = false; asr.noon = 0; asr.shadow = 2; asr.add = 3",
    "ramadan": "ramadan.calendar = 'ummalqura'; "
    "ramadan.isha.of = 'maghrib'; ramadan.isha.after = 120",
    "dates": "since = 2019-11-20; until = 2030-01-01; aliases = ['a \"quoted\" name']",
    "horizon": "horizon.altitude = -1; horizon.dip = 'praytimes'; fajr.rounding = 'floor'",
}


@pytest.mark.parametrize("name", method_ids())
def test_every_method_reads_back_as_itself(name: str) -> None:
    assert method_from(to_toml(method(name))) == method(name)


@pytest.mark.parametrize("changes", CHANGED.values(), ids=CHANGED)
def test_a_changed_method_reads_back_as_itself(changes: str) -> None:
    found = with_changes("mwl", changes)
    assert method_from(to_toml(found)) == found


def test_changes_by_date_read_back() -> None:
    text = (
        'id = "own"\ntitle = "Own"\nsource = "here"\nfajr = { angle = 18, rounding = "ceil" }\n'
        "isha = { angle = 18 }\n[[changes]]\nuntil = 2019-11-20\nfajr = { angle = 20, rounding = "
        '"nearest" }\nisha = { of = "maghrib", after = 90 }\n'
    )
    found = method_from(text)
    assert method_from(to_toml(found)) == found
    assert dict(in_words(found))["before 2019-11-20"] == (
        "fajr the Sun 20° below the horizon, nearest minute; "
        "isha 90 min after maghrib, nearest minute"
    )


def test_every_number_is_in_the_open() -> None:
    told = dict(in_words(with_changes("mwl", ";".join(CHANGED.values()))))
    assert told["isha"] == "90 min after maghrib, nearest minute"
    assert told["imsak"] == "at fajr, nearest minute"
    assert told["fajr"] == "the Sun 18° below the horizon, minute cut off"
    assert told["asr"] == (
        "a shadow longer by 2 heights than at noon, the noon shadow of the Sun at 0 h UT of the "
        "civil date, plus 3 min, nearest minute"
    )
    assert told["the Sun"] == "taken at -6.5 h UT of the civil date, without its parallax"
    assert told["horizon"] == "the Sun's centre at -60′, less the praytimes dip of the elevation"
    assert told["latitudes"].startswith("seventh of the night, where there is no twilight")
    assert "from 48.6° on" in told["latitudes"]
    assert told["Ramadan"] == "by ummalqura: isha 120 min after maghrib, nearest minute"
    assert told["dates"] == "from 2019-11-20 to 2030-01-01"
    assert told["agreement"] == "not measured"
