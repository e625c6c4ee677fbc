from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from miqat import days
from miqat.calendars.historical import day_weights
from miqat.calendars.historical.day_weights import days_by_crescent, month_start_weights
from miqat.calendars.historical.reconciliation import Candidate, reconcile
from miqat.calendars.text.hijri_prose import read_written
from miqat.errors import InvalidDate, OutOfRange, UnknownName
from miqat.places import place

FIXTURE = Path(__file__).parents[1] / "fixtures" / "dated_events.csv"


def _events() -> list[dict[str, str]]:
    lines = FIXTURE.read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


def _day(julian: str) -> int:
    year, month, day = map(int, julian.split("-"))
    return days.from_julian(year, month, day)


EVENTS = _events()


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event["text"])
def test_a_dated_event_comes_first(event: dict[str, str]) -> None:
    found = reconcile(event["text"], event["place"])
    assert found.candidates[0].day == _day(event["julian"])


def test_without_the_weekday_most_events_still_come_first() -> None:
    # docs/history.md gives the figures; nothing of the model was fitted to these events.
    weights, first = [], 0
    for event in EVENTS:
        written = replace(read_written(event["text"]), weekday=None)
        found = reconcile(written, event["place"])
        day = _day(event["julian"])
        first += found.candidates[0].day == day
        weights.append(sum(one.weight for one in found.candidates if one.day == day))
    assert first >= 0.7 * len(EVENTS)
    assert sum(weights) >= 0.45 * len(EVENTS)


@pytest.mark.parametrize("where", ["Mecca", "Jerusalem", "Damascus", "Baghdad"])
def test_saladin_entered_jerusalem_on_2_october_1187(where: str) -> None:
    first = reconcile("Friday 27 Rajab 583", where).candidates[0]
    assert (first.julian, first.gregorian) == ((1187, 10, 2), (1187, 10, 9))
    assert (first.weekday, first.is_julian) == (4, True)


def test_ibn_yunus_saw_the_eclipse_of_13_december_977() -> None:
    (only,) = reconcile("Thursday 28 Rabi II 367", "Cairo").candidates
    assert only.julian == (977, 12, 13)
    (seen,) = only.eclipses
    # He saw 8 digits of 12 covered (Newcomb 1878), some of the diameter.
    assert (seen.body, seen.kind) == ("Sun", "partial")
    assert seen.magnitude == pytest.approx(8 / 12, abs=0.1)


def test_a_weekday_that_fits_no_day_is_said_with_the_nearest() -> None:
    with pytest.raises(InvalidDate) as error:
        reconcile("Tuesday 27 Rajab 583")
    assert str(error.value) == (
        "no Tuesday fits 27 Rajab 583, which fell between Wednesday 30 September 1187 and Sunday "
        "4 October 1187; the nearest are Tuesday 29 September 1187 and Tuesday 6 October 1187"
    )


def test_a_weekday_that_contradicts_the_date_has_little_to_say_for_it() -> None:
    # Ibn al-Athir has a Friday for the total eclipse of Sunday 11 April 1176 (Britannica).
    assert reconcile("Friday 29 Ramadan 571", "Cizre").fit < 0.05
    with pytest.raises(InvalidDate, match="no eclipse was seen from Cizre on Friday 9 April 1176"):
        reconcile("Friday 29 Ramadan 571", "Cizre", eclipse=True)


def test_an_eclipse_as_evidence_leaves_its_own_day() -> None:
    (only,) = reconcile("29 Ramadan 571", "Cizre", eclipse=True).candidates
    assert only.julian == (1176, 4, 11)
    assert (only.eclipses[0].kind, only.weight) == ("total", 1.0)
    with pytest.raises(InvalidDate, match="no eclipse was seen from Jerusalem on Friday 2 October"):
        reconcile("Friday 27 Rajab 583", "Jerusalem", eclipse=True)


def test_a_lunar_eclipse_belongs_to_the_morrow_of_its_night() -> None:
    # The eclipse of the evening of 14 May 979 (Ibn Yunus; NASA's canon: partial, 17:2x UT).
    found = reconcile("14 Shawwal 368", "Cairo", eclipse=True).candidates
    assert [one.julian for one in found] == [(979, 5, 15)]
    (seen,) = found[0].eclipses
    assert (seen.body, seen.kind) == ("Moon", "partial")
    assert days.to_julian(int(seen.greatest.astype("M8[D]").astype(int))) == (979, 5, 14)


def test_weights_sum_to_one_and_fall() -> None:
    for text in ("27 Rajab 583", "1 Ramadan 1447", "30 Shawwal 700", "Thursday 12 Safar 1200"):
        found = reconcile(text)
        weights = [one.weight for one in found.candidates]
        assert sum(weights) == pytest.approx(1.0)
        assert weights == sorted(weights, reverse=True)
        assert 0.0 < found.fit <= 1.0


def test_the_weekday_narrows_and_scales() -> None:
    every = reconcile("27 Rajab 583")
    (friday,) = reconcile("Friday 27 Rajab 583").candidates
    (same,) = (one for one in every.candidates if one.day == friday.day)
    assert friday.weight == 1.0
    assert reconcile("Friday 27 Rajab 583").fit == pytest.approx(same.weight * every.fit)


def test_an_eve_has_the_day_that_follows_it() -> None:
    eve, day = (reconcile(f"{prefix}Friday 27 Rajab 583") for prefix in ("eve of ", ""))
    assert eve.written.eve
    assert eve.candidates == day.candidates


def test_a_month_begins_after_the_first_evening_it_is_seen() -> None:
    # Ramadan 1447: conjunction on 17 February 2026 at 12:01 UTC (USNO). At Mecca the Moon set
    # minutes after the Sun that evening; on the 18th it was more than a day old.
    weights = month_start_weights(place("Mecca"), 1447, 9)
    assert sum(weights.values()) == pytest.approx(1.0)
    eighteenth = days.from_gregorian(2026, 2, 18)
    assert weights.get(eighteenth, 0.0) < 0.05
    assert weights[eighteenth + 1] > 0.7
    assert weights[eighteenth + 1] + weights[eighteenth + 2] > 0.9


def test_a_place_further_west_begins_no_later() -> None:
    east, west = (month_start_weights(place(name), 1447, 9) for name in ("Jakarta", "Dakar"))
    mean = [sum(day * weight for day, weight in some.items()) for some in (east, west)]
    assert mean[1] < mean[0]


def test_days_are_julian_until_15_october_1582() -> None:
    def candidate(julian: str) -> Candidate:
        return Candidate(_day(julian), 1.0, 0.0, 0.0, ())

    assert candidate("1582-10-04").is_julian
    assert not candidate("1582-10-05").is_julian
    assert candidate("1582-10-05").gregorian == (1582, 10, 15)


def test_tables_are_named() -> None:
    (friday,) = reconcile("Friday 27 Rajab 583").candidates
    assert "islamic-civil" in friday.tables


def test_years_1_to_10_carry_a_word_of_warning() -> None:
    assert "intercalated" in reconcile("10 Muharram 10", "Medina").note
    assert reconcile("10 Muharram 11", "Medina").note == ""


def test_wrong_questions_are_refused() -> None:
    with pytest.raises(OutOfRange, match="years count from the Hijra, and until 10 AH months"):
        reconcile("0000-01-01")
    with pytest.raises(OutOfRange, match="ephemeris"):
        reconcile("1 Muharram 2200")
    with pytest.raises(OutOfRange, match="does not set at"):
        reconcile("1 Rajab 1445", "78.2,15.6")  # Svalbard in the polar night
    with pytest.raises(UnknownName, match="unknown place 'Jerusalm'"):
        reconcile("27 Rajab 583", "Jerusalm")
    with pytest.raises(UnknownName, match="unknown month"):
        reconcile("27 Rajb 583")


def test_a_thirtieth_that_no_model_allows_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    start = _day("1187-09-06")

    def certain(_place: object, _year: int, month: int) -> dict[int, float]:
        return {start + 29 * (month - 8): 1.0}

    monkeypatch.setattr(day_weights, "month_start_weights", certain)
    with pytest.raises(InvalidDate, match="30 Sha'ban 583 did not occur"):
        reconcile("30 Sha'ban 583")


def test_the_first_gregorian_day_is_15_october_1582() -> None:
    first = days.from_gregorian(1582, 10, 15)
    assert days.to_julian(first - 1) == (1582, 10, 4)
    for day, julian in ((first - 1, True), (first, False), (first + 1, False)):
        assert Candidate(day, 1.0, 0.6, 0.4, ()).is_julian == julian


def test_about_half_of_the_years_have_a_thirtieth_of_dhu_al_hijja() -> None:
    """It is there where the first of Muharram of the next year comes 30 days after its month."""
    mecca = place("Mecca")
    found = []
    for year in range(900, 912):
        starts, following = (
            month_start_weights(mecca, *month) for month in ((year, 12), (year + 1, 1))
        )
        expected = {
            start + 29: weight * sum(w for begun, w in following.items() if begun >= start + 30)
            for start, weight in starts.items()
        }
        weights = days_by_crescent(mecca, year, 12, 30)
        assert {day: w for day, w in weights.items() if w > 1e-12} == pytest.approx(
            {day: w for day, w in expected.items() if w > 1e-12}
        )
        found.append(sum(weights.values()))
    assert 0.2 < sum(found) / len(found) < 0.8
