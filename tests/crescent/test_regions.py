from __future__ import annotations

import time
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from tests.sky.conftest import Skyfield

from miqat.crescent.regional import outlines, regions
from miqat.crescent.regional.interpolation import Interpolant
from miqat.crescent.regional.moon_at_sunset import Frame
from miqat.crescent.regional.search import dawn, meets, meets_many
from miqat.days import JDN_OF_DAY_0, from_date
from miqat.errors import InvalidRule, OutOfRange, UnknownName
from miqat.sky import lunations
from miqat.sky.timescale import from_datetime64, utc_to_tt

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

ARCSECOND = 1.0 / 3600.0

# Muhammadiyah's place for 1 Ramadan 1447, published by several Indonesian papers in 2025-26.
KHGT_LATITUDE = 56 + 48 / 60 + 49 / 3600
KHGT_LONGITUDE = -(158 + 51 / 60 + 44 / 3600)
KHGT_EVENING = date(2026, 2, 17)
FIVE_EIGHT: dict[str, Any] = {"altitude": 5.0, "elongation": 8.0}


def test_muhammadiyahs_published_point() -> None:
    frame = Frame(sunset="geocentric centre")
    moon = frame.moon(KHGT_LONGITUDE, KHGT_LATITUDE, from_date(KHGT_EVENING))
    assert moon.altitude == pytest.approx(5 + 23 / 60 + 35 / 3600, abs=1.0 * ARCSECOND)
    assert moon.elongation == pytest.approx(8 + 0 / 60 + 11 / 3600, abs=1.0 * ARCSECOND)
    # By the usual sunset it comes out 8" higher, from the surface it is not met at all.
    usual = Frame().moon(KHGT_LONGITUDE, KHGT_LATITUDE, from_date(KHGT_EVENING))
    assert 7.0 * ARCSECOND < usual.altitude - moon.altitude < 9.0 * ARCSECOND
    surface = Frame(geocentric=False).moon(KHGT_LONGITUDE, KHGT_LATITUDE, from_date(KHGT_EVENING))
    assert surface.altitude == pytest.approx(4 + 26 / 60, abs=0.02)
    assert surface.elongation == pytest.approx(7 + 17 / 60, abs=0.02)


def test_the_first_sunset_to_meet_it_is_muhammadiyahs() -> None:
    answer = meets(
        regions.americas_mainland(), KHGT_EVENING, **FIVE_EIGHT, before=None, choose="first",
        sunset="geocentric centre",
    )  # fmt: skip
    assert answer.met
    assert answer.elongation == pytest.approx(8.0, abs=1e-5)
    # All places whose Sun sets at that instant share it, from the peninsula to 60 degrees.
    published = Frame(sunset="geocentric centre").moon(
        KHGT_LONGITUDE, KHGT_LATITUDE, from_date(KHGT_EVENING)
    )
    later = float(published.sunset - from_datetime64(answer.sunset)) * 86400.0
    assert 0.0 < later < 30.0
    # The published point stands off the coast of the outline by less than that is worth.
    corners = outlines.landmass(39.0, -98.0).vertices
    east = (corners[:, 0] - KHGT_LONGITUDE) * np.cos(np.radians(KHGT_LATITUDE))
    away = 111.2 * np.hypot(east, corners[:, 1] - KHGT_LATITUDE)
    assert away.min() < 2.5  # km
    # Nobody met it before 24:00 UT, and the conjunction came before dawn in Gisborne.
    assert not meets(regions.band(), KHGT_EVENING, **FIVE_EIGHT).met
    (conjunction,) = lunations.conjunction([323])
    assert conjunction < dawn(from_date(KHGT_EVENING) + 1)


@pytest.fixture(scope="module")
def diyanet(reference: Path) -> NDArray[np.int64]:
    """Rows of Diyanet's list: year, month, day number of day 1."""
    table = np.loadtxt(reference / "calendars" / "diyanet-1318-1449.csv", delimiter=",", dtype=int)
    table[:, 2] -= JDN_OF_DAY_0
    return np.asarray(table)


def wrong(rows: NDArray[np.int64], mainland: regions.Region | None) -> list[tuple[int, int]]:
    """Return the months that the rule begins on another day than the list."""
    start = rows[:, 2]
    lunation = np.round((start - 1.5 - 10962.6) / lunations.SYNODIC_MONTH).astype(int)
    conjunction = lunations.conjunction(lunation)
    day = conjunction.astype("datetime64[D]").astype(int)
    predicted = np.full(len(rows), 10**6)
    for later in (0, 1, 2):
        met = meets_many(regions.band(), day + later, **FIVE_EIGHT).met
        if mainland is not None:
            west = meets_many(mainland, day + later, **FIVE_EIGHT, before=None).met
            met |= west & (conjunction < dawn(day + later + 1))
        predicted = np.where(met, np.minimum(predicted, day + later + 1), predicted)
    return [(int(y), int(m)) for y, m in rows[predicted != start, :2]]


def test_diyanet_by_the_rule_of_1978(diyanet: NDArray[np.int64]) -> None:
    rows = diyanet[(diyanet[:, 0] >= 1436) & (diyanet[:, 0] <= 1444)]
    assert len(rows) == 108
    assert wrong(rows, None) == []


def test_diyanet_with_the_mainland_of_2016(diyanet: NDArray[np.int64]) -> None:
    rows = diyanet[diyanet[:, 0] >= 1445]
    assert len(rows) == 56
    assert wrong(rows, regions.americas_mainland(alaska="none")) == []
    # It is Ramadan 1447 that tells its mainland from Muhammadiyah's; and six need the clause.
    assert wrong(rows, regions.americas_mainland()) == [(1447, 9)]
    assert wrong(rows, regions.americas_mainland(alaska="no peninsula")) == [(1447, 9)]
    assert len(wrong(rows, None)) == 6


def test_places_against_skyfield() -> None:
    truth = Skyfield()
    day = from_date(date(2026, 3, 19))
    for frame in (Frame(), Frame(geocentric=False)):
        answer = meets(regions.land(), day, **FIVE_EIGHT, before=None, geocentric=frame.geocentric)
        tt = np.atleast_1d(utc_to_tt(from_datetime64(answer.sunset)))
        place = (answer.latitude, answer.longitude)
        sun_altitude, _, _ = truth.horizontal("sun", tt, *place)
        assert sun_altitude[0] == pytest.approx(-50.0 / 60.0, abs=1.0 * ARCSECOND)
        if frame.geocentric:
            moon, sun = (truth.apparent(body, tt) for body in ("moon", "sun"))
        else:
            moon, sun = (truth.seen(body, tt, *place) for body in ("moon", "sun"))
            altitude, _, _ = truth.horizontal("moon", tt, *place)
            assert answer.altitude == pytest.approx(altitude[0], abs=1.0 * ARCSECOND)
        apart = moon.separation_from(sun).degrees[0]
        assert answer.elongation == pytest.approx(apart, abs=1.0 * ARCSECOND)
    truth.kernel.close()


CONDITIONS: list[dict[str, Any]] = [
    FIVE_EIGHT,
    {"altitude": 3.0, "elongation": 6.4},
    {"altitude": 4.0, "elongation": 7.0, "geocentric": False, "before": None},
]
REGIONS = ["anywhere", "land", "americas-mainland", "ID+MY+BN+SG", "FJ"]


@pytest.mark.parametrize("name", REGIONS)
@pytest.mark.parametrize("condition", CONDITIONS)
def test_a_grid_half_as_wide_changes_nothing(name: str, condition: dict[str, Any]) -> None:
    region = regions.region(name)
    for day in (
        from_date(KHGT_EVENING),
        from_date(date(2025, 6, 25)),
        from_date(date(2030, 9, 27)),
    ):
        wide, close = (meets(region, day, **condition, step=step) for step in (1.0, 0.5))
        assert close.met == wide.met
        assert close.margin == pytest.approx(wide.margin, abs=1e-5, nan_ok=True)


@pytest.mark.parametrize("condition", CONDITIONS)
def test_many_evenings_are_decided_as_each_is(condition: dict[str, Any]) -> None:
    born = lunations.conjunction(np.arange(-250, 1000, 250)).astype("datetime64[D]").astype(int)
    days = np.concatenate([born, born + 1])
    for name in ("anywhere", "americas-mainland", "TR"):
        region = regions.region(name)
        many = meets_many(region, days, **condition).met
        assert many.tolist() == [meets(region, day, **condition).met for day in days.tolist()]
        assert 2 < many.sum() < len(days)


def test_the_bound_holds_for_all_that_lies_between() -> None:
    """No place of a region is ever better than its search says."""
    rng = np.random.default_rng(4)
    days = lunations.conjunction(np.arange(100, 400, 25)).astype("datetime64[D]").astype(int) + 1
    longitude, latitude = rng.uniform(-180.0, 180.0, 2000), rng.uniform(-60.0, 60.0, 2000)
    inside = regions.land().contains(latitude, longitude)
    moon = Frame().moon(longitude[inside, np.newaxis], latitude[inside, np.newaxis], days)
    margin = np.minimum(moon.altitude - 5.0, moon.elongation - 8.0)
    margin[moon.sunset >= days + 1.0] = -np.inf
    for column, day in enumerate(days.tolist()):
        assert margin[:, column].max() <= meets(regions.land(), day, **FIVE_EIGHT).margin + 1e-9


@pytest.mark.parametrize("years", [(0, 1200), (-16000, -14000)])
def test_the_sketch_errs_by_less_than_it_says(years: tuple[int, int]) -> None:
    born = lunations.conjunction(np.arange(*years, 41)).astype("datetime64[D]").astype(int)
    days = np.concatenate([born - 1, born, born + 1])
    rng = np.random.default_rng(5)
    longitude, latitude = rng.uniform(-180.0, 180.0, 200), rng.uniform(-60.0, 60.0, 200)
    latitude[:40] = np.where(latitude[:40] > 0.0, 60.0, -60.0)
    exact = Frame().moon(longitude[:, np.newaxis], latitude[:, np.newaxis], days)
    sketch = Interpolant(Frame(), -60.0, 60.0, days)
    moon = sketch.at(sketch.weights(longitude, latitude), np.arange(len(days)))
    assert np.abs(moon.altitude - exact.altitude).max() < sketch.ERROR
    assert np.abs(moon.elongation - exact.elongation)[exact.elongation > 3.0].max() < sketch.ERROR
    assert np.abs(moon.sunset - exact.sunset).max() < sketch.ERROR_IN_TIME


def test_a_century_of_months_is_quick() -> None:
    born = lunations.conjunction(np.arange(-240, 997)).astype("datetime64[D]").astype(int)
    days = np.concatenate([born, born + 1])
    ask = partial(meets_many, regions.americas_mainland(), days, **FIVE_EIGHT)
    ask()
    start = time.process_time()
    decisions = ask()
    assert time.process_time() - start < 1.0  # 0.2 s where nothing else runs
    assert decisions.searched.mean() < 0.02


def test_time_allowed() -> None:
    day = from_date(date(2026, 3, 19))
    ask = partial(meets, regions.band(), day, **FIVE_EIGHT)
    later = [ask(before=hour) for hour in (12.0, 18.0, 24.0, None)]
    margins = [answer.margin for answer in later]
    assert margins == sorted(margins)
    assert later[2].sunset < np.datetime64("2026-03-20T00:00")
    instant = ask(before=np.datetime64("2026-03-19T18:00"))
    assert instant.margin == pytest.approx(later[1].margin, abs=1e-6)
    never = ask(before=1.0)
    assert not never.met
    assert "no sunset of within 60° falls" in never.reason
    assert np.isnat(never.sunset)
    each = meets_many(
        regions.band(), [day, day], **FIVE_EIGHT, before=dawn(np.array([day + 1, day + 1]))
    )
    assert each.met.shape == (2,)


def test_nothing_counts_before_conjunction() -> None:
    # At 60 degrees a Moon far from the ecliptic may stand above the Sun that it still follows.
    born = lunations.conjunction(np.arange(0, 1200, 7))
    days = born.astype("datetime64[D]").astype(int) - 1
    assert not meets_many(regions.band(), days, altitude=-20.0, elongation=0.0).met.any()


def test_evenings_given_in_other_ways() -> None:
    day = from_date(date(2026, 3, 20))
    dates = np.array(["2026-03-20", "2026-03-21"], dtype="datetime64[D]")
    assert meets_many(regions.band(), dates, **FIVE_EIGHT).met.all()
    assert meets_many(regions.band(), day, **FIVE_EIGHT).met.tolist() == [True]
    assert meets_many(regions.band(), [], **FIVE_EIGHT).met.tolist() == []


def test_beyond_sixty_degrees_every_evening_is_searched() -> None:
    day = from_date(date(2026, 3, 20))
    for region in (regions.countries("FI", limit=75.0), regions.band(75.0)):
        found = meets_many(region, [day], **FIVE_EIGHT)
        assert found.met.tolist() == [True]
        assert found.searched.all()
    june = from_date(date(2026, 6, 16))
    north = regions.polygon([[(20.0, 68.0), (30.0, 68.0), (30.0, 71.0), (20.0, 71.0)]])
    assert "no sunset" in meets(north, june, **FIVE_EIGHT, before=None).reason


def test_the_mainland_and_what_is_left_out_of_it() -> None:
    whole, no_peninsula, no_alaska = (
        regions.region(f"americas-mainland{name}")
        for name in ("", "-without-alaska-peninsula", "-without-alaska")
    )
    port_moller, dillingham, seattle = (-160.3, 55.8), (-158.5, 59.1), (-122.0, 47.5)
    assert [region.contains(*port_moller[::-1]) for region in (whole, no_peninsula)] == [
        True,
        False,
    ]
    assert [region.contains(*dillingham[::-1]) for region in (no_peninsula, no_alaska)] == [
        True,
        False,
    ]
    assert no_alaska.contains(*seattle[::-1])
    for island in ((-164.0, 54.7), (-168.3, 53.4), (-153.7, 57.5), (-157.9, 21.4)):
        assert not whole.contains(*island[::-1])  # Unimak, Umnak, Kodiak, Oahu
    assert not whole.contains(64.0, -149.9)  # beyond 60 degrees
    assert regions.americas_mainland(70.0).contains(64.0, -149.9)


def test_regions_joined_and_drawn() -> None:
    iberia = regions.countries("ES") | regions.countries("PT")
    assert iberia.contains([40.4, 39.5], [-3.7, -8.0]).all()
    assert not iberia.contains(48.86, 2.35)
    box = [(-10.0, 36.0), (3.0, 36.0), (3.0, 44.0), (-10.0, 44.0)]
    dry = regions.polygon([box], land_only=True)
    assert dry.contains(40.4, -3.7)
    assert not dry.contains(44.0, -9.9)
    points = dry.points(1.0)
    assert len(points.longitude) > 50
    cells = dry.cells(2.5, 7.5)
    assert sorted(np.concatenate(cells.members)) == list(range(len(points.longitude)))


@pytest.mark.parametrize(
    ("name", "hint"),
    [("americas mainland", "americas-mainland"), ("lande", "land"), ("QQ+TR", "country code")],
)
def test_unknown_regions(name: str, hint: str) -> None:
    with pytest.raises(UnknownName, match=hint):
        regions.region(name)


def test_what_cannot_be_asked() -> None:
    region = regions.band()
    with pytest.raises(InvalidRule, match="runs northward"):
        regions.Region("upside down", 10.0, -10.0)
    with pytest.raises(InvalidRule, match="runs northward"):
        regions.band(100.0)
    with pytest.raises(InvalidRule, match="at least one"):
        regions.countries()
    with pytest.raises(UnknownName, match="no peninsula"):
        regions.americas_mainland(alaska="peninsula")  # type: ignore[arg-type]
    with pytest.raises(InvalidRule, match="cannot be made one"):
        regions.band() | regions.land()
    with pytest.raises(InvalidRule, match="different bands"):
        regions.countries("TR", limit=50.0) | regions.countries("EG")
    with pytest.raises(InvalidRule, match="no place of"):
        meets(regions.countries("AQ"), KHGT_EVENING, **FIVE_EIGHT)
    with pytest.raises(InvalidRule, match="elongation 0 to 180"):
        meets(region, KHGT_EVENING, altitude=5.0, elongation=-8.0)
    with pytest.raises(InvalidRule, match="steps of"):
        meets(region, KHGT_EVENING, **FIVE_EIGHT, step=0.0)
    with pytest.raises(UnknownName, match="best"):
        meets(region, KHGT_EVENING, **FIVE_EIGHT, choose="beste")  # type: ignore[arg-type]
    with pytest.raises(UnknownName, match="upper limb"):
        meets(region, KHGT_EVENING, **FIVE_EIGHT, sunset="upper lim")  # type: ignore[arg-type]
    with pytest.raises(OutOfRange):
        meets(region, 10**6, **FIVE_EIGHT)
