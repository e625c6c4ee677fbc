"""Forecasts of announced months, none of which saw the month or a later one of its body.

What is hidden of a body's record is hidden by the number of the month, so that a calendar that was
printed a year ahead does not forecast itself.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from miqat import days
from miqat.authorities import authorities, authority, proclaimed
from miqat.authorities.forecasting.month_chain import Chain
from miqat.authorities.model import ByAnother
from miqat.calendars import calendar
from miqat.calendars.month_table import month_number, split_month
from miqat.once import lazy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from miqat.authorities.record import Proclaimed

    Floats = NDArray[np.float64]

GREAT_MONTHS = (9, 10, 12)
CALCULATED = ("fcna", "ecfr", "turkey")
BASELINES = ("ummalqura", "islamic-civil")
NEARLY_CERTAIN = 0.97
_EVE = 27  # days after the first: the 28th
_FOUND = "calendars/announced-found.csv"
#: Ids of that file which the catalogue writes otherwise.
_IDS = {
    "es-cie": "spain-cie", "no-irn": "norway-irn", "at-iggo": "austria-iggoe",
    "it-cici": "italy-cici", "se-imamrad": "sweden-imamrad",
}  # fmt: skip


class Row(NamedTuple):
    """A month that an authority announced: its number and first day."""

    body: str
    number: int
    day: int

    @property
    def year(self) -> int:
        """The Hijri year."""
        return split_month(self.number)[0]

    @property
    def is_great(self) -> bool:
        """Whether it is Ramadan, Shawwal or Dhu al-Hijja."""
        return split_month(self.number)[1] in GREAT_MONTHS


class Scored(NamedTuple):
    """A row, and the probabilities of first days that were forecast for it."""

    row: Row
    shares: Mapping[int, float]

    @property
    def likeliest(self) -> int:
        """The most probable day."""
        return max(self.shares, key=lambda day: self.shares[day])

    @property
    def is_exact(self) -> bool:
        """Whether the most probable day was the day."""
        return self.likeliest == self.row.day

    @property
    def brier(self) -> float:
        """The sum of the squared differences of all days, 2 at worst."""
        squares = [(share - (day == self.row.day)) ** 2 for day, share in self.shares.items()]
        return sum(squares) + (self.row.day not in self.shares)


@dataclass(frozen=True, eq=False)
class HiddenFrom(Chain):
    """A chain to which the authority's record is unknown from the month `hidden_from` on."""

    hidden_from: int = 0

    @lazy
    def known(self) -> Mapping[int, Proclaimed]:
        """What was proclaimed before that month, by month number."""
        everything = proclaimed(self.authority.id, self.as_of, self.entries)
        return {n: one for n, one in everything.items() if n < self.hidden_from}


def record_of(body: str) -> dict[int, int]:
    """Return the first days of a body's record by month number."""
    return {number: one.entry.day for number, one in proclaimed(body, None, ()).items()}


def rows_of(body: str, fits: Callable[[Row], bool] = lambda row: True) -> list[Row]:
    """Return the months of a body's record that fit, in order."""
    rows = [Row(body, number, day) for number, day in sorted(record_of(body).items())]
    return [row for row in rows if fits(row)]


def announcing_bodies() -> list[str]:
    """Return the bodies with a record that announce: all but Iran and those that print lists."""
    ids = [body.id for body in authorities()]
    return [name for name in ids if name not in ("iran", *CALCULATED) and record_of(name)]


def found_rows(reference: Path) -> list[Row]:
    """Return the announced months of the reference data that its authors collected apart."""
    rows = []
    with (reference / _FOUND).open(encoding="utf-8") as lines:
        for line in csv.DictReader(lines):
            year, month = map(int, line["month"].split("-"))
            day = days.from_date(date.fromisoformat(line["day"]))
            name = _IDS.get(line["authority"], line["authority"])
            rows.append(Row(authority(name).id, month_number(year, month), day))
    return rows


def forecast_rows(rows: Iterable[Row], *, body_left_out: bool = False) -> list[Scored]:
    """Return forecasts of months, as known on the 28th of the month before.

    The month and all later ones of the body are hidden; its whole record if it is left out.
    """
    return [Scored(row, _chain_for(row, body_left_out).marginal(row.number)) for row in rows]


_left_out: dict[str, HiddenFrom] = {}


def _chain_for(row: Row, body_left_out: bool) -> HiddenFrom:
    body = authority(row.body)
    if not body_left_out:
        before = record_of(row.body).get(row.number - 1, first_by("ummalqura", row.number - 1))
        return HiddenFrom(body, before + _EVE, (), False, row.number)
    if any(isinstance(rule.basis, ByAnother) for rule in body.rules):
        # What is known of the authority that is followed depends on the date.
        return HiddenFrom(body, first_by("ummalqura", row.number - 1) + _EVE, (), False, 0)
    return _left_out.setdefault(row.body, HiddenFrom(body, None, (), False, 0))


def first_by(name: str, number: int) -> int:
    """Return the first day of a month by a calendar."""
    return calendar(name).month(*split_month(number)).first_day


def expected_error(scored: Sequence[Scored]) -> float:
    """Return the expected calibration error, over every day that had a probability."""
    return binned_error(*said_and_came(scored))


def binned_error(said: Floats, came: Floats) -> float:
    """Return the mean distance of what was said from what came, by tenths, weighted."""
    tenth = tenths(said)
    count, sum_said, sum_came = (np.bincount(tenth, weights) for weights in (None, said, came))
    return float(np.abs(sum_said - sum_came).sum() / count.sum())


def said_and_came(scored: Sequence[Scored]) -> tuple[Floats, Floats]:
    """Return the probabilities of all days, and 1 for those that came true, else 0."""
    pairs = [
        (share, float(day == each.row.day)) for each in scored for day, share in each.shares.items()
    ]
    said, came = np.array(pairs).T
    return said, came


def tenths(said: Floats) -> NDArray[np.int64]:
    """Return the tenth, 0 to 9, of each probability."""
    return np.minimum((said * 10.0).astype(np.int64), 9)


def best_offset(rows: Sequence[Row]) -> tuple[str, float]:
    """Return the calendar and constant offset that fit best in hindsight, and the exact share."""
    return max(
        (
            (f"{name} {by:+d}", exact_by(name, rows, by))
            for name in BASELINES
            for by in range(-2, 4)
        ),
        key=lambda found: found[1],
    )


def exact_by(name: str, rows: Sequence[Row], by: int = 0) -> float:
    """Return the share of months that a calendar has exactly, moved by some days."""
    return float(np.mean([first_by(name, row.number) + by == row.day for row in rows]))
