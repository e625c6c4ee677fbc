"""Recurrence against libical with ICU, on random rules over the Islamic scales.

libical comes with Debian (gir1.2-ical-3.0, python3-gi; `make test` installs them) and runs in
the system's own Python. Civil dates begin in 1583 (libical writes earlier ones as Julian)
and end in 2580 (libical stops in 2582); ISLAMIC-UMALQURA stays within 1300-1600.
"""

from __future__ import annotations

import json
import os
import subprocess
from itertools import islice
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, NamedTuple

import pytest
from tests.random_rules import numbers, random_rule, written

from miqat import days
from miqat.calendars.recurrence import recurrence
from miqat.calendars.recurrence.scales import scale

if TYPE_CHECKING:
    from collections.abc import Iterable

    from miqat.calendars.recurrence.scales import Scale

PYTHON = "/usr/bin/python3"
WORKER = Path(__file__).with_name("libical_worker.py")
RULES_A_SCALE = 700
SCALES = ("ISLAMIC-CIVIL", "ISLAMIC-TBLA", "ISLAMIC-UMALQURA")
MOST = 20


class Case(NamedTuple):
    """A rule from a start, and what Miqat makes of it up to the last day."""

    rule: str
    start: int
    last: int
    ours: list[str]


@pytest.fixture(scope="module")
def libical() -> None:
    """Skip, with a word, where libical is not installed; fail under CI=true."""
    probe = "import gi; gi.require_version('ICalGLib', '3.0'); from gi.repository import ICalGLib"
    try:
        subprocess.run([PYTHON, "-c", probe], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        message = f"{PYTHON} has no libical: install gir1.2-ical-3.0 and python3-gi"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)


@pytest.mark.usefixtures("libical")
def test_random_rules_agree_with_libical() -> None:
    cases = [case for name in SCALES for case in islice(_cases(name), RULES_A_SCALE)]
    assert len(cases) >= 2000
    theirs = _expanded(cases)
    different = [
        f"{case.rule} from {days.to_date(case.start)}: {case.ours[:5]}, not {found and found[:5]}"
        for case, found in zip(cases, theirs, strict=True)
        if found != case.ours
    ]
    assert different == []
    assert sum(len(case.ours) for case in cases) > 30_000  # they have been compared with something


def _cases(name: str) -> Iterable[Case]:
    """Yield random rules that name at least one day and that libical can be asked."""
    rng, calendar = Random(name), scale(name)
    years = (1310, 1500) if name == "ISLAMIC-UMALQURA" else (1000, 1780)
    while True:
        parts = {"RSCALE": name} | random_rule(rng, skips=True)
        year, month = rng.randint(*years), rng.randint(1, 12)
        length = calendar.month_length(year, month)
        start = calendar.day_number(year, month, rng.choice((1, length, rng.randint(1, length))))
        last = calendar.day_number(year + rng.choice((20, 90)), month, 1)
        if rng.random() < 0.2:
            parts["COUNT"] = str(rng.randint(1, MOST))
        elif rng.random() < 0.2:
            parts["UNTIL"] = f"{days.to_date(rng.randint(start, last)):%Y%m%d}"
        if any(excluded(parts, start, calendar) for excluded in EXCLUDED):
            continue
        rule = written(parts)
        asked = recurrence(rule, days.to_date(start))
        ours = [_basic(day) for day in islice(asked.day_numbers(start, last), MOST)]
        if ours:
            yield Case(rule, start, last, ours)


def _expanded(cases: list[Case]) -> list[list[str] | None]:
    asked = "".join(
        json.dumps([case.rule, _basic(case.start), MOST, _basic(case.last)]) + "\n"
        for case in cases
    )
    done = subprocess.run(
        [PYTHON, str(WORKER)], input=asked, capture_output=True, text=True, timeout=120, check=True
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


def _basic(day: int) -> str:
    return f"{days.to_date(day):%Y%m%d}"


# What libical 3.0 does not do by the RFC's text, each as a class of rules. A newer libical
# may do better; the rules stay out all the same, so that any version serves.


def _interval_counts_from_elsewhere(parts: dict[str, str], start: int, calendar: Scale) -> bool:
    """Libical takes the phase of INTERVAL from a Gregorian date less a Hijri one.

    Rules with INTERVAL stay in where that number happens to be a multiple of it.
    """
    interval = int(parts.get("INTERVAL", "1"))
    here, civil = calendar.from_day(start), days.to_date(start)
    if interval == 1 or parts["FREQ"] == "WEEKLY":
        return False
    if parts["FREQ"] == "YEARLY":
        return (civil.year - here.year) % interval != 0
    if parts["FREQ"] == "MONTHLY":
        return (12 * (civil.year - here.year) + civil.month - here.month) % interval != 0
    if calendar.id == "ummalqura-kacst":  # the sum leaves the table
        return True
    as_if_hijri = calendar.day_number(civil.year, civil.month, 1) + civil.day - 1
    return (as_if_hijri - start) % interval != 0


def _interval_counts_from_another_week(parts: dict[str, str], _start: int, _: Scale) -> bool:
    """Libical goes from the start to BYDAY's first weekday, by which it may leave the week.

    It does where the week starts after Monday, or on Monday and BYDAY is Sunday alone.
    """
    if parts["FREQ"] != "WEEKLY" or parts.get("INTERVAL", "1") == "1" or "BYDAY" not in parts:
        return False
    week_start = parts.get("WKST", "MO")
    return week_start not in ("SU", "MO") or (week_start == "MO" and parts["BYDAY"] == "SU")


def _positions_of_weeks_and_days(parts: dict[str, str], _start: int, _: Scale) -> bool:
    """Libical passes over BYSETPOS in weekly and daily rules."""
    return parts["FREQ"] in ("WEEKLY", "DAILY") and "BYSETPOS" in parts


def _negative_days_of_daily_rules(parts: dict[str, str], _start: int, _: Scale) -> bool:
    """Libical does not count BYMONTHDAY from the month's end in daily rules."""
    return parts["FREQ"] == "DAILY" and min(numbers(parts, "BYMONTHDAY"), default=1) < 0


def _numbers_beyond_a_hijri_year(parts: dict[str, str], _start: int, _: Scale) -> bool:
    """Libical refuses them, and counts weeks from the end by the Gregorian 52 or 53."""
    weeks, ordinals = numbers(parts, "BYWEEKNO"), numbers(parts, "BYDAY")
    return (
        any(not 0 < week <= 50 for week in weeks)
        or any(abs(day) > 355 for day in numbers(parts, "BYYEARDAY"))
        or any(abs(n) > 51 for n in ordinals)
    )


def _skipped_out_of_the_period(parts: dict[str, str], start: int, calendar: Scale) -> bool:
    """Libical does not apply BYDAY, BYSETPOS and a limiting BYMONTH rightly to such a day.

    Where BYDAY alone names the days, it still moves the start's own 30th. Where two periods
    give the same day, it gives it twice.
    """
    implied = calendar.from_day(start).day if "BYMONTHDAY" not in parts else 0
    listed = numbers(parts, "BYMONTHDAY") + numbers(parts, "BYYEARDAY")
    moved = [n for n in (*numbers(parts, "BYMONTHDAY"), implied) if abs(n) >= 30]
    moved += [n for n in numbers(parts, "BYYEARDAY") if abs(n) >= 355]
    limits = "BYDAY" in parts or "BYSETPOS" in parts or len(listed) > 1
    limits |= parts["FREQ"] == "MONTHLY" and "BYMONTH" in parts
    return limits and any(_leaves(parts, n) for n in moved)


def _leaves(parts: dict[str, str], n: int) -> bool:
    return (parts.get("SKIP"), n > 0) in (("FORWARD", True), ("BACKWARD", False))


def _skipped_at_the_start(parts: dict[str, str], start: int, calendar: Scale) -> bool:
    """Libical misses a start that SKIP moved into its month or year from the one before.

    A day moved from the start's own year into the one before it takes for one a year later.
    """
    here = calendar.from_day(start)
    if parts.get("SKIP") == "FORWARD":
        return here.day == 1
    listed = numbers(parts, "BYMONTHDAY") + numbers(parts, "BYYEARDAY")
    return any(_leaves(parts, n) for n in listed if abs(n) in (30, 31, 355)) and (
        here.month == 1 or parts["FREQ"] == "YEARLY"
    )


def _one_day_under_two_numbers(parts: dict[str, str], _start: int, _: Scale) -> bool:
    """Libical counts such a day twice for a negative BYSETPOS."""
    listed = numbers(parts, "BYMONTHDAY") + numbers(parts, "BYYEARDAY")
    from_the_end = min(numbers(parts, "BYSETPOS"), default=1) < 0
    return from_the_end and "BYDAY" not in parts and len(listed) > 1


EXCLUDED = (
    _interval_counts_from_elsewhere,
    _interval_counts_from_another_week,
    _positions_of_weeks_and_days,
    _negative_days_of_daily_rules,
    _numbers_beyond_a_hijri_year,
    _skipped_out_of_the_period,
    _skipped_at_the_start,
    _one_day_under_two_numbers,
)
