"""The method of a place for which none is asked: a documented default, not a judgement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from miqat.data import read_toml
from miqat.once import once
from miqat.places import as_place, nearest_city
from miqat.prayer.methods.load import method_ids

if TYPE_CHECKING:
    from miqat.places import PlaceLike


def default_method(place: PlaceLike) -> str:
    """Return the id of the method of a place: that of the body which publishes there, else MWL's.

    By the country of the place, or of the gazetteer's city nearest to it within 100 km; the
    countries and the reason for each are in data/prayer/defaults.toml.

    >>> from miqat.places import place
    >>> default_method(place("Ankara")), default_method(place("0,-150"))
    ('diyanet', 'mwl')
    """
    general, by_country = _table()
    here = as_place(place)
    country = here.country
    if country is None:
        near = nearest_city(here.latitude, here.longitude)
        country = None if near is None else near.country
    chosen = by_country.get(country or "", general)
    return chosen if chosen in method_ids() else general


@once
def _table() -> tuple[str, dict[str, str]]:
    raw = read_toml("prayer/defaults.toml")
    return str(raw["general"]), dict(raw["countries"])
