"""`miqat announce AUTHORITY MONTH DAY`: an entry in the user's own store, or its withdrawal."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from miqat import days
from miqat.cli import formats
from miqat.cli.layout import Section, write, write_json
from miqat.errors import InvalidTable

if TYPE_CHECKING:
    from miqat.authorities import Authority, Entry
    from miqat.authorities.consistency import Findings
    from miqat.authorities.store.reader import Location


def answer(
    authority_id: str, month: str, day: str | None, source: str, known: str | None, note: str,
    *, force: bool, withdraw: bool, as_json: bool,
) -> None:  # fmt: skip
    """Store that AUTHORITY announced DAY as the first of MONTH (1448-09-01), or take it back."""
    if withdraw:
        _withdraw(authority_id, month, day, source, known, as_json=as_json)
        return
    if day is None:
        raise InvalidTable(f"an announcement of {month} needs the civil date of its first day")
    from miqat.authorities import authority, consistency
    from miqat.authorities.record_io import entry_of
    from miqat.authorities.store import reader
    from miqat.authorities.store.writer import append

    one = authority(authority_id)
    learned = date.today() if known is None else formats.day(known)
    entry = entry_of(one.id, month, formats.day(day), learned, source, note)
    where = reader.location()
    found: list[Findings] = []
    kept = append(
        [entry],
        where,
        examine=lambda new, there: found.append(consistency.examine(new, there, force=force)),
    )
    result = found[0] if found else None
    holding = _holding(one, entry)
    if as_json:
        write_json(_as_json(entry, where, result, holding, added=bool(kept.added)))
    else:
        write(_heading(entry), [Section("Announcement", _rows(entry, where, result, holding))])


def _withdraw(
    authority_id: str, month: str, day: str | None, why: str, known: str | None, *, as_json: bool
) -> None:
    from miqat.authorities import authority, calendar_of, own_entries, record_io
    from miqat.authorities.store import reader
    from miqat.authorities.store.writer import append

    one, where = authority(authority_id), reader.location()
    on = date.today() if known is None else formats.day(known)
    chosen = None if day is None else formats.day(day)
    entries = record_io.withdrawals(one.id, month, chosen, on, why, own_entries(where))
    append(entries, where)
    holding = calendar_of(one).proclaimed_of(entries[0].number)
    if as_json:
        write_json({
            "withdrawn": [record_io.as_row(entry) for entry in entries], "store": str(where),
            "in_effect": None if holding is None else record_io.as_row(holding.entry),
        })  # fmt: skip
        return
    now = "by the rule" if holding is None else formats.entry(holding.entry)
    rows = [("withdrawn", f"{formats.short(entry.on)}: {entry.source}") for entry in entries]
    heading = f"{one.id}: announcement of {formats.month(entries[0])} withdrawn"
    write(heading, [Section("Withdrawal", [("Stored in", str(where)), *rows, ("in effect", now)])])


def _holding(one: Authority, entry: Entry) -> Entry:
    """Return the entry in effect for the month, now that this one is stored."""
    from miqat.authorities import calendar_of

    held = calendar_of(one).proclaimed_of(entry.number)
    return entry if held is None else held.entry


def _heading(entry: Entry) -> str:
    return f"{entry.authority}: {formats.month(entry)} begins on {formats.civil(entry.on)}"


def _rows(
    entry: Entry, where: Location, found: Findings | None, holding: Entry
) -> list[tuple[str, str]]:
    rows = [
        ("Stored in", str(where) if found else f"{where} (already there)"),
        ("source", entry.source),
        ("known", entry.known_on.isoformat()),
    ]
    if found is None:
        return rows
    rule = days.to_date(found.by_rule.day)
    same = "the same day" if rule == entry.on else formats.civil(rule)
    rows.append(("by the rule", f"{same} ({found.by_rule.certainty}: {found.by_rule.source})"))
    rows += [("forced", str(month)) for month in found.implausible]
    rows += [("unusual", str(month)) for month in found.unusual]
    rows += [("contradicts", formats.entry(other)) for other in found.contradicted]
    if holding.day != entry.day:
        rows.append(("in effect", f"the other: {formats.entry(holding)}"))
    elif found.contradicted:
        rows.append(("in effect", "this one"))
    return rows


def _as_json(
    entry: Entry, where: Location, found: Findings | None, holding: Entry, *, added: bool
) -> dict[str, Any]:
    from miqat.authorities.record_io import as_row

    return {
        "entry": as_row(entry),
        "store": str(where),
        "added": added,
        "holds": holding.day == entry.day,
        "by_rule": None if found is None else days.to_date(found.by_rule.day).isoformat(),
        "months": [] if found is None else [
            {"month": month.written, "days": month.length, "proclaimed": month.proclaimed}
            for month in found.months
        ],
        "contradicts": [] if found is None else [as_row(other) for other in found.contradicted],
    }  # fmt: skip
