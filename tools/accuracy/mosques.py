"""`miqat match` on the tables of mosques.

`python -m tools.accuracy.mosques` renews this part of the page alone, in ten minutes or so. The
tables are those of mosques in Sheffield, Luton and Dublin that the reference data has.
"""

from __future__ import annotations

import csv
import gzip
import re
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from miqat.errors import MiqatError
from miqat.places import place
from miqat.prayer.matching.matcher import Match, match
from miqat.prayer.published.reader import read
from tools.accuracy.page import table

if TYPE_CHECKING:
    from pathlib import Path

TOWNS = {"sheffield": "Sheffield, GB", "luton": "Luton, GB", "dublin": "Dublin"}
HEADING = "## Methods behind the tables of mosques"
TEXT = """
{heading}

`miqat match` on each table of a mosque: fitted on every other week, the share of minutes that
are exact (and within one minute) on the weeks between, in per cent. "fitted" is a method of
angles found in the table, as no method of the registry was as good. The table of Dublin is the
same every year, and not official. Tables with too few days are refused.

{table}
"""


class Row(NamedTuple):
    """One table, and what was found behind it, or why nothing was."""

    town: str
    name: str
    found: Match | None
    refused: str


def report(reference: Path | None) -> str:
    """Return the part of the page."""
    if reference is None:
        return f"\n{HEADING}\n\nThe reference data is absent.\n"
    rows = [
        [row.town.capitalize(), row.name, *_cells(row)]
        for town in TOWNS
        for row in _of_town(reference, town)
    ]
    head = ["town", "table", "days", "method", "exact", "within 1 min"]
    return TEXT.format(heading=HEADING, table=table(head, rows))


def _of_town(reference: Path, town: str) -> list[Row]:
    file = reference / "timetables" / "official" / f"{town}.csv.gz"
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        names = list(dict.fromkeys(row["place"] for row in csv.DictReader(lines)))
    found = []
    for name in names:
        try:
            found.append(Row(town, name, match(read(file, only=name), place(TOWNS[town])), ""))
        except MiqatError as error:
            found.append(Row(town, name, None, str(error)))
    return found


def _cells(row: Row) -> list[str]:
    of = row.found
    if of is None:
        return ["", row.refused, "", ""]
    method = of.known or "fitted"
    if of.changes:
        method += f" ({'; '.join(of.changes)})"
    within = float(np.mean(list(of.within.values())))
    return [str(of.days), method, f"{100 * of.share:.1f}", f"{100 * within:.1f}"]


def main() -> None:
    """Renew this part of the page, and print it."""
    from tools.accuracy.__main__ import PAGE, reference_folder

    part = report(reference_folder())
    text = PAGE.read_text(encoding="utf-8")
    pattern = re.compile(rf"\n{re.escape(HEADING)}\n.*?(?=\n## |\Z)", re.DOTALL)
    text = pattern.sub(lambda _: part.rstrip("\n") + "\n", text) if HEADING in text else text + part
    PAGE.write_text(text, encoding="utf-8")
    print(part)


if __name__ == "__main__":
    main()
