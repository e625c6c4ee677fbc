"""Identifiers of observances that stay when the date moves.

A Hijri year, the observance and the authority; the civil date is never part of them. What
comes several times a year is told apart by its place among them, and what comes every week by the
number of the week: a weekday stays that day whatever month is proclaimed. What goes by
another calendar is known by the year of that one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from miqat.observances.rules import EveryWeek, Except, NightOf, OnCalendar, Shifted

if TYPE_CHECKING:
    from miqat.observances import Observance, ObservanceRule, Span

_MONDAY_OF_WEEK_0 = -3  # 1969-12-29, a day number


class Identities(NamedTuple):
    """The identifiers of one Hijri year by an authority or calendar."""

    by: str
    year: int
    first_day: int

    def of(self, entry: Observance, span: Span, at: int, count: int) -> str:
        """Return the identifier of the occurrence that is number `at` of `count` in the year."""
        rule = entry.rule
        if isinstance(rule, OnCalendar):
            year = rule.calendar.from_day(span.first).year
            return self._uid(f"{entry.id}-{rule.calendar_id}-{year}")
        if _is_weekly(rule):
            week, weekday = divmod(span.first - _MONDAY_OF_WEEK_0, 7)
            return self._uid(f"{entry.id}-week-{week}-{weekday + 1}")
        number = f"-{at + 1}" if count > 1 else ""
        return self._uid(f"{entry.id}-{self.year}{number}")

    def _uid(self, what: str) -> str:
        return f"{what}@{self.by}.miqat"


def _is_weekly(rule: ObservanceRule) -> bool:
    if isinstance(rule, Except | Shifted):
        return _is_weekly(rule.of)
    if isinstance(rule, NightOf):
        return _is_weekly(rule.day)
    return isinstance(rule, EveryWeek)
