from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from skyfield.almanac import fraction_illuminated

from miqat.errors import OutOfRange, UnknownName
from miqat.sky import lunations
from miqat.sky.lunations import PHASES
from miqat.sky.timescale import from_datetime64, to_datetime64, utc_to_tt

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from miqat.sky.lunations import Sense

    Floats = NDArray[np.float64]


@pytest.mark.parametrize(
    ("lunation", "instant"),
    # Meeus, Astronomical Algorithms, 2nd ed., example 49.a (TD 3:37:42, Delta T 48 s), and
    # USNO, Phases of the Moon, to the minute.
    [
        (-283, "1977-02-18T03:36:54"),
        (0, "2000-01-06T18:14"),
        (249, "2020-02-23T15:32"),
        (250, "2020-03-24T09:28"),
    ],
)
def test_conjunction_is_the_published_one(lunation: int, instant: str) -> None:
    difference = lunations.conjunction(lunation) - np.datetime64(instant, "us")
    assert abs(difference / np.timedelta64(1, "s")) < 45


def test_lunation_1_of_brown() -> None:
    # E. W. Brown numbered lunations from the new moon of 1923-01-17 02:41; Meeus's number is
    # less by 953 (Astronomical Algorithms, ch. 49).
    difference = lunations.conjunction(1 - 953) - np.datetime64("1923-01-17T02:41", "us")
    assert abs(difference / np.timedelta64(1, "s")) < 60


def test_phases_against_usno(reference: Path) -> None:
    # Whole minutes: half of one is rounding, and 1960 to 1971 their UT1 is not ours.
    rows = (reference / "crescent/usno-moon-phases.txt").read_text("ascii").splitlines()
    table = [row.split() for row in rows if "1960" <= row[2:6] < "2027"]
    kinds = np.array([int(kind) for kind, _ in table])
    published = np.array([when.rstrip("Z") for _, when in table], dtype="datetime64[us]")
    assert len(table) > 340
    miss = np.empty(len(table))
    for number, name in enumerate(PHASES):
        instants = published[kinds == number]
        k = lunations.lunation_at(instants + np.timedelta64(1, "D"))
        miss[kinds == number] = (lunations.phase(name, k) - instants) / np.timedelta64(1, "s")
    close = np.abs(miss) <= 31.0
    new_moons = close[kinds == 0].mean()
    print(f"USNO's minute: {new_moons:.1%}, {close.mean():.1%}, worst {np.abs(miss).max():.0f} s")
    assert new_moons >= 0.98
    assert close.mean() >= 0.95
    assert np.abs(miss).max() <= 37.0


def skyfield_conjunction(
    skyfield: Any, sense: str, tt: Floats, latitude: Floats | None, longitude: Floats
) -> Floats:
    """Return the conjunction nearest to TT instants, by secants on Skyfield's positions."""

    def ahead(at: Floats) -> Floats:
        angles = []
        for body in ("moon", "sun"):
            seen = (
                skyfield.apparent(body, at)
                if latitude is None
                else skyfield.seen(body, at, latitude, longitude)
            )
            if sense == "ecliptic":
                angles.append(seen.ecliptic_latlon("date")[1].radians)
            else:
                angles.append(seen.radec("date")[0].radians)
        return np.asarray((angles[0] - angles[1] + np.pi) % (2.0 * np.pi) - np.pi)

    before, at_before = tt, ahead(tt)
    at = tt - at_before / 0.2128
    for _ in range(6):
        found = ahead(at)
        moved = at - before
        gain = (found - at_before) / np.where(moved == 0.0, 1.0, moved)
        before, at_before = at, found
        at = at - found / np.where(np.abs(gain) < 0.05, 0.2128, gain)
    return at


@pytest.mark.parametrize("sense", ["ecliptic", "right ascension"])
@pytest.mark.parametrize("topocentric", [False, True])
def test_conjunctions_are_those_of_skyfield(skyfield: Any, sense: Sense, topocentric: bool) -> None:
    random = np.random.default_rng(31)
    k = random.integers(-4900, 7400, 150)  # 1604 to 2598
    latitude, longitude = random.uniform(-60, 60, 150), random.uniform(-180, 180, 150)
    geocentric = lunations.conjunction(k)
    found = lunations.conjunction(
        k, sense=sense, latitude=latitude if topocentric else None, longitude=longitude
    )
    start = utc_to_tt(from_datetime64(geocentric))
    theirs = skyfield_conjunction(
        skyfield, sense, start, latitude if topocentric else None, longitude
    )
    miss = (utc_to_tt(from_datetime64(found)) - theirs) * 86400.0
    print(f"{sense}, topocentric {topocentric}: worst {np.abs(miss).max():.3f} s")
    assert np.abs(miss).max() < 0.4  # 0.1" of Moon, which gains 0.25" a second or more
    late = (found - geocentric) / np.timedelta64(1, "h")
    if sense == "ecliptic":
        # What 650 random cases of another program span: two hours by the place's parallax.
        assert np.abs(late).max() <= (2.05 if topocentric else 0.0)
        assert not topocentric or np.abs(late).max() > 1.5
    elif not topocentric:
        assert 3.5 < np.abs(late).max() <= 5.0


def test_de440_itself_gives_the_same_conjunctions() -> None:
    k = np.random.default_rng(32).integers(-4900, 7400, 300)
    apart = lunations.conjunction(k) - lunations.conjunction(k, ephemeris="de440")
    assert np.abs(apart / np.timedelta64(1, "s")).max() < 0.4


def test_conjunctions_broadcast() -> None:
    k = np.arange(300, 304)
    table = lunations.conjunction(k, latitude=np.array([[10.0], [50.0]]), longitude=20.0)
    assert table.shape == (2, 4)
    assert (table[1, 2] == lunations.conjunction(302, latitude=50.0, longitude=20.0)).all()
    assert lunations.conjunction([]).shape == (0,)
    assert lunations.conjunction(5).shape == ()


def test_a_lunation_lasts_from_one_conjunction_to_the_next() -> None:
    starts = lunations.conjunction(np.arange(-1200, 1200))
    lengths = np.diff(starts) / np.timedelta64(1, "D")
    # Meeus, More Mathematical Astronomy Morsels, ch. 4: 29 d 6 h 31 min to 29 d 20 h 06 min.
    assert 29.27 < lengths.min() < lengths.max() < 29.84
    inside = starts[:-1] + np.timedelta64(1, "s")
    assert (lunations.lunation_at(inside) == np.arange(-1200, 1199)).all()
    before = starts[1:] - np.timedelta64(1, "s")
    assert (lunations.lunation_at(before) == np.arange(-1200, 1199)).all()


def test_age_and_light_of_the_published_full_moon() -> None:
    # USNO: full moon 2026-03-03 11:38 UTC, total eclipse; new moon 2026-02-17 12:01.
    full = np.datetime64("2026-03-03T11:38", "us")
    assert lunations.illuminated_fraction(full) > 0.9999
    new = np.datetime64("2026-02-17T12:01", "us")
    assert lunations.illuminated_fraction(new) < 0.001
    age = lunations.age(np.datetime64("2026-02-18T12:01", "us")) / np.timedelta64(1, "h")
    assert age == pytest.approx(24.0, abs=0.02)


def test_every_lunation_of_the_ephemeris_follows_the_one_before() -> None:
    span = np.array(["0600-01-02", "2600-01-01"], dtype="datetime64[us]")
    first, last = lunations.lunation_at(span).tolist()
    k = np.arange(first + 1, last + 1)
    assert len(k) > 24_000
    starts = lunations.conjunction(k)
    assert span[0] < starts[0] < starts[-1] <= span[1]
    lengths = np.diff(starts) / np.timedelta64(1, "D")
    assert 29.26 < lengths.min() < lengths.max() < 29.85  # no step at the seam of 1550 either
    # Chapront-Touze & Chapront, in Meeus, ch. 49: the mean synodic month, whose days of TT
    # are shorter by 8e-9 than these of UT.
    assert lengths.mean() == pytest.approx(29.530588, abs=2e-5)


@pytest.mark.parametrize("k", [-17316, -5193, 0, 7420])
def test_phases_follow_one_another(k: int) -> None:
    four = np.array([lunations.phase(name, k) for name in PHASES])
    gaps = np.diff([*four, lunations.phase("new", k + 1)]) / np.timedelta64(1, "D")
    # Meeus, More Mathematical Astronomy Morsels: a quarter takes 6.5 to 8.3 days.
    assert 6.4 < gaps.min() < gaps.max() < 8.4
    assert four[0] == lunations.conjunction(k)


def test_light_and_width_are_those_of_skyfield(skyfield: Any) -> None:
    instants = to_datetime64(np.random.default_rng(33).uniform(-98615.0, 193577.0, 1500))
    tt = utc_to_tt(from_datetime64(instants))
    moon, sun = skyfield.apparent("moon", tt), skyfield.apparent("sun", tt)
    light = moon.separation_from(sun)
    assert np.abs(lunations.elongation(instants) - light.degrees).max() * 3600.0 < 0.2
    semidiameter = np.degrees(np.arcsin(1737.4 / moon.distance().km)) * 60.0
    width = semidiameter * (1.0 - np.cos(light.radians))
    # Theirs is the distance from the Earth of now: 1e-4 of it, as in the test of positions.
    assert np.abs(lunations.crescent_width(instants) - width).max() < 0.004
    lit = fraction_illuminated(skyfield.kernel, "moon", skyfield.time(tt))
    assert np.abs(lunations.illuminated_fraction(instants) - lit).max() < 2e-4


def test_the_worked_moon_of_meeus() -> None:
    # Astronomical Algorithms, 2nd ed., example 48.a: 1992 April 12, 0h TD (58.184 s after
    # UTC): elongation 110.7929 degrees, illuminated fraction 0.6786.
    at = np.datetime64("1992-04-11T23:59:01.816")
    assert lunations.elongation(at) == pytest.approx(110.7929, abs=0.003)
    assert lunations.illuminated_fraction(at) == pytest.approx(0.6786, abs=0.0001)


@given(st.integers(-43_000, 49_000), st.floats(0.001, 29.2))
def test_an_instant_is_in_the_lunation_of_its_age(day: int, days: float) -> None:
    # Days of 1852 to 2104. The lunation of an instant begins one age before it.
    at = np.datetime64(day, "D").astype("datetime64[us]") + np.timedelta64(int(days * 3.6e9), "us")
    k = int(lunations.lunation_at(at))
    start, following = lunations.conjunction([k, k + 1])
    assert start <= at < following
    assert at - lunations.age(at) == start


def test_what_is_misspelt_gets_the_nearest() -> None:
    with pytest.raises(UnknownName, match="unknown phase 'fill'; did you mean 'full'"):
        lunations.phase("fill", 0)  # type: ignore[arg-type]
    with pytest.raises(UnknownName, match="unknown sense of conjunction 'eclptic'; did you mean"):
        lunations.conjunction(0, sense="eclptic")  # type: ignore[arg-type]
    with pytest.raises(UnknownName, match="'compiled'"):
        lunations.conjunction(0, ephemeris="compield")  # type: ignore[arg-type]


@pytest.mark.parametrize("k", [-17400, 8100])
def test_outside_the_ephemeris_is_an_error(k: int) -> None:
    with pytest.raises(OutOfRange, match="600 to 2650"):
        lunations.conjunction(k)
