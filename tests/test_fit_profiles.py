"""A second fit of the stations leaves the rows alone that were not fitted."""

from __future__ import annotations

import csv

import numpy as np
from tools.fit_profiles import STATIONS, Fitted, table_of
from tools.published_sets import Published

from miqat.places import Place
from miqat.prayer.published.reader import PublishedTable

AT = Place(1.5, 103.5, name="JHR02", timezone="Asia/Kuala_Lumpur")
JOHOR = Published("JHR02", "JHR02", AT, PublishedTable(np.array([], "datetime64[D]"), {}))


def test_a_second_fit_changes_only_the_row_it_fitted() -> None:
    before = (STATIONS / "jakim.csv").read_text("utf-8")
    after = table_of("jakim", [Fitted(JOHOR, [(1.25, 103.75)])], before.splitlines())
    changed = set(after.splitlines()) ^ set(before.splitlines())
    assert {line[:5] for line in changed} == {"JHR02"}
    assert "JHR02,JHR02,1.2500,103.7500,MY,Asia/Kuala_Lumpur,,,,2024" in changed


def test_the_cities_without_a_printed_table_stay() -> None:
    before = (STATIONS / "habous.csv").read_text("utf-8")
    assert table_of("habous", [], before.splitlines()) == before


def test_the_published_points_of_kuala_lumpur_are_marked_as_not_fitted() -> None:
    # The zones' two points, as JAKIM's note on WLY01 and SGR01 has them: 3 deg 44', 101 deg 23'.
    lines = (STATIONS / "jakim.csv").read_text("utf-8").splitlines()
    rows = {row["key"]: row for row in csv.DictReader(li for li in lines if li[0] != "#")}
    for key in ("WLY01", "SGR01"):
        assert rows[key]["fitted"] == "published"
        assert (rows[key]["latitude"], rows[key]["longitude"]) == ("3.7333", "101.3833")
