"""An authority's calendar: what was proclaimed, and where nothing was, what its rule says."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import TYPE_CHECKING

from miqat.authorities import habits
from miqat.authorities.catalogue import authority as authority_named
from miqat.authorities.model import ByAnother, ByCalendar
from miqat.authorities.record import proclaimed
from miqat.calendars import calendar as calendar_named
from miqat.calendars.computed import ComputedCalendar
from miqat.calendars.months import Certainty
from miqat.calendars.stretch import month_number
from miqat.errors import InvalidRule, OutOfRange

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from miqat.authorities.model import Authority, Basis
    from miqat.authorities.record import Entry, Proclaimed

_FINAL_YEAR = 2089
_SHORTEST, _LONGEST = 29, 30


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class KeptCalendar(ComputedCalendar):
    """The calendar of an authority, as far as it was known on a day.

    A month that was proclaimed begins as proclaimed. One that was not begins as the rule has
    it, unless that leaves the month before it, where that was proclaimed, with fewer than 29 or
    more than 30 days: then it begins after 29 or 30.
    """

    authority: Authority
    as_of: int | None = None
    more: tuple[Entry, ...] = ()

    @cached_property
    def _proclaimed(self) -> Mapping[int, Proclaimed]:
        return proclaimed(self.authority.id, self.as_of, self.more)

    def _compute(self, first: int, last: int) -> Sequence[int]:
        return [self._start(number)[0] for number in range(first, last + 1)]

    def _known_by(self, number: int) -> tuple[str, Certainty]:
        return self._start(number)[1:]

    def _start(self, number: int) -> tuple[int, str, Certainty]:
        """Return the first day of a month, where it is from, and how sure it is."""
        known = self._proclaimed.get(number)
        if known is not None:
            return known.entry.day, known.entry.source, Certainty.PROCLAIMED
        start, source, certainty = self._by_rule(number)
        before = self._proclaimed.get(number - 1)
        if before is not None and certainty is not Certainty.PUBLISHED:
            length = start - before.entry.day
            fitting = min(max(length, _SHORTEST), _LONGEST)
            if length != fitting:
                start = before.entry.day + fitting
                source = f"{source}; {fitting} days after the month before it was proclaimed"
        return start, source, certainty

    def _by_rule(self, number: int) -> tuple[int, str, Certainty]:
        basis = self.authority.rule_of(number).basis
        year, month = divmod(number, 12)
        if isinstance(basis, ByCalendar):
            return _of_calendar(basis.calendar, year, month + 1)
        if isinstance(basis, ByAnother):
            followed = calendar_of(basis.of, self.as_of, self.more).month(year, month + 1)
            certainty = followed.certainty
            if certainty is Certainty.PROCLAIMED:
                certainty = Certainty.FORECAST  # another's word, not this one's
            return followed.first_day + basis.days, str(basis), certainty
        start = habits.calendar_of(basis).month(year, month + 1).first_day
        return start, f"foreseen: {basis}", Certainty.FORECAST


def calendar_of(
    name: str | Authority, as_of: int | None = None, more: Iterable[Entry] = ()
) -> KeptCalendar:
    """Return the calendar of an authority, as it was known on a day number.

    `more` are entries of a record besides the built-in ones. Raises `UnknownName`.
    """
    return _calendar_of(authority_named(name), as_of, tuple(more))


@cache
def _calendar_of(one: Authority, as_of: int | None, more: tuple[Entry, ...]) -> KeptCalendar:
    _check_chain(one)
    return KeptCalendar(
        id=f"authority:{one.id}",
        title=one.title,
        rule="; ".join(_worded(one)),
        source=one.source,
        first_year=1,
        final_year=_FINAL_YEAR,
        certainty=Certainty.FORECAST,
        authority=one,
        as_of=as_of,
        more=more,
    )


def _worded(one: Authority) -> list[str]:
    words = []
    for rule in one.rules:
        year, month = divmod(rule.first, 12)
        since = "" if rule.first <= month_number(1, 1) else f"since {year}-{month + 1:02d} "
        which = f" (months {', '.join(map(str, sorted(rule.months)))})" if rule.months else ""
        words.append(f"{since}{rule.basis}{which}")
    return words


def _of_calendar(name: str, year: int, month: int) -> tuple[int, str, Certainty]:
    """Return a month of a calendar, by its rule where a printed table ends."""
    kept = calendar_named(name)
    try:
        found = kept.month(year, month)
    except OutOfRange:
        beyond = _BEYOND.get(kept.id)
        if beyond is None:
            raise
        found = replace(
            calendar_named(beyond).month(year, month), source=f"{kept.id} ends; by {beyond}"
        )
    return found.first_day, f"{kept.id}: {found.source}", found.certainty


_BEYOND = {"ummalqura": "ummalqura-rule", "ummalqura-kacst": "ummalqura-rule"}


def _check_chain(one: Authority) -> None:
    """Raise `InvalidRule` where authorities follow one another in a ring."""
    seen, waiting = set(), [one]
    while waiting:
        current = waiting.pop()
        if current.id in seen:
            continue
        seen.add(current.id)
        for rule in current.rules:
            basis: Basis = rule.basis
            if isinstance(basis, ByAnother):
                if basis.of == one.id:
                    raise InvalidRule(f"authority {one.id!r} follows itself, by {current.id!r}")
                waiting.append(authority_named(basis.of))
