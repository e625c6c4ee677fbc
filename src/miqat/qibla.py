"""The qibla: the direction of the Kaaba, by compass and by the sky.

The direction is the azimuth of the shortest line on the WGS84 ellipsoid (C. F. F. Karney,
"Algorithms for geodesics", J. Geodesy 87 (2013) 43-55): through Karney's GeographicLib for
one place, which is quick to import, and through pyproj, which holds the same algorithm, for
arrays of places. The great circle on a sphere that many programs show differs from it by
7' in the mean.
"""

from __future__ import annotations

import datetime as dt
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import numpy as np

from miqat import days as day_numbers
from miqat.constants import KAABA, MEAN_EARTH_RADIUS_KM
from miqat.degrees import latitudes, longitudes
from miqat.errors import OutOfRange, UnknownName
from miqat.jsonable import dumps, plain
from miqat.places import as_place
from miqat.sky.day_path import DayPath
from miqat.sky.events import transits
from miqat.sky.timescale import from_datetime, from_datetime64, to_datetime, to_datetime64
from miqat.sky.topocentric import horizontal

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from miqat._typing import Floats
    from miqat.places import Place, PlaceLike
    from miqat.sky.ephemeris import Body


__all__ = [
    "KAABA",
    "Alignment",
    "Magnetic",
    "Model",
    "Qibla",
    "Side",
    "alignments",
    "azimuths",
    "magnetic",
    "sun_over_kaaba",
    "toward_kaaba",
]

Model = Literal["geodesic", "great circle"]
Side = Literal["toward", "away", "right", "left"]

#: Latitude and longitude of the centre of the Kaaba, degrees.

# Inside this distance the direction depends on where in the building one is.
_AT_THE_KAABA_KM = 0.02
# Inside this distance of the point opposite, the two ways around are equally long to 0.1 km.
_AT_THE_ANTIPODE_KM = 0.02
_AT_THE_POLE = 90.0 - 1e-9

_SIDES: dict[Side, float] = {"toward": 0.0, "right": 90.0, "away": 180.0, "left": 270.0}
_STEP_MINUTES = 4
_HALVINGS = 24


class Qibla(NamedTuple):
    """The direction of the Kaaba: azimuth in degrees from true north, clockwise; distance in km.

    At the Kaaba, at its antipode and at a pole the azimuth is None and `note` says which way to
    turn.
    """

    azimuth: float | None
    distance: float
    note: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return azimuth (degrees, null where there is no one direction) and distance (km)."""
        azimuth = None if self.azimuth is None else round(self.azimuth, 4)
        return {
            "azimuth": azimuth,
            "note": self.note,
            "distance_km": round(self.distance, 3),
        }

    def to_json(self, *, indent: int | None = None) -> str:
        """Return the answer as JSON."""
        return dumps(self, indent=indent)


class Magnetic(NamedTuple):
    """The qibla by compass, degrees: declination is how far the needle points east of north.

    `uncertainty` is the model's standard error; the model is made for dates from `first` to before
    `last`.
    """

    bearing: float | None
    declination: float
    uncertainty: float
    model: str
    first: dt.date
    last: dt.date

    def to_dict(self) -> dict[str, Any]:
        """Return bearing, declination and uncertainty (degrees), the model and its dates."""
        return {
            "bearing": plain(self.bearing),
            "declination": self.declination,
            "uncertainty": self.uncertainty,
            "model": self.model,
            "valid_from": plain(self.first),
            "valid_before": plain(self.last),
        }

    def to_json(self, *, indent: int | None = None) -> str:
        """Return the answer as JSON."""
        return dumps(self, indent=indent)


class Alignment(NamedTuple):
    """An instant (UTC) at which a body is toward the qibla, opposite it or at its side.

    `shadow` is the azimuth of an upright stick's shadow at that instant, degrees.
    """

    side: Side
    at: datetime
    altitude: float
    shadow: float

    def to_dict(self) -> dict[str, Any]:
        """Return the side, the instant to the second, and the angles in degrees."""
        return {
            "side": self.side,
            "at": (self.at + timedelta(seconds=0.5)).isoformat(timespec="seconds"),
            "altitude": round(self.altitude, 3),
            "shadow": round(self.shadow, 3),
        }

    def to_json(self, *, indent: int | None = None) -> str:
        """Return the answer as JSON."""
        return dumps(self, indent=indent)


def toward_kaaba(place: PlaceLike, model: Model = "geodesic") -> Qibla:
    """Return azimuth and distance of the Kaaba from a place.

    By the geodesic, or by the great circle through the same latitudes on a sphere of
    6,371.0088 km. Raises `UnknownName` for an unknown place or another model, `InvalidPlace`.

    >>> round(toward_kaaba("London").azimuth)
    119
    """
    if model not in ("geodesic", "great circle"):
        raise UnknownName.among("model of the qibla", str(model), ("geodesic", "great circle"))
    here = as_place(place)
    azimuth, distance = (_geodesic if model == "geodesic" else _great_circle)(here)
    if distance < _AT_THE_KAABA_KM:
        return Qibla(None, distance, "any direction: this is the Kaaba")
    if abs(here.latitude) >= _AT_THE_POLE:
        return Qibla(None, distance, f"along the meridian {KAABA[1]}°E: a pole has no north")
    if _antipode_distance(here) < _AT_THE_ANTIPODE_KM:
        return Qibla(None, distance, "north and south alike: the Kaaba is at the antipode")
    return Qibla(azimuth % 360.0, distance)


def azimuths(latitude: ArrayLike, longitude: ArrayLike) -> tuple[Floats, Floats]:
    """Return geodesic azimuths (degrees, 0 to 360) and distances (km) for arrays of places.

    Latitudes and longitudes in degrees broadcast. At the Kaaba, at its antipode and at the
    poles the azimuth is NaN. Raises `InvalidPlace` for degrees outside their bounds.
    """
    from pyproj import Geod

    lat, lon = np.broadcast_arrays(latitudes(latitude), longitudes(longitude))
    geod = Geod(ellps="WGS84")
    kaaba = np.full(lat.shape, KAABA[0]), np.full(lat.shape, KAABA[1])
    forward, _, metres = geod.inv(lon, lat, kaaba[1], kaaba[0])
    distance = np.asarray(metres) / 1000.0
    _, _, opposite = geod.inv(lon, lat, kaaba[1] - 180.0, -kaaba[0])
    nowhere = (distance < _AT_THE_KAABA_KM) | (np.abs(lat) >= _AT_THE_POLE)
    nowhere |= np.asarray(opposite) / 1000.0 < _AT_THE_ANTIPODE_KM
    return np.where(nowhere, np.nan, np.asarray(forward) % 360.0), distance


def magnetic(place: PlaceLike, date: Any) -> Magnetic:
    """Return the qibla by compass on a date, by the World Magnetic Model 2025.

    Raises `OutOfRange` for a date outside the model's five years.
    """
    from pygeomag import GeoMag

    here, on = as_place(place), day_numbers.as_date(date)
    model = GeoMag(coefficients_file="wmm/WMM_2025.COF")
    first, last = (dt.date(int(year), 1, 1) for year in model.life_span)
    if not first <= on < last:
        raise OutOfRange(
            f"the magnetic model {model.model} is made for {first} to {last}, not {on}"
        )
    this, following = dt.date(on.year, 1, 1), dt.date(on.year + 1, 1, 1)
    year = on.year + (on - this) / (following - this)
    field = model.calculate(
        glat=here.latitude, glon=here.longitude, alt=here.elevation / 1000.0, time=year
    )
    true = toward_kaaba(here).azimuth
    bearing = None if true is None else (true - field.d) % 360.0
    uncertainty = field.calculate_uncertainty().d
    return Magnetic(bearing, field.d, uncertainty, model.model, first, last)


def sun_over_kaaba(year: int, *, antipode: bool = False) -> list[tuple[datetime, float]]:
    """Return when the Sun is over the Kaaba in a year (UTC), and how far from its zenith.

    The distances are degrees. Twice a year the Sun culminates within a quarter of a degree of the
    Kaaba's zenith, and every shadow on the day side of the Earth then points away from it. With
    `antipode`, when it is over the opposite point, and shadows point toward the Kaaba. Of
    neighbouring days the nearer is given.
    """
    from miqat.calendars.years import as_year

    year = as_year(year)
    first = day_numbers.from_gregorian(year, 1, 1)
    days = np.arange(first - 1, first + 367)
    path = DayPath.of("sun", KAABA[1], days)
    t = path.when_hour_angle(np.pi if antipode else 0.0)
    instants = transits(path, upper=not antipode).instants
    latitude = -KAABA[0] if antipode else KAABA[0]
    miss = np.abs(np.degrees(path.declination(t)) - latitude)
    nearest = (miss[1:-1] < miss[:-2]) & (miss[1:-1] <= miss[2:]) & (miss[1:-1] < 1.0)
    found = [
        (to_datetime(instant), float(distance))
        for instant, distance in zip(instants[1:-1][nearest], miss[1:-1][nearest], strict=True)
    ]
    return [(at, distance) for at, distance in found if at.year == year]


def alignments(place: PlaceLike, date: Any, body: Body = "sun") -> list[Alignment]:
    """Return when a body in the sky of a civil day shows the qibla, in order.

    The body is in its direction ("toward"), opposite ("away"), or a quarter turn clockwise
    ("right") or counterclockwise ("left") of it, and above the horizon. A place without a qibla
    direction has none. Raises `UnknownName` for another body than the Sun and the Moon,
    `OutOfRange` outside the ephemeris.
    """
    if body not in ("sun", "moon"):
        raise UnknownName.among("body", str(body), ("sun", "moon"))
    here, on = as_place(place), day_numbers.as_date(date)
    if not 600 <= on.year <= 2650:  # where there are a day before and after in any zone, too
        raise OutOfRange(f"the ephemeris has the Sun and the Moon for 600 to 2650, not {on}")
    direction = toward_kaaba(here).azimuth
    if direction is None:
        return []
    midnight = datetime(on.year, on.month, on.day, tzinfo=here.zone)
    following = on + timedelta(days=1)
    end = datetime(following.year, following.month, following.day, tzinfo=here.zone)
    minutes = round((end.astimezone(UTC) - midnight.astimezone(UTC)) / timedelta(minutes=1))
    start = float(from_datetime64(from_datetime(midnight)))
    grid = start + np.arange(0, minutes + _STEP_MINUTES, _STEP_MINUTES) / 1440.0
    azimuths_seen = _seen(here, body, grid)[1]
    found = []
    for side, turn in _SIDES.items():
        for t in _crossings(here, body, grid, azimuths_seen, direction + turn):
            at = to_datetime64(t)
            altitude = float(_seen(here, body, np.asarray(t))[0])
            if altitude > 0.0 and t < start + minutes / 1440.0:
                found.append(
                    Alignment(side, to_datetime(at), altitude, (direction + turn + 180.0) % 360)
                )
    return sorted(found, key=lambda alignment: alignment.at)


def _seen(place: Place, body: Body, days: Floats) -> tuple[Floats, Floats]:
    seen = horizontal(
        body, to_datetime64(days), place.latitude, place.longitude, elevation=place.elevation
    )
    return seen.altitude, seen.azimuth


def _crossings(
    place: Place, body: Body, grid: Floats, azimuths_seen: Floats, azimuth: float
) -> list[float]:
    """Return the instants (UTC days) at which a body passes an azimuth, by bisection.

    `azimuths_seen` are those at the instants of the grid.
    """

    def beyond(seen: Floats) -> Floats:
        return np.asarray((seen - azimuth + 180.0) % 360.0 - 180.0)

    sampled = beyond(azimuths_seen)
    turned = np.diff(np.sign(sampled)) != 0.0
    # A jump from 180 to -180 is not a crossing.
    passes = turned & (np.abs(np.diff(sampled)) < 180.0)
    low, high = grid[:-1][passes], grid[1:][passes]
    below = np.sign(sampled[:-1][passes])
    for _ in range(_HALVINGS if len(low) else 0):
        middle = 0.5 * (low + high)
        same = np.sign(beyond(_seen(place, body, middle)[1])) == below
        low, high = np.where(same, middle, low), np.where(same, high, middle)
    instants: list[float] = (0.5 * (low + high)).tolist()
    return instants


def _geodesic(place: Place) -> tuple[float, float]:
    from geographiclib.geodesic import Geodesic

    line = Geodesic.WGS84.Inverse(
        place.latitude, place.longitude, *KAABA, Geodesic.AZIMUTH | Geodesic.DISTANCE
    )
    return line["azi1"], line["s12"] / 1000.0


def _antipode_distance(place: Place) -> float:
    from geographiclib.geodesic import Geodesic

    opposite = -KAABA[0], KAABA[1] - 180.0
    line = Geodesic.WGS84.Inverse(place.latitude, place.longitude, *opposite, Geodesic.DISTANCE)
    return float(line["s12"]) / 1000.0


def _great_circle(place: Place) -> tuple[float, float]:
    phi, kaaba = np.radians(place.latitude), np.radians(KAABA[0])
    east = np.radians(KAABA[1] - place.longitude)
    across = np.cos(kaaba) * np.sin(east)
    along = np.cos(phi) * np.sin(kaaba) - np.sin(phi) * np.cos(kaaba) * np.cos(east)
    up = np.sin(phi) * np.sin(kaaba) + np.cos(phi) * np.cos(kaaba) * np.cos(east)
    angle = np.arctan2(np.hypot(across, along), up)
    return float(np.degrees(np.arctan2(across, along))), float(angle * MEAN_EARTH_RADIUS_KM)


def __dir__() -> list[str]:
    return __all__
