"""`miqat authorities`: who says when a month begins, all of them or those of a country."""

from __future__ import annotations

from typing import TYPE_CHECKING

from miqat.authorities import Authority, authorities
from miqat.authorities.model import worded
from miqat.cli.layout import Section, write, write_json
from miqat.errors import UnknownName

if TYPE_CHECKING:
    from collections.abc import Sequence


def answer(country: str | None, *, as_json: bool) -> None:
    """List the authorities, each with the body's own name and its rule in words."""
    found = authorities(country)
    if not found and country is not None:
        known = sorted({code for one in authorities() for code in one.countries})
        raise UnknownName.among("country of an authority", country.upper(), known)
    if as_json:
        write_json({"authorities": [one.to_dict() for one in found]})
        return
    where = "" if country is None else f" in {country.upper()}"
    noun = "authority" if len(found) == 1 else "authorities"
    write(f"{len(found)} {noun}{where}", [Section("Authorities", _rows(found))])


def _rows(found: Sequence[Authority]) -> list[tuple[str, str]]:
    return [(one.id, f"{one.title}{_where(one)}: {worded(one.rules[-1])}") for one in found]


def _where(one: Authority) -> str:
    codes = ", ".join(one.countries)
    return f" ({codes})" if codes else ""
