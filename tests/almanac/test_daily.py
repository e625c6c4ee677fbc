from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from miqat import almanac, days
from miqat.almanac import DEFAULT_CALENDAR, Day
from miqat.calendars import calendar, compared
from miqat.errors import InvalidDate, OutOfRange, UnknownName
from miqat.places import Place, place
from miqat.prayer import DEFAULT_METHOD, PRAYERS, Absent, times

PUBLISHED = calendar("ummalqura")
TEHRAN = place("Tehran")
MINUTE = timedelta(minutes=1)
RAMADAN_1448 = (date(2027, 2, 8), date(2027, 3, 8))  # ummulqura.org.sa: 1 Ramadan, 29 Ramadan


def day(
    where: str | Place,
    moment: datetime | None = None,
    calendar: str = DEFAULT_CALENDAR,
    method: str = DEFAULT_METHOD,
) -> Day:
    """By Umm al-Qura, whose months are known beforehand; test_keeping.py has the authorities."""
    return almanac.day(where, moment, calendar=calendar, method=method)


def at(where: str | Place, text: str) -> Day:
    return day(where, datetime.fromisoformat(text))


def test_tehran_after_sunset_on_the_first_of_ramadan() -> None:
    # ummulqura.org.sa: 1 Ramadan 1448 is 2027-02-08, a Monday. Sunset in Tehran on 8 February
    # is near 17:39 (Calendar Centre, Institute of Geophysics, University of Tehran: 17:38-17:40).
    found = at(TEHRAN, "2027-02-08T18:00+03:30")
    assert (found.date, found.date.weekday()) == (date(2027, 2, 8), 0)
    assert found.hijri_of_date.isoformat() == "1448-09-01"
    assert found.hijri.isoformat() == "1448-09-02"
    assert found.hijri_after_sunset.isoformat() == "1448-09-03"
    assert found.nightfall.sign == "sunset"
    assert found.nightfall.at.date() == date(2027, 2, 9)
    assert found.fast is not None
    assert found.fast.date == date(2027, 2, 9)
    assert found.next_prayer.name == "isha"


def test_the_hijri_date_changes_at_the_minute_of_sunset() -> None:
    sunset = times(TEHRAN, date(2027, 2, 7), method=DEFAULT_METHOD).day(date(2027, 2, 7)).maghrib
    assert isinstance(sunset, datetime)
    for minutes in range(-40, 40):
        found = day(TEHRAN, sunset + minutes * MINUTE)
        before = minutes < 0
        # The eve of Ramadan: the 29th or 30th of Sha'ban before, 1 Ramadan after.
        assert found.hijri.month == (8 if before else 9), minutes
        assert found.hijri_after_sunset.isoformat() == ("1448-09-01" if before else "1448-09-02")
        assert (found.nightfall.at == sunset) is before
        assert (found.fast is None) is before
        assert found.hijri_of_date.month == 8


def test_midnight_changes_the_civil_date_alone() -> None:
    before, after = (at(TEHRAN, f"2027-02-{text}+03:30") for text in ("08T23:59:59", "09T00:00:00"))
    assert (before.date, after.date) == (date(2027, 2, 8), date(2027, 2, 9))
    assert before.hijri == after.hijri
    assert before.hijri_after_sunset == after.hijri_after_sunset
    assert before.nightfall == after.nightfall
    assert after.hijri_of_date - before.hijri_of_date == timedelta(days=1)
    assert before.fast is not None
    assert after.fast is not None
    assert before.fast.date == after.fast.date == date(2027, 2, 9)
    assert before.observances == after.observances


def test_reykjavik_in_june_where_the_sun_sets_after_midnight() -> None:
    # Almanak Háskóla Íslands: sunset in Reykjavík on 21 June is at 00:03 of the 22nd.
    late, past = at("Reykjavik", "2026-06-21T23:55Z"), at("Reykjavik", "2026-06-22T00:10Z")
    assert late.nightfall.sign == past.nightfall.sign == "sunset"
    assert late.nightfall.at.date() == date(2026, 6, 22)
    assert late.nightfall.at.time().replace(tzinfo=None).isoformat() in ("00:03:00", "00:04:00")
    assert past.hijri == late.hijri_after_sunset == late.hijri + timedelta(days=1)
    assert late.hijri == late.hijri_of_date
    assert past.hijri == past.hijri_of_date
    assert past.nightfall.at.date() == date(2026, 6, 23)
    for name in ("fajr", "isha"):
        absent = getattr(late.times, name)
        assert isinstance(absent, Absent)
        assert str(absent) == f"none: the Sun stays above the altitude of {name}"
    assert late.next_prayer.name == "maghrib"
    assert late.next_prayer.at == late.nightfall.at


@pytest.mark.parametrize(
    ("where", "moment", "texts"),
    [
        ("Longyearbyen", "2026-06-21T12:00+02:00", ("the Sun does not set",) * 2),
        ("Longyearbyen", "2026-12-21T12:00+01:00", ("the Sun does not rise",) * 2),
        ("-77.85,166.67", "2026-12-21T12:00+13:00", ("the Sun does not set",) * 2),
        ("90,0", "2026-06-21T12:00Z", ("the Sun does not set",) * 2),
        ("-90,0", "2026-06-21T12:00Z", ("the Sun does not rise",) * 2),
    ],
)
def test_without_a_sunset_the_day_changes_at_18_local_mean_time(
    where: str, moment: str, texts: tuple[str, str]
) -> None:
    found = at(where, moment)
    assert found.nightfall.sign == "18:00 local mean time"
    mean = found.nightfall.at.astimezone(UTC) + timedelta(hours=found.place.longitude / 15.0)
    assert abs(mean - mean.replace(hour=18, minute=0, second=0, microsecond=0)) < MINUTE / 60
    assert (str(found.times.sunrise), str(found.times.maghrib)) == tuple(
        f"none: {text}" for text in texts
    )
    just_before = day(found.place, found.nightfall.at - MINUTE)
    just_after = day(found.place, found.nightfall.at)
    assert just_before.hijri == found.hijri
    assert just_after.hijri == found.hijri_after_sunset


@pytest.mark.parametrize(
    ("where", "moment", "civil", "weekday", "zone"),
    [
        # Civil dates by the IANA zones: Apia +13 and Kiritimati +14 are a day ahead of their Sun.
        ("Apia", "2026-12-20T23:00Z", date(2026, 12, 21), 0, "Pacific/Apia"),
        ("1.87,-157.43", "2026-12-20T22:00Z", date(2026, 12, 21), 0, "Pacific/Kiritimati"),
        ("Pago Pago", "2026-12-20T23:00Z", date(2026, 12, 20), 6, "Pacific/Pago_Pago"),
        ("-77.85,166.67", "2026-12-20T23:00Z", date(2026, 12, 21), 0, "Antarctica/McMurdo"),
        ("Tehran", "2026-12-20T23:00Z", date(2026, 12, 21), 0, "Asia/Tehran"),
    ],
)
def test_the_civil_date_and_noon_of_a_place(
    where: str, moment: str, civil: date, weekday: int, zone: str
) -> None:
    found = at(where, moment)
    assert (found.date, found.date.weekday()) == (civil, weekday)
    assert found.place.zone.key == zone
    assert found.times.date == civil
    noon = found.times.dhuhr
    assert isinstance(noon, datetime)
    assert noon.date() == civil
    assert timedelta(hours=11) <= timedelta(hours=noon.hour, minutes=noon.minute)
    assert timedelta(hours=noon.hour, minutes=noon.minute) <= timedelta(hours=14, minutes=30)
    # By day the Hijri date is that of the civil day.
    assert found.hijri_of_date == PUBLISHED.from_date(civil)


def test_apia_on_either_side_of_the_day_it_left_out() -> None:
    # Samoa had no 2011-12-30 (International Date Line Act 2011).
    before, after = at("Apia", "2011-12-29T12:00-10:00"), at("Apia", "2011-12-31T12:00+14:00")
    assert (before.date, after.date) == (date(2011, 12, 29), date(2011, 12, 31))
    assert before.hijri == PUBLISHED.from_date(before.date)
    assert after.hijri == PUBLISHED.from_date(after.date)
    evening = day("Apia", before.nightfall.at + MINUTE)
    assert evening.hijri == after.hijri
    assert evening.nightfall == after.nightfall
    assert (after.nightfall.at.date(), after.nightfall.sign) == (date(2011, 12, 31), "sunset")
    assert after.next_prayer.at.date() == date(2011, 12, 31)


PLACES = st.sampled_from(
    [
        place("Tehran"),
        place("Apia"),
        place("Reykjavik"),
        place("Longyearbyen"),
        place("London"),
        Place(1.87, -157.43),
        Place(-77.85, 166.67),
        Place(-43.95, -176.55, timezone="Pacific/Chatham"),
    ]
)
MOMENTS = st.datetimes(
    datetime(1925, 1, 1), datetime(2077, 10, 1), timezones=st.just(UTC)
)  # fmt: skip


@settings(deadline=None, max_examples=60)
@given(PLACES, MOMENTS)
# The last sunset before a polar night, near noon, six hours before 18:00.
@example(place("Longyearbyen"), datetime(1992, 10, 26, 11, tzinfo=UTC))
# Kiritimati had no 1994-12-31.
@example(Place(1.87, -157.43), datetime(1994, 12, 30, 5, tzinfo=UTC))
# A repeated hour: Python finds no time in it equal to one of another zone.
@example(place("Reykjavik"), datetime(1963, 10, 27, 1, tzinfo=UTC))
def test_any_moment_hangs_together(where: Place, moment: datetime) -> None:
    found = day(where, moment)
    assert found.at.astimezone(UTC) == moment
    assert found.date == moment.astimezone(where.zone).date()
    assert found.times.date == found.date
    # The nightfall to come is within a day or so (it drifts from day to day in the far north).
    assert moment < found.nightfall.at <= moment + timedelta(hours=26)
    # A civil day that was left out at the date line (Apia, Kiritimati) is left out here too.
    assert found.hijri_after_sunset - found.hijri in (timedelta(days=1), timedelta(days=2))
    # In the evening, or until a sunset after midnight, they are a day apart.
    assert abs(found.hijri - found.hijri_of_date) <= timedelta(days=1)
    assert found.next_prayer.name in PRAYERS
    assert found.next_prayer.remaining == found.next_prayer.at.astimezone(UTC) - moment
    assert timedelta(0) < found.next_prayer.remaining <= timedelta(hours=25)
    assert (found.fast is not None) == (found.hijri.month == 9)
    if found.fast is not None:
        assert PUBLISHED.from_date(found.fast.date) == found.hijri
    assert timedelta(0) <= found.moon.age < timedelta(days=29, hours=20)
    assert found.moon.next_conjunction > moment
    assert 0.0 <= found.moon.illuminated <= 1.0
    then = day(where, found.nightfall.at + timedelta(seconds=1))
    assert then.hijri == found.hijri_after_sunset


@settings(deadline=None, max_examples=60)
@given(PLACES, MOMENTS)
def test_the_last_friday_of_ramadan_is_always_listed(where: Place, moment: datetime) -> None:
    # The table ends in 2077-11; its last Ramadan began on 2077-07-21.
    assume(moment < datetime(2077, 8, 1, tzinfo=UTC))
    found = day(where, moment)
    friday = next(o for o in found.observances if o.observance.id == "jumuat-al-wida")
    assert friday.first.weekday() == 4
    assert friday.hijri.month == 9
    assert (friday.hijri + timedelta(days=7)).month == 10
    # It is the next one: not past, and at most a Hijri year ahead.
    ahead = friday.span.first - found.hijri.day_number
    assert 0 <= ahead <= 385
    firsts = [o.span.first for o in found.observances]
    assert firsts == sorted(firsts)
    assert all(o.span.last >= found.hijri.day_number for o in found.observances)
    assert 5 <= len(found.observances) <= 6


def test_what_is_kept_today_is_listed_until_sunset() -> None:
    # ummulqura.org.sa: 1 Shawwal 1448 is 2027-03-09.
    for moment, listed in (
        ("2027-03-08T12:00+03:30", True),
        ("2027-03-09T12:00+03:30", True),
        ("2027-03-09T20:00+03:30", False),
    ):
        coming = [o.observance.id for o in at(TEHRAN, moment).observances]
        assert ("eid-al-fitr" in coming) is listed, moment
        assert ("ramadan" in coming) is moment.startswith("2027-03-08")


def test_the_fast_is_of_ramadan_only() -> None:
    first, last = RAMADAN_1448
    for ahead in range(-3, 34):
        noon = datetime(2027, 2, 8, 12, tzinfo=ZoneInfo("Asia/Tehran")) + timedelta(days=ahead)
        found = day(TEHRAN, noon)
        if first <= found.date <= last:
            assert found.fast is not None
            assert found.fast.date == found.date
            assert found.fast.imsak == found.times.imsak
            assert found.fast.iftar == found.times.maghrib
        else:
            assert found.fast is None
    # On its last evening the fast is over.
    evening = day(TEHRAN, datetime(2027, 3, 8, 20, tzinfo=ZoneInfo("Asia/Tehran")))
    assert evening.fast is None
    assert evening.hijri.isoformat() == "1448-10-01"


def test_after_isha_comes_the_fajr_of_tomorrow() -> None:
    found = at(TEHRAN, "2027-02-08T23:00+03:30")
    tomorrow = times(TEHRAN, date(2027, 2, 9), method=DEFAULT_METHOD).day(date(2027, 2, 9))
    assert (found.next_prayer.name, found.next_prayer.at) == ("fajr", tomorrow.fajr)


def test_the_next_prayer_through_a_day() -> None:
    today = times(TEHRAN, date(2027, 2, 8), method=DEFAULT_METHOD).day(date(2027, 2, 8))
    for name in PRAYERS:
        time = getattr(today, name)
        found = day(TEHRAN, time - timedelta(seconds=1))
        assert (found.next_prayer.name, found.next_prayer.at) == (name, time)
        assert day(TEHRAN, time).next_prayer.name != name


def test_isha_after_midnight_belongs_to_its_own_day() -> None:
    # At 48° N in June the Sun is 17° down only near local midnight, which the clock of western
    # France shows at 02:20: there the isha of 10 June is prayed on the 11th.
    brest = Place(48.0, -4.5, timezone="Europe/Paris")
    tenth = times(brest, date(2026, 6, 10), method=DEFAULT_METHOD).day(date(2026, 6, 10))
    assert isinstance(tenth.isha, datetime)
    assert tenth.isha.date() == date(2026, 6, 11)
    found = day(brest, tenth.isha - 10 * MINUTE)
    assert found.date == date(2026, 6, 11)
    assert found.next_prayer == ("isha", tenth.isha, 10 * MINUTE)
    assert found.times.isha != tenth.isha


def test_the_wait_is_right_on_the_night_of_a_clock_change() -> None:
    # Europe/London goes from 01:00 GMT to 02:00 BST on 2026-03-29 and back on 2026-10-25.
    for moment in ("2026-03-28T23:00+00:00", "2026-10-24T23:00+01:00"):
        found = at("London", moment)
        assert found.next_prayer.name == "fajr"
        waited = datetime.fromisoformat(moment) + found.next_prayer.remaining
        assert waited == found.next_prayer.at.astimezone(UTC)


def test_other_calendars_are_listed_where_they_differ() -> None:
    differed = 0
    for ahead in range(0, 400, 7):
        number = days.from_date(date(2026, 1, 1)) + ahead
        noon = datetime(2026, 1, 1, 9, tzinfo=UTC) + timedelta(days=ahead)
        found = day(TEHRAN, noon)
        expected = [
            other.from_day(number)
            for other in compared()
            if other.from_day(number).isoformat() != PUBLISHED.from_day(number).isoformat()
        ]
        assert list(found.others) == expected
        differed += bool(expected)
    assert 0 < differed < 58


def test_a_calendar_that_is_over_is_left_out_of_the_others() -> None:
    # Umm al-Qura as published ends with 1500, in November 2077.
    found = day(TEHRAN, datetime(2090, 1, 1, 9, tzinfo=UTC), calendar="islamic-civil")
    assert "ummalqura" not in {other.calendar.id for other in found.others}
    assert found.calendar.id == "islamic-civil"


def test_a_calendar_and_a_method_may_be_chosen() -> None:
    found = day(TEHRAN, datetime(2027, 2, 8, 9, tzinfo=UTC), calendar="islamic-civil", method="MWL")
    assert {o.calendar.id for o in found.observances} == {"islamic-civil"}
    assert found.hijri.calendar.id == "islamic-civil"
    assert found.method.id == "mwl"
    assert DEFAULT_CALENDAR == "ummalqura"


def test_namesakes_are_named() -> None:
    # GeoNames: Tripoli is a city of Libya (1.2 million), Lebanon (230,000) and Greece.
    found = at("Tripoli", "2027-02-08T12:00Z")
    assert found.place.country == "LY"
    assert "LB" in {other.country for other in found.namesakes}
    assert at("Tripoli, LB", "2027-02-08T12:00Z").place.country == "LB"
    assert at("31.78,35.23", "2027-02-08T12:00Z").namesakes == ()


def test_the_moon_of_a_known_conjunction() -> None:
    # The total eclipse of the Sun on 2 August 2027; F. Espenak's tables of the Moon's phases
    # (NASA, astropixels.com) have the New Moon of that day at 10:05 UT.
    found = at("Mecca", "2027-08-02T12:00Z")
    assert abs(found.moon.age - timedelta(hours=1, minutes=55)) < timedelta(minutes=1)
    assert found.moon.illuminated < 0.001
    before = at("Mecca", "2027-08-02T09:00Z")
    assert before.moon.age > timedelta(days=29)
    assert abs(before.moon.next_conjunction - datetime(2027, 8, 2, 10, 5, tzinfo=UTC)) < timedelta(
        minutes=1
    )


def test_now_is_the_moment_unless_one_is_given() -> None:
    start = datetime.now(UTC)
    found = day(TEHRAN)
    assert start <= found.at <= datetime.now(UTC)
    assert found.at.tzinfo is TEHRAN.zone


def test_what_cannot_be_answered() -> None:
    noon = datetime(2027, 2, 8, 9, tzinfo=UTC)
    with pytest.raises(UnknownName, match="unknown place 'Jerusalm'; did you mean 'Jerusalem'"):
        day("Jerusalm", noon)
    with pytest.raises(UnknownName, match="unknown calendar"):
        day(TEHRAN, noon, calendar="umalkura")
    with pytest.raises(UnknownName, match="unknown method"):
        day(TEHRAN, noon, method="mwll")
    with pytest.raises(InvalidDate, match="has no time zone; write it with its offset"):
        day(TEHRAN, datetime(2027, 2, 8, 9))
    for extreme in (datetime.min, datetime.max):
        with pytest.raises(OutOfRange, match="too near the end"):
            day(TEHRAN, extreme.replace(tzinfo=UTC))
    for year in (599, 2651):
        with pytest.raises(OutOfRange, match="600 to 2650"):
            day(TEHRAN, datetime(year, 1, 1, tzinfo=UTC), calendar="islamic-civil")
    with pytest.raises(OutOfRange, match="outside ummalqura, which runs from 1343-01-01"):
        day(TEHRAN, datetime(2080, 1, 1, tzinfo=UTC))
