from __future__ import annotations

import json
import math
import re
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from miqat.cli.qibla import _drawn
from miqat.places import Place, place
from miqat.qibla import toward_kaaba

if TYPE_CHECKING:
    from collections.abc import Callable

    from .conftest import Answer

DAY = ("--date", "2026-05-28")


def asked(found: Answer) -> dict[str, Any]:
    assert (found.status, found.err) == (0, "")
    answer: dict[str, Any] = json.loads(found.out)
    return answer


def compass(text: str) -> list[str]:
    """Return the lines of the compass that ends an answer."""
    return text.splitlines()[-11:]


def test_json_keys_and_types(miqat: Callable[..., Answer]) -> None:
    answer = asked(miqat("qibla", "Jakarta", *DAY, "--json"))
    assert list(answer) == [
        "place", "date", "azimuth", "note", "distance_km", "great_circle_azimuth", "magnetic",
        "magnetic_note", "sun", "moon", "sun_over_kaaba", "sun_over_antipode",
    ]  # fmt: skip
    assert answer["place"]["name"] == "Jakarta"
    assert answer["date"] == "2026-05-28"
    # adhan-js 8301617, test/qibla.test.ts: 295.144 for Jakarta, on a sphere.
    assert answer["great_circle_azimuth"] == pytest.approx(295.144, abs=0.05)
    assert answer["azimuth"] == pytest.approx(295.144, abs=0.3)
    assert 7_900 < answer["distance_km"] < 7_950
    assert (answer["note"], answer["magnetic_note"]) == ("", "")
    magnetic = answer["magnetic"]
    assert {key: type(value) for key, value in magnetic.items()} == {
        "bearing": float, "declination": float, "uncertainty": float, "model": str,
        "valid_from": str, "valid_before": str,
    }  # fmt: skip
    assert magnetic["bearing"] == pytest.approx(answer["azimuth"] - magnetic["declination"])
    for body in ("sun", "moon"):
        assert answer[body]
        for shown in answer[body]:
            assert list(shown) == ["side", "at", "altitude", "shadow"]
            assert shown["side"] in ("toward", "away", "right", "left")
            assert datetime.fromisoformat(shown["at"]).utcoffset() is not None
            assert 0.0 <= shown["shadow"] <= 360.0
            assert 0.0 < shown["altitude"] <= 90.0


def test_instants_are_of_the_nearest_second(miqat: Callable[..., Answer]) -> None:
    # By another program from DE440: 09:17:57.7 and 09:26:41.8, which round up.
    answer = asked(miqat("qibla", "Mecca", *DAY, "--json"))
    assert answer["sun_over_kaaba"] == ["2026-05-28T09:17:58+00:00", "2026-07-15T09:26:42+00:00"]
    text = miqat("qibla", "Mecca", *DAY).out
    assert "2026-05-28 Thu 12:17:58  Sun over the Kaaba" in text
    assert "2026-07-15 Wed 12:26:42  Sun over the Kaaba" in text


def test_text_and_json_name_the_same_instants(miqat: Callable[..., Answer]) -> None:
    here = place("Cape Town")
    answer = asked(miqat("qibla", "Cape Town", *DAY, "--json"))
    text = miqat("qibla", "Cape Town", *DAY).out
    shown = re.findall(r"^  (\d\d):(\d\d)  +(?:toward|opposite|a quarter)", text, re.MULTILINE)
    assert len(shown) == len(answer["sun"]) + len(answer["moon"])
    for (hour, minute), one in zip(shown, answer["sun"] + answer["moon"], strict=True):
        at = datetime.fromisoformat(one["at"]).astimezone(here.zone)
        seconds = (int(hour) * 60 + int(minute)) * 60 - (at.hour * 60 + at.minute) * 60 - at.second
        assert abs(seconds) <= 31  # of the nearest minute


def test_in_a_pipe_there_is_no_colour(miqat: Callable[..., Answer]) -> None:
    found = miqat("qibla", "Jerusalem", *DAY)
    assert (found.status, found.err) == (0, "")
    assert "\x1b" not in found.out
    lines = found.out.splitlines()
    assert lines[0] == "Jerusalem, Thursday 28 May 2026"
    for title in ("Qibla", "Shown by the Sun", "Shown by the Moon", "Everywhere in 2026"):
        assert title in lines
    assert all(line == line.rstrip() for line in lines)


@pytest.mark.parametrize(
    ("where", "row", "column"),
    # Which way the needle points, as seen from the middle of the drawing.
    [("0,39.8262", -1, 0), ("60,39.8262", 1, 0), ("Jakarta", -1, -1), ("Cape Town", -1, 1),
     ("Tashkent", 1, -1), ("London", 1, 1)],
)  # fmt: skip
def test_the_needle_points_to_the_kaaba(
    miqat: Callable[..., Answer], where: str, row: int, column: int
) -> None:
    drawn = compass(miqat("qibla", where, *DAY).out)
    text = "\n".join(drawn)
    for letter in "NESWK+":
        assert text.count(letter) == 1, letter
    middle = next(i for i, line in enumerate(drawn) if "+" in line)
    (found,) = (i for i, line in enumerate(drawn) if "K" in line)
    centre = drawn[middle].index("+")
    assert (found > middle) - (found < middle) == row
    assert (drawn[found].index("K") > centre) - (drawn[found].index("K") < centre) == column
    assert drawn[0].index("N") == drawn[-1].index("S") == centre
    assert drawn[middle].index("W") < centre < drawn[middle].index("E")


@given(st.floats(0.0, 360.0, exclude_max=True))
def test_any_direction_can_be_drawn(azimuth: float) -> None:
    drawn = [line[2:] for line in _drawn(azimuth)]
    assert len(drawn) == 11
    text = "\n".join(drawn)
    for letter in "NESWK+":
        assert text.count(letter) == 1, letter
    row = next(i for i, line in enumerate(drawn) if "K" in line)
    north, east = 5 - row, drawn[row].index("K") / 2.0 - 5.0
    assert math.hypot(north, east) == pytest.approx(4.0, abs=0.6)
    turned = math.degrees(math.atan2(east, north)) - azimuth
    assert abs((turned + 180.0) % 360.0 - 180.0) < 8.0  # half a line is 7 degrees at 4 lines


def test_the_rose_is_the_same_on_both_sides() -> None:
    rose = [line[2:].ljust(21).replace("E", "x").replace("W", "x") for line in _drawn(0.0)]
    assert [line[::-1] for line in rose] == rose


NOWHERE = [
    ("21.4225,39.8262", "any direction: this is the Kaaba"),
    ("-21.4225,-140.1738", "north and south alike: the Kaaba is at the antipode"),
    ("90,0", "along the meridian 39.8262°E: a pole has no north"),
    ("-90,10", "along the meridian 39.8262°E: a pole has no north"),
]


@pytest.mark.parametrize(("where", "words"), NOWHERE)
@pytest.mark.parametrize("day", ["2026-05-28", "2040-01-01"])
def test_where_no_one_direction_is_that_is_said(
    miqat: Callable[..., Answer], where: str, words: str, day: str
) -> None:
    text = miqat("qibla", where, "--date", day)
    assert (text.status, text.err) == (0, "")
    assert words in text.out
    assert "+" not in text.out  # no compass
    assert "Shown by" not in text.out
    assert f"Everywhere in {day[:4]}" in text.out
    answer = asked(miqat("qibla", where, "--date", day, "--json"))
    assert answer["azimuth"] is None
    assert answer["note"] == words
    assert answer["sun"] == answer["moon"] == []
    assert answer["magnetic"] is None or answer["magnetic"]["bearing"] is None


@pytest.mark.parametrize("day", ["2024-12-31", "2030-01-01", "1600-06-01", "2600-06-01"])
def test_outside_the_magnetic_model_the_rest_is_answered(
    miqat: Callable[..., Answer], day: str
) -> None:
    # World Magnetic Model 2025 (NOAA and BGS): 2025.0 to 2030.0.
    reason = f"is made for 2025-01-01 to 2030-01-01, not {day}"
    text = miqat("qibla", "Jakarta", "--date", day).out
    assert f"by compass               the magnetic model WMM-2025 {reason}" in text
    assert "295.03° from true north" in text
    answer = asked(miqat("qibla", "Jakarta", "--date", day, "--json"))
    assert answer["magnetic"] is None
    assert answer["magnetic_note"].endswith(reason)
    assert answer["azimuth"] == pytest.approx(295.03, abs=0.005)
    assert len(answer["sun_over_kaaba"]) == len(answer["sun_over_antipode"]) == 2


@pytest.mark.parametrize("where", ["-33.9,18.4", "-33.9, 18.4", "33.9S,18.4E", "−33.9,18.4"])
def test_a_negative_latitude_is_a_place(miqat: Callable[..., Answer], where: str) -> None:
    answer = asked(miqat("qibla", where, *DAY, "--json"))
    assert (answer["place"]["latitude"], answer["place"]["longitude"]) == (-33.9, 18.4)
    # adhan-js has 23.35 for Cape Town (-33.9249, 18.4241) on a sphere.
    assert answer["great_circle_azimuth"] == pytest.approx(23.35, abs=0.1)


@pytest.mark.parametrize(
    "typed",
    [("Jerusalm",), ("91,0",), ("0,181",), ("31.78",), ("",), (), ("Tehran", "Qom"),
     ("Tehran", "--date", "2027-02-30"), ("Tehran", "--date", "soon"), ("Tehran", "--date"),
     ("Tehran", "--date", "0599-12-31"), ("Tehran", "--date", "2651-01-01"),
     ("Tehran", "--date", "0001-01-01"), ("Tehran", "--date", "9999-12-31"),
     ("Tehran", "--method", "mwl"), ("Tehran", "--json=yes")],
)  # fmt: skip
def test_a_mistake_gets_one_line(miqat: Callable[..., Answer], typed: tuple[str, ...]) -> None:
    found = miqat("qibla", *typed)
    assert (found.status, found.out) == (2, "")
    assert found.err.startswith("miqat: ")
    assert found.err.count("\n") == 1
    assert "Traceback" not in found.err


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.floats(-90, 90),
    st.floats(-180, 180),
    st.dates(datetime(602, 1, 1).date(), datetime(2648, 1, 1).date()),
)
def test_every_place_and_day_has_an_answer(
    miqat: Callable[..., Answer], latitude: float, longitude: float, on: Any
) -> None:
    where = f"{latitude:.5f},{longitude:.5f}"
    day = f"{on.day} {on:%B} {on.year}"  # in figures an early year is a Hijri one
    answer = asked(miqat("qibla", where, "--date", day, "--json"))
    expected = toward_kaaba(Place(float(f"{latitude:.5f}"), float(f"{longitude:.5f}")))
    assert answer["azimuth"] == expected.to_dict()["azimuth"]
    assert bool(answer["note"]) == (answer["azimuth"] is None)
    assert (answer["magnetic"] is None) == bool(answer["magnetic_note"])
