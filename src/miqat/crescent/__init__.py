"""The crescent: who can see it tonight, by every criterion in use."""

from miqat.crescent.criteria import (
    QUANTITIES,
    Criterion,
    Zone,
    all_criteria,
    criterion,
    own_criterion,
)
from miqat.crescent.quantities import Sight
from miqat.crescent.twilight import Twilight, twilights

__all__ = [
    "QUANTITIES",
    "Criterion",
    "Sight",
    "Twilight",
    "Zone",
    "all_criteria",
    "criterion",
    "own_criterion",
    "twilights",
]
