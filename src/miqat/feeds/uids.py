"""Identifiers of observances that do not change when the date moves.

They consist of the Hijri year, the observance and the authority, never the civil date. Several
occurrences in a year are numbered. A weekly occurrence has the number of its week, because its date
does not depend on a proclaimed month. An observance of another calendar has the year of that
calendar.
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
