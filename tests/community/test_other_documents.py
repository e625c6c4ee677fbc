"""Mawaqit's year tables and Masjidal's answers, as laid out; the minutes are made up."""

from __future__ import annotations

import json
from calendar import monthrange
from datetime import date
from typing import TYPE_CHECKING

import pytest

from miqat.community import programme, read_communities
from miqat.errors import InvalidRule

if TYPE_CHECKING:
    from pathlib import Path

YEAR = date.today().year
ON = date(YEAR, 3, 4)
#: The first Friday of March.
FRIDAY = next(date(YEAR, 3, day) for day in range(1, 8) if date(YEAR, 3, day).weekday() == 4)


def mawaqit() -> dict[str, object]:
    """Return a mosque's page data: six times a day, five iqamas, by month and day."""

    def months(cells: list[str]) -> list[dict[str, list[str]]]:
        return [
            {str(day): cells for day in range(1, monthrange(2024, month)[1] + 1)}
            for month in range(1, 13)
        ]

    return {
        "name": "Mosquée de test",
        "latitude": 48.85,
        "longitude": 2.35,
        "timezone": "Europe/Paris",
        "jumua": "13:00",
        "jumua2": "14:15",
        "jumua3": None,
        "aidPrayerTime": "08:30",
        "calendar": months(["05:30", "07:00", "13:05", "16:20", "18:50", "00:10"]),
        "iqamaCalendar": months(["+15", "14:00", "+10", "+5", "+0"]),
    }


def clocks(folder: Path, document: object, on: date, **options: str) -> dict[str, str]:
    path = folder / "mosque.json"
    path.write_text(json.dumps(document))
    (found,) = read_communities(path, **options)
    of = programme(found, on, on)
    return {
        f"{moment.kind} {moment.key or moment.name}": f"{moment.start:%H:%M}"
        for moment in of.moments
        if moment.start is not None
    }


@pytest.mark.parametrize("wrapped", [False, True])
def test_a_year_table_of_mawaqit(tmp_path: Path, wrapped: bool) -> None:
    document = {"rawdata": mawaqit()} if wrapped else mawaqit()
    found = clocks(tmp_path, document, ON)
    assert found["prayer fajr"] == "05:30"
    assert found["iqama fajr"] == "05:45"
    assert found["iqama maghrib"] == "18:55"
    friday = clocks(tmp_path, document, FRIDAY)
    assert (friday["iqama jumuah"], friday["iqama jumuah_2"]) == ("13:00", "14:15")
    assert "iqama dhuhr" not in friday


def test_a_year_table_that_is_not_as_they_are(tmp_path: Path) -> None:
    document = mawaqit()
    document["calendar"][2]["4"] = ["05:30"]  # type: ignore[index]
    with pytest.raises(InvalidRule, match="month 3, day 4: wanted 6 times"):
        clocks(tmp_path, document, ON)
    document["calendar"][2]["4"] = ["05:30", "07:00", "soon", "1", "2", "3"]  # type: ignore[index]
    with pytest.raises(InvalidRule, match="cannot read the time 'soon'"):
        clocks(tmp_path, document, ON)


def test_an_answer_of_masjidal(tmp_path: Path) -> None:
    document = {
        "status": "success",
        "data": {
            "salah": [
                {
                    "date": f"{FRIDAY:%A, %b %-d, %Y}", "hijri_date": "1448", "fajr": "5:41AM",
                    "sunrise": "7:01AM", "zuhr": "12:25PM", "asr": "3:31PM", "maghrib": "6:02PM",
                    "isha": "7:20PM",
                }
            ],
            "iqamah": [
                {
                    "date": f"{FRIDAY:%A, %b %-d, %Y}", "fajr": "6:15AM", "zuhr": "1:30PM",
                    "asr": "4:00PM", "maghrib": "6:07PM", "isha": "8:00PM", "jummah1": "1:15PM",
                    "jummah2": "2:15PM", "jummah3": "-",
                }
            ],
        },
    }  # fmt: skip
    found = clocks(tmp_path, document, FRIDAY, where="Chicago")
    assert (found["prayer dhuhr"], found["prayer isha"]) == ("12:25", "19:20")
    assert (found["iqama jumuah"], found["iqama jumuah_2"]) == ("13:15", "14:15")
