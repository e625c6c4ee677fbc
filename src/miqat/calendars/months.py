"""One month of one calendar, with the source of its first day."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from miqat.days import to_date
from miqat.jsonable import Jsonable

if TYPE_CHECKING:
    from datetime import date


class Certainty(StrEnum):
    """How the first day of a month is known, the most certain first.

    Proclaimed by an authority; published in advance; computed by a rule that decides; forecast by a
    rule that only predicts what others will decide.
    """

    PROCLAIMED = "proclaimed"
    PUBLISHED = "published"
    COMPUTED = "computed"
    FORECAST = "forecast"


@dataclass(frozen=True, slots=True)
class Month(Jsonable):
    """A month as its calendar has it.

    `first_day` is a day number (days since 1970-01-01), as that of a calendar is; `first_date`
    and `last_date` are civil dates. `length` is in days, `month` counts from 1.
    """

    year: int
    month: int
    first_day: int
    length: int
    source: str
    certainty: Certainty

    @property
    def first_date(self) -> date:
        """The civil date of day 1; raises `OutOfRange` where `datetime.date` has none."""
        return to_date(self.first_day)

    @property
    def last_date(self) -> date:
        """The civil date of the last day; raises `OutOfRange` where `datetime.date` has none."""
        return to_date(self.first_day + self.length - 1)

    def days(self) -> range:
        """Return the day numbers of the month in order."""
        return range(self.first_day, self.first_day + self.length)

    def to_dict(self) -> dict[str, Any]:
        """Return year, month, first day, length, certainty and source."""
        return {
            "year": self.year,
            "month": self.month,
            "first_day": self.first_date.isoformat(),
            "length": self.length,
            "certainty": str(self.certainty),
            "source": self.source,
        }
