from __future__ import annotations

import math
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from miqat import prayer
from miqat.errors import InvalidDate, OutOfRange, UnknownName
from miqat.places import Place
from miqat.prayer import PRAYERS, TIMES, Absent, Method, Timetable, with_changes

DAYS = st.dates(date(1901, 1, 1), date(2099, 12, 31))
LONGITUDES = st.floats(-180.0, 180.0) | st.sampled_from([-180.0, 180.0, -179.999, 179.999, 0.0])
PLACES = st.builds(Place, st.floats(-90.0, 90.0), LONGITUDES)

# Nearer to a pole the Sun's own climb in declination rivals its daily turn, and it may
# truly rise after its noon.
ORDERLY = 80.0

ALTITUDES = {"fajr": -18.0, "sunrise": -50 / 60, "maghrib": -50 / 60, "isha": -17.0}


def times(
    place: Place, start: date, stop: date | None = None, method: str | Method = "mwl"
) -> Timetable:
    """The figures below are those of the angles of the Muslim World League."""
    return prayer.times(place, start, stop, method)


def declination(at: datetime) -> float:
    """Return the Sun's declination in degrees, to 0.02 within 150 years of 2000.

    The low-precision formulas for the Sun of the Astronomical Almanac, page C5.
    """
    n = (at - datetime(2000, 1, 1, 12, tzinfo=UTC)) / timedelta(days=1)
    anomaly = math.radians(357.528 + 0.9856003 * n)
    longitude = 280.460 + 0.9856474 * n + 1.915 * math.sin(anomaly) + 0.020 * math.sin(2 * anomaly)
    obliquity = math.radians(23.439 - 0.0000004 * n)
    return math.degrees(math.asin(math.sin(obliquity) * math.sin(math.radians(longitude))))


def instants(table: Timetable, row: int = 0) -> dict[str, datetime]:
    return {
        name: table.instants[name][row].item().replace(tzinfo=UTC)
        for name in TIMES
        if not np.isnat(table.instants[name][row])
    }


def is_midnight_near_noon(table: Timetable) -> bool:
    """Tell whether the clock shows midnight at the Sun's noon, so that days have 0 or 2 noons.

    True only where a zone is half a day away from its meridian: on the Antarctic plateau.
    """
    noon = instants(table)["dhuhr"].astimezone(table.place.zone)
    return min(noon.hour * 60 + noon.minute, 1440 - noon.hour * 60 - noon.minute) <= 20


@settings(deadline=None)
@given(PLACES, DAYS)
def test_anywhere_on_any_day_each_time_is_or_says_why_not(where: Place, on: date) -> None:
    table = times(where, on)
    found = table.day(on)
    assert [name for name, _ in found.items()] == list(TIMES)
    for name, time in found.items():
        if isinstance(time, Absent):
            assert not time
            assert time.name == name
            assert str(time).startswith("none: the ")
            assert np.isnat(table.instants[name][0])
        else:
            assert time.tzinfo is where.zone
            assert (time.second, time.microsecond) == (0, 0)
            exact = instants(table)[name]
            assert abs(time - exact) <= timedelta(seconds=30)
    assert isinstance(found.dhuhr, datetime)
    if not is_midnight_near_noon(table):
        assert found.dhuhr.date() == on


@settings(deadline=None)
@given(PLACES, DAYS)
def test_the_times_that_occur_are_in_the_order_of_the_day(where: Place, on: date) -> None:
    assume(abs(where.latitude) <= ORDERLY)
    table = times(where, on)
    exact = instants(table)
    whole = exact
    exact = {name: exact[name] for name in exact if name not in ("midnight", "last_third")}
    assert all(earlier < later for earlier, later in pairwise(exact.values()))
    exact = whole
    assert [name for name in TIMES if name in exact] == list(exact)
    half = timedelta(hours=12, minutes=10)
    night = {name: exact.pop(name) for name in ("midnight", "last_third") if name in exact}
    assert all(abs(time - exact["dhuhr"]) <= half for time in exact.values())
    assert all(exact["maghrib"] < time for time in night.values())
    if "fajr" in exact:
        apart = exact["fajr"] - exact["imsak"] - timedelta(minutes=10)
        assert abs(apart) <= timedelta(milliseconds=1)
    # In UTC, for Python compares two datetimes of one zone by their clocks, which may jump.
    cells = (time for name, time in table.day(on).items() if name in exact)
    minutes = [time.astimezone(UTC) for time in cells if isinstance(time, datetime)]
    assert all(earlier <= later for earlier, later in pairwise(minutes))


@settings(deadline=None)
@given(PLACES, DAYS)
def test_what_occurs_is_what_the_declination_allows(where: Place, on: date) -> None:
    """Within 0.35° of the edge, half a day's change of declination decides: not tested."""
    table = times(where, on)
    found, noon = table.day(on), instants(table)["dhuhr"]
    dec, lat = declination(noon), where.latitude
    highest, lowest = 90.0 - abs(lat - dec), abs(lat + dec) - 90.0
    for name, altitude in ALTITUDES.items():
        cell = getattr(found, name)
        reason = cell.reason.name if isinstance(cell, Absent) else "OCCURS"
        if highest < altitude - 0.35:
            assert reason == "STAYS_BELOW", name
        elif lowest > altitude + 0.35:
            assert reason == "STAYS_ABOVE", name
        elif highest > altitude + 0.35 and lowest < altitude - 0.35:
            assert reason == "OCCURS", name
    if highest < -0.35:
        assert str(found.asr) == "none: the Sun is below the horizon at noon"
    elif highest > 0.35 and abs(lat) <= ORDERLY:
        assert "below the horizon" not in str(found.asr)


@settings(deadline=None, max_examples=30)
@given(PLACES, DAYS, st.integers(1, 40), st.data())
def test_a_day_is_the_same_in_a_short_and_in_a_long_table(
    where: Place, first: date, length: int, data: st.DataObject
) -> None:
    last = min(first + timedelta(days=length), date(2099, 12, 31))
    table = times(where, first, last)
    assert len(table) == (last - first).days + 1
    on = data.draw(st.dates(first, last))
    alone = times(where, on)
    assert table.day(on) == alone.day(on)
    for name in TIMES:
        gap = table.instants[name][(on - first).days] - alone.instants[name][0]
        assert np.isnat(gap) or abs(gap) <= np.timedelta64(1, "ms")


def test_a_day_outside_the_table_is_refused() -> None:
    table = times(Place(31.78, 35.23), date(2027, 2, 8), date(2027, 2, 10))
    for outside in (date(2027, 2, 7), date(2027, 2, 11), date(1, 1, 1), date(9999, 12, 31)):
        with pytest.raises(InvalidDate, match=f"{outside} is not in the timetable of 2027-02-08"):
            table.day(outside)


def test_what_cannot_be_asked() -> None:
    here = Place(31.78, 35.23)
    with pytest.raises(InvalidDate, match="before it starts on 2027-02-08"):
        times(here, date(2027, 2, 8), date(2027, 2, 7))
    with pytest.raises(UnknownName, match="unknown method 'mwll'; did you mean 'mwl'"):
        times(here, date(2027, 2, 8), method="mwll")
    for year in (599, 2651):
        with pytest.raises(OutOfRange, match="600 to 2650"):
            times(here, date(year, 1, 1))


def test_a_method_of_ones_own_is_obeyed() -> None:
    here, on = Place(31.78, 35.23), date(2027, 3, 21)
    common = instants(times(here, on))
    hanafi = with_changes("mwl", "asr.shadow = 2; fajr.angle = 15; imsak.after = 0")
    own = instants(times(here, on, method=hanafi))
    assert own["asr"] > common["asr"] + timedelta(minutes=30)
    assert own["imsak"] == own["fajr"] > common["fajr"]
    assert own["maghrib"] == common["maghrib"]
    assert own["isha"] == common["isha"]


def test_the_five_prayers_are_among_the_times_in_their_order() -> None:
    assert [name for name in TIMES if name in PRAYERS] == list(PRAYERS)
    assert len(PRAYERS) == 5


# Around the date line the clock is a day ahead of the Sun or with it; elsewhere it may
# jump, or stand 45 minutes off the hour. The zones are those of the IANA database.
CLOCKS = {
    "Apia": (Place(-13.833, -171.767, timezone="Pacific/Apia"), date(2012, 6, 1)),
    "Apia, before it changed sides": (
        Place(-13.833, -171.767, timezone="Pacific/Apia"),
        date(2010, 6, 1),
    ),
    "Pago Pago": (Place(-14.278, -170.702, timezone="Pacific/Pago_Pago"), date(2012, 6, 1)),
    "Kiritimati": (Place(1.87, -157.43), date(2026, 12, 1)),
    "Kiritimati, before 1995": (Place(1.87, -157.43), date(1994, 6, 1)),
    "Taveuni": (Place(-16.8, -179.98, timezone="Pacific/Fiji"), date(2026, 1, 1)),
    "Taveuni, other half": (Place(-16.8, 179.98, timezone="Pacific/Fiji"), date(2026, 1, 1)),
    "Wrangel Island": (Place(71.0, -179.5, timezone="Asia/Anadyr"), date(2026, 3, 1)),
    "Attu": (Place(52.9, 172.9, timezone="America/Adak"), date(2026, 3, 1)),
    "London": (Place(51.507, -0.128, timezone="Europe/London"), date(2026, 3, 15)),
    "Casablanca": (Place(33.573, -7.59, timezone="Africa/Casablanca"), date(2026, 2, 1)),
    "Kathmandu": (Place(27.717, 85.324, timezone="Asia/Kathmandu"), date(2026, 1, 1)),
    "Chatham": (Place(-43.95, -176.55, timezone="Pacific/Chatham"), date(2026, 3, 20)),
    "Eucla": (Place(-31.675, 128.883, timezone="Australia/Eucla"), date(2026, 1, 1)),
    "Kashgar": (Place(39.47, 75.99, timezone="Asia/Shanghai"), date(2026, 1, 1)),
    "Monrovia": (Place(6.31, -10.8, timezone="Africa/Monrovia"), date(1971, 12, 1)),
}


@pytest.mark.parametrize("name", CLOCKS)
def test_each_civil_day_has_its_own_noon_and_noons_are_a_day_apart(name: str) -> None:
    where, first = CLOCKS[name]
    table = times(where, first, first + timedelta(days=90))
    for row in range(len(table)):
        on = first + timedelta(days=row)
        noon = table.day(on).dhuhr
        assert isinstance(noon, datetime)
        assert noon.date() == on
        # Kashgar keeps the time of Beijing, 44° to the east of it.
        assert 10 <= noon.hour < 16
    steps = np.diff(table.instants["dhuhr"])
    # The day from noon to noon is 24 h to within 30 s (the equation of time).
    assert np.all(np.abs(steps - np.timedelta64(86_400, "s")) <= np.timedelta64(31, "s"))


def test_daylight_saving_moves_the_clock_and_not_the_sun() -> None:
    # London: on from 2026-03-29 (the last Sunday of March, Directive 2000/84/EC).
    where, _ = CLOCKS["London"]
    table = times(where, date(2026, 3, 28), date(2026, 3, 29))
    before, after = (table.day(date(2026, 3, day)).dhuhr for day in (28, 29))
    assert isinstance(before, datetime)
    assert isinstance(after, datetime)
    assert (before.hour, after.hour) == (12, 13)
    apart = after.astimezone(UTC) - before.astimezone(UTC)
    assert abs(apart - timedelta(days=1)) <= timedelta(minutes=1)


def test_morocco_leaves_summer_time_for_ramadan() -> None:
    # Ramadan 1447 from 2026-02-19 in Morocco; tzdata: -> +00 on 2026-02-15, +01 on 2026-03-22.
    where, _ = CLOCKS["Casablanca"]
    table = times(where, date(2026, 2, 14), date(2026, 3, 22))
    offsets = []
    for on in (date(2026, 2, 14), date(2026, 2, 19), date(2026, 3, 21), date(2026, 3, 22)):
        noon = table.day(on).dhuhr
        assert isinstance(noon, datetime)
        offsets.append(noon.utcoffset())
    assert offsets == [timedelta(hours=hour) for hour in (1, 0, 0, 1)]


@pytest.mark.parametrize(
    ("where", "left_out"),
    [
        # IANA tzdata, australasia: "Samoa ... skipped December 30th, 2011";
        # Kiritimati "skipped December 31, 1994"; Kwajalein "skipped August 21, 1993".
        (Place(-13.833, -171.767, timezone="Pacific/Apia"), date(2011, 12, 30)),
        (Place(1.87, -157.43, timezone="Pacific/Kiritimati"), date(1994, 12, 31)),
        (Place(8.72, 167.73, timezone="Pacific/Kwajalein"), date(1993, 8, 21)),
    ],
    ids=["Apia", "Kiritimati", "Kwajalein"],
)
def test_a_day_that_a_place_left_out_costs_its_neighbours_nothing(
    where: Place, left_out: date
) -> None:
    table = times(where, left_out - timedelta(days=5), left_out + timedelta(days=5))
    lived = [table.first + timedelta(days=row) for row in range(11)]
    lived.remove(left_out)
    for on in lived:
        noon = table.day(on).dhuhr
        assert isinstance(noon, datetime)
        assert noon.date() == on
    exact = [table.instants["dhuhr"][(on - table.first).days] for on in lived]
    steps = np.diff(np.array(exact))
    assert np.all(np.abs(steps - np.timedelta64(86_400, "s")) <= np.timedelta64(31, "s"))


@pytest.mark.parametrize(
    ("latitude", "on", "name", "text"),
    [
        # Civil facts: Tromsø has the midnight Sun from 18 May to 26 July and polar night from
        # 27 November to 15 January; from 48.5° N on there are nights in June without -18°.
        (69.65, date(2026, 6, 21), "maghrib", "none: the Sun does not set"),
        (69.65, date(2026, 6, 21), "sunrise", "none: the Sun does not set"),
        (69.65, date(2026, 12, 21), "sunrise", "none: the Sun does not rise"),
        (69.65, date(2026, 12, 21), "maghrib", "none: the Sun does not rise"),
        (69.65, date(2026, 12, 21), "asr", "none: the Sun is below the horizon at noon"),
        (51.5, date(2026, 6, 21), "fajr", "none: the Sun stays above the altitude of fajr"),
        (51.5, date(2026, 6, 21), "imsak", "none: the Sun stays above the altitude of fajr"),
        (51.5, date(2026, 6, 21), "isha", "none: the Sun stays above the altitude of isha"),
        # At the pole in December the Sun's depth is the obliquity, 23.4°.
        (90.0, date(2026, 12, 21), "fajr", "none: the Sun stays below the altitude of fajr"),
        (90.0, date(2026, 12, 21), "isha", "none: the Sun stays below the altitude of isha"),
        (-90.0, date(2026, 12, 21), "asr", "none: the shadow never grows that long"),
    ],
)
def test_an_absent_time_says_why(latitude: float, on: date, name: str, text: str) -> None:
    found = times(Place(latitude, 18.96, timezone="Europe/Oslo"), on).day(on)
    assert str(getattr(found, name)) == text


@pytest.mark.parametrize(
    ("latitude", "longitude", "on"),
    [
        (66.77470377797015, 80.46201160160149, date(1932, 12, 30)),
        (66.96692501502613, 179.99, date(2042, 1, 2)),
        (-74.26647008176411, -180.0, date(2012, 5, 2)),
        (84.4, 0.0, date(2001, 10, 6)),
    ],
)
def test_asr_comes_after_a_noon_that_grazes_the_horizon(
    latitude: float, longitude: float, on: date
) -> None:
    """There shadows are so long that one height more is reached within minutes of noon."""
    table = times(Place(latitude, longitude, timezone="UTC"), on)
    exact = instants(table)
    assert timedelta(0) < exact["asr"] - exact["dhuhr"] < timedelta(minutes=10)


@pytest.mark.parametrize("on", [date(2026, 9, 17), date(2026, 3, 26), date(2026, 11, 4)])
def test_near_the_poles_a_time_is_within_half_a_day_of_noon(on: date) -> None:
    half = timedelta(hours=12, minutes=10)
    for latitude in np.arange(84.0, 90.0, 0.02):
        exact = instants(times(Place(float(latitude), 0.0, timezone="UTC"), on))
        for name in ("imsak", "midnight", "last_third"):
            exact.pop(name, None)
        assert all(abs(time - exact["dhuhr"]) <= half for time in exact.values()), latitude


def test_minutes_are_those_of_a_clock_with_seconds_in_its_offset() -> None:
    # IANA tzdata: St. John's kept -3:30:52 until 1935-03-30, Amsterdam +0:19:32 until 1937.
    for where, on, seconds in (
        (Place(47.56, -52.71, timezone="America/St_Johns"), date(1935, 1, 1), -12652),
        (Place(52.37, 4.9, timezone="Europe/Amsterdam"), date(1930, 1, 1), 1172),
    ):
        table = times(where, on)
        for name, time in table.day(on).items():
            assert isinstance(time, datetime)
            assert time.utcoffset() == timedelta(seconds=seconds)
            assert time.second == 0
            assert abs(time - instants(table)[name]) <= timedelta(seconds=30)
