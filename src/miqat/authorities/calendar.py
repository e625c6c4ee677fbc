"""An authority's calendar: months as proclaimed, the others by its rule."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from miqat import days
from miqat.authorities.bases import HABITS, check_chain, key_of, of_calendar
from miqat.authorities.catalogue import PREFIX
from miqat.authorities.catalogue import authority as authority_named
from miqat.authorities.forecasting import report_curve
from miqat.authorities.forecasting.month_chain import chain
from miqat.authorities.model import ByAnother, ByCalendar, worded
from miqat.authorities.record import known_on
from miqat.authorities.store.entries import entries as own_entries
from miqat.calendars import known
from miqat.calendars.month_table import month_number, month_text, split_month
from miqat.calendars.months import Certainty
from miqat.calendars.systems import precomputed
from miqat.calendars.systems.computed import ComputedCalendar
from miqat.once import lazy, once

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date
    from typing import SupportsIndex

    from miqat.authorities.forecasting.month_chain import Chain
    from miqat.authorities.model import Authority, BySighting
    from miqat.authorities.record import Entry, Proclaimed
    from miqat.days import CivilDay

_FINAL_YEAR = 2088  # the calendars that it uses still have its end


class Start(NamedTuple):
    """The first day of a month as a day number, its source and its certainty."""

    day: int
    source: str
    certainty: Certainty


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class AuthorityCalendar(ComputedCalendar):
    """The calendar of an authority, as far as it was known on a day.

    A month that was proclaimed begins as proclaimed. Another begins on the day that the forecast
    names: on the path of the chain of months, each of 29 or 30 days.

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

    def _compute(self, first: int, last: int) -> Sequence[int]:
        return [self._chain.day(number) for number in range(first, last + 1)]

    def _known_by(self, number: int) -> tuple[str, Certainty]:
        return self._start(number)[1:]

    def proclaimed_of(self, number: int) -> Proclaimed | None:
        """Return what was proclaimed of the month numbered 12 y + m - 1, if anything was."""
        return self._chain.known.get(number)

    def start_of(self, number: int) -> Start:
        """Return the first day of a month as proclaimed, else by the rule alone."""
        known = self.proclaimed_of(number)
        return self.by_rule(number) if known is None else _as_proclaimed(known)

    def probability_of(self, number: int) -> float:
        """Return how probable it is that the month 12 y + m - 1 begins on its day."""
        return self._chain.marginal(number).get(self._chain.day(number), 0.0)

    @lazy
    def _chain(self) -> Chain:
        return chain(self.authority, known_on(self.as_of), self.entries)

    def _start(self, number: int) -> Start:
        """Return the first day of a month, its source and its certainty."""
        known = self.proclaimed_of(number)
        if known is not None:
            return _as_proclaimed(known)
        day, rule = self._chain.day(number), self.by_rule(number)
        if day == rule.day:
            return rule
        length = day - self._chain.day(number - 1)
        return Start(day, f"{rule.source}; after a month of {length} days", rule.certainty)

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
        return Start(_expected(basis, number), f"rule: {basis}", Certainty.FORECAST)


def _expected(basis: BySighting, number: int) -> int:
    """Return the first day on which a sighting's month has probably begun."""
    known = precomputed.starts(key_of(basis), number, number, HABITS)
    if known is not None:
        return known[0]
    return report_curve.calendar_of(basis).month(*split_month(number)).first_day


def _as_proclaimed(known: Proclaimed) -> Start:
    return Start(known.entry.day, known.entry.source, known.entry.certainty)


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
    on = None if as_of is None else days.as_date(as_of)
    counting = own_entries() if entries is None else tuple(entries)
    return _calendar_of(authority_named(name), on, counting)


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
