"""A place on Earth: by its name, by its coordinates, and what is near it."""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from functools import cache
from typing import TYPE_CHECKING

from miqat import days
from miqat.errors import InvalidPlace, UnknownName
from miqat.places import gazetteer
from miqat.places.gazetteer import City, fold
from miqat.places.stations import Station, station

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

_LOOKS_NUMERIC = re.compile(r"(?=\D*\d)(?!.*[NSEW]{2})[\d\s.,;+\-°'\"′″NSEW]+", re.IGNORECASE)
_DEGREES = re.compile(r"([+-]?)(\d+\.?\d*|\.\d+)°?([NSEW]?)")
_PLAIN = str.maketrans({"−": "-", "–": "-", "،": ",", "٫": "."})
_QUALIFIED = re.compile(r"(.+)\(([^()]+)\)\s*")
_FEW_DAYS = 8  # up to here asking for each is quicker than a table of the year
_WORTH_NAMING = 0.5  # of the weight of the city that was taken


@dataclass(frozen=True, slots=True)
class Place:
    """A point on Earth and what is known of it.

    Latitude and longitude in degrees, north and east positive; elevation in metres above mean
    sea level. `timezone` is an IANA id; `country` is ISO 3166 alpha-2 and `region` the
    first-order division, both as GeoNames codes them. An authority's station may have the
    altitudes of the Sun's centre at which the authority has it rise and set there (`horizons`,
    degrees), and further `points` (latitude, longitude) of a zone that has one timetable.
    Raises InvalidPlace when a number is on no globe.

    >>> Place(31.78, 35.23, elevation=754).elevation
    754.0
    """

    latitude: float
    longitude: float
    elevation: float = 0.0
    name: str | None = None
    timezone: str | None = None
    country: str | None = None
    region: str | None = None
    geonameid: int | None = None
    horizons: tuple[float, float] | None = None
    points: tuple[tuple[float, float], ...] = ()

    def __post_init__(self) -> None:
        for field in ("latitude", "longitude", "elevation"):
            object.__setattr__(self, field, _number(field, getattr(self, field)))
        _check_coordinates(self.latitude, self.longitude)
        if not -450 <= self.elevation <= 9000:
            raise InvalidPlace(
                f"elevation {self.elevation:g} m is outside -450..9000 m "
                "(the Dead Sea shore lies near -430, Everest at 8849)"
            )

    def __str__(self) -> str:
        """Return the place's own name, or its coordinates to four decimals.

        >>> str(Place(31.78, -35.23))
        '31.7800°N 35.2300°W'
        """
        return self.name or _coordinates_of(self)

    @property
    def zone(self) -> "ZoneInfo":
        """The time zone given, else that of the coordinate; over open sea the nautical one.

        Raises InvalidPlace when the id given is none that the time zone database has.

        >>> Place(1.87, -157.43).zone.key
        'Pacific/Kiritimati'
        """
        return _zone(self.timezone or _timezone_at(self))

    @property
    def label(self) -> str:
        """The name, and only where the gazetteer has namesakes what tells it apart from them.

        >>> place("Jerusalem").label, place("Tripoli").label, place("Paris, TX").label
        ('Jerusalem', "Tripoli (LY, GeoNames' coding)", 'Paris (Texas)')
        """
        if self.name is None or self.geonameid is None or not self.country:
            return str(self)
        others = [city for city in gazetteer.bearing(self.name) if city.geonameid != self.geonameid]
        return f"{self.name} ({_difference(self, others)})" if others else self.name


def place(query: "str | Place", *, elevation: float | None = None) -> Place:
    """Return the place of a name, of a coordinate as text, or the Place that was given.

    A name may be in any script, and may be followed by a comma and a country, region or US
    state, by code or by name. Of namesakes the most populous is taken. A name after an
    authority's id and a colon is a station of the authority's own. Coordinates are
    "LAT,LON" in decimal degrees, signed or with N, S, E, W. Elevation in metres replaces the
    place's own (0 for a city). Raises UnknownName with the nearest names, InvalidPlace for
    coordinates on no globe or half a pair of them.

    >>> place("al-Quds").name, place("تهران").name, place("San José, CR").country
    ('Jerusalem', 'Tehran', 'CR')
    >>> place("diyanet:Ankara").longitude
    32.8411
    >>> place("-77.85,166.67").latitude
    -77.85
    >>> place("Jerusalm")
    Traceback (most recent call last):
    miqat.errors.UnknownName: unknown place 'Jerusalm'; did you mean 'Jerusalem'?
    """
    found = query if isinstance(query, Place) else _read(query)
    return found if elevation is None else replace(found, elevation=elevation)


def namesakes(query: "str | Place") -> tuple[Place, ...]:
    """Return the other cities of the name that was queried, most populous first.

    Those whose own name it is, and those so much better known by it as an alternate name that
    they came near to being taken.

    >>> [other.country for other in namesakes("Tripoli")]
    ['LB', 'GR']
    """
    taken = place(query)
    name = (query.name or "") if isinstance(query, Place) else _split(query)[0]
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
    latitude, longitude = _number("latitude", latitude), _number("longitude", longitude)
    _check_coordinates(latitude, longitude)
    city = gazetteer.nearest(latitude, longitude, within_km)
    return None if city is None else _of_city(city)


def solar_days(place: Place, first: int, count: int) -> list[int]:
    """Return the days of local mean solar time whose noons fall in civil days of a place.

    Day numbers, for `count` civil days from `first` on. A clock that keeps the date of the
    other side of the date line (Kiritimati, Apia) is a whole day ahead of its Sun.
    """
    zone, east = place.zone, place.longitude / 360.0
    if count < _FEW_DAYS:
        found = []
        for day in range(first, first + count):
            noon = datetime.combine(days.to_date(day), time(12), tzinfo=zone)
            ahead = (noon.utcoffset() or timedelta()) / timedelta(days=1)
            found.append(day - round(ahead - east))
        return found
    from miqat import timezones

    ahead_of_sun = timezones.noon_offsets(zone, first, count) / 86_400.0 - east
    return [day - round(ahead) for day, ahead in enumerate(ahead_of_sun.tolist(), start=first)]


def _read(query: str) -> Place:
    if not query.strip():
        raise InvalidPlace('an empty place; give a city, or "LAT,LON" such as "31.78,35.23"')
    authority, colon, name = query.partition(":")
    if colon and not any(sign.isdigit() for sign in authority):
        return _of_station(station(authority, name))
    plain = query.translate(_PLAIN)
    if _LOOKS_NUMERIC.fullmatch(plain):
        return Place(*_coordinates(query, plain))
    return _of_city(_city(query))


def _of_station(found: Station) -> Place:
    return Place(
        found.latitude,
        found.longitude,
        name=found.name,
        timezone=found.timezone,
        country=found.country,
        horizons=found.horizons,
        points=found.points,
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
    if qualifiers and (whole := gazetteer.named(query)):  # a name with a comma of its own
        return whole[0].city
    raise UnknownName("place", query, _told_apart(bearers) if bearers else gazetteer.similar(name))


def _split(query: str) -> tuple[str, list[str]]:
    """Return the name and what follows it after commas or in brackets, as `label` writes it."""
    if bracketed := _QUALIFIED.fullmatch(query):
        query = f"{bracketed[1]}, {bracketed[2]}"
    name, *qualifiers = query.split(",")
    return name, [qualifier for qualifier in qualifiers if fold(qualifier)]


def _qualifies(city: City, qualifier: str) -> bool:
    if city.country in gazetteer.countries_named(qualifier):
        return True
    words = [city.name, city.region, f"{city.country} {city.region}"]
    if city.country == "US":
        words.append(gazetteer.us_states().get(city.region, ""))
    # Without the spaces, D.C. is DC.
    wanted = fold(qualifier).replace(" ", "")
    return any(wanted == fold(word).replace(" ", "") for word in words)


def _told_apart(cities: list[City]) -> list[str]:
    """Return up to three of the cities in the words that tell them apart when queried."""
    if len(cities) == 1:
        return [cities[0].name]
    return list(dict.fromkeys(f"{city.name}, {city.country}" for city in cities))[:3]


def _difference(this: Place, others: Iterable[City]) -> str:
    compatriots = [city for city in others if city.country == this.country]
    state = gazetteer.us_states().get(this.region or "") if this.country == "US" else None
    words = [state or f"{this.country}{f' {this.region}' if compatriots and this.region else ''}"]
    if any(city.region == (this.region or "") for city in compatriots):
        words.append(_coordinates_of(this, decimals=2))
    if not state:
        words.append("GeoNames' coding")
    return ", ".join(words)


def _coordinates(query: str, plain: str) -> tuple[float, float]:
    """Return latitude and longitude from the text of a pair."""
    text = plain.upper()
    if text.lstrip()[0] in "NSEW":
        text = re.sub(r"([NSEW])\s*([^NSEW,;\s]+)", r"\2\1", text)
    text = re.sub(r"\s*([NSEW])", r"\1 ", text)
    parts = [part for part in re.split(r"[,;\s]+", text) if part]
    if len(parts) == 1:
        raise InvalidPlace(f'{query!r} is half a pair; give "LAT,LON" such as "31.78,35.23"')
    if len(parts) > 2:
        raise InvalidPlace(f'{query!r} has {len(parts)} numbers; give "LAT,LON" in decimal degrees')
    (first, letter), (second, letter2) = (_degrees(query, part) for part in parts)
    if bool(letter) != bool(letter2) or (letter and (letter in "NS") == (letter2 in "NS")):
        raise InvalidPlace(f"{query!r} needs one of N, S and one of E, W, or neither")
    latitude, longitude = (second, first) if letter and letter in "EW" else (first, second)
    return latitude, longitude


def _degrees(query: str, part: str) -> tuple[float, str]:
    match = _DEGREES.fullmatch(part)
    if match is None or (match[1] and match[3]):
        raise InvalidPlace(
            f"{part!r} in {query!r} is not decimal degrees; write them as 31.78, -31.78 or 31.78S"
        )
    value = float(match[2])
    return (-value if match[1] == "-" or match[3] in ("S", "W") else value), match[3]


def _number(field: str, value: float) -> float:
    try:
        number = float(value)
    except (TypeError, ValueError):
        raise InvalidPlace(f"{field} {value!r} is not a number") from None
    if not math.isfinite(number):
        raise InvalidPlace(f"{field} {number} is not a finite number")
    return number


def _check_coordinates(latitude: float, longitude: float) -> None:
    if abs(latitude) > 90:
        hint = " (latitude comes first)" if abs(latitude) <= 180 and abs(longitude) <= 90 else ""
        raise InvalidPlace(f"latitude {latitude:g} is outside -90..90{hint}")
    if abs(longitude) > 180:
        wrapped = (longitude + 180) % 360 - 180
        raise InvalidPlace(
            f"longitude {longitude:g} is outside -180..180; did you mean {wrapped:g}?"
        )


def _coordinates_of(point: Place, decimals: int = 4) -> str:
    latitude = _hemisphere(point.latitude, "NS", decimals)
    return f"{latitude} {_hemisphere(point.longitude, 'EW', decimals)}"


def _hemisphere(degrees: float, letters: str, decimals: int) -> str:
    rounded = round(degrees, decimals)
    return f"{abs(rounded):.{decimals}f}°{letters[rounded < 0]}"


def _timezone_at(point: Place) -> str:
    from tzfpy import get_tz

    key = get_tz(point.longitude, point.latitude)
    if not key:
        raise InvalidPlace(
            f"no time zone is known at {_coordinates_of(point)}; "
            "give one, such as timezone='Etc/GMT-3'"
        )
    return str(key)


@cache
def _zone(key: str) -> "ZoneInfo":
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        return ZoneInfo(key)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise InvalidPlace(f"unknown time zone {key!r}{_nearest_zone(key)}") from None


def _nearest_zone(key: str) -> str:
    from difflib import get_close_matches
    from zoneinfo import available_timezones

    near = get_close_matches(key, sorted(available_timezones()), n=1)
    return f"; did you mean {near[0]!r}?" if near else ""


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
