"""The method of prayer times that --method and --set name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from miqat.cli import formats

if TYPE_CHECKING:
    from miqat.places import Place
    from miqat.prayer import Method


def chosen_method(place: Place, given: str | None, changes: str | None) -> Method:
    """Return the method of an id or a TOML file, or the default one of a place, with changes.

    Raises `UnknownName`, `InvalidRule`.
    """
    from miqat.errors import InvalidRule
    from miqat.prayer import method_for, read_method, with_changes

    if changes is not None and not changes.strip():
        raise InvalidRule('--set is empty; write it as "fajr.angle = 16"')
    if given is not None and given.casefold().endswith(".toml"):
        with formats.file(given):
            return read_method(given, changes or "")
    chosen = method_for(place, given)
    return chosen if changes is None else with_changes(chosen, changes)
