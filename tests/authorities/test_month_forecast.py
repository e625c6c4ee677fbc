"""Forecasts: days and probabilities, honest as to when what was known."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from miqat import days
from miqat.authorities import Entry, authorities, authority, proclaimed
from miqat.authorities.catalogue import read_authority
from miqat.authorities.forecasting.month_forecast import backtest, forecast, paths
from miqat.calendars import calendar
from miqat.calendars.month_table import month_number
from miqat.calendars.months import Certainty
from miqat.errors import InvalidDate, InvalidRule, OutOfRange, UnknownName

if TYPE_CHECKING:
    from miqat.authorities import Authority

SIGHTING: dict[str, object] = {"kind": "sighting", "region": "country:PK", "group": "strict"}


def day(text: str) -> int:
    return days.from_date(date.fromisoformat(text))


def body(name: str, *rules: dict[str, object]) -> Authority:
    return read_authority(
        {"id": name, "title": name, "kind": "body", "source": "a test", "rule": list(rules)}
    )


@pytest.mark.parametrize("name", [each.id for each in authorities()])
def test_probabilities_sum_to_one(name: str) -> None:
    for month in (9, 10, 12):
        found = forecast(name, 1449, month)
        assert sum(each.probability for each in found.candidates) == pytest.approx(1.0)
        assert all(0.0 < each.probability <= 1.0 for each in found.candidates)
        assert found.reason
        assert found.source
        span = [each.day for each in found.candidates]
        assert span == sorted(set(span))
        # A month of the crescent begins within four days of its conjunction, tables within six.
        assert abs(found.likeliest.day - calendar("ummalqura").month(1449, month).first_day) <= 3


@pytest.mark.parametrize("name", ["iran", "pakistan", "saudi-arabia", "uae", "turkey", "croatia"])
def test_no_month_has_other_than_29_or_30_days(name: str) -> None:
    found = paths(name, (1449, 6), (1450, 1))
    assert sum(path.probability for path in found) == pytest.approx(1.0)
    for path in found:
        lengths = {later - first for first, later in pairwise(path.days)}
        assert lengths <= {29, 30}


def test_what_was_proclaimed_is_certain() -> None:
    # Eid al-Fitr 1446 in Saudi Arabia: Sunday 30 March 2025 (Saudi Press Agency).
    found = forecast("saudi-arabia", 1446, 10)
    assert found.certainty is Certainty.PROCLAIMED
    assert [(each.day, each.probability) for each in found.candidates] == [(day("2025-03-30"), 1.0)]
    assert found.reason == "proclaimed"


def test_before_it_was_proclaimed_it_was_not() -> None:
    found = forecast("saudi-arabia", 1446, 10, as_of=day("2025-03-28"))
    assert found.certainty is Certainty.FORECAST
    assert len(found.candidates) == 2


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("bohra", Certainty.COMPUTED),
        ("turkey", Certainty.PUBLISHED),  # Diyanet's list of religious days of 2028
        ("saudi-arabia-civil", Certainty.PUBLISHED),
        ("uae", Certainty.FORECAST),
        ("iran", Certainty.FORECAST),
    ],
)
def test_how_sure_it_is(name: str, expected: Certainty) -> None:
    assert forecast(name, 1449, 9).certainty is expected


def test_a_later_entry_changes_nothing_earlier() -> None:
    known = day("2015-06-01")
    months = [(1436, 9), (1436, 10), (1436, 12), (1437, 9)]
    before = backtest("iran", months, [known] * 4)
    liars = [
        Entry("iran", number, start.entry.day + 1, known + 1, "a test")
        for number, start in proclaimed("iran", None, ()).items()
        if number >= month_number(1430, 1)
    ]
    assert backtest("iran", months, [known] * 4, liars) == before
    assert backtest("iran", months, [known + 1] * 4, liars) != before


def test_who_follows_goes_with_what_the_other_says() -> None:
    leads = Entry("saudi-arabia", month_number(1449, 9), day("2028-01-29"), 1, "a test")
    told = forecast("uae", 1449, 9, entries=[leads])
    assert told.likeliest.day == day("2028-01-29")
    assert told.likeliest.probability > 0.9
    assert told.certainty is Certainty.FORECAST
    assert told.reason.startswith("as saudi-arabia")


def test_the_day_after_another() -> None:
    late = body("late", {"kind": "follows", "of": "turkey", "days": 1})
    first, second = forecast("turkey", 1449, 9), forecast(late, 1449, 9)
    assert second.likeliest.day == first.likeliest.day + 1


def test_bodies_that_follow_one_another_are_refused() -> None:
    ring = body("ring", {"kind": "follows", "of": "ring"})
    with pytest.raises((InvalidRule, UnknownName)):
        forecast(ring, 1449, 9)


def test_a_month_is_completed_when_the_moon_cannot_be_there() -> None:
    # 1 Sha'ban 1448 is 2027-01-09 or 10; conjunction on 2027-02-06 at 15:56 UT. Whoever began
    # on the 9th has the 29th on the 6th, when the Moon is not to be seen in Pakistan.
    vetoed = body("vetoed", {**SIGHTING, "after": "astronomy vetoes"})
    begun = Entry("vetoed", month_number(1448, 8), day("2027-01-09"), 1, "a test")
    found = forecast(vetoed, 1448, 9, entries=[begun])
    assert found.candidates == ((day("2027-02-08"), 1.0),)
    assert (
        found.reason
        == "conjunction comes after sunset in Pakistan on 6 February; completed to 30 days"
    )


def test_the_reason_of_umm_al_qura_is_the_moon_at_mecca() -> None:
    # On 6 February 2027 the Sun set at Mecca before 15:56 UT, when conjunction came.
    found = forecast("saudi-arabia-civil", 1448, 9)
    assert found.reason == "conjunction comes after sunset in Mecca on 6 February"


def test_a_short_history_changes_less_than_a_long_one() -> None:
    new = body("new", SIGHTING)
    months = [month_number(1440, 1) + k for k in range(60)]
    iran = {n: one.entry.day for n, one in proclaimed("iran", None, ()).items()}
    entries = [Entry("new", n, iran[n], iran[n] - 1, "a test") for n in months]
    far = [forecast(new, 1446, 9, entries=entries[-k:] if k else []) for k in (0, 3, 60)]
    sums = [sum(each.day * each.probability for each in one.candidates) for one in far]
    assert sums[0] >= sums[1] >= sums[2]  # Iran's reports come earlier than the group's


@pytest.mark.parametrize(("year", "month"), [(1, 1), (700, 9), (2088, 12)])
@pytest.mark.parametrize("name", ["pakistan", "saudi-arabia", "turkey", "croatia"])
def test_years_at_the_ends_and_long_ago(name: str, year: int, month: int) -> None:
    found = forecast(name, year, month)
    assert sum(each.probability for each in found.candidates) == pytest.approx(1.0)
    civil = calendar("islamic-civil").month(year, month).first_day
    assert abs(found.likeliest.day - civil) <= 3


@pytest.mark.parametrize(("year", "month"), [(1448, 0), (1448, 13)])
def test_no_such_month(year: int, month: int) -> None:
    with pytest.raises(InvalidDate, match="is not one of 1 to 12"):
        forecast("iran", year, month)


def test_no_such_year_or_authority() -> None:
    with pytest.raises(OutOfRange):
        forecast("iran", 3000, 1)
    with pytest.raises(UnknownName, match="iran"):
        forecast("irann", 1448, 1)


def test_the_bulk_form_is_the_single_one() -> None:
    months = [(1447, 9), (1447, 10), (1447, 12)]
    (known,) = {day("2026-01-15")}
    bulk = backtest("pakistan", months, [known] * 3)
    assert bulk == [forecast("pakistan", *month, as_of=known).candidates for month in months]


def test_what_was_told_before_is_told_of_every_body() -> None:
    # Days on which announcements agree the world over: 1 Shawwal 1445 was 2024-04-10 for all of
    # these (conjunction on 8 April at 18:21 UT, seen as the eclipse of that day).
    for name in ("saudi-arabia", "turkey", "egypt", "uae", "indonesia", "malaysia", "morocco"):
        found = forecast(authority(name), 1445, 10, as_of=day("2024-03-01"))
        assert found.likeliest.day == day("2024-04-10")
