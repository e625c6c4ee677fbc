"""The dates of a published table, in any order of numbers, if only one is possible."""

from __future__ import annotations

import re
from calendar import isleap
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from miqat.errors import InvalidTable
from miqat.languages import language
from miqat.text import ascii_digits

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

_SPLIT = re.compile(r"[\s/.\-,]+")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the file: where it is, and its values by the names of the columns."""

    where: str
    cells: Mapping[str, str]


def dates_of(
    rows: Sequence[Row], columns: Mapping[str, str], year: int | None
) -> NDArray[np.datetime64]:
    """Return the civil days of rows, `datetime64[D]`, from a column of dates or from its parts.

    NaT for the 29th of February of a table without years, in a year that has none. Raises
    `InvalidTable` for what is not a date, for a missing year, and where day and month might change
    places.
    """
    if "date" in columns:
        parts = [_parts(row, columns["date"]) for row in rows]
    elif "month" in columns and "day" in columns:
        parts = [_joined(row, columns) for row in rows]
    elif "day" in columns:  # a whole date under that heading, as in SalahAPI's tables
        parts = [_parts(row, columns["day"]) for row in rows]
    else:
        raise InvalidTable("the table has no column of dates; name it date")
    order = _order(parts, rows)
    found = [_date(numbers, order, row, year) for numbers, row in zip(parts, rows, strict=True)]
    return np.array(found, "datetime64[D]")


def _parts(row: Row, column: str) -> tuple[int, ...]:
    """Return the numbers of a date in the order of the text; ISO dates come as year first."""
    text = row.cells.get(column, "")
    digits = re.sub(r"[T ]\d\d:\d\d.*$", "", ascii_digits(text.strip()))
    words = [_number(word) for word in _SPLIT.split(digits) if word]
    numbers = tuple(word for word in words if word is not None)
    # A weekday may come before the date, and no other word.
    extra = len(words) - len(numbers)
    if len(numbers) not in (2, 3) or extra > 1 or (extra and words[0] is not None):
        raise InvalidTable(
            f"{row.where}, column {column!r}: cannot read the date {text!r}; write it as 2027-02-08"
        )
    return numbers


def _number(word: str) -> int | None:
    """Return a number, a month's number negative if it was a name, or None for another word."""
    if word.isdecimal():
        return int(word)
    names = language("en").calendar("gregorian").months
    for month, name in enumerate(names, start=1):
        if len(word) >= 3 and name.casefold().startswith(word.casefold()):
            return -month
    return None


def _joined(row: Row, columns: Mapping[str, str]) -> tuple[int, ...]:
    found = []
    for part in ("year", "month", "day"):
        if part not in columns:
            continue
        text = row.cells.get(columns[part], "").strip()
        number = _number(text)
        if number is None:
            raise InvalidTable(f"{row.where}, column {columns[part]!r}: {text!r} is not a {part}")
        found.append(abs(number))
    # A month before a day, as its negative says.
    found[-2] = -found[-2]
    return tuple(found)


def _order(parts: Sequence[tuple[int, ...]], rows: Sequence[Row]) -> str:
    """Return whether days or months come first in dates that do not say it themselves."""
    open_ones = [
        (at, numbers) for at, numbers in enumerate(parts) if min(numbers) >= 0 and numbers[0] <= 31
    ]
    if not open_ones:
        return "d"
    day_first = all(numbers[1] <= 12 for _, numbers in open_ones)
    month_first = all(numbers[0] <= 12 for _, numbers in open_ones)
    if day_first != month_first:
        return "d" if day_first else "m"
    if not day_first:
        raise InvalidTable("the dates of the table have the day first in some rows and not in all")
    # Few dates: the order in which they follow each other by a day.
    steady = {"d": _steps(open_ones, 0), "m": _steps(open_ones, 1)}
    if steady["d"] != steady["m"]:
        return "d" if steady["d"] else "m"
    at, numbers = open_ones[0]
    shown = "/".join(map(str, numbers))
    raise InvalidTable(f"{rows[at].where}: {shown} may be of two days; write dates as 2027-02-08")


def _steps(dates: Sequence[tuple[int, tuple[int, ...]]], day_at: int) -> bool:
    days = [numbers[day_at] for _, numbers in dates]
    return len(days) > 1 and all(b - a == 1 for a, b in pairwise(days))


def _date(numbers: tuple[int, ...], order: str, row: Row, year: int | None) -> date | None:
    first, *rest = numbers
    if len(numbers) == 3 and abs(first) > 31:
        chosen, month, day = first, rest[0], rest[1]
    else:
        named = next((at for at, number in enumerate(numbers[:2]) if number < 0), None)
        month_at = named if named is not None else (1 if order == "d" else 0)
        month, day = numbers[month_at], numbers[1 - month_at]
        if len(numbers) == 3:
            chosen = numbers[2] + 2000 if numbers[2] < 100 else numbers[2]
        elif year is None:
            raise InvalidTable(f"{row.where}: the date has no year; give the year")
        else:
            chosen = year
            if (abs(month), day) == (2, 29) and not isleap(year):
                return None
    try:
        return date(chosen, abs(month), day)
    except ValueError as error:
        shown = "-".join(str(abs(number)) for number in numbers)
        raise InvalidTable(f"{row.where}: {shown} is not a date: {error}") from None
