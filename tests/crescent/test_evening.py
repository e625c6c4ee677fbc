from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from skyfield.api import wgs84
from tools.accuracy import evenings, truth

from miqat.crescent import all_criteria, observe
from miqat.errors import OutOfRange
from miqat.places import Place, place
from miqat.sky.timescale import from_datetime64, utc_to_tt

if TYPE_CHECKING:
    from miqat.crescent import Evening
    from miqat.crescent.twilight import When

JERUSALEM = Place(31.78, 35.23, timezone="Asia/Jerusalem")
KIRITIMATI = Place(1.87, -157.43, timezone="Pacific/Kiritimati")
NEW_MOON = datetime(2026, 2, 17, 12, 1, tzinfo=ZoneInfo("UTC"))  # USNO, to the minute


def utc_days(instant: datetime | None) -> float:
    assert instant is not None
    plain = instant.astimezone(ZoneInfo("UTC")).replace(tzinfo=None)
    return float(from_datetime64(np.datetime64(plain, "us")))


@pytest.mark.parametrize(
    ("where", "on", "when"),
    [
        (JERUSALEM, date(2026, 2, 18), "evening"),
        (KIRITIMATI, date(2026, 2, 18), "evening"),
        (place("Apia"), date(2026, 2, 18), "evening"),
        (place("Reykjavik"), date(2026, 3, 20), "evening"),
        (place("Quito"), date(2027, 2, 5), "morning"),
        (place("Auckland"), date(2026, 6, 13), "morning"),
    ],
    ids=str,
)
def test_instants_and_quantities_are_skyfields(where: Place, on: date, when: When) -> None:
    evening = observe(where, on, when)
    longitude, latitude = np.array([where.longitude]), np.array([where.latitude])
    # A clock ahead of the Sun by a day, as Kiritimati's, names the Sun's yesterday.
    day = np.floor(utc_days(evening.sunset) + where.longitude / 360.0).astype(np.int64)
    theirs = evenings.evenings(latitude, longitude, np.array([day]), when)
    assert utc_days(evening.sunset) == pytest.approx(theirs.sunset[0], abs=1e-6)
    assert utc_days(evening.moonset) == pytest.approx(theirs.moonset[0], abs=1e-6)
    best = theirs.sunset + 4.0 / 9.0 * theirs.lag
    assert utc_days(evening.best_time) == pytest.approx(best[0], abs=1e-6)
    sky = theirs.at(4.0 / 9.0)
    assert evening.value("yallop") == pytest.approx(evenings.yallop(sky)[0], abs=1e-4)
    assert evening.value("odeh") == pytest.approx(evenings.odeh(sky)[0], abs=1e-3)
    assert float(evening.at_best.moon_topo.altitude) == pytest.approx(
        sky.altitude_topo[0], abs=1e-3
    )
    # The civil date is that of the place's own clock.
    assert evening.sunset is not None
    assert evening.sunset.date() == on
    assert evening.sunset.tzinfo == where.zone


def test_dates_on_both_sides_of_the_date_line() -> None:
    # Kiritimati and Honolulu stand beside each other under one Sun, a day apart by the clock.
    ahead = observe(KIRITIMATI, date(2026, 2, 18))
    behind = observe(place("Honolulu"), date(2026, 2, 17))
    assert ahead.sunset is not None
    assert behind.sunset is not None
    assert abs(ahead.sunset - behind.sunset) < timedelta(hours=1)
    assert (ahead.sunset.date(), behind.sunset.date()) == (date(2026, 2, 18), date(2026, 2, 17))


def test_the_conjunction_is_the_published_one() -> None:
    evening = observe(JERUSALEM, date(2026, 2, 18))
    assert abs(evening.conjunction - NEW_MOON) <= timedelta(seconds=31)
    assert evening.conjunction.utcoffset() == timedelta(hours=2)
    assert evening.age is not None
    assert evening.sunset is not None
    assert evening.age == evening.sunset - evening.conjunction


def test_the_topocentric_conjunction_is_one_seen_from_the_place() -> None:
    for where, on in ((JERUSALEM, date(2026, 2, 18)), (place("Lima"), date(2026, 8, 13))):
        evening = observe(where, on)
        tt = utc_to_tt(np.array([utc_days(evening.conjunction_topo)]))
        here = truth.EARTH + wgs84.latlon(where.latitude, where.longitude)
        longitude = {}
        for body in ("sun", "moon"):
            seen = here.at(truth.time(tt)).observe(truth.KERNEL[body]).apparent()
            longitude[body] = seen.ecliptic_latlon(epoch="date")[1].degrees
        assert np.abs(longitude["moon"] - longitude["sun"])[0] * 3600.0 < 1.0
        apart = abs(evening.conjunction_topo - evening.conjunction)
        assert timedelta(minutes=5) < apart < timedelta(hours=2)


def test_a_crescent_and_its_sentence() -> None:
    evening = observe(JERUSALEM, date(2026, 2, 18))
    assert evening.outcome == ""
    assert evening.lag is not None
    assert timedelta(minutes=60) < evening.lag < timedelta(minutes=70)
    assert evening.zone("yallop") == "A"
    assert evening.sentence.startswith("Yallop's zone A, easily visible; look at 17:56 toward the")
    # West-southwest, from 236.25 to 258.75 degrees; the Sun more to the right, north of it.
    assert 236.25 < float(evening.at_best.moon_topo.azimuth) < 258.75
    assert "toward the west-southwest, 6° above the horizon and 2° to the left of the" in (
        evening.sentence
    )
    assert set(evening.zones()) == {one.id for one in all_criteria()}
    value, letter = evening.zones()["odeh"]
    assert (value, letter) == (evening.value("odeh"), evening.zone("odeh"))


def test_what_is_not_to_be_seen_is_said() -> None:
    evening = observe(JERUSALEM, date(2026, 2, 17))
    assert evening.outcome == ""
    assert evening.zone("yallop") == "F"
    assert evening.sentence == (
        "Nothing is likely to be seen: Yallop's zone F, not visible, below the Danjon limit."
    )
    assert evening.probability() < 0.01


def check_no_crescent(evening: Evening, outcome: str) -> None:
    assert evening.outcome == outcome
    assert evening.sentence == f"No crescent can be seen: {outcome}."
    assert evening.zone("yallop") == ""
    assert {letter for _, letter in evening.zones().values()} == {""}
    assert evening.probability() == evening.probability("optical aid") == 0.0


def test_no_sunset() -> None:
    tromso = place("Tromsø")
    summer = observe(tromso, date(2026, 6, 16))
    check_no_crescent(summer, "no sunset: the Sun stays up")
    assert (summer.sunset, summer.lag, summer.age, summer.best_time) == (None, None, None, None)
    winter = observe(tromso, date(2026, 12, 10))
    check_no_crescent(winter, "no sunset: the Sun does not rise")
    check_no_crescent(observe(tromso, date(2026, 6, 13), "morning"), "no sunrise: the Sun stays up")
    assert np.isnan(summer.value("yallop"))


def test_no_moonset() -> None:
    # Svalbard: the Moon of 20 March 2026 circles above the horizon while the Sun sets.
    evening = observe(Place(78.2, 15.6), date(2026, 3, 20))
    check_no_crescent(evening, "no moonset: the Moon stays up")
    assert evening.sunset is not None
    assert evening.moonset is None
    assert evening.lag is None


def test_the_pole() -> None:
    evening = observe(Place(90.0, 0.0, timezone="UTC"), date(2026, 6, 16))
    check_no_crescent(evening, "no sunset: the Sun stays up")


def test_the_moon_sets_first() -> None:
    # Two days old the Moon of August stands so far south that in the north it sets first.
    where = place("Reykjavik")
    evening = observe(where, date(2026, 8, 14))
    day = np.array([int(np.datetime64("2026-08-14").astype(np.int64))])
    theirs = evenings.evenings(np.array([where.latitude]), np.array([where.longitude]), day)
    assert theirs.lag[0] < 0.0
    assert evening.lag is not None
    assert evening.lag.total_seconds() == pytest.approx(86400.0 * theirs.lag[0], abs=0.1)
    check_no_crescent(evening, "the Moon sets before the Sun")
    assert evening.best_time is None


def test_before_and_past_conjunction() -> None:
    check_no_crescent(
        observe(JERUSALEM, date(2026, 2, 16)), "no conjunction yet: the Moon is still old"
    )
    check_no_crescent(
        observe(JERUSALEM, date(2026, 2, 18), "morning"),
        "past conjunction: the Moon is new already",
    )


def test_a_morning_crescent() -> None:
    morning = observe(place("Jakarta"), date(2026, 2, 16), "morning")
    assert morning.outcome == ""
    assert morning.sunset is not None  # sunrise
    assert morning.moonset is not None  # moonrise
    assert morning.best_time is not None
    assert morning.moonset < morning.best_time < morning.sunset < morning.conjunction
    assert morning.lag == morning.sunset - morning.moonset
    assert morning.age == morning.conjunction - morning.sunset
    assert morning.zone("yallop") == "A"
    assert "look at 05:25 toward the east-southeast" in morning.sentence


def test_the_side_of_the_sun() -> None:
    # An azimuth larger than the Sun's is to the right of it, evening and morning, north and south.
    cases: tuple[tuple[Place, date, When], ...] = (
        (JERUSALEM, date(2026, 2, 18), "evening"),
        (place("Sydney"), date(2026, 9, 13), "evening"),
        (place("Oslo"), date(2026, 5, 18), "evening"),
        (place("Nairobi"), date(2026, 1, 17), "morning"),
    )
    for where, on, when in cases:
        evening = observe(where, on, when)
        sight = evening.at_best
        right = (float(sight.moon.azimuth) - float(sight.sun.azimuth) + 180.0) % 360.0 > 180.0
        assert f"to the {'right' if right else 'left'} of the Sun" in evening.sentence


def test_the_lit_limb_points_to_the_sun() -> None:
    # As one sees it, clockwise from straight up: the Sun has set below and to the right.
    sight = observe(JERUSALEM, date(2026, 2, 18)).at_best
    below = float(sight.moon_topo.altitude - sight.sun_topo.altitude)
    right = float(sight.sun_topo.azimuth - sight.moon_topo.azimuth)
    assert below > 0.0
    assert right > 0.0
    expected = 180.0 - np.degrees(np.arctan2(right, below))
    assert float(sight.tilt) == pytest.approx(expected, abs=1.0)


def test_the_illumination_is_half_the_versed_elongation() -> None:
    sight = observe(JERUSALEM, date(2026, 2, 19)).at_best
    tt = utc_to_tt(np.array([utc_days(observe(JERUSALEM, date(2026, 2, 19)).best_time)]))
    sun, moon = (truth.apparent(body, tt) for body in ("sun", "moon"))
    lit = 0.5 * (1.0 - np.cos(np.radians(sun.separation_from(moon).degrees[0])))
    assert float(sight.illuminated) == pytest.approx(lit, abs=1e-6)


def test_high_up_is_counted_from_the_same_horizon() -> None:
    # Height moves the Moon by parallax alone: no dip is taken, the lag changes by seconds.
    low = observe(Place(31.78, 35.23), date(2026, 2, 18))
    high = observe(Place(31.78, 35.23, elevation=800.0), date(2026, 2, 18))
    assert low.lag is not None
    assert high.lag is not None
    assert abs(low.lag - high.lag) < timedelta(seconds=5)


def test_outside_the_ephemeris() -> None:
    with pytest.raises(OutOfRange, match="600 to 2650"):
        observe(JERUSALEM, date(2700, 1, 1))
    assert observe(JERUSALEM, date(640, 1, 1)).conjunction.year in (639, 640)
