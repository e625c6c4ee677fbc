"""Write the table of the authorities in docs/authorities.md: `python -m tools.authorities_page`.

It stands between two marks and is made of data/authorities alone.
"""

from __future__ import annotations

import csv
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "src" / "miqat" / "data" / "authorities"
PAGE = ROOT / "docs" / "authorities.md"
BEGIN, END = "<!-- table of data/authorities -->\n", "<!-- end of the table -->\n"
REGIONS = {
    "arab-east": "Western Asia and Egypt",
    "africa": "Africa but Egypt",
    "asia": "Asia",
    "europe": "Europe and Turkey",
    "americas-oceania": "The Americas and Oceania",
    "communities": "Communities in no one country",
}
_HEAD = "| id | body | rule | record | source |\n| --- | --- | --- | --- | --- |\n"
_FEW = 3  # places that are named one by one

Table = dict[str, Any]


def written(page: str) -> str:
    """Return the page with its table as the data are now."""
    before, _, rest = page.partition(BEGIN)
    after = rest.partition(END)[2]
    return f"{before}{BEGIN}\n{_tables()}\n{END}{after}"


def _tables() -> str:
    counts = _recorded()
    parts = []
    for name, title in REGIONS.items():
        entries = tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8"))["authority"]
        rows = [_row(entry, counts[entry["id"]]) for entry in entries]
        parts.append(f"### {title}\n\n{_HEAD}" + "".join(rows))
    return "\n".join(parts)


def _row(entry: Table, recorded: int) -> str:
    rules = "; ".join(_worded(rule) for rule in entry["rule"])
    record = "`iran-observed`" if entry["id"] == "iran" else str(recorded or "none")
    cells = (f"`{entry['id']}`", entry["title"], rules, record, _linked(entry["source"]))
    return f"| {' | '.join(cells)} |\n"


def _worded(rule: Table) -> str:
    when = []
    if rule["from"] != "1-01":
        when.append(f"since {rule['from']}")
    if rule.get("months"):
        when.append("months " + ", ".join(map(str, rule["months"])))
    return (", ".join(when) + ": " if when else "") + _basis(rule)


def _basis(rule: Table) -> str:
    if rule["kind"] == "calendar":
        return f"`{rule['calendar']}`"
    if rule["kind"] == "follows":
        later = f", {rule['days']} day later" if rule.get("days") else ""
        return f"as `{rule['of']}`{later}"
    places = rule.get("places", [])
    if len(places) > _FEW:
        where = f"{places[0]} and {len(places) - 1} other places"
    else:
        where = ", ".join(places) or rule["region"].removeprefix("country:")
    aid = "" if rule.get("aid", "naked eye") == "naked eye" else ", optical aid"
    return f"sighting, {where}{aid} ({rule['group']})"


def _linked(source: str) -> str:
    if not source.startswith("http"):
        return source
    host = urlsplit(source).netloc.removeprefix("www.")
    return f"[{host}]({source.split(' (')[0]})"


def _recorded() -> Counter[str]:
    lines = (DATA / "record.csv").read_text(encoding="utf-8").splitlines()
    rows = csv.DictReader(line for line in lines if not line.startswith("#"))
    return Counter(row["authority"] for row in rows)


def main() -> None:
    """Rewrite the page."""
    PAGE.write_text(written(PAGE.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
