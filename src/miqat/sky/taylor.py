"""The apparent path of a body as local Taylor polynomials.

The apparent place is computed at evenly spaced nodes (every day for the Sun, every half day for the
Moon). Near an instant it is the Taylor polynomial of Lagrange's interpolation through the
surrounding nodes: two or three coefficients are enough for half a day of the Sun, six for the Moon.
Nutation here is IAU 2000B: within 0.003" of 2000A in 1900-2100, 0.024" by 2600 and 0.13" in 600.
"""

from __future__ import annotations

from math import comb
from typing import TYPE_CHECKING, NamedTuple

import erfa
import numpy as np

from miqat.constants import EQUATORIAL_RADIUS_KM
from miqat.once import once, once_at_most
from miqat.sky.ephemeris import (
    Body,
    Ephemeris,
    apparent_vector,
    intermediate_place,
)
from miqat.sky.timescale import JD_OF_DAY_0

if TYPE_CHECKING:
    from miqat._typing import Floats, Int64s


class _Sampling(NamedTuple):
    """How a body is sampled: nodes a day, nodes in a stencil, number of coefficients."""

    per_day: int
    stencil: int
    terms: int


_SAMPLING: dict[str, _Sampling] = {"sun": _Sampling(1, 6, 3), "moon": _Sampling(2, 8, 7)}


class TaylorSeries(NamedTuple):
    """Taylor coefficients of a body's place about instants, in days; lists of arrays.

    Right ascension (from the Celestial Intermediate Origin) and declination in radians,
    and the sine of the horizontal parallax.
    """

    right_ascension: list[Floats]
    declination: list[Floats]
    parallax: list[Floats]


def expand(body: Body, day: Int64s, fraction: Floats, ephemeris: Ephemeris) -> TaylorSeries:
    """Return the place of a body about the instants day + fraction, in TT days since 1970.

    Days and fractions (0 to 1) broadcast; the coefficients have the shape of both.
    Raises `OutOfRange` where a stencil leaves the ephemeris.
    """
    sampling = _SAMPLING[body]
    before = sampling.stencil // 2 - 1
    index = day * sampling.per_day - before
    within = fraction
    if sampling.per_day > 1:
        within = fraction * sampling.per_day
        step = np.minimum(np.floor(within), sampling.per_day - 1).astype(np.int64)
        index, within = index + step, within - step
    weights = _weights(sampling, within)
    first, last = (int(index.min()), int(index.max())) if index.size else (0, -sampling.stencil)
    last += sampling.stencil
    stencils = index[..., np.newaxis] + np.arange(sampling.stencil)
    if last - first > stencils.size:  # days far apart: the nodes between them are not needed
        needed, position = np.unique(stencils, return_inverse=True)
        position = position.reshape(stencils.shape)
        values = tuple(one[position] for one in _sample(body, needed, ephemeris))
    else:
        values = tuple(one[stencils - first] for one in _nodes(body, first, last, ephemeris))
    terms = (sampling.terms, sampling.terms, sampling.terms - 1)
    return TaylorSeries(
        *(_contract(value, weights[..., :kept]) for value, kept in zip(values, terms, strict=True))
    )


def _contract(values: Floats, weights: Floats) -> list[Floats]:
    """Sum over the stencil: values (*days, stencil), weights (*fractions, stencil, terms)."""
    days, fractions = values.shape[:-1], weights.shape[:-2]
    terms = range(weights.shape[-1])
    if len(fractions) == 2 and fractions[1] == 1 and days[:-1] in ((), (1,)):
        rows, columns = weights[:, 0], values.reshape(-1, values.shape[-1]).T
        return [rows[..., term] @ columns for term in terms]
    return [np.asarray((values * weights[..., term]).sum(axis=-1)) for term in terms]


def _weights(sampling: _Sampling, fraction: Floats) -> Floats:
    """Return the weights of the stencil's nodes, shape (*fraction.shape, stencil, terms).

    Term k is the kth Taylor coefficient, in days, of Lagrange's polynomial at a fraction
    of the step after the node before the middle of the stencil.
    """
    lagrange = _lagrange(sampling.stencil)
    powers = fraction[..., np.newaxis] ** np.arange(sampling.stencil)
    weights = np.empty((*fraction.shape, sampling.stencil, sampling.terms))
    for k in range(sampling.terms):
        falling = np.array([comb(n, k) for n in range(k, sampling.stencil)], dtype=np.float64)
        shifted = powers[..., : sampling.stencil - k] * falling
        weights[..., k] = shifted @ lagrange[:, k:].T * float(sampling.per_day) ** k
    return weights


@once
def _lagrange(stencil: int) -> Floats:
    """Return the coefficients of Lagrange's basis: row s is 1 at node s, 0 at the others."""
    nodes = np.arange(stencil) - (stencil // 2 - 1)
    return np.asarray(np.linalg.inv(np.vander(nodes.astype(np.float64), increasing=True)).T)


@once_at_most(64)
def _nodes(body: Body, first: int, last: int, ephemeris: Ephemeris) -> tuple[Floats, ...]:
    return _sample(body, np.arange(first, last), ephemeris)


def _sample(body: Body, nodes: Int64s, ephemeris: Ephemeris) -> tuple[Floats, ...]:
    """Return right ascension (unwrapped along the last axis), declination and parallax."""
    tt = nodes / _SAMPLING[body].per_day
    nutation = erfa.nut00b(JD_OF_DAY_0, tt)
    *_, bias_precession_nutation = erfa.pn06(JD_OF_DAY_0, tt, *nutation)
    x, y = erfa.bpn2xy(bias_precession_nutation)
    matrix = erfa.c2ixys(x, y, erfa.s06(JD_OF_DAY_0, tt, x, y))
    place = intermediate_place(apparent_vector(body, tt, ephemeris), matrix)
    return (
        np.unwrap(place.right_ascension),
        place.declination,
        EQUATORIAL_RADIUS_KM / place.distance,
    )
