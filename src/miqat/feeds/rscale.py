"""Observances as rules on Hijri months, with RSCALE of RFC 7529.

Most programs read such a rule as Gregorian, or fail. What a rule cannot express is written as one
event per occurrence.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from miqat.calendars.text.ixdtf import cldr_id
from miqat.errors import InvalidDate, InvalidRule
from miqat.observances.rules import FixedDay, LastDay, NightOf, NthWeekday

if TYPE_CHECKING:
    from collections.abc import Iterable

    from miqat.calendars import Calendar
    from miqat.feeds.event import Event
    from miqat.observances import Observance, ObservanceRule, Occurrence

_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def scale_of(calendar: Calendar) -> str:
    """Return the RSCALE of a calendar; raises `InvalidRule` for one that has none."""
    try:
        return cldr_id(calendar).upper()
    except (InvalidDate, LookupError) as error:
        raise InvalidRule(
            f"no recurrence rule can say the months of this calendar: {error}"
        ) from None


def rule_of(entry: Observance, scale: str) -> str | None:
    """Return the RRULE of an observance, None if one rule cannot express it."""
    parts = _parts(entry.rule)
    return None if parts is None else f"RSCALE={scale};FREQ=YEARLY;{parts}"


def as_rules(found: Iterable[tuple[Occurrence, Event]], scale: str, by: str) -> list[Event]:
    """Return events, those of one observance as a single event with its rule.

    The rule ends with the last of the occurrences.
    """
    events: dict[str, Event] = {}
    for occurrence, event in found:
        entry = occurrence.observance
        rule = rule_of(entry, scale)
        if rule is None:
            events[event.uid] = event
            continue
        first = events.get(entry.id, event)
        until = f"{rule};UNTIL={event.start:%Y%m%d}"
        events[entry.id] = replace(
            first, uid=f"{entry.id}@{by}.miqat", rule=until, description=entry.about
        )
    return list(events.values())


def _parts(rule: ObservanceRule) -> str | None:
    if isinstance(rule, NightOf):
        return _parts(rule.day)
    if isinstance(rule, FixedDay):
        return f"BYMONTH={rule.month};BYMONTHDAY={rule.day}"
    if isinstance(rule, LastDay):
        return f"BYMONTH={rule.month};BYMONTHDAY=-1"
    if isinstance(rule, NthWeekday):
        return f"BYMONTH={rule.month};BYDAY={rule.n}{_WEEKDAYS[rule.weekday]}"
    return None
