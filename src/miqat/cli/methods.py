"""`miqat methods`: the methods of prayer times, and what each of them does."""

from __future__ import annotations

from typing import Any

import click

from miqat.cli import formats
from miqat.cli.layout import Section, write, write_json, write_table
from miqat.prayer import Method, method, method_ids, read_method
from miqat.prayer.methods.describe import in_words, to_toml


def answer(which: str | None, *, as_toml: bool, as_json: bool) -> None:
    """List the methods with their measured agreement, or print what one of them does."""
    if as_toml and (which is None or as_json):
        raise click.UsageError("--toml is of one method: miqat methods diyanet --toml")
    if which is None:
        _list(as_json=as_json)
        return
    if which.casefold().endswith(".toml"):
        with formats.file(which):
            chosen = read_method(which)
    else:
        chosen = method(which)
    if as_toml:
        click.echo(to_toml(chosen), nl=False)
    elif as_json:
        write_json(_as_json(chosen))
    else:
        write(f"{chosen.title} ({chosen.id})", [Section("Rules", in_words(chosen))])


def _list(*, as_json: bool) -> None:
    found = [method(name) for name in method_ids()]
    if as_json:
        write_json({"methods": [_as_json(each, brief=True) for each in found]})
        return
    rows = [[each.id, each.title, each.agreement or "–"] for each in found]
    write_table(
        f"{len(rows)} methods; miqat methods ID says what one does",
        ["id", "title", "agreement"],
        rows,
    )


def _as_json(of: Method, *, brief: bool = False) -> dict[str, Any]:
    said: dict[str, Any] = {
        "id": of.id,
        "title": of.title,
        "aliases": list(of.aliases),
        "source": of.source,
        "agreement": of.agreement or None,
    }
    return said if brief else said | {"rules": dict(in_words(of)), "toml": to_toml(of)}
