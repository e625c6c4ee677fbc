"""The point for which an authority computes a city's timetable."""

from __future__ import annotations

from typing import TYPE_CHECKING

from miqat.places import place as place_named
from miqat.places import stations
from miqat.places.gazetteer import distance_km, fold
from miqat.prayer.methods.load import method as method_named

if TYPE_CHECKING:
    from miqat.places import Place
    from miqat.prayer.methods.model import Method

_NEAR = 60.0  # km: a namesake farther away is another city


def reference_point(where: Place, method: str | Method) -> Place | None:
    """Return the station that a method's authority has for a city of the gazetteer.

    It has the city's name and is within 60 km of it. None for any other place: a coordinate, a
    station already, a city without one. The points are data/stations', fitted to what the authority
    prints.

    >>> reference_point(place_named("Ankara"), "diyanet").longitude
    32.8411
    >>> reference_point(place_named("39.92,32.85"), "diyanet") is None
    True
    """
    if where.geonameid is None or where.name is None:
        return None
    authority = method_named(method).id
    if authority not in stations.authorities():
        return None
    for found in stations.stations(authority):
        if fold(where.name) not in (fold(found.name), fold(found.key)):
            continue
        apart = distance_km(where.latitude, where.longitude, found.latitude, found.longitude)
        if apart <= _NEAR:
            return place_named(f"{authority}:{found.key}")
    return None
