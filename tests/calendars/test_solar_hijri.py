from __future__ import annotations

from datetime import date
from typing import Any

import icu
import numpy as np
import pytest
from persiantools.jdatetime import JalaliDate
from tests.sky.conftest import Skyfield

from miqat.calendars import calendar
from miqat.errors import OutOfRange
from miqat.sky.seasons import season
from miqat.sky.timescale import from_datetime64, utc_to_tt

SOLAR = calendar("solar-hijri")
YEARS = range(1206, 1499)


def test_every_new_year_and_leap_year_of_persiantools() -> None:
    peer: Any = JalaliDate
    for year in YEARS:
        first: date = peer(year, 1, 1).to_gregorian()
        assert SOLAR.date(year, 1, 1).to_date() == first
        assert SOLAR.year_length(year) == 365 + peer.is_leap(year)


def test_every_month_of_icu() -> None:
    field = icu.UCalendarDateFields
    peer = icu.Calendar.createInstance(icu.TimeZone.getGMT(), icu.Locale("fa@calendar=persian"))
    starts = SOLAR.starts(YEARS[0], YEARS[-1])[:-1].tolist()
    for at, start in enumerate(starts):
        peer.setTime(86_400.0 * start)
        found = peer.get(field.EXTENDED_YEAR), peer.get(field.MONTH), peer.get(field.DAY_OF_MONTH)
        assert found == (YEARS[0] + at // 12, at % 12, 1)


@pytest.mark.parametrize(
    ("solar", "civil"),
    [
        # The revolution of 22 Bahman 1357 was on 11 February 1979.
        ((1357, 11, 22), date(1979, 2, 11)),
        # The equinox of 2025 came at 12:31:30 in Tehran, half an hour after true noon.
        ((1404, 1, 1), date(2025, 3, 21)),
        # That of 2024 at 6:36, before it.
        ((1403, 1, 1), date(2024, 3, 20)),
        # Year 1 began on the day of the equinox of 622, 19 March in the Julian calendar.
        ((1, 1, 1), date(622, 3, 22)),
    ],
)
def test_days_known_from_elsewhere(solar: tuple[int, int, int], civil: date) -> None:
    assert SOLAR.date(*solar).to_date() == civil


def test_a_year_begins_by_the_noon_of_the_meridian_of_the_law() -> None:
    """At each equinox Skyfield tells whether the Sun is past the meridian of 52.5 degrees east.

    Only the years of DE440. In 4 of them the equinox comes within four minutes of that noon,
    where a meridian one degree off would tell the other day.
    """
    sky = Skyfield()
    years = np.arange(980, 2018)
    equinox = from_datetime64(season("march", years + 621))
    local = equinox + 52.5 / 360.0  # days of local mean time
    noon = np.round(local - 0.5)
    hour_angle, _, _ = sky.seen("sun", utc_to_tt(equinox), 35.0, 52.5).hadec()
    sky.kernel.close()
    mean = (local - 0.5 - noon) * 24.0
    hours = hour_angle.hours - 24.0 * np.round((hour_angle.hours - mean) / 24.0)
    expected = (noon + (hours >= 0.0)).astype(int)
    found = [SOLAR.day_number(year, 1, 1) for year in years.tolist()]
    assert found == expected.tolist()
    assert (np.abs(hours) < 4.0 / 60.0).sum() >= 4


def test_its_names_and_its_range() -> None:
    assert SOLAR.month_names == "persian"
    assert calendar("persian") is calendar("jalali") is SOLAR
    assert (SOLAR.first_year, SOLAR.last_year) == (1, 2027)
    end = SOLAR.from_day(SOLAR.last_day).to_date()
    assert (end.year, end.month) == (2649, 3)
    with pytest.raises(OutOfRange, match="2028-01 is outside solar-hijri"):
        SOLAR.date(2028, 1, 1)


def test_every_year_of_the_range_begins_near_the_equinox() -> None:
    """The mean tropical year is 365.2422 days; the equinox wanders by some hours around it."""
    starts = SOLAR.month_starts[:-1:12].astype(np.int64)
    assert len(starts) == 2027
    assert set(np.diff(starts).tolist()) == {365, 366}
    # Four leap years or five follow each other by four years, then one by five.
    leaps = np.flatnonzero(np.diff(starts) == 366)
    assert set(np.diff(leaps).tolist()) == {4, 5}
    assert abs((starts[-1] - starts[0]) / 2026 - 365.2424) < 0.001
