"""`miqat rrule`: the dates of a recurrence rule."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from .conftest import Answer

RULE = "RSCALE=ISLAMIC-CIVIL;FREQ=YEARLY;BYMONTH=9;BYDAY=-1FR"
# As libical 3.0.16 with ICU 72 gives them.
DATES = [
    "2020-05-22", "2021-05-07", "2022-04-29", "2023-04-21",
    "2024-04-05", "2025-03-28", "2026-03-13", "2027-03-05",
]  # fmt: skip


def test_the_dates_stand_first_in_their_lines(miqat: Callable[..., Answer]) -> None:
    found = miqat("rrule", RULE, "--from", "2020-01-01", "--count", "8")
    assert (found.status, found.err) == (0, "")
    lines = found.out.splitlines()
    assert [line.split()[0] for line in lines] == DATES
    assert {line.split()[1] for line in lines} == {"Fri"}
    assert {line.split()[2][5:7] for line in lines} == {"09"}


def test_json(miqat: Callable[..., Answer]) -> None:
    found = json.loads(miqat("rrule", RULE, "--from", "2020-01-01", "--count", "2", "--json").out)
    assert found["calendar"] == "islamic-civil"
    assert [entry["date"] for entry in found["dates"]] == DATES[:2]
    assert [entry["in_calendar"][:8] for entry in found["dates"]] == ["1441-09-", "1442-09-"]


def test_until_is_included(miqat: Callable[..., Answer]) -> None:
    found = miqat("rrule", RULE, "--from", "2020-01-01", "--until", "2022-04-29")
    assert [line.split()[0] for line in found.out.splitlines()] == DATES[:3]


def test_ten_dates_unless_more_or_fewer_are_asked_for(miqat: Callable[..., Answer]) -> None:
    daily = ("rrule", "FREQ=DAILY", "--from", "2020-01-01")
    assert miqat(*daily).out.splitlines()[0] == "2020-01-01 Wed"
    assert miqat(*daily).out.count("\n") == 10
    assert miqat("rrule", "FREQ=DAILY;COUNT=12", "--from", "2020-01-01").out.count("\n") == 12
    assert miqat(*daily, "--until", "2020-01-15").out.count("\n") == 15


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("FREQ=HOURLY", "--from", "2020-01-01"), "FREQ=HOURLY is shorter than a day"),
        (("FREQ=DAILY",), "Missing option '--from'"),
        (("FREQ=DAILY", "--from", "2020-13-01"), "cannot read the date '2020-13-01'"),
        (("FREQ=DAILY", "--from", "2020-01-01", "--count", "0"), "Invalid value for '--count'"),
        (
            ("RSCALE=ISLAMIC-UMALQURA;FREQ=YEARLY", "--from", "2170-01-01"),
            "the rule goes on past the end of ummalqura-kacst, whose last day is 1600-12-",
        ),
        (
            ("RSCALE=ISLAMIC-UMALQURA;FREQ=YEARLY", "--from", "1800-01-01"),
            "1800-01-01 is outside ummalqura-kacst, which runs from 1300-01-01 to 1600-12-",
        ),
        (("RSCALE=UMALQURA;FREQ=YEARLY", "--from", "2020-01-01"), "unknown RSCALE 'UMALQURA'; did"),
    ],
)
def test_a_mistake_gets_one_line(
    miqat: Callable[..., Answer], typed: tuple[str, ...], said: str
) -> None:
    found = miqat("rrule", *typed)
    assert (found.status, found.out) == (2, "")
    assert found.err.startswith(f"miqat: {said}")
    assert found.err.count("\n") == 1
