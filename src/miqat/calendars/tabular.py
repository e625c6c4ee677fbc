"""Tabular calendars: alternate months of 30 and 29 days, eleven leap years in thirty.

Odd months have 30 days and even months 29; in a leap year month 12 has 30 too.
A tabular calendar is thus its set of leap years and its epoch.

Source: E. M. Reingold and N. Dershowitz, *Calendrical Calculations*, 4th ed.
(2018), chapter 7; R. H. van Gent, *The Islamic Calendar* (types I to IV).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate, cycle, islice
from typing import TYPE_CHECKING

from miqat import days
from miqat.calendars.listed import ListedCalendar
from miqat.calendars.months import Certainty

if TYPE_CHECKING:
    from collections.abc import Sequence

#: Leap years of the thirty-year cycle, by van Gent's type.
LEAP_YEARS = {"II": frozenset({2, 5, 7, 10, 13, 16, 18, 21, 24, 26, 29})}

#: Day number of 1 Muharram of year 1: Friday 16 July 622 Julian, JDN 1948440.
CIVIL_EPOCH = days.from_julian(622, 7, 16)

#: The last year that ends before 9999-12-31, where `datetime.date` ends.
_LAST_YEAR = 9665


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class TabularCalendar(ListedCalendar):
    """A calendar of thirty-year cycles of 10,631 days, from year 1.

    `leap_years` are years of the cycle, 1 to 30; `epoch` is the day number of
    1 Muharram of year 1.
    """

    leap_years: frozenset[int]
    epoch: int

    def _month_starts(self) -> Sequence[int]:
        lengths = [
            30 if month % 2 or (month == 12 and year in self.leap_years) else 29
            for year in range(1, 31)
            for month in range(1, 13)
        ]
        return list(accumulate(islice(cycle(lengths), 12 * _LAST_YEAR), initial=self.epoch))


TABULAR = (
    TabularCalendar(
        id="islamic-civil",
        title="Tabular, type II, civil epoch",
        rule=(
            "Months of 30 and 29 days in turn; years 2, 5, 7, 10, 13, 16, 18, 21, 24, 26 and 29 "
            "of every thirty have a thirtieth day in month 12; from Friday 16 July 622 (Julian)"
        ),
        source="Calendrical Calculations, 4th ed., chapter 7",
        first_year=1,
        certainty=Certainty.COMPUTED,
        leap_years=LEAP_YEARS["II"],
        epoch=CIVIL_EPOCH,
    ),
)
