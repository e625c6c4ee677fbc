from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import xarray as xr

from miqat.crescent import all_criteria

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from .conftest import Answer

PLACE = ("crescent", "Jerusalem", "2026-02-18")
MAP = ("crescent", "2026-02-18", "--step", "5")
NUMBER = (int, float)
SIGHT = (
    "moon_altitude", "moon_azimuth", "sun_altitude", "sun_azimuth", "arcl", "arcl_topocentric",
    "arcv", "arcv_topocentric", "daz", "width", "illuminated", "lit_limb",
)  # fmt: skip
KEYS = (
    "place", "date", "when", "outcome", "sentence", "conjunction", "conjunction_topocentric",
    "sunset", "moonset", "best_time", "lag_minutes", "age_hours", "at_best_time", "at_sunset",
    "criteria", "probability",
)  # fmt: skip


@pytest.fixture
def report(miqat: Callable[..., Answer]) -> Callable[..., Any]:
    def ask(*arguments: str) -> Any:
        found = miqat("crescent", *arguments, "--json")
        assert (found.status, found.err) == (0, "")
        return json.loads(found.out)

    return ask


def test_json_of_an_evening(report: Callable[..., Any]) -> None:
    found = report("Jerusalem", "2026-02-18")
    assert tuple(found) == KEYS
    assert found["place"]["name"] == "Jerusalem"
    assert (found["date"], found["when"], found["outcome"]) == ("2026-02-18", "evening", "")
    sunset, moonset, best = (
        datetime.fromisoformat(found[name]) for name in ("sunset", "moonset", "best_time")
    )
    assert sunset.utcoffset() == timedelta(hours=2)
    assert (moonset - sunset).total_seconds() == pytest.approx(found["lag_minutes"] * 60, abs=1.5)
    assert (best - sunset).total_seconds() == pytest.approx(found["lag_minutes"] * 80 / 3, abs=1.5)
    age = sunset - datetime.fromisoformat(found["conjunction"])
    assert age.total_seconds() == pytest.approx(found["age_hours"] * 3600, abs=20)
    for sight in (found["at_best_time"], found["at_sunset"]):
        assert tuple(sight) == SIGHT
        assert all(isinstance(value, NUMBER) for value in sight.values())
    assert found["at_sunset"]["sun_altitude"] == pytest.approx(-50 / 60, abs=1e-3)
    assert list(found["criteria"]) == [one.id for one in all_criteria()]
    assert found["criteria"]["yallop"]["zone"] == "A"
    assert 0.0 < found["probability"]["naked_eye"] <= found["probability"]["optical_aid"] < 1.0


def test_json_without_a_crescent(report: Callable[..., Any]) -> None:
    found = report("Tromsø", "2026-06-16")
    assert tuple(found) == KEYS
    assert found["outcome"] == "no sunset: the Sun stays up"
    for name in ("sunset", "best_time", "lag_minutes", "age_hours", "at_best_time", "at_sunset"):
        assert found[name] is None
    assert found["conjunction"]
    assert {(c["value"], c["zone"]) for c in found["criteria"].values()} == {(None, "")}
    assert found["probability"] == {"naked_eye": 0.0, "optical_aid": 0.0}


def test_json_of_one_criterion_and_of_ones_own(report: Callable[..., Any]) -> None:
    one = report("Jerusalem", "2026-02-18", "--criterion", "odeh")["criteria"]
    assert list(one) == ["odeh"]
    own = report("Jerusalem", "2026-02-18", "--formula", "arcv - 10")
    assert own["criteria"]["own"]["zone"] == "V"
    expected = own["at_best_time"]["arcv"] - 10.0
    assert own["criteria"]["own"]["value"] == pytest.approx(expected, abs=2e-4)


def test_plain_output(miqat: Callable[..., Answer]) -> None:
    found = miqat(*PLACE)
    assert (found.status, found.err) == (0, "")
    lines = found.out.splitlines()
    assert lines[0] == "Jerusalem, evening of Wednesday 18 February 2026"
    assert lines[1].startswith("Yallop's zone A, easily visible; look at 17:56")
    for title in ("Times", "At the best time", "Criteria", "Probability of a report"):
        assert title in lines
    for label in ("conjunction", "sunset", "moonset", "lag", "age", "best time", "ARCV", "width"):
        assert any(line.startswith(f"  {label} ") for line in lines), label
    for one in all_criteria():
        assert any(line.startswith(f"  {one.id} ") for line in lines)
    assert "\x1b" not in found.out


def test_a_morning(miqat: Callable[..., Answer]) -> None:
    text = miqat("crescent", "Jakarta", "2026-02-16", "--morning").out
    assert text.startswith("Jakarta, morning of Monday 16 February 2026\n")
    assert "\n  sunrise " in text
    assert "\n  moonrise " in text
    assert "moonset" not in text


def test_no_crescent_has_no_quantities(miqat: Callable[..., Answer]) -> None:
    text = miqat("crescent", "Jerusalem", "2026-02-16").out
    assert "No crescent can be seen: no conjunction yet: the Moon is still old." in text
    assert "\nCriteria\n" not in text
    assert "\nAt the best time\n" not in text
    assert "by naked eye      0%" in text


def test_a_formula_without_an_answer_says_so(miqat: Callable[..., Answer]) -> None:
    text = miqat(*PLACE, "--formula", "sqrt(0 - arcv)").out
    assert "none: the formula has no value here" in text
    assert "nan" not in text


def test_the_evening_is_todays_by_the_places_clock(miqat: Callable[..., Answer]) -> None:
    found = json.loads(miqat("crescent", "Jerusalem", "--json").out)
    assert abs(date.fromisoformat(found["date"]) - datetime.now().date()) <= timedelta(days=1)


MISTAKES = {
    ("Jerusalem", "2026-02-18", "--criterion", "yalop"): (
        "unknown criterion 'yalop'; did you mean 'yallop'"
    ),
    ("2026-02-18", "--map", "x.png", "--criterion", "odhe"): "unknown criterion 'odhe'",
    (
        "Jerusalem",
        "2026-02-18",
        "--formula",
        "arvc",
    ): "unknown quantity 'arvc'; did you mean 'arcv'",
    ("Jerusalem", "2026-02-18", "--formula", "__import__('os')"): "'os'",
    ("Jerusalem", "2026-02-18", "--formula", "9**" * 400 + "9"): "letters: 1000 are the most",
    ("Jerusalem", "2026-02-18", "--formula", "arcv", "--criterion", "odeh"): (
        "either --criterion or --formula"
    ),
    ("Jerusalem", "2026-02-30"): "cannot read the date '2026-02-30'",
    ("Jerusalem", "soon"): "cannot read the date 'soon'",
    ("Jerusalem", "1447-09-01"): "'1447-09-01' is a Hijri date; write 2026-02-18",
    ("today",): "a place is missing",
    ("--map", "x.png"): "a date is missing",
    ("Jerusalem", "--evenings", "2"): "--evenings is for --map",
    ("2026-02-18", "--map", "x.png", "--criterion", "odeh", "--criterion", "yallop"): (
        "a map is of one --criterion"
    ),
    ("Jerusalem", "2700-01-01"): "600 to 2650",
    ("Jerusalm",): "unknown place 'Jerusalm'; did you mean 'Jerusalem'",
    ("2026-02-18",): "a place is missing",
    ("Jerusalem", "2026-02-18", "--map", "x.png"): "a map is of a date without a place",
    ("Jerusalem", "--map", "x.png"): "a map is of a date, not of 'Jerusalem'",
    ("2026-02-18", "--map", "x.png", "--step", "0"): "steps of 0.05 to 10 degrees",
    ("2026-02-18", "--map", "x.png", "--step", "nan"): "steps of 0.05 to 10 degrees",
    ("2026-02-18", "--map", "x.png", "--step", "11"): "steps of 0.05 to 10 degrees",
    ("2026-02-18", "--map", "x.png", "--step", "fine"): "'fine' is not a valid float",
    ("2026-02-18", "--map", "x.png", "--evenings", "4"): "4 is not in the range",
    ("2026-02-18", "--map", "x.xyz", "--step", "9"): "unknown kind of picture 'xyz'",
    ("9999-12-31", "--map", "x.png", "--evenings", "2"): "no date after 9999-12-31",
}


@pytest.mark.parametrize("typed", MISTAKES, ids=" ".join)
def test_a_mistake_is_one_line(
    miqat: Callable[..., Answer],
    typed: tuple[str, ...],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    found = miqat("crescent", *typed)
    assert found.status == 2
    assert found.out == ""
    assert found.err.startswith("miqat: ")
    assert MISTAKES[typed] in found.err
    assert found.err.count("\n") == 1
    assert not any(tmp_path.iterdir())


def run(*arguments: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "miqat", *arguments],
        capture_output=True,
        env={**os.environ, "PYTHONUTF8": "1"},
        check=False,
    )


@pytest.mark.parametrize("option", ["--map", "--geojson", "--netcdf"])
def test_a_file_that_cannot_be_written_is_one_line(tmp_path: Path, option: str) -> None:
    found = run(*MAP, option, str(tmp_path / "no such folder" / "map.png"))
    assert (found.returncode, found.stdout) == (2, b"")
    assert found.stderr.endswith(b"map.png: No such file or directory\n")
    assert found.stderr.count(b"\n") == 1


def test_a_map_and_what_is_said_of_it(miqat: Callable[..., Answer], tmp_path: Path) -> None:
    picture, polygons, grid = (tmp_path / f"map.{ending}" for ending in ("png", "json", "nc"))
    found = miqat(*MAP, "--map", str(picture), "--geojson", str(polygons), "--netcdf", str(grid))
    assert (found.status, found.err) == (0, "")
    lines = found.out.splitlines()
    assert lines[:3] == [f"{file}: 2026-02-18 Wed" for file in (picture, polygons, grid)]
    assert lines[3].startswith("2026-02-18 Wed: first by naked eye at ")
    assert "; first with optical aid at " in lines[3]
    assert picture.read_bytes().startswith(b"\x89PNG")
    features = json.loads(polygons.read_text("utf-8"))["features"]
    assert [feature["properties"]["zone"] for feature in features] == list("ABCDEF")
    with xr.open_dataset(grid) as dataset:
        assert dataset.value.shape == (37, 72)


def test_three_evenings_in_every_kind_of_file(miqat: Callable[..., Answer], tmp_path: Path) -> None:
    polygons, grid = tmp_path / "maps.json", tmp_path / "maps.nc"
    found = miqat(
        *MAP, "--evenings", "3", "--geojson", str(polygons), "--netcdf", str(grid),
        "--criterion", "odeh", "--json",
    )  # fmt: skip
    assert (found.status, found.err) == (0, "")
    answer = json.loads(found.out)
    assert answer["files"] == {"geojson": str(polygons), "netcdf": str(grid)}
    dates = ["2026-02-18", "2026-02-19", "2026-02-20"]
    assert [one["date"] for one in answer["maps"]] == dates
    first = answer["maps"][0]
    assert (first["criterion"], first["when"]) == ("odeh", "evening")
    assert set(first["first_by_naked_eye"]) == {"latitude", "longitude", "at"}
    features = json.loads(polygons.read_text("utf-8"))["features"]
    assert [feature["properties"]["date"] for feature in features[::4]] == dates
    with xr.open_dataset(grid) as dataset:
        assert dataset.value.dims == ("date", "latitude", "longitude")


def test_nothing_seen_is_said(miqat: Callable[..., Answer], tmp_path: Path) -> None:
    file = str(tmp_path / "map.json")
    found = miqat("crescent", "2026-02-16", "--step", "9", "--geojson", file)
    assert found.out.splitlines()[-1] == "2026-02-16 Mon: met nowhere"
    answer = json.loads(
        miqat("crescent", "2026-02-16", "--step", "9", "--geojson", file, "--json").out
    )
    assert answer["maps"][0]["first_with_optical_aid"] is None


def test_no_progress_in_a_pipe(tmp_path: Path) -> None:
    # So fine a map shows its progress on a terminal.
    found = run("crescent", "2026-02-18", "--step", "0.2", "--netcdf", str(tmp_path / "map.nc"))
    assert (found.returncode, found.stderr) == (0, b"")


def test_help_names_every_option(miqat: Callable[..., Answer]) -> None:
    text = miqat("crescent", "--help").out
    for option in (
        "--morning", "--criterion", "--formula", "--json", "--map", "--geojson", "--netcdf",
        "--evenings", "--step",
    ):  # fmt: skip
        assert option in text


def test_an_old_moon_has_the_next_evening_to_look(miqat: Callable[..., Answer]) -> None:
    # New Moon on 2026-12-09 at 00:52 UT, 05:52 in Lahore (F. Espenak, astropixels.com).
    text = miqat("crescent", "Lahore", "2026-11-27").out
    assert "First evening to look: Wednesday 9 December 2026" in text
    assert "\n  lag " not in text
    assert "First evening" not in miqat("crescent", "Lahore", "2026-12-09").out


def test_a_limit_of_existence_is_not_called_a_sighting(
    miqat: Callable[..., Answer], tmp_path: Path
) -> None:
    file = str(tmp_path / "zones.json")
    typed = ("crescent", "2027-02-07", "--geojson", file, "--step", "5", "--criterion")
    assert "danjon first met at" in miqat(*typed, "danjon").out
    assert "first by naked eye at" in miqat(*typed, "yallop").out
