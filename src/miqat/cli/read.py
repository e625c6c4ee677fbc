"""`miqat read FILE...`: the dates in documents, resolved, with what they contradict."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from miqat import days
from miqat.cli import formats
from miqat.cli.layout import write_json, write_table
from miqat.texts import read
from miqat.texts.documents import decoded, document_text
from miqat.texts.expression import clock_text

if TYPE_CHECKING:
    from miqat.texts import Contradiction, Document, Mention

_STANDARD_INPUT = "-"
_LONGEST = 48  # signs of a mention in the table


def answer(
    files: tuple[str, ...], as_of: str | None, language: str | None, where: str | None,
    authority: str | None, *, contradictions: bool, as_json: bool,
) -> None:  # fmt: skip
    """Print the dated expressions of each FILE."""
    found = [
        read(_text(file), language, as_of, where, authority, title=_title(file)) for file in files
    ]
    if as_json:
        listed = [document.to_dict() for document in found]
        write_json(listed[0] if len(listed) == 1 else {"documents": listed})
        return
    for document in found:
        _write(document, only_contradictions=contradictions)


def _text(file: str) -> str:
    if file == _STANDARD_INPUT:
        return decoded(sys.stdin.buffer.read(), "the standard input")
    with formats.file(file):
        return document_text(file)


def _title(file: str) -> str:
    return "standard input" if file == _STANDARD_INPUT else os.path.basename(file)


def _write(document: Document, *, only_contradictions: bool) -> None:
    mentions = [m for m in document if m.contradictions or not only_contradictions]
    count = len(document)
    since = "" if document.anchor is None else (
        f"; relative dates count from {document.anchor.day} ({document.anchor.how})"
    )  # fmt: skip
    heading = f"{document.title}: {count} dated expression{'s' * (count != 1)}{since}"
    rows = [_row(document, mention) for mention in mentions]
    clashes = [_clash(m, each) for m in mentions for each in m.contradictions]
    write_table(heading, ("Line", "Text", "Kind", "Days", "By"), rows, clashes)


def _row(document: Document, mention: Mention) -> tuple[str, ...]:
    line = str(document.text.count("\n", 0, mention.start) + 1)
    text = " ".join(mention.text.split())
    short = text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
    best = mention.best
    if best is None:
        why = mention.refused_because or ""
        said = clock_text(mention.expression) if mention.kind == "clock" else f"not resolved: {why}"
        return line, short, mention.kind, said, ""
    span = days.iso_text(best.first)
    if not best.is_day:
        span = f"{span} to {days.iso_text(best.last)}"
    if best.night:
        span = f"night before {span}"
    unsure = f" ({', '.join(mention.ambiguous_because)})" if mention.ambiguous_because else ""
    return line, short, mention.kind, f"{span}{unsure}", best.authority or best.calendar


def _clash(mention: Mention, of: Contradiction) -> str:
    cause = f"; likely {of.cause}" if of.cause else ""
    off = "" if of.days is None else f", {abs(of.days)} day{'s' * (abs(of.days) != 1)} apart"
    return f"{of.grade}: {mention.text}: {of.kind} {of.stated}, not {of.found}{off}{cause}"
