"""Build src/miqat/data/printed from published packages: `python -m tools.build_printed`.

The tables of the towns of northern Iraq, the same every year, come from the npm package
kurdistan-prayer-times 1.0.9 (MIT). Each becomes a file of dates and clocks, as the reader of
mosques' tables takes them; the year in the dates is a leap year and means nothing. The same source
gives the same bytes.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parents[1] / "src" / "miqat" / "data" / "printed"
PACKAGE = "kurdistan-prayer-times@1.0.9"
COMMAND = "python -m tools.build_printed"
LEAP_YEAR = 2024
EVENTS = ("fajr", "sunrise", "dhuhr", "asr", "maghrib", "isha")

#: The file of each town in the package, by the key of its station.
TOWNS = {
    "akre": "akre", "duhok": "duhok", "erbil": "erbil", "halabja": "halabja",
    "jalawla": "jalawla", "khanaqin": "khanaqin", "kirkuk": "kirkuk",
    "qara-hanjir": "qara_hanjir", "shekhan": "shekhan", "sulaymaniyah": "sulaymaniyah",
    "taqtaq": "taqtaq", "tuz-khurmatu": "tuz_khurma", "zakho": "zakho",
}  # fmt: skip


def read_source() -> dict[str, list[dict[str, Any]]]:
    """Return the rows of each town, fetched by npm."""
    if shutil.which("npm") is None:
        sys.exit("npm is not installed: it fetches kurdistan-prayer-times")
    with tempfile.TemporaryDirectory() as folder:
        packed = subprocess.run(
            ["npm", "pack", "--silent", PACKAGE],
            cwd=folder, check=True, capture_output=True, text=True,
        )  # fmt: skip
        with tarfile.open(Path(folder) / packed.stdout.split()[-1]) as archive:
            return {key: _rows(archive, name) for key, name in TOWNS.items()}


def _rows(archive: tarfile.TarFile, name: str) -> list[dict[str, Any]]:
    file = archive.extractfile(f"package/data/{name}.json")
    if file is None:
        sys.exit(f"{PACKAGE} has no {name}")
    rows: list[dict[str, Any]] = json.load(file)
    return rows


def table_of(rows: list[dict[str, Any]]) -> str:
    """Return the table of a town: a head and one line a day."""
    lines = [f"# Northern Iraq, the same every year; from {PACKAGE} (npm, MIT) by `{COMMAND}`."]
    lines.append(",".join(("date", *EVENTS)))
    days = {(int(row["month"]), int(row["day"])): row["time"] for row in rows}
    for (month, day), clocks in sorted(days.items()):
        cells = [f"{LEAP_YEAR}-{month:02}-{day:02}", *(_clock(text) for text in clocks)]
        lines.append(",".join(cells))
    return "\n".join(lines) + "\n"


def _clock(text: str) -> str:
    hour, minute = text.strip().split(":")
    return f"{int(hour):02}:{int(minute):02}"


def main() -> None:
    """Write the tables."""
    folder = DATA / "northern-iraq"
    folder.mkdir(parents=True, exist_ok=True)
    for key, rows in read_source().items():
        (folder / f"{key}.csv").write_text(table_of(rows), encoding="utf-8")


if __name__ == "__main__":
    main()
