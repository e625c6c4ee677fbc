"""Measures the reading of dates in texts: `python -m tools.accuracy.texts [--show]`.

Per set and language: the share of mentions found (recall), of what was taken that is stated
(precision), of values that are exact, wrong or refused, and hard negatives that were taken. The
rows are those of the reference data, of which a part has been held back from development. With
`--show` each row that is not exact is printed; with `--guess` the language is not told.
"""

from __future__ import annotations

import json
import os
import sys
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from miqat import days
from miqat.texts import find
from miqat.texts.expression import clock_text
from tools.accuracy import texts_peer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from miqat.texts import Mention

ROOT = Path(__file__).resolve().parents[2]
_SLACK = 2


def rows(folder: Path | None = None) -> Iterator[dict[str, Any]]:
    """Yield the rows of the reference data."""
    beside = Path(os.environ.get("MIQAT_REFERENCE", ROOT.parent / "shared" / "reference"))
    for path in sorted(((folder or beside) / "texts").glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            row: dict[str, Any] = json.loads(line)
            row["set"] = path.stem
            yield row


def kind_of(row: dict[str, Any]) -> str:
    """Return what a row is about."""
    gold = row["gold"]
    if gold is None or (row["set"] == "parstdex" and not row.get("spans")):
        return "negative"
    if not isinstance(gold, list):
        return "span"
    first = gold[0]
    if first.get("type") in ("clock", "recurrence"):
        return "clock"
    if len(gold) > 1:
        return "dual"
    if first.get("type") == "observance":
        return "observance"
    if first.get("calendar") in ("solar-hijri", "rumi", "julian", "gregorian"):
        return "solar, Rumi, Julian"
    if first["precision"] in ("day", "minute", "time"):
        return "day" if None not in first.get("hijri", ()) else "no year"
    return "partial or range"


def verdict(row: dict[str, Any], found: list[Mention]) -> str:
    """Return "exact", "wrong", "refused" or "missed" for a row; "taken" or "left" for negatives."""
    spans = row["spans"] if "spans" in row else [row["span"]]
    near = [m for m in found if any(m.start < end and m.end > start for start, end in spans)]
    if kind_of(row) == "negative":
        return "taken" if found else "left"
    if not near:
        return "missed"
    if kind_of(row) == "span":
        return "exact"
    values = [_agrees(gold, near, row) for gold in row["gold"]]
    if all(value == "exact" for value in values):
        return "exact"
    return "wrong" if "wrong" in values else "refused"


def _agrees(gold: dict[str, Any], near: list[Mention], row: dict[str, Any]) -> str:
    if gold.get("type") == "clock":
        texts = [clock_text(m.expression) for m in near if m.kind == "clock"]
        return "exact" if gold["value"] in texts else "wrong" if texts else "refused"
    if gold.get("type") == "recurrence":
        return "exact" if any(m.kind == "recurrence" for m in near) else "refused"
    if "unresolved" in gold or ((gold.get("hijri") or [0])[0] is None and not row.get("anchor")):
        return "exact" if all(m.best is None for m in near) else "wrong"
    answers = [_compared(gold, m) for m in near]
    for answer in ("exact", "wrong"):
        if answer in answers:
            return answer
    return "refused"


def _compared(gold: dict[str, Any], mention: Mention) -> str:
    slack = gold.get("slack_days", _SLACK if gold.get("calendar") == "hijri" else 0)
    if row_is_duckling(gold):
        slack = _SLACK
    of = mention.expression
    if gold.get("precision") == "ambiguous":
        return "exact" if len(mention.readings) >= len(gold["alternatives"]) else "refused"
    calendar = gold.get("calendar", "hijri")
    if calendar in ("gregorian", "julian") and of.calendar == "hijri":
        if of.until is not None and of.until.calendar == "gregorian":
            stated = gold.get("gregorian", [int(gold.get("iso_start", "0")[:4])])
            return "exact" if of.until.year == stated[0] else "wrong"
        return "other"
    if calendar == "hijri" and of.calendar in ("gregorian", "julian", "solar-hijri", "rumi"):
        return "other" if gold.get("iso") is None else _days(gold, mention, slack)
    if calendar in ("rumi", "solar-hijri") and of.calendar not in (calendar, "gregorian"):
        return "other"
    best = mention.best
    if best is None:
        return "refused"
    if "rule" not in gold and isinstance(gold.get("hijri"), list) and best.hijri:
        stated = [part for part in gold["hijri"] if part is not None]
        mine = list(best.hijri[: len(stated)])
        other = gold.get("alternative_hijri")
        if mine != stated and mine != other:
            return "wrong"
        if len(best.hijri) != len(stated) and of.until is None:
            return "wrong"
    return _days(gold, mention, slack)


def row_is_duckling(gold: dict[str, Any]) -> bool:
    """Whether the value is of the one world table of duckling."""
    return "name" in gold and "rule" not in gold


def _days(gold: dict[str, Any], mention: Mention, slack: int) -> str:
    best = mention.best
    if best is None:
        return "refused"
    first, last = _stated(gold)
    if first is None or last is None:
        return "exact"
    off = max(abs(best.first - first), abs(best.last - last))
    others = [gold.get("iso_weekday")]
    if off > slack and others[0]:
        off = abs(best.first - days.from_date(date.fromisoformat(others[0])))
    return "exact" if off <= max(slack, 0) else "wrong"


def _stated(gold: dict[str, Any]) -> tuple[int | None, int | None]:
    if iso := gold.get("iso"):
        day = days.from_date(date.fromisoformat(iso))
        return day, day
    begin, end = gold.get("iso_start"), gold.get("iso_end")
    if begin and end and len(begin) == 10:
        return days.from_date(date.fromisoformat(begin)), days.from_date(date.fromisoformat(end))
    if (
        (stated := gold.get("julian") or gold.get("gregorian"))
        and isinstance(stated, list)
        and len(stated) == 3
    ):
        julian = gold["calendar"] == "julian"
        day = (days.from_julian if julian else days.from_gregorian)(*stated)
        return day, day
    return None, None


def read(row: dict[str, Any]) -> list[Mention]:
    """Return what is found in a row, in its language and with its date."""
    tongue = row["lang"].partition("-")[0]
    told = None if "--guess" in sys.argv else tongue
    return find(row["text"], language=told, anchor=row.get("anchor"))


def measure(*, show: bool, folder: Path | None = None) -> dict[tuple[str, str], Counter[str]]:
    """Return the verdicts by set and kind."""
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for row in rows(folder):
        found = read(row)
        said = verdict(row, found)
        counts[row["set"], kind_of(row)][said] += 1
        if show and said not in ("exact", "left"):
            values = [
                f"{m.text!r} {m.expression.to_dict()} "
                f"{m.best and m.best.to_dict()['first']} {m.refused_because or ''}"
                for m in found
            ]
            print(said, row["id"], row["lang"], row["text"], "|", row.get("expr"), "|", values)
    return counts


def measure_peer(folder: Path | None = None) -> Counter[str] | None:
    """Return the verdicts on dateparser on the same rows, None where it is not installed."""
    search = texts_peer.searcher()
    if search is None:
        return None
    counts: Counter[str] = Counter()
    for row in rows(folder):
        kind, gold = kind_of(row), row["gold"]
        values = gold if isinstance(gold, list) else []
        bounds = [(*_stated(value), value.get("slack_days", _SLACK)) for value in values]
        unresolved = any(
            "unresolved" in value
            or ((value.get("hijri") or [0])[0] is None and not row.get("anchor"))
            for value in values
        )
        spans = row["spans"] if "spans" in row else [row["span"]]
        found = texts_peer.found_days(search, row)
        counts[texts_peer.verdict(found, spans, kind, bounds, unresolved=unresolved)] += 1
    return counts


def main() -> None:
    """Print the table."""
    counts = measure(show="--show" in sys.argv)
    heads = ("exact", "wrong", "refused", "missed", "left", "taken")
    print(f"{'set':16}{'kind':22}{'rows':>6}" + "".join(f"{head:>9}" for head in heads))
    total: Counter[str] = Counter()
    for (name, kind), of in sorted(counts.items()):
        total += of
        cells = "".join(f"{of[head]:9}" for head in heads)
        print(f"{name:16}{kind:22}{of.total():6}{cells}")
    print(f"{'all':38}{total.total():6}" + "".join(f"{total[head]:9}" for head in heads))
    peer = measure_peer()
    if peer is None:
        print("dateparser: absent (pip install dateparser to compare)")
        return
    cells = "".join(f"{peer[head]:9}" for head in heads)
    print(f"{'dateparser':38}{peer.total():6}{cells}, not compared {peer['not compared']}")


if __name__ == "__main__":
    main()
