"""One month of one calendar, with where its first day is known from."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Certainty(StrEnum):
    """How the first day of a month is known, the surest first.

    Proclaimed by those who keep it; published beforehand as a calculation; computed here by
    a rule that decides; forecast by a rule that only foresees what others will decide.
    """

    PROCLAIMED = "proclaimed"
    PUBLISHED = "published"
    COMPUTED = "computed"
    FORECAST = "forecast"


@dataclass(frozen=True, slots=True)
class Month:
    """A month as its calendar has it.

    `first_day` is a day number (days since 1970-01-01), `length` is in days,
    `month` counts from 1.
    """

    year: int
    month: int
    first_day: int
    length: int
    source: str
    certainty: Certainty

    def days(self) -> range:
        """Return the day numbers of the month in order."""
        return range(self.first_day, self.first_day + self.length)
