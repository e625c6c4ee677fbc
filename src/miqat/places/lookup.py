"""A place by its name or coordinates, and what is near it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import SupportsFloat

from miqat.errors import InvalidPlace, UnknownName
from miqat.places import gazetteer
from miqat.places.coordinates import read_coordinates
from miqat.places.gazetteer import City, fold
from miqat.places.model import Place, check_coordinates, number
from miqat.places.stations import Station, station

#: What every function that takes a place accepts.
PlaceLike = str | Place | Sequence[float]

_QUALIFIED = re.compile(r"(.+)\(([^()]+)\)\s*")
_ZONE = re.compile(r"[A-Za-z_]+(?:/[A-Za-z0-9_+-]+)+")
_WORTH_NAMING = 0.5  # of the weight of the city that was taken
_LONGEST_SHOWN = 60
_A_PLACE_IS = 'give a city such as "Karachi" or a pair such as (24.86, 67.0)'


def as_place(value: PlaceLike) -> Place:
    """Return the place of a name, of a (latitude, longitude) pair or of coordinates as text.

    Every function that takes a place reads it here; a `Place` is returned as it is. Raises
    `UnknownName` with the nearest names, `InvalidPlace` for what is not a point on Earth.

    >>> as_place("Lahore").country, as_place((24.86, 67.0)).latitude
    ('PK', 24.86)
    >>> as_place(24.86)
    Traceback (most recent call last):
    miqat.errors.InvalidPlace: 24.86 is one number; give both as a pair: (24.86, LONGITUDE)
    """
    if isinstance(value, Place):
        return value
    if isinstance(value, str):
        return _read(value)
    if isinstance(value, SupportsFloat) and not getattr(value, "shape", ()):
        raise InvalidPlace(f"{value} is one number; give both as a pair: ({value}, LONGITUDE)")
    return _of_numbers(value)


def place(query: PlaceLike, *, elevation: float | None = None) -> Place:
    """Return the place of a name, of coordinates, or the Place that was given.

    A name may be in any script, and may be followed by a comma and a country, region or US
    state, by code or by name. Of namesakes the most populous is taken. A name after an
    authority's id and a colon is a station of that authority. Coordinates are a pair of
    numbers or "LAT,LON" in degrees, signed or with N, S, E, W. Elevation in metres replaces
    the elevation of the place (0 for a city). Raises UnknownName with the nearest names,
    InvalidPlace for coordinates that are not on Earth or half a pair of them.

    >>> place("al-Quds").name, place("تهران").name, place("San José, CR").country
    ('Jerusalem', 'Tehran', 'CR')
    >>> place("diyanet:Ankara").longitude
    32.8411
    >>> place("-77.85,166.67").latitude, place((51.5, -0.12)).longitude
    (-77.85, -0.12)
    >>> place("Jerusalm")
    Traceback (most recent call last):
    miqat.errors.UnknownName: unknown place 'Jerusalm'; did you mean 'Jerusalem'?
    """
    found = as_place(query)
    return found if elevation is None else replace(found, elevation=elevation)


def namesakes(query: PlaceLike) -> tuple[Place, ...]:
    """Return the other cities of the name that was queried, most populous first.

    Cities whose main name it is, and cities with a score near that of the city taken.

    >>> [other.country for other in namesakes("Tripoli")]
    ['LB', 'GR']
    """
    taken = as_place(query)
    name = _split(query)[0] if isinstance(query, str) else taken.name or ""
    bearers = gazetteer.named(name)
    cities = [
        bearer.city
        for bearer in bearers
        if (bearer.own or bearer.weight > bearers[0].weight * _WORTH_NAMING)
        and bearer.city.geonameid != taken.geonameid
    ]
    return tuple(_of_city(city) for city in sorted(cities, key=lambda city: -city.population))


def nearest_city(latitude: float, longitude: float, within_km: float = 100.0) -> Place | None:
    """Return the gazetteer's city nearest to the point, or None if none is within the distance.

    Degrees and km, along the great circle of a sphere. Raises InvalidPlace for a point on no
    globe.

    >>> nearest_city(21.4225, 39.8262).name
    'Makkah'
    >>> nearest_city(0, -150) is None
    True
    """
    latitude, longitude = number("latitude", latitude), number("longitude", longitude)
    check_coordinates(latitude, longitude)
    city = gazetteer.nearest(latitude, longitude, within_km)
    return None if city is None else _of_city(city)


def _read(query: str) -> Place:
    if not query.strip():
        raise InvalidPlace('an empty place; give a city, or "LAT,LON" such as "31.78,35.23"')
    authority, colon, name = query.partition(":")
    if colon and not any(sign.isdigit() for sign in authority):
        return _of_station(station(authority, name))
    if coordinates := read_coordinates(query):
        return Place(*coordinates)
    return _of_city(_city(query))


def _of_numbers(value: "Iterable[float]") -> Place:
    ordered = hasattr(value, "__getitem__") and not isinstance(value, bytes)
    numbers = tuple(value) if ordered else ()
    if len(numbers) not in (2, 3):
        raise InvalidPlace(f"{_shown(value)} is not a place; {_A_PLACE_IS}")
    latitude, longitude, *elevation = numbers
    return Place(latitude, longitude, elevation[0] if elevation else 0.0)


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}..."


def _of_station(found: Station) -> Place:
    return Place(
        found.latitude,
        found.longitude,
        name=found.name,
        timezone=found.timezone,
        country=found.country,
        horizons=found.horizons,
        points=found.points,
        station=f"{found.authority}:{found.key}",
    )


def _city(query: str) -> City:
    name, qualifiers = _split(query)
    if qualifiers:
        for city in gazetteer.bearing(name):
            if _of_city(city).label == query.strip():
                return city
    bearers = [bearer.city for bearer in gazetteer.named(name)]
    for city in bearers:
        if all(_qualifies(city, qualifier) for qualifier in qualifiers):
            return city
    if qualifiers and (whole := gazetteer.named(query)):  # a name that has a comma
        return whole[0].city
    if not qualifiers and not bearers and (found := _before_a_country(name)):
        return found
    if _ZONE.fullmatch(query) and (cities := _of_time_zone(query)):
        raise UnknownName("place", query, cities)
    raise UnknownName("place", query, _told_apart(bearers) if bearers else gazetteer.similar(name))


def _before_a_country(query: str) -> City | None:
    """Return the city of "London UK": a name with a country or region after it and no comma."""
    words = query.split()
    for count in range(len(words) - 1, 0, -1):
        qualifier = " ".join(words[count:])
        for bearer in gazetteer.named(" ".join(words[:count])):
            if _qualifies(bearer.city, qualifier):
                return bearer.city
    return None


def _of_time_zone(key: str) -> list[str]:
    """Return the city that a time zone is named after, where it lies in that zone."""
    name = key.rpartition("/")[2].replace("_", " ")
    return [bearer.city.name for bearer in gazetteer.named(name) if bearer.city.timezone == key][:1]


def _split(query: str) -> tuple[str, list[str]]:
    """Return the name and what follows it after commas or in brackets, as `label` writes it."""
    if bracketed := _QUALIFIED.fullmatch(query):
        query = f"{bracketed[1]}, {bracketed[2]}"
    name, *qualifiers = query.split(",")
    return name, [qualifier for qualifier in qualifiers if fold(qualifier)]


def _qualifies(city: City, qualifier: str) -> bool:
    if city.country in gazetteer.countries_named(qualifier):
        return True
    codes = [city.name, city.region, f"{city.country} {city.region}"]
    # Without the spaces, D.C. is DC.
    wanted = fold(qualifier).replace(" ", "")
    if any(wanted == fold(word).replace(" ", "") for word in codes):
        return True
    region = gazetteer.region_names().get((city.country, city.region), "")
    division = gazetteer.division_name(qualifier)
    return any(
        division == gazetteer.division_name(name)
        for name in (region, *gazetteer.counties_of(city))
        if name
    )


def _told_apart(cities: list[City]) -> list[str]:
    """Return up to three of the cities in the words that tell them apart when queried."""
    if len(cities) == 1:
        return [cities[0].name]
    return list(dict.fromkeys(f"{city.name}, {city.country}" for city in cities))[:3]


def _of_city(city: City) -> Place:
    return Place(
        city.latitude,
        city.longitude,
        name=city.name,
        timezone=city.timezone,
        country=city.country or None,
        region=city.region or None,
        geonameid=city.geonameid,
    )
