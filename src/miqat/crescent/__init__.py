"""Visibility of the crescent: criteria, an evening, world maps, and the search of a region."""

from miqat.crescent.criteria import (
    QUANTITIES,
    Criterion,
    Zone,
    all_criteria,
    criterion,
    custom_criterion,
)
from miqat.crescent.evening import Evening, observe
from miqat.crescent.probability_model import probability
from miqat.crescent.quantities import Sight
from miqat.crescent.regional.regions import Region, region
from miqat.crescent.regional.search import RegionalResult, RegionalResults, meets, meets_many
from miqat.crescent.twilight import Twilight, twilights
from miqat.crescent.worldmap import Status, VisibilityMap, visibility_map

map = visibility_map  # noqa: A001 - the field's word, always written crescent.map

__all__ = [
    "QUANTITIES",
    "Criterion",
    "Evening",
    "Region",
    "RegionalResult",
    "RegionalResults",
    "Sight",
    "Status",
    "Twilight",
    "VisibilityMap",
    "Zone",
    "all_criteria",
    "criterion",
    "custom_criterion",
    "map",
    "meets",
    "meets_many",
    "observe",
    "probability",
    "region",
    "twilights",
    "visibility_map",
]


def __dir__() -> list[str]:
    return __all__
