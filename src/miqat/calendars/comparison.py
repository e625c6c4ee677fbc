"""Where two calendars part: the months that begin on different days, and by how many."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from miqat import days
from miqat.calendars.month_table import month_number
from miqat.calendars.registry import calendar
from miqat.errors import InvalidDate, MixedCalendars, OutOfRange
from miqat.jsonable import Jsonable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from miqat._typing import Int32s, Int64s
    from miqat.calendars.hijri_date import Calendar


class Difference(NamedTuple):
    """A month that begins on two days, day numbers; `by` is the other less the one."""

    year: int
    month: int
    first_in_one: int
    first_in_other: int

    @property
    def by(self) -> int:
        """How many days later (negative: earlier) the other calendar begins the month."""
        return self.first_in_other - self.first_in_one


@dataclass(frozen=True, eq=False)
class Differences(Jsonable):
    """All months of a span in two calendars, from the first to the last of them.

    `starts_of_one` and `starts_of_other` are the first days of the months, int32 day numbers
    of one shape; the first is that of month `first` = 12 y + m - 1.
    """

    one: Calendar
    other: Calendar
    first: int
    starts_of_one: Int32s
    starts_of_other: Int32s

    def to_dict(self) -> dict[str, Any]:
        """Return how many months were compared, and each that begins on two days."""
        return {
            "calendar": self.other.id,
            "months": self.compared,
            "differ": len(self),
            "by_days": {f"{by:+d}": count for by, count in self.counts().items()},
            "differences": [
                {
                    "month": f"{each.year:04d}-{each.month:02d}",
                    "first": {
                        self.one.id: days.to_date(each.first_in_one).isoformat(),
                        self.other.id: days.to_date(each.first_in_other).isoformat(),
                    },
                    "by_days": each.by,
                }
                for each in self
            ],
        }

    @property
    def compared(self) -> int:
        """How many months were compared."""
        return self.by.size

    @property
    def by(self) -> Int32s:
        """By how many days each month begins later in the other calendar, 0 for most."""
        return self.starts_of_other - self.starts_of_one

    @property
    def years(self) -> Int32s:
        """The year of each month compared."""
        return (self._numbers // 12).astype(np.int32)

    @property
    def months(self) -> Int32s:
        """The number of each month compared, 1 to 12."""
        return (self._numbers % 12 + 1).astype(np.int32)

    def counts(self) -> dict[int, int]:
        """Return how many months differ by each number of days, most negative first."""
        values, counts = np.unique(self.by[self.by != 0], return_counts=True)
        return {int(by): int(count) for by, count in zip(values, counts, strict=True)}

    def __iter__(self) -> Iterator[Difference]:
        """Yield the months that differ, in order."""
        for at in np.flatnonzero(self.by):
            yield Difference(
                int(self.years[at]),
                int(self.months[at]),
                int(self.starts_of_one[at]),
                int(self.starts_of_other[at]),
            )

    def __len__(self) -> int:
        """Return how many months differ."""
        return int(np.count_nonzero(self.by))

    @property
    def _numbers(self) -> Int64s:
        return self.first + np.arange(self.starts_of_one.size)


def compare(
    one: str | Calendar,
    other: str | Calendar,
    first_year: int | None = None,
    last_year: int | None = None,
) -> Differences:
    """Return where two calendars part in some years, both included.

    Without a first or last year the span goes as far as both calendars do; a last year that
    one of them has only in part is compared so far. Raises `UnknownName`, `InvalidDate` for
    years in the wrong order, `OutOfRange` for a year that either does not have, and
    `MixedCalendars` for calendars whose months are not the same ones.

    >>> compare("ummalqura", "ummalqura-kacst").counts()
    {-1: 23, 1: 700, 2: 17}
    """
    pair = calendar(one), calendar(other)
    if pair[0].month_names != pair[1].month_names:
        raise MixedCalendars(
            f"{pair[0].id} has {pair[0].month_names} months and {pair[1].id} has "
            f"{pair[1].month_names} ones: they have none in common to compare"
        )
    first, last = common_years(pair, first_year, last_year)
    starts = [_starts(each, first, last) for each in pair]
    both = min(part.size for part in starts)
    return Differences(*pair, month_number(first, 1), starts[0][:both], starts[1][:both])


def common_years(
    among: tuple[Calendar, ...], first_year: int | None = None, last_year: int | None = None
) -> tuple[int, int]:
    """Return the first and last year to compare calendars in, as given or as all have them."""
    first = max(each.first_year for each in among) if first_year is None else first_year
    last = min(each.last_year for each in among) if last_year is None else last_year
    if last < first and (first_year is None or last_year is None):
        names = " and ".join(each.id for each in among)
        raise OutOfRange(f"{names} have no year in common, from {first} on")
    if last < first:
        raise InvalidDate(f"year {last} comes before year {first}")
    return first, last


def _starts(of: Calendar, first_year: int, last_year: int) -> Int32s:
    """Return the first days of the months of some years; the last one may break off."""
    of.month(first_year, 1)  # raises outside the range
    if last_year != of.last_year:
        return of.starts(first_year, last_year)[:-1]
    end = of.from_day(of.last_day).month
    broken = [of.month(last_year, month).first_day for month in range(1, end + 1)]
    whole = of.starts(first_year, last_year - 1)[:-1] if first_year < last_year else ()
    return np.array([*whole, *broken], dtype=np.int32)
