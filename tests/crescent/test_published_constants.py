"""Every criterion's formula, written again from its publication, over random skies.

The formulas and limits are those of the publications that criteria.toml names, as written out
in the reviews of Odeh (2004) and Yallop (1997). Angles in degrees, widths in arcminutes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from miqat.crescent import Sight, all_criteria, criterion

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from miqat.crescent import Twilight

    Floats = NDArray[np.float64]
    Sky = Mapping[str, Floats]


def yallop(sky: Sky) -> Floats:
    # NAO Technical Note 69 (1997), eq. 4.2.
    w = sky["w"]
    return (sky["arcv"] - (11.8371 - 6.3226 * w + 0.7319 * w**2 - 0.1018 * w**3)) / 10.0


def odeh(sky: Sky) -> Floats:
    # Experimental Astronomy 18 (2004) 39.
    w = sky["w_topo"]
    return sky["arcv_topo"] - (7.1651 - 6.3226 * w + 0.7319 * w**2 - 0.1018 * w**3)


def qureshi(sky: Sky) -> Floats:
    # Sindh Univ. Res. Jour. 42 (2010).
    w = sky["w"]
    limit = 10.43418 - 5.422643 * w + 2.222075 * w**2 - 0.351964 * w**3
    return (sky["arcv"] - limit) / 10.0


def bruin(sky: Sky) -> Floats:
    # Vistas in Astronomy 21 (1977), by Yallop's fit.
    w = sky["w15"]
    return sky["arcv"] - (12.4023 - 9.4878 * w + 3.9512 * w**2 - 0.5632 * w**3)


def alrefay(sky: Sky) -> Floats:
    # The Observatory 138 (2018) 267.
    w = sky["w16"]
    return sky["arcv_topo"] - (9.34 - 4.51 * w + 3.3 * w**2 - 1.01 * w**3)


def alrefay_aided(sky: Sky) -> Floats:
    w = sky["w16"]
    return sky["arcv_topo"] - (7.83 - 4.35 * w + 3.22 * w**2 - 1.02 * w**3)


def mabims_1995(sky: Sky) -> Floats:
    # Conjunction before sunset; altitude 2 and elongation 3, or an age of 8 hours at moonset.
    both = np.minimum(sky["alt"] - 2.0, sky["arcl"] - 3.0)
    return np.minimum(np.maximum(both, sky["age_at_moonset"] - 8.0), sky["conjunction_before"])


def traced(x: Floats, at: list[float], heights: list[float]) -> Floats:
    """Return a curve of straight pieces, level beyond its ends, looked up one by one."""
    found = []
    for value in x.ravel().tolist():
        pieces = zip(at, at[1:], heights, heights[1:], strict=False)
        found.append(heights[0] if value <= at[0] else heights[-1])
        for left, right, low, high in pieces:
            if left <= value <= right:
                found[-1] = low + (high - low) * (value - left) / (right - left)
    return np.array(found).reshape(x.shape)


FORMULAS: dict[str, Callable[[Sky], Floats]] = {
    "yallop": yallop,
    "shaukat-q": yallop,
    "odeh": odeh,
    "qureshi": qureshi,
    "bruin": bruin,
    "alrefay": alrefay,
    "alrefay-aided": alrefay_aided,
    "mabims-1995": mabims_1995,
    "mabims": lambda sky: np.minimum(sky["alt"] - 3.0, sky["arcl"] - 6.4),
    "istanbul": lambda sky: np.minimum(sky["alt"] - 5.0, sky["arcl"] - 8.0),
    "ummalqura": lambda sky: np.minimum(sky["conjunction_before"], sky["lag"]),
    "lag-48": lambda sky: sky["lag"] - 48.0,
    "age-24": lambda sky: sky["age"] - 24.0,
    "danjon": lambda sky: sky["arcl_topo"] - 7.0,
    "ilyas-1983": lambda sky: sky["arcl"] - 10.5,
    "babylonian": lambda sky: np.minimum(sky["age"] - 24.0, (sky["lag"] - 48.0) / 2.0),
    "babylonian-sum": lambda sky: sky["lag"] / 4.0 + sky["arcl"] - 22.0,
    "maunder": lambda sky: (
        sky["alt_geo"] - (11.0 - np.abs(sky["daz"]) / 20.0 - sky["daz"] ** 2 / 100.0)
    ),
    "fotheringham": lambda sky: sky["alt_geo"] - (12.0 - 0.008 * sky["daz"] ** 2),
    "indian": lambda sky: (
        sky["alt_geo"] - (10.3743 - 0.0137 * np.abs(sky["daz"]) - 0.0097 * sky["daz"] ** 2)
    ),
    "ilyas-1988": lambda sky: (
        sky["alt_geo"] - traced(np.abs(sky["daz"]), [0, 10, 20, 30, 40], [10.3, 9.2, 6.4, 4.5, 4.1])
    ),
    "krauss": lambda sky: (
        sky["alt_geo"]
        - traced(np.abs(sky["daz"]), [0, 5, 10, 15, 20, 22], [10.6, 10.5, 9.95, 9.0, 7.6, 7.0])
    ),
    "shaukat": lambda sky: np.minimum(
        sky["alt"] / 12.7 + sky["w_topo"] / 1.2 - 1.0, (sky["alt"] - 3.4) / 12.7
    ),
}

#: What is measured in degrees, minutes, hours or arcminutes, and how far it goes.
REACH = {
    "alt": 30, "alt_geo": 30, "arcl": 40, "arcl_topo": 40, "arcv": 30, "arcv_topo": 30, "daz": 45,
    "lag": 120, "w": 3, "w_topo": 3, "w15": 3, "w16": 3, "age": 60, "age_at_moonset": 60,
    "conjunction_before": 60,
}  # fmt: skip


@pytest.mark.parametrize("name", FORMULAS)
def test_a_formula_is_the_published_one(name: str) -> None:
    rng = np.random.default_rng(1)
    sky = {name: rng.uniform(-0.2 * most, most, 400) for name, most in REACH.items()}
    found = criterion(name).formula(sky.__getitem__)
    np.testing.assert_allclose(found, FORMULAS[name](sky), rtol=1e-12, atol=1e-12)


def test_every_formula_is_here_but_the_long_table_of_saao() -> None:
    assert {each.id for each in all_criteria()} - FORMULAS.keys() == {"saao"}


#: Criteria of one limit: whether the limit itself is met.
MET_AT_0 = {
    "bruin", "maunder", "fotheringham", "indian", "ilyas-1988", "ilyas-1983", "krauss",
    "mabims-1995", "mabims", "istanbul",
}  # fmt: skip


@pytest.mark.parametrize("chosen", all_criteria(), ids=lambda chosen: chosen.id)
def test_a_value_at_the_one_limit(chosen: object) -> None:
    one = criterion(chosen)  # type: ignore[arg-type]
    if len(one.zones) > 2:
        return
    best, worse = (zone.letter for zone in one.zones)
    at, above, below = one.zone(np.array([0.0, 1e-9, -1e-9])).tolist()
    assert (above, below) == (best, worse)
    assert at == (best if one.id in MET_AT_0 else worse)


def test_the_widths_of_fixed_semidiameters(world: Twilight) -> None:
    """Bruin's is of 15' and the geocentric arc of light, Alrefay's of 16', topocentric."""
    for name, width, arc, semidiameter in (
        ("bruin", "w15", "arcl", 15.0), ("alrefay", "w16", "arcl_topo", 16.0),
    ):  # fmt: skip
        chosen = criterion(name)
        at = world.part_of_lag(4.0 / 9.0) if chosen.instant == "best" else world.sunset
        arcs = np.radians(getattr(Sight(world, at), arc))
        expected = semidiameter * (1.0 - np.cos(arcs))
        np.testing.assert_allclose(chosen.quantities(world)[width], expected, rtol=1e-9)


#: The instant at which each is asked: at sunset unless it is here.
INSTANTS = {
    "yallop": "best", "odeh": "best", "shaukat-q": "best", "bruin": "best", "danjon": "best",
    "qureshi": "4.3/9.3", "maunder": "geometric sunset", "fotheringham": "geometric sunset",
    "indian": "geometric sunset", "ilyas-1988": "geometric sunset", "krauss": "geometric sunset",
}  # fmt: skip


def test_each_is_asked_at_its_published_instant() -> None:
    found = {each.id: each.instant for each in all_criteria() if each.instant != "sunset"}
    assert found == INSTANTS
