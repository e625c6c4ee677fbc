"""A place on Earth: its coordinates, its name and its time zone."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from miqat.errors import InvalidPlace
from miqat.jsonable import Jsonable
from miqat.once import once
from miqat.places import gazetteer
from miqat.places.gazetteer import City

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Place(Jsonable):
    """A point on Earth and what is known of it.

    Latitude and longitude in degrees, north and east positive; elevation in metres above mean
    sea level. `timezone` is an IANA id or a `ZoneInfo`; `country` is ISO 3166 alpha-2 and
    `region` the first-order division, both as GeoNames codes them. An authority's station may
    have the altitudes of the Sun's centre at which the authority has it rise and set there
    (`horizons`, degrees), and further `points` (latitude, longitude) of a zone that has one
    timetable; `station` is its authority and key, such as "jakim:MLK01".
    Raises InvalidPlace when a number is on no globe.

    >>> Place(31.78, 35.23, elevation=754).elevation
    754.0
    """

    latitude: float
    longitude: float
    elevation: float = 0.0
    name: str | None = None
    timezone: "str | ZoneInfo | None" = None
    country: str | None = None
    region: str | None = None
    geonameid: int | None = None
    horizons: tuple[float, float] | None = None
    points: tuple[tuple[float, float], ...] = ()
    station: str | None = None

    def __post_init__(self) -> None:
        for field in ("latitude", "longitude", "elevation"):
            object.__setattr__(self, field, number(field, getattr(self, field)))
        check_coordinates(self.latitude, self.longitude)
        if self.timezone is not None:
            object.__setattr__(self, "timezone", _zone_key(self.timezone))
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

    def to_dict(self) -> dict[str, Any]:
        """Return name, coordinates (degrees), elevation (m), time zone and country."""
        return {
            "name": str(self),
            "latitude": self.latitude,
            "longitude": self.longitude,
            "elevation": self.elevation,
            "timezone": self.zone.key,
            "country": self.country,
        }

    @property
    def zone(self) -> "ZoneInfo":
        """The time zone given, else that of the coordinate; over open sea the nautical one.

        Raises InvalidPlace when the id given is none that the time zone database has.

        >>> Place(1.87, -157.43).zone.key
        'Pacific/Kiritimati'
        """
        return _zone(str(self.timezone or _timezone_at(self)))

    @property
    def label(self) -> str:
        """The name, and only where the gazetteer has namesakes what tells it apart from them.

        >>> from miqat.places import place
        >>> place("Jerusalem").label, place("Tripoli").label, place("Paris, TX").label
        ('Jerusalem', 'Tripoli (LY)', 'Paris (Texas)')
        """
        if self.name is None or self.geonameid is None or not self.country:
            return str(self)
        others = [city for city in gazetteer.bearing(self.name) if city.geonameid != self.geonameid]
        return f"{self.name} ({_difference(self, others)})" if others else self.name


def _difference(this: Place, others: Iterable[City]) -> str:
    compatriots = [city for city in others if city.country == this.country]
    region = gazetteer.region_names().get((this.country or "", this.region or ""))
    if this.country == "US" and region:
        words = [region]
    elif compatriots and this.region:
        words = [f"{region}, {this.country}" if region else f"{this.country} {this.region}"]
    else:
        words = [str(this.country)]
    if any(city.region == (this.region or "") for city in compatriots):
        words.append(_coordinates_of(this, decimals=2))
    return ", ".join(words)


def number(field: str, value: float) -> float:
    """Return a coordinate as a finite number; raises `InvalidPlace` with the field's name."""
    try:
        number = float(value)
    except (TypeError, ValueError):
        raise InvalidPlace(f"{field} {value!r} is not a number") from None
    if not math.isfinite(number):
        raise InvalidPlace(f"{field} {number} is not a finite number")
    return number


def check_coordinates(latitude: float, longitude: float) -> None:
    """Raise `InvalidPlace` for degrees that are not on the globe."""
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


def _zone_key(zone: object) -> str:
    key = getattr(zone, "key", zone)
    if not isinstance(key, str):
        raise InvalidPlace(
            f"a time zone is an IANA id such as 'Asia/Karachi' or a ZoneInfo, not {zone!r}"
        )
    return key


@once
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
