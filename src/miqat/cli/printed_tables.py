"""A printed table that a command is given: read, with what looks wrong in it said."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from miqat.cli import formats

if TYPE_CHECKING:
    from collections.abc import Sequence

    from miqat.places import Place
    from miqat.prayer.published.reader import PublishedTable


def printed_table(
    file: str,
    place: Place | None = None,
    *,
    year: int | None = None,
    month: tuple[int, int] | None = None,
    only: str | None = None,
    columns: Sequence[str] | None = None,
) -> PublishedTable:
    """Return a table, and write to the standard error what was left out or looks wrong.

    With a place its clock is compared too. Raises as `prayer.published.reader.read`.
    """
    from miqat.prayer.published.reader import read

    with formats.file(file):
        table = read(file, year=year, month=month, only=only, columns=columns)
    tell_notes(Path(file).name, table, place)
    return table


def tell_notes(name: str, table: PublishedTable, place: Place | None) -> None:
    """Write to the standard error what was left out of a table or looks wrong in it."""
    from miqat.prayer.published.doubts import clock_doubts

    notes = list(table.notes)
    if place is not None and "dhuhr" in table.minutes:
        notes += clock_doubts(table.days, table.minutes["dhuhr"], place.zone)
    for note in notes:
        click.echo(f"miqat: {name}: {note}", err=True)
