from __future__ import annotations

import json
from typing import TYPE_CHECKING

from miqat.prayer import method, method_ids, read_method

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from .conftest import Answer


def test_the_list_has_every_method(miqat: Callable[..., Answer]) -> None:
    lines = miqat("methods").out.splitlines()
    assert lines[0].startswith(f"{len(method_ids())} methods")
    assert [line.split()[0] for line in lines[3:] if line[:1].strip()] == list(method_ids())
    listed = json.loads(miqat("methods", "--json").out)["methods"]
    assert [each["id"] for each in listed] == list(method_ids())


def test_one_method_in_words(miqat: Callable[..., Answer]) -> None:
    shown = miqat("methods", "Muslim World League").out
    assert shown.startswith("Muslim World League (mwl)\n")
    assert "  fajr       the Sun 18° below the horizon, nearest minute\n" in shown
    found = json.loads(miqat("methods", "mwl", "--json").out)
    assert found["rules"]["isha"] == "the Sun 17° below the horizon, nearest minute"


def test_the_file_that_is_printed_is_the_method(
    miqat: Callable[..., Answer], tmp_path: Path
) -> None:
    path = tmp_path / "own.toml"
    path.write_text(miqat("methods", "diyanet", "--toml").out, encoding="utf-8")
    assert read_method(path) == method("diyanet")
    assert miqat("methods", str(path)).out == miqat("methods", "diyanet").out
