"""Maps of visibility as pictures, GeoJSON polygons or xarray datasets.

Pictures need the extra `plot`, grids `xarray`; both are imported when they are asked for.
Pictures draw coastlines and no borders.
"""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from miqat.crescent.regional.outlines import coastlines
from miqat.crescent.worldmap import Status
from miqat.errors import MissingPart, UnknownName

if TYPE_CHECKING:
    from collections.abc import Sequence

    import xarray as xr
    from matplotlib.axes import Axes

    from miqat._typing import Bools, Floats
    from miqat.crescent.worldmap import VisibilityMap


# M. Okabe and K. Ito, "Color Universal Design" (2008), best zone first, told apart by every
# kind of colour vision; what is not to be seen is grey.
_COLOURS = ("#0072b2", "#56b4e9", "#f0e442", "#e69f00", "#d55e00")
_NOTHING = "#d9d9d9"
_STATUS_COLOURS = {
    Status.MOON_SETS_FIRST: ("#bdbdbd", "Moon gone before the Sun"),
    Status.BEFORE_CONJUNCTION: ("#8c8c8c", "no conjunction yet"),
    Status.NO_SUNSET: ("#f7f7f7", "no sunset"),
    Status.NO_MOONSET: ("#efefef", "no moonset"),
}
_LAG_LINES = 20.0  # minutes apart
_AGE_LINES = 2.0  # hours apart
_MARKED_LATITUDES = (-60.0, 60.0)


def draw(maps: Sequence[VisibilityMap], file: str | Path) -> None:
    """Write a picture of one map, or of several evenings side by side.

    Raises `MissingPart` without matplotlib, `UnknownName` for another ending than png, svg and pdf.
    """
    try:
        from matplotlib.figure import Figure
    except ImportError:
        raise MissingPart("a picture needs matplotlib: pip install 'miqat[plot]'") from None
    figure = Figure(figsize=(11.0 * len(maps), 6.6), layout="constrained")
    ending = Path(file).suffix.removeprefix(".").lower()
    if ending not in figure.canvas.get_supported_filetypes():
        raise UnknownName.among("kind of picture", ending, ("png", "svg", "pdf"))
    panels = np.atleast_1d(figure.subplots(1, len(maps), squeeze=False)[0])
    for axes, chart in zip(panels, maps, strict=True):
        _draw_zones(axes, chart)
        _draw_lines(axes, chart)
        _draw_land(axes)
        _draw_firsts(axes, chart)
        axes.set_title(_title(chart))
    figure.legend(
        handles=_legend(maps), loc="outside lower center", ncols=3 if len(maps) == 1 else 6,
        fontsize=8, frameon=False,
    )  # fmt: skip
    figure.savefig(file, dpi=110)


def _draw_zones(axes: Axes, chart: VisibilityMap) -> None:
    from matplotlib.colors import BoundaryNorm, ListedColormap

    colours = [*_zone_colours(chart), *(colour for colour, _ in _STATUS_COLOURS.values())]
    zones = len(chart.criterion.zones)
    number = np.where(chart.status == Status.CRESCENT, chart.zone_index, zones - 1 + chart.status)
    norm = BoundaryNorm(np.arange(len(colours) + 1) - 0.5, len(colours))
    axes.pcolormesh(
        chart.longitudes, chart.latitudes, number, cmap=ListedColormap(colours), norm=norm,
        shading="nearest", rasterized=True,
    )  # fmt: skip
    axes.set_xticks(range(-180, 181, 60))
    axes.set_yticks(range(-90, 91, 30))
    axes.xaxis.set_major_formatter(lambda value, _: _degrees(value, "EW"))
    axes.yaxis.set_major_formatter(lambda value, _: _degrees(value, "NS"))
    half = 0.5 * (chart.longitudes[1] - chart.longitudes[0])
    edges = (chart.longitudes[0] - half, chart.longitudes[-1] + half)
    axes.set(xlim=edges, ylim=(chart.latitudes[0], chart.latitudes[-1]), aspect=1)


def _draw_lines(axes: Axes, chart: VisibilityMap) -> None:
    """Draw lines of equal lag (solid) and age (dotted), and mark 60 degrees of latitude."""
    there = chart.status == Status.CRESCENT
    for field, step, style, unit in (
        (chart.lag_minutes, _LAG_LINES, "solid", "min"),
        (chart.age_hours, _AGE_LINES, "dotted", "h"),
    ):
        shown = np.where(there, field, np.nan)
        if not there.any():
            continue
        levels = np.arange(step * np.ceil(np.nanmin(shown) / step), np.nanmax(shown), step)
        if 1 <= len(levels) <= 40:
            lines = axes.contour(
                chart.longitudes, chart.latitudes, shown, levels=levels,
                colors="#333333", linewidths=0.6, linestyles=style,
            )  # fmt: skip
            axes.clabel(lines, fmt=lambda value, unit=unit: f"{value:.0f} {unit}", fontsize=7)
    for latitude in _MARKED_LATITUDES:
        axes.axhline(latitude, color="#333333", linewidth=0.5, linestyle=(0, (6, 4)))


def _draw_land(axes: Axes) -> None:
    from matplotlib.collections import LineCollection

    axes.add_collection(LineCollection(coastlines(), colors="black", linewidths=0.5))


def _draw_firsts(axes: Axes, chart: VisibilityMap) -> None:
    for aided, marker in ((False, "o"), (True, "s")):
        first = chart.first(aided=aided)
        if first is not None:
            axes.plot(
                first.longitude, first.latitude, marker, markerfacecolor="white",
                markeredgecolor="black", markersize=7, clip_on=False,
            )  # fmt: skip
            east = first.longitude > 0.0
            axes.annotate(
                f"{np.datetime_as_string(first.instant, unit='m')[11:]} UTC",
                (first.longitude, first.latitude), xytext=(-6 if east else 6, 5),
                textcoords="offset points", ha="right" if east else "left", fontsize=7,
                bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.7, "pad": 1.0},
            )  # fmt: skip


def _legend(maps: Sequence[VisibilityMap]) -> list[Any]:
    """Return the entries of the legend: zones, other statuses of the maps, lines and marks."""
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    first = maps[0]
    patches = [
        (f"{zone.letter}: {zone.text}", colour)
        for zone, colour in zip(first.criterion.zones, _zone_colours(first), strict=True)
    ]
    patches += [
        (words, colour)
        for status, (colour, words) in _STATUS_COLOURS.items()
        if any((chart.status == status).any() for chart in maps)
    ]
    dark: dict[str, Any] = {"color": "#333333", "linewidth": 0.8}
    mark: dict[str, Any] = {
        "linestyle": "none", "markerfacecolor": "white", "markeredgecolor": "black",
    }  # fmt: skip
    handles: list[Any] = [
        Patch(facecolor=colour, edgecolor="#555555", label=words) for words, colour in patches
    ]
    handles += [
        Line2D([], [], label="lag", **dark),
        Line2D([], [], label="age", linestyle="dotted", **dark),
    ]
    for aided, marker, words in ((False, "o", "first by eye"), (True, "s", "first with optics")):
        if any(chart.first(aided=aided) is not None for chart in maps):
            handles.append(Line2D([], [], marker=marker, label=words, **mark))
    return handles


def _zone_colours(chart: VisibilityMap) -> list[str]:
    zones = len(chart.criterion.zones)
    return [*_COLOURS[: zones - 1], _NOTHING]


def _title(chart: VisibilityMap) -> str:
    new = np.datetime_as_string(chart.conjunction, unit="m").replace("T", " ")
    return f"{chart.criterion.title}, {chart.when} of {chart.date}; conjunction {new} UTC"


def _degrees(value: float, letters: str) -> str:
    return f"{abs(value):.0f}°{letters[0] if value > 0 else letters[1] if value < 0 else ''}"


def to_geojson(*maps: VisibilityMap) -> dict[str, Any]:
    """Return the zones as a GeoJSON FeatureCollection of multipolygons (RFC 7946).

    There is no polygon where there is no crescent to judge. Raises `MissingPart` without contourpy,
    which comes with the extra `plot`.
    """
    try:
        from contourpy import FillType, contour_generator
    except ImportError:
        raise MissingPart("zones as polygons need contourpy: pip install 'miqat[plot]'") from None
    features = []
    for chart in maps:
        longitudes, value, there = _to_date_line(chart)
        generator: Any = contour_generator(
            longitudes, chart.latitudes, np.ma.masked_where(~there, value),
            fill_type=FillType.OuterOffset,
        )  # fmt: skip
        above = np.inf
        for zone in chart.criterion.zones:
            points, offsets = generator.filled(zone.above, above)
            above = zone.above
            polygons = [
                [np.round(ring[first:last], 4).tolist() for first, last in pairwise(starts)]
                for ring, starts in zip(points, offsets, strict=True)
            ]
            features.append(
                {
                    "type": "Feature",
                    "properties": {
                        "criterion": chart.criterion.id,
                        "date": chart.date.isoformat(),
                        "when": chart.when,
                        "zone": zone.letter,
                        "text": zone.text,
                        "above": None if np.isinf(zone.above) else zone.above,
                    },
                    "geometry": {"type": "MultiPolygon", "coordinates": polygons},
                }
            )
    return {"type": "FeatureCollection", "features": features}


def _to_date_line(chart: VisibilityMap) -> tuple[Floats, Floats, Bools]:
    """Return longitudes, values and where there is a crescent, with a column at 180 degrees.

    The last step is extrapolated from the last three columns: the column at -180 degrees belongs to
    the evening before.
    """
    there = chart.status == Status.CRESCENT
    step = chart.longitudes[1] - chart.longitudes[0]
    x = 2.0 + (180.0 - chart.longitudes[-1]) / step
    weights = np.array([(x - 1.0) * (x - 2.0) / 2.0, x * (2.0 - x), x * (x - 1.0) / 2.0])
    last = chart.value[:, -3:] @ weights
    return (
        np.append(chart.longitudes, 180.0),
        np.column_stack([chart.value, last]),
        np.column_stack([there, there[:, -3:].all(axis=1)]),
    )


def to_xarray(*maps: VisibilityMap) -> xr.Dataset:
    """Return a map as an xarray dataset over latitude and longitude, or several over dates.

    Raises `MissingPart` without xarray.
    """
    try:
        import xarray as xr
    except ImportError:
        raise MissingPart("a grid needs xarray: pip install 'miqat[xarray]'") from None
    grids = [_grid(chart) for chart in maps]
    if len(grids) == 1:
        return grids[0]
    dates = np.array([chart.date for chart in maps], dtype="datetime64[ns]")
    dim = xr.DataArray(dates, dims="date", name="date")
    return xr.concat(grids, dim, combine_attrs="drop_conflicts")


def _grid(chart: VisibilityMap) -> xr.Dataset:
    import xarray as xr

    axes = ("latitude", "longitude")
    criterion = chart.criterion
    return xr.Dataset(
        {
            "value": (axes, chart.value, {"long_name": f"{criterion.title}, {criterion.symbol}"}),
            "lag": (
                axes,
                chart.lag_minutes,
                {"units": "minutes", "long_name": "moonset less sunset"},
            ),
            "age": (axes, chart.age_hours, {"units": "hours", "long_name": "from conjunction"}),
            "zone": (
                axes,
                chart.zone_index,
                {"long_name": ", ".join(f"{i} {z.letter}" for i, z in enumerate(criterion.zones))},
            ),
            "status": (
                axes,
                chart.status,
                {"long_name": ", ".join(f"{s.value} {s.name.lower()}" for s in Status)},
            ),
        },
        coords={
            "latitude": ("latitude", chart.latitudes, {"units": "degrees_north"}),
            "longitude": ("longitude", chart.longitudes, {"units": "degrees_east"}),
        },
        attrs={
            "title": _title(chart),
            "criterion": criterion.id,
            "source": criterion.source,
            "conjunction": np.datetime_as_string(chart.conjunction, unit="s") + "Z",
        },
    )
