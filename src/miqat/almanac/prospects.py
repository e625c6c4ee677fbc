"""On which days an observance falls, by authority, with probabilities."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from miqat import days
from miqat.authorities import authority as authority_named
from miqat.authorities import calendar_of, own_entries
from miqat.authorities.forecasting.month_forecast import MonthForecast, forecast, paths
from miqat.authorities.model import ByCalendar
from miqat.calendars import calendar as calendar_named
from miqat.calendars.hijri_date import Calendar
from miqat.calendars.month_table import Stretch, month_number, split_month
from miqat.calendars.months import Certainty
from miqat.calendars.systems.tabular import TabularCalendar
from miqat.errors import InvalidDate, OutOfRange
from miqat.jsonable import Jsonable, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from miqat.authorities import Authority, Entry
    from miqat.observances import Observance, Span

_MOST_MONTHS = 4
_AROUND = 26  # months around those that matter, which a rule may read but not depend on
_CERTAIN = 1.0 - 1e-9
_MEAN_MONTH = 29.530589


class PossibleDay(NamedTuple):
    """The days on which an observance may fall in a year, and the probability of it.

    `spans` is empty where the year would have no such day.
    """

    spans: tuple[Span, ...]
    probability: float

    def to_dict(self) -> dict[str, Any]:
        """Return first and last days, whether the night before is meant, and the probability."""
        return {
            "first": [plain(days.to_date(span.first)) for span in self.spans],
            "last": [plain(days.to_date(span.last)) for span in self.spans],
            "night_before": any(span.is_night for span in self.spans),
            "evening": [
                plain(days.to_date(span.first - 1)) for span in self.spans if span.is_night
            ],
            "probability": round(self.probability, 4),
        }


@dataclass(frozen=True, slots=True)
class ObservanceForecast(Jsonable):
    """When an observance falls in a Hijri year by one authority.

    `possible` is in order of days, the probabilities sum to 1; `spans` are the days that it has on
    the authority's calendar; certainty, reason and source are those of the first month that it
    depends on.
    """

    authority: Authority
    observance: Observance
    year: int
    possible: tuple[PossibleDay, ...]
    spans: tuple[Span, ...]
    month: MonthForecast

    @property
    def certainty(self) -> Certainty:
        """The certainty of the first month that it depends on."""
        return self.month.certainty

    @property
    def reason(self) -> str:
        """The reason for the first day of that month."""
        return self.month.reason

    @property
    def source(self) -> str:
        """The source of that month."""
        return self.month.source

    @property
    def likeliest(self) -> PossibleDay:
        """The days that it has on the authority's calendar, and how probable they are."""
        shares = {each.spans: each.probability for each in self.possible}
        return PossibleDay(self.spans, shares.get(self.spans, 0.0))

    def first_days(self) -> dict[date, float]:
        """Return each day on which it may begin, and the probability that it does."""
        found: dict[date, float] = defaultdict(float)
        for possible in self.possible:
            if possible.spans:
                found[days.to_date(possible.spans[0].first)] += possible.probability
        return dict(found)

    @property
    def first(self) -> date | None:
        """The first day on the authority's calendar; None where the year has no such day."""
        return days.to_date(self.spans[0].first) if self.spans else None

    @property
    def probability(self) -> float:
        """The probability of the first day."""
        return self.first_days().get(self.first, 0.0) if self.first else 0.0

    def __str__(self) -> str:
        """Return authority, observance, year, the first day and its probability."""
        what = f"{self.authority.id}: {self.observance.name()} {self.year} AH"
        if self.first is None:
            return f"{what}, none in this year"
        share = self.probability
        likely = "" if share > _CERTAIN else f" ({'over 99%' if share > 0.995 else f'{share:.0%}'})"
        return f"{what} on {self.first}{likely}"

    def to_dict(self) -> dict[str, Any]:
        """Return authority, observance, Hijri year, certainty, reason, and all possible days."""
        return {
            "authority": self.authority.id,
            "title": self.authority.title,
            "observance": self.observance.id,
            "year": self.year,
            "certainty": self.certainty.value,
            "reason": self.reason,
            "source": self.source,
            "dates": [possible.to_dict() for possible in self.possible],
        }


def prospect(
    observance: Observance,
    authority: str | Authority,
    year: int,
    as_of: Any = None,
    entries: Iterable[Entry] | None = None,
) -> ObservanceForecast:
    """Return when an observance falls in a Hijri year by an authority.

    An observance that follows the months of another authority everywhere (the Hajj) is dated by it.
    If it depends on the length of a month as well as on its start, each combination is counted.
    `as_of` and `entries` are those of `forecast`. Raises `InvalidDate` for an observance of every
    week or month, `UnknownName` or `OutOfRange`.
    """
    body = authority_named(authority)
    dated_by = authority_named(observance.follows) if observance.follows else body
    counting = own_entries() if entries is None else tuple(entries)
    first, last = _months_of(observance, year)
    if last - first >= _MOST_MONTHS:
        raise InvalidDate(f"{observance.id} has no single date in the year; name one that has")
    found: dict[tuple[Span, ...], float] = defaultdict(float)
    for path in paths(dated_by, split_month(first), split_month(last + 1), as_of, counting):
        supposed = _Supposed.of(first, path.days)
        spans = tuple(each.span for each in observance.occurrences(supposed, year))
        found[spans] += path.probability
    begins = forecast(dated_by, *split_month(first), as_of, counting)
    if _is_arithmetic(dated_by):
        found = {max(found, key=lambda each: found[each]): 1.0}
    ordered = sorted(found.items(), key=lambda each: each[0][0].first if each[0] else 0)
    possible = tuple(PossibleDay(spans, share) for spans, share in ordered)
    calendar = calendar_of(dated_by, as_of, counting)
    months = [split_month(number) for number in range(first, last + 2)]
    likeliest = _Supposed.of(first, tuple(calendar.month(*month).first_day for month in months))
    spans = tuple(each.span for each in observance.occurrences(likeliest, year))
    return ObservanceForecast(body, observance, year, possible, spans, begins)


def _is_arithmetic(body: Authority) -> bool:
    """Return whether every month of an authority follows from arithmetic, so that none is open."""
    return all(
        isinstance(rule.basis, ByCalendar)
        and isinstance(calendar_named(rule.basis.calendar), TabularCalendar)
        for rule in body.rules
    )


def prospects(
    observances: Iterable[Observance],
    authorities: Iterable[str | Authority],
    *,
    year: int | None = None,
    gregorian: int | None = None,
    as_of: Any = None,
    entries: Iterable[Entry] | None = None,
) -> list[ObservanceForecast]:
    """Return when observances fall in a Hijri or a Gregorian year, by several authorities.

    In a Gregorian year an observance may fall twice, or not at all. An observance of some countries
    is only asked of their authorities. Raises as `prospect` does, and `InvalidDate` where not just
    one of the two years is given.
    """
    if (year is None) == (gregorian is None):
        raise InvalidDate("either a Hijri year or a Gregorian one")
    bodies = [authority_named(each) for each in authorities]
    counting = own_entries() if entries is None else tuple(entries)
    years: Sequence[int] = (year,) if year is not None else _hijri_years(gregorian or 0)
    found = [
        prospect(observance, body, hijri_year, as_of, counting)
        for observance in observances
        for hijri_year in years
        for body in bodies
        if not observance.countries or not set(observance.countries).isdisjoint(body.countries)
    ]
    return [each for each in found if gregorian is None or _falls_in(each, gregorian)]


def _falls_in(each: ObservanceForecast, gregorian: int) -> bool:
    return any(
        days.to_date(span.first).year == gregorian
        for possible in each.possible
        for span in possible.spans[:1]
    )


def _hijri_years(gregorian: int) -> range:
    """Return the Hijri years that a Gregorian year may touch."""
    if not 623 <= gregorian <= 2650:
        raise OutOfRange(f"the Gregorian year {gregorian} is outside 623 to 2650")
    civil = calendar_named("islamic-civil")
    ends = (civil.from_date(date(gregorian, month, day)) for month, day in ((1, 1), (12, 31)))
    first, last = (each.year for each in ends)
    return range(max(first - 1, 1), last + 2)


def _months_of(of: Observance, year: int) -> tuple[int, int]:
    """Return the numbers of the first and last month that an observance's days depend on."""
    if of.reckoned_on != "hijri":
        raise InvalidDate(f"{of.id} follows the {of.reckoned_on} calendar, not an authority")
    number = month_number(year, 1)
    middle = calendar_named("islamic-civil").day_number(year, 1, 1)
    on = _Supposed.of(number, tuple(middle + round(_MEAN_MONTH * k) for k in range(13)))
    of.occurrences(on, year)
    if not on.asked:
        raise InvalidDate(f"{of.id} does not depend on the months of an authority")
    return min(on.asked), max(on.asked)


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class _Supposed(Calendar):
    """A calendar in which some months begin on assumed days."""

    stretch: Stretch
    asked: set[int]

    @classmethod
    def of(cls, first: int, starts: tuple[int, ...]) -> _Supposed:
        """Return one of months from a number on; those about them are of a mean length."""
        before = [starts[0] - round(_MEAN_MONTH * k) for k in range(_AROUND, 0, -1)]
        after = [starts[-1] + round(_MEAN_MONTH * k) for k in range(1, _AROUND)]
        stretch = Stretch(first - _AROUND, [*before, *starts, *after])
        return cls(
            id="supposed", title="", rule="", source="", certainty=Certainty.FORECAST,
            first_year=split_month(first - _AROUND)[0], stretch=stretch, asked=set(),
        )  # fmt: skip

    def _last_month(self) -> int:
        return self.stretch.end - 1

    def _over_months(self, first: int, last: int) -> Stretch:
        self.asked.update((first, last))
        return self.stretch

    def _over_days(self, first: int, last: int) -> Stretch:
        return self.stretch
