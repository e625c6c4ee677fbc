"""Why the Sun is sampled every day and the Moon every half day, and how many terms are kept.

`sky.tracks` computes the apparent place (ephemeris, light time, precession, nutation) at
evenly spaced nodes, and carries it through a day about local mean noon as the Taylor
polynomial of Lagrange's interpolation through the nodes around. Nodes cost the series of
nutation each, terms cost arithmetic in every cell of a table of events. This experiment
varies nodes a day, nodes in the stencil and terms kept, and asks how far the place is from
the one computed directly, within the reach of a day's events.

Run it with `python -m design.tracks`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from miqat.sky import taylor
from miqat.sky.ephemeris import Body, apparent
from miqat.sky.timescale import utc_to_tt

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

SEED = 1448
FIRST, LAST = -135140, 230100  # 1600 to 2600
DAYS = 300
REACH: dict[Body, float] = {"sun": 0.52, "moon": 0.5}  # days from local mean noon
ARCSECONDS = np.degrees(1.0) * 3600.0
STENCILS: dict[Body, tuple[tuple[int, int], ...]] = {  # nodes a day, nodes in a stencil
    "sun": ((1, 4), (1, 6), (1, 8), (2, 4), (2, 6)),
    "moon": ((1, 6), (1, 8), (1, 10), (2, 6), (2, 8), (2, 10), (4, 6), (4, 8)),
}
TERMS: dict[Body, tuple[int, ...]] = {"sun": (2, 3, 4, 5), "moon": (4, 5, 6, 7, 8)}

CONCLUSION = """
An event may miss by 0.05 s of the Sun and 0.3 s of the Moon, 0.5 arcseconds and more, or by 0.1
where the altitude changes slowly; the compiled ephemeris takes 0.03 and 0.08 of it. Here all
places are DE440's own, so that only the sampling is seen. No choice comes below {floor:.4f}: so
much does the short series of nutation (IAU 2000B) of the nodes differ from the long one.
- Sun: {sun.per_day} node a day, {sun.stencil} in the stencil, {sun.terms} terms: {of_sun:.4f}.
  Two terms miss by {sun_less:.1f}; a fourth would bring {sun_more:.4f}, at the cost of a cubic to
  solve in every cell.
- Moon: {moon.per_day} nodes a day, {moon.stencil} in the stencil, {moon.terms} terms:
  {of_moon:.4f}. One node a day misses by {moon_daily:.2f} even with ten in the stencil; six terms
  miss by {moon_less:.4f}; four nodes a day double the series and gain nothing."""


class Choice(NamedTuple):
    """A way to sample a body."""

    per_day: int
    stencil: int
    terms: int


def main() -> None:
    """Print the tables and the conclusion."""
    bodies: tuple[Body, ...] = ("sun", "moon")
    chosen = {body: Choice(*taylor._SAMPLING[body]) for body in bodies}
    misses = {body: of_body(body) for body in bodies}
    for body in bodies:
        reach = REACH[body]
        print(f"\n{body.title()}: worst arcseconds within {reach} days of noon (* chosen)\n")
        print("nodes a day  stencil" + "".join(f"{f'{n} terms':>13}" for n in TERMS[body]))
        print("-" * (20 + 13 * len(TERMS[body])))
        for per_day, stencil in STENCILS[body]:
            choices = [Choice(per_day, stencil, terms) for terms in TERMS[body]]
            cells = "".join(
                f"{f'{misses[body][one]:.4f}':>12}{'*' if one == chosen[body] else ' '}"
                if one in misses[body]
                else f"{'':13}"
                for one in choices
            )
            print(f"{per_day:>11}  {stencil:>7}{cells}")
    print(conclusion(misses, chosen))


def of_body(body: Body) -> dict[Choice, float]:
    """Return the worst miss of every choice, arcseconds."""
    rng = np.random.default_rng(SEED)
    day = rng.integers(FIRST, LAST, DAYS)
    east = rng.uniform(-0.5, 0.5, DAYS)
    t = np.linspace(-REACH[body], REACH[body], 41)[:, np.newaxis]
    noon = day + 0.5 - east
    offset = utc_to_tt(noon) - noon
    truth = apparent(body, noon + offset + t, "de440")
    before = taylor._SAMPLING[body]
    found = {}
    try:
        for per_day, stencil in STENCILS[body]:
            for terms in (n for n in TERMS[body] if n <= stencil):
                taylor._SAMPLING[body] = before._replace(
                    per_day=per_day, stencil=stencil, terms=terms
                )
                taylor._nodes.cache_clear()
                at = [
                    taylor.expand(body, day[one : one + 1], fraction, "de440")
                    for one, fraction in enumerate((0.5 - east + offset)[:, np.newaxis])
                ]
                ra, dec = (
                    sum(
                        np.concatenate([getattr(one, name)[k] for one in at]) * t**k
                        for k in range(terms)
                    )
                    for name in ("right_ascension", "declination")
                )
                turned = (ra - truth.right_ascension + np.pi) % (2.0 * np.pi) - np.pi
                apart = np.hypot(turned * np.cos(truth.declination), dec - truth.declination)
                found[Choice(per_day, stencil, terms)] = float(apart.max() * ARCSECONDS)
    finally:
        taylor._SAMPLING[body] = before
        taylor._nodes.cache_clear()
    return found


def conclusion(misses: dict[Body, dict[Choice, float]], chosen: dict[Body, Choice]) -> str:
    """Return what the tables say."""
    sun, moon = chosen["sun"], chosen["moon"]
    of_sun, of_moon = misses["sun"], misses["moon"]
    return CONCLUSION.format(
        sun=sun,
        moon=moon,
        floor=of_moon[Choice(2, 10, 8)],
        of_sun=of_sun[sun],
        of_moon=of_moon[moon],
        sun_less=of_sun[sun._replace(terms=2)],
        sun_more=of_sun[sun._replace(terms=4)],
        moon_daily=of_moon[Choice(1, 10, 7)],
        moon_less=of_moon[moon._replace(terms=6)],
    )


if __name__ == "__main__":
    main()
