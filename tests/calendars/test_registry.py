from __future__ import annotations

import pytest

from miqat.calendars import DEFAULT_CALENDAR, Calendar, calendar, calendars, compared
from miqat.errors import UnknownName


def test_every_id_and_alias_finds_its_calendar() -> None:
    for kept in calendars():
        for name in (kept.id, *kept.aliases):
            assert calendar(name) is kept
            assert calendar(name.upper()) is kept


def test_ids_and_aliases_are_all_different() -> None:
    names = [name for kept in calendars() for name in (kept.id, *kept.aliases)]
    assert len(names) == len(set(names))


def test_ids_and_aliases_are_in_lower_case() -> None:
    names = [name for kept in calendars() for name in (kept.id, *kept.aliases)]
    assert names == [name.casefold() for name in names]


@pytest.mark.parametrize("kept", calendars(), ids=lambda kept: kept.id)
def test_every_calendar_says_what_it_is(kept: Calendar) -> None:
    assert all((kept.id, kept.title, kept.rule, kept.source))
    assert kept.month_names in ("islamic", "persian")


def test_the_names_that_other_programs_use() -> None:
    assert calendar("islamic-umalqura").id == "ummalqura-kacst"
    for icu in ("islamic-civil", "islamic-tbla", "persian"):
        assert icu in (calendar(icu).id, *calendar(icu).aliases)


def test_those_side_by_side_are_a_fixed_few() -> None:
    found = [kept.id for kept in compared()]
    assert found == ["ummalqura", "ummalqura-kacst", "islamic-civil"]
    assert DEFAULT_CALENDAR in found


def test_a_calendar_is_returned_as_it_is(irregular: Calendar) -> None:
    assert calendar(irregular) is irregular


@pytest.mark.parametrize("name", ["umalqura", "ummalqura_kacst", "islamic", "islamic-tabla"])
def test_an_unknown_name_is_refused_with_the_nearest(name: str) -> None:
    with pytest.raises(UnknownName, match=r"unknown calendar .*; did you mean"):
        calendar(name)


@pytest.mark.parametrize("name", ["", "zzz"])
def test_a_name_near_to_none_is_refused(name: str) -> None:
    with pytest.raises(UnknownName, match=f"unknown calendar '{name}'"):
        calendar(name)
