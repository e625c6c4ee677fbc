"""`miqat record`: what authorities proclaimed, shown, taken in and given out."""

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
    from miqat.authorities import authority, own_entries, proclaimed
    from miqat.calendars.month_table import read_month

    one = authority(authority_id)
    known_on = None if as_of is None else formats.day(as_of)
    record = proclaimed(one.id, known_on, own_entries())
    asked = None if month is None else read_month(month)
    chosen = [record[number] for number in sorted(record) if asked in (None, number)]
    if as_json:
        write_json(
            {"authority": one.id, "as_of": as_of, "record": [_as_json(each) for each in chosen]}
        )
        return
    when = "" if as_of is None else f" as known on {as_of}"
    what = f" of {month}" if month else ""
    noun = "month" if len(chosen) == 1 else "months"
    heading = f"{one.id}: {one.title}\n{len(chosen)} proclaimed {noun}{what}{when}"
    write(heading, [Section("Record", [row for each in chosen for row in _rows(each)])])


def update(where: str, *, yes: bool, force: bool, as_json: bool) -> None:
    """Compare a published record, CSV or JSON, with what is known here, and take it in.

    Nothing is stored without --yes, and then all that is new or nothing.
    """
    from miqat.authorities import own_entries, record_io
    from miqat.authorities.consistency import compared, examine
    from miqat.authorities.store import reader

    incoming = record_io.read(record_io.fetch(where), where)
    place = reader.location()
    found = compared(incoming, own_entries(place))
    new = [*found.new, *found.contradicting]
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
