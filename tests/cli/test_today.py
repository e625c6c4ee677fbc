from __future__ import annotations

import json
import re
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from .conftest import Answer

NUMBER = (int, float)
PLACE = {
    "name": str, "latitude": float, "longitude": float, "elevation": float,
    "timezone": str, "country": (str, type(None)), "namesakes": list,
}  # fmt: skip
HIJRI = {
    "calendar": str, "authority": (dict, type(None)),
    "month": {
        "year": int, "month": int, "first_day": str, "length": int, "certainty": str, "source": str,
    },
    "now": str, "after_sunset": str, "of_date": str,
    "changes_at": str, "changes_by": str, "authorities": dict, "others": dict,
}  # fmt: skip
TIMES = (
    "imsak", "fajr", "sunrise", "dhuha", "dhuhr", "asr", "asr_hanafi", "maghrib", "isha",
    "midnight", "last_third",
)  # fmt: skip
ANSWER = {
    "place": PLACE,
    "at": str,
    "date": str,
    "hijri": HIJRI,
    "method": str,
    "times": dict.fromkeys(TIMES, (str, dict)),
    "next_prayer": {"name": str, "at": str, "seconds": int},
    "fast": (dict, type(None)),
    "moon": {"age_hours": NUMBER, "illuminated": NUMBER, "next_conjunction": str},
    "qibla": {"azimuth": (*NUMBER, type(None)), "note": str, "distance_km": NUMBER},
    "observances": list,
}
FAST = {"date": str, "imsak": (str, type(None)), "iftar": (str, type(None))}
OBSERVANCE = {
    "id": str, "name": str, "name_language": str, "kind": str, "kept_by": list,
    "countries": list, "hijri": str, "first": str, "last": str, "night_before": bool,
    "evening": (str, type(None)), "certainty": str, "about": str, "source": str,
}  # fmt: skip


def check(found: Any, expected: Any, path: str = "") -> None:
    """Hold an answer to names and types, exactly and in order."""
    if isinstance(expected, dict):
        assert list(found) == list(expected), path
        for key, kind in expected.items():
            check(found[key], kind, f"{path}.{key}")
    else:
        assert isinstance(found, expected), path


def absent(answer: Any) -> dict[str, str]:
    """Return the reasons of the times that are null."""
    found = {name: time for name, time in answer["times"].items() if isinstance(time, dict)}
    assert all(list(time) == ["time", "reason"] for time in found.values())
    assert all(time["time"] is None for time in found.values())
    return {name: time["reason"] for name, time in found.items()}


def instant(text: str | None) -> datetime:
    assert text is not None
    found = datetime.fromisoformat(text)
    assert found.tzinfo is not None
    return found


@pytest.fixture
def today(miqat: Callable[..., Answer]) -> Callable[[str, str], Any]:
    def ask(place: str, at: str) -> Any:
        found = miqat("today", place, "--at", at, "--calendar", "ummalqura", "--json")
        assert (found.status, found.err) == (0, "")
        return json.loads(found.out)

    return ask


ACCEPTANCE = {
    # Place and moment: the civil date and weekday there, by the IANA zones and ISO 8601.
    ("Tehran", "2027-02-08T18:00+03:30"): ("2027-02-08", "Monday", "Asia/Tehran"),
    ("Reykjavik", "2026-06-21T23:55Z"): ("2026-06-21", "Sunday", "Atlantic/Reykjavik"),
    ("Reykjavik", "2026-06-22T00:30Z"): ("2026-06-22", "Monday", "Atlantic/Reykjavik"),
    ("Longyearbyen", "2026-06-21T10:00Z"): ("2026-06-21", "Sunday", "Arctic/Longyearbyen"),
    ("Longyearbyen", "2026-12-21T10:00Z"): ("2026-12-21", "Monday", "Arctic/Longyearbyen"),
    ("Apia", "2026-12-20T23:00Z"): ("2026-12-21", "Monday", "Pacific/Apia"),
    ("1.87,-157.43", "2026-12-20T22:00Z"): ("2026-12-21", "Monday", "Pacific/Kiritimati"),
    ("-77.85,166.67", "2026-12-20T23:00Z"): ("2026-12-21", "Monday", "Antarctica/McMurdo"),
    ("القدس", "2027-02-24T12:00Z"): ("2027-02-24", "Wednesday", None),
}


@pytest.mark.parametrize(("place", "at"), ACCEPTANCE)
def test_the_answer_has_its_keys_and_holds_together(
    today: Callable[[str, str], Any], place: str, at: str
) -> None:
    answer = today(place, at)
    check(answer, ANSWER)
    for entry in answer["observances"]:
        check(entry, OBSERVANCE)
        assert date.fromisoformat(entry["first"]) <= date.fromisoformat(entry["last"])
        assert all(isinstance(keeper, str) for keeper in entry["kept_by"])
    civil, weekday, zone = ACCEPTANCE[place, at]
    assert answer["date"] == civil
    assert f"{date.fromisoformat(civil):%A}" == weekday
    assert zone is None or answer["place"]["timezone"] == zone
    assert instant(answer["at"]) == instant(at)

    times, missing = answer["times"], absent(answer)
    assert all(text.startswith("the ") for text in missing.values())
    dhuhr = instant(times["dhuhr"])
    assert dhuhr.date().isoformat() == civil
    assert "11:00" <= f"{dhuhr:%H:%M}" <= "14:30"
    present = [instant(times[name]) for name in TIMES if name not in missing]
    assert present == sorted(present)

    hijri = answer["hijri"]
    assert (hijri["calendar"], hijri["authority"], hijri["authorities"]) == ("ummalqura", None, {})
    assert instant(hijri["changes_at"]) > instant(at)
    assert hijri["now"] in (hijri["of_date"], hijri["after_sunset"]) or (
        hijri["now"] > hijri["of_date"]
    )
    assert all(value != hijri["now"] for value in hijri["others"].values())
    assert (answer["fast"] is not None) == (hijri["now"][5:7] == "09")
    if answer["fast"] is not None:
        check(answer["fast"], FAST)
    following = answer["next_prayer"]
    assert following["seconds"] == (instant(following["at"]) - instant(at)).total_seconds()
    assert following["seconds"] > 0
    friday = next(o for o in answer["observances"] if o["id"] == "jumuat-al-wida")
    assert date.fromisoformat(friday["first"]).weekday() == 4
    assert friday["hijri"][5:7] == "09"
    assert int(friday["hijri"][8:]) >= 23


def test_the_evening_of_the_first_of_ramadan_in_tehran(today: Callable[[str, str], Any]) -> None:
    # ummulqura.org.sa: 1 Ramadan 1448 is 2027-02-08; the Sun has set at 18:00 in Tehran.
    answer = today("Tehran", "2027-02-08T18:00+03:30")
    hijri = answer["hijri"]
    assert (hijri["of_date"], hijri["now"]) == ("1448-09-01", "1448-09-02")
    assert (hijri["after_sunset"], hijri["changes_by"]) == ("1448-09-03", "sunset")
    assert answer["fast"]["date"] == "2027-02-09"
    assert instant(answer["fast"]["iftar"]).date() == date(2027, 2, 9)
    ramadan = answer["observances"][0]
    assert (ramadan["id"], ramadan["first"], ramadan["last"]) == (
        "ramadan", "2027-02-08", "2027-03-08",
    )  # fmt: skip
    # libical and ICU: the last Friday of Ramadan 1448 is 2027-03-05.
    assert next(o for o in answer["observances"] if o["id"] == "jumuat-al-wida")["first"] == (
        "2027-03-05"
    )


def test_the_hijri_day_changes_at_a_sunset_after_midnight(
    today: Callable[[str, str], Any],
) -> None:
    before = today("Reykjavik", "2026-06-21T23:55Z")
    after = today("Reykjavik", "2026-06-22T00:30Z")
    assert before["hijri"]["changes_by"] == "sunset"
    assert instant(before["hijri"]["changes_at"]).date() == date(2026, 6, 22)
    assert after["hijri"]["now"] == before["hijri"]["after_sunset"]
    assert before["hijri"]["now"] == before["hijri"]["of_date"]
    for answer in (before, after):
        assert absent(answer) == {}  # by the default rule of high latitudes


@pytest.mark.parametrize(
    ("place", "at", "text"),
    [
        ("Longyearbyen", "2026-06-21T10:00Z", "the Sun does not set"),
        ("Longyearbyen", "2026-12-21T10:00Z", "the Sun does not rise"),
        ("-77.85,166.67", "2026-12-20T23:00Z", "the Sun does not set"),
    ],
)
def test_polar_day_and_night(
    today: Callable[[str, str], Any], place: str, at: str, text: str
) -> None:
    answer = today(place, at)
    assert absent(answer)["sunrise"] == absent(answer)["maghrib"] == text
    assert answer["hijri"]["changes_by"] == "18:00 local mean time"


def test_numbers_known_from_elsewhere(today: Callable[[str, str], Any]) -> None:
    # A great circle from Jerusalem (31.769, 35.216) to the Kaaba on a sphere of 6371 km bears
    # 157.3° and is 1,238 km long; the ellipsoid changes that by less than 0.3° and 0.5 %.
    # The Moon of 2027-02-24: full on 20 February at 23:24 UT, new on 6 February at 15:56 UT and
    # on 8 March at 09:29 UT (F. Espenak, astropixels.com).
    answer = today("Jerusalem", "2027-02-24T12:00Z")
    assert answer["qibla"]["azimuth"] == pytest.approx(157.3, abs=0.3)
    assert answer["qibla"]["distance_km"] == pytest.approx(1238, abs=6)
    conjunction = instant(answer["moon"]["next_conjunction"])
    assert abs(conjunction - instant("2027-03-08T09:29:30Z")) <= timedelta(minutes=1)
    age = instant("2027-02-24T12:00Z") - instant("2027-02-06T15:56Z")
    assert answer["moon"]["age_hours"] == pytest.approx(age / timedelta(hours=1), abs=0.03)
    assert 0.80 < answer["moon"]["illuminated"] < 0.93


def test_namesakes_are_told_apart(today: Callable[[str, str], Any]) -> None:
    answer = today("Tripoli", "2027-02-08T12:00Z")
    assert answer["place"]["name"] == "Tripoli"
    assert any("LB" in label for label in answer["place"]["namesakes"])
    assert today("1.87,-157.43", "2027-02-08T12:00Z")["place"]["namesakes"] == []


@pytest.mark.parametrize("place", ["-77.85,166.67", "−77.85,166.67", "77.85S,166.67E"])
def test_a_negative_latitude_is_no_option(today: Callable[[str, str], Any], place: str) -> None:
    assert today(place, "2026-12-20T23:00Z")["place"]["latitude"] == -77.85


def test_a_negative_latitude_may_follow_the_options(miqat: Callable[..., Answer]) -> None:
    for arguments in (
        ("today", "--json", "-33.87,151.21"),
        ("today", "--json", "--", "-33.87,151.21"),
        ("today", "-.5,-.5", "--json"),
    ):
        found = miqat(*arguments)
        assert (found.status, found.err) == (0, "")


def test_the_text_says_what_the_json_says(miqat: Callable[..., Answer]) -> None:
    at = "2027-02-08T18:00+03:30"
    arguments = ("today", "Tehran", "--at", at, "--calendar", "ummalqura")
    text = miqat(*arguments).out
    answer = json.loads(miqat(*arguments, "--json").out)
    assert text.splitlines()[:2] == ["Tehran", "Monday 8 February 2027, 18:00 UTC+03:30"]
    assert "2 Ramadan 1448\n" in text
    for name in ("fajr", "sunrise", "dhuhr", "asr", "maghrib", "isha"):
        shown = instant(answer["times"][name])
        mark = ">" if name == "isha" else " "
        assert re.search(rf"^{mark} {name.title()} +{shown:%H:%M}$", text, re.MULTILINE), name
    iftar = instant(answer["fast"]["iftar"])
    assert re.search(rf"^  Iftar +{iftar:%H:%M} on Tuesday 9 February 2027$", text, re.MULTILINE)
    assert re.search(r"^  Next +Isha in 45 min$", text, re.MULTILINE)
    assert re.search("Friday 5 March 2027 +Last Friday of Ramadan: 26 Ramadan 1448", text)
    assert "from true north, clockwise" in text


def test_nothing_is_said_of_ramadan_outside_it(miqat: Callable[..., Answer]) -> None:
    text = miqat("today", "Tehran", "--at", "2027-04-08T12:00Z").out
    assert "\nFast\n" not in text
    assert "Iftar" not in text


def test_an_offset_with_seconds_is_written_as_one(miqat: Callable[..., Answer]) -> None:
    # IANA tzdata: Amsterdam kept +0:19:32 until 1937.
    text = miqat("today", "52.37,4.9", "--at", "1930-01-01T12:00Z").out
    assert "12:19 UTC+00:19:32" in text


def test_at_the_kaaba_there_is_no_direction(today: Callable[[str, str], Any]) -> None:
    assert today("21.4225,39.8262", "2027-02-08T12:00Z")["qibla"]["azimuth"] is None
