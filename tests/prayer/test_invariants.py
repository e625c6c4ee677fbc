"""What holds of every method and every rule, at every place, on every day of 1900 to 2100."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from miqat.places import Place
from miqat.prayer import (
    Absent,
    Method,
    Provenance,
    Timetable,
    method,
    method_ids,
    times,
    with_changes,
)
from miqat.prayer.methods.model import LatitudeRule, PolarRule

DAYS = st.dates(date(1900, 1, 2), date(2100, 12, 30))
ZONES = st.sampled_from(
    ["UTC", "Europe/Oslo", "Pacific/Apia", "Asia/Kathmandu", "Africa/Casablanca", "Etc/GMT-14"]
)
LATITUDES = st.floats(-90.0, 90.0) | st.sampled_from([-90.0, 90.0, 66.56, -66.56, 48.5, 0.0])
PLACES = st.builds(
    Place, LATITUDES, st.floats(-180.0, 180.0) | st.sampled_from([-180.0, 180.0]), timezone=ZONES
)
ORDER = (
    "imsak", "fajr", "sunrise", "dhuha", "dhuhr", "asr", "asr_hanafi", "maghrib", "isha",
    "midnight", "last_third",
)  # fmt: skip
CALENDAR = "islamic-civil"


def bent(name: str, rule: str, polar: str, more: str) -> Method:
    """Return one of the methods by some rule; dates are open, as the rules are tested here."""
    changes = f"latitudes.rule = '{rule}'; latitudes.polar = '{polar}'"
    return with_changes(name, f"{changes}; {more}" if more else changes)


METHODS = st.builds(
    bent,
    st.sampled_from([name for name in method_ids() if method(name).since is None]),
    st.sampled_from([rule.value for rule in LatitudeRule]),
    st.sampled_from([rule.value for rule in PolarRule]),
    st.sampled_from(
        [
            "",
            "latitudes.apply = 'always'",
            "latitudes.apply = 'absent'; latitudes.lends = 'interval'",
            "latitudes.lends = 'proportion'; latitudes.night = 'after'",
            "latitudes.night = 'day'; latitudes.cap = 80",
            "latitudes.above = 60",
        ]
    ),
)


def check_day(table: Timetable, row: int) -> None:
    instants = {name: table.instants[name].reshape(-1, len(table))[0, row] for name in ORDER}
    codes = {name: int(table.how[name].reshape(-1, len(table))[0, row]) for name in ORDER}
    for name in ORDER:
        assert np.isnat(instants[name]) == (codes[name] < 0), name
        Provenance(codes[name])
    # Isha may come after the middle of a night that is reckoned from maghrib to fajr.
    for names in (ORDER[:-2], ("maghrib", "midnight", "last_third")):
        exact = [instants[name] for name in names if codes[name] >= 0]
        assert all(earlier <= later for earlier, later in pairwise(exact)), instants


@settings(deadline=None, max_examples=80)
@given(PLACES, DAYS, METHODS)
def test_times_are_in_order_or_say_why_not(where: Place, on: date, rule: Method) -> None:
    table = times(where, on, method=rule, calendar=CALENDAR)
    check_day(table, 0)
    for name, time in table.day(on).items():
        if isinstance(time, Absent):
            assert str(time).startswith("none: the ")
            assert time.name == name


@settings(deadline=None, max_examples=30)
@given(PLACES, DAYS, METHODS, st.integers(0, 20), st.integers(1, 20))
def test_a_day_is_the_same_alone_and_in_a_table(
    where: Place, on: date, rule: Method, before: int, after: int
) -> None:
    first = max(on - timedelta(days=before), date(1900, 1, 1))
    last = min(on + timedelta(days=after), date(2100, 12, 31))
    table = times(where, first, last, rule, calendar=CALENDAR)
    alone = times(where, on, method=rule, calendar=CALENDAR)
    row = (on - first).days
    for name in ORDER:
        assert table.how[name][row] == alone.how[name][0], name
        gap = table.instants[name][row] - alone.instants[name][0]
        assert np.isnat(gap) or abs(gap) <= np.timedelta64(1, "ms"), name


@settings(deadline=None, max_examples=30)
@given(st.lists(PLACES, min_size=1, max_size=5), DAYS, METHODS)
def test_a_place_has_the_same_times_alone_and_in_a_list(
    places: list[Place], on: date, rule: Method
) -> None:
    stop = on + timedelta(days=1)
    together = times(places, on, stop, rule, calendar=CALENDAR)
    for row, place in enumerate(places):
        alone = times(place, on, stop, rule, calendar=CALENDAR)
        for name in ORDER:
            assert (together.how[name][row] == alone.how[name]).all(), name
            gap = together.instants[name][row] - alone.instants[name]
            assert (np.isnat(gap) | (np.abs(gap) <= np.timedelta64(1, "ms"))).all(), name
            assert (together.local(name)[row] == alone.local(name))[~np.isnat(gap)].all()


@pytest.mark.parametrize(
    ("where", "day_left_out"),
    [
        # IANA tzdata, file australasia: Samoa skipped 30 December 2011, Kiritimati (Line
        # Islands) 31 December 1994, Kwajalein 21 August 1993.
        (Place(-13.833, -171.767, timezone="Pacific/Apia"), date(2011, 12, 30)),
        (Place(1.87, -157.43, timezone="Pacific/Kiritimati"), date(1994, 12, 31)),
        (Place(8.72, 167.73, timezone="Pacific/Kwajalein"), date(1993, 8, 21)),
    ],
)
def test_a_day_that_never_was_has_no_times(where: Place, day_left_out: date) -> None:
    around = times(where, day_left_out - timedelta(days=2), day_left_out + timedelta(days=2))
    for table in (times(where, day_left_out), around):
        found = table.day(day_left_out)
        for name in ORDER:
            assert str(getattr(found, name)) == "none: the place's clock left this day out"
        assert set(found.how.values()) == {Provenance.LEFT_OUT}
    for beside in (-1, 1):
        noon = around.day(day_left_out + timedelta(days=beside)).dhuhr
        assert isinstance(noon, datetime)
        assert noon.date() == day_left_out + timedelta(days=beside)
    elsewhere = Place(where.latitude, where.longitude, timezone="UTC")
    listed = times([where, elsewhere], day_left_out)
    assert (listed.how["dhuhr"] == [[Provenance.LEFT_OUT], [Provenance.OBSERVED]]).all()


def test_taveuni_has_one_day_on_either_side_of_180_degrees() -> None:
    west, east = (Place(-16.8, side * 179.99, timezone="Pacific/Fiji") for side in (1, -1))
    one, other = (times(where, date(2026, 1, 1)).day(date(2026, 1, 1)) for where in (west, east))
    for (_, a), (_, b) in zip(one.items(), other.items(), strict=True):
        assert isinstance(a, datetime)
        assert isinstance(b, datetime)
        # 0.02 degrees of longitude are 4.8 s of time; the Sun moves as much each day.
        assert abs(a - b) <= timedelta(minutes=1)


def test_isha_after_midnight_belongs_to_its_day() -> None:
    """Glasgow, 5 May: isha of the MWL comes after 00:00 of the 6th, and stays the 5th's."""
    table = times(Place(55.86, -4.25, timezone="Europe/London"), date(2026, 5, 5), method="mwl")
    isha = table.day(date(2026, 5, 5)).isha
    assert isinstance(isha, datetime)
    assert isha.date() == date(2026, 5, 6)
    maghrib = table.day(date(2026, 5, 5)).maghrib
    assert isinstance(maghrib, datetime)
    assert timedelta(0) < isha - maghrib < timedelta(hours=4)


@pytest.mark.parametrize(
    ("where", "changes"),
    [
        # Directive 2000/84/EC: the last Sundays of March and October.
        (Place(59.91, 10.75, timezone="Europe/Oslo"), [date(2026, 3, 29), date(2026, 10, 25)]),
        # tzdata 2026: Morocco's clock for Ramadan 1447.
        (
            Place(33.573, -7.59, timezone="Africa/Casablanca"),
            [date(2026, 2, 15), date(2026, 3, 22)],
        ),
        # 45 minutes: Nepal has no change; the Chatham Islands change with New Zealand.
        (
            Place(-43.95, -176.55, timezone="Pacific/Chatham"),
            [date(2026, 4, 5), date(2026, 9, 27)],
        ),
    ],
)
def test_the_clock_jumps_and_the_sun_does_not(where: Place, changes: list[date]) -> None:
    for on in changes:
        table = times(where, on - timedelta(days=1), on)
        before, after = (table.day(day).dhuhr for day in (on - timedelta(days=1), on))
        assert isinstance(before, datetime)
        assert isinstance(after, datetime)
        shift = (after.utcoffset() or timedelta()) - (before.utcoffset() or timedelta())
        assert abs(shift) == timedelta(hours=1)
        apart = after.astimezone(UTC) - before.astimezone(UTC)
        assert abs(apart - timedelta(days=1)) <= timedelta(minutes=1)


def test_zones_of_45_minutes() -> None:
    where = Place(27.717, 85.324, timezone="Asia/Kathmandu")
    noon = times(where, date(2026, 4, 15)).day(date(2026, 4, 15)).dhuhr
    assert isinstance(noon, datetime)
    # 85.324 E is 5 h 41 m 18 s, the zone 5 h 45 m, the equation of time that day 0 m.
    expected = datetime(2026, 4, 15, 12, 4, tzinfo=noon.tzinfo)
    assert abs(noon - expected) <= timedelta(minutes=1)
