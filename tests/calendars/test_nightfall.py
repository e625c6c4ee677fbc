from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miqat import days
from miqat.calendars import calendar
from miqat.calendars.nightfall import NO_SUNSET, SUNSET, TOWARD_NO_SUNSET, nightfalls
from miqat.errors import InvalidDate, OutOfRange, UnknownName
from miqat.places import Place, place

PUBLISHED = calendar("ummalqura")
CIVIL = calendar("islamic-civil")
MAKKAH = place("Makkah")
KIRITIMATI = Place(1.87, -157.43, name="Kiritimati")
RIYADH_TIME = ZoneInfo("Asia/Riyadh")
SECOND = timedelta(seconds=1)

# Places on both sides of the date line, in the far north and south, and in between.
ANYWHERE = st.sampled_from(
    [place(name) for name in ("Makkah", "Apia", "Honolulu", "Tromsø", "Oslo")]
    + [
        KIRITIMATI,
        Place(-77.85, 166.67),
        Place(89.9, 10.0),
        Place(-89.99, -170.0),
        Place(0.0, 180.0),
    ]
)


def test_the_day_begins_at_sunset() -> None:
    # ummulqura.org.sa: 1 Ramadan 1448 is 2027-02-08, and maghrib in Makkah on the 7th is 18:12
    # or so: the Sun sets within a few minutes of it.
    noon = PUBLISHED.at(datetime(2027, 2, 7, 12, tzinfo=RIYADH_TIME), MAKKAH)
    evening = PUBLISHED.at(datetime(2027, 2, 7, 19, tzinfo=RIYADH_TIME), MAKKAH)
    assert noon.date.isoformat() == "1448-08-30"
    assert evening.date.isoformat() == "1448-09-01"
    assert noon.ends == evening.began
    assert noon.basis == evening.basis == "sunset"
    sunset = evening.began.astimezone(RIYADH_TIME)
    assert datetime(2027, 2, 7, 18, 8, tzinfo=RIYADH_TIME) < sunset
    assert sunset < datetime(2027, 2, 7, 18, 18, tzinfo=RIYADH_TIME)
    assert evening.began.tzinfo is UTC
    assert PUBLISHED.at(evening.began, MAKKAH) == evening
    assert PUBLISHED.at(evening.began - SECOND, MAKKAH) == noon


def test_sunset_is_that_of_the_horizon_room() -> None:
    from miqat.sky.timescale import from_datetime
    from miqat.sky.topocentric import horizontal

    began = PUBLISHED.at(datetime(2027, 2, 8, 12, tzinfo=RIYADH_TIME), MAKKAH).began
    altitude = horizontal("sun", from_datetime(began), MAKKAH.latitude, MAKKAH.longitude).altitude
    assert abs(float(altitude) + 50 / 60) < 0.001


def test_midnight_and_a_fixed_hour() -> None:
    at_one = datetime(2027, 2, 8, 1, tzinfo=RIYADH_TIME)
    found = PUBLISHED.at(at_one, MAKKAH, begins="midnight")
    assert (found.date.isoformat(), found.basis) == ("1448-09-01", "midnight")
    assert found.began == datetime(2027, 2, 8, tzinfo=RIYADH_TIME)
    assert found.ends - found.began == timedelta(days=1)
    before = PUBLISHED.at(found.began - SECOND, MAKKAH, begins="midnight")
    assert before.date.isoformat() == "1448-08-30"
    # From noon on an hour begins the day of the morrow, before noon that of the date.
    for hour, moment, expected in (
        (time(18), datetime(2027, 2, 7, 18, tzinfo=RIYADH_TIME), "1448-09-01"),
        (time(18), datetime(2027, 2, 7, 17, 59, tzinfo=RIYADH_TIME), "1448-08-30"),
        (time(12), datetime(2027, 2, 7, 12, tzinfo=RIYADH_TIME), "1448-09-01"),
        (time(4, 30), datetime(2027, 2, 8, 4, 30, tzinfo=RIYADH_TIME), "1448-09-01"),
        (time(4, 30), datetime(2027, 2, 8, 4, 29, tzinfo=RIYADH_TIME), "1448-08-30"),
    ):
        fixed = PUBLISHED.at(moment, MAKKAH, begins=hour)
        assert (fixed.date.isoformat(), fixed.basis) == (expected, "fixed hour")
        assert fixed.began.astimezone(RIYADH_TIME).time() == hour


@pytest.mark.parametrize(
    ("moment", "sets"),
    [
        (datetime(2026, 6, 21, 12, tzinfo=UTC), False),
        (datetime(2026, 12, 21, 12, tzinfo=UTC), False),
        (datetime(2026, 3, 21, 12, tzinfo=UTC), True),
    ],
)
def test_where_the_sun_does_not_set(moment: datetime, sets: bool) -> None:
    """In Tromsø the Sun stays up from May to July, and down from November to January."""
    tromso = place("Tromsø")
    found = CIVIL.at(moment, tromso)
    assert (found.basis == "sunset") is sets
    if not sets:
        assert found.basis == NO_SUNSET == "18:00 local mean time, because the Sun does not set"
        mean = found.began + timedelta(days=tromso.longitude / 360.0)
        assert mean.time().replace(microsecond=0) in (time(18), time(17, 59, 59))
        assert found.ends - found.began == timedelta(days=1)


#: Where the Sun stays up in summer and down in winter.
POLAR = [place("Longyearbyen"), place("Tromsø"), place("Murmansk"), Place(71.29, -156.79)]


@pytest.mark.parametrize("where", POLAR, ids=lambda where: where.name or "Utqiagvik")
def test_the_days_of_a_polar_year_are_about_as_long(where: Place) -> None:
    """No day of 2026 is more than about an hour longer or shorter than 24 hours.

    Without a transition between sunset and 18:00 there were days of 18.3 and of 30 hours.
    """
    nights = nightfalls(where, days.from_date(date(2026, 1, 1)), 365)
    assert [night.day for night in nights] == list(range(nights[0].day, nights[0].day + 365))
    lengths = [after.instant - before.instant for before, after in pairwise(nights)]
    assert min(lengths) >= timedelta(hours=22.9)
    assert max(lengths) <= timedelta(hours=25.1)
    # No more than six days on each side of a polar night or a midnight sun are of the transition.
    bases = [night.basis for night in nights]
    assert bases.count(SUNSET) > 120
    assert bases.count(NO_SUNSET) > 60
    assert 0 < bases.count(TOWARD_NO_SUNSET) <= 4 * 6
    hours = {
        (night.instant + timedelta(hours=where.longitude / 15)).time().replace(microsecond=0)
        for night in nights
        if night.basis == NO_SUNSET
    }
    assert hours <= {time(18), time(17, 59, 59)}


def test_the_last_sunset_before_the_polar_night_of_1992() -> None:
    longyearbyen = place("Longyearbyen")
    found = CIVIL.at(datetime(1992, 10, 26, 11, tzinfo=UTC), longyearbyen)
    assert timedelta(hours=23) <= found.ends - found.began <= timedelta(hours=25)
    after = CIVIL.at(found.ends, longyearbyen)
    assert after.basis == TOWARD_NO_SUNSET
    assert after.date - found.date == timedelta(days=1)


def test_a_day_that_was_left_out_at_the_date_line() -> None:
    """Samoa went from Thursday 29 to Saturday 31 December 2011."""
    apia = place("Apia")
    before = CIVIL.at(datetime(2011, 12, 29, 12, tzinfo=apia.zone), apia)
    after = CIVIL.at(datetime(2011, 12, 31, 12, tzinfo=apia.zone), apia)
    assert after.date.day_number - before.date.day_number == 2
    assert before.ends == after.began
    assert (
        timedelta(hours=23, minutes=55) < after.ends - after.began < timedelta(hours=24, minutes=5)
    )


def test_two_sides_of_the_date_line_have_two_dates() -> None:
    """At one noon of one meridian Kiritimati is a day ahead of Honolulu."""
    moment = datetime(2027, 2, 8, 22, tzinfo=UTC)  # noon of the 8th and of the 9th
    west, east = (CIVIL.at(moment, name).date for name in ("Honolulu", KIRITIMATI))
    assert east.day_number - west.day_number == 1


def test_long_before_zones() -> None:
    """In 1453 clocks showed local time: noon and midnight of Istanbul are two hours before UT."""
    istanbul = place("Istanbul")
    noon = datetime(1453, 5, 29, 10, tzinfo=UTC) + timedelta(days=9)  # 29 May Julian
    found = CIVIL.at(noon, istanbul)
    assert found.date.to_date() == noon.date()
    assert found.basis == "sunset"
    assert CIVIL.at(noon + timedelta(hours=9), istanbul).date == found.date + timedelta(days=1)


@given(where=ANYWHERE, minute=st.integers(-70 * 525_960, 80 * 525_960), begins=st.sampled_from(
    ["sunset", "midnight", time(6), time(18), time(23, 59)]))  # fmt: skip
def test_an_instant_is_in_its_day_and_days_follow_each_other(
    where: Place, minute: int, begins: Any
) -> None:
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(minutes=minute)
    found = CIVIL.at(moment, where, begins)
    assert found.began <= moment < found.ends
    following = CIVIL.at(found.ends, where, begins)
    assert following.began == found.ends
    skipped = following.date.day_number - found.date.day_number
    assert 1 <= skipped <= 2  # 2 where the place crossed the date line
    assert timedelta(hours=10) < found.ends - found.began < timedelta(hours=50)


def test_what_is_refused() -> None:
    moment = datetime(2027, 2, 8, 12, tzinfo=UTC)
    with pytest.raises(InvalidDate, match=r"2027-02-08T12:00:00 has no time zone"):
        PUBLISHED.at(moment.replace(tzinfo=None), MAKKAH)
    with pytest.raises(UnknownName, match="unknown beginning of the day 'dawn'"):
        PUBLISHED.at(moment, MAKKAH, begins="dawn")  # type: ignore[arg-type]
    with pytest.raises(UnknownName, match="unknown place 'Mecca City X'"):
        PUBLISHED.at(moment, "Mecca City X")
    with pytest.raises(InvalidDate, match="has a time zone"):
        PUBLISHED.at(moment, MAKKAH, begins=time(18, tzinfo=UTC))
    with pytest.raises(OutOfRange, match="is outside ummalqura"):
        PUBLISHED.at(moment.replace(year=1900), MAKKAH)
    with pytest.raises(OutOfRange, match="600 to 2650"):
        CIVIL.at(moment.replace(year=3000), MAKKAH)
    with pytest.raises(OutOfRange, match="too near the end"):
        CIVIL.at(datetime.min.replace(tzinfo=UTC), MAKKAH)


def test_a_day_that_begins_at_noon_has_the_date_of_the_next_day() -> None:
    """From 12:00 on the hour is an afternoon's: the day after it is the one that begins."""
    umm = datetime(2027, 2, 8, 13, tzinfo=RIYADH_TIME)  # 1 Ramadan 1448 in Umm al-Qura
    for hour, expected in ((time(11, 59), 1), (time(12), 2), (time(12, 1), 2)):
        assert PUBLISHED.at(umm, MAKKAH, begins=hour).date.day == expected
