from __future__ import annotations

import shutil
import time
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from tools import build_outlines

from miqat.crescent.regional import outlines
from miqat.crescent.regional.outlines import Outline
from miqat.errors import InvalidRule, UnknownName

if TYPE_CHECKING:
    from pathlib import Path

# longitude, latitude of cities well inside their countries, from any atlas
CITIES = {
    "SA": (46.72, 24.69), "EG": (31.24, 30.04), "TR": (32.85, 39.93), "PK": (73.05, 33.69),
    "ID": (107.6, -6.92), "MY": (101.69, 3.14), "IN": (77.21, 28.61), "IR": (51.39, 35.69),
    "MA": (-7.09, 31.79), "NG": (7.49, 9.06), "RU": (37.62, 55.76), "FR": (2.35, 48.86),
    "GB": (-1.9, 52.48), "US": (-98.0, 39.0), "CA": (-106.67, 52.13), "BR": (-47.88, -15.79),
    "AR": (-64.18, -31.42), "ZA": (28.19, -25.75), "AU": (133.88, -23.7), "NZ": (175.6, -40.36),
    "LS": (28.3, -29.55), "JP": (138.5, 36.2), "KZ": (71.43, 51.13), "PS": (35.2, 32.22),
    "XK": (20.9, 42.55), "BN": (114.7, 4.5),
}  # fmt: skip


@pytest.mark.parametrize(("code", "place"), CITIES.items())
def test_a_city_is_in_its_country_and_in_no_other(code: str, place: tuple[float, float]) -> None:
    found = {other for other in CITIES if outlines.country(other).contains(*place[::-1])}
    assert found == {code}
    assert outlines.land().contains(*place[::-1])


@pytest.mark.parametrize(
    "sea",
    [
        (-30.0, 0.0), (160.0, 30.0), (80.0, -30.0), (-150.0, -50.0), (38.5, 20.0), (18.0, 34.0),
        (51.0, 42.0), (0.0, 89.0), (180.0, 0.0), (-180.0, 0.0), (0.0, 0.0),
    ],
)  # fmt: skip
def test_the_sea_is_no_land(sea: tuple[float, float]) -> None:
    assert not outlines.land().contains(*sea[::-1])


def test_a_hole_belongs_to_another() -> None:
    maseru = (27.9, -29.6)
    assert outlines.country("LS").contains(*maseru[::-1])
    assert not outlines.country("ZA").contains(*maseru[::-1])
    assert outlines.country("ZA").contains(-29.1, 26.2)  # Bloemfontein, beside it


@pytest.mark.parametrize(
    ("code", "place"),
    [
        ("RU", (-173.0, 66.3)),  # Chukotka, beyond the date line: near Provideniya
        ("RU", (166.45, 68.05)),  # and on this side: Bilibino
        ("RU", (180.0, 67.5)),
        ("RU", (-180.0, 67.5)),
        ("FJ", (178.0, -17.8)),  # Viti Levu
        ("FJ", (179.3, -16.6)),  # Vanua Levu
        ("FJ", (-179.95, -16.8)),  # Taveuni, on both sides of the line
        ("AQ", (0.0, -89.0)),
        ("AQ", (123.4, -75.1)),
        ("AQ", (180.0, -85.0)),
        ("AQ", (-180.0, -85.0)),
        ("AQ", (0.0, -90.0)),
    ],
)
def test_date_line_and_pole(code: str, place: tuple[float, float]) -> None:
    assert outlines.country(code).contains(*place[::-1])


def test_longitudes_may_run_on() -> None:
    chukotka = outlines.country("RU")
    assert chukotka.contains(66.3, [187.0, -173.0, 547.0]).all()


def test_shapes_broadcast() -> None:
    found = outlines.country("TR").contains(np.array([39.93, 0.0]), np.array([[32.85], [0.0]]))
    assert found.tolist() == [[True, False], [False, False]]


def test_how_much_of_the_globe_is_land() -> None:
    # 29.2 % (CIA World Factbook: 148.94 of 510.07 million km2); lakes count, small islands not.
    latitude = np.arange(-89.75, 90.0, 0.5)[:, np.newaxis]
    inside = outlines.land().contains(latitude, np.arange(-179.75, 180.0, 0.5))
    weight = np.cos(np.radians(latitude))
    assert (inside * weight).mean() / weight.mean() == pytest.approx(0.292, abs=0.006)


@pytest.mark.parametrize(("code", "area"), [("EG", 1001), ("TR", 784), ("AU", 7741), ("ZA", 1219)])
def test_areas_of_countries(code: str, area: float) -> None:
    # Total areas, thousand km2, as the CIA World Factbook has them.
    outline = outlines.country(code)
    (west, south), (east, north) = (edge(outline.vertices, axis=0) for edge in (np.min, np.max))
    latitude = np.arange(south - 0.45, north + 0.5, 0.1)[:, np.newaxis]
    inside = outline.contains(latitude, np.arange(west - 0.45, east + 0.5, 0.1))
    cell = (0.1 * 111.195) ** 2 * np.cos(np.radians(latitude)) / 1000.0
    assert (inside * cell).sum() == pytest.approx(area, rel=0.01)


def test_countries_do_not_overlap() -> None:
    points = np.random.default_rng(1).uniform((-180.0, -60.0), (180.0, 80.0), (4000, 2))
    count = np.zeros(len(points), int)
    for code in outlines._countries():
        count += outlines.country(code).contains(points[:, 1], points[:, 0])
    land = outlines.land().contains(points[:, 1], points[:, 0])
    assert count.max() == 1
    assert (count == land).mean() > 0.998  # what has no code is land all the same


def test_it_agrees_with_counting_crossings_one_by_one() -> None:
    turkey = outlines.country("TR")
    points = np.random.default_rng(2).uniform((25.0, 35.0), (46.0, 43.0), (90, 2))
    wanted = []
    for x, y in points:
        odd = False
        for ring in turkey.rings:
            for (x0, y0), (x1, y1) in zip(ring, np.roll(ring, -1, axis=0), strict=True):
                if (y0 > y) != (y1 > y) and x < x0 + (x1 - x0) * (y - y0) / (y1 - y0):
                    odd = not odd
        wanted.append(odd)
    assert 30 < sum(wanted) < 60
    assert turkey.contains(points[:, 1], points[:, 0]).tolist() == wanted


def test_many_points_in_little_time() -> None:
    points = np.random.default_rng(3).uniform((-180.0, -90.0), (180.0, 90.0), (100_000, 2))
    canada = outlines.country("CA")
    start = time.process_time()
    canada.contains(points[:, 1], points[:, 0])
    assert time.process_time() - start < 1.0


def test_a_landmass_ends_at_the_sea_and_not_at_a_border() -> None:
    america = outlines.landmass(39.0, -98.0)
    inside = [(-98.0, 39.0), (-149.0, 64.0), (-58.4, -34.9), (-90.5, 14.6), (-79.9, 9.1)]
    islands = [(-157.9, 21.4), (-79.0, 22.0), (-75.0, 72.0), (-40.0, 72.0), (-69.0, -54.0)]
    assert all(america.contains(*place[::-1]) for place in inside)
    assert not any(america.contains(*place[::-1]) for place in islands)
    hispaniola = outlines.landmass(19.0, -72.0)
    assert hispaniola.contains(18.8, -70.0)  # the other country of the island
    assert not hispaniola.contains(18.1, -77.3)  # Jamaica
    with pytest.raises(InvalidRule, match="in the sea"):
        outlines.landmass(0.0, -30.0)


def test_coastlines_do_not_jump() -> None:
    lines = outlines.coastlines()
    assert 4000 < sum(len(line) for line in lines) < 7000
    for line in lines:
        assert np.abs(np.diff(line[:, 0])).max() < 180.0
        assert (np.abs(line) <= (180.0, 90.0)).all()


@pytest.mark.parametrize(("asked", "meant"), [("TRK", "TR"), ("Turkey", "TR"), ("Pakstan", "PK")])
def test_an_unknown_code_gets_the_nearest(asked: str, meant: str) -> None:
    with pytest.raises(UnknownName, match=f"unknown country code '{asked}'; ") as error:
        outlines.country(asked)
    assert meant in error.value.nearest


def test_codes_in_any_case() -> None:
    assert outlines.country("tr").contains(*CITIES["TR"][::-1])


@pytest.mark.parametrize(
    "rings",
    [[], [[(0.0, 0.0), (1.0, 1.0)]], [[(0.0, 0.0), (1.0, 1.0), (200.0, 1.0)]], [[1.0, 2.0, 3.0]]],
)
def test_what_is_no_ring(rings: list[Any]) -> None:
    with pytest.raises(InvalidRule):
        Outline.of(rings)


def test_own_rings_over_the_date_line_and_round_the_pole() -> None:
    box = Outline.of([[(170.0, -10.0), (-170.0, -10.0), (-170.0, 10.0), (170.0, 10.0)]])
    assert box.contains(0.0, [175.0, -175.0, 180.0, -180.0]).all()
    assert not box.contains(0.0, [165.0, -165.0, 0.0]).any()
    cap = Outline.of([[(0.0, 70.0), (90.0, 75.0), (180.0, 70.0), (-90.0, 75.0)]])
    assert cap.contains(80.0, [0.0, 45.0, -135.0]).all()
    assert not cap.contains(60.0, [0.0, 45.0, -135.0]).any()


def tiny_source() -> build_outlines.Source:
    """Two countries with a border on one island, and a third with an island of its own."""
    topology: dict[str, Any] = {
        "transform": {"scale": [0.5, 0.5], "translate": [0.0, 0.0]},
        "arcs": [
            [[2, 0], [0, 2]],  # the border, from (1, 0) to (1, 1)
            [[2, 2], [-2, 0], [0, -2], [2, 0]],
            [[2, 0], [2, 0], [0, 2], [-2, 0]],
            [[10, 0], [2, 0], [0, 2], [0, 0], [-2, -2]],
            [[0, -180], [4, 0], [-4, 0], [0, 0]],
        ],
        "objects": {
            "countries": {
                "type": "GeometryCollection",
                "geometries": [
                    {"type": "Polygon", "id": "004", "arcs": [[0, 1]], "properties": {}},
                    {"type": "MultiPolygon", "id": "008", "arcs": [[[2, ~0]]], "properties": {}},
                    {"type": "Polygon", "arcs": [[3]], "properties": {"name": "Kosovo"}},
                ],
            },
            "land": {
                "type": "GeometryCollection",
                "geometries": [{"type": "MultiPolygon", "arcs": [[[1, 2]], [[3]]]}],
            },
        },
    }
    return build_outlines.Source(
        topology, topology, {4: ("AF", "Afghanistan"), 8: ("AL", "Albania")}
    )


def test_the_builder_decodes_topojson() -> None:
    found = list(build_outlines.rings(tiny_source().countries, "countries"))
    assert [ring.owner for ring in found] == [4, 8, -1]
    assert (found[0].points / 180).tolist() == [[1, 0], [1, 1], [0, 1], [0, 0]]
    assert (found[1].points / 180).tolist() == [[1, 0], [2, 0], [2, 1], [1, 1]]
    assert (found[2].points / 180).tolist() == [[5, 0], [6, 0], [6, 1]]  # a point given twice
    assert build_outlines.landmasses(found).tolist() == [0, 0, 2]


def test_the_builder_gives_the_same_bytes(tmp_path: Path) -> None:
    folders = [tmp_path / "one", tmp_path / "two"]
    for folder in folders:
        folder.mkdir()
        build_outlines.build(tiny_source(), folder)
    one, two = ([path.read_bytes() for path in sorted(f.iterdir())] for f in folders)
    assert one == two
    text = (folders[0] / "countries.txt").read_text()
    assert text.splitlines()[-3:] == ["AF 4 Afghanistan", "AL 8 Albania", "XK -1 Kosovo"]


def test_the_builder_says_that_npm_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(SystemExit, match="npm is not installed"):
        build_outlines.read_source()


def test_the_file_is_small() -> None:
    size = sum(path.stat().st_size for path in build_outlines.DATA.iterdir())
    assert size <= 600_000
