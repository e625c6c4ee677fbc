"""Gatherings on the last Friday of a month, whose day is fixed before the month's end is known.

A month has 29 or 30 days. A Friday that falls on the 30th may turn out to be the first of the next
month, so that a gathering planned beforehand is held a week earlier. Where the day that was held
is on record it is returned with its source; elsewhere both days are.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, NamedTuple

from miqat import days
from miqat.calendars import Certainty
from miqat.data import read_toml
from miqat.observances.rules import NthWeekday
from miqat.once import once

if TYPE_CHECKING:
    from miqat.observances.model import Occurrence

_WEEK = 7
_MONTHS = 12
_CERTAIN_DAYS = 29  # every month has as many


class OtherDay(NamedTuple):
    """Another day of an occurrence than the rule gives, the reason, and the source if on record."""

    date: datetime.date
    reason: str
    source: str = ""


def other_day(on: Occurrence) -> OtherDay | None:
    """Return the other day on which a gathering of the last weekday of a month was or may be held.

    None where there is one day only, or for another rule.
    """
    rule = on.observance.rule
    if not isinstance(rule, NthWeekday) or rule.n != -1:
        return None
    held = _held().get((on.observance.id, on.calendar.id, on.year))
    if held is not None:
        return None if held.date == on.first else held
    if on.hijri.day > _CERTAIN_DAYS:
        reason = "the last one that is certain before the end of the month is known"
        return OtherDay(days.to_date(on.span.first - _WEEK), reason)
    if on.hijri.day + _WEEK == _CERTAIN_DAYS + 1 and _end_is_open(on):
        return OtherDay(days.to_date(on.span.first + _WEEK), "if the month has 30 days")
    return None


def _end_is_open(on: Occurrence) -> bool:
    """Return whether the first day of the month after is only a forecast."""
    year, month = on.hijri.year, on.hijri.month
    after = (year, month + 1) if month < _MONTHS else (year + 1, 1)
    return on.calendar.month(*after).certainty is Certainty.FORECAST


@once
def _held() -> dict[tuple[str, str, int], OtherDay]:
    return {
        (row["observance"], f"authority:{row['authority']}", row["year"]): OtherDay(
            datetime.date.fromisoformat(row["date"]), "held on this day", row["source"]
        )
        for row in read_toml("observances/held.toml")["held"]
    }
