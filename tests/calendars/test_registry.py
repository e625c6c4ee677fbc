from __future__ import annotations

import pytest

from miqat.calendars import Calendar, calendar, calendars
from miqat.errors import UnknownName


def test_every_id_and_alias_finds_its_calendar() -> None:
    for kept in calendars():
        for name in (kept.id, *kept.aliases):
            assert calendar(name) is kept
            assert calendar(name.upper()) is kept


def test_ids_and_aliases_are_all_different() -> None:
    names = [name for kept in calendars() for name in (kept.id, *kept.aliases)]
    assert len(names) == len(set(names))


def test_the_first_three() -> None:
    assert [kept.id for kept in calendars()] == ["ummalqura", "ummalqura-kacst", "islamic-civil"]
    assert calendar("islamic-umalqura").id == "ummalqura-kacst"


def test_a_calendar_is_returned_as_it_is(irregular: Calendar) -> None:
    assert calendar(irregular) is irregular


@pytest.mark.parametrize("name", ["umalqura", "ummalqura_kacst", "islamic", "gregorian", ""])
def test_an_unknown_name_is_refused_with_the_nearest(name: str) -> None:
    with pytest.raises(UnknownName, match=r"unknown calendar .*; did you mean"):
        calendar(name)
