"""Custom calendars: from a list of month starts, or from a function."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from miqat import days
from miqat.calendars.month_table import month_number, month_text
from miqat.calendars.months import Certainty
from miqat.calendars.systems.computed import ComputedCalendar
from miqat.calendars.systems.listed import ListedCalendar
from miqat.errors import InvalidDate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    Rule = Callable[[range], Iterable[Any]]

#: The shortest and the longest month of any record.
_SHORTEST, _LONGEST = 28, 31


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class CustomList(ListedCalendar):
    """A calendar from a list of month starts; made by `from_month_starts`."""

    starts_given: tuple[int, ...]

    def _month_starts(self) -> Sequence[int]:
        return self.starts_given


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class CustomRule(ComputedCalendar):
    """A calendar from a rule, asked for thirty years at a time; made by `from_rule`."""

    month_starts_of: Rule
    irregular: bool = False

    def _compute(self, first: int, last: int) -> Sequence[int]:
        wanted = range(first, last + 1)
        starts = [days.as_day(start) for start in self.month_starts_of(wanted)]
        if len(starts) != len(wanted):
            raise InvalidDate(
                f"the rule of {self.id} gave {len(starts)} month starts where {len(wanted)} "
                "were asked for"
            )
        _check(self.id, first, starts, irregular=self.irregular)
        return starts


def from_month_starts(
    id: str,  # noqa: A002 - as the calendar calls it
    starts: Iterable[Any],
    *,
    first_year: int,
    title: str = "",
    source: str = "",
    rule: str = "As listed",
    certainty: Certainty = Certainty.PROCLAIMED,
    irregular: bool = False,
) -> CustomList:
    """Return a calendar from the first days of its months and the day after the last of them.

    The first is month 1 of `first_year`; days are `date`, `datetime64` or day numbers, and the
    last year may be incomplete. `register` makes the calendar known by its id. Raises
    `InvalidDate`, with the month, where one does not come after the one before, or has not 28
    to 31 days and the calendar is not said to be `irregular`.

    >>> from datetime import date
    >>> mosque = from_month_starts(
    ...     "my-mosque", [date(2026, 2, 19), date(2026, 3, 20)], first_year=1447
    ... )
    >>> mosque.from_date(date(2026, 3, 19)).isoformat()
    '1447-01-29'
    """
    given = tuple(days.as_day(start) for start in starts)
    if len(given) < 2:
        raise InvalidDate(f"{id} needs the first day of a month and the day after it at least")
    _check_year(id, first_year)
    _check(id, month_number(first_year, 1), given, irregular=irregular)
    return CustomList(
        id=id,
        title=title or id,
        rule=rule,
        source=source or "its user",
        first_year=first_year,
        certainty=certainty,
        starts_given=given,
    )


def from_rule(
    id: str,  # noqa: A002 - as the calendar calls it
    month_starts_of: Rule,
    *,
    first_year: int,
    final_year: int,
    title: str = "",
    source: str = "",
    rule: str = "As computed by its rule",
    certainty: Certainty = Certainty.COMPUTED,
    irregular: bool = False,
) -> CustomRule:
    """Return a calendar from a function that gives the first days of consecutive months.

    The function takes a `range` of month numbers, month m of year y being 12 y + m - 1, and
    returns as many days (`date`, `datetime64` or day numbers); it is asked for thirty years
    at a time, up to the month after `final_year`, and a month must not depend on which others
    are asked for. Raises `InvalidDate`, when a month is asked for, as `from_month_starts` does.
    """
    _check_year(id, first_year)
    if final_year < first_year:
        raise InvalidDate(f"{id} would end with {final_year}, before it begins with {first_year}")
    return CustomRule(
        id=id,
        title=title or id,
        rule=rule,
        source=source or "its user",
        first_year=first_year,
        final_year=final_year,
        certainty=certainty,
        month_starts_of=month_starts_of,
        irregular=irregular,
    )


def _check_year(name: str, first_year: int) -> None:
    if first_year < 1:
        raise InvalidDate(
            f"{name} cannot begin with year {first_year}: until year 10 of the Hijra months were "
            "intercalated, by a rule that is not known"
        )


def _check(name: str, first: int, starts: Sequence[int], *, irregular: bool) -> None:
    """Raise for the first month that begins before the last, or is too short or too long."""
    shortest, longest = (1, None) if irregular else (_SHORTEST, _LONGEST)
    for number, (start, following) in enumerate(pairwise(starts), first):
        length = following - start
        if length >= shortest and (longest is None or length <= longest):
            continue
        month = f"{month_text(number)} of {name}"
        if length < 1:
            raise InvalidDate(
                f"the month after {month} begins on {days.iso_text(following)}, not after "
                f"{days.iso_text(start)}, when {month} begins"
            )
        raise InvalidDate(
            f"{month}, from {days.iso_text(start)}, has {length} days; months have {_SHORTEST} to "
            f"{_LONGEST}, unless the calendar is made with irregular=True"
        )
