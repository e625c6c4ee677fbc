from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pytest

from miqat.errors import InvalidDate, InvalidTable
from miqat.places import Place, place
from miqat.prayer import Provenance, default_method, times, timetables
from miqat.prayer.published.overlay import with_published
from miqat.prayer.published.reader import MISSING, PublishedTable

if TYPE_CHECKING:
    from collections.abc import Iterator

LONDON = Place(51.5, -0.1, timezone="Europe/London")


def published(first: str, **minutes: list[int]) -> PublishedTable:
    count = len(next(iter(minutes.values())))
    days = np.datetime64(first, "D") + np.arange(count)
    return PublishedTable(days, {n: np.array(v, np.int16) for n, v in minutes.items()})


@pytest.mark.parametrize("name", sorted({"mwl", "jakim", "habous"}))
def test_the_printed_minute_is_the_one_shown_however_the_method_rounds(name: str) -> None:
    on = date(2027, 3, 28)  # clocks go forward at 01:00 UTC
    reckoned = times(LONDON, on, method=name, calendar="ummalqura", names=("fajr", "dhuhr", "isha"))
    table = with_published(reckoned, published("2027-03-28", fajr=[257], isha=[1445]))
    assert str(table.local("fajr")[0]) == "2027-03-28T04:17"
    assert str(table.local("isha")[0]) == "2027-03-29T00:05"
    assert (table.how["fajr"][0], table.how["dhuhr"][0]) == (
        Provenance.IMPORTED,
        Provenance.OBSERVED,
    )
    assert str(table.instants["fajr"][0]).startswith("2027-03-28T03:17")  # an hour ahead of UTC


def test_an_empty_cell_is_an_absence_with_its_reason() -> None:
    on = date(2027, 3, 1)
    table = with_published(times(LONDON, on), published("2027-03-01", fajr=[MISSING]))
    fajr = table.day(on).fajr
    assert not fajr
    assert str(fajr) == "none: the published table has none on this day"
    assert np.isnat(table.instants["fajr"]).all()


def test_days_that_the_table_does_not_have_and_minutes_that_the_clock_leaves_out() -> None:
    reckoned = times(LONDON, date(2027, 3, 27), date(2027, 3, 28))
    with pytest.raises(InvalidDate, match="2027-03-28 is not in the published table of 2027-03-26"):
        with_published(reckoned, published("2027-03-26", fajr=[300, 300]))
    with pytest.raises(InvalidTable, match=r"there is no 2027-03-28 01:30 on the clock of Europe"):
        with_published(reckoned, published("2027-03-27", fajr=[90, 90]))


@pytest.mark.parametrize(
    ("where", "expected"),
    [("Ankara", "diyanet"), ("39.93,32.86", "diyanet"), ("Oslo", "norway"), ("0,-150", "mwl")],
)
def test_the_default_method_goes_by_the_country(where: str, expected: str) -> None:
    assert default_method(place(where)).id == expected


def test_timetables_of_many_places_come_in_chunks_as_they_are_read() -> None:
    names = ("fajr", "dhuhr")
    on = date(2027, 3, 1)
    places = [Place(float(north), 0.0, timezone="UTC") for north in range(-45, 46, 10)]
    read: list[int] = []
    done: list[int] = []

    def coming() -> Iterator[Place]:
        for at, here in enumerate(places):
            read.append(at)
            yield here

    chunks = timetables(coming(), on, method="mwl", names=names, chunk=4, progress=done.append)
    first = next(chunks)
    assert (len(first.places), len(read)) == (4, 4)
    found = [first, *chunks]
    assert [len(table.places) for table in found] == [4, 4, 2]
    assert sum(done) == 10
    whole = times(places, on, method="mwl", names=names)
    for name in names:
        parts = np.concatenate([table.instants[name] for table in found])
        assert (parts == whole.instants[name]).all()
    with pytest.raises(ValueError, match="a chunk of 0 places"):
        next(timetables(places, on, chunk=0))
