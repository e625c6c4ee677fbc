"""The calendar of Iran: its record, followed by a forecast.

The rule was chosen by comparison with the record: of the criteria of the crescent room, anywhere in
Iran, the one that with its best threshold begins most months of 1380-1422 as recorded (`python -m
tools.fit_iran`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from miqat import days
from miqat.calendars.month_table import month_number
from miqat.calendars.months import Certainty
from miqat.calendars.systems import precomputed
from miqat.calendars.systems.by_crescent import FINAL_YEAR
from miqat.calendars.systems.computed import ComputedCalendar
from miqat.data import data_path
from miqat.once import once

if TYPE_CHECKING:
    from collections.abc import Sequence

    from miqat.calendars.month_rules.base import MonthRule

_TABLE = Path(data_path("calendars/iran.txt"))

#: What its months are tabulated from, under miqat/data.
MADE_FROM = "calendars/iran.txt"

#: The rule of the forecast: a criterion that exceeds this value anywhere in Iran's outline.
CRITERION, THRESHOLD = "bruin", -1.55


class Run(NamedTuple):
    """Months of one origin, by number; `seen` where one began on another day than printed."""

    first: int
    last: int
    sources: str
    seen: bool


class Record(NamedTuple):
    """The first days of consecutive months from the one numbered `first`, and their origin."""

    first: int
    starts: tuple[int, ...]
    runs: tuple[Run, ...]

    @property
    def end(self) -> int:
        """The number of the month after the last."""
        return self.first + len(self.starts)

    def run(self, number: int) -> Run:
        """Return the run of a month that the record has."""
        return next(run for run in self.runs if run.first <= number <= run.last)


@once
def record() -> Record:
    """Return the record of the months of Iran."""
    text = _TABLE.read_text("utf-8").splitlines()
    lines = [line for line in text if not line.startswith("#")]
    at = lines.index("sources")
    years = [line.split() for line in lines[:at]]
    first_day = days.from_date(date.fromisoformat(years[0][1]))
    lengths = [int(length) for _, _, *months in years for length in months]
    runs = []
    for line in lines[at + 1 :]:
        first, last, sources = line.split()
        marked = sources.removeprefix("*")
        names = marked.replace(",", ", ")
        runs.append(Run(_number(first), _number(last), names, marked != sources))
    starts = tuple(accumulate(lengths, initial=first_day))
    return Record(month_number(int(years[0][0]), 1), starts, tuple(runs))


def prediction_rule() -> MonthRule:
    """Return the rule that predicts the months after the record."""
    from miqat.calendars.month_rules.at_places import in_country

    return in_country("IR", CRITERION, threshold=THRESHOLD)


def predicted(first: int, last: int) -> list[int]:
    """Return on which days the rule begins the months numbered `first` to `last`.

    Day numbers, of months 12 y + m - 1, whether or not the record has them.
    """
    from miqat.calendars.month_rules.base import Era, first_days

    found: list[int] = first_days([Era(first, prediction_rule())], first, last).tolist()
    return found


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class IranObserved(ComputedCalendar):
    """The calendar of Iran; each month says whether it is recorded or predicted, and how."""

    def _compute(self, first: int, last: int) -> Sequence[int]:
        kept = record()
        known = kept.starts[first - kept.first : max(last + 1 - kept.first, 0)]
        begin = first + len(known)
        return [*known, *(predicted(begin, last) if begin <= last else ())]

    def _tabulated(self, first: int, last: int) -> Sequence[int] | None:
        return precomputed.starts(self.id, first, last, MADE_FROM)

    def _known_by(self, number: int) -> tuple[str, Certainty]:
        kept = record()
        if number >= kept.end:
            return f"rule: {CRITERION} above {THRESHOLD:g} in Iran", Certainty.FORECAST
        run = kept.run(number)
        seen = "; seen to begin on another day than was printed" if run.seen else ""
        return f"{run.sources} (qamari){seen}", Certainty.PROCLAIMED


def _number(text: str) -> int:
    year, month = text.split("-")
    return month_number(int(year), int(month))


IRAN = IranObserved(
    id="iran-observed",
    title="Iran, as observed",
    rule=(
        "1265-01 to 1447-10 as recorded in Iran, from almanacs, newspapers and since 1423 the "
        "Calendar Center, each month with its source. Later months are a forecast, not a rule that "
        "decides: the day after the first evening on which Bruin's criterion is exceeded by more "
        "than -1.55 degrees anywhere in Iran"
    ),
    source="github.com/roozbehp/qamari (CC0), by R. Pournader, A. Razqandi and E. Byagowi",
    agreement=(
        "the record itself to 1447-10; the rule of the forecast, fitted on 1380-1422 (470 of 516 "
        "months), begins 273 of the 298 of 1423-1447-10 as recorded, and no month more than a "
        "day off"
    ),
    first_year=1265,
    final_year=FINAL_YEAR,
    certainty=Certainty.PROCLAIMED,
)
