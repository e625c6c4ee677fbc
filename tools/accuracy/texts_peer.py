"""The dates that dateparser's `search_dates` finds in the rows of `tools.accuracy.texts`.

It is not needed for Miqat: without it the column says that it is absent. The comparison is lenient:
of a month or a range any day inside is exact, and where a text starts the same words twice, the
first is taken. Clocks and recurrences, which it does not express, are missed or wrong.
"""

from __future__ import annotations

import importlib
from datetime import datetime
from typing import TYPE_CHECKING, Any

from miqat import days

if TYPE_CHECKING:
    from collections.abc import Callable


def searcher() -> Callable[..., Any] | None:
    """Return `search_dates`, None where dateparser is not installed."""
    try:
        found: Callable[..., Any] = importlib.import_module("dateparser.search").search_dates
    except ImportError:
        return None
    return found


def found_days(search: Callable[..., Any], row: dict[str, Any]) -> list[tuple[int, int, int]]:
    """Return start, end and day number of each date that is found in a row."""
    settings = {}
    if row.get("anchor"):
        settings["RELATIVE_BASE"] = datetime.fromisoformat(row["anchor"])
    tongue = row["lang"].partition("-")[0]
    try:
        listed = search(row["text"], languages=[tongue], settings=settings)
    except ValueError:  # a language that it does not have
        listed = search(row["text"], settings=settings)
    answers = []
    for words, moment in listed or ():
        start = row["text"].find(words)
        answers.append((start, start + len(words), days.from_date(moment.date())))
    return answers


def verdict(
    found: list[tuple[int, int, int]], spans: list[tuple[int, int]], kind: str,
    bounds: list[tuple[int | None, int | None, int]], *, unresolved: bool,
) -> str:  # fmt: skip
    """Return what is said of a row: `bounds` has first day, last day and slack of its values."""
    if kind == "negative":
        return "taken" if found else "left"
    near = [day for start, end, day in found if any(start < b and end > a for a, b in spans)]
    if not near:
        return "exact" if unresolved else "missed"
    if kind == "span":
        return "exact"
    if kind == "clock" or unresolved:
        return "wrong"
    known = [
        (first, last, slack) for first, last, slack in bounds
        if first is not None and last is not None
    ]  # fmt: skip
    if not known:
        return "not compared"
    fits = all(
        any(first - slack <= day <= last + slack for day in near) for first, last, slack in known
    )
    return "exact" if fits else "wrong"
