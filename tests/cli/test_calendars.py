from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from miqat.calendars import calendars

if TYPE_CHECKING:
    from collections.abc import Callable

    from .conftest import Answer


def test_every_calendar_is_listed(miqat: Callable[..., Answer]) -> None:
    found = miqat("calendars")
    assert (found.status, found.err) == (0, "")
    ids = [line.split()[0] for line in found.out.splitlines() if re.match(r"  \S", line)]
    assert ids == [kept.id for kept in calendars()]
    assert "1343-1500, published: Umm al-Qura, as published; all of 380 dated issues" in found.out
    listed = json.loads(miqat("calendars", "--json").out)["calendars"]
    assert [kept["id"] for kept in listed] == ids
    assert all(kept["rule"] and kept["source"] for kept in listed)


def test_one_calendar_by_id_or_alias(miqat: Callable[..., Answer]) -> None:
    found = miqat("calendars", "islamic-umalqura")
    assert found.status == 0
    lines = found.out.splitlines()
    assert lines[0] == "ummalqura-kacst: Umm al-Qura, KACST table"
    assert any(line.split() == ["years", "1300-1600"] for line in lines)
    assert any(line.split() == ["also", "called", "islamic-umalqura"] for line in lines)
    answer = json.loads(miqat("calendars", "bohra", "--json").out)
    assert (answer["id"], answer["first_year"], answer["certainty"]) == ("fatimid", 1, "computed")
    assert "misri" in answer["aliases"]


def test_an_unknown_calendar_is_one_line(miqat: Callable[..., Answer]) -> None:
    found = miqat("calendars", "umalqura")
    assert (found.status, found.out) == (2, "")
    assert found.err.startswith("miqat: unknown calendar 'umalqura'; did you mean 'ummalqura'")
    assert found.err.count("\n") == 1
