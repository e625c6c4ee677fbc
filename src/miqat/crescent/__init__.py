"""The crescent: who can see it tonight, by every criterion in use."""

from miqat.crescent.anywhere import Answer, Decisions, meets, meets_many
from miqat.crescent.criteria import (
    QUANTITIES,
    Criterion,
    Zone,
    all_criteria,
    criterion,
    own_criterion,
)
from miqat.crescent.evening import Evening, observe
from miqat.crescent.quantities import Sight
from miqat.crescent.regions import Region, region
from miqat.crescent.sighting import probability
from miqat.crescent.twilight import Twilight, twilights
from miqat.crescent.worldmap import Status, VisibilityMap, visibility_map

map = visibility_map  # noqa: A001 - the field's word, always written crescent.map

__all__ = [
    "QUANTITIES",
    "Answer",
    "Criterion",
    "Decisions",
    "Evening",
    "Region",
    "Sight",
    "Status",
    "Twilight",
    "VisibilityMap",
    "Zone",
    "all_criteria",
    "criterion",
    "map",
    "meets",
    "meets_many",
    "observe",
    "own_criterion",
    "probability",
    "region",
    "twilights",
    "visibility_map",
]
