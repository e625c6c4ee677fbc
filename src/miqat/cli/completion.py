"""What a shell completes: ids read straight from the data, and places of the gazetteer.

No table is parsed: a shell waits for the answer after every press of the key.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click

from miqat.data import file_names, read_text
from miqat.errors import UnknownName

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

SHELLS = ("bash", "zsh", "fish")
_ID = re.compile(r'^id = "([^"]+)"', re.MULTILINE)
_FAMILY_METHOD = re.compile(r"^\[methods\.([\w-]+)\]", re.MULTILINE)
_PLACES = 40
_NO_PLACES = "defaults", "habits"


def answer(shell: str) -> None:
    """Print the script that switches completion on in a shell."""
    from click.shell_completion import get_completion_class

    from miqat.cli import _miqat

    completer = get_completion_class(shell)
    if shell not in SHELLS or completer is None:
        raise UnknownName.among("shell", shell, SHELLS)
    click.echo(completer(_miqat, {}, "miqat", "_MIQAT_COMPLETE").source())


def candidates(kind: str, begun: str) -> list[str]:
    """Return what a word that was begun may become; `kind` is a key of `KINDS` or "place"."""
    if kind == "place":
        return _places(begun)
    return sorted({each for each in KINDS[kind]() if each.startswith(begun.casefold())})


def _authorities() -> Iterable[str]:
    files = (name for name in file_names("authorities", ".toml") if name not in _NO_PLACES)
    return (found for name in files for found in _ID.findall(read_text(f"authorities/{name}.toml")))


def _observances() -> Iterable[str]:
    files = file_names("observances", ".toml")
    return (found for name in files for found in _ID.findall(read_text(f"observances/{name}.toml")))


def _criteria() -> Iterable[str]:
    return _ID.findall(read_text("crescent/criteria.toml"))


def _methods() -> Iterable[str]:
    yield from file_names("methods", ".toml")
    for name in file_names("methods/families", ".toml"):
        yield from _FAMILY_METHOD.findall(read_text(f"methods/families/{name}.toml"))


def _languages() -> Iterable[str]:
    return file_names("names", ".toml")


def _calendars() -> Iterable[str]:
    from miqat.calendars import calendars

    return (each.id for each in calendars())


def _civil_and_hijri() -> Iterable[str]:
    yield from ("gregorian", "julian")
    yield from _calendars()


KINDS: dict[str, Callable[[], Iterable[str]]] = {
    "authority": _authorities,
    "calendar": _calendars,
    "criterion": _criteria,
    "date": lambda: ("today", "tomorrow", "yesterday"),
    "language": _languages,
    "method": _methods,
    "observance": _observances,
    "shell": lambda: SHELLS,
    "to": _civil_and_hijri,
}


def _places(begun: str) -> list[str]:
    """Return the most populous cities whose name begins so, from two letters on."""
    from miqat.places.gazetteer import fold, prefixed

    folded = fold(begun)
    return prefixed(folded, _PLACES) if len(folded) >= 2 else []
