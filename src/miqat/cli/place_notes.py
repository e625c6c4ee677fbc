"""What a person must know of the place that was taken: unused elevation, other places."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from miqat.places import namesakes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from miqat.places import Place
    from miqat.prayer import Method

_NAMED = 5  # other places that a line has room for


def warn_of_elevation(place: Place, method: Method) -> None:
    """Say on standard error that a method has no use for the elevation of a place."""
    if place.elevation and method.horizon.dip == "none":
        click.echo(
            f"miqat: method {method.id} computes for sea level and does not use the elevation of "
            f"{place.elevation:g} m; miqat times with --set 'horizon.dip = \"geometric\"' does",
            err=True,
        )


def compatriots(place: Place) -> list[Place]:
    """Return the other places of a name in the same country, most populous first."""
    return [other for other in namesakes(place) if other.country == place.country]


def others_named(places: Sequence[Place]) -> str:
    """Return the labels of the first other places of a name, and how many more there are."""
    shown = "; ".join(place.label for place in places[:_NAMED])
    more = len(places) - _NAMED
    return f"{shown}; and {more} more" if more > 0 else shown
