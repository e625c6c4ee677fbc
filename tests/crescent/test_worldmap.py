from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pytest

from miqat.crescent import (
    Criterion,
    Status,
    VisibilityMap,
    all_criteria,
    criterion,
    custom_criterion,
    twilights,
    visibility_map,
)
from miqat.days import from_date
from miqat.errors import InvalidRule, OutOfRange, UnknownName
from miqat.sky import lunations
from miqat.sky.timescale import from_datetime64

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from miqat.crescent.twilight import When

    Floats = NDArray[np.float64]

FEBRUARY = date(2026, 2, 18)  # the day after the conjunction of 2026-02-17T12:01 UTC
# Around solstices, equinoxes and the Moon's major standstill of 2024-2026, evenings from
# before conjunction to two days after.
EVENINGS = (
    date(2024, 12, 2), date(2025, 3, 30), date(2025, 6, 26), date(2025, 9, 23),
    FEBRUARY, date(2026, 6, 15), date(2026, 6, 16), date(2026, 12, 10),
)  # fmt: skip
BOUND = 1e-4


def computed(chart: VisibilityMap, rows: NDArray[np.int64], columns: NDArray[np.int64]) -> Floats:
    """Return value, lag and best time of single points, each computed for itself."""
    twilight = twilights(
        chart.latitudes[rows], chart.longitudes[columns], from_date(chart.date), when=chart.when
    )
    best = twilight.sun.noon + twilight.part_of_lag(4.0 / 9.0)
    return np.stack([chart.criterion.value(twilight), 1440.0 * twilight.lag_days, best])


def errors(chart: VisibilityMap) -> Floats:
    """Return the largest errors of value, lag and best time at 20,000 points within 60 degrees."""
    rng = np.random.default_rng(1448)
    inner = np.flatnonzero(np.abs(chart.latitudes) <= 60.0)
    # Half of them at random, half where a polynomial errs most: near the edges.
    rows = np.concatenate(
        [rng.choice(inner, 10_000), rng.choice([*inner[:16], *inner[-16:]], 10_000)]
    )
    columns = rng.integers(0, len(chart.longitudes), len(rows))
    found = np.stack(
        [field[rows, columns] for field in (chart.value, chart.lag_minutes, chart.best_days)]
    )
    return np.asarray(np.abs(found - computed(chart, rows, columns)).max(axis=1))


@pytest.mark.parametrize("on", EVENINGS, ids=str)
def test_interpolation_errs_by_less_than_the_bound(on: date) -> None:
    value, lag, best = errors(visibility_map(on, step=0.25, limit=60.0))
    assert value <= BOUND
    assert lag <= 0.05  # minutes
    assert best * 86400.0 <= 2.0  # seconds


@pytest.mark.parametrize("on", [date(2025, 6, 24), date(2026, 2, 16), date(2026, 12, 8)], ids=str)
def test_the_mornings_too(on: date) -> None:
    chart = visibility_map(on, step=0.5, limit=60.0, when="morning")
    value, lag, best = errors(chart)
    assert value <= BOUND
    assert lag <= 0.05
    assert best * 86400.0 <= 2.0


@pytest.mark.parametrize("chosen", all_criteria(), ids=lambda chosen: chosen.id)
def test_every_criterion_bends_as_its_formula_does(chosen: Criterion) -> None:
    # Degrees, hours and minutes of the value; a formula with min, abs or interp too, whose
    # value alone could not be interpolated to better than 0.02.
    chart = visibility_map(date(2025, 6, 26), step=0.5, criterion=chosen, limit=60.0)
    inner = slice(30, -30)  # up to 45 degrees; SAAO's refraction ends far below the horizon
    chart = replace(
        chart, latitudes=chart.latitudes[inner], value=chart.value[inner],
        lag_minutes=chart.lag_minutes[inner],
        best_days=chart.best_days[inner], status=chart.status[inner],
    )  # fmt: skip
    assert errors(chart)[0] <= (1e-3 if chosen.id == "saao" else 1e-4)


def test_a_bend_is_no_smoother_than_it_is() -> None:
    own = custom_criterion("max(lag - 40, 0)")
    chart = visibility_map(FEBRUARY, step=0.5, criterion=own, limit=60.0)
    assert chart.value.min() == 0.0
    assert errors(chart)[0] <= 1e-4


def test_the_bound_can_be_missed() -> None:
    chart = visibility_map(date(2025, 6, 26), step=0.25, limit=60.0)
    chart.value[:, 100] += 2.0 * BOUND
    assert errors(chart)[0] > BOUND


def test_a_map_reaches_the_poles_and_goes_round() -> None:
    chart = visibility_map(FEBRUARY, step=2.0)
    assert chart.latitudes[[0, -1]].tolist() == [-90.0, 90.0]
    assert len(chart.latitudes) == 91
    assert chart.longitudes[[0, -1]].tolist() == [-180.0, 178.0]
    for field in (chart.value, chart.lag_minutes, chart.best_days, chart.status, chart.zone_index):
        assert field.shape == (91, 180)


def test_beyond_sixty_degrees_every_point_is_computed() -> None:
    chart = visibility_map(FEBRUARY, step=1.0)
    rows, columns = np.nonzero(np.abs(chart.latitudes)[:, np.newaxis] * np.ones(360) > 60.0)
    expected = computed(chart, rows, columns)
    np.testing.assert_allclose(chart.value[rows, columns], expected[0], atol=1e-9, equal_nan=True)
    np.testing.assert_allclose(
        chart.lag_minutes[rows, columns], expected[1], atol=1e-6, equal_nan=True
    )


def test_no_seam_where_the_two_ways_meet() -> None:
    fine = visibility_map(FEBRUARY, step=0.25, limit=61.0)
    at_sixty = np.flatnonzero(np.abs(fine.latitudes) == 60.0)
    for row in at_sixty:
        bend = fine.value[row - 1] - 2.0 * fine.value[row] + fine.value[row + 1]
        assert np.abs(bend).max() < 1e-3


def test_a_map_goes_on_at_the_date_line_one_day_apart() -> None:
    # The evening of 179.5 E and that of 179.5 W a day earlier are neighbours.
    today = visibility_map(FEBRUARY, step=0.5, limit=55.0)
    before = visibility_map(date(2026, 2, 17), step=0.5, limit=55.0)
    joined = np.concatenate([today.value[:, -3:], before.value[:, :3]], axis=1)
    steps = np.diff(joined, axis=1)
    assert np.abs(np.diff(steps, axis=1)).max() < 1e-4
    best = np.concatenate([today.best_days[:, -3:], before.best_days[:, :3]], axis=1)
    assert np.abs(np.diff(best, 2, axis=1)).max() * 86400.0 < 1.0


@pytest.mark.parametrize(("when", "sign"), [("evening", 1.0), ("morning", -1.0)])
def test_status_codes(when: When, sign: float) -> None:
    on = FEBRUARY if when == "evening" else date(2026, 2, 17)
    chart = visibility_map(on, step=1.0, when=when)
    latitude, longitude = np.meshgrid(chart.latitudes, chart.longitudes, indexing="ij")
    twilight = twilights(latitude, longitude, from_date(on), when=when)
    sunset = twilight.sun.noon + twilight.sunset
    conjunction = float(from_datetime64(chart.conjunction))
    expected = np.full(chart.status.shape, Status.CRESCENT)
    expected[twilight.lag_days <= 0.0] = Status.MOON_SETS_FIRST
    expected[sign * (sunset - conjunction) < 0.0] = Status.BEFORE_CONJUNCTION
    expected[np.isnan(twilight.moonset)] = Status.NO_MOONSET
    expected[np.isnan(twilight.sunset)] = Status.NO_SUNSET
    differ = expected != chart.status
    # Where lag or age is all but nothing, an interpolated one may have the other sign.
    close = (np.abs(twilight.lag_days) < 1e-5) | (np.abs(sunset - conjunction) < 1e-5)
    assert not (differ & ~close).any()
    assert {Status.CRESCENT, Status.NO_SUNSET} <= set(np.unique(chart.status).tolist())


def test_before_conjunction_and_moon_gone_first_are_said() -> None:
    chart = visibility_map(date(2026, 2, 17), step=2.0)
    found = set(np.unique(chart.status).tolist())
    assert {Status.BEFORE_CONJUNCTION, Status.MOON_SETS_FIRST, Status.CRESCENT} <= found
    assert (chart.zone_index[chart.status != Status.CRESCENT] == -1).all()
    assert (chart.zone_index[chart.status == Status.CRESCENT] >= 0).all()


def test_the_midnight_sun_has_no_sunset() -> None:
    chart = visibility_map(date(2026, 6, 16), step=5.0)
    north, south = np.searchsorted(chart.latitudes, [80.0, -80.0])
    assert (chart.status[north] == Status.NO_SUNSET).all()
    assert (chart.status[south] == Status.NO_SUNSET).all()
    assert np.isnat(chart.best_time[north]).all()
    assert np.isfinite(chart.value[np.abs(chart.latitudes) <= 60.0]).all()


def test_the_conjunction_is_that_of_the_lunation() -> None:
    # New moon of 2026-02-17 at 12:01 UTC (USNO).
    chart = visibility_map(FEBRUARY, step=5.0)
    apart = abs(chart.conjunction - np.datetime64("2026-02-17T12:01", "us"))
    assert apart < np.timedelta64(45, "s")
    assert (
        visibility_map(date(2026, 2, 16), step=5.0, when="morning").conjunction == chart.conjunction
    )


def test_age_counts_from_conjunction_to_the_best_time() -> None:
    for on, when in ((FEBRUARY, "evening"), (date(2026, 2, 16), "morning")):
        chart = visibility_map(on, step=5.0, when="evening" if when == "evening" else "morning")
        hours = (chart.best_time - chart.conjunction) / np.timedelta64(1, "h")
        sign = 1.0 if when == "evening" else -1.0
        np.testing.assert_allclose(chart.age_hours, sign * hours, atol=1e-6)


def test_the_first_place_is_the_earliest_of_its_zones() -> None:
    chart = visibility_map(FEBRUARY, step=1.0)
    for aided in (False, True):
        first = chart.first(aided=aided)
        assert first is not None
        letters = chart.criterion.aided if aided else chart.criterion.naked
        zone = chart.criterion.zone(chart.value)
        seen = np.isin(zone, sorted(letters)) & (chart.status == Status.CRESCENT)
        assert first.instant == chart.best_time[seen].min()
        row = np.flatnonzero(chart.latitudes == first.latitude)[0]
        column = np.flatnonzero(chart.longitudes == first.longitude)[0]
        assert seen[row, column]
    eye, optics = chart.first(), chart.first(aided=True)
    assert eye is not None
    assert optics is not None
    assert optics.instant <= eye.instant


def test_there_may_be_no_first_place() -> None:
    assert visibility_map(date(2026, 2, 16), step=5.0).first(aided=True) is None


@pytest.mark.parametrize("step", [0.0, 0.04, -1.0, 10.5, float("nan"), float("inf")])
def test_a_step_out_of_range(step: float) -> None:
    with pytest.raises(InvalidRule, match=r"0\.05 to 10"):
        visibility_map(FEBRUARY, step=step)


@pytest.mark.parametrize("limit", [0.0, -10.0, 91.0, float("nan")])
def test_a_limit_out_of_range(limit: float) -> None:
    with pytest.raises(InvalidRule, match="0 to 90"):
        visibility_map(FEBRUARY, step=5.0, limit=limit)


def test_a_step_that_does_not_divide_the_globe() -> None:
    chart = visibility_map(FEBRUARY, step=7.0)
    assert chart.latitudes.max() <= 90.0
    assert 0.0 in chart.latitudes
    assert chart.longitudes.max() < 180.0
    assert chart.value.shape == (len(chart.latitudes), len(chart.longitudes))


def test_a_map_of_one_row() -> None:
    assert visibility_map(FEBRUARY, step=10.0, limit=1.0).latitudes.tolist() == [0.0]


def test_a_formula_of_ones_own_and_of_nothing() -> None:
    chart = visibility_map(FEBRUARY, step=5.0, criterion=custom_criterion("lag - 48"))
    inner = np.abs(chart.latitudes) <= 60.0
    np.testing.assert_allclose(chart.value[inner], chart.lag_minutes[inner] - 48.0, atol=1e-9)
    for text in ("1", "min(1, 2)"):
        value = visibility_map(FEBRUARY, step=5.0, criterion=custom_criterion(text)).value
        np.testing.assert_allclose(value, 1.0, atol=1e-12)


def test_errors_name_what_is_wrong() -> None:
    with pytest.raises(UnknownName, match="yallop"):
        visibility_map(FEBRUARY, criterion="yalop")
    with pytest.raises(OutOfRange):
        visibility_map(date(9000, 1, 1), step=5.0)


def test_a_map_knows_its_criterion() -> None:
    chart = visibility_map(FEBRUARY, step=5.0, criterion="odeh")
    assert chart.criterion is criterion("odeh")
    assert (chart.date, chart.when) == (FEBRUARY, "evening")
    lunation = int(lunations.lunation_at(chart.best_time[18, 36]))
    assert chart.conjunction == lunations.conjunction(lunation)
