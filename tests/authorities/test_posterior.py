"""What a forecast makes of a body's past months."""

from __future__ import annotations

import numpy as np
import pytest

from miqat.authorities.forecasting.evenings import evenings_of
from miqat.authorities.forecasting.posterior import GRID, Evidence, likelihood, posterior
from miqat.authorities.forecasting.report_curve import report_curve
from miqat.authorities.model import BySighting
from miqat.calendars.month_table import month_number

PAKISTAN = BySighting(region="country:PK", group="strict")
FIRST = month_number(1430, 1)


def evidence(numbers: range, late: int) -> list[Evidence]:
    """Return months begun after the first evening of a Moon above the horizon, or a day later."""
    begin, value = evenings_of(PAKISTAN).about(np.array(numbers))
    first = np.argmax(np.isfinite(value), axis=1)
    return [
        Evidence(number, int(day + at + 1 + late), int(day + at + 1 + late - 29 - late))
        for number, day, at in zip(numbers, begin, first, strict=True)
    ]


def test_recent_months_count_more_than_old_ones() -> None:
    """The same months in two orders: the last years decide, by half as much each `memory`."""
    old, new = range(FIRST, FIRST + 60), range(FIRST + 180, FIRST + 240)
    now = FIRST + 240
    eager_of_late = posterior(PAKISTAN, [*evidence(old, 1), *evidence(new, 0)], now).mean
    late_of_late = posterior(PAKISTAN, [*evidence(old, 0), *evidence(new, 1)], now).mean
    assert eager_of_late < late_of_late - 0.3


def test_a_month_a_memory_ago_counts_half() -> None:
    memory = int(report_curve(PAKISTAN).memory)
    number = FIRST + memory
    one = evidence(range(number, number + 1), 1)
    prior = posterior(PAKISTAN, [], number).weight
    fresh, old = (posterior(PAKISTAN, one, number + age).weight for age in (0, memory))
    moved = np.log(fresh / prior), np.log(old / prior)
    whole, half = (each - each[0] for each in moved)
    np.testing.assert_allclose(half, 0.5 * whole, atol=1e-9)


def test_one_month_against_all_expectation_does_not_decide_alone() -> None:
    """A month that no shift allows is doubted: it tells no shift from another."""
    one = evidence(range(FIRST, FIRST + 1), 0)

    def never(value: np.ndarray) -> np.ndarray:
        return np.zeros((*np.shape(value), len(GRID)))

    def always(value: np.ndarray) -> np.ndarray:
        return np.ones((*np.shape(value), len(GRID)))

    about = evenings_of(PAKISTAN)
    impossible, certain = (likelihood(each, about, one)[0] for each in (never, always))
    # One in two hundred, and 199 of them.
    assert impossible == pytest.approx(np.full(len(GRID), 0.005))
    assert certain == pytest.approx(np.full(len(GRID), 0.995))
