from __future__ import annotations

import json
import struct
import sys
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import xarray as xr

from miqat.crescent import Status, VisibilityMap, visibility_map
from miqat.crescent.map_export import draw, to_geojson, to_xarray
from miqat.errors import MissingPart, UnknownName

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

EVENINGS = (date(2026, 2, 17), date(2026, 2, 18), date(2026, 2, 19))


@pytest.fixture(scope="module")
def chart() -> VisibilityMap:
    return visibility_map(EVENINGS[1], step=1.0)


def size_of(png: bytes) -> tuple[int, int]:
    """Return width and height, from the first chunk (PNG specification, 11.2.2)."""
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    assert png[12:16] == b"IHDR"
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def pixels(file: Path) -> Floats:
    from matplotlib import image

    return np.asarray(image.imread(str(file)))[..., :3]


def share_of(colour: str, picture: Floats) -> float:
    """Return the part of the pixels that have a colour."""
    wanted = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)]) / 255.0
    return float((np.abs(picture - wanted).max(axis=-1) < 0.01).mean())


def test_a_picture_shows_the_zones_by_their_areas(chart: VisibilityMap, tmp_path: Path) -> None:
    file = tmp_path / "map.png"
    draw([chart], file)
    width, height = size_of(file.read_bytes())
    assert width >= 1000
    assert height >= 600
    assert len(file.read_bytes()) > 50_000
    found = pixels(file)
    # Okabe and Ito's blue, sky blue, yellow, orange and vermilion, best zone first.
    colours = ("#0072b2", "#56b4e9", "#f0e442", "#e69f00", "#d55e00")
    shares = np.array([share_of(colour, found) for colour in colours])
    cells = np.array([(chart.zone_index == zone).mean() for zone in range(5)])
    of_page = shares.sum() / cells.sum()
    assert 0.5 < of_page < 0.9  # the map takes most of the page
    np.testing.assert_allclose(shares, cells * of_page, rtol=0.25, atol=0.004)
    assert share_of("#000000", found) > 0.005  # coastlines and letters


def test_three_evenings_stand_side_by_side(tmp_path: Path) -> None:
    maps = [visibility_map(on, step=4.0) for on in EVENINGS]
    one, three = tmp_path / "one.png", tmp_path / "three.png"
    draw(maps[:1], one)
    draw(maps, three)
    (width, height), (wide, high) = size_of(one.read_bytes()), size_of(three.read_bytes())
    assert high == height
    assert wide == 3 * width
    # The evening before all but nothing is seen, the evening after all but everything.
    thirds = np.array_split(pixels(three), 3, axis=1)
    blue = [share_of("#0072b2", part) for part in thirds]
    assert blue[0] < blue[1] < blue[2]


@pytest.mark.parametrize(
    ("ending", "magic"), [("svg", b"<?xml"), ("pdf", b"%PDF-"), ("PNG", b"\x89PNG")]
)
def test_other_kinds_of_picture(
    chart: VisibilityMap, tmp_path: Path, ending: str, magic: bytes
) -> None:
    file = tmp_path / f"map.{ending}"
    draw([chart], file)
    assert file.read_bytes().startswith(magic)
    assert file.stat().st_size > 50_000


def test_words_of_a_picture(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from matplotlib import rcParams

    monkeypatch.setitem(rcParams, "svg.fonttype", "none")  # letters stay letters
    file = tmp_path / "map.svg"
    draw([visibility_map(EVENINGS[0], step=4.0, criterion="odeh")], file)
    text = file.read_text("utf-8")
    for words in (
        "Odeh 2004, evening of 2026-02-17; conjunction 2026-02-17 12:01 UTC",
        "A: visible by naked eye",
        "C: visible by optical aid only",
        "D: not visible even by optical aid",
        "Moon gone before the Sun",
        "no conjunction yet",
        "lag",
        "age",
        "first with optics",
        "60°N",
        "120°W",
    ):
        assert words in text, words
    draw([visibility_map(EVENINGS[0], step=4.0)], file)
    text = file.read_text("utf-8")
    assert "first with optics" in text
    assert "first by eye" not in text  # nobody, that evening, by Yallop


def test_an_ending_that_is_no_picture(chart: VisibilityMap, tmp_path: Path) -> None:
    with pytest.raises(UnknownName, match="'xyz'"):
        draw([chart], tmp_path / "map.xyz")


@pytest.mark.parametrize("on", [date(2026, 2, 16), date(2026, 6, 16)], ids=str)
def test_an_evening_without_a_crescent_and_one_without_nights(on: date, tmp_path: Path) -> None:
    draw([visibility_map(on, step=4.0)], tmp_path / "map.png")
    assert (tmp_path / "map.png").stat().st_size > 30_000


# GeoJSON


def rings(collection: dict[str, Any]) -> list[tuple[str, int, Floats]]:
    """Return zone, place in its polygon and points of every ring."""
    return [
        (feature["properties"]["zone"], at, np.array(ring))
        for feature in collection["features"]
        for polygon in feature["geometry"]["coordinates"]
        for at, ring in enumerate(polygon)
    ]


def inside(x: Floats, y: Floats, ring: Floats) -> NDArray[np.bool_]:
    """Return whether points are within a ring, by the crossings of a ray."""
    x0, y0, x1, y1 = (
        side[:, np.newaxis] for side in (ring[:-1, 0], ring[:-1, 1], ring[1:, 0], ring[1:, 1])
    )
    spans = (y0 > y) != (y1 > y)
    with np.errstate(divide="ignore", invalid="ignore"):
        crossing = x0 + (y - y0) * (x1 - x0) / (y1 - y0)
    return np.asarray((spans & (x < crossing)).sum(axis=0) % 2 == 1)


@pytest.mark.parametrize("name", ["yallop", "odeh", "istanbul"])
@pytest.mark.parametrize("on", [date(2026, 2, 17), date(2026, 2, 18), date(2026, 6, 16)], ids=str)
def test_polygons_are_valid(on: date, name: str) -> None:
    chart = visibility_map(on, step=2.0, criterion=name)
    collection = json.loads(json.dumps(to_geojson(chart)))
    assert collection["type"] == "FeatureCollection"
    assert [f["properties"]["zone"] for f in collection["features"]] == [
        zone.letter for zone in chart.criterion.zones
    ]
    for feature in collection["features"]:
        assert feature["type"] == "Feature"
        assert feature["geometry"]["type"] == "MultiPolygon"
        assert feature["properties"]["date"] == on.isoformat()
        assert feature["properties"]["criterion"] == name
    found = rings(collection)
    assert found
    for zone, at, ring in found:
        assert (ring[0] == ring[-1]).all(), zone
        assert len(ring) >= 4
        assert np.abs(ring[:, 0]).max() <= 180.0
        assert np.abs(ring[:, 1]).max() <= 90.0
        # RFC 7946, 3.1.6: the outer ring runs counterclockwise, holes clockwise.
        area = np.sum(ring[:-1, 0] * ring[1:, 1] - ring[1:, 0] * ring[:-1, 1])
        assert (area > 0.0) == (at == 0), zone


@pytest.mark.parametrize("on", [date(2026, 2, 17), date(2026, 2, 18), date(2026, 6, 16)], ids=str)
def test_polygons_hold_the_points_of_their_zones(on: date) -> None:
    chart = visibility_map(on, step=1.0)
    rng = np.random.default_rng(1448)
    rows = rng.integers(0, len(chart.latitudes), 4000)
    columns = rng.integers(0, len(chart.longitudes), 4000)
    x, y = chart.longitudes[columns], chart.latitudes[rows]
    crossings: dict[str, NDArray[np.int64]] = {
        zone.letter: np.zeros(4000, np.int64) for zone in chart.criterion.zones
    }
    # A hair off the grid's own lines, on which a ray runs along edges.
    for letter, _, ring in rings(to_geojson(chart)):
        crossings[letter] += inside(x + 1.3e-3, y + 1.7e-3, ring)
    index = chart.zone_index[rows, columns]
    for number, zone in enumerate(chart.criterion.zones):
        within = crossings[zone.letter] % 2 == 1
        value = chart.value[rows, columns]
        floors = [one.above for one in chart.criterion.zones if np.isfinite(one.above)]
        near = np.min([np.abs(value - floor) for floor in floors], axis=0) < 1e-3
        edge = _beside_another_status(chart)[rows, columns]
        plain = ~near & ~edge
        assert plain.mean() > 0.8
        assert (within == (index == number))[plain].all(), zone.letter


def _beside_another_status(chart: VisibilityMap) -> NDArray[np.bool_]:
    """Return the points beside one of another status, and those of the map's edge."""
    there = np.pad(chart.status == Status.CRESCENT, 1, mode="edge")
    beside = np.zeros(chart.status.shape, bool)
    height, width = chart.status.shape
    for down in (0, 1, 2):
        for across in (0, 1, 2):
            beside |= there[down : down + height, across : across + width] != there[1:-1, 1:-1]
    beside[[0, -1]] = True
    return beside


def test_polygons_reach_the_date_line() -> None:
    # The strip between the last meridian and 180 degrees has its zones too.
    chart = visibility_map(EVENINGS[1], step=7.0)
    assert chart.longitudes[-1] < 179.0
    found = rings(to_geojson(chart))
    assert max(ring[:, 0].max() for _, _, ring in found) == 180.0
    assert min(ring[:, 0].min() for _, _, ring in found) == -180.0
    fine = visibility_map(EVENINGS[1], step=1.0, limit=50.0)
    x, y = np.full(len(fine.latitudes), 178.999), fine.latitudes + 1e-3
    agree = 0
    for number, zone in enumerate(fine.criterion.zones):
        of_zone = [ring for letter, _, ring in found if letter == zone.letter]
        within = np.sum([inside(x, y, ring) for ring in of_zone], axis=0) % 2 == 1
        agree += int((within & (fine.zone_index[:, -1] == number)).sum())
    assert agree >= 0.9 * len(x)


def test_several_evenings_are_one_collection() -> None:
    maps = [visibility_map(on, step=5.0) for on in EVENINGS]
    features = to_geojson(*maps)["features"]
    assert [f["properties"]["date"] for f in features[::6]] == [on.isoformat() for on in EVENINGS]
    assert features[:6] == to_geojson(maps[0])["features"]


# xarray


def test_a_grid_goes_through_netcdf(chart: VisibilityMap, tmp_path: Path) -> None:
    to_xarray(chart).to_netcdf(tmp_path / "map.nc")
    with xr.open_dataset(tmp_path / "map.nc") as grid:
        grid.load()
    np.testing.assert_array_equal(grid.latitude, chart.latitudes)
    np.testing.assert_array_equal(grid.longitude, chart.longitudes)
    for name, field in (
        ("value", chart.value),
        ("lag", chart.lag_minutes),
        ("age", chart.age_hours),
        ("zone", chart.zone_index),
        ("status", chart.status),
    ):
        assert grid[name].dims == ("latitude", "longitude")
        np.testing.assert_array_equal(grid[name], field)
    assert grid.latitude.attrs["units"] == "degrees_north"
    assert grid.attrs["criterion"] == "yallop"
    assert grid.attrs["source"] == chart.criterion.source
    assert grid.attrs["conjunction"] == "2026-02-17T12:01:09Z"
    assert "0 A" in grid.zone.attrs["long_name"]
    assert "0 crescent" in grid.status.attrs["long_name"]
    near = grid.sel(latitude=31.8, longitude=35.2, method="nearest")
    assert float(near.value) == pytest.approx(0.53, abs=0.03)  # Jerusalem's, by its own report


def test_several_evenings_are_one_grid(tmp_path: Path) -> None:
    maps = [visibility_map(on, step=10.0) for on in EVENINGS]
    to_xarray(*maps).to_netcdf(tmp_path / "maps.nc")
    with xr.open_dataset(tmp_path / "maps.nc") as grid:
        grid.load()
    assert grid.value.dims == ("date", "latitude", "longitude")
    for on, one in zip(EVENINGS, maps, strict=True):
        np.testing.assert_array_equal(grid.value.sel(date=on.isoformat()), one.value)


@pytest.mark.parametrize(
    ("module", "part", "call"),
    [
        ("matplotlib.figure", "plot", lambda chart: draw([chart], "map.png")),
        ("contourpy", "plot", to_geojson),
        ("xarray", "xarray", to_xarray),
    ],
)
def test_a_missing_part_says_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch, chart: VisibilityMap, module: str, part: str, call: Any
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(MissingPart, match=rf"miqat\[{part}\]"):
        call(chart)
