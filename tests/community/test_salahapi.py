"""SalahAPI documents: what a rule means, and a document that is written as it was read."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from miqat.community import programme, read_communities
from miqat.community.salahapi_writer import to_salahapi
from miqat.errors import InvalidRule

SAMPLES = Path(__file__).parents[1] / "fixtures" / "salahapi"


def meaning(document: dict[str, Any]) -> dict[str, Any]:
    """Return a document without what says nothing: defaults, and the form of its dates."""

    def plain(value: Any) -> Any:
        if isinstance(value, list):
            return [plain(each) for each in value]
        if not isinstance(value, dict):
            return value
        found = {key: plain(each) for key, each in value.items()}
        if found.get("roundMinutes") == 1:
            del found["roundMinutes"]
        return {key: each for key, each in found.items() if key not in ("dateFormat", "changeOn")}

    return dict(plain(document))


@pytest.mark.parametrize("name", ["calculation-only.json", "with-csv.json"])
def test_a_document_is_written_as_it_was_read(name: str, tmp_path: Path) -> None:
    document = json.loads((SAMPLES / name).read_text())
    (found,) = read_communities(SAMPLES / name)
    written, lost = to_salahapi(found)
    assert lost == []
    assert meaning(written) == meaning(document)
    (tmp_path / "again.json").write_text(json.dumps(written))
    (again,) = read_communities(tmp_path / "again.json")
    assert to_salahapi(again) == (written, [])


def test_the_clocks_of_a_document() -> None:
    """Worked out by hand from the adhan: rounded up before minutes are added, the end down."""
    (found,) = read_communities(SAMPLES / "calculation-only.json")
    of = programme(found, date(2027, 2, 12), date(2027, 2, 12))  # a Friday
    clocks = {m.key or m.name: m.start for m in of.moments if m.start is not None}
    shown = {name: f"{clock:%H:%M}" for name, clock in clocks.items()}
    # Sunrise 07:19 is 07:15 less 30; the iqama is not after 06:45.
    assert shown["fajr"] == "06:45"
    assert (shown["jumuah"], shown["jumuah_2"]) == ("13:00", "14:15")
    summer = programme(found, date(2027, 6, 11), date(2027, 6, 12))
    asr = [f"{m.start:%H:%M}" for m in summer.moments if m.key == "asr" and m.start]
    assert asr == ["16:30", "16:30"]


def test_a_document_without_location_needs_place_and_table() -> None:
    file = SAMPLES / "csv-only.json"
    with pytest.raises(InvalidRule, match="the document has no location: give --place"):
        read_communities(file)
    with pytest.raises(InvalidRule, match="the times are at csvUrl: save that file"):
        read_communities(file, where="New York")
    (found,) = read_communities(file, where="New York", table=SAMPLES / "times.csv")
    of = programme(found, date(2025, 1, 5), date(2025, 1, 5))
    shown = [(m.kind, m.name, f"{m.start:%H:%M}") for m in of.moments if m.start]
    assert ("prayer", "isha", "18:06") in shown
    assert ("iqama", "isha", "19:30") in shown


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"mwl"', '"ISNA"', "unknown SalahAPI method 'ISNA'; did you mean 'isna'"),
        ('"standard"', '"Standard"', "asrCalculationMethod 'Standard'; did you mean 'standard'"),
        ('"roundMinutes": 15, "earliest"', '"roundMinutes": "15", "earliest"',
         "'15' is not a number"),
        ('"static": "13:15"', '"static": "none"', "'none' is not a time as 06:45"),
        ('"roundMinutes": 15, "earliest"', '"roundMinutes": 7, "earliest"',
         "7 is not a part of the hour"),
        ('"daylightSavingsTime"', '"summer"', "unknown condition 'summer'"),
    ],
)  # fmt: skip
def test_what_the_specification_does_not_allow(
    old: str, new: str, message: str, tmp_path: Path
) -> None:
    text = (SAMPLES / "calculation-only.json").read_text()
    assert old in text
    (tmp_path / "d.json").write_text(text.replace(old, new, 1))
    with pytest.raises(InvalidRule, match="line ") as caught:
        read_communities(tmp_path / "d.json")
    assert message in str(caught.value)
