from __future__ import annotations

import pytest

from miqat.errors import UnknownName
from miqat.prayer import DEFAULT_METHOD, method, method_ids

every_method = pytest.mark.parametrize("name", method_ids())


def test_the_muslim_world_league_as_other_programs_have_it() -> None:
    # adhan-js, METHODS.md: "Muslim World League. Standard Fajr time with an angle of 18°.
    # Earlier Isha time with an angle of 17°."; PrayTimes: MWL, fajr 18, isha 17; imsak is
    # "10 min" before fajr and asr "Standard", one shadow, where nothing else is set.
    found = method("mwl")
    assert (found.fajr.angle, found.isha.angle) == (18.0, 17.0)
    assert (found.shadow.shadow, found.imsak.after) == (1.0, -10.0)
    assert found.title == "Muslim World League"


@every_method
def test_a_method_is_found_by_its_id_in_any_case(name: str) -> None:
    assert method(name).id == name
    assert method(name.upper()) is method(name)
    assert method(name).source


@every_method
def test_the_angles_of_a_method_are_angles_of_twilight(name: str) -> None:
    found = method(name)
    assert found.fajr.angle is None or 9.0 <= found.fajr.angle <= 20.0
    assert found.isha.angle is None or 9.0 <= found.isha.angle <= 20.0
    assert found.shadow.shadow in (1.0, 2.0)
    assert found.title
    assert found.source


def test_the_default_is_known() -> None:
    assert DEFAULT_METHOD in method_ids()


@pytest.mark.parametrize(
    ("name", "nearest"),
    [
        ("mwll", "mwl"),
        ("mvl", "mwl"),
        ("adhan-turky", "adhan-turkey"),
        ("aladhan:133", "aladhan:13"),
    ],
)
def test_an_unknown_method_gets_the_nearest(name: str, nearest: str) -> None:
    with pytest.raises(UnknownName, match="unknown method") as caught:
        method(name)
    assert nearest in caught.value.nearest
