"""`miqat read`: a table, JSON and other formats, anchors, mistakes in one line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Answer

TEXT = "Marches on the last Friday of Ramadan. The law of 9 Ramadan 1302 / 22 July 1885.\n"


@pytest.fixture
def article(tmp_path: Path) -> str:
    path = tmp_path / "article.txt"
    path.write_text(TEXT)
    return str(path)


def test_a_table_and_what_contradicts(miqat: Callable[..., Answer], article: str) -> None:
    found = miqat("read", article, "--as-of", "2024-04-03")
    assert found.status == 0
    assert "last Friday of Ramadan" in found.out
    assert "2024-04-05" in found.out
    assert "contradiction: 9 Ramadan 1302: dual date 1885-07-22, not 1885-06-22" in found.out


def test_json_has_places_and_readings(miqat: Callable[..., Answer], article: str) -> None:
    answer = json.loads(miqat("read", article, "--json").out)
    first = answer["mentions"][0]
    assert TEXT[first["start"] : first["end"]] == first["text"]
    assert first["best"] is None
    assert answer["mentions"][1]["best"]["first"] == "1885-06-22"


@pytest.mark.parametrize("name", ["csv", "html", "tei", "timex3", "edtf", "ics"])
def test_every_format_has_the_day(miqat: Callable[..., Answer], article: str, name: str) -> None:
    found = miqat("read", article, f"--{name}")
    assert found.status == 0, found.err
    assert "1885-06-22" in found.out or "18850622" in found.out


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--language", "xx"), "unknown language 'xx'"),
        (("--as-of", "April"), "the anchor is a full date"),
        (("--authority", "atlantis"), "unknown authority 'atlantis'"),
        (("--csv", "--html"), "give only one"),
    ],
)
def test_a_mistake_is_one_line(
    miqat: Callable[..., Answer], article: str, options: tuple[str, ...], said: str
) -> None:
    found = miqat("read", article, *options)
    assert found.status == 2
    assert found.err.count("\n") == 1
    assert said in found.err


def test_a_stretch_of_an_early_year_is_converted_by_the_tables(
    miqat: Callable[..., Answer],
) -> None:
    # 1 Sha'ban 656 in the civil tabular calendar is 3 August 1258, Julian (hijridate's rule).
    found = miqat("convert", "Sha'ban 656")
    assert "islamic-civil  3 August 1258 to 31 August 1258 Julian" in found.out
    assert "23 August 1258 to 31 August" in miqat("convert", "last ten days of Sha'ban 656").out
    assert "15 January 1258 to 4 January 1259 Gregorian" in miqat("convert", "656").out
