"""The crescent: who can see it tonight, by every criterion in use."""

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
from miqat.crescent.sighting import probability
from miqat.crescent.twilight import Twilight, twilights
from miqat.crescent.worldmap import Status, VisibilityMap, visibility_map

__all__ = [
    "QUANTITIES",
    "Criterion",
    "Evening",
    "Sight",
    "Status",
    "Twilight",
    "VisibilityMap",
    "Zone",
    "all_criteria",
    "criterion",
    "observe",
    "own_criterion",
    "probability",
    "twilights",
    "visibility_map",
]
