"""Places: a name or a coordinate as a point on Earth, the gazetteer, and authorities' stations."""

from miqat.places.lookup import Place, namesakes, nearest_city, place, solar_days

__all__ = ["Place", "namesakes", "nearest_city", "place", "solar_days"]
