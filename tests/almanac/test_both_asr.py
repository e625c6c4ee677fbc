"""`today` shows both asr where the tables of a place do, the usual one first."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from miqat.almanac import day
from miqat.prayer import times


@pytest.mark.parametrize(
    ("city", "other"),
    [("Karachi", "asr_shafi"), ("London", "asr_hanafi"), ("Cairo", None), ("Jakarta", None)],
)
def test_the_other_asr_follows_the_practice_of_the_place(city: str, other: str | None) -> None:
    found = day(city, "2027-02-08")
    assert (found.other_asr and found.other_asr[0]) == other
    names = [name for name, _ in found.named_times()]
    if other is not None:
        assert names[names.index("asr") + 1] == other


def test_the_shadow_of_once_comes_before_that_of_twice() -> None:
    found = day("Karachi", "2027-02-08")
    assert found.other_asr is not None
    earlier, usual = found.other_asr[1], found.times.asr
    assert isinstance(earlier, datetime)
    assert isinstance(usual, datetime)
    assert timedelta(minutes=30) < usual - earlier < timedelta(minutes=90)
    assert earlier == times("Karachi", "2027-02-08", method="mwl").day("2027-02-08").asr


def test_another_method_has_its_own_asr_alone() -> None:
    assert day("Karachi", "2027-02-08", method="mwl").other_asr is None
