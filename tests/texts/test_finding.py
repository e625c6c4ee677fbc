"""Mentions in running text: places, anchors, contradictions, names that are not dates."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from miqat import days
from miqat.errors import InvalidDate, UnknownName, WrongType
from miqat.prayer import times
from miqat.texts import find, read
from miqat.texts.expression import clock_text

PLAIN = "The road was mended and 1445 people came to see the bridge. "


def _first(text: str, **options: str) -> str | None:
    [found] = find(text, **options)
    return None if found.best is None else days.iso_text(found.best.first)


def test_the_place_of_a_mention_is_in_code_points() -> None:
    text = "😀 في ٢٧ رمضان ١٤٤٥ هـ انتهى"
    document = read(text)
    [found] = document.mentions
    assert text[found.start : found.end] == found.text == "٢٧ رمضان ١٤٤٥ هـ"
    assert document.to_dict()["mentions"][0]["utf16"][0] == found.start + 1


def test_a_mention_put_into_plain_text_does_not_change_the_others() -> None:
    one, other = "On 27 Ramadan 1445 it ended. ", "Eid al-Adha 2023 brought guests. "
    alone = [(m.text, m.best) for m in find(one + PLAIN)]
    for text in (one + PLAIN * 40 + other, PLAIN * 20 + one + PLAIN + other):
        found = [(m.text, m.best) for m in find(text)]
        assert found[0] == alone[0]
        assert [text for text, _ in found] == ["27 Ramadan 1445", "Eid al-Adha 2023"]


@pytest.mark.parametrize(
    "text",
    [
        "1445", "In 1445 soldiers", "Rajab Butt uploaded a video", "Tariq Ramadan spoke",
        "a Friday market", "the Rabi 1445 crop", "10 Ramadan city is near Cairo",
        "Cuma Namazı", "secp521r1 and 2-sha256", "31 Muharram 1243", "میدان هفت تیر", "1445 солдат",
    ],
)  # fmt: skip
def test_names_and_numbers_are_not_dates(text: str) -> None:
    assert find(text, anchor="2024-03-20") == []


def test_what_has_no_year_and_no_anchor_keeps_its_rule() -> None:
    [found] = find("the last Friday of Ramadan")
    assert found.best is None
    assert found.expression.nth == (-1, 4)
    assert found.refused_because == "no year, and no date to count from"


def test_the_dateline_is_the_anchor() -> None:
    text = "TEHRAN, 3 April 2024 — Marches on the last Friday of Ramadan.\n"
    found = read(text)
    assert found.anchor is not None
    assert found.anchor.how == "dateline"
    assert found.mentions[1].best is not None
    assert days.iso_text(found.mentions[1].best.first) == "2024-04-05"


def test_last_ramadan_said_in_ramadan_is_the_one_before() -> None:
    assert _first("last Ramadan", anchor="2025-03-05") == "2024-03-11"
    assert _first("next Ramadan", anchor="2025-03-05") == "2026-02-18"


def test_an_authority_reads_a_date_by_its_months() -> None:
    # Pakistan began Shawwal 1446 on 31 March 2025, Saudi Arabia on 30 March (data of the record).
    assert _first("Eid al-Fitr 2025", authority="pakistan") == "2025-03-31"
    assert _first("Eid al-Fitr 2025", authority="saudi-arabia") == "2025-03-30"


def test_a_gregorian_year_with_two_feasts_gives_both() -> None:
    [found] = find("Eid al-Adha 2006")
    assert [days.iso_text(each.first) for each in found.readings] == ["2006-01-10", "2006-12-31"]
    assert found.ambiguous_because == ("twice in the Gregorian year",)


@pytest.mark.parametrize(
    ("text", "grade", "cause"),
    [
        ("9 Ramadan 1302 / 22 June 1885", None, ""),
        ("1 Muharram 1400 (21 November 1979)", "authority", ""),
        ("9 Ramadan 1302 / 22 July 1885", "contradiction", "the month"),
        ("9 Ramadan 1302 / 22 June 1886", "contradiction", "a civil year off"),
        ("9 Ramadan 1302 (10 June 1885)", "contradiction", "a Julian date, taken for Gregorian"),
    ],
)
def test_dual_dates_that_differ(text: str, grade: str | None, cause: str) -> None:
    clashes = find(text)[0].contradictions
    assert [each.grade for each in clashes] == ([grade] if grade else [])
    assert [each.cause for each in clashes] == ([cause] if grade else [])


def test_an_observance_on_another_date() -> None:
    # Quds Day was proclaimed on 7 August 1979; the last Friday of that Ramadan was 17 August.
    document = read("The last Friday of Ramadan (7 August 1979) was chosen.", authority="iran")
    [clash] = document.mentions[0].contradictions
    assert (clash.kind, clash.stated, clash.found) == ("observance", "1979-08-07", "1979-08-17")


def test_a_weekday_that_fits_no_day() -> None:
    [found] = find("Wednesday 15/5/1438 AH")
    assert [each.kind for each in found.contradictions] == ["weekday"]


def test_a_clock_on_a_prayer() -> None:
    [found] = find("half an hour before the maghrib prayer")
    assert clock_text(found.expression) == "maghrib-30"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("10 Temmuz 1324", "1908-07-23"),
        ("1 Mart 1333", "1917-03-01"),
        ("5 Kânunusani 1333", None),
    ],
)
def test_rumi_dates(text: str, day: str | None) -> None:
    [found] = find(text, language="tr")
    assert (found.best and days.iso_text(found.best.first)) == day


def test_bad_input_is_named() -> None:
    with pytest.raises(UnknownName, match="language"):
        find("27 Ramadan 1445", language="klingon")
    with pytest.raises(InvalidDate, match="anchor"):
        find("Ramadan", anchor="3 April")
    with pytest.raises(WrongType):
        find(b"27 Ramadan 1445")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        "from 5 to 2 Ramadan 1445",
        "from 5 Ramadan 1445 to 2 Ramadan 1445",
        "from 1 Muharram 1446 to 3 Safar 1445",
    ],
)
def test_a_range_that_ends_before_it_begins_has_no_days(text: str) -> None:
    [found] = find(text)
    assert found.best is None
    assert found.refused_because == "the range ends before it begins"
    assert [each.kind for each in found.contradictions] == ["order"]


def test_a_range_over_the_new_year_begins_in_the_year_before() -> None:
    # 1 Muharram 1445 was 19 July 2023 by Umm al-Qura.
    [found] = find("from 27 Dhu al-Hijja to 3 Muharram 1445")
    assert found.best is not None
    assert days.iso_text(found.best.last) == "2023-07-21"
    assert 0 < found.best.last - found.best.first < 8


@pytest.mark.parametrize(
    ("text", "grade"),
    [
        ("30 Ramadan 1444", "authority"),  # 29 days by Umm al-Qura, always 30 by the tables
        ("30 Safar 500", "suspect"),  # always 29 by the tables
        ("30 Ramadan 1445", None),  # 30 days by Umm al-Qura
    ],
)
def test_a_30th_in_a_month_of_29_days(text: str, grade: str | None) -> None:
    [found] = find(text)
    clashes = [each for each in found.contradictions if each.kind == "length"]
    assert [each.grade for each in clashes] == ([grade] if grade else [])


def test_a_clock_has_a_time_where_its_sentence_names_the_day() -> None:
    text = "On 27 Ramadan 1445 half an hour after the maghrib prayer they met."
    clock = find(text, place="Ankara")[-1]
    maghrib = times("Ankara", "2024-04-06")["2024-04-06"].maghrib
    assert isinstance(maghrib, datetime)
    assert clock.time == (maghrib + timedelta(minutes=30)).isoformat()
    assert find(text)[-1].time is None


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("On 27 Ramadan 1445 they met. It ended after the maghrib prayer.", "does not name"),
        ("On 9 Ramadan 1445 and 27 Ramadan 1445 after the isha prayer", "does not name"),
        ("After the Friday prayer on 26 Ramadan 1445 they met.", "the mosque sets"),
    ],
)
def test_a_clock_without_one_day_has_a_reason(text: str, why: str) -> None:
    [clock] = [each for each in find(text, place="Ankara") if each.kind == "clock"]
    assert clock.time is None
    assert clock.refused_because is not None
    assert why in clock.refused_because


def test_an_era_before_the_date_makes_1500_a_hijri_year() -> None:
    [found] = find("AH 1 Məhərrəm, 1500", language="az")
    assert (found.expression.year, found.expression.civil_year) == (1500, None)
