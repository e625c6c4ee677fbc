"""`miqat calendars`: the calendars there are, or all about one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from miqat.calendars import calendar, calendars
from miqat.calendars.description import describe
from miqat.cli.layout import Section, write, write_json

if TYPE_CHECKING:
    from miqat.calendars import Calendar


def answer(calendar_id: str | None, *, as_json: bool) -> None:
    """List the calendars, or print what is known of the one with an ID or alias."""
    if calendar_id is not None:
        one = calendar(calendar_id)
        if as_json:
            write_json(describe(one))
        else:
            write(f"{one.id}: {one.title}", [Section("Calendar", _rows(one))])
        return
    known = calendars()
    if as_json:
        write_json({"calendars": [describe(kept) for kept in known]})
        return
    write(f"{len(known)} calendars", [Section("Calendars", [(k.id, _line(k)) for k in known])])


def _line(kept: Calendar) -> str:
    agreement = f"; {kept.agreement[:1].lower()}{kept.agreement[1:]}" if kept.agreement else ""
    return f"{_years(kept)}, {kept.certainty}: {kept.title}{agreement}"


def _rows(kept: Calendar) -> list[tuple[str, str]]:
    return [
        ("years", _years(kept)),
        ("months are", str(kept.certainty)),
        ("rule", kept.rule),
        ("source", kept.source),
        ("agreement", kept.agreement or "not compared"),
        ("also called", ", ".join(kept.aliases) or "by no other name"),
    ]


def _years(kept: Calendar) -> str:
    return f"{kept.first_year}-{kept.last_year}"
