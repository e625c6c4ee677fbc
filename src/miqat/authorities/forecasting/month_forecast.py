"""The days on which a month may begin for an authority, with probabilities."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from miqat import days
from miqat.authorities.catalogue import authority as authority_named
from miqat.authorities.forecasting.explain import why
from miqat.authorities.forecasting.month_chain import Path, chain
from miqat.authorities.model import ByCalendar
from miqat.authorities.record import known_on
from miqat.authorities.store.entries import entries as own_entries
from miqat.calendars.month_table import month_number
from miqat.calendars.months import Certainty
from miqat.calendars.years import as_year
from miqat.errors import InvalidDate, OutOfRange
from miqat.jsonable import Jsonable, plain

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from miqat.authorities.forecasting.month_chain import Chain
    from miqat.authorities.model import Authority
    from miqat.authorities.record import Entry
    from miqat.days import CivilDay

_FIRST_YEAR, _FINAL_YEAR = 1, 2088


class PossibleStart(NamedTuple):
    """A day number on which a month may begin, and the probability of it."""

    day: int
    probability: float

    @property
    def date(self) -> date:
        """The day as a date."""
        return days.to_date(self.day)

    def to_dict(self) -> dict[str, Any]:
        """Return the day and its probability."""
        return {"first": plain(self.date), "probability": round(self.probability, 4)}


@dataclass(frozen=True, slots=True)
class MonthForecast(Jsonable):
    """When a month may begin for an authority, as far as was known on a date.

    `candidates` are in order of days and their probabilities sum to 1; `day` is the day number
    that the authority's calendar has; `source` is that of the proclamation or the rule.
    """

    authority: Authority
    year: int
    month: int
    as_of: date | None
    candidates: tuple[PossibleStart, ...]
    day: int
    certainty: Certainty
    source: str
    _chain: Chain = field(repr=False, compare=False)

    @property
    def likeliest(self) -> PossibleStart:
        """The day that the authority's calendar has, and its probability."""
        return PossibleStart(self.day, dict(self.candidates).get(self.day, 0.0))

    @property
    def reason(self) -> str:
        """The reason for the day, in a few words."""
        return why(self._chain, month_number(self.year, self.month), self.day)

    @property
    def first(self) -> date:
        """The most probable first day, as a date."""
        return self.likeliest.date

    @property
    def probability(self) -> float:
        """The probability of the most probable first day."""
        return self.likeliest.probability

    def to_dict(self) -> dict[str, Any]:
        """Return authority, month, certainty, reason, source and all possible first days."""
        return {
            "authority": self.authority.id,
            "year": self.year,
            "month": self.month,
            "as_of": plain(self.as_of),
            "certainty": self.certainty.value,
            "reason": self.reason,
            "source": self.source,
            "dates": [start.to_dict() for start in self.candidates],
        }


def forecast(
    authority: str | Authority,
    year: int,
    month: int,
    as_of: CivilDay | int | None = None,
    entries: Iterable[Entry] | None = None,
) -> MonthForecast:
    """Return when a month may begin for an authority.

    The authority is an id, a country or an `Authority`. Nothing that became known after the
    date `as_of` is used, of the record or of what is fitted to it here; the constants of the
    groups say in habits.toml what they were fitted on. `entries` are those that count in addition
    to the built-in record: those of the user's own store unless given. Raises `UnknownName`,
    `WrongType`, `InvalidDate` for a month that is not 1 to 12, `OutOfRange` for a year outside 1
    to 2088.

    >>> ramadan = forecast("Pakistan", 1446, 9, as_of="2025-02-01")
    >>> str(ramadan.first), len(ramadan.candidates)
    ('2025-03-02', 3)
    """
    of = _chain(authority, as_of, entries)
    year, month = as_year(year), as_year(month)
    number = _checked(year, month)
    certainty, source = _known_by(of, number)
    return MonthForecast(
        of.authority,
        year,
        month,
        None if of.as_of is None else days.to_date(of.as_of),
        _candidates(of, number),
        of.day(number),
        certainty,
        source,
        of,
    )


def backtest(
    authority: str | Authority,
    months: Iterable[tuple[int, int]],
    as_of: Iterable[CivilDay | int],
    entries: Iterable[Entry] = (),
) -> list[tuple[PossibleStart, ...]]:
    """Return the candidates of many months, each as known on a date.

    As `forecast` has them, without their reasons: a fraction of a second for a hundred months.
    Only the built-in record counts unless there are `entries`.
    """
    body, counting = authority_named(authority), tuple(entries)
    return [
        _candidates(_chain(body, known, counting), _checked(*month))
        for month, known in zip(months, as_of, strict=True)
    ]


def paths(
    authority: str | Authority,
    first: tuple[int, int],
    last: tuple[int, int],
    as_of: CivilDay | int | None = None,
    entries: Iterable[Entry] | None = None,
) -> tuple[Path, ...]:
    """Return the ways in which consecutive months may begin, each with its probability.

    `first` and `last` are years and months, both included; a path has a day for each. Raises
    as `forecast` does.
    """
    of = _chain(authority, as_of, entries)
    return of.paths(_checked(*first), _checked(*last))


def _chain(
    authority: str | Authority, as_of: CivilDay | int | None, entries: Iterable[Entry] | None
) -> Chain:
    counting = own_entries() if entries is None else tuple(entries)
    return chain(authority_named(authority), known_on(as_of), counting)


def _candidates(of: Chain, number: int) -> tuple[PossibleStart, ...]:
    shares = of.marginal(number)
    return tuple(PossibleStart(day, share) for day, share in sorted(shares.items()))


def _checked(year: int, month: int) -> int:
    if not 1 <= month <= 12:
        raise InvalidDate(f"month {month} of {year} is not one of 1 to 12")
    if not _FIRST_YEAR <= year <= _FINAL_YEAR:
        raise OutOfRange(f"year {year} is outside {_FIRST_YEAR} to {_FINAL_YEAR}")
    return month_number(year, month)


def _known_by(of: Chain, number: int) -> tuple[Certainty, str]:
    if number in of.known:
        entry = of.known[number].entry
        return entry.certainty, entry.source
    basis = of.authority.rule_of(number).basis
    if isinstance(basis, ByCalendar):
        _, source, certainty = of.by_calendar(basis, number)
        return certainty, source
    return Certainty.FORECAST, basis.source or str(basis)
