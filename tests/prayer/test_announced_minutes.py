"""Minutes that bodies announced in the news, of methods for which no printed table is at hand."""

from __future__ import annotations

import pytest

from miqat.prayer import default_method, times

# islamnews.ru, 2025-07-28 (the administration): isha of 7 August 22:08, fajr of 8 August 00:03.
# realnoevremya.ru, 2020: fajr of 4 May 00:06. inkazan.ru and apanay.tatar, 2019: isha of 8 August
# 22:06, fajr of 9 August 00:14. TNV, of a year that it does not name (2025 by the
# first of four): fajr of 4 May 00:10, of 5 May 01:51, isha of 3 May 21:56, of 4 May 20:58.
KAZAN = [
    ("2020-05-04", "fajr", "00:06"), ("2025-05-04", "fajr", "00:10"),
    ("2025-05-05", "fajr", "01:51"), ("2025-08-08", "fajr", "00:03"),
    ("2019-08-09", "fajr", "00:14"), ("2025-05-03", "isha", "21:56"),
    ("2025-05-04", "isha", "20:58"),
]  # fmt: skip


@pytest.mark.parametrize(("day", "name", "clock"), KAZAN)
def test_kazan_in_the_season_without_a_night(day: str, name: str, clock: str) -> None:
    assert f"{getattr(times('Kazan, RU', day)[day], name):%H:%M}" == clock


@pytest.mark.parametrize(("day", "clock"), [("2025-08-07", "22:08"), ("2019-08-08", "22:06")])
def test_the_first_isha_after_the_season_is_within_a_minute(day: str, clock: str) -> None:
    found = times("Kazan, RU", day)[day].isha
    hour, minute = clock.split(":")
    assert abs(found.hour * 60 + found.minute - int(hour) * 60 - int(minute)) <= 1


# omanobserver.om, 2018-05-14, from the Ministry of Endowments: fajr and maghrib of Muscat.
@pytest.mark.parametrize(
    ("day", "fajr", "maghrib"),
    [("2018-05-17", "04:01", "18:47"), ("2018-05-31", "03:54", "18:54")],
)
def test_muscat(day: str, fajr: str, maghrib: str) -> None:
    found = times("Muscat", day)[day]
    assert (f"{found.fajr:%H:%M}", f"{found.maghrib:%H:%M}") == (fajr, maghrib)


# newsofbahrain.com 70755, of Ramadan 2021: 14 h 3 min on the first day, 14 h 47 min on the last.
@pytest.mark.parametrize(("day", "minutes"), [("2021-04-13", 843), ("2021-05-12", 887)])
def test_the_length_of_a_fast_in_bahrain(day: str, minutes: int) -> None:
    found = times("Manama", day)[day]
    assert (found.maghrib - found.fajr).total_seconds() == minutes * 60


def test_they_are_the_defaults() -> None:
    for city, method in (("Kazan, RU", "tatarstan"), ("Muscat", "oman"), ("Manama", "bahrain")):
        assert default_method(city).method.id.startswith(method)
