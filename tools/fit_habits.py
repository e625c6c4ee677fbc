"""Fit data/authorities/habits.toml: how groups of authorities decide, by the crescent.

For each group the criterion's middle and width and the rates of lapses that make its months
likeliest, with slight priors that hold where months are few. What it is fitted on:

- strict-aided: Iran's record, 1380-1422 (later months are kept to score it by); the criterion
  is the one that `python -m tools.fit_iran` chose on the same months
- strict, liberal, liberal-aided, testimony: the months before 1445 in the package's record of the
  authorities that the catalogue puts in these groups, by the naked eye or with optical aid;
  testimony is for bodies of which few months are known: its middle is that of a textbook
  criterion, its spread wide
- council, court: Ramadan, Shawwal and Dhu al-Hijja of 1424-1429 and 1430-1443 as announced in
  Saudi Arabia (the published calendar with the differences of the reference data; its row
  that is 236 days off is left out)

`spread` and `memory` are not fitted but chosen: what a group's members and the years differ by.

    python -m tools.fit_habits            fit and write
    python -m tools.fit_habits --check    print alone
"""

from __future__ import annotations

import csv
import os
import sys
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.optimize import minimize  # type: ignore[import-untyped]

from miqat import days
from miqat.authorities import Authority, authorities, authority, proclaimed
from miqat.authorities.forecasting.evenings import Evenings
from miqat.authorities.forecasting.posterior import Evidence, likelihood
from miqat.authorities.forecasting.report_curve import ReportCurve
from miqat.authorities.model import ByCalendar, BySighting
from miqat.calendars import calendar
from miqat.calendars.month_table import month_number

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

PROJECT = Path(__file__).parent.parent
TARGET = PROJECT / "src/miqat/data/authorities/habits.toml"
ADJUSTMENTS = "calendars/saudi-announced-adjustments.csv"
DECIDED = (9, 10, 12)
BEFORE = 1445
# Priors of the rates of lapses: as many months with so many a lapse. That of reports of what
# could not be seen is the heavier, for the odd ones get into the news and so into the record.
RATE, RATE_MONTHS = 0.02, {"lapse": 15.0, "miss": 15.0, "blind": 150.0}


class Prior(NamedTuple):
    """Where a middle and a width are looked for: normal in the one, lognormal in the other."""

    middle: float
    about: float
    width: float
    factor: float


@dataclass(frozen=True)
class Group:
    """A group as it is fitted: the criterion, what is not fitted, and the priors."""

    id: str
    criterion: str
    prior: Prior
    spread: float
    memory: float
    formula: bool = False
    below: bool = False


GROUPS = (
    Group("strict", "bruin", Prior(-1.0, 1.5, 0.8, 1.5), spread=1.0, memory=120.0),
    Group("strict-aided", "bruin", Prior(-1.5, 3.0, 0.8, 2.0), spread=1.5, memory=120.0),
    Group("liberal", "bruin", Prior(-7.0, 1.5, 1.0, 1.5), spread=1.5, memory=120.0),
    Group("liberal-aided", "bruin", Prior(-7.0, 1.5, 1.0, 1.5), spread=1.0, memory=120.0),
    Group("testimony", "bruin", Prior(0.0, 1.5, 1.0, 1.5), spread=2.5, memory=120.0),
    Group("council", "lag", Prior(0.0, 10.0, 4.0, 2.0), 2.0, 60.0, formula=True, below=True),
    Group("court", "lag", Prior(0.0, 2.0, 2.0, 1.5), 1.0, 60.0, formula=True, below=True),
)  # fmt: skip


class Months(NamedTuple):
    """Decided months of one authority, and the evenings that it decided on."""

    about: Evenings
    history: list[Evidence]


def main(arguments: list[str]) -> None:
    """Fit, print, and write."""
    entries = []
    for group in GROUPS:
        months, fitted_on = material(group)
        found = fit(group, months, fitted_on)
        print(f"{group.id}: {found}")
        entries.append(written(group.id, found))
    if "--check" not in arguments:
        TARGET.write_text("\n".join([*HEAD, *entries]), encoding="utf-8")


def fit(group: Group, months: list[Months], fitted_on: str) -> ReportCurve:
    """Return the habit that makes months likeliest."""
    prior = group.prior
    start = ReportCurve(
        criterion=group.criterion, middle=prior.middle, width=prior.width, lapse=RATE,
        miss=RATE, blind=RATE, spread=group.spread, memory=group.memory, fitted_on=fitted_on,
        formula=group.formula, below=group.below,
    )  # fmt: skip

    def cost(x: Floats) -> float:
        of = _at(start, x)
        total = 0.5 * ((of.middle - prior.middle) / prior.about) ** 2
        total += 0.5 * (np.log(of.width / prior.width) / np.log(prior.factor)) ** 2
        for name, months_of in RATE_MONTHS.items():
            rate = getattr(of, name)
            total -= months_of * (RATE * np.log(rate) + (1.0 - RATE) * np.log(1.0 - rate))
        return float(total - sum(_log_likelihood(of, each) for each in months))

    begin = np.array([prior.middle, np.log(prior.width), *[np.log(RATE)] * 3])
    options = {"maxiter": 4000, "xatol": 1e-4, "fatol": 1e-5}
    found = minimize(cost, begin, method="Nelder-Mead", options=options)
    return _at(start, found.x)


def _at(start: ReportCurve, x: Floats) -> ReportCurve:
    rates = np.exp(np.clip(x[2:], -12.0, -0.7))
    middle, width = float(x[0]), float(np.exp(x[1]))
    lapse, miss, blind = (float(rate) for rate in rates)
    return replace(start, middle=middle, width=width, lapse=lapse, miss=miss, blind=blind)


def _log_likelihood(of: ReportCurve, months: Months) -> float:
    def chances(value: Floats) -> Floats:
        return of.chance(value)[..., np.newaxis]

    return float(np.log(likelihood(chances, months.about, months.history)).sum())


def material(group: Group) -> tuple[list[Months], str]:
    """Return the months that a group is fitted on, and words for them."""
    if group.id == "strict-aided":
        iran = authority("iran")
        known = {n: one.entry.day for n, one in proclaimed("iran", None, ()).items()}
        return [_months(iran, group, known, 1380, 1422)], "iran 1380-1422"
    if group.id in ("council", "court"):
        first, last = (1424, 1429) if group.id == "council" else (1430, 1443)
        body = authority("saudi-arabia")
        months = _months(body, group, announced_in_saudi_arabia(), first, last)
        return [months], f"saudi-arabia {first}-{last}, months 9, 10 and 12"
    found = {
        body.id: _months(
            body,
            group,
            {n: one.entry.day for n, one in proclaimed(body.id, None, ()).items()},
            1,
            BEFORE - 1,
        )
        for body in authorities()
        if _is_of(body.rule(BEFORE, 9).basis, group.id)
    }
    counts = {name: len(each.history) for name, each in found.items() if each.history}
    words = ", ".join(f"{name} {count}" for name, count in sorted(counts.items()))
    return [found[name] for name in counts], f"months before {BEFORE}: {words or 'none'}"


def _months(body: Authority, group: Group, known: dict[int, int], first: int, last: int) -> Months:
    numbers = [
        n
        for n in sorted(known)
        if first <= n // 12 <= last and _is_of(body.rule_of(n).basis, group.id)
    ]
    basis = next(rule.basis for rule in body.rules if _is_of(rule.basis, group.id))
    assert isinstance(basis, BySighting)
    history = [Evidence(n, known[n], _before(body, known, n)) for n in numbers]
    return Months(Evenings(basis), history)


def _before(body: Authority, known: dict[int, int], number: int) -> int | None:
    if number - 1 in known:
        return known[number - 1]
    basis = body.rule_of(number - 1).basis
    if isinstance(basis, ByCalendar):
        year, month = divmod(number - 1, 12)
        return calendar(basis.calendar).month(year, month + 1).first_day
    return None


def _is_of(basis: object, group: str) -> bool:
    if not isinstance(basis, BySighting):
        return False
    own, _, aided = group.partition("-")
    return basis.group == own and (basis.aid == "optical aid") is bool(aided)


def announced_in_saudi_arabia(reference: Path | None = None) -> dict[int, int]:
    """Return the first days of the decided months of 1424-1443 as announced, by month number."""
    beside = Path(os.environ.get("MIQAT_REFERENCE", PROJECT.parent / "shared/reference"))
    published = calendar("ummalqura")
    found = {
        month_number(year, month): published.month(year, month).first_day
        for year in range(1424, 1444)
        for month in DECIDED
    }
    with (reference or beside).joinpath(ADJUSTMENTS).open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            year, month, day = (int(part) for part in row["hijri"].split("-"))
            number = month_number(year, month)
            if number in found and "TYPO" not in row["note"]:
                on = days.from_date(date.fromisoformat(row["gregorian"]))
                found[number] = on - (day - 1)
    return found


HEAD = [
    "# How groups of authorities that go by sighting decide: miqat/authorities/habits.py.",
    "# Built by: python -m tools.fit_habits",
    "",
]


def written(name: str, of: ReportCurve) -> str:
    """Return a habit as TOML."""
    lines = [f"[{name}]", f'criterion = "{of.criterion}"']
    lines += [f"{flag} = true" for flag in ("formula", "below") if getattr(of, flag)]
    numbers = ("middle", "width", "lapse", "miss", "blind", "spread", "memory")
    lines += [f"{number} = {getattr(of, number):.4g}" for number in numbers]
    return "\n".join([*lines, f'fitted_on = "{of.fitted_on}"', ""])


if __name__ == "__main__":
    main(sys.argv[1:])
