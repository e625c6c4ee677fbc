"""`miqat authority ID`: all that is known of one authority."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from miqat.authorities import authority, own_entries, proclaimed
from miqat.authorities.catalogue import countries_of
from miqat.authorities.model import worded
from miqat.calendars.month_table import month_text
from miqat.cli import formats
from miqat.cli.layout import Section, write, write_json

if TYPE_CHECKING:
    from collections.abc import Mapping

    from miqat.authorities import Authority, Proclaimed

_LATEST = 6


def answer(authority_id: str, *, as_json: bool) -> None:
    """Print the body, rules, places, sources and record of the authority with an ID."""
    one = authority(authority_id)
    record = proclaimed(one.id, None, own_entries())
    if as_json:
        write_json(
            {
                **one.to_dict(),
                "default_of": list(countries_of(one.id)),
                "record": _counts(record),
            }
        )
        return
    sections = [
        Section("Authority", _rows(one)),
        Section("Rules", [(_since(one, at), worded(rule)) for at, rule in enumerate(one.rules)]),
        Section("Record", _record_rows(one, record)),
    ]
    write(f"{one.id}: {one.title}", sections)


def _rows(one: Authority) -> list[tuple[str, str]]:
    default = ", ".join(countries_of(one.id))
    rows = [
        ("kind", "state authority" if one.kind == "state" else "independent body"),
        ("tradition", one.tradition),
        ("countries", ", ".join(one.countries)),
        ("places", ", ".join(one.places)),
        ("default of", default or "no country"),
        ("source", one.source),
        ("note", one.note),
    ]
    return [row for row in rows if row[1]]


def _since(one: Authority, at: int) -> str:
    first = one.rules[at].first
    return "always" if first <= 12 else f"from {month_text(first)}"


def _record_rows(one: Authority, record: Mapping[int, Proclaimed]) -> list[tuple[str, str]]:
    if not record:
        return [("months", "none proclaimed that is known here: every month is by the rule")]
    numbers = sorted(record)
    against = [number for number in numbers if record[number].contradicted]
    rows = [
        ("months", f"{len(numbers)}, {month_text(numbers[0])} to {month_text(numbers[-1])}"),
        ("contradicted", f"{len(against)}" + _listed(against)),
    ]
    return rows + [
        (month_text(number), formats.entry(record[number].entry)) for number in numbers[-_LATEST:]
    ]


def _listed(numbers: list[int]) -> str:
    more = ", …" if len(numbers) > _LATEST else ""
    return f": {', '.join(map(month_text, numbers[-_LATEST:]))}{more}" if numbers else ""


def _counts(record: Mapping[int, Proclaimed]) -> dict[str, Any]:
    numbers = sorted(record)
    return {
        "months": len(numbers),
        "first": month_text(numbers[0]) if numbers else None,
        "last": month_text(numbers[-1]) if numbers else None,
        "contradicted": [month_text(n) for n in numbers if record[n].contradicted],
    }
