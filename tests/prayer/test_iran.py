"""Iran's minutes as newspapers printed them, and what a program of Aladhan's says of midnight."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from miqat.prayer import times


@pytest.mark.parametrize(
    ("city", "on", "minutes"),
    [
        # setare.com and eghtesadonline, from the Institute of Geophysics
        ("Tehran", "2025-03-02", "05:10 06:33 12:16 18:19"),
        ("Tehran", "2025-03-06", "05:04 06:28 12:16 18:22"),
        ("Tehran", "2022-08-30", "05:07 06:35 13:05 19:53"),
        # shahraranews
        ("Mashhad", "2025-03-16", "04:17 05:41 11:40 17:58"),
    ],
)
def test_printed_minutes(city: str, on: str, minutes: str) -> None:
    day = times(city, on, method="iran").day(on)
    shown = (day.fajr, day.sunrise, day.dhuhr, day.maghrib)
    assert " ".join(f"{time:%H:%M}" for time in shown) == minutes


@pytest.mark.parametrize(
    ("city", "on", "midnight", "last_third"),
    [
        # salahlib 0.1.1, a port of Aladhan's own code: its standard midnight
        ("Qom", "2026-06-21", "00:08", "01:43"),
        ("Najaf", "2026-03-20", "00:10", "02:09"),
    ],
)
def test_midnight_of_aladhan_jafari(city: str, on: str, midnight: str, last_third: str) -> None:
    day = times(city, date.fromisoformat(on), method="aladhan-jafari").day(on)
    for time, printed in ((day.midnight, midnight), (day.last_third, last_third)):
        hour, minute = (int(part) for part in printed.split(":"))
        assert isinstance(time, datetime)
        assert abs(time.hour * 60 + time.minute - hour * 60 - minute) <= 1
