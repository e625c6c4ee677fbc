"""Places: a name or a coordinate as a point on Earth, the gazetteer, and authorities' stations."""

from miqat.places.lookup import PlaceLike, as_place, namesakes, nearest_city, place
from miqat.places.model import Place
from miqat.places.solar_day import solar_days

__all__ = [
    "Place",
    "PlaceLike",
    "as_place",
    "namesakes",
    "nearest_city",
    "place",
    "solar_days",
]


def __dir__() -> list[str]:
    return __all__
