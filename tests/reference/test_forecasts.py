"""Forecasts against what was announced, with what was known before each month."""

from __future__ import annotations

import numpy as np
import pytest
from tools.accuracy.forecast_scores import (
    Row,
    Scored,
    announcing_bodies,
    best_offset,
    binned_error,
    exact_by,
    expected_error,
    forecast_rows,
    rows_of,
)


def of_iran(row: Row) -> bool:
    return 1423 <= row.year <= 1447


def of_the_court(row: Row) -> bool:
    return row.is_great and 1424 <= row.year <= 1443


def exact(scored: list[Scored]) -> float:
    return float(np.mean([each.is_exact for each in scored]))


def brier(scored: list[Scored]) -> float:
    return float(np.mean([each.brier for each in scored]))


@pytest.mark.parametrize(
    ("body", "fits", "months"), [("iran", of_iran, 298), ("saudi-arabia", of_the_court, 60)]
)
def test_better_than_any_calendar_and_any_constant_offset(body, fits, months) -> None:  # type: ignore[no-untyped-def]
    rows = rows_of(body, fits)
    scored = forecast_rows(rows)
    assert len(rows) == months
    assert exact(scored) >= 0.88
    assert exact(scored) > max(exact_by("ummalqura", rows), best_offset(rows)[1])
    # A calendar is either right or off by a Brier score of 2.
    assert brier(scored) < 2.0 * (1.0 - best_offset(rows)[1])


def test_probabilities_are_what_they_say() -> None:
    rows = [row for body in announcing_bodies() for row in rows_of(body) if row.year >= 1445]
    assert len(rows) > 600
    scored = forecast_rows(rows, body_left_out=True)
    assert exact(scored) >= 0.85
    assert brier(scored) <= 0.20
    assert expected_error(scored) <= 0.04


def test_a_printed_list_does_not_forecast_itself() -> None:
    """FCNA printed these months long before; neither they nor later ones are used."""
    rows = rows_of("fcna", lambda row: row.year >= 1440)
    for scored in (*forecast_rows(rows), *forecast_rows(rows, body_left_out=True)):
        assert len(scored.shares) > 1
        assert max(scored.shares.values()) < 1.0


def test_earlier_months_of_a_body_change_the_forecast_unless_it_is_left_out() -> None:
    row = rows_of("oman")[-1]
    (known,), (left_out,) = forecast_rows([row]), forecast_rows([row], body_left_out=True)
    assert known.shares != left_out.shares


def test_the_error_of_calibration_by_hand() -> None:
    """Two days at 80 %, one true: 0.3 off; two at 20 %, none true: 0.2 off; so 0.25."""
    said, came = np.array([0.8, 0.8, 0.2, 0.2]), np.array([1.0, 0.0, 0.0, 0.0])
    assert binned_error(said, came) == pytest.approx(0.25)
