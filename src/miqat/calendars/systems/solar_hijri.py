"""The solar Hijri calendar of Iran: the year begins with the March equinox.

1 Farvardin is the day of the equinox where it comes before true noon at 52.5 degrees east,
else the day after. Six months of 31 days, five of 30, and the last of 29 or 30.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, ClassVar

from miqat import days
from miqat.calendars.month_table import month_number, split_month
from miqat.calendars.months import Certainty
from miqat.calendars.systems.computed import ComputedCalendar

if TYPE_CHECKING:
    from collections.abc import Sequence

_MERIDIAN = 52.5
_GREGORIAN = 621  # year 1 began in March 622
_BEFORE_THE_LAST_MONTH = (31,) * 6 + (30,) * 5


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class SolarHijri(ComputedCalendar):
    """A calendar of solar years from the March equinox."""

    _EPOCH: ClassVar[int] = days.from_gregorian(622, 3, 22)
    _MEAN_MONTH: ClassVar[float] = 365.2424 / 12

    def _compute(self, first: int, last: int) -> Sequence[int]:
        first_year, last_year = split_month(first)[0], split_month(last)[0]
        base = month_number(first_year, 1)
        starts: list[int] = []
        for new_year in new_years(first_year, last_year):
            starts += accumulate(_BEFORE_THE_LAST_MONTH, initial=new_year)
        return starts[first - base : last - base + 1]


def new_years(first_year: int, last_year: int) -> list[int]:
    """Return the day numbers of 1 Farvardin of some years, both included.

    Raises `OutOfRange` where the ephemeris does not reach.
    """
    import numpy as np

    from miqat.sky.day_path import DayPath
    from miqat.sky.events import transits
    from miqat.sky.seasons import season
    from miqat.sky.timescale import from_datetime64

    equinoxes = season("march", np.arange(first_year, last_year + 1) + _GREGORIAN)
    on = np.floor(from_datetime64(equinoxes) + _MERIDIAN / 360.0).astype(np.int64)
    noons = transits(DayPath.of("sun", _MERIDIAN, on)).instants
    found: list[int] = (on + (equinoxes >= noons)).tolist()
    return found


SOLAR_HIJRI = SolarHijri(
    id="solar-hijri",
    title="Solar Hijri, by the equinox",
    rule=(
        "1 Farvardin is the day of the March equinox if it comes before true noon at 52.5 degrees "
        "east, else the day after; six months of 31 days, five of 30, the last of 29 or 30"
    ),
    source="The law of 31 March 1925 of Iran; the equinox from JPL DE440, before 1550 DE406",
    first_year=1,
    final_year=2027,  # the ephemeris ends before the equinox of 2650
    certainty=Certainty.COMPUTED,
    aliases=("persian", "jalali"),
    month_names="persian",
    agreement="Every month of 1206-1498 is that of persiantools; ICU's persian likewise",
)
