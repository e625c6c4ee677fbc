"""How an answer is laid out: rich on a terminal, plain text in a pipe, or JSON."""

from __future__ import annotations

import json
import sys
import textwrap
import unicodedata
from typing import TYPE_CHECKING, Any, NamedTuple

import click

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


_LONGEST_LINE = 200  # of plain text
_NARROWEST_VALUE = 30  # columns; with less a label takes no column


class Section(NamedTuple):
    """A titled block of labelled values; the labels in `marked` are what matters now."""

    title: str
    rows: Sequence[tuple[str, str]]
    marked: frozenset[str] = frozenset()


def write_json(answer: Mapping[str, Any]) -> None:
    """Write an answer as indented JSON, names in their own scripts where they can be written."""
    text = json.dumps(answer, ensure_ascii=False, indent=2)
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        text = json.dumps(answer, indent=2)
    click.echo(text)


def write(heading: str, sections: Sequence[Section]) -> None:
    """Write sections under a heading."""
    shown = [section for section in sections if section.rows]
    if sys.stdout.isatty():
        _write_rich(heading, shown)
    else:
        _write_plain(heading, shown)


def write_table(
    heading: str, head: Sequence[str], rows: Sequence[Sequence[str]], foot: Sequence[str] = ()
) -> None:
    """Write a table under a heading, its columns as wide as they need, and lines at its foot."""
    lines = [head, *rows]
    widths = [max(_columns(line[at]) for line in lines) for at in range(len(head))]
    click.secho(heading, bold=True)
    click.echo()
    if sys.stdout.isatty() and sum(widths) + 2 * len(widths) > _terminal_width():
        _write_narrow(head, rows)
        lines = []
    for number, line in enumerate(lines):
        padded = [
            cell + " " * (wide - _columns(cell)) for cell, wide in zip(line, widths, strict=True)
        ]
        before = sum(widths[:-1]) + 2 * len(widths[:-1])
        for text in _folded("  ".join(padded).rstrip(), before):
            click.secho(text, dim=number == 0 or None)
    if foot:
        click.echo()
    for line in foot:
        click.echo(line)


def _terminal_width() -> int:
    from shutil import get_terminal_size

    return get_terminal_size().columns


def _write_narrow(head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Write each row of a table under its first cell, for a terminal that is too narrow."""
    width = _terminal_width()
    for first, *cells in rows:
        click.secho(first, bold=True)
        pairs = [f"{name} {cell}" for name, cell in zip(head[1:], cells, strict=True) if cell]
        line = ""
        for pair in pairs:
            if line and _columns(line) + _columns(pair) + 2 > width:
                click.echo(line)
                line = ""
            line += f"  {pair}"
        click.echo(line)


def _columns(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    return sum(
        0
        if unicodedata.category(sign) in ("Mn", "Cf")
        else 1 + (unicodedata.east_asian_width(sign) in "WF")
        for sign in text
    )


def _write_plain(heading: str, sections: Sequence[Section]) -> None:
    width = max((_columns(label) for section in sections for label, _ in section.rows), default=0)
    click.echo(heading)
    for section in sections:
        click.echo(f"\n{section.title}")
        for label, value in section.rows:
            mark = ">" if label in section.marked else " "
            padding = " " * (width - _columns(label))
            for line in _folded(f"{mark} {label}{padding}  {value}".rstrip(), width + 4):
                click.echo(line)


def _folded(line: str, indent: int) -> list[str]:
    """Return a line as several where it is longer than a pipe's lines may be."""
    if len(line) <= _LONGEST_LINE:
        return [line]
    return textwrap.wrap(
        line, _LONGEST_LINE, subsequent_indent=" " * indent, break_on_hyphens=False,
        drop_whitespace=True, break_long_words=False, replace_whitespace=False,
    )  # fmt: skip


def _write_rich(heading: str, sections: Sequence[Section]) -> None:
    from rich.console import Console
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    console = Console(highlight=False)
    console.print(Text(heading, style="bold"))
    width = max((len(label) for section in sections for label, _ in section.rows), default=0)
    for section in sections:
        console.print()
        console.print(Text(section.title, style="bold cyan"))
        if width + _NARROWEST_VALUE > console.width:
            for label, value in section.rows:
                style = "bold green" if label in section.marked else ""
                console.print(Padding(Text(f"{label}: {value}", style=style), (0, 0, 0, 2)))
            continue
        table = Table.grid(padding=(0, 2))
        table.add_column(style="dim", min_width=width, no_wrap=True)
        table.add_column()
        for label, value in section.rows:
            style = "bold green" if label in section.marked else ""
            table.add_row(Text(label, style=style), Text(value, style=style))
        console.print(Padding(table, (0, 0, 0, 2)))
