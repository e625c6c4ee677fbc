"""The angles and intervals that publishers state, against the methods."""

from __future__ import annotations

import pytest

from miqat.prayer import DEFAULT_METHOD, default_method, method

# As PrayTimes ("Calculation Methods"), adhan (METHODS.md) and the publishers state them: degrees of
# fajr and of isha below the horizon.
ANGLES = {
    "mwl": (18.0, 17.0),
    "egypt": (19.5, 17.5),
    "umm-al-qura": (18.5, None),
    "muis": (20.0, 18.0),
    "kemenag": (20.0, 18.0),
    "jakim": (18.0, 18.0),
    "diyanet": (18.0, 17.0),
    "dubai": (18.2, 18.2),
    "qatar": (18.0, None),
}


@pytest.mark.parametrize("name", ANGLES)
def test_the_angles_of_a_method_are_the_stated_ones(name: str) -> None:
    chosen = method(name)
    assert (chosen.fajr.angle, chosen.isha.angle) == ANGLES[name]


@pytest.mark.parametrize("name", ["umm-al-qura", "qatar"])
def test_isha_is_an_hour_and_a_half_after_maghrib(name: str) -> None:
    isha = method(name).isha
    assert (isha.of, isha.after) == ("maghrib", 90.0)


def test_isha_of_umm_al_qura_is_two_hours_after_maghrib_in_ramadan() -> None:
    (moment,) = dict(method("umm-al-qura").ramadan.moments).values()
    assert (moment.of, moment.after) == ("maghrib", 120.0)


@pytest.mark.parametrize(
    ("city", "name"),
    [
        ("Ankara", "diyanet"), ("Mecca", "umm-al-qura"), ("Kuala Lumpur", "jakim"),
        ("Jakarta", "kemenag"), ("Cairo", "egypt"), ("Doha", "qatar"), ("Singapore", "muis"),
        ("Dubai", "dubai"), ("Casablanca", "habous"), ("0,-150", "mwl"),
    ],
)  # fmt: skip
def test_a_place_has_the_method_of_who_prints_its_timetable(city: str, name: str) -> None:
    assert default_method(city).id == name


def test_the_method_where_nothing_is_known_is_the_leagues() -> None:
    assert DEFAULT_METHOD == "mwl"
