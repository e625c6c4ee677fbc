"""World maps of the crescent, written to files."""

from __future__ import annotations

import json
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import numpy as np

from miqat.cli import formats
from miqat.cli.layout import write_json
from miqat.crescent import visibility_map
from miqat.errors import OutOfRange

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from miqat.crescent import Criterion, VisibilityMap
    from miqat.crescent.twilight import When

_POINTS_A_SECOND = 1_000_000  # about: what takes longer shows how far it is


def write_maps(
    first: date,
    evenings: int,
    step: float,
    criterion: Criterion,
    when: When,
    files: Mapping[str, str | None],
    *,
    as_json: bool = False,
) -> None:
    """Write the maps of one or more evenings, and print what each file has."""
    from miqat.crescent import map_export

    dates = _dates(first, evenings)
    points = evenings * 64_800.0 / min(max(step, 0.01), 360.0) ** 2
    slow = points > _POINTS_A_SECOND
    hidden = not (slow and sys.stderr.isatty())
    with click.progressbar(dates, label="maps", file=sys.stderr, hidden=hidden) as bar:
        maps = [visibility_map(on, step=step, criterion=criterion, when=when) for on in bar]
    for kind, file in files.items():
        if not file:
            continue
        with formats.file(file):
            if kind == "picture":
                map_export.draw(maps, file)
            elif kind == "geojson":
                text = json.dumps(map_export.to_geojson(*maps))
                Path(file).write_text(text + "\n", encoding="utf-8")
            else:
                map_export.to_xarray(*maps).to_netcdf(file)
    if as_json:
        write_json(_as_json(maps, files))
        return
    for file in filter(None, files.values()):
        click.echo(f"{file}: {', '.join(formats.short(on) for on in dates)}")
    for chart in maps:
        click.echo(_first_words(chart))


def _dates(first: date, evenings: int) -> list[date]:
    try:
        return [first + timedelta(days=ahead) for ahead in range(evenings)]
    except OverflowError:
        raise OutOfRange(f"no date after {date.max}") from None


def _as_json(maps: Sequence[VisibilityMap], files: Mapping[str, str | None]) -> dict[str, Any]:
    def place(chart: VisibilityMap, *, aided: bool) -> dict[str, Any] | None:
        first = chart.first(aided=aided)
        if first is None:
            return None
        instant = np.datetime_as_string(first.instant, unit="s") + "Z"
        return {"latitude": first.latitude, "longitude": first.longitude, "at": instant}

    return {
        "files": {kind: file for kind, file in files.items() if file},
        "maps": [
            {
                "date": chart.date.isoformat(),
                "when": chart.when,
                "criterion": chart.criterion.id,
                "conjunction": np.datetime_as_string(chart.conjunction, unit="s") + "Z",
                "first_by_naked_eye": place(chart, aided=False),
                "first_with_optical_aid": place(chart, aided=True),
            }
            for chart in maps
        ],
    }


def _first_words(chart: VisibilityMap) -> str:
    """Return where and when the criterion is first met; by eye only if it tells eye from optics."""
    words = []
    kinds = [(False, "first by naked eye"), (True, "first with optical aid")]
    if set(chart.criterion.naked) == set(chart.criterion.aided):
        kinds = [(False, f"{chart.criterion.id} first met")]
    for aided, means in kinds:
        first = chart.first(aided=aided)
        if first is not None:
            north = f"{abs(first.latitude):.1f}°{'N' if first.latitude >= 0 else 'S'}"
            east = f"{abs(first.longitude):.1f}°{'E' if first.longitude >= 0 else 'W'}"
            clock = str(first.instant)[:16].replace("T", " ")
            words.append(f"{means} at {north} {east}, {clock} UTC")
    return f"{formats.short(chart.date)}: {'; '.join(words) or 'met nowhere'}"
