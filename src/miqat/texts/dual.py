"""Two statements of one date: halves that are joined, and what they contradict.

Up to one day is what authorities differ by, two days are suspect, three and more contradict; the
likely slip is then looked for: a month, a year, a century, a figure, Julian for Gregorian. The
thresholds are those of 278 dual dates of a public catalogue (Fihrist), where 234 of 278 differ by
at most a day.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from miqat import days
from miqat.texts.model import Contradiction

if TYPE_CHECKING:
    from collections.abc import Mapping

    from miqat.texts.expression import Expression
    from miqat.texts.model import Reading

_MONTH, _YEAR = 29.530588, 354.367
_CIVIL_YEAR = 365.2425
Grade = Literal["authority", "suspect", "contradiction"]


def grade(difference: int) -> Grade:
    """Return how serious a difference in days is."""
    size = abs(difference)
    return "authority" if size <= 1 else "suspect" if size == 2 else "contradiction"


def of_days(stated: Reading, found: Reading) -> Contradiction | None:
    """Return how two halves of a dual date differ, None where they agree."""
    if stated.is_day and found.is_day:
        difference = stated.first - found.first
        if not difference:
            return None
        return Contradiction(
            "dual date", grade(difference), days.iso_text(stated.first),
            days.iso_text(found.first), difference, _cause(stated.first, found.first),
        )  # fmt: skip
    if stated.last >= found.first - 1 and found.last >= stated.first - 1:
        return None
    difference = stated.first - found.first
    return Contradiction(
        "dual date", "contradiction", days.iso_text(stated.first), days.iso_text(found.first),
        difference, _cause(stated.first, found.first),
    )  # fmt: skip


def of_weekday(expression: Expression, reading: Reading) -> Contradiction | None:
    """Return how a weekday differs from that of the day, None where it fits."""
    if expression.weekday is None or not reading.is_day or expression.kind == "clock":
        return None
    actual = days.weekday(reading.first)
    if actual == expression.weekday:
        return None
    difference = (expression.weekday - actual + 3) % 7 - 3
    return Contradiction(
        "weekday", "contradiction" if abs(difference) > 2 else grade(difference),
        days.WEEKDAYS[expression.weekday], days.WEEKDAYS[actual], difference,
    )  # fmt: skip


def of_order(reading: Reading) -> Contradiction | None:
    """Return what is wrong with a range that ends before it begins, None for any other."""
    if reading.last >= reading.first:
        return None
    return Contradiction(
        "order", "contradiction", days.iso_text(reading.first), days.iso_text(reading.last),
        reading.first - reading.last, "the ends may be exchanged",
    )  # fmt: skip


def of_length(expression: Expression, lengths: Mapping[str, int]) -> Contradiction | None:
    """Return how a 30th differs from the length of its month, None where the first has the day.

    It is what authorities differ by where some calendar gives the month 30 days, else suspect: a
    month that was observed may have had 30 days. `lengths` has the calendar in effect first.
    """
    if expression.day != 30 or not lengths or next(iter(lengths.values())) >= 30:
        return None
    longer = [name for name, length in lengths.items() if length >= 30]
    cause = f"30 days by {', '.join(longer)}" if longer else f"29 days by {', '.join(lengths)}"
    return Contradiction("length", "authority" if longer else "suspect", "30", "29", 1, cause)


def _cause(stated: int, found: int) -> str:
    """Return the likely slip behind two days that do not agree."""
    difference = stated - found
    if abs(difference) <= 2:
        return ""
    if abs(days.from_julian(*days.to_gregorian(stated)) - found) <= 1:
        return "a Julian date, taken for Gregorian"
    for name, size in (("century", 100 * _YEAR), ("century", 100 * _CIVIL_YEAR)):
        if abs(abs(difference) - size) <= 3:
            return f"a {name} off"
    years = round(abs(difference) / _CIVIL_YEAR)
    if 1 <= years <= 12 and abs(abs(difference) - years * _CIVIL_YEAR) <= 2.5:
        return _years(years, "civil")
    years = round(abs(difference) / _YEAR)
    if 1 <= years <= 12 and abs(abs(difference) - years * _YEAR) <= 2.5:
        return _years(years, "Hijri")
    months = round(abs(difference) / _MONTH)
    if 1 <= months <= 11 and abs(abs(difference) - months * _MONTH) <= 2.5:
        return "the month" if months == 1 else f"the month, {months} months off"
    first, second = days.to_gregorian(stated), days.to_gregorian(found)
    if _one_figure(first, second):
        return "a figure"
    if abs(difference) == 10 or abs(difference) == 20:
        return "a figure of the day"
    return ""


def _years(count: int, kind: str) -> str:
    return f"a {kind} year off" if count == 1 else f"{count} {kind} years off"


def _one_figure(first: tuple[int, int, int], second: tuple[int, int, int]) -> bool:
    one, other = ("{:04d}{:02d}{:02d}".format(*date) for date in (first, second))
    return sum(a != b for a, b in zip(one, other, strict=True)) == 1
