"""`miqat reconcile`: the civil days that a written Hijri date can have been."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Callable

    from .conftest import Answer


def _first_day(found: Answer) -> str:
    lines = found.out.splitlines()
    return lines[lines.index("Possible days") + 1]


def test_saladin_in_jerusalem_comes_first(miqat: Callable[..., Answer]) -> None:
    found = miqat("reconcile", "Friday 27 Rajab 583")
    assert (found.status, found.err) == (0, "")
    assert "Friday 2 October 1187 Julian (9 October 1187 Gregorian)" in _first_day(found)
    assert "By the crescent of Makkah (name another with --place)" in found.out


def test_the_eclipse_of_ibn_yunus_is_noted(miqat: Callable[..., Answer]) -> None:
    found = miqat("reconcile", "Thursday 28 Rabi II 367", "--place", "Cairo")
    assert "Thursday 13 December 977 Julian (18 December 977 Gregorian)" in _first_day(found)
    assert "partial, of the Sun" in found.out
    assert "local mean time of 13 December 977" in found.out
    assert "name another" not in found.out


def test_the_words_need_no_quotation_marks(miqat: Callable[..., Answer]) -> None:
    one, many = miqat("reconcile", "27 Rajab 583"), miqat("reconcile", "27", "Rajab", "583")
    assert one.out == many.out


def test_days_after_1582_are_gregorian_first(miqat: Callable[..., Answer]) -> None:
    found = miqat("reconcile", "1 Ramadan 1447")
    assert "February 2026 Gregorian (" in _first_day(found)


def test_an_eve_begins_the_day_before(miqat: Callable[..., Answer]) -> None:
    found = miqat("reconcile", "eve of Friday 27 Rajab 583")
    assert found.out.startswith("the eve of Friday 27 Rajab 583\n")
    assert "from sunset of the day before, a Thursday" in found.out


def test_an_eclipse_leaves_its_own_day(miqat: Callable[..., Answer]) -> None:
    # The total eclipse of Sunday 11 April 1176, which Ibn al-Athir saw at Cizre.
    found = miqat("reconcile", "29 Ramadan 571", "--place", "Cizre", "--eclipse", "--json")
    (only,) = json.loads(found.out)["candidates"]
    assert (only["julian"], only["weekday"], only["weight"]) == ("1176-04-11", "Sunday", 1.0)
    assert [(each["body"], each["kind"]) for each in only["eclipses"]] == [("Sun", "total")]


def test_json(miqat: Callable[..., Answer]) -> None:
    found = json.loads(miqat("reconcile", "Friday 27 Rajab 583", "--json").out)
    assert (found["hijri"], found["weekday"], found["eve"]) == ("0583-07-27", "Friday", False)
    assert found["candidates"][0]["julian"] == "1187-10-02"
    assert found["candidates"][0]["gregorian"] == "1187-10-09"
    assert "islamic-civil" in found["candidates"][0]["tables"]
    assert sum(one["weight"] for one in found["candidates"]) == pytest.approx(1.0)


def test_the_first_ten_years_carry_a_warning(miqat: Callable[..., Answer]) -> None:
    assert "  Note " in miqat("reconcile", "10 Ramadan 8").out
    assert "  Note " not in miqat("reconcile", "10 Ramadan 18").out


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        (("Tuesday 27 Rajab 583",), "no Tuesday fits 27 Rajab 583, which fell between Wednesday "),
        (("27 Rabi 583",), "'Rabi' in '27 Rabi 583' is Rabi' I or Rabi' II: say which"),
        (("27 Rajb 583",), "unknown month 'Rajb'; did you mean 'Rajab'?"),
        (("Fryday 27 Rajab 583",), "unknown weekday 'Fryday'; did you mean 'Friday'?"),
        (("27 Rajab",), "a day and a year are needed in '27 Rajab'; write it as 'Friday 27 Rajab"),
        (("2 October 1187",), "unknown month 'October'"),
        (("",), "the date is empty; write it as 'Friday 27 Rajab 583' or 583-07-27"),
        ((), "Missing argument 'DATE"),
        (("31 Rajab 583",), "day 31 in '31 Rajab 583' is not one of 1 to 30"),
        (("583-13-27",), "month 13 in '583-13-27' is not one of 1 to 12"),
        (("27 Rajab 0",), "year 0 in '27 Rajab 0': years count from the Hijra, and until 10 AH"),
        (("27 Rajab 3000",), "the ephemeris has"),
        (("night of 27 Rajab 583",), "the night in 'night of 27 Rajab 583' may be that before"),
        (("27 Rajab 583", "--place", "Jerusalm"), "unknown place 'Jerusalm'; did you mean 'Jerus"),
        (("27 Rajab 583", "--eclipse"), "no eclipse was seen from Makkah on"),
        (("27 Rajab 583", "--place", ""), "an empty place"),
    ],
)
def test_a_mistake_gets_one_line(
    miqat: Callable[..., Answer], typed: tuple[str, ...], says: str
) -> None:
    found = miqat("reconcile", *typed)
    assert (found.status, found.out, found.err.count("\n")) == (2, "", 1)
    assert found.err.startswith(f"miqat: {says}")


_WORDS = st.sampled_from(
    ["Friday", "27", "Rajab", "Rabi", "II", "583", "0", "30", "هـ", "جمادى", "eve", "night", "x"]
)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    text=st.lists(_WORDS, max_size=6).map(" ".join)
    | st.text(st.characters(codec="utf-8", exclude_characters="\0"))
)
def test_any_text_is_answered_or_refused(miqat: Callable[..., Answer], text: str) -> None:
    found = miqat("reconcile", "--", text)
    assert found.status in (0, 2)
    assert found.err.count("\n") == (found.status == 2)
