"""Recurrence on the Gregorian calendar against python-dateutil, on random rules."""

from __future__ import annotations

from datetime import date, datetime
from itertools import islice, takewhile
from random import Random
from typing import TYPE_CHECKING, NamedTuple

from dateutil.rrule import rrulestr
from tests.random_rules import numbers, random_rule, written

from miqat import days
from miqat.calendars.recurrence import recurrence

if TYPE_CHECKING:
    from collections.abc import Iterator

RULES = 2500
MOST = 20


class Case(NamedTuple):
    """A rule from a start, and what Miqat makes of it before a day."""

    rule: str
    start: date
    stop: date
    ours: list[date]


def test_random_gregorian_rules_agree_with_dateutil() -> None:
    cases = list(islice(_cases(Random("dateutil")), RULES))
    different = [
        f"{case.rule} from {case.start}: {case.ours[:5]}, dateutil {theirs[:5]}"
        for case in cases
        if (theirs := _expanded(case)) != case.ours
    ]
    assert different == []
    assert sum(len(case.ours) for case in cases) > 30_000


def _expanded(case: Case) -> list[date]:
    start = datetime.combine(case.start, datetime.min.time())
    found = (at.date() for at in rrulestr(case.rule, dtstart=start))
    return list(takewhile(lambda day: day <= case.stop, islice(found, MOST)))


def _cases(rng: Random) -> Iterator[Case]:
    """Yield random rules that name at least one day: dateutil looks for it to the year 9999."""
    while True:
        parts = random_rule(rng, skips=False)
        first = days.from_gregorian(rng.randint(1600, 2500), rng.randint(1, 12), rng.randint(1, 31))
        last = first + 366 * rng.choice((10, 60))
        if rng.random() < 0.2:
            parts["COUNT"] = str(rng.randint(1, MOST))
        elif rng.random() < 0.2:
            parts["UNTIL"] = f"{days.to_date(rng.randint(first, last)):%Y%m%d}"
        if _differs(parts):
            continue
        rule, start, stop = written(parts), days.to_date(first), days.to_date(last)
        ours = list(islice(recurrence(rule, start).between(start, stop), MOST))
        if ours:
            yield Case(rule, start, stop, ours)


def _differs(parts: dict[str, str]) -> bool:
    """Tell whether dateutil reads a rule otherwise than the RFC's text.

    A week of the year is no period to it, which shows with INTERVAL and BYSETPOS: days
    outside the calendar year belong to the year they are in. It does not see that week 1,
    counted from the end as -52 or -53, begins in the year before. Of weekdays with and without
    a number in one BYDAY it keeps days that are both, where the RFC lists them all. In a
    weekly rule it takes BYSETPOS of what the start has left of its week.
    """
    if parts["FREQ"] == "WEEKLY" and "BYSETPOS" in parts:
        return True
    weeks = numbers(parts, "BYWEEKNO")
    if weeks and (min(weeks) <= -52 or "INTERVAL" in parts or "BYSETPOS" in parts):
        return True
    by_day = parts.get("BYDAY", "")
    return 0 < len(numbers(parts, "BYDAY")) < len(by_day.split(","))
