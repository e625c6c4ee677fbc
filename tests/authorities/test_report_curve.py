"""Habits: how likely a report is, by the crescent and by the authority's own history."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from miqat import days
from miqat.authorities.forecasting.evenings import evenings_of
from miqat.authorities.forecasting.posterior import GRID, Departures, Evidence, posterior
from miqat.authorities.forecasting.report_curve import ReportCurve, report_curve, rule_of, values
from miqat.authorities.model import BySighting
from miqat.calendars.month_rules.base import conjunctions
from miqat.calendars.month_table import month_number
from miqat.errors import UnknownName

CURVE = ReportCurve(
    criterion="bruin", middle=2.0, width=1.0, lapse=0.05, miss=0.1, blind=0.02,
    spread=1.0, memory=120.0, fitted_on="nothing",
)  # fmt: skip
GROUPS = ("strict", "liberal", "council", "court")
IRAN = BySighting(region="country:IR", aid="optical aid")
MOROCCO = BySighting(region="country:MA")


def test_the_curve_rises_between_the_lapses() -> None:
    value = np.linspace(-20.0, 20.0, 41)
    chance = CURVE.chance(value)
    assert (np.diff(chance) >= 0.0).all()
    assert chance[0] == pytest.approx(0.05)
    assert chance[-1] == pytest.approx(0.9)
    assert CURVE.chance(np.array([2.0]))[0] == pytest.approx(0.05 + 0.85 / 2.0)
    assert CURVE.chance(np.array([3.0]), shift=1.0)[0] == pytest.approx(0.05 + 0.85 / 2.0)


def test_what_cannot_be_seen_is_reported_blindly_or_never() -> None:
    blind, never = CURVE.chance(np.array([-np.inf, np.nan]))
    assert (blind, never) == (0.02, 0.0)


@pytest.mark.parametrize("group", GROUPS)
@pytest.mark.parametrize("aid", ["naked eye", "optical aid"])
def test_every_group_has_a_curve_with_probabilities(group: str, aid: str) -> None:
    own = report_curve(BySighting(region="country:IR", group=group, aid=aid))  # type: ignore[arg-type]
    assert own.width > 0.0
    assert own.spread > 0.0
    assert 0.0 < own.lapse + own.miss < 0.5
    assert 0.0 <= own.blind < 0.15
    assert own.fitted_on


def test_optical_aid_reports_younger_crescents() -> None:
    aided, naked = report_curve(IRAN), report_curve(BySighting(region="country:IR"))
    assert aided.middle < naked.middle


def test_an_unknown_group_is_told_with_those_near_it() -> None:
    with pytest.raises(UnknownName, match="strict"):
        report_curve(BySighting(region="country:IR", group="strikt"))


def test_no_crescent_before_conjunction_nor_when_the_moon_sets_first() -> None:
    # The conjunction of 2027-02-06 came at 15:56 UT (USNO), after sunset in all Iran.
    number = np.array([month_number(1448, 9)])
    evening = days.from_date(date(2027, 2, 6))
    before, next_one = evenings_of(IRAN).on(number, np.array([[evening, evening + 1]]))[0]
    assert before == -np.inf
    assert np.isfinite(next_one)


def test_an_evening_by_itself_is_that_of_the_blocks() -> None:
    number = np.array([month_number(1446, 10)])
    begin, value = evenings_of(MOROCCO).about(number)
    again = values(MOROCCO, conjunctions(number), begin + 1)
    assert again[0] == pytest.approx(value[0, 1])


@pytest.mark.parametrize("country", ["NZ", "FJ", "US", "RU"])
def test_points_beyond_the_date_line_are_left_out(country: str) -> None:
    east = rule_of(BySighting(region=f"country:{country}")).longitudes
    assert max(east) - min(east) < 180.0


def test_history_moves_the_middle_towards_what_was_decided() -> None:
    months = [month_number(1440, 1) + k for k in range(48)]
    begin, value = evenings_of(IRAN).about(np.array(months))
    # One body begins months after the very first evening of a Moon above the horizon,
    # another waits for the third.
    first = np.argmax(np.isfinite(value), axis=1)
    early = [
        Evidence(n, int(b + k + 1), int(b + k + 1 - 29))
        for n, b, k in zip(months, begin, first, strict=True)
    ]
    late = [
        Evidence(n, int(b + k + 2), int(b + k + 2 - 30))
        for n, b, k in zip(months, begin, first, strict=True)
    ]
    now = months[-1] + 1
    assert posterior(IRAN, [], now).mean == pytest.approx(0.0)
    assert posterior(IRAN, early, now).mean < -1.0
    assert posterior(IRAN, late, now).mean > posterior(IRAN, early, now).mean + 1.0
    assert posterior(IRAN, early, now).weight.sum() == pytest.approx(1.0)
    assert len(posterior(IRAN, early, now).weight) == len(GRID)


def test_departures_are_those_of_a_few_months_beforehand_and_the_history() -> None:
    expected = {n: 30 * n for n in range(24)}
    none = Departures.of({}, [], 0.06, 24)
    assert [none.earlier, none.later] == pytest.approx([0.03, 0.03])
    # Months 0 to 23 are of two years: 6 are Ramadan, Shawwal or Dhu al-Hijja, and 18 are not.
    on_time = [Evidence(n, day, None) for n, day in expected.items()]
    assert Departures.of(expected, on_time, 0.06, 24).later == pytest.approx(0.36 / (12 + 18 + 3))
    later = [Evidence(n, day + 1, None) for n, day in expected.items()]
    found = Departures.of(expected, later, 0.06, 24).later
    assert found == pytest.approx((0.36 + 18 + 3) / (12 + 18 + 3))
    found = Departures.of(expected, later, 0.06, 32).later
    assert found == pytest.approx((0.36 + 6 + 9) / (12 + 6 + 9))
