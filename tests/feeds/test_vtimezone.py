"""Time zones as feeds write them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from miqat.feeds import vtimezone


def test_offsets_with_seconds_are_written_with_them() -> None:
    # Monrovia was 44 min 30 s behind until 7 January 1972; St. John's 3 h 30 min 52 s to 1935.
    text = "\n".join(
        vtimezone.lines(
            ZoneInfo("Africa/Monrovia"), datetime(1971, 12, 1, tzinfo=UTC),
            datetime(1972, 2, 1, tzinfo=UTC),
        )
    )  # fmt: skip
    assert "TZOFFSETFROM:-004430" in text
    assert "TZOFFSETTO:+0000" in text


def test_an_hour_that_a_clock_shows_twice_has_no_local_time_the_second_time() -> None:
    # Berlin went back from 03:00 to 02:00 on 25 October 2026, at 01:00 UT.
    berlin = ZoneInfo("Europe/Berlin")
    first, second = (datetime(2026, 10, 25, hour, 30, tzinfo=UTC) for hour in (0, 1))
    assert vtimezone.local(first, berlin) == datetime(2026, 10, 25, 2, 30)
    assert vtimezone.local(second, berlin) is None
    assert vtimezone.local(second + timedelta(hours=1), berlin) == datetime(2026, 10, 25, 3, 30)
