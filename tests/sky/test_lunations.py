from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from miqat.sky import lunations

if TYPE_CHECKING:
    from pathlib import Path


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


def test_conjunctions_against_usno(reference: Path) -> None:
    rows = (reference / "crescent/usno-moon-phases.txt").read_text("ascii").split("\n")
    new_moons = [row.split()[1].rstrip("Z") for row in rows if row.startswith("0 ")]
    published = np.array(new_moons, dtype="datetime64[us]")
    published = published[(published > np.datetime64("1960")) & (published < np.datetime64("2027"))]
    assert len(published) > 80
    nearest = lunations.lunation_at(published + np.timedelta64(5, "D"))
    miss = np.abs((lunations.conjunction(nearest) - published) / np.timedelta64(1, "s"))
    print(f"USNO's minute: within 40 s {(miss < 40).mean():.1%}, worst {miss.max():.0f} s")
    assert miss.max() < 70  # half a minute of rounding, and 18" of Moon


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
