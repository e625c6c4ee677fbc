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
from miqat.calendars.months import Certainty
from miqat.calendars.systems.listed import ListedCalendar

if TYPE_CHECKING:
    from collections.abc import Sequence

#: Leap years of the thirty-year cycle, by van Gent's type.
LEAP_YEARS = {
    "I": (2, 5, 7, 10, 13, 15, 18, 21, 24, 26, 29),
    "II": (2, 5, 7, 10, 13, 16, 18, 21, 24, 26, 29),
    "III": (2, 5, 8, 10, 13, 16, 19, 21, 24, 27, 29),
    "IV": (2, 5, 8, 11, 13, 16, 19, 21, 24, 27, 30),
}

#: Day number of 1 Muharram of year 1: Friday 16 July 622 Julian, JDN 1948440, or the
#: Thursday before it, JDN 1948439.
EPOCHS = {"civil": days.from_julian(622, 7, 16), "astronomical": days.from_julian(622, 7, 15)}

#: The last year that ends before 9999-12-31, where `datetime.date` ends.
_LAST_YEAR = 9665


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class TabularCalendar(ListedCalendar):
    """A calendar of thirty-year cycles of 10,631 days, from year 1.

    `leap_years` are years of the cycle, 1 to 30; `epoch` is the day number of
    1 Muharram of year 1.
    """

    leap_years: tuple[int, ...]
    epoch: int

    def _month_starts(self) -> Sequence[int]:
        lengths = [
            30 if month % 2 or (month == 12 and year in self.leap_years) else 29
            for year in range(1, 31)
            for month in range(1, 13)
        ]
        return list(accumulate(islice(cycle(lengths), 12 * _LAST_YEAR), initial=self.epoch))


# Id, type, epoch, other names. ICU and CLDR name the two of type II, Time4J all eight;
# van Gent writes Ia for type I with the astronomical epoch, Ic with the civil one.
_NAMED = (
    ("islamic-civil", "II", "civil", ("tabular-iic", "islamicc")),
    ("islamic-tbla", "II", "astronomical", ("tabular-iia",)),
    ("fatimid", "III", "astronomical", ("tabular-iiia", "bohra", "misri", "islamic-fatimida")),
    ("tabular-ic", "I", "civil", ("islamic-eastc",)),
    ("tabular-ia", "I", "astronomical", ("islamic-easta",)),
    ("tabular-iiic", "III", "civil", ("islamic-fatimidc",)),
    ("tabular-ivc", "IV", "civil", ("islamic-habashalhasibc",)),
    ("tabular-iva", "IV", "astronomical", ("islamic-habashalhasiba",)),
)
_BEGINS = {"civil": "Friday 16 July 622 (Julian)", "astronomical": "Thursday 15 July 622 (Julian)"}
_AGREEMENT = {
    "islamic-civil": "Every month of years 1-9665 is that of ICU's islamic-civil and convertdate's",
    "islamic-tbla": "Every month of years 1-9665 is that of ICU's islamic-tbla",
}


def _tabular(name: str, kind: str, epoch: str, aliases: tuple[str, ...]) -> TabularCalendar:
    *early, last = map(str, LEAP_YEARS[kind])
    hijrical = f"Every month of years 1-3000 has the length it has in hijrical's type {kind}"
    return TabularCalendar(
        id=name,
        title=f"Tabular, type {kind}, {epoch} epoch",
        rule=(
            f"Months of 30 and 29 days in turn; years {', '.join(early)} and {last} of every "
            f"thirty have a thirtieth day in month 12; from {_BEGINS[epoch]}"
        ),
        source=(
            "R. H. van Gent, The Islamic Calendar (types I to IV); Calendrical Calculations, "
            "4th ed., chapter 7"
        ),
        first_year=1,
        certainty=Certainty.COMPUTED,
        aliases=aliases,
        agreement=_AGREEMENT.get(name, hijrical),
        leap_years=LEAP_YEARS[kind],
        epoch=EPOCHS[epoch],
    )


TABULAR = tuple(_tabular(*named) for named in _NAMED)
