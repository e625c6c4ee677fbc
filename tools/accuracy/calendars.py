"""The calendars against the records that they claim to be."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from miqat import days
from miqat.authorities import proclaimed
from miqat.calendars import calendar
from miqat.calendars.month_table import split_month
from miqat.calendars.systems import iran
from tools.accuracy.page import table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

ANNOUNCED = Path(__file__).resolve().parents[2] / "tests" / "fixtures" / "announced_months.csv"

# Calendar, list, first and last year.
PRINTED = (
    ("ummalqura-rule", "ummalqura-dotnet.csv", 1318, 1419),
    ("ummalqura-rule", "ummalqura-published.csv", 1420, 1422),
    ("ummalqura-rule", "ummalqura-published.csv", 1423, 1450),
    ("ummalqura-rule", "ummalqura-published.csv", 1451, 1500),
    ("diyanet", "diyanet-1318-1449.csv", 1318, 1343),
    ("diyanet", "diyanet-1318-1449.csv", 1344, 1399),
    ("diyanet", "diyanet-1318-1449.csv", 1400, 1435),
    ("diyanet", "diyanet-1318-1449.csv", 1436, 1444),
    ("diyanet", "diyanet-1318-1449.csv", 1445, 1449),
)

TEXT = """
## The calendars against their sources

Of the {months:,} months that both tables of Umm al-Qura hold, {first}–{last}, {differ} begin on
different days; the two agree throughout {agree}.

{table}
### By the crescent

Months that a rule begins on the day on which they were printed, announced or observed. Those
announced are in `tests/fixtures/announced_months.csv`. Iran's is the rule that forecasts what the
record does not have, fitted on 1380–1422. R. H. van Gent's list (`diyanet-1318-1449.csv`) and
the lists that Diyanet printed, which are in the package's record, were used to choose the rule of
`diyanet`: the rows from 1436 to 1449 are fits, not tests. Of the four months since 1436 on which
the rule and van Gent's list differ, Diyanet's lists have three as the rule does; the other
(1443-11) was not found.

{computed}"""


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
    computed = table(["calendar", "compared with", "months", "the same"], _computed(reference))
    return TEXT.format(
        months=12 * len(years),
        first=years[0],
        last=years[-1],
        differ=len(differing),
        agree=f"{agreeing[0]}–{agreeing[-1]}",
        table=sources,
        computed=computed,
    )


def _computed(reference: Path | None) -> list[list[str]]:
    """Return how well rules agree with lists, announcements and Iran's record."""
    rows = []
    if reference is not None:
        for name, file, first, last in PRINTED:
            listed = np.loadtxt(reference / "calendars" / file, delimiter=",", dtype=int)
            listed = listed[(listed[:, 0] >= first) & (listed[:, 0] <= last)]
            starts = calendar(name).starts(first, last)
            found = starts[12 * (listed[:, 0] - first) + listed[:, 1] - 1]
            same = int((found == listed[:, 2] - days.JDN_OF_DAY_0).sum())
            rows.append([f"`{name}`", f"`{file}`, {first}–{last}", f"{len(listed):,}", f"{same:,}"])
    return [*rows, *_of_the_record(), *_announced(), *_foreseen()]


def _of_the_record() -> list[list[str]]:
    """Return how the rule of `diyanet` agrees with the lists of the record, by span."""
    printed, rows = proclaimed("turkey", None, ()), []
    for first, last in ((1436, 1449), (1450, 1460)):
        recorded = {n: one.entry.day for n, one in printed.items() if first <= n // 12 <= last}
        same = [
            calendar("diyanet").month(*split_month(n)).first_day == day
            for n, day in recorded.items()
        ]
        span = f"Diyanet's lists, {first}–{max(recorded) // 12}"
        rows.append(["`diyanet`", span, str(len(same)), str(sum(same))])
    return rows


def _announced() -> list[list[str]]:
    same: dict[str, list[bool]] = {}
    with ANNOUNCED.open(encoding="utf-8", newline="") as lines:
        for name, month, first, _ in csv.reader(line for line in lines if line[0] != "#"):
            found = calendar(name).parse(f"{month}-01").to_date()
            same.setdefault(name, []).append(found == date.fromisoformat(first))
    return [
        [f"`{name}`", "announced or printed", str(len(all_of)), str(sum(all_of))]
        for name, all_of in same.items()
    ]


def _foreseen() -> list[list[str]]:
    kept, rows = iran.record(), []
    for first_year, end in ((1265, 12 * 1380), (1380, 12 * 1423), (1423, kept.end)):
        first = 12 * first_year
        found = np.array(iran.predicted(first, end - 1))
        same = int((found == kept.starts[first - kept.first : end - kept.first]).sum())
        span = f"the record, {first_year}–{(end - 1) // 12}"
        rows.append(["`iran-observed`, its forecast", span, f"{end - first:,}", f"{same:,}"])
    return rows


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
