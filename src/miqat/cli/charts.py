"""World maps of the crescent, written to files."""

from __future__ import annotations

import json
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from miqat.cli import wording
from miqat.crescent import visibility_map

if TYPE_CHECKING:
    from collections.abc import Mapping

    from miqat.crescent import Criterion, VisibilityMap
    from miqat.crescent.twilight import When

_SLOW_STEP = 0.3  # degrees: finer maps take longer than a second


def write_maps(
    first: date,
    evenings: int,
    step: float,
    criterion: Criterion,
    when: When,
    files: Mapping[str, str | None],
) -> None:
    """Write the maps of one or more evenings, and say what stands in each file."""
    from miqat.crescent import picture

    dates = [first + timedelta(days=ahead) for ahead in range(evenings)]
    hidden = step >= _SLOW_STEP
    with click.progressbar(dates, label="maps", file=sys.stderr, hidden=hidden) as bar:
        maps = [visibility_map(on, step=step, criterion_id=criterion, when=when) for on in bar]
    if files["picture"]:
        picture.draw(maps, files["picture"])
        click.echo(f"{files['picture']}: {', '.join(wording.short(on) for on in dates)}")
    if files["geojson"]:
        text = json.dumps(picture.to_geojson(maps[0]))
        Path(files["geojson"]).write_text(text + "\n", encoding="utf-8")
        click.echo(f"{files['geojson']}: {wording.short(first)}")
    if files["netcdf"]:
        picture.to_xarray(maps[0]).to_netcdf(files["netcdf"])
        click.echo(f"{files['netcdf']}: {wording.short(first)}")
    for chart in maps:
        click.echo(_first_words(chart))


def _first_words(chart: VisibilityMap) -> str:
    words = []
    for aided, means in ((False, "by naked eye"), (True, "with optical aid")):
        first = chart.first(aided=aided)
        if first is not None:
            north = f"{abs(first.latitude):.1f}°{'N' if first.latitude >= 0 else 'S'}"
            east = f"{abs(first.longitude):.1f}°{'E' if first.longitude >= 0 else 'W'}"
            clock = str(first.instant)[:16].replace("T", " ")
            words.append(f"first {means} at {north} {east}, {clock} UTC")
    return f"{wording.short(chart.date)}: {'; '.join(words) or 'seen nowhere'}"
