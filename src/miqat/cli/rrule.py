"""`miqat rrule RULE`: the dates of a recurrence rule on any calendar."""

from __future__ import annotations

import sys
from itertools import islice
from typing import Any

import click

from miqat import days
from miqat.calendars.gregorian import GREGORIAN
from miqat.calendars.recurrence import Recurrence, recurrence
from miqat.cli import formats
from miqat.cli.layout import write_json
from miqat.errors import InvalidDate

_DEFAULT_COUNT = 10


def answer(rule: str, start: str, until: str | None, count: int | None, *, as_json: bool) -> None:
    """Print the dates of a recurrence RULE of iCalendar on any calendar."""
    first = formats.day(start)
    if until is not None and formats.day(until) < first:
        raise InvalidDate(f"--until {until} comes before --from {start}")
    asked = recurrence(rule, first)
    numbers = _listed(asked, until, count)
    if as_json:
        write_json(_as_json(rule, asked, numbers))
        return
    for number in numbers:
        day = days.to_date(number)
        own = "" if asked.calendar is GREGORIAN else f"  {asked.calendar.from_day(number)}"
        click.echo(f"{formats.short(day)}{own}")


def _listed(asked: Recurrence, until: str | None, count: int | None) -> list[int]:
    """Return the day numbers asked for; raises `OutOfRange` where the calendar ends before."""
    last = None if until is None else days.from_date(formats.day(until))
    ends = last is not None or asked.rule.count is not None or asked.rule.until is not None
    if count is None and not ends:
        count = _DEFAULT_COUNT
    most = None if count is None else min(count, sys.maxsize)
    return list(islice(asked.day_numbers(asked.calendar.first_day, last), most))


def _as_json(rule: str, asked: Recurrence, numbers: list[int]) -> dict[str, Any]:
    return {
        "rule": rule,
        "calendar": asked.calendar.id,
        "dates": [
            {"date": str(days.to_date(number)), "in_calendar": str(asked.calendar.from_day(number))}
            for number in numbers
        ],
    }
