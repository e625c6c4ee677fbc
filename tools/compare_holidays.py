"""Set the public holidays of the catalogue beside those of the package `holidays` (MIT).

    python -m tools.compare_holidays [COUNTRY ...] [--from YEAR] [--to YEAR]

A comparison, not a source: it prints what the package lists for the whole country and no public
holiday of the catalogue matches within a day, and the reverse. Days are reckoned by the
published Umm al-Qura calendar, in Iran and Afghanistan by Iran's record, in Türkiye by Diyanet's
rules; the package has days as they were announced, hence the day's grace.
"""

from __future__ import annotations

import argparse
import warnings
from collections import Counter
from datetime import date, timedelta
from typing import NamedTuple

import holidays

from miqat import days
from miqat.calendars import calendar
from miqat.observances import occurrences, public_holidays
from miqat.observances.holidays import holidays as listed_holidays

_CALENDARS = {"IR": "iran-observed", "AF": "iran-observed", "TR": "diyanet"}
_GRACE = timedelta(days=1)
# Words of the package that say how a day came about, not what is kept on it.
_REMARKS = (" (estimated)", " (observed)", " (observed, estimated)")


class Beside(NamedTuple):
    """What one list has and the other lacks, by name, with the number of years; and the matches."""

    lacking_here: Counter[str]
    lacking_there: Counter[str]
    matched: int


def compare(country: str, first_year: int, last_year: int) -> Beside:
    """Return what the two lists of a country have of some Gregorian years, both included."""
    theirs = _theirs(country, first_year, last_year)
    ours = _ours(country, first_year, last_year)
    dates = set(ours)
    lacking_here = Counter(
        name
        for on, names in theirs.items()
        for name in names
        if not any(on + offset in dates for offset in (-_GRACE, timedelta(0), _GRACE))
    )
    lacking_there = Counter(
        name
        for on, names in ours.items()
        for name in names
        if not any(on + offset in theirs for offset in (-_GRACE, timedelta(0), _GRACE))
    )
    every = sum(map(len, theirs.values()))
    return Beside(lacking_here, lacking_there, every - lacking_here.total())


def _theirs(country: str, first_year: int, last_year: int) -> dict[date, list[str]]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = holidays.country_holidays(
            country, years=range(first_year, last_year + 1), language="en_US"
        )
    by_date: dict[date, list[str]] = {}
    for on, names in found.items():
        for name in names.split("; "):
            by_date.setdefault(on, []).append(_plain(name))
    return by_date


def _plain(name: str) -> str:
    for remark in _REMARKS:
        name = name.removesuffix(remark)
    return name


def _ours(country: str, first_year: int, last_year: int) -> dict[date, list[str]]:
    found = occurrences(
        calendar(_CALENDARS.get(country, "ummalqura")),
        first_day=days.from_date(date(first_year - 1, 12, 1)),
        last_day=days.from_date(date(last_year, 12, 31)),
        observances=public_holidays(country),
        country=country,
    )
    by_date: dict[date, list[str]] = {}
    for each in found:
        for number in range(each.span.first, each.span.last + 1):
            on = days.to_date(number)
            if first_year <= on.year <= last_year:
                by_date.setdefault(on, []).append(each.observance.names["en"])
    return by_date


def main() -> None:
    """Print the comparison."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("countries", nargs="*", metavar="COUNTRY")
    parser.add_argument("--from", dest="first", type=int, default=2023)
    parser.add_argument("--to", dest="last", type=int, default=2025)
    asked = parser.parse_args()
    supported = set(holidays.list_supported_countries())
    matched = lacking = 0
    for country in asked.countries or sorted(listed_holidays()):
        if country not in supported:
            print(f"{country}: not in the package")
            continue
        found = compare(country, asked.first, asked.last)
        matched += found.matched
        lacking += found.lacking_here.total()
        print(f"{country}: {found.matched} days match")
        _print("lacking here", found.lacking_here)
        _print("lacking there", found.lacking_there)
    print(f"together: {matched} days match, {lacking} are lacking here")


def _print(title: str, names: Counter[str]) -> None:
    if names:
        print(f"  {title}: {', '.join(f'{name} ({count})' for name, count in names.items())}")


if __name__ == "__main__":
    main()
