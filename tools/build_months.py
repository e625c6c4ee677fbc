"""Compute the months near today of every rule, for data/calendars/ahead.tsv.

`python -m tools.build_months` after a rule, a habit or an outline has changed.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from miqat.authorities import authorities
from miqat.authorities.bases import HABITS, key_of
from miqat.authorities.forecasting import report_curve
from miqat.authorities.model import BySighting
from miqat.calendars import calendars
from miqat.calendars.month_table import month_number
from miqat.calendars.systems import precomputed
from miqat.calendars.systems.by_crescent import MADE_FROM, CrescentCalendar, RuleCalendar
from miqat.calendars.systems.iran import MADE_FROM as MADE_FROM_IRAN
from miqat.calendars.systems.iran import IranObserved

if TYPE_CHECKING:
    from collections.abc import Iterator

    from miqat.calendars.systems.computed import ComputedCalendar

FIRST_YEAR, LAST_YEAR = 1400, 1469
_FIRST, _END = month_number(FIRST_YEAR, 1), month_number(LAST_YEAR + 1, 1)


def computed() -> Iterator[tuple[str, list[int]]]:
    """Yield each rule's key and its first days, from the sky and not from the table."""
    for kept in calendars():
        if isinstance(kept, RuleCalendar | IranObserved):
            yield kept.id, _starts(kept)
    bases = {key_of(basis): basis for basis in sightings()}
    for key, basis in sorted(bases.items()):
        yield key, _starts(report_curve.calendar_of(basis))


def sightings() -> list[BySighting]:
    """Return the sightings that any authority goes by."""
    return [
        rule.basis
        for one in authorities()
        for rule in one.rules
        if isinstance(rule.basis, BySighting)
    ]


def _starts(kept: ComputedCalendar | CrescentCalendar) -> list[int]:
    return list(kept._compute(_FIRST, _END))


def main() -> None:
    """Write the table."""
    lines = [
        f"# Months {FIRST_YEAR}-01 to {LAST_YEAR}-12 computed by the rules; see precomputed.py:",
        "# rule, number (12 y + m - 1) and first day (since 1970-01-01) of the first, lengths.",
    ]
    lines += [
        f"# from\t{name}\t{precomputed.stamp(name)}" for name in (MADE_FROM, MADE_FROM_IRAN, HABITS)
    ]
    for key, starts in computed():
        lengths = " ".join(str(b - a) for a, b in pairwise(starts))
        lines.append(f"{key}\t{_FIRST}\t{starts[0]}\t{lengths}")
    precomputed.TABLE.write_text("\n".join(lines) + "\n", "utf-8")
    print(f"{precomputed.TABLE}: {len(lines) - 5} rules")


if __name__ == "__main__":
    main()
