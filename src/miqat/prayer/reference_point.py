"""The point for which an authority computes the timetable of a place."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from miqat.errors import InvalidRule
from miqat.places import as_place, nearest_city, stations
from miqat.places import place as place_named
from miqat.places.gazetteer import distance_km, fold, named
from miqat.prayer.methods.by_country import default_method
from miqat.prayer.methods.load import method as method_named

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from miqat.places import Place, PlaceLike
    from miqat.places.stations import Station, Town
    from miqat.prayer.methods.model import Method

_Point = TypeVar("_Point", "Station", "Town")

_NAMESAKE = 60.0  # km: a city of the station's name that is farther away is another city
_IN_ZONE = 100.0  # km: a place without a town of a zone so near is in none


def reference_point(where: Place, method: str | Method) -> Place | None:
    """Return the station or zone of a method's authority whose timetable a place has.

    A city takes the station of its name, in any spelling that the gazetteer knows, or one that
    is within a few km (data/stations/reach.toml). Where the authority has zones, every place
    takes that of the nearest town of its state. None for a station already, for a place without
    one, and for coordinates unless the authority has zones or one table for an area.

    >>> reference_point(place_named("Ankara"), "diyanet").longitude
    32.8411
    >>> reference_point(place_named("Kajang"), "jakim").station
    'jakim:SGR01'
    >>> reference_point(place_named("39.92,32.85"), "diyanet") is None
    True
    """
    authority = method_named(method).id
    if where.station is not None or authority not in stations.authorities():
        return None
    found = (
        _of_area(authority, where)
        or (_zone(authority, where) if stations.towns(authority) else None)
        or _of_name(authority, where)
        or _close(authority, where)
    )
    if found is None:
        return None
    return place_named(f"{authority}:{found.key}", elevation=where.elevation or None)


def method_for(place: PlaceLike, method: str | Method | None = None) -> Method:
    """Return the method that was asked for at a place, by default the one published there.

    Raises `UnknownName`, and `InvalidRule` for a place outside the country of an authority that
    prints one table for each zone or town of its country.

    >>> method_for("Kajang").id
    'jakim'
    """
    if method is None:
        return default_method(place).method
    chosen = method_named(method)
    _check_covers(as_place(place), chosen)
    return chosen


def _check_covers(where: Place, method: Method) -> None:
    by_zone = stations.towns(method.id) if method.id in stations.authorities() else ()
    if not by_zone and method.printed is None and method.towns is None:
        return
    countries = {station.country for station in stations.stations(method.id)}
    if where.station is not None or _division(where)[0] in countries:
        return
    home = ", ".join(sorted(countries))
    raise InvalidRule(
        f"{where} is outside the zones of {method.title} ({home}); leave the method out for the "
        "one published at the place"
    )


def agreement_at(point: Place, method: Method, first: date, last: date) -> str:
    """Return the measured agreement of a method where it is true; else an empty text.

    It is true at a station of the authority, or anywhere if the authority has none, and in the
    years that were measured.
    """
    if method.id in stations.authorities():
        authority, _, _ = (point.station or "").partition(":")
        if authority != method.id:
            return ""
    if method.measured is None:
        return ""
    begins, ends = method.measured
    return method.agreement if begins <= first.year and last.year <= ends else ""


def _of_area(authority: str, where: Place) -> Station | None:
    """Return the station of an authority that prints one table for an area, inside it."""
    reach = stations.area_km(authority)
    return None if reach is None else _nearest(stations.stations(authority), where, reach)


def _zone(authority: str, where: Place) -> Station | None:
    """Return the zone of the town nearest to a place, of its own state where that is known."""
    country, region = _division(where)
    if country not in {station.country for station in stations.stations(authority)}:
        return None
    towns = stations.towns(authority)
    of_region = [town for town in towns if town.region == region]
    town = _nearest(of_region or towns, where, _IN_ZONE)
    return None if town is None else stations.station(authority, town.key)


def _division(where: Place) -> tuple[str | None, str | None]:
    """Return the country and region of a place, for coordinates those of the nearest city."""
    if where.country is not None:
        return where.country, where.region
    near = nearest_city(where.latitude, where.longitude, _IN_ZONE)
    return (None, None) if near is None else (near.country, near.region)


def _of_name(authority: str, where: Place) -> Station | None:
    """Return the station that has the name of a city, or another name of it."""
    if where.geonameid is None or where.name is None:
        return None
    near = [station for station in stations.stations(authority) if _km(station, where) <= _NAMESAKE]
    for station in near:
        if fold(where.name) in (fold(station.name), fold(station.key)):
            return station
    for station in near:
        known = {bearer.city.geonameid for bearer in named(station.name)}
        if where.geonameid in known:
            return station
    return None


def _close(authority: str, where: Place) -> Station | None:
    if where.geonameid is None:
        return None
    return _nearest(stations.stations(authority), where, stations.near_km())


def _nearest(points: Iterable[_Point], where: Place, within_km: float) -> _Point | None:
    near = min(points, key=lambda point: _km(point, where), default=None)
    return None if near is None or _km(near, where) > within_km else near


def _km(point: Station | Town, where: Place) -> float:
    return distance_km(where.latitude, where.longitude, point.latitude, point.longitude)
