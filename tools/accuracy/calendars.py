"""The calendars against the records that they claim to be."""

from __future__ import annotations

import csv
import json
from datetime import date
from typing import TYPE_CHECKING

from miqat import days
from miqat.calendars import calendar
from tools.accuracy.page import table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

TEXT = """
## The calendars against their sources

Of the {months:,} months that both tables of Umm al-Qura hold, {first}–{last}, {differ} begin on
different days; the two agree throughout {agree}.

{table}"""


def report(reference: Path | None) -> str:
    """Return the part of the page."""
    published, kacst = calendar("ummalqura"), calendar("ummalqura-kacst")
    years = range(published.first_year, published.last_year + 1)
    differing = [
        year
        for year in years
        for month in range(1, 13)
        if published.month(year, month).first_day != kacst.month(year, month).first_day
    ]
    agreeing = _longest_run(set(years) - set(differing))
    if reference is None:
        sources = "Skipped: there is no reference data here.\n"
    else:
        head = ["calendar", "source", "compared", "differ"]
        sources = table(head, _rows(reference / "calendars"))
    return TEXT.format(
        months=12 * len(years),
        first=years[0],
        last=years[-1],
        differ=len(differing),
        agree=f"{agreeing[0]}–{agreeing[-1]}",
        table=sources,
    )


def _rows(folder: Path) -> list[list[str]]:
    issues = json.loads((folder / "ummalqura_newspaper_issues.json").read_text("utf-8"))
    site = json.loads((folder / "ummalqura_calendar_website.json").read_text("utf-8"))
    return [
        ["`ummalqura`", "dated issues of the newspaper", *_pairs(issue[0] for issue in issues)],
        ["`ummalqura`", "dates of the official site", *_pairs(pair for (pair,) in site)],
        [
            "`ummalqura`",
            "months as hijridate has them",
            *_months("ummalqura", folder / "ummalqura-published.csv"),
        ],
        [
            "`ummalqura-kacst`",
            "months as ICU has them",
            *_months("ummalqura-kacst", folder / "ummalqura-kacst.csv"),
        ],
    ]


def _months(name: str, path: Path) -> list[str]:
    kept = calendar(name)
    with path.open(encoding="utf-8", newline="") as lines:
        rows = [[int(cell) for cell in row] for row in csv.reader(lines)]
    differ = 0
    for year, month, jdn, length in rows:
        found = kept.month(year, month)
        differ += (found.first_day, found.length) != (jdn - days.JDN_OF_DAY_0, length)
    return [f"{len(rows):,}", str(differ)]


def _pairs(pairs: Iterable[Sequence[Sequence[int]]]) -> list[str]:
    kept = calendar("ummalqura")
    same = []
    for (year, month, day), civil in pairs:
        same.append(kept.date(year, month, day).to_date() == date(*civil))
    return [f"{len(same):,}", str(same.count(False))]


def _longest_run(years: set[int]) -> range:
    longest = range(0)
    for year in years:
        end = year
        while end in years:
            end += 1
        longest = max(longest, range(year, end), key=len)
    return longest
