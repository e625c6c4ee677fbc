"""An authority's calendar: months as proclaimed, the others by its rule."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from miqat import days
from miqat.authorities.catalogue import PREFIX
from miqat.authorities.catalogue import authority as authority_named
from miqat.authorities.model import ByAnother, ByCalendar, worded
from miqat.authorities.record import proclaimed
from miqat.authorities.store.entries import entries as own_entries
from miqat.calendars import calendar as calendar_named
from miqat.calendars import known
from miqat.calendars.month_table import month_number, month_text, split_month
from miqat.calendars.months import Certainty
from miqat.calendars.systems import precomputed
from miqat.calendars.systems.computed import ComputedCalendar
from miqat.errors import InvalidRule, OutOfRange
from miqat.once import lazy, once

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date
    from typing import SupportsIndex

    from miqat.authorities.model import Authority, Basis, BySighting
    from miqat.authorities.record import Entry, Proclaimed
    from miqat.days import CivilDay

#: What the months of sightings are tabulated from, under miqat/data.
HABITS = "authorities/habits.toml"

_FINAL_YEAR = 2088  # the calendars that it uses still have its end
_SHORTEST, _LONGEST = 29, 30
_CATCHING_UP = 24  # months by which the rule has caught up with one that was moved


class Start(NamedTuple):
    """The first day of a month as a day number, its source and its certainty."""

    day: int
    source: str
    certainty: Certainty


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class AuthorityCalendar(ComputedCalendar):
    """The calendar of an authority, as far as it was known on a day.

    A month that was proclaimed begins as proclaimed. Another begins by the rule, unless the month
    before was proclaimed, or moved in the same way, and would have fewer than 29 or more than 30
    days: then it begins after 29 or 30.

    Two such calendars of one authority may differ in `as_of` (a date) and `entries` (those
    besides the built-in ones); their dates are equal where year, month and day are. The calendar
    that `miqat.calendar` finds under the id is pickled by the id, and is read back as the record
    and the store of the process that reads it have it. Any other is pickled with the authority,
    `as_of` and `entries`.
    """

    authority: Authority
    as_of: date | None = None
    entries: tuple[Entry, ...] = ()

    def __reduce_ex__(self, protocol: SupportsIndex) -> tuple[Any, ...]:
        if known.is_known(self):
            return known.find, (self.id,)
        built_in = authority_named(self.authority.id) == self.authority
        of = self.authority.id if built_in else self.authority
        return calendar_of, (of, self.as_of, self.entries)

    @lazy
    def _proclaimed(self) -> Mapping[int, Proclaimed]:
        return proclaimed(self.authority.id, self.as_of, self.entries)

    @lazy
    def _found(self) -> dict[int, Start]:
        return {}

    def _compute(self, first: int, last: int) -> Sequence[int]:
        return [self._start(number).day for number in range(first, last + 1)]

    def _known_by(self, number: int) -> tuple[str, Certainty]:
        return self._start(number)[1:]

    def proclaimed_of(self, number: int) -> Proclaimed | None:
        """Return what was proclaimed of the month numbered 12 y + m - 1, if anything was."""
        return self._proclaimed.get(number)

    def start_of(self, number: int) -> Start:
        """Return the first day of a month as proclaimed, else by the rule alone."""
        known = self._proclaimed.get(number)
        return self.by_rule(number) if known is None else _as_proclaimed(known)

    def _start(self, number: int) -> Start:
        """Return the first day of a month, its source and its certainty.

        Computed month by month from the last that was proclaimed, so that a moved month moves those
        after it until the rule catches up.
        """
        first = number
        while first not in self._found and first not in self._proclaimed and self._near(first):
            first -= 1
        for each in range(first, number + 1):
            if each not in self._found:
                self._found[each] = self._after(each, self._found.get(each - 1))
        return self._found[number]

    def _near(self, number: int) -> bool:
        """Return whether a month is close enough after a proclaimed one to be moved."""
        at = bisect_left(self._numbers, number)
        return at > 0 and number - self._numbers[at - 1] <= _CATCHING_UP

    @lazy
    def _numbers(self) -> list[int]:
        return sorted(self._proclaimed)

    def _after(self, number: int, before: Start | None) -> Start:
        known = self._proclaimed.get(number)
        if known is not None:
            return _as_proclaimed(known)
        found = self.by_rule(number)
        if before is None or found.certainty is Certainty.PUBLISHED:
            return found
        length = found.day - before.day
        fitting = min(max(length, _SHORTEST), _LONGEST)
        if length == fitting:
            return found
        moved = f"{found.source}; moved to {fitting} days after the month before it"
        return Start(before.day + fitting, moved, found.certainty)

    def by_rule(self, number: int) -> Start:
        """Return the first day of the month numbered 12 y + m - 1 by the rule."""
        basis = self.authority.rule_of(number).basis
        year, month = split_month(number)
        if isinstance(basis, ByCalendar):
            return Start(*of_calendar(basis.calendar, year, month))
        if isinstance(basis, ByAnother):
            followed = calendar_of(basis.of, self.as_of, self.entries).month(year, month)
            # Even if the other month is certain, that this authority follows it is a forecast.
            return Start(followed.first_day + basis.days, str(basis), Certainty.FORECAST)
        return Start(_foreseen(basis, number), f"rule: {basis}", Certainty.FORECAST)


def key_of(basis: BySighting) -> str:
    """Return the key under which the months of a sighting are tabulated."""
    land = basis.region or ";".join(basis.places)
    return f"sighting {land} {basis.group} {basis.aid}"


def _foreseen(basis: BySighting, number: int) -> int:
    """Return the first day on which a sighting's month has probably begun."""
    known = precomputed.starts(key_of(basis), number, number, HABITS)
    if known is not None:
        return known[0]
    from miqat.authorities.forecasting import report_curve

    return report_curve.calendar_of(basis).month(*split_month(number)).first_day


def _as_proclaimed(known: Proclaimed) -> Start:
    return Start(known.entry.day, known.entry.source, Certainty.PROCLAIMED)


def calendar_of(
    name: str | Authority,
    as_of: CivilDay | int | None = None,
    entries: Iterable[Entry] | None = None,
) -> AuthorityCalendar:
    """Return the calendar of an authority, as it was known on a date, or as it is known now.

    `entries` are those that count besides the built-in record: what the user's own store holds
    unless given, so `entries=()` is the built-in record alone. The authority is an id, a country
    or an `Authority`. Raises `UnknownName`, `StoreFault`, `InvalidDate`.
    """
    known_on = None if as_of is None else days.as_date(as_of)
    counting = own_entries() if entries is None else tuple(entries)
    return _calendar_of(authority_named(name), known_on, counting)


@once
def _calendar_of(
    one: Authority, as_of: date | None, entries: tuple[Entry, ...]
) -> AuthorityCalendar:
    check_chain(one)
    return AuthorityCalendar(
        id=f"{PREFIX}{one.id}",
        title=one.title,
        rule="; ".join(_worded(one)),
        source=one.source,
        first_year=1,
        final_year=_FINAL_YEAR,
        certainty=Certainty.FORECAST,
        authority=one,
        as_of=as_of,
        entries=entries,
    )


def _worded(one: Authority) -> list[str]:
    words = []
    for rule in one.rules:
        since = "" if rule.first <= month_number(1, 1) else f"since {month_text(rule.first)} "
        words.append(f"{since}{worded(rule)}")
    return words


def of_calendar(name: str, year: int, month: int) -> tuple[int, str, Certainty]:
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


def check_chain(one: Authority) -> None:
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
