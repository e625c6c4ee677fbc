"""The probability of a sighting: a small logistic model, fitted on records of sightings.

tools/fit_sighting.py fits the model. Its coefficients, and what they were fitted on, are in
data/crescent/sighting.toml; its scores are in docs/accuracy.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from miqat.crescent.quantities import Sight
from miqat.data import read_toml
from miqat.errors import UnknownName
from miqat.once import once

if TYPE_CHECKING:
    from miqat._typing import Floats
    from miqat.crescent.twilight import Twilight


Aid = Literal["naked eye", "optical aid"]

# Beyond these there are too few records to fit the curve, and it is constant.
_Q_RANGE = (-1.0, 1.0)
_LAG_RANGE = (-30.0, 120.0)  # minutes
_WIDTH_RANGE = (0.0, 2.0)  # arcminutes


def probability(twilight: Twilight, aid: Aid = "naked eye") -> Floats:
    """Return the probability that a sighting of the crescent is reported, 0 to 1.

    For an observer who looks in a sky as clear as those of the records, by naked eye, or by eye or
    optics; NaN where there is no sunset or moonset, 0 where the Moon sets before the Sun. Raises
    `UnknownName` for another aid.
    """
    terms = features(twilight)
    chance = 1.0 / (1.0 + np.exp(-(terms @ _coefficients(aid))))
    if aid == "optical aid":  # the eye is among the means
        chance = np.maximum(chance, 1.0 / (1.0 + np.exp(-(terms @ _coefficients("naked eye")))))
    return np.where(twilight.lag_days <= 0.0, 0.0, chance)


def features(twilight: Twilight) -> Floats:
    """Return the model's terms, shape (..., 7): 1, q, q^2, lag, lag^2, W, sqrt(W).

    Yallop's q and W at his best time, the lag in hours, each within the range of the records.
    """
    sight = Sight(twilight, twilight.part_of_lag(4.0 / 9.0))
    width = sight.w
    limit = 11.8371 - width * (6.3226 - width * (0.7319 - width * 0.1018))
    q = np.clip((sight.arcv - limit) / 10.0, *_Q_RANGE)
    lag = np.clip(sight.lag, *_LAG_RANGE) / 60.0
    width = np.clip(width, *_WIDTH_RANGE)
    return np.stack([np.ones_like(q), q, q**2, lag, lag**2, width, np.sqrt(width)], axis=-1)


@once
def _coefficients(aid: Aid) -> Floats:
    models = read_toml("crescent/sighting.toml")
    if aid not in models:
        raise UnknownName.among("aid to the eye", aid, models)
    return np.array(models[aid]["coefficients"])
