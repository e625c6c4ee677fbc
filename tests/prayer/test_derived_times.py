"""The further times: each by its definition, from the times of the day and the night."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from miqat.errors import UnknownName
from miqat.prayer import ALL_TIMES, TIMES, makruh, times

WHERE, FIRST, LAST = "Karachi", "2027-02-08", "2027-02-12"


def test_ends_are_the_times_that_follow() -> None:
    table = times(WHERE, FIRST, LAST, names=ALL_TIMES)
    for end, of in (
        ("fajr_end", "sunrise"),
        ("dhuhr_end", "asr"),
        ("asr_end", "maghrib"),
        ("maghrib_end", "isha"),
        ("makruh_sunrise_end", "dhuha"),
    ):
        assert (table.local(end) == table.local(of)).all()
    assert (table.local("isha_end")[:-1] == table.local("fajr")[1:]).all()


def test_parts_of_the_day_and_of_the_night() -> None:
    table = times(WHERE, FIRST, LAST, names=ALL_TIMES)
    at = table.instants
    third = (at["last_third"] - at["first_third"]) / np.timedelta64(1, "s")
    half = (at["midnight"] - at["sunset"]) / np.timedelta64(1, "s")
    assert third == pytest.approx(half * 2 / 3, abs=0.01)
    middle = (at["dahwa_kubra"] - at["fajr"]) / (at["sunset"] - at["fajr"])
    assert middle == pytest.approx(0.5, abs=1e-6)


def test_sunset_is_before_a_maghrib_with_minutes_or_an_angle() -> None:
    for place, method, minutes in (("Ankara", "diyanet", 7.0), ("Lahore", "mwl", 0.0)):
        at = times(place, FIRST, method=method, names=("sunset", "maghrib")).instants
        apart = (at["maghrib"] - at["sunset"]) / np.timedelta64(1, "m")
        assert apart == pytest.approx(minutes, abs=0.001)


def test_both_asr_whatever_the_school_of_the_method() -> None:
    karachi = times(WHERE, FIRST, names=("asr_shafi", "asr", "asr_hanafi"))
    assert karachi.local("asr")[0] == karachi.local("asr_hanafi")[0]
    ankara = times("Ankara", FIRST, names=("asr_shafi", "asr", "asr_hanafi"))
    assert ankara.local("asr")[0] == ankara.local("asr_shafi")[0]
    for table in (karachi, ankara):
        assert table.local("asr_shafi")[0] < table.local("asr_hanafi")[0]


def test_forbidden_times_are_those_of_makruh() -> None:
    table = times(WHERE, FIRST, names=ALL_TIMES)
    spans = {span.name: span for span in makruh(table, FIRST)}
    noon = spans["zenith"]
    assert (noon.end - noon.start).total_seconds() == pytest.approx(142.0, abs=0.1)
    assert table.local("makruh_noon_start")[0] < table.local("dhuhr")[0]
    start = spans["sunset"].start.replace(tzinfo=None)
    apart = np.datetime64(start) - table.local("makruh_sunset_start")[0]
    assert abs(apart) <= np.timedelta64(31, "s")


def test_the_order_of_a_table_is_that_of_the_day() -> None:
    table = times("Ankara", FIRST, names=ALL_TIMES)
    assert tuple(table.instants) == ALL_TIMES
    assert set(TIMES) < set(ALL_TIMES)
    in_order = [name for name in ALL_TIMES if name not in ("dhuhr_end", "asr_end", "fajr_end")]
    at = [table.instants[name][0] for name in in_order if name != "maghrib_end"]
    assert all(before <= after for before, after in pairwise(at))


def test_an_unknown_time_is_named() -> None:
    with pytest.raises(UnknownName, match="unknown time 'first_thirds'; did you mean 'first_third"):
        times(WHERE, FIRST, names=("first_thirds",))
