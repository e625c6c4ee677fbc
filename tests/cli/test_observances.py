from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from .conftest import Answer


def test_a_year_is_listed_by_months(miqat: Callable[..., Answer]) -> None:
    found = miqat("observances", "--year", "1445")
    assert (found.status, found.err) == (0, "")
    lines = found.out.splitlines()
    assert lines[:2] == [
        "Observances of 1445 AH (Umm al-Qura, as published)",
        "Wednesday 19 July 2023 to Saturday 6 July 2024",
    ]
    assert "Ramadan 1445 (published)" in lines
    # ummulqura.org.sa: 1 Shawwal 1445 is 2024-04-10.
    assert any(re.fullmatch("  Wednesday 10 April 2024 +1/10 +Eid al-Fitr", line) for line in lines)
    assert not any("Mondays" in line or "Quds Day" in line for line in lines)


def test_a_gregorian_year_and_the_filters(miqat: Callable[..., Answer]) -> None:
    found = miqat("observances", "--gregorian", "2030", "--kind", "fast", "--json")
    answer = json.loads(found.out)
    assert answer["of"] == "2030"
    assert {each["kind"] for each in answer["observances"]} == {"fast"}
    ramadans = [each["first"] for each in answer["observances"] if each["id"] == "ramadan"]
    assert [first[:7] for first in ramadans] == ["2030-01", "2030-12"]
    shia = json.loads(miqat("observances", "--year", "1445", "--tradition", "shia", "--json").out)
    assert {"ghadir", "eid-al-fitr"} <= {each["id"] for each in shia["observances"]}
    assert all({"shia", "general"} & {*each["kept_by"]} for each in shia["observances"])


def test_what_is_weekly_is_listed_when_asked(miqat: Callable[..., Answer]) -> None:
    found = json.loads(miqat("observances", "--year", "1445", "--kind", "weekly", "--json").out)
    assert {each["id"] for each in found["observances"]} == {"monday-thursday-fast", "friday"}
    assert len(found["observances"]) > 120


def test_names_in_a_language(miqat: Callable[..., Answer]) -> None:
    found = json.loads(miqat("observances", "--year", "1445", "--language", "tr", "--json").out)
    by_id = {each["id"]: each for each in found["observances"]}
    assert by_id["eid-al-adha"]["name"] == "Kurban Bayramı"
    assert by_id["eid-al-adha"]["name_language"] == "tr"
    assert by_id["ali-al-rida"]["name_language"] == "en"
    arabic = miqat("observances", "--year", "1445", "--language", "ar").out
    assert "\u2067عيد الأضحى\u2069" in arabic


def test_an_authority_adds_its_own_days(miqat: Callable[..., Answer]) -> None:
    found = json.loads(miqat("observances", "--authority", "iran", "--year", "1446", "--json").out)
    by_id = {each["id"]: each for each in found["observances"]}
    assert found["countries"] == ["IR"]
    # Calendar Centre of the University of Tehran: Eid al-Fitr 1446 was kept on 31 March 2025.
    assert by_id["eid-al-fitr"]["first"] == "2025-03-31"
    assert by_id["quds-day"]["first"] == "2025-03-28"
    assert "IR" in by_id["eid-al-fitr"]["public_holiday_in"]
    text = miqat("observances", "--authority", "iran", "--year", "1446").out
    assert "Arba'in (shia); public holiday" in text


def test_the_check_of_1979(miqat: Callable[..., Answer]) -> None:
    arguments = ("check", "7 August 1979", "last friday of ramadan")
    text = miqat(*arguments, "--calendar", "iran-observed").out
    assert text.startswith("Tuesday 7 August 1979\n")
    rows = [" ".join(line.split()) for line in text.splitlines()]
    assert "Iran, as observed 13 Ramadan 1399 (proclaimed)" in rows
    assert "Umm al-Qura, as published 14 Ramadan 1399 (published)" in rows
    assert "Umm al-Qura, KACST table 13 Ramadan 1399 (published)" in rows
    assert "fell on Friday 17 August 1979, 10 days later" in text
    answer = json.loads(miqat(*arguments, "--authority", "iran", "--json").out)
    assert answer["weekday"] == "Tuesday"
    assert [each["id"] for each in answer["observances"]] == ["jumuat-al-wida", "quds-day"]
    assert {one["first"] for one in answer["observances"][1]["fell"].values()} >= {"1979-08-17"}


def test_yes_and_not_yet(miqat: Callable[..., Answer]) -> None:
    yes = miqat("check", "2024-04-10", "eid al-fitr").out
    assert "Eid al-Fitr: yes (Umm al-Qura, as published)\n" in yes
    early = miqat("check", "4 August 1950", "quds-day", "--authority", "iran").out
    assert "Quds Day: not observed before 1979-08-17\n" in early


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        (("observances", "--kind", "feats"), "unknown kind of observance 'feats'; did you mean 'f"),
        (("observances", "--tradition", "shiah"), "unknown tradition 'shiah'; did you mean 'shia'"),
        (("observances", "--authority", "irann"), "unknown authority 'irann'; did you mean 'iran'"),
        (("observances", "--calendar", "umalqura"), "unknown calendar 'umalqura'; did you mean"),
        (("observances", "--year", "1", "--gregorian", "1"), "give either --year or --gregorian"),
        (("observances", "--year", "1501"), "1501-01 is outside ummalqura"),
        (("observances", "--gregorian", "2077"), "2077-12-31 is outside ummalqura"),
        (("observances", "--language", "xx"), "unknown language 'xx'"),
        (("check", "7 Agust 1979", "ashura"), "unknown month 'Agust'; did you mean 'August'"),
        (("check", "7 August 1979", "ashurab"), "unknown observance 'ashurab'; did you mean 'ash"),
        (("check", "7 August 1879", "ashura"), "1879-08-07 is outside ummalqura"),
    ],
)
def test_a_mistake_gets_one_line(
    miqat: Callable[..., Answer], typed: tuple[str, ...], wrong: str
) -> None:
    found = miqat(*typed)
    assert (found.status, found.out) == (2, "")
    assert found.err.startswith(f"miqat: {wrong}")
    assert found.err.count("\n") == 1


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        # Diyanet's lists of religious days of 2026, 2025 and 2021: the date of the evening.
        (
            ("16 Mart 2026", "Kadir Gecesi", "--authority", "turkey"),
            "yes, the evening of Monday 16 Ma",
        ),
        (
            ("3 September 2025", "mevlid kandili", "--authority", "turkey"),
            "yes, the evening of Wedn",
        ),
        (
            ("2 February 2026", "berat kandili", "--authority", "turkey"),
            "yes, the evening of Monday",
        ),
        (
            ("17 March 2026", "kadir gecesi", "--authority", "turkey"),
            "yes, the evening of Monday 16",
        ),
        (("9 August 2021", "hijri new year", "--authority", "turkey"), "Hijri new year: yes"),
        # Pakistan's Ruet-e-Hilal Committee: 1 Muharram 1447 on 27 June 2025.
        (
            ("26 June 2025", "hijri new year", "--authority", "pakistan"),
            "27 June 2025, 1 day later",
        ),
        (
            ("8/8/1979", "last friday of ramadan", "--authority", "iran"),
            "Wednesday 8 August 1979\n",
        ),
        (
            ("7/8/1979", "last friday of ramadan"),
            "(7/8/1979 with the day first; else Sunday 8 July 19",
        ),
        (("7 Aug 1979", "last friday of ramadan"), "fell on Friday 17 August 1979, 10 days later"),
        (
            ("1447-09-27", "eid al-fitr", "--authority", "turkey"),
            "Tuesday 17 March 2026 = 27 Ramad",
        ),
        (
            ("eid al-fitr 2025", "--authority", "pakistan"),
            "Monday 31 March 2025 = Eid al-Fitr, 1 Sh",
        ),
        (("7 August 1979",), "Quds Day proclaimed"),
        # IQNA and Hawzah News: marches on 14 April 2023; 21 April was 30 Ramadan 1444 in Iran.
        (
            ("14 April 2023", "quds day"),
            "Quds Day: yes, held on this day; the rule gives Friday 21",
        ),
        (("21 April 2023", "quds day"), "Quds Day: no, held on Friday 14 April 2023; the rule"),
        (("2025-03-28", "quds day"), "Quds Day: yes (Iran)"),
        (("15 March 2031", "ramadan", "--authority", "pakistan"), "no, it is expected on"),
    ],
)
def test_a_date_is_checked_as_it_is_printed(
    miqat: Callable[..., Answer], typed: tuple[str, ...], said: str
) -> None:
    found = miqat("check", *typed)
    assert said in found.out + found.err
