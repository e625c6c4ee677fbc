"""The drop-in for Aladhan's API: its shape, and the minutes of the methods of that family.

The shape is that of the OpenAPI attributes of islamic-network/api.aladhan.com (2025).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from starlette.testclient import TestClient

import miqat
from miqat.web.app import create

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_V1 = "/compat/aladhan/v1"
_TIMINGS = {
    "Fajr", "Sunrise", "Dhuhr", "Asr", "Sunset", "Maghrib", "Isha", "Imsak", "Midnight",
    "Firstthird", "Lastthird",
}  # fmt: skip
_HIJRI = {
    "date": str, "format": str, "day": str, "weekday": dict, "month": dict, "year": str,
    "designation": dict, "holidays": list, "adjustedHolidays": list, "method": str,
}  # fmt: skip
_GREGORIAN = {
    "date": str, "format": str, "day": str, "weekday": dict, "month": dict, "year": str,
    "designation": dict, "lunarSighting": bool,
}  # fmt: skip
_META = {
    "latitude": float, "longitude": float, "timezone": str, "method": dict,
    "latitudeAdjustmentMethod": str, "midnightMode": str, "school": str, "offset": dict,
}  # fmt: skip


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(create()) as found:
        yield found


def _data(client: TestClient, path: str) -> Any:
    response = client.get(f"{_V1}{path}")
    assert response.status_code == 200, response.text
    body = response.json()
    assert (body["code"], body["status"]) == (200, "OK")
    return body["data"]


def _has_shape(value: dict[str, Any], shape: Mapping[str, type]) -> None:
    assert {name: type(value[name]) for name in value} == shape


def test_a_day_has_the_shape_of_aladhan(client: TestClient) -> None:
    day = _data(client, "/timings/01-01-2025?latitude=51.5194682&longitude=-0.1360365&method=3")
    assert set(day["timings"]) == _TIMINGS
    assert all(isinstance(time, str) for time in day["timings"].values())
    assert {type(day["date"][name]) for name in ("readable", "timestamp")} == {str}
    _has_shape(day["date"]["hijri"], _HIJRI)
    _has_shape(day["date"]["gregorian"], _GREGORIAN)
    _has_shape(day["meta"], _META)
    assert day["date"]["hijri"]["date"] == "01-07-1446"
    assert day["meta"]["method"]["params"] == {"Fajr": 18, "Isha": 17}


def test_the_minutes_of_the_documented_example(client: TestClient) -> None:
    # The example of Aladhan's own OpenAPI document; its asr is up to 140 s off the Sun's.
    day = _data(
        client,
        "/timings/01-01-2025?latitude=51.5194682&longitude=-0.1360365&method=3&timezonestring=UTC",
    )
    documented = {
        "Fajr": "06:03", "Sunrise": "08:06", "Dhuhr": "12:04", "Maghrib": "16:03",
        "Isha": "17:59", "Imsak": "05:53", "Midnight": "00:04", "Firstthird": "21:24",
        "Lastthird": "02:45",
    }  # fmt: skip
    for name, clock in documented.items():
        assert abs(_minutes(day["timings"][name]) - _minutes(clock)) <= 1, name


def _minutes(clock: str) -> int:
    return int(clock[:2]) * 60 + int(clock[3:5])


@pytest.mark.parametrize("number", [0, 1, 2, 3, 4, 5, 7, 8, 9, *range(10, 24)])
def test_the_minutes_are_those_of_the_methods(client: TestClient, number: int) -> None:
    rows = _data(client, f"/calendar/2027/3?latitude=33.6&longitude=73.1&method={number}")
    table = miqat.prayer.times((33.6, 73.1), "2027-03-01", "2027-03-31", f"aladhan:{number}")
    names = ("Fajr", "Sunrise", "Dhuhr", "Asr", "Maghrib", "Isha", "Midnight")
    for row, times in zip(rows, table, strict=True):
        for name in names:
            assert row["timings"][name] == f"{times[name.lower()]:%H:%M} (PKT)"


def test_school_tune_midnight_and_latitudes(client: TestClient) -> None:
    at = "latitude=51.5&longitude=-0.12&method=3"
    plain = _data(client, f"/timings/01-06-2027?{at}")["timings"]
    hanafi = _data(client, f"/timings/01-06-2027?{at}&school=1")["timings"]
    tuned = _data(client, f"/timings/01-06-2027?{at}&tune=0,5,0,-3")["timings"]
    jafari = _data(client, f"/timings/01-06-2027?{at}&midnightMode=1")["timings"]
    middle = _data(client, f"/timings/01-06-2027?{at}&latitudeAdjustmentMethod=1")["timings"]
    assert _minutes(hanafi["Asr"]) > _minutes(plain["Asr"])
    assert _minutes(tuned["Fajr"]) - _minutes(plain["Fajr"]) == 5
    assert _minutes(tuned["Dhuhr"]) - _minutes(plain["Dhuhr"]) == -3
    assert jafari["Midnight"] != plain["Midnight"]
    assert middle["Fajr"] != plain["Fajr"]


def test_dates_of_an_authority(client: TestClient) -> None:
    # Pakistan began Ramadan 1446 on 2 March 2025, Saudi Arabia on 1 March.
    for method, day in (("HJCoSA", "01-03-2025"), ("authority:pakistan", "02-03-2025")):
        date = _data(client, f"/hToG/01-09-1446?calendarMethod={method}")
        assert date["gregorian"]["date"] == day
        assert _data(client, f"/gToH/{day}?calendarMethod={method}")["hijri"]["day"] == "1"


def test_months_and_years(client: TestClient) -> None:
    assert len(_data(client, "/gToHCalendar/2/2027")) == 28
    month = _data(client, "/hToGCalendar/9/1446?calendarMethod=UAQ")
    assert [month[0]["gregorian"]["date"], len(month)] == ["01-03-2025", 29]
    year = _data(client, "/calendarByCity/2027?city=Cairo&country=EG")
    assert [len(year[str(number)]) for number in (1, 2, 12)] == [31, 28, 31]


@pytest.mark.parametrize(
    "path",
    [
        "/timings", "/timings/32-01-2025?latitude=1&longitude=2",
        "/timings?latitude=91&longitude=0",
        "/timingsByCity?city=Nowhereland&country=XX", "/calendar/2027/13?latitude=1&longitude=2",
        "/gToH/x", "/timings?latitude=1&longitude=2&tune=a", "/hToGCalendar/13/1446",
        "/calendar/from/01-01-2025/to/01-01-2030?latitude=1&longitude=2",
        "/gToH/01-01-2025?calendarMethod=MINE",
    ],
)  # fmt: skip
def test_a_mistake_keeps_the_shape(client: TestClient, path: str) -> None:
    response = client.get(f"{_V1}{path}")
    assert response.status_code == 400
    body = response.json()
    assert (body["code"], body["status"]) == (400, "Bad Request")
    assert isinstance(body["data"], str)
    assert "\n" not in body["data"]
