"""Build Iran's record of months: `python -m tools.build_iran consolidated.txt`.

The argument is a path or an address of `consolidated.txt` of github.com/roozbehp/qamari
(CC0), whose lines read `1265/1 1848-11-28 # amirkabir`: month, first day, and the sources
that have it. A * before the month says that it was seen to begin on another day than the
calendar printed for it. Written are the years with their months' lengths, and beside them
from which month to which the sources are the same.
"""

from __future__ import annotations

import re
import sys
from datetime import date
from itertools import groupby, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.request import urlopen

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

TABLE = Path(__file__).resolve().parents[1] / "src" / "miqat" / "data" / "calendars" / "iran.txt"
REVISION = "575d275"
ADDRESS = f"https://raw.githubusercontent.com/roozbehp/qamari/{REVISION}/consolidated.txt"
LINE = re.compile(r"(\*?)(\d{4})/(\d{1,2}) (\d{4}-\d{2}-\d{2}) # (.+)")

HEADER = f"""\
# The months of the Hijri calendar as they were kept in Iran.
# source: github.com/roozbehp/qamari, revision {REVISION}: Roozbeh Pournader, Amir Razqandi and
# Ebrahim Byagowi, from almanacs, comparative tables and newspapers of the time
# licence: CC0-1.0
# built by: python -m tools.build_iran {ADDRESS}
# Years: year, Gregorian date of its first day, lengths of its months in days; of the last year
# the month after these has begun. Then `sources`: first month, last month, the record's names of
# what has them; those with a * were seen to begin on another day than was printed for them."""


class Month(NamedTuple):
    """A month of the record; `seen` where it began on another day than printed for it."""

    year: int
    month: int
    first_day: date
    sources: tuple[str, ...]
    seen: bool

    @property
    def name(self) -> str:
        """The month as 1265-01."""
        return f"{self.year}-{self.month:02d}"


def read(lines: Iterable[str]) -> list[Month]:
    """Return the months of the record; raises `ValueError` for a line that is none or a gap."""
    months = []
    for line in lines:
        found = LINE.fullmatch(line.strip())
        if found is None:
            raise ValueError(f"not a month: {line.strip()!r}")
        star, year, month, first_day, sources = found.groups()
        names = tuple(sorted(sources.split(", ")))
        months.append(
            Month(int(year), int(month), date.fromisoformat(first_day), names, star == "*")
        )
    for one, other in pairwise(months):
        if 12 * other.year + other.month != 12 * one.year + one.month + 1:
            raise ValueError(f"{other.name} where the month after {one.name} is due")
    return months


def table(months: Sequence[Month]) -> str:
    """Return the text of the table."""
    lengths = [(later.first_day - one.first_day).days for one, later in pairwise(months)]
    lines = [HEADER]
    for year, kept in groupby(zip(months, [*lengths, 0], strict=True), lambda row: row[0].year):
        rows = list(kept)
        text = " ".join(str(length) for _, length in rows if length)
        lines.append(f"{year} {rows[0][0].first_day} {text}")
    lines.append("sources")
    for (sources, seen), same in groupby(months, lambda month: (month.sources, month.seen)):
        run = list(same)
        star = "*" if seen else ""
        lines.append(f"{run[0].name} {run[-1].name} {star}{','.join(sources)}")
    return "\n".join(lines) + "\n"


def main(where: str) -> None:
    """Write the table."""
    if "://" in where:
        with urlopen(where) as answer:
            text = answer.read().decode("utf-8")
    else:
        text = Path(where).read_text("utf-8")
    months = read(text.splitlines())
    TABLE.write_text(table(months), encoding="utf-8", newline="\n")
    print(f"{TABLE.name}: {len(months):,} months, {months[0].name} to {months[-1].name}")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else ADDRESS)
