"""Every minute of a day as tables write it, read back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from miqat.prayer.published.reader import read

if TYPE_CHECKING:
    from pathlib import Path

#: Hours of a clock of twelve hours: 12 at night, 1 to 11, 12 at noon, 1 to 11.
TWELVE = [12, *range(1, 12), 12, *range(1, 12)]


@pytest.mark.parametrize("form", ["{}:{:02d} {}", "{}.{:02d}{}", "{:02d}:{:02d} {}.m."])
def test_every_hour_with_its_half_of_the_day(form: str, tmp_path: Path) -> None:
    """A column for each half: one before noon, one after; 12 am is midnight, 12 pm noon."""
    rows, expected = ["date,fajr,asr"], []
    for day in range(12):
        minute = 5 * day + 1
        half = ("a", "p") if ".m." in form else ("am", "pm")
        early, late = (form.format(TWELVE[day + 12 * at], minute, half[at]) for at in (0, 1))
        rows.append(f"2027-02-{day + 1:02d},{early},{late}")
        expected.append((day * 60 + minute, (day + 12) * 60 + minute))
    file = tmp_path / "table.csv"
    file.write_text("\n".join(rows), "utf-8")
    table = read(file)
    found = list(zip(table.minutes["fajr"].tolist(), table.minutes["asr"].tolist(), strict=True))
    assert found == expected


@pytest.mark.parametrize(
    ("written", "year"),
    [("8/2/27", 2027), ("8/2/99", 2099), ("8/2/2027", 2027), ("08.02.27", 2027)],
)
def test_years_of_two_digits_are_of_this_century(written: str, year: int, tmp_path: Path) -> None:
    file = tmp_path / "table.csv"
    file.write_text(f"date,fajr\n{written},05:41\n{written.replace('8', '13', 1)},05:40", "utf-8")
    assert str(read(file).days[0]) == f"{year}-02-08"
