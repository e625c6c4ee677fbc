"""What a text says about time, free of every calendar table.

An expression names a calendar, a year, a month, a day, a rule of an observance or a prayer as the
text does. Which civil day that is, and by which calendar, is decided later.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from miqat.jsonable import Jsonable, plain

if TYPE_CHECKING:
    from collections.abc import Mapping

Kind = Literal[
    "day", "month", "year", "part of month", "century", "range", "observance", "night", "clock",
    "recurrence",
]  # fmt: skip
CalendarName = Literal["hijri", "solar-hijri", "gregorian", "julian", "rumi"]
Relative = Literal["this", "last", "next", "before last", "after next"]

#: The last day of a month, whose number depends on its length.
END = -1


@dataclass(frozen=True, slots=True)
class Expression(Jsonable):
    """A point or stretch of time as a text states it; what is not stated is None.

    `months` has two months where the name is that of both. `part` is the first and the last day
    of a part of the month, -1 for the last of the month. `nth` is a weekday of the month by its
    number (-1 the last). `nights_left` counts nights from the end of the month. `rules` are ids of
    observances, of which `offset` counts days; several are alternatives. `until` is the end of a
    range. `civil_year` is a Gregorian year next to a Hijri month or an observance.
    """

    kind: Kind
    calendar: CalendarName | None = None
    year: int | None = None
    months: tuple[int, ...] = ()
    day: int | None = None
    weekday: int | None = None
    night: bool = False
    part: tuple[int, int] | None = None
    nth: tuple[int, int] | None = None
    nights_left: int | None = None
    rules: tuple[str, ...] = ()
    offset: int = 0
    relative: Relative | None = None
    civil_year: int | None = None
    short_year: bool = False
    era_stated: bool = False
    order_unsure: bool = False
    century: int | None = None
    last_year: int | None = None
    prayer: str | None = None
    relation: Literal["before", "at", "after"] | None = None
    minutes: int | None = None
    until: Expression | None = None
    calendars: tuple[CalendarName, ...] = ()

    @property
    def month(self) -> int | None:
        """The month, None where none or two are meant."""
        return self.months[0] if len(self.months) == 1 else None

    def to_dict(self) -> dict[str, Any]:
        """Return what is stated, without what is not."""
        found: dict[str, Any] = {"kind": self.kind}
        for name in self.__slots__:
            value = getattr(self, name)
            if name != "kind" and value not in (None, (), False, 0):
                found[name] = plain(value)
        return found


def clock_text(of: Expression) -> str:
    """Return a clock on a prayer in a short form: "after maghrib", "maghrib-30"."""
    if of.minutes:
        return f"{of.prayer}{of.minutes:+d}"
    weekday = "" if of.weekday is None else f" wd{of.weekday}"
    return f"{of.relation or 'at'} {of.prayer}{weekday}"


def stated(fields: Mapping[str, Any]) -> Expression:
    """Return the expression of a mapping from field names to values."""
    return Expression(**fields)
