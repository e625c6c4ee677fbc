"""The calendar in effect: asked for, or the default of a place, with the user's own store."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest

import miqat
from miqat.almanac import day
from miqat.almanac.resolve import calendar_choice
from miqat.authorities import authority, calendar_of, for_place
from miqat.errors import InvalidRule, UnknownName, WrongType

if TYPE_CHECKING:
    from pathlib import Path

NOON = datetime(2025, 3, 2, 9, tzinfo=UTC)


def test_a_place_goes_by_the_default_of_its_country() -> None:
    # The Calendar Center's months: 1 Ramadan 1446 was Sunday 2 March 2025 in Iran.
    found = day("Tehran", NOON)
    assert found.authority is not None
    assert (found.authority.id, found.calendar.id) == ("iran", "authority:iran")
    assert found.hijri_of_date.isoformat() == "1446-09-01"
    assert str(found.month.certainty) == "proclaimed"
    assert found.calendar_choice.default


def test_what_is_asked_for_overrides_the_default() -> None:
    # Umm al-Qura as published: 1 Ramadan 1446 was Saturday 1 March 2025.
    by_calendar = day("Tehran", NOON, calendar="ummalqura")
    assert by_calendar.hijri_of_date.isoformat() == "1446-09-02"
    assert by_calendar.authority is None
    by_other = day("Karachi", NOON, authority="iran")
    assert by_other.authority is not None
    assert (by_other.authority.id, by_other.calendar_choice.default) == ("iran", "")
    with pytest.raises(InvalidRule, match="give an authority or a calendar, not both"):
        day("Tehran", NOON, calendar="ummalqura", authority="iran")
    with pytest.raises(UnknownName, match=r"unknown authority 'irna'.*'iran'"):
        day("Tehran", NOON, authority="irna")


def test_without_an_authority_there_is_umm_al_qura() -> None:
    found = day("0,-150", NOON)  # the open Pacific
    assert (found.calendar.id, found.authority, found.beside) == ("ummalqura", None, ())


def test_a_bare_coordinate_has_the_country_of_the_nearest_city() -> None:
    by_name, by_coordinate = (
        calendar_choice(miqat.place("Tehran")),
        calendar_choice(miqat.place("35.70,51.42")),
    )
    assert by_coordinate.authority == by_name.authority


def test_the_other_bodies_of_a_place_stand_by_where_any_differs() -> None:
    found = for_place("Beirut")
    assert found is not None
    assert len(found.ids) > 1
    differed = 0
    for of_month in range(1, 31):
        answer = day("Beirut", datetime(2026, 6, of_month, 9, tzinfo=UTC))
        theirs = [calendar_of(name).from_day(answer.hijri.day_number) for name in found.ids]
        if len({each.isoformat() for each in theirs}) > 1:
            differed += 1
            assert [each.isoformat() for each in answer.beside] == [
                each.isoformat() for each in theirs[1:]
            ]
        else:
            assert answer.beside == ()
    assert differed < 30


def test_the_store_of_the_user_is_heard(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from miqat.authorities.record_io import entry_of
    from miqat.authorities.store.writer import append

    before = miqat.authority("pakistan").calendar.month(1448, 9)
    assert str(before.certainty) == "forecast"
    monkeypatch.setenv("MIQAT_STORE", str(tmp_path / "own.sqlite"))
    day_of_month = date.fromordinal(date(1970, 1, 1).toordinal() + before.first_day + 1)
    append([entry_of("pakistan", "1448-09", day_of_month, date(2027, 2, 8), "a test")])
    after = miqat.authority("pakistan").calendar.month(1448, 9)
    assert (after.first_day, str(after.certainty), after.source) == (
        before.first_day + 1, "proclaimed", "a test",
    )  # fmt: skip
    noon = datetime(day_of_month.year, day_of_month.month, day_of_month.day, 9, tzinfo=UTC)
    assert day("Karachi", noon).hijri_of_date.isoformat() == "1448-09-01"
    assert calendar_of("pakistan").month(1448, 9) == after
    # The built-in record alone, as backtests need it.
    assert calendar_of("pakistan", entries=()).month(1448, 9).first_day == before.first_day


def test_an_authority_is_named_by_id_country_calendar_or_object() -> None:
    body = authority("pakistan")
    for name in ("pakistan", "Pakistan", "PK", "authority:pakistan", body):
        assert calendar_choice(None, None, name).name == "pakistan"
    for calendar in ("authority:pakistan", "Pakistan", "pakistan", body.calendar):
        chosen = calendar_choice(None, calendar)
        assert (chosen.authority, chosen.calendar.id) == (body, "authority:pakistan")
        assert chosen.countries == ("PK",)
    assert authority("United Kingdom") is authority("UK") is authority("gb")


def test_without_a_place_and_a_question_there_is_umm_al_qura() -> None:
    found = calendar_choice()
    assert (found.name, found.authority, found.countries) == ("ummalqura", None, ())
    assert calendar_choice(None, "islamic-civil").name == "islamic-civil"


@pytest.mark.parametrize("name", ["", "Atlantis", "authority:nobody", "england"])
def test_what_names_no_authority_is_said(name: str) -> None:
    with pytest.raises(UnknownName, match="unknown authority"):
        authority(name)


@pytest.mark.parametrize("value", [7, None, date(2027, 2, 8)])
def test_what_cannot_name_an_authority_is_said(value: Any) -> None:
    with pytest.raises(WrongType, match="is not an authority: give an id"):
        authority(value)


def test_a_calendar_as_known_on_a_date() -> None:
    # Announced in Islamabad on 1 March 2025: Ramadan 1446 from 2 March.
    by_text, by_date = (calendar_of("pakistan", on) for on in ("2025-02-20", date(2025, 2, 20)))
    assert by_text is by_date
    assert str(by_text.month(1446, 9).certainty) == "forecast"
    assert str(calendar_of("pakistan", "2025-03-02").month(1446, 9).certainty) == "proclaimed"
