"""The calendars against the outside world: whole published records and other programs."""

from __future__ import annotations

import csv
import json
from datetime import date
from typing import TYPE_CHECKING

import hijridate
import icu
import numpy as np
import pytest
from convertdate import islamic
from hijrical.calendars import ArithmeticCalendar
from numpy.testing import assert_array_equal

from miqat import days
from miqat.calendars import Calendar, calendar

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

PUBLISHED = calendar("ummalqura")
KACST = calendar("ummalqura-kacst")
CIVIL = calendar("islamic-civil")


def month_table(path: Path) -> NDArray[np.int64]:
    """Return rows of year, month, day number of day 1 and length."""
    with path.open(encoding="utf-8", newline="") as lines:
        table = np.array([[int(cell) for cell in row] for row in csv.reader(lines)])
    table[:, 2] -= days.JDN_OF_DAY_0
    return table


@pytest.mark.parametrize(
    ("kept", "file", "months"),
    [(PUBLISHED, "ummalqura-published.csv", 1_896), (KACST, "ummalqura-kacst.csv", 3_612)],
    ids=["published", "kacst"],
)
def test_every_month_of_the_table(kept: Calendar, file: str, months: int, reference: Path) -> None:
    table = month_table(reference / "calendars" / file)
    assert len(table) == months
    found = [kept.month(int(year), int(month)) for year, month in table[:, :2]]
    assert_array_equal([month.first_day for month in found], table[:, 2])
    assert_array_equal([month.length for month in found], table[:, 3])
    assert_array_equal(kept.month_starts[:-1], table[:, 2])


def test_every_issue_of_the_newspaper(reference: Path) -> None:
    path = reference / "calendars" / "ummalqura_newspaper_issues.json"
    issues = json.loads(path.read_text("utf-8"))
    assert len(issues) == 380
    for (hijri, gregorian), number in issues:
        assert PUBLISHED.date(*hijri).to_date() == date(*gregorian), f"issue {number}"


def test_every_month_of_the_official_site(reference: Path) -> None:
    path = reference / "calendars" / "ummalqura_calendar_website.json"
    pairs = [pair for (pair,) in json.loads(path.read_text("utf-8"))]
    assert len(pairs) == 840
    for hijri, gregorian in pairs:
        assert PUBLISHED.date(*hijri).to_date() == date(*gregorian)


def test_every_day_of_hijridate() -> None:
    """The month starts were built from it; the conversion of each day is its own."""
    for number in range(PUBLISHED.first_day, PUBLISHED.last_day + 1):
        found = PUBLISHED.from_day(number)
        other = hijridate.Gregorian.fromdate(found.to_date()).to_hijri()
        assert (found.year, found.month, found.day) == other.datetuple()


def test_every_month_of_convertdate() -> None:
    expected = [
        round(islamic.to_jd(year, month, 1) + 0.5) - days.JDN_OF_DAY_0
        for year in range(1, CIVIL.last_year + 1)
        for month in range(1, 13)
    ]
    assert_array_equal(CIVIL.month_starts[:-1], expected)


@pytest.mark.parametrize(
    ("name", "variant", "later"),
    [
        ("tabular-ic", "type1", 0),
        ("tabular-ia", "type1", 1),
        ("islamic-tbla", "kuwaiti_astronomical", 0),
        ("tabular-iiic", "type3", 0),
        ("fatimid", "type3", 1),
        ("tabular-ivc", "type4", 0),
        ("tabular-iva", "type4", 1),
    ],
)
def test_three_thousand_years_of_hijrical(name: str, variant: str, later: int) -> None:
    """Of types I, III and IV it has the civil epoch alone, a day later."""
    peer = ArithmeticCalendar(variant)
    expected = [
        peer.to_jdn(year, month, 1) - later - days.JDN_OF_DAY_0
        for year in range(1, 3001)
        for month in range(1, 13)
    ]
    assert_array_equal(calendar(name).starts(1, 3000)[:-1], expected)


@pytest.mark.parametrize(
    ("kept", "icu_name"),
    [
        (CIVIL, "islamic-civil"),
        (calendar("islamic-tbla"), "islamic-tbla"),
        (KACST, "islamic-umalqura"),
    ],
    ids=["islamic-civil", "islamic-tbla", "islamic-umalqura"],
)
def test_every_month_of_icu(kept: Calendar, icu_name: str) -> None:
    locale = icu.Locale(f"en@calendar={icu_name}")
    peer = icu.Calendar.createInstance(icu.TimeZone.getGMT(), locale)
    starts = kept.month_starts
    for number in (*starts[:-1].tolist(), int(starts[-1]) - 1):
        peer.setTime(86_400.0 * number)
        found = kept.from_day(number)
        fields = (
            peer.get(icu.UCalendarDateFields.EXTENDED_YEAR),
            peer.get(icu.UCalendarDateFields.MONTH) + 1,
            peer.get(icu.UCalendarDateFields.DAY_OF_MONTH),
        )
        assert fields == (found.year, found.month, found.day)
