"""The qibla: the direction of the Kaaba from any place.

The direction is the azimuth of the shortest line on the WGS84 ellipsoid (C. F. F. Karney,
"Algorithms for geodesics", J. Geodesy 87 (2013) 43-55), through Karney's GeographicLib.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from geographiclib.geodesic import Geodesic

if TYPE_CHECKING:
    from miqat.places import Place

#: Latitude and longitude of the centre of the Kaaba, degrees.
KAABA = (21.4225, 39.8262)

# Inside this distance the direction is a matter of where in the building one stands.
_AT_THE_KAABA_KM = 0.02


class Qibla(NamedTuple):
    """The way to the Kaaba: azimuth in degrees from true north, clockwise, and distance in km.

    The azimuth is None at the Kaaba itself, where every direction will do.
    """

    azimuth: float | None
    distance: float


def toward_kaaba(place: Place) -> Qibla:
    """Return azimuth and distance of the Kaaba from a place."""
    line = Geodesic.WGS84.Inverse(
        place.latitude, place.longitude, *KAABA, Geodesic.AZIMUTH | Geodesic.DISTANCE
    )
    distance = line["s12"] / 1000.0
    return Qibla(None if distance < _AT_THE_KAABA_KM else line["azi1"] % 360.0, distance)
