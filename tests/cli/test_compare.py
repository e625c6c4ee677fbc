"""`miqat compare`: where calendars part, and what moves."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import TYPE_CHECKING

import pytest

import miqat as package

if TYPE_CHECKING:
    from collections.abc import Callable

    from .conftest import Answer


def test_a_year_of_three_calendars(miqat: Callable[..., Answer]) -> None:
    found = miqat("compare", "ummalqura", "islamic-civil", "islamic-umalqura", "--year", "1446")
    assert (found.status, found.err) == (0, "")
    assert found.out.startswith("Compared with Umm al-Qura, as published: 1446\n")
    assert "Umm al-Qura, KACST table: 0 of 12 months differ\n" in found.out
    # The official calendar has 1 Shawwal 1446 on Sunday 30 March 2025; the tabular one, whose
    # year 1446 is the sixth of its cycle and leap after the fifth, on the 31st.
    (eid,) = (line for line in found.out.splitlines() if "1446 Eid al-Fitr" in line)
    assert eid.split()[3:] == ["2025-03-30", "Sun", "2025-03-31", "Mon", "+1", "2025-03-30", "Sun"]


def test_the_last_friday_moves_by_a_week_or_not_at_all(miqat: Callable[..., Answer]) -> None:
    found = json.loads(
        miqat("compare", "ummalqura", "ummalqura-kacst", "--from", "1451", "--json").out
    )
    moved = [
        each["by_days"]["ummalqura-kacst"]
        for each in found["observances"]
        if each["id"] == "jumuat-al-wida"
    ]
    assert set(moved) == {0, 7} or set(moved) == {0, -7, 7}


def test_json_holds_every_month_and_every_observance(miqat: Callable[..., Answer]) -> None:
    found = json.loads(miqat("compare", "ummalqura-kacst", "ummalqura", "--json").out)
    assert (found["calendar"], found["from"], found["to"]) == ("ummalqura-kacst", 1343, 1500)
    (against,) = found["compared"]
    assert (against["months"], against["differ"]) == (1896, 740)
    assert against["by_days"] == {"-2": 17, "-1": 700, "+1": 23}
    assert len(against["differences"]) == 740
    assert len(found["observances"]) == 4 * 158
    assert against["differences"][0]["first"]["ummalqura"] == "1924-08-01"


def test_where_nothing_differs_it_is_said(miqat: Callable[..., Answer]) -> None:
    found = miqat("compare", "ummalqura", "ummalqura-kacst", "--from", "1420", "--to", "1450")
    assert found.out == (
        "Compared with Umm al-Qura, as published: 1420-1450\n"
        "Umm al-Qura, KACST table: 0 of 372 months differ\n"
    )


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        (("ummalqura",), "two calendars are needed to compare"),
        (("ummalqura", "ummalqura"), "two calendars are needed to compare"),
        ((), "Missing argument 'ID ID...'"),
        (("ummalqura", "umalqura"), "unknown calendar 'umalqura'; did you mean 'ummalqura'"),
        (("ummalqura", "islamic-civil", "--year", "1300"), "1300-01 is outside ummalqura"),
        (("ummalqura", "islamic-civil", "--year", "x"), "Invalid value for '--year'"),
        (("ummalqura", "islamic-civil", "--from", "1450", "--to", "1440"), "year 1440 comes bef"),
        (("ummalqura", "islamic-civil", "--year", "1448", "--to", "1450"), "either --year, or"),
    ],
)
def test_a_mistake_gets_one_line(
    miqat: Callable[..., Answer], typed: tuple[str, ...], says: str
) -> None:
    found = miqat("compare", *typed)
    assert (found.status, found.out, found.err.count("\n")) == (2, "", 1)
    assert found.err.startswith(f"miqat: {says}")


def test_calendars_with_thousands_of_years_in_common_answer_at_once(
    miqat: Callable[..., Answer],
) -> None:
    found = miqat("compare", "fatimid", "islamic-civil")
    assert found.status == 0
    heading = found.out.splitlines()[0]
    match = re.fullmatch(
        r"Compared with Tabular, type III, astronomical epoch: (\d+)-(\d+) "
        r"\(1-\d+ in common: choose others with --from and --to\)",
        heading,
    )
    assert match is not None
    first, last = map(int, match.groups())
    assert last - first == 99
    now = package.calendar("islamic-civil").from_date(date.today()).year
    assert first <= now <= last
    asked = miqat("compare", "fatimid", "islamic-civil", "--from", "1", "--to", "40")
    assert asked.out.startswith("Compared with Tabular, type III, astronomical epoch: 1-40\n")
