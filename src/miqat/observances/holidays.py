"""Public holidays: which observances are days off in which country, by its law."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from miqat.data import read_toml
from miqat.errors import UnknownName
from miqat.observances.catalogue import observance
from miqat.once import once

if TYPE_CHECKING:
    from miqat.observances.model import Observance


class Holidays(NamedTuple):
    """The ids of the observances that are public holidays of a country, and the source."""

    country: str
    ids: tuple[str, ...]
    source: str


@once
def holidays() -> dict[str, Holidays]:
    """Return the public holidays of each country that is listed, by ISO 3166 code."""
    countries = read_toml("observances/holidays.toml")
    return {code: Holidays(code, tuple(of["days"]), of["source"]) for code, of in countries.items()}


@once
def holidays_of_parts() -> dict[str, Holidays]:
    """Return what parts of countries add to the holidays of the whole, by ISO 3166-2 code."""
    parts = read_toml("observances/holidays_of_parts.toml")
    return {code: Holidays(code, tuple(of["days"]), of["source"]) for code, of in parts.items()}


def public_holidays(country: str) -> tuple[Observance, ...]:
    """Return the observances that are public holidays in a country, by its ISO 3166 code.

    Days off in the whole country, as its law or its yearly list names them; for the code of a part
    ("MY-03"), those of the whole and of the part. Raises `UnknownName` for a country or a part
    that is not listed.
    """
    listed, code = holidays(), country.upper()
    whole, is_part, _ = code.partition("-")
    if whole not in listed:
        raise UnknownName.among("country with a list of holidays", country, listed)
    ids = listed[whole].ids
    if is_part:
        parts = holidays_of_parts()
        if code not in parts:
            raise UnknownName.among("part of a country with a list of holidays", country, parts)
        ids = tuple(dict.fromkeys((*ids, *parts[code].ids)))
    return tuple(observance(name) for name in ids)


def holiday_in(observance: Observance) -> tuple[str, ...]:
    """Return the ISO 3166 codes of the countries where an observance is a public holiday."""
    return tuple(code for code, each in holidays().items() if observance.id in each.ids)
