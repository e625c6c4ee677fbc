"""The table of the names of observances: one file a language, next to the names of the entries."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from miqat.data import file_names, read_toml
from miqat.observances.catalogue import observances
from miqat.once import once

if TYPE_CHECKING:
    from collections.abc import Iterator

    from miqat.observances.model import Observance

_FOLDER = "observances/names"
_REMARK = re.compile(r"\s*\([^)]*\)\s*$")
_EVENTS = ("birth", "death")


class Name(NamedTuple):
    """A spelling of the name of an observance in a language (ISO 639)."""

    language: str
    spelling: str
    observance: Observance


@once
def every_name() -> tuple[Name, ...]:
    """Return every name of every observance, in the order of the catalogue, each once.

    The names of the entries, the same without a remark in brackets, the further names of the
    table of each language, and the births and deaths of people by each name of the person.
    """
    further = _further()
    found: dict[tuple[str, str, str], Name] = {}
    for entry in observances():
        own = [*entry.names.items()]
        own += [(code, _REMARK.sub("", name)) for code, name in own]
        for code, spelling in (*own, *further.pop(entry.id, ())):
            found.setdefault((entry.id, code, spelling), Name(code, spelling, entry))
    if further:
        raise LookupError(f"names of no observance: {', '.join(sorted(further))}")
    return tuple(found.values())


def names_of(observance: Observance) -> tuple[Name, ...]:
    """Return the names of an observance in every language."""
    return tuple(name for name in every_name() if name.observance is observance)


@once
def _further() -> dict[str, list[tuple[str, str]]]:
    """Return language and spelling by the id of an observance, from the files of names."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    people = read_toml("observances/people.toml")
    for code in file_names(_FOLDER, ".toml"):
        table = read_toml(f"{_FOLDER}/{code}.toml")
        for name, spellings in table.get("names", {}).items():
            found[name] += [(code, spelling) for spelling in spellings]
        forms = table.get("events", {})
        for person, spellings in table.get("people", {}).items():
            for event in _EVENTS:
                for name in people[person].get(event, ()):
                    found[name] += [
                        (code, form.format(spelling))
                        for spelling in spellings
                        for form in forms.get(event, ())
                    ]
    return dict(found)


def languages_of_names() -> Iterator[str]:
    """Yield the languages that have a table of further names (ISO 639)."""
    yield from file_names(_FOLDER, ".toml")
