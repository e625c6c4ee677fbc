from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from miqat import days
from miqat.crescent import (
    QUANTITIES,
    Criterion,
    Sight,
    all_criteria,
    criterion,
    custom_criterion,
    observe,
    twilights,
)
from miqat.crescent.quantities import geometric_sunset
from miqat.errors import UnknownName
from miqat.places import Place

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from miqat.crescent import Twilight
    from miqat.crescent.twilight import When

    Floats = NDArray[np.float64]

# The limits that the publications state, best zone first, and whether a limit belongs to the
# better zone (at least) or to the worse (more than).
LIMITS = {
    "yallop": ("ABCDEF", (0.216, -0.014, -0.160, -0.232, -0.293), "more than"),
    "odeh": ("ABCD", (5.65, 2.0, -0.96), "at least"),
    "qureshi": ("ABCDE", (0.15, 0.05, -0.06, -0.16), "more than"),
    "shaukat-q": ("ABCDE", (0.27, -0.024, -0.212, -0.48), "more than"),
    "saao": ("PUI", (0.0, -1.90), "at least"),
}


@pytest.mark.parametrize("name", LIMITS)
def test_zones_at_their_limits(name: str) -> None:
    letters, limits, kind = LIMITS[name]
    chosen = criterion(name)
    assert "".join(zone.letter for zone in chosen.zones) == letters
    for limit, better, worse in zip(limits, letters[:-1], letters[1:], strict=True):
        found = chosen.zone(np.array([limit + 1e-9, limit, limit - 1e-9]))
        assert found.tolist() == [better, better if kind == "at least" else worse, worse]


@pytest.mark.parametrize("chosen", all_criteria(), ids=lambda chosen: chosen.id)
def test_every_criterion_is_whole(chosen: Criterion, world: Twilight) -> None:
    assert chosen.source
    assert chosen.frame
    assert chosen.title
    limits = [zone.above for zone in chosen.zones]
    assert limits == sorted(limits, reverse=True)
    assert limits[-1] == -np.inf
    letters = [zone.letter for zone in chosen.zones]
    assert len(set(letters)) == len(letters)
    assert chosen.naked <= chosen.aided <= set(letters)
    # What is predicted seen by eye are the best zones, without a gap.
    for seen in (chosen.naked, chosen.aided):
        assert set(letters[: len(seen)]) == seen
    value = chosen.value(world)
    assert value.shape == world.sunset.shape
    assert np.isfinite(value).all()
    assert set(chosen.zone(value).ravel()) <= set(letters)


def test_no_value_has_no_zone() -> None:
    for chosen in all_criteria():
        found = chosen.zone(np.array([np.nan, np.inf, -np.inf]))
        assert found.tolist() == ["", chosen.zones[0].letter, chosen.zones[-1].letter]
        assert chosen.zone_index(np.array(np.nan)) == -1


def value_of(chosen: Criterion, values: dict[str, float]) -> float:
    """Return a criterion's value of quantities that are given."""
    return float(chosen.formula(lambda quantity: np.array(values[quantity])))


def limit_of(name: str, variable: str, **known: float) -> float:
    """Return the least value of a quantity that meets a criterion, by bisection."""
    chosen = criterion(name)
    low, high = -5.0, 40.0
    for _ in range(60):
        middle = 0.5 * (low + high)
        values = {**known, variable: middle}
        met = value_of(chosen, values) >= 0.0
        low, high = (low, middle) if met else (middle, high)
    return high


@pytest.mark.parametrize(
    ("daz", "altitude"), [(0, 11.0), (5, 10.5), (10, 9.5), (15, 8.0), (20, 6.0), (-20, 6.0)]
)
def test_maunders_table(daz: float, altitude: float) -> None:
    # E. W. Maunder, J. British Astron. Assoc. 21 (1911) 359.
    assert limit_of("maunder", "alt_geo", daz=daz) == pytest.approx(altitude, abs=1e-9)


@pytest.mark.parametrize(
    ("daz", "altitude"),
    [
        (0, 8.19),
        (2.5, 8.06),
        (5, 7.77),
        (10, 6.84),
        (15, 5.67),
        (-15, 5.67),
        (20, 4.53),
        (21, 4.33),
    ],
)
def test_the_lines_of_saao(daz: float, altitude: float) -> None:
    # Caldwell and Laney, African Skies 5 (2001), Table 1.
    assert limit_of("saao", "alt_lower_limb", daz=daz) == pytest.approx(altitude, abs=1e-9)


@pytest.mark.parametrize(
    ("daz", "altitude"), [(0, 10.6), (5, 10.5), (10, 9.95), (15, 9.0), (20, 7.6), (22, 7.0)]
)
def test_the_athenian_column_of_krauss(daz: float, altitude: float) -> None:
    # R. Krauss, PalArch's Journal 9.5 (2012), Table 13, March to September.
    assert limit_of("krauss", "alt_geo", daz=daz) == pytest.approx(altitude, abs=1e-9)


def test_fotheringhams_line() -> None:
    # Mon. Not. R. Astron. Soc. 70 (1910) 531: 12.0 - 0.008 Z^2 degrees.
    for daz in (0.0, 10.0, -23.0):
        expected = 12.0 - 0.008 * daz**2
        assert limit_of("fotheringham", "alt_geo", daz=daz) == pytest.approx(expected, abs=1e-9)


def test_a_row_of_qureshis_table() -> None:
    # Sindh Univ. Res. Jour. 42 (2010), Table 5, observation 220: ARCV 6.03 degrees, W 23.3".
    values = {"arcv": 6.03, "w": 23.3 / 60.0}
    assert value_of(criterion("qureshi"), values) == pytest.approx(-0.26, abs=0.005)


def test_odehs_v_is_yallops_q_on_another_scale() -> None:
    # The same cubic: of equal ARCV and W, V = 10 q + 4.67 (Guessoum and Meziane).
    for arcv, w in ((3.0, 0.1), (9.0, 0.5), (14.0, 2.0)):
        values = {"arcv": arcv, "w": w, "arcv_topo": arcv, "w_topo": w}
        q, v = (value_of(criterion(name), values) for name in ("yallop", "odeh"))
        assert v == pytest.approx(10.0 * q + 4.67, abs=0.005)


def test_shaukats_two_conditions() -> None:
    assert limit_of("shaukat", "alt", w_topo=2.0) == pytest.approx(3.4)
    assert limit_of("shaukat", "alt", w_topo=0.3) == pytest.approx(12.7 * 0.75)


def test_the_two_conditions_of_calendars() -> None:
    assert limit_of("mabims", "alt", arcl=7.0) == pytest.approx(3.0)
    assert limit_of("mabims", "arcl", alt=5.0) == pytest.approx(6.4)
    assert limit_of("istanbul", "alt", arcl=9.0) == pytest.approx(5.0)
    assert limit_of("istanbul", "arcl", alt=9.0) == pytest.approx(8.0)


# The frame and the instant of a criterion, held to what its author computed. The numbers are
# as transcribed from the publications in the tests of github.com/TuSKan/astrogo (MIT).

ATHENS = (23.718, 37.972)
FOTHERINGHAM = (
    # Evenings of J. Schmidt at Athens: the Moon's true altitude at sunset, without parallax,
    # and the difference of azimuths (Mon. Not. R. Astron. Soc. 70 (1910) 528-530).
    ("1859-07-01", 12.7, 10.0), ("1859-10-27", 6.1, 20.5), ("1860-01-23", 6.0, 3.2),
    ("1860-02-23", 20.2, 2.4), ("1860-06-20", 15.4, 12.5), ("1861-03-12", 12.8, 1.8),
    ("1861-08-07", 5.2, 15.2), ("1861-09-07", 12.9, 36.4), ("1861-10-05", 5.3, 19.4),
    ("1861-12-03", 13.6, 16.6), ("1862-03-31", 15.9, 0.4), ("1862-04-29", 8.6, 0.1),
    ("1864-01-10", 18.4, 6.5), ("1864-03-09", 21.1, 2.3),
)  # fmt: skip
FATOOHI = (
    # Longitude, latitude, elevation and the elongation at sunset "allowing for parallax"
    # (Fatoohi, Stephenson and Al-Dargazelli, Observatory 118 (1998) 65, Table I).
    ("1989-06-03", -155.5, 19.8, 4255, 6.1), ("1988-04-16", -84.1, 37.2, 305, 6.6),
    ("1990-02-25", -83.5, 35.6, 1524, 7.5), ("1985-04-20", -84.1, 37.2, 305, 7.8),
    ("1995-01-01", -106.0, 33.0, 1219, 7.9), ("1989-05-05", -84.8, 42.7, 259, 8.1),
)  # fmt: skip
ALREFAY = (
    # Longitude, latitude, and at sunset age in hours, lag in minutes, ARCV and DAZ
    # (Alrefay et al., Observatory 138 (2018) 267, Table I).
    ("1988-03-19", 46.39, 23.55, 37.05, 93, 20.34, 2.55),
    ("1988-04-17", 42.22, 19.52, 27.49, 65, 14.15, 4.49),
    ("1989-03-08", 36.73, 28.40, 21.31, 56, 11.90, 1.11),
    ("1990-02-26", 36.73, 28.40, 30.61, 77, 16.36, 1.33),
    ("2003-09-27", 36.73, 28.40, 36.26, 65, 13.67, 15.07),
    ("2004-06-18", 39.63, 24.54, 19.76, 46, 9.07, 0.16),
    ("2003-09-27", 39.83, 21.42, 36.06, 68, 15.30, 13.12),
)  # fmt: skip


def number(text: str) -> int:
    return int(np.datetime64(text, "D").astype(np.int64))


def at(text: str, longitude: float, latitude: float, elevation: float = 0.0) -> Twilight:
    return twilights(latitude, longitude, number(text), elevation=elevation)


@pytest.mark.parametrize(("text", "altitude", "daz"), FOTHERINGHAM)
def test_the_frame_of_fotheringham_and_maunder(text: str, altitude: float, daz: float) -> None:
    evening = at(text, *ATHENS)
    for name in ("fotheringham", "maunder", "indian", "ilyas-1988", "krauss"):
        assert "alt_geo" in criterion(name).formula.text
        assert criterion(name).instant == "geometric sunset"
    found = custom_criterion("alt_geo", instant="geometric sunset").value(evening)
    apart = custom_criterion("abs(daz)", instant="geometric sunset").value(evening)
    assert float(found) == pytest.approx(altitude, abs=0.25)
    assert float(apart) == pytest.approx(daz, abs=0.25)


@pytest.mark.parametrize(("text", "longitude", "latitude", "elevation", "elongation"), FATOOHI)
def test_the_topocentric_elongation(
    text: str, longitude: float, latitude: float, elevation: float, elongation: float
) -> None:
    evening = at(text, longitude, latitude, elevation)
    topocentric = custom_criterion("arcl_topo", instant="sunset").value(evening)
    geocentric = custom_criterion("arcl", instant="sunset").value(evening)
    assert float(topocentric) == pytest.approx(elongation, abs=0.12)
    assert abs(float(geocentric) - elongation) > 0.5


@pytest.mark.parametrize(("text", "longitude", "latitude", "age", "lag", "arcv", "daz"), ALREFAY)
def test_the_frame_of_alrefay(
    text: str, longitude: float, latitude: float, age: float, lag: float, arcv: float, daz: float
) -> None:
    evening = at(text, longitude, latitude)
    for quantity, expected, within in (
        ("age", age, 0.02),
        ("lag", lag, 1.5),
        ("arcv_topo", arcv, 0.16),
        ("abs(daz)", daz, 0.15),
    ):
        found = custom_criterion(quantity, instant="sunset").value(evening)
        assert float(found) == pytest.approx(expected, abs=within)


def test_a_published_point_of_the_istanbul_rule() -> None:
    # 1 Ramadan 1447 of Muhammadiyah's unified calendar: geocentric altitude 5 23 35 and
    # elongation 8 00 11 at 56 48 49 N, 158 51 44 W. Their sunset is that of the geocentric
    # Sun, 9" lower: so is the altitude, at most.
    evening = at("2026-02-17", -(158 + 51 / 60 + 44 / 3600), 56 + 48 / 60 + 49 / 3600)
    altitude = float(custom_criterion("alt_geo", instant="sunset").value(evening))
    elongation = float(custom_criterion("arcl", instant="sunset").value(evening))
    assert 3600.0 * (altitude - (5 + 23 / 60 + 35 / 3600)) == pytest.approx(0.0, abs=15.0)
    assert 3600.0 * (elongation - (8 + 11 / 3600)) == pytest.approx(0.0, abs=3.0)


def test_the_instants(world: Twilight) -> None:
    # Age grows by the hours that pass: at the best time by 4/9 of the lag more than at sunset.
    ages = {
        instant: custom_criterion("age", instant=instant).value(world)
        for instant in ("sunset", "best", "4.3/9.3")
    }
    lag = 24.0 * world.lag_days
    np.testing.assert_allclose(ages["best"] - ages["sunset"], lag * 4.0 / 9.0, atol=1e-6)
    np.testing.assert_allclose(ages["4.3/9.3"] - ages["sunset"], lag * 4.3 / 9.3, atol=1e-6)


@pytest.mark.parametrize("when", ["evening", "morning"])
def test_geometric_sunset_is_the_suns_centre_on_the_horizon(when: When) -> None:
    # To 0.001 degrees everywhere, where the Sun sets slowly too, or there is none.
    rng = np.random.default_rng(1448)
    latitude, longitude = rng.uniform(-80.0, 80.0, 20_000), rng.uniform(-180.0, 180.0, 20_000)
    day = rng.integers(20_000, 20_366, 20_000)
    assert when in ("evening", "morning")
    twilight = twilights(
        latitude, longitude, day, when="evening" if when == "evening" else "morning"
    )
    t = geometric_sunset(twilight)
    there = ~np.isnan(t)
    assert np.abs(Sight(twilight, t).sun.altitude[there]).max() < 1e-3
    assert (np.abs(latitude[~there & ~np.isnan(twilight.sunset)]) > 65.0).all()
    earlier = twilight.sign * (twilight.sunset - t)[there]
    assert earlier.min() > 0.0


def test_a_misspelt_criterion_gets_the_nearest() -> None:
    with pytest.raises(UnknownName, match="unknown criterion 'yalop'; did you mean 'yallop'"):
        criterion("yalop")
    assert criterion("Yallop") is criterion("yallop")
    assert criterion(criterion("odeh")) is criterion("odeh")


def test_a_criterion_of_ones_own(world: Twilight) -> None:
    own = custom_criterion(
        "arcv - (11 - daz**2/100)", instant="sunset", threshold=0.5, title="mine"
    )
    value = own.value(world)
    assert own.title == "mine"
    assert set(own.zone(value).ravel()) == {"V", "I"}
    assert own.zone(np.array([0.5, 0.500001])).tolist() == ["I", "V"]
    assert custom_criterion("arcv").title == "arcv"


def test_a_criterion_of_no_quantity_has_the_shape_of_the_places(world: Twilight) -> None:
    value = custom_criterion("3 - 1").value(world)
    assert value.shape == world.sunset.shape
    assert (value == 2.0).all()


def test_a_criterion_that_cannot_be_read() -> None:
    with pytest.raises(UnknownName, match="instant 'noon'"):
        custom_criterion("arcv", instant="noon")  # type: ignore[arg-type]
    with pytest.raises(UnknownName, match="unknown quantity 'arc'"):
        custom_criterion("arc + 1")


def test_every_quantity_can_be_named(world: Twilight) -> None:
    for name in QUANTITIES:
        value = custom_criterion(name).value(world)
        assert value.shape == world.sunset.shape
        assert np.isfinite(value).all()


def test_the_conjunction_may_be_given(world: Twilight) -> None:
    conjunction = np.datetime64("2026-02-17T00:00", "us")
    age = custom_criterion("age", instant="sunset").value(world, np.array(conjunction))
    sunset = world.sun.noon + world.sunset
    since = (sunset - days.from_gregorian(2026, 2, 17)) * 24.0
    np.testing.assert_allclose(age, since, atol=1e-3)


def test_a_criterion_whose_instant_does_not_come_has_no_value() -> None:
    # The Sun's upper limb sets, its centre never rises: northern Norway in December.
    place = Place(67.2, 15.0, timezone="Europe/Oslo")
    twilight = observe(place, days.to_date(number("2026-12-12"))).twilight
    assert not np.isnan(twilight.sunset)
    assert np.isnan(criterion("maunder").value(twilight))
    assert np.isfinite(criterion("yallop").value(twilight))


def test_a_function_is_a_criterion_as_its_expression_is() -> None:
    evening = at("2027-02-07", 31.25, 30.06)

    def simple(arcv: Floats, daz: Floats) -> Floats:
        return arcv - (10 - daz**2 / 100)

    made = custom_criterion(simple)
    assert made.title == "simple"
    expected = custom_criterion("arcv - (10 - daz**2/100)").value(evening)
    np.testing.assert_array_equal(made.value(evening), expected)
    with pytest.raises(UnknownName, match="arcv"):
        custom_criterion(lambda arcw: arcw)


def test_a_criterion_taken_at_another_instant() -> None:
    evening = at("2027-02-07", 31.25, 30.06)
    at_sunset = criterion("yallop").taken_at("sunset")
    assert at_sunset.title == "Yallop 1997, at sunset"
    by_hand = custom_criterion(criterion("yallop").formula.text, instant="sunset")
    np.testing.assert_array_equal(at_sunset.value(evening), by_hand.value(evening))
    assert criterion("yallop").taken_at("best") is criterion("yallop")
    assert at_sunset.zones == criterion("yallop").zones
    assert float(at_sunset.value(evening)) != float(criterion("yallop").value(evening))
