"""Regions of a calendar rule: a band of latitudes, land, countries, a mainland.

An outline in a rule is Natural Earth's (see `outlines`); it implies no claim.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Literal, NamedTuple, get_args

import numpy as np

from miqat.crescent.regional import outlines
from miqat.crescent.regional.outlines import Outline
from miqat.degrees import latitudes
from miqat.errors import InvalidRule, UnknownName, as_name
from miqat.once import once, once_at_most

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from numpy.typing import ArrayLike

    from miqat._typing import Bools, Floats, Int64s


Alaska = Literal["whole", "no peninsula", "none"]

#: The latitude beyond which the calendars of 1978 and 2016 do not look.
USUAL_LIMIT = 60.0

# South-west of a line from the mouth of the Kvichak, at the head of Bristol Bay, to Kamishak Bay,
# where the peninsula joins Alaska; the box includes the sea around it.
_ALASKA_PENINSULA = [
    (-157.05, 58.85), (-156.0, 59.0), (-155.0, 59.2), (-153.8, 59.35), (-152.6, 58.2),
    (-158.0, 54.8), (-165.5, 53.6), (-165.5, 55.2), (-159.5, 57.2), (-158.2, 58.5),
]  # fmt: skip
_ALASKA = [(-180.0, 50.0), (-141.0, 50.0), (-141.0, 75.0), (-180.0, 75.0)]  # but its panhandle
_KANSAS = (39.0, -98.0)


@dataclass(frozen=True)
class Region:
    """Places from `south` to `north`, degrees, in any of `parts` and in none of `holes`.

    Without parts it is the whole band; `land_only` excludes the sea.
    """

    name: str
    south: float = -USUAL_LIMIT
    north: float = USUAL_LIMIT
    parts: tuple[Outline, ...] = ()
    holes: tuple[Outline, ...] = ()
    land_only: bool = False

    def __post_init__(self) -> None:
        if not -90.0 <= self.south < self.north <= 90.0:
            raise InvalidRule(
                "a band of latitude runs northward within -90 to 90, "
                f"not from {self.south:g} to {self.north:g}"
            )

    def contains(self, latitude: ArrayLike, longitude: ArrayLike) -> Bools:
        """Return whether places are in the region; degrees, both broadcast.

        Raises `InvalidPlace` for a latitude out of bounds; a longitude may be beyond 180.
        """
        north, east = np.broadcast_arrays(
            latitudes(latitude), np.asarray(longitude, dtype=np.float64)
        )
        inside = (north >= self.south) & (north <= self.north)
        if self.parts:
            inside &= np.logical_or.reduce([part.contains(north, east) for part in self.parts])
        for hole in self.holes:
            inside &= ~hole.contains(north, east)
        if self.land_only:
            inside &= outlines.land().contains(north, east)
        return inside

    def __or__(self, other: Region) -> Region:
        """Return the places of either region; both must have parts, or neither."""
        if self.holes or other.holes or self.land_only != other.land_only:
            raise InvalidRule(f"{self.name} and {other.name} cannot be made one region")
        if bool(self.parts) != bool(other.parts):
            raise InvalidRule(f"{self.name} and {other.name} cannot be made one region")
        if self.parts and (self.south, self.north) != (other.south, other.north):
            raise InvalidRule(f"{self.name} and {other.name} have different bands of latitude")
        return replace(
            self,
            name=f"{self.name}+{other.name}",
            south=min(self.south, other.south),
            north=max(self.north, other.north),
            parts=self.parts + other.parts,
        )

    def points(self, step: float) -> Points:
        """Return points of the region: a grid `step` degrees apart, and all its corners.

        The edges of the band are rows of the grid. Raises `InvalidRule` for an empty region.
        """
        return _points(self, step)

    def cells(self, height: float, width: float) -> Cells:
        """Return the cells of about that size, degrees, that hold some of the region."""
        return _cells(self, height, width)


class Points(NamedTuple):
    """Points of a region, degrees, shape (n,)."""

    longitude: Floats
    latitude: Floats


class Cells(NamedTuple):
    """Cells of latitude and longitude that cover a region, each with a point of it.

    No place of a cell is more than `rise` degrees of latitude and `reach` degrees of
    longitude from its point. `members` are the indices of the region's points by cell.
    """

    point: Points
    rise: Floats
    reach: Floats
    members: list[Int64s]


#: Distance of the points that represent a region, degrees.
STEP = 1.0


@once_at_most(64)
def _points(region: Region, step: float) -> Points:
    rows = np.linspace(
        region.south, region.north, int(np.ceil((region.north - region.south) / step)) + 1
    )
    columns = np.linspace(-180.0, 180.0, int(np.ceil(360.0 / step)) + 1)
    latitude, longitude = (grid.ravel() for grid in np.meshgrid(rows, columns, indexing="ij"))
    inside = region.contains(latitude, longitude)
    found = [np.stack([longitude[inside], latitude[inside]], axis=1)]
    bounds = [*region.parts, *region.holes, *([outlines.land()] if region.land_only else [])]
    found.extend(_corners(region, outline) for outline in bounds)
    points = np.concatenate(found)
    if len(points) == 0:
        raise InvalidRule(f"no place of {region.name} lies in its band of latitude")
    return Points(points[:, 0].copy(), points[:, 1].copy())


def _corners(region: Region, outline: Outline) -> Floats:
    """Return the corners of an outline that lie in the region, for those of its bounds."""
    others = replace(
        region,
        parts=() if outline in region.parts else region.parts,
        holes=tuple(hole for hole in region.holes if hole is not outline),
        land_only=region.land_only and outline is not outlines.land(),
    )
    corners = outline.vertices
    return corners[others.contains(corners[:, 1], corners[:, 0])]


@once_at_most(128)
def _cells(region: Region, height: float, width: float) -> Cells:
    points = region.points(STEP)
    rows = np.floor((points.latitude - region.south) / height)
    columns = np.floor((points.longitude + 180.0) / width)
    columns = np.minimum(columns, np.floor(360.0 / width) - 1.0)
    _, number = np.unique(rows * 1000.0 + columns, return_inverse=True)
    order = np.argsort(number, kind="stable")
    begins = np.concatenate([[0], np.cumsum(np.bincount(number))[:-1]])
    number, ordered = number[order], Points(*(values[order] for values in points))
    off_middle = np.zeros(len(order))
    for values, size in zip(ordered, (width, height), strict=True):
        low, high = np.minimum.reduceat(values, begins), np.maximum.reduceat(values, begins)
        off_middle += ((values - 0.5 * (low + high)[number]) / size) ** 2
    nearest = np.lexsort((off_middle, number))[begins]
    point = Points(*(values[nearest] for values in ordered))
    reach, rise = (
        np.maximum.reduceat(np.abs(values - at[number]), begins) + 0.5 * STEP
        for values, at in zip(ordered, point, strict=True)
    )
    return Cells(point, rise, reach, np.split(order, begins[1:]))


def band(limit: float = USUAL_LIMIT) -> Region:
    """Return everywhere up to `limit` degrees north and south, sea and land."""
    return Region(f"within {limit:g}°", -limit, limit)


def land(limit: float = USUAL_LIMIT) -> Region:
    """Return all land up to `limit` degrees north and south."""
    return Region("land", -limit, limit, (outlines.land(),))


def countries(*codes: str, limit: float = USUAL_LIMIT) -> Region:
    """Return one or more countries by ISO 3166-1 alpha-2 code, up to a latitude.

    Raises `UnknownName` with the nearest codes, `InvalidRule` where none is given.
    """
    if not codes:
        raise InvalidRule("a region of countries names at least one")
    parts = tuple(outlines.country(code) for code in codes)
    return Region("+".join(code.upper() for code in codes), -limit, limit, parts)


def americas_mainland(limit: float = USUAL_LIMIT, *, alaska: Alaska = "whole") -> Region:
    """Return the mainland of North and South America, islands left out, up to a latitude.

    The Aleutians are islands. KHGT (Muhammadiyah) counts the Alaska Peninsula in; "no peninsula"
    ends it at a line from the head of Bristol Bay to Kamishak Bay, "none" at 141° W. Diyanet's list
    to 1449 fits only the last: on 17 February 2026 the coast of Alaska near 60° N, 161° W meets the
    condition, and the list counts it as not met. Raises `UnknownName`.
    """
    if alaska not in get_args(Alaska):
        raise UnknownName.among("part of Alaska", alaska, get_args(Alaska))
    parts = (_mainland(),)
    if alaska == "whole":
        return Region("americas-mainland", -limit, limit, parts)
    name = "alaska-peninsula" if alaska == "no peninsula" else "alaska"
    return Region(f"americas-mainland-without-{name}", -limit, limit, parts, (_hole(name),))


@once
def _mainland() -> Outline:
    return outlines.landmass(*_KANSAS)


@once
def _hole(name: str) -> Outline:
    return Outline.of([_ALASKA_PENINSULA if name == "alaska-peninsula" else _ALASKA])


def polygon(
    rings: Iterable[ArrayLike],
    *,
    name: str = "polygon",
    limit: float = 90.0,
    land_only: bool = False,
) -> Region:
    """Return a custom polygon: rings of (longitude, latitude), including holes.

    Raises `InvalidRule` for what is not a ring.
    """
    return Region(name, -limit, limit, (Outline.of(rings),), land_only=land_only)


_NAMED: dict[str, Callable[[float], Region]] = {
    "anywhere": band,
    "land": land,
    "americas-mainland": americas_mainland,
    "americas-mainland-without-alaska-peninsula": partial(americas_mainland, alaska="no peninsula"),
    "americas-mainland-without-alaska": partial(americas_mainland, alaska="none"),
}


def region(name: str | Region, limit: float = USUAL_LIMIT) -> Region:
    """Return a region by the name that rules in data files use, up to a latitude.

    One of "anywhere", "land", "americas-mainland", the last "-without-alaska-peninsula" or
    "-without-alaska", or codes of countries joined by "+", as "ID+MY+BN+SG". A region is
    returned as it is. Raises `UnknownName` with the nearest.
    """
    if isinstance(name, Region):
        return name
    name = as_name("region", name, "land")
    known = _NAMED.get(name.casefold())
    if known is not None:
        return known(limit)
    codes = name.upper().split("+")
    if all(len(code) == 2 for code in codes):
        return countries(*codes, limit=limit)
    raise UnknownName.among("region", name, _NAMED)
