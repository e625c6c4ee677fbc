"""The clocks of zones against `zoneinfo` itself, cell by cell."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones
from zoneinfo._zoneinfo import ZoneInfo as PythonZone  # type: ignore[import-not-found]

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from miqat import days, timezones

ZONES = (
    "Africa/Casablanca", "Africa/El_Aaiun", "America/St_Johns", "Antarctica/Troll",
    "Asia/Gaza", "Asia/Kathmandu", "Asia/Tehran", "Australia/Lord_Howe", "Europe/Dublin",
    "Europe/London", "Pacific/Apia", "Pacific/Chatham", "Pacific/Kiritimati",
)  # fmt: skip


@pytest.mark.parametrize("key", ZONES)
def test_every_day_and_the_hours_around_it(key: str) -> None:
    zone = ZoneInfo(key)
    seconds = np.arange(-2_500_000_000, 2_400_000_000, 86_400 * 3 - 3_571)
    expected = [
        (datetime.fromtimestamp(second, UTC).astimezone(zone).utcoffset() or timedelta())
        / timedelta(seconds=1)
        for second in seconds.tolist()
    ]
    found = timezones.offsets(zone, seconds.astype("datetime64[s]"))
    np.testing.assert_array_equal(found, np.array(expected).astype(int))


# Zones with summer time of every kind, of war years, of Ramadan, and moves across the date line.
@pytest.mark.parametrize(
    "key", [*ZONES, "America/New_York", "Asia/Manila", "Asia/Riyadh", "Africa/Cairo"]
)
def test_a_second_before_and_after_each_change(key: str) -> None:
    """The instants of the changes are those that Python's own reader finds in the zone's file."""
    changes = [at for at in PythonZone.no_cache(key)._trans_utc if at > -2_200_000_000]
    zone = ZoneInfo(key)
    seconds = [at + aside for at in changes for aside in (-1, 0, 1)]
    expected = [
        round((datetime.fromtimestamp(at, zone).utcoffset() or timedelta()).total_seconds())
        for at in seconds
    ]
    found = timezones.offsets(zone, np.array(seconds, "datetime64[s]"))
    assert found.tolist() == expected
    assert sum(before != at for before, at in zip(expected[::3], expected[1::3], strict=True)) >= 1


def test_noon_on_a_day_when_the_clock_is_changed_about_noon() -> None:
    """Where noon came twice or not at all, `datetime` takes the offset before the change.

    Zones that did so: found among all of them, in the years 1900 to 2037.
    """
    found = 0
    for key in sorted(available_timezones()):
        for at in PythonZone.no_cache(key)._trans_utc:
            before, after = (datetime.fromtimestamp(at + aside, ZoneInfo(key)) for aside in (-1, 0))
            clocks = sorted(clock.hour * 60 + clock.minute for clock in (before, after))
            if at < -2_200_000_000 or not clocks[0] <= 720 <= clocks[1] + 1:
                continue
            if before.date() != after.date():
                continue
            noon = datetime.combine(before.date(), time(12), ZoneInfo(key))
            day = days.from_date(before.date())
            assert (
                timedelta(seconds=int(timezones.noon_offsets(ZoneInfo(key), day, 1)[0]))
                == noon.utcoffset()
            ), (key, noon)
            found += 1
    assert found > 10


@settings(deadline=None)
@given(st.sampled_from(ZONES), st.dates(datetime(1900, 1, 1).date(), datetime(2099, 1, 1).date()))
def test_noon_by_its_own_clock(key: str, on: object) -> None:
    first = days.from_date(on)  # type: ignore[arg-type]
    zone = ZoneInfo(key)
    found = timezones.noon_offsets(zone, first, 40)
    for ahead, day in zip(found.tolist(), range(first, first + 40), strict=True):
        noon = datetime.combine(days.to_date(day), datetime.min.time().replace(hour=12), zone)
        assert timedelta(seconds=ahead) == noon.utcoffset()


def test_nat_stays_nat_and_units_stay() -> None:
    zone = ZoneInfo("Asia/Kathmandu")
    instants = np.array(["2027-02-08T00:00", "NaT"], dtype="datetime64[us]")
    found = timezones.to_wall(zone, instants)
    assert found.dtype == np.dtype("datetime64[us]")
    assert found[0] == np.datetime64("2027-02-08T05:45")
    assert np.isnat(found[1])
    assert timezones.offsets(zone, instants[1:]).tolist() == [0]


@pytest.mark.parametrize(
    ("key", "left"),
    [("Pacific/Apia", "2011-12-30"), ("Pacific/Fakaofo", "2011-12-30")],
)
def test_the_day_that_a_clock_left_out(key: str, left: str) -> None:
    """Samoa and Tokelau went from 29 to 31 December 2011."""
    first = days.from_date(datetime.fromisoformat(left).date()) - 2
    found = timezones.left_out(ZoneInfo(key), first, 5)
    assert found.tolist() == [False, False, True, False, False]
