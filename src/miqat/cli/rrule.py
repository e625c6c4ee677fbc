"""`miqat rrule RULE`: the dates of a recurrence rule on any calendar."""

from __future__ import annotations

from itertools import islice
from typing import Any

import click

from miqat import days
from miqat.calendars.gregorian import GREGORIAN
from miqat.calendars.recurrence import Recurrence, recurrence
from miqat.cli import formats
from miqat.cli.layout import write_json

_DEFAULT_COUNT = 10


@click.command("rrule")
@click.argument("rule")
@click.option("--from", "start", metavar="DATE", required=True, help="The start, DTSTART.")
@click.option("--until", metavar="DATE", help="The last date to list.")
@click.option("--count", type=click.IntRange(min=1), help="How many dates to list at most.")
@click.option("--json", "as_json", is_flag=True, help="The same as JSON.")
def command(rule: str, start: str, until: str | None, count: int | None, *, as_json: bool) -> None:
    """Print the dates of a recurrence RULE of iCalendar on any calendar.

    RSCALE is ISLAMIC-CIVIL, ISLAMIC-TBLA, ISLAMIC-UMALQURA, PERSIAN, GREGORIAN (where there is
    none) or the id of any calendar. A start that RULE does not name is not listed. Ten dates
    are listed unless --count, --until, or COUNT or UNTIL of the rule, says otherwise.
    """
    asked = recurrence(rule, formats.day(start))
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
    stop = None if until is None else days.from_date(formats.day(until)) + 1
    ends = stop is not None or asked.rule.count is not None or asked.rule.until is not None
    if count is None and not ends:
        count = _DEFAULT_COUNT
    return list(islice(asked.day_numbers(asked.calendar.first_day, stop), count))


def _as_json(rule: str, asked: Recurrence, numbers: list[int]) -> dict[str, Any]:
    return {
        "rule": rule,
        "calendar": asked.calendar.id,
        "dates": [
            {"date": str(days.to_date(number)), "in_calendar": str(asked.calendar.from_day(number))}
            for number in numbers
        ],
    }
