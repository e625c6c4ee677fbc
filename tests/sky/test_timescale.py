from __future__ import annotations

import erfa
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from skyfield.api import load

from miqat.sky import timescale

YEAR_1 = -719162.0
YEAR_2650 = 248367.0


def tt_of_year(year: float) -> float:
    return 2451545.0 - timescale.JD_OF_DAY_0 + (year - 2000.0) * 365.25


@pytest.mark.parametrize("year", [622, 750, 1000, 1258, 1453, 1600, 1700, 1800, 1900, 1955])
def test_delta_t_before_1962_is_that_of_skyfield(year: int) -> None:
    # Skyfield evaluates the same published splines with its own code.
    tt = tt_of_year(year)
    theirs = load.timescale(builtin=True).tt_jd(tt + timescale.JD_OF_DAY_0).delta_t
    assert timescale.delta_t(tt) == pytest.approx(theirs, abs=1e-3)


@pytest.mark.parametrize(
    ("year", "seconds"),
    # The Astronomical Almanac, table of Delta T at the beginning of the year.
    [(1972, 42.23), (1980, 50.54), (1990, 56.86), (2000, 63.83), (2010, 66.07), (2015, 67.64)],
)
def test_delta_t_is_that_of_the_almanac(year: int, seconds: float) -> None:
    first = (np.datetime64(f"{year}-01-01") - np.datetime64("1970-01-01")).astype(float)
    assert timescale.delta_t(first) == pytest.approx(seconds, abs=0.02)


def test_delta_t_has_no_jumps() -> None:
    tt = np.arange(YEAR_1, YEAR_2650, 1.0)
    steps = np.abs(np.diff(timescale.delta_t(tt)))
    assert steps.max() < 0.06  # the slope in year 1 is 18 s a year


def test_tt_minus_utc_is_that_of_erfa_since_1972() -> None:
    utc = np.arange(731.0, 20700.0, 13.0)  # at 0h: ERFA stretches the days of leap seconds
    tai = erfa.utctai(timescale.JD_OF_DAY_0, utc)
    tt = erfa.taitt(*tai)
    theirs = (tt[0] - timescale.JD_OF_DAY_0) + tt[1]
    assert np.abs(timescale.utc_to_tt(utc) - theirs).max() * 86400.0 < 1e-4


def test_before_1972_utc_means_ut1() -> None:
    utc = np.array([-400000.0, 0.0, 729.9])
    assert (timescale.ut1_minus_utc(utc) == 0.0).all()
    tt = timescale.utc_to_tt(utc)
    assert (tt - utc) * 86400.0 == pytest.approx(timescale.delta_t(tt), abs=1e-4)


@given(st.floats(YEAR_1, YEAR_2650))
def test_utc_and_tt_go_there_and_back(utc: float) -> None:
    back = float(timescale.tt_to_utc(timescale.utc_to_tt(utc)))
    # Around a leap second one second of UTC is written twice.
    assert back == pytest.approx(utc, abs=1.001 / 86400.0)
    assert abs(back - utc) * 86400.0 < 1e-4 or timescale.ut1_minus_utc(utc) != 0.0


@given(st.integers(-62_135_596_800_000_000, 20_000_000_000_000_000))
def test_datetime64_goes_there_and_back(micros: int) -> None:
    instant = np.datetime64(micros, "us")
    back = timescale.to_datetime64(timescale.from_datetime64(instant))
    assert abs((back - instant) / np.timedelta64(1, "us")) <= 10


def test_a_missing_instant_stays_missing() -> None:
    assert np.isnat(timescale.to_datetime64([np.nan, 0.0])).tolist() == [True, False]
