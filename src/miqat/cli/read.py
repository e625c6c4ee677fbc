"""`miqat read FILE...`: the dates in documents, resolved, with what they contradict."""

from __future__ import annotations

import os
import sys
from hashlib import sha256
from typing import TYPE_CHECKING

import click

from miqat import days
from miqat.cli import formats as texts_of
from miqat.cli.layout import write_json, write_table
from miqat.texts import read, writers
from miqat.texts.documents import decoded, document_text
from miqat.texts.expression import clock_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from miqat.texts import Contradiction, Document, Mention

_STANDARD_INPUT = "-"
_MANY = 4  # files from which on a progress bar is shown
_LONGEST_EVENT = 62  # days; a longer stretch of time is not an event
_LONGEST = 48  # signs of a mention in the table


def answer(
    files: tuple[str, ...],
    as_of: str | None,
    language: str | None,
    where: str | None,
    authority: str | None,
    formats: tuple[str, ...],
    *,
    contradictions: bool,
    timeline: bool,
    as_json: bool,
) -> None:
    """Print the dated expressions of each FILE."""
    if len(formats) + as_json > 1:
        raise click.UsageError("give only one of the formats of the output")
    found = [
        read(_text(file), language, as_of, where, authority, title=_title(file))
        for file in _with_progress(files)
    ]
    if as_json:
        listed = [document.to_dict() for document in found]
        write_json(listed[0] if len(listed) == 1 else {"documents": listed})
    elif formats:
        click.echo(_written(formats[0], found), nl=False)
    else:
        for document in found:
            _write(document, only_contradictions=contradictions, timeline=timeline)


def _with_progress(files: tuple[str, ...]) -> Iterable[str]:
    """Return the files, with a progress bar for many on a terminal."""
    if len(files) < _MANY or not sys.stderr.isatty():
        return files
    from rich.console import Console
    from rich.progress import track

    return track(files, "Reading", console=Console(stderr=True), transient=True)


def _written(name: str, found: list[Document]) -> str:
    if name == "csv":
        return writers.to_csv(found)
    if name == "edtf":
        return writers.to_edtf(found)
    if name == "ics":
        return _calendar(found)
    if len(found) > 1:
        raise click.UsageError(f"--{name} is for one FILE")
    one = {"html": writers.to_html, "tei": writers.to_tei, "timex3": writers.to_timex3}[name]
    return one(found[0])


def _calendar(found: list[Document]) -> str:
    """Return the resolved mentions as iCalendar, each day and text once."""
    from miqat.feeds.event import Event
    from miqat.feeds.feed import build

    events = {}
    for document in found:
        for mention in document:
            best = mention.best
            if best is None or best.last - best.first > _LONGEST_EVENT:
                continue
            summary = " ".join(mention.text.split())
            digest = sha256(f"{document.title}\0{summary}\0{best.first}".encode()).hexdigest()
            uid = f"{digest[:24]}@read.miqat"
            events[uid] = Event(
                uid=uid,
                start=days.to_date(best.first),
                end=days.to_date(best.last + 1),
                summary=summary,
                description=f"{document.title}: by {best.authority or best.calendar}",
                tentative=mention.certainty != "certain",
            )
    return build(events.values(), title="Dates read by Miqat").data.decode()


def _text(file: str) -> str:
    if file == _STANDARD_INPUT:
        return decoded(sys.stdin.buffer.read(), "the standard input")
    with texts_of.file(file):
        return document_text(file)


def _title(file: str) -> str:
    return "standard input" if file == _STANDARD_INPUT else os.path.basename(file)


def _write(document: Document, *, only_contradictions: bool, timeline: bool) -> None:
    mentions = [m for m in document if m.contradictions or not only_contradictions]
    if timeline:
        mentions = sorted(
            (m for m in mentions if m.best is not None), key=lambda m: m.best.first if m.best else 0
        )
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
        if mention.time:
            said = f"{said} ({mention.time[:16].replace('T', ' ')})"
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
    if of.kind == "observance" and mention.best is not None:
        by = mention.best.authority or mention.best.calendar
        name = " ".join(mention.text.split())
        return f"{of.grade}: {of.stated} was not {name}: that was {of.found} by {by}{off}"
    return f"{of.grade}: {mention.text}: {of.kind} {of.stated}, not {of.found}{off}{cause}"
