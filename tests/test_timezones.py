"""The clocks of zones against `zoneinfo` itself, cell by cell."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

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
