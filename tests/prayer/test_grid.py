"""How minutes are rounded, and the times of the night, on instants given in the test."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from miqat.places import Place
from miqat.prayer import times, with_changes
from miqat.sky.topocentric import horizontal

UTC_PLACE = Place(51.48, 0.0, timezone="Etc/UTC")
ON = date(2027, 3, 20)

# What is shown of 05:07 and some seconds.
ROUNDED = {
    "nearest": {0.0: 7, 29.999: 7, 30.0: 8, 59.999999: 8},
    "ceil": {0.0: 7, 0.000001: 8, 30.0: 8, 59.999999: 8},
    "floor": {0.0: 7, 29.999: 7, 59.999999: 7},
    "ceil of seconds": {0.0: 7, 0.999: 7, 1.0: 8, 59.0: 8},
    "none": {0.0: 7, 59.999999: 7},
}


@pytest.mark.parametrize("rounding", ROUNDED)
def test_a_minute_is_rounded_as_the_method_says(rounding: str) -> None:
    rule = with_changes("mwl", f"fajr.rounding = '{rounding}'")
    table = times(UTC_PLACE, ON, method=rule)
    for seconds, minute in ROUNDED[rounding].items():
        exact = np.datetime64("2027-03-20T05:07", "us") + np.timedelta64(round(seconds * 1e6), "us")
        moved = replace(table, instants={**table.instants, "fajr": np.array([exact])})
        assert moved.local("fajr")[0] == np.datetime64(f"2027-03-20T05:{minute:02d}"), seconds
        if rounding != "none":
            shown = moved.day(ON).fajr
            assert (shown.hour, shown.minute) == (5, minute)  # type: ignore[union-attr]


@pytest.mark.parametrize("midnight", ["sunset to sunrise", "maghrib to fajr", "sunset to fajr"])
def test_the_night_runs_from_one_day_to_the_next(midnight: str) -> None:
    changes = f"midnight = '{midnight}'; maghrib.add = 4"
    table = times(UTC_PLACE, ON, ON + timedelta(days=1), with_changes("mwl", changes))
    minute = np.timedelta64(60_000_000, "us")
    begins = table.instants["maghrib"][0] - (0 if "maghrib" in midnight else 4) * minute
    ends = table.instants["fajr" if "fajr" in midnight else "sunrise"][1]
    night = ends - begins
    for name, part in (("midnight", 1 / 2), ("last_third", 2 / 3)):
        expected = begins + np.timedelta64(round(night.astype(int) * part), "us")
        assert abs(table.instants[name][0] - expected) < np.timedelta64(50_000, "us")


def test_horizons_of_a_place_are_those_of_sunrise_and_of_sunset() -> None:
    hills = Place(35.0, 51.0, timezone="Asia/Tehran", horizons=(2.0, -1.5))
    table = times(hills, ON, method=with_changes("mwl", "parallax = false"))
    for name, altitude in (("sunrise", 2.0), ("maghrib", -1.5)):
        seen = horizontal("sun", table.instants[name], 35.0, 51.0).altitude
        assert float(seen[0]) == pytest.approx(altitude, abs=0.005)


def test_on_29_february_a_perpetual_table_has_the_sun_of_the_28th() -> None:
    table = times("qatar:Doha", date(2028, 2, 26), date(2028, 3, 1), "qatar")
    minutes = (table.instants["fajr"] - table.days) / np.timedelta64(1, "m")
    steps = np.diff(minutes)
    assert abs(steps[2]) < 0.01  # from the 28th to the 29th
    assert abs(steps[1]) > 0.02
    assert abs(steps[3]) > 0.02


def test_dip_of_praytimes_is_its_formula() -> None:
    # PrayTimes: 0.833 + 0.0347 sqrt(elevation) degrees below the horizon.
    for metres in (0.0, 100.0, 900.0):
        high = Place(35.0, 51.0, elevation=metres, timezone="Asia/Tehran")
        rule = with_changes("mwl", "horizon.dip = 'praytimes'; horizon.altitude = -0.833")
        table = times(high, ON, method=rule)
        seen = horizontal("sun", table.instants["maghrib"], 35.0, 51.0).altitude
        assert float(seen[0]) == pytest.approx(-0.833 - 0.0347 * metres**0.5, abs=0.01)


@pytest.mark.parametrize(("name", "heights"), [("asr", 1.0), ("asr_hanafi", 2.0)])
@pytest.mark.parametrize("latitude", [51.48, 24.5, -33.9])
def test_the_shadow_at_asr_is_that_of_noon_and_one_height_or_two(
    name: str, heights: float, latitude: float
) -> None:
    here = Place(latitude, 0.0, timezone="Etc/UTC")
    table = times(here, ON, ON + timedelta(days=3), with_changes("mwl", "parallax = false"))
    shadows = {
        at: 1.0 / np.tan(np.radians(horizontal("sun", table.instants[at], latitude, 0.0).altitude))
        for at in ("dhuhr", name)
    }
    longer = shadows[name] - shadows["dhuhr"]
    assert longer.tolist() == pytest.approx([heights] * 4, abs=0.01)
