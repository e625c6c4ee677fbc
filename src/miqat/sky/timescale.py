"""Time scales: UTC, UT1 and TT.

Inside this room an instant is a float64 number of days since 1970-01-01T00:00 in the
scale its name says, 86,400 s a day (a leap second repeats the second before it, as in
`datetime64`). Such a number resolves 1 microsecond at the present and 10 in year 1.

- From 1972 a UTC instant is Coordinated Universal Time; TAI - UTC stays as it is after
  the last leap second that ERFA's table announces.
- Before 1972 a UTC instant means UT1: there was no other uniform civil time.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

import erfa
import numpy as np

from miqat.data import read_text
from miqat.once import once

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from miqat._typing import Floats


SECONDS_PER_DAY = 86400.0

#: Julian Date of 1970-01-01T00:00, the first part of the two-part dates ERFA takes.
JD_OF_DAY_0 = 2440587.5

_J2000 = 2451545.0 - JD_OF_DAY_0
_UTC_BEGINS = 730.0  # 1972-01-01
_TAPER_YEARS = 10.0
_JOIN_YEAR = 2800.0


def from_datetime64(instants: ArrayLike) -> Floats:
    """Return `datetime64` instants as days since 1970 in the same scale."""
    micros = np.asarray(instants, dtype="datetime64[us]").astype(np.int64)
    days, rest = np.divmod(micros, 86_400_000_000)
    result: Floats = days + rest / 86_400e6
    return result


def to_datetime64(days: ArrayLike) -> NDArray[np.datetime64]:
    """Return days since 1970 as `datetime64[us]`, rounded; NaN becomes NaT."""
    micros = np.rint(np.asarray(days, dtype=np.float64) * 86_400e6)
    missing = np.isnan(micros)
    if not missing.any():
        return np.asarray(micros.astype(np.int64).view("datetime64[us]"))
    instants = np.where(missing, 0.0, micros).astype(np.int64).view("datetime64[us]")
    return np.where(missing, np.datetime64("NaT", "us"), instants)


def from_datetime(instant: datetime) -> np.datetime64:
    """Return an aware datetime as UTC `datetime64[us]`."""
    return np.datetime64(instant.astimezone(UTC).replace(tzinfo=None), "us")


def to_datetime(instant: np.datetime64 | NDArray[np.datetime64]) -> datetime:
    """Return one UTC `datetime64` as an aware datetime."""
    micros = int(np.asarray(instant, dtype="datetime64[us]").astype(np.int64))
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=micros)


def delta_t(tt: ArrayLike) -> Floats:
    """Return Delta T = TT - UT1 in seconds at TT, days since 1970.

    From 1972 the values of the IERS, to a year of its predictions, interpolated between
    every 30th day. Before that the splines of Table S15.2020 (Morrison et al. 2021), and
    the 0.05 s by which they miss the IERS in 1972 are taken up over the ten years before.
    After the predictions a cubic leads to the parabola -320 + 32.5 u^2 s, u in centuries
    from 1825 (Stephenson, Morrison & Hohenkerk 2016), which it reaches in 2800.
    """
    table = _table()
    at = np.asarray(tt, dtype=np.float64)
    year = 2000.0 + (at - _J2000) / 365.25
    early = _evaluate_splines(table, year)
    taper = np.clip(1.0 - (table.first_year - year) / _TAPER_YEARS, 0.0, 1.0)
    early = early + taper * table.miss_in_first_year
    within = np.interp(at, table.days, table.values)
    late = np.where(year < _JOIN_YEAR, _evaluate_cubic(table, year), _parabola(year))
    return np.where(at < table.days[0], early, np.where(at <= table.days[-1], within, late))


def delta_t_uncertainty(tt: ArrayLike) -> Floats:
    """Return the standard error of Delta T in seconds at TT, days since 1970.

    To 1972 that of Morrison & Stephenson 2004, between whose years it is interpolated: 120 s in
    600, 55 s in 1000, 20 s from 1300 to 1600. For the years measured by the IERS, 1 ms. After that
    the drift of the Earth's rotation, N years later: 365.25 N sqrt(N Q / 3 (1 + N / M)) ms with Q =
    0.058 and M = 2500 (P. J. Huber, "Modeling the length of day and extrapolating the rotation of
    the Earth", J. Geodesy 80 (2006) 283).
    """
    table = _table()
    at = np.asarray(tt, dtype=np.float64)
    year = 2000.0 + (at - _J2000) / 365.25
    known = np.interp(year, *table.errors.T)
    ahead = np.maximum(at - table.measured_to, 0.0) / 365.25
    wandering = 365.25 * ahead * np.sqrt(ahead * 0.058 / 3.0 * (1.0 + ahead / 2500.0)) / 1000.0
    return np.asarray(known + wandering)


def utc_to_tt(utc: ArrayLike) -> Floats:
    """Return TT, days since 1970, of UTC (before 1972: of UT1)."""
    at = np.asarray(utc, dtype=np.float64)
    return np.asarray(at + tt_minus_utc(at))


def tt_to_utc(tt: ArrayLike) -> Floats:
    """Return UTC (before 1972: UT1), days since 1970, of TT."""
    at = np.asarray(tt, dtype=np.float64)
    about = at - tt_minus_utc(at)
    civil = at - tt_minus_utc(about)
    if at.size == 0 or _least(civil) >= _UTC_BEGINS:
        return np.asarray(civil)
    return np.where(civil < _UTC_BEGINS, at - delta_t(at) / SECONDS_PER_DAY, civil)


def tt_to_ut1(tt: ArrayLike) -> Floats:
    """Return UT1, days since 1970, of TT."""
    at = np.asarray(tt, dtype=np.float64)
    return np.asarray(at - delta_t(at) / SECONDS_PER_DAY)


def tt_minus_utc(utc: ArrayLike) -> Floats:
    """Return TT - UTC in days (before 1972: TT - UT1), of the shape of UTC.

    If one value applies to the whole array, as for all instants since 2017, only that value is
    returned, of shape ().
    """
    at = np.asarray(utc, dtype=np.float64)
    steps, seconds = _leap_seconds()
    first, last = (np.searchsorted(steps, edge(at), side="right") for edge in (_least, _greatest))
    if first == last and first > 0:
        return np.asarray(seconds[first - 1] / SECONDS_PER_DAY)
    civil = _leap_offset(at) / SECONDS_PER_DAY
    if first > 0:
        return np.asarray(civil)
    return np.where(at < _UTC_BEGINS, _ut1_to_tt(at) - at, civil)


def _least(values: Floats) -> float:
    return float(np.fmin.reduce(values, axis=None, initial=np.inf))


def _greatest(values: Floats) -> float:
    return float(np.fmax.reduce(values, axis=None, initial=-np.inf))


def ut1_minus_utc(utc: ArrayLike) -> Floats:
    """Return UT1 - UTC in seconds: 0 before 1972, where UTC means UT1."""
    at = np.asarray(utc, dtype=np.float64)
    offset = _leap_offset(at)
    return np.where(at < _UTC_BEGINS, 0.0, offset - delta_t(at + offset / SECONDS_PER_DAY))


def _ut1_to_tt(ut1: Floats) -> Floats:
    guess = ut1 + delta_t(ut1) / SECONDS_PER_DAY
    return ut1 + delta_t(guess) / SECONDS_PER_DAY


def _leap_offset(utc: Floats) -> Floats:
    """Return TT - UTC in seconds from 1972 on; before, the value of 1972."""
    days, seconds = _leap_seconds()
    index = np.searchsorted(days, utc, side="right") - 1
    result: Floats = seconds[np.maximum(index, 0)]
    return result


@once
def _leap_seconds() -> tuple[Floats, Floats]:
    table = erfa.leap_seconds.get()
    table = table[table["year"] >= 1972]
    months = (table["year"] - 1970) * 12 + table["month"] - 1
    days = months.astype("datetime64[M]").astype("datetime64[D]").astype(np.float64)
    return days, table["tai_utc"] + 32.184


class _DeltaTTable(NamedTuple):
    splines: Floats  # rows: first year, last year, a3, a2, a1, a0
    errors: Floats  # rows: year, standard error
    days: Floats
    values: Floats
    first_year: float
    miss_in_first_year: float
    measured_to: float


@once
def _table() -> _DeltaTTable:
    text = read_text("sky/delta_t.txt")
    rows = [line.split() for line in text.splitlines() if not line.startswith("#")]
    splines = np.array([row[1:] for row in rows if row[0] == "spline"], dtype=np.float64)
    errors = np.array([row[1:] for row in rows if row[0] == "error"], dtype=np.float64)
    iers = np.array([row[1:] for row in rows if row[0] == "iers"], dtype=np.float64)
    (measured_to,) = (float(row[1]) for row in rows if row[0] == "measured-to")
    first_year = 2000.0 + (iers[0, 0] - _J2000) / 365.25
    table = _DeltaTTable(splines, errors, iers[:, 0], iers[:, 1], first_year, 0.0, measured_to)
    miss = iers[0, 1] - float(_evaluate_splines(table, np.float64(first_year)))
    return table._replace(miss_in_first_year=miss)


def _evaluate_splines(table: _DeltaTTable, year: ArrayLike) -> Floats:
    first, last, a3, a2, a1, a0 = table.splines.T
    years = np.asarray(year, dtype=np.float64)
    index = np.clip(np.searchsorted(first, years, side="right") - 1, 0, len(first) - 1)
    t = (years - first[index]) / (last[index] - first[index])
    result: Floats = ((a3[index] * t + a2[index]) * t + a1[index]) * t + a0[index]
    return result


def _evaluate_cubic(table: _DeltaTTable, year: Floats) -> Floats:
    """Hermite's cubic from the last IERS value and its year's slope to the parabola."""
    start = 2000.0 + (table.days[-1] - _J2000) / 365.25
    a_year_before = np.interp(table.days[-1] - 365.25, table.days, table.values)
    width = _JOIN_YEAR - start
    slope = (table.values[-1] - a_year_before) * width
    end_slope = 2 * 32.5 * (_JOIN_YEAR - 1825.0) / 1e4 * width
    t = (year - start) / width
    rise = _parabola(np.float64(_JOIN_YEAR)) - table.values[-1]
    result: Floats = table.values[-1] + t * (
        slope + t * (3 * rise - 2 * slope - end_slope + t * (slope + end_slope - 2 * rise))
    )
    return result


def _parabola(year: Floats | np.float64) -> Floats:
    return np.asarray(-320.0 + 32.5 * ((year - 1825.0) / 100.0) ** 2)
