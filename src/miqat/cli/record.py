"""`miqat record`: what authorities announced, shown, checked, imported and exported."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from miqat.cli import formats
from miqat.cli.layout import Section, write, write_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from miqat.authorities import Entry, Proclaimed


def show(authority_id: str, month: str | None, as_of: str | None, *, as_json: bool) -> None:
    """Print the record of AUTHORITY, or of one MONTH of it, written 1448-09.

    What holds comes first, then what it superseded, latest first.
    """
    from miqat.authorities import authority, own_entries, proclaimed, record_io
    from miqat.authorities.record import WITHDRAWN, check_known
    from miqat.calendars.month_table import read_month

    one = authority(authority_id)
    known_on = None if as_of is None else formats.day(as_of)
    own = own_entries()
    record = proclaimed(one.id, known_on, own)
    if known_on is not None:
        check_known(one.id, known_on, own)
    asked = None if month is None else read_month(month)
    chosen = [record[number] for number in sorted(record) if asked in (None, number)]
    withdrawn = [
        entry for entry in own
        if entry.kind == WITHDRAWN and entry.authority == one.id and asked in (None, entry.number)
        and (known_on is None or entry.known_on <= known_on)
    ]  # fmt: skip
    if as_json:
        write_json({
            "authority": one.id, "as_of": as_of, "record": [_as_json(each) for each in chosen],
            "withdrawn": [record_io.as_row(entry) for entry in withdrawn],
        })  # fmt: skip
        return
    when = "" if as_of is None else f" as known on {as_of}"
    what = f" of {month}" if month else ""
    noun = "month" if len(chosen) == 1 else "months"
    heading = f"{one.id}: {one.title}\n{len(chosen)} recorded {noun}{what}{when}"
    write(
        heading,
        [
            Section("Record", [row for each in chosen for row in _rows(each)]),
            Section("Withdrawn", [(entry.written, formats.entry(entry)) for entry in withdrawn]),
        ],
    )


def check(authority_ids: Sequence[str], *, as_json: bool) -> None:
    """Print what is doubtful in the records of authorities, or of all."""
    from datetime import date

    from miqat.authorities import authorities, authority, own_entries
    from miqat.authorities.record_check import STALE, doubts

    chosen = [authority(name).id for name in authority_ids] or [one.id for one in authorities()]
    found = doubts(chosen, own_entries(), date.today())
    if as_json:
        write_json({
            "authorities": len(chosen),
            **{kind: [doubt._asdict() for doubt in of] for kind, of in found._asdict().items()},
        })  # fmt: skip
        return
    titles = {
        "Months of another length than 29 or 30 days": found.lengths,
        "Contradicting entries": found.contradictions,
        "Known only after the month had begun": found.late,
        f"No month of the last {STALE} days": found.stale,
    }
    bodies = "body" if len(chosen) == 1 else "bodies"
    write(
        f"Record of {len(chosen)} {bodies}: {sum(map(len, titles.values()))} doubts",
        [
            Section(f"{title} ({len(of)})", [(f"{d.authority} {d.month}", d.what) for d in of])
            for title, of in titles.items()
        ],
    )


def update(where: str, *, yes: bool, force: bool, as_json: bool) -> None:
    """Compare a published record, CSV or JSON, with what is known here, and take it in.

    Nothing is stored without --yes, and then all that is new or nothing.
    """
    from miqat.authorities import own_entries, record_io
    from miqat.authorities.consistency import compared, examine
    from miqat.authorities.store import reader

    incoming = record_io.read(record_io.fetch(where), where)
    place = reader.location()
    own = own_entries(place)
    found = compared(incoming, own)
    new = [*found.new, *found.contradicting]
    for entry in new:
        examine(entry, [*own, *new], force=force)
    if yes and new:
        from miqat.authorities.store.writer import append

        append(new, place, examine=lambda entry, there: examine(entry, [*there, *new], force=force))
    if as_json:
        write_json({
            "from": where, "stored": yes, "same": len(found.same),
            "new": [record_io.as_row(entry) for entry in found.new],
            "contradicting": [record_io.as_row(entry) for entry in found.contradicting],
        })  # fmt: skip
        return
    stored = f"stored in {place}" if yes else "nothing is stored: add --yes to store it"
    write(
        f"{where}: {len(incoming)} rows, {len(new)} of them new; {stored}",
        [
            Section("New", _entry_rows(found.new)),
            Section("In contradiction to the known record", _entry_rows(found.contradicting)),
            Section("Known already", [("rows", str(len(found.same)))] if found.same else []),
        ],
    )


def export(authority_ids: Sequence[str], *, own: bool, as_json: bool) -> None:
    """Print the record as a table that `miqat record update` reads."""
    from miqat.authorities import authority, own_entries, record, record_io

    names = [authority(name).id for name in authority_ids]
    entries = [*own_entries()] if own else [*_built_in(record.built_in().values()), *own_entries()]
    chosen = [entry for entry in entries if not names or entry.authority in names]
    if as_json:
        write_json({"record": [record_io.as_row(entry) for entry in chosen]})
    else:
        click.echo(record_io.as_csv(chosen), nl=False)


def _built_in(by_authority: Iterable[Sequence[Entry]]) -> list[Entry]:
    return [entry for entries in by_authority for entry in entries]


def _rows(of: Proclaimed) -> list[tuple[str, str]]:
    label = of.entry.written
    flag = "contradicted: " if of.contradicted else ""
    rows = [(label, f"{flag}{formats.entry(of.entry)}")]
    return rows + [("", f"superseded: {formats.entry(other)}") for other in of.superseded]


def _entry_rows(entries: Iterable[Entry]) -> list[tuple[str, str]]:
    return [
        (f"{e.authority} {e.written}", f"{formats.short(e.on)}, known {e.known_on}: {e.source}")
        for e in entries
    ]


def _as_json(of: Proclaimed) -> dict[str, Any]:
    from miqat.authorities.record_io import as_row

    return {
        **as_row(of.entry),
        "origin": of.entry.origin,
        "contradicted": of.contradicted,
        "superseded": [
            {**as_row(other), "origin": other.origin} for other in of.superseded
        ],
    }  # fmt: skip
