"""Build the two tables of Umm al-Qura: `python -m tools.build_ummalqura`.

`ummalqura.txt` is the published calendar as PyPI `hijridate` has collected it;
`ummalqura-kacst.txt` is what ICU (PyPI `icukit-pyicu`) answers. Outside 1300-1600
ICU falls back to islamic-civil without a word, so nothing outside is asked for.
"""

from __future__ import annotations

from datetime import date, timedelta
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import icu
from hijridate import ummalqura as published

if TYPE_CHECKING:
    from collections.abc import Sequence

DATA = Path(__file__).resolve().parents[1] / "src" / "miqat" / "data" / "calendars"
COMMAND = "python -m tools.build_ummalqura"
# hijridate counts days from Julian Day Number 2,400,000.
_HIJRIDATE_DAY_0 = date(1858, 11, 16)
_ICU_DAY_0 = date(1970, 1, 1)
_SECONDS_A_DAY = 86_400
KACST_YEARS = range(1300, 1601)


def published_starts() -> tuple[int, list[date]]:
    """Return the first year and the month starts of hijridate, with the day after the last."""
    first_year = published.HIJRI_RANGE[0][0]
    return first_year, [_HIJRIDATE_DAY_0 + timedelta(n) for n in published.MONTH_STARTS]


def kacst_starts() -> tuple[int, list[date]]:
    """Return the first year and the month starts of ICU, with the day after the last.

    Every length that ICU states must lead to the next start.
    """
    calendar = icu.Calendar.createInstance(
        icu.TimeZone.getGMT(), icu.Locale("en@calendar=islamic-umalqura")
    )
    starts: list[date] = []
    end = None
    for year in KACST_YEARS:
        for month in range(12):
            calendar.clear()
            calendar.set(icu.UCalendarDateFields.EXTENDED_YEAR, year)
            calendar.set(icu.UCalendarDateFields.MONTH, month)
            calendar.set(icu.UCalendarDateFields.DAY_OF_MONTH, 1)
            start = _ICU_DAY_0 + timedelta(int(calendar.getTime()) // _SECONDS_A_DAY)
            if end is not None and start != end:
                raise ValueError(f"ICU's {year}-{month + 1} begins on {start}, due on {end}")
            starts.append(start)
            length = calendar.getActualMaximum(icu.UCalendarDateFields.DAY_OF_MONTH)
            end = start + timedelta(length)
    assert end is not None
    return KACST_YEARS[0], [*starts, end]


def table(header: Sequence[str], first_year: int, starts: list[date]) -> str:
    """Return the text of a table: header lines, then one line a year."""
    lengths = [(after - before).days for before, after in pairwise(starts)]
    if len(lengths) % 12:
        raise ValueError(f"{len(lengths)} months are not whole years")
    last_year = first_year + len(lengths) // 12 - 1
    last_day = f"{last_year}-12-{lengths[-1]} ({starts[-1] - timedelta(1)})"
    span = f"range: {first_year}-01-01 ({starts[0]}) to {last_day}"
    lines = [f"# {line}" for line in (*header, span, f"built by: {COMMAND}")]
    lines.append("# year, Gregorian date of its first day, lengths of its twelve months in days")
    for at in range(0, len(lengths), 12):
        months = " ".join(map(str, lengths[at : at + 12]))
        lines.append(f"{first_year + at // 12} {starts[at]} {months}")
    return "\n".join(lines) + "\n"


PUBLISHED_HEADER = (
    "The calendar of Umm al-Qura as published in Saudi Arabia",
    f"source: PyPI hijridate {version('hijridate')} (github.com/dralshehri/hijridate),",
    "which collected it from the newspaper Umm al-Qura and the official calendar",
    "licence: MIT, copyright Mohammed Alshehri",
)
KACST_HEADER = (
    "The calendar of Umm al-Qura as the table of KACST has it",
    f"source: ICU {icu.ICU_VERSION}, calendar islamic-umalqura,",
    f"through PyPI icukit-pyicu {version('icukit-pyicu')}",
    "licence: Unicode-3.0, copyright Unicode, Inc.",
)


def main() -> None:
    """Write both tables."""
    DATA.mkdir(parents=True, exist_ok=True)
    texts = {
        "ummalqura.txt": table(PUBLISHED_HEADER, *published_starts()),
        "ummalqura-kacst.txt": table(KACST_HEADER, *kacst_starts()),
    }
    for name, text in texts.items():
        (DATA / name).write_text(text, encoding="utf-8", newline="\n")
        print(f"{name}: {len(text.splitlines())} lines")


if __name__ == "__main__":
    main()
