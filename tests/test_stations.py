from __future__ import annotations

import csv

import pytest

from miqat.data import read_text
from miqat.errors import UnknownName
from miqat.places import place
from miqat.places.stations import authorities, station, stations


def test_a_station_is_named_by_authority_and_name() -> None:
    ankara = place("diyanet:Ankara")
    assert (ankara.country, ankara.zone.key) == ("TR", "Europe/Istanbul")
    # Diyanet's point is within the city: GeoNames has Ankara at 39.92 N 32.85 E.
    assert (ankara.latitude, ankara.longitude) == pytest.approx((39.92, 32.85), abs=0.05)
    assert place(" Diyanet : ankara ") == ankara


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("diyanet:Ankra", "unknown station of diyanet 'Ankra'; did you mean 'Ankara'?"),
        ("diyant:Ankara", "unknown authority with stations 'diyant'; did you mean 'diyanet'?"),
    ],
)
def test_a_misspelt_station_names_the_nearest(query: str, message: str) -> None:
    with pytest.raises(UnknownName) as error:
        place(query)
    assert str(error.value).startswith(message.rstrip("?"))


def test_every_station_is_a_place() -> None:
    assert {"diyanet", "habous", "jakim", "sweden-if"} <= set(authorities())
    for authority in authorities():
        table = stations(authority)
        assert len({entry.key for entry in table}) == len(table)
        for entry in table:
            where = place(f"{authority}:{entry.key}")
            assert where.zone.key == entry.timezone
            assert all(abs(lat - where.latitude) < 1.5 for lat, _ in where.points)


def test_zones_of_jakim_are_all_there() -> None:
    assert len(stations("jakim")) == 60
    assert station("jakim", "mlk01").country == "MY"


def test_a_station_has_what_its_row_says() -> None:
    """Read again cell by cell, by the names at the head of the file."""
    for authority in authorities():
        text = read_text(f"stations/{authority}.csv").splitlines()
        lines = [line for line in text if not line.startswith("#")]
        head = lines[0].split(",")
        for line in lines[1:]:
            cells = dict(zip(head, next(csv.reader([line])), strict=True))
            where = place(f"{authority}:{cells['key']}")
            assert (where.latitude, where.longitude) == (
                float(cells["latitude"]), float(cells["longitude"]),
            )  # fmt: skip
            assert (where.country, where.zone.key) == (cells["country"], cells["timezone"])
            if cells.get("sunrise"):
                assert where.horizons == (float(cells["sunrise"]), float(cells["sunset"]))
            else:
                assert where.horizons is None
            pairs = [pair.split("/") for pair in (cells.get("points") or "").split()]
            assert where.points == tuple((float(north), float(east)) for north, east in pairs)
