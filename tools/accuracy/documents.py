"""Measures `miqat.texts.find` on ten annotated documents: `python -m tools.accuracy.documents`.

The values were written down before the documents were read (tests/fixtures/read_documents.jsonl).
Each document is read with its place and its date. Gregorian dates are not annotated; mentions of
them are left out of the precision.
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from miqat import days
from miqat.texts import find

if TYPE_CHECKING:
    from miqat.texts import Mention

ROOT = Path(__file__).resolve().parents[2]


def documents() -> list[dict[str, Any]]:
    """Return the annotated documents."""
    path = ROOT / "tests" / "fixtures" / "read_documents.jsonl"
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def verdicts(document: dict[str, Any]) -> dict[str, str]:
    """Return "exact", "wrong", "refused" or "missed" by annotation, "extra" by other mention."""
    mentions = [
        mention
        for mention in find(
            document["text"], anchor=document["date"], place=document["place"],
            language=document["lang"],
        )
        if mention.expression.calendar not in ("gregorian", "julian")
    ]  # fmt: skip
    said: dict[str, str] = {}
    nearest = [_nearest(mention, document["gold"]) for mention in mentions]
    for at, gold in enumerate(document["gold"]):
        values = [_value(gold, m) for m, near in zip(mentions, nearest, strict=True) if near == at]
        said[gold["text"]] = next(
            (value for value in ("wrong", "refused", "exact") if value in values), "missed"
        )
    for mention, near in zip(mentions, nearest, strict=True):
        if near is None:
            said[f"{mention.text} at {mention.start}"] = "extra"
    return said


def _nearest(mention: Mention, golds: list[dict[str, Any]]) -> int | None:
    """Return the annotation that shares most letters with a mention: a mention has only one."""
    shared = [min(mention.end, g["span"][1]) - max(mention.start, g["span"][0]) for g in golds]
    most = max(shared)
    return shared.index(most) if most > 0 else None


def _value(gold: dict[str, Any], mention: Mention) -> str:
    best = mention.best
    if best is None:
        return "refused"
    slack = gold.get("slack", 0)
    first = days.from_date(date.fromisoformat(gold["first"]))
    off = abs(best.first - bool(best.night and gold.get("night")) - first)
    if "last" in gold:
        off = max(off, abs(best.last - days.from_date(date.fromisoformat(gold["last"]))))
    return "exact" if off <= slack else "wrong"


def main() -> None:
    """Print each verdict, then recall and precision."""
    listed = [(doc["id"], *each) for doc in documents() for each in verdicts(doc).items()]
    for name, text, said in listed:
        print(f"{name:6}{said:9}{text}")
    exact, stated, taken = (
        sum(said in kinds for _, _, said in listed)
        for kinds in (
            ("exact",), ("exact", "wrong", "refused", "missed"),
            ("exact", "wrong", "refused", "extra"),
        )
    )  # fmt: skip
    print(f"recall {exact} of {stated}, precision {exact} of {taken}")


if __name__ == "__main__":
    main()
