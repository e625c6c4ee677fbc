"""Towns that have one place's table and whole minutes by month: Bosnia's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from tools.published_sets import official

from miqat.errors import MiqatError
from miqat.places import Place, place
from miqat.prayer import method, times
from miqat.prayer.methods.describe import to_toml
from miqat.prayer.methods.load import method_from

if TYPE_CHECKING:
    from pathlib import Path

EVENTS = ("fajr", "sunrise", "dhuhr", "asr", "maghrib", "isha")


@pytest.mark.parametrize("town", ["Mostar", "Neum", "Banja Luka", "Tuzla"])
def test_fajr_has_the_minutes_of_sunrise_and_asr_and_isha_those_of_maghrib(town: str) -> None:
    # The printed differences of all 118 towns are so (vaktija.ba).
    span = "2026-03-01", "2026-04-30"
    there = times(f"{town}, BA", *span, names=EVENTS)
    center = times("bosnia:Sarajevo", *span, "bosnia", names=EVENTS)
    more = {name: there.local(name) - center.local(name) for name in EVENTS}
    assert (more["fajr"] == more["sunrise"]).all()
    assert (more["asr"] == more["maghrib"]).all()
    assert (more["isha"] == more["maghrib"]).all()
    for name in EVENTS:
        for month in (slice(0, 31), slice(31, 61)):
            assert len(set(more[name][month].tolist())) == 1


def test_the_minutes_of_a_month_are_the_same_for_a_day_of_it() -> None:
    alone = times("Mostar", "2026-06-15")["2026-06-15"]
    table = times("Mostar", "2026-05-20", "2026-07-10")["2026-06-15"]
    assert [getattr(alone, name) for name in EVENTS] == [getattr(table, name) for name in EVENTS]


def test_printed_tables_of_towns(reference: Path) -> None:
    # The point was fitted on every other town; these are of the others or of both.
    exact, near = [], []
    for published in official(reference, "bosnia2025"):
        if published.key not in ("Mostar", "Neum", "Banja Luka", "Bihać", "Stolac", "Foča"):
            continue
        days = published.table.days
        found = times(f"{published.key}, BA", days[0].item(), days[-1].item(), names=EVENTS)
        for name in EVENTS:
            wall = (found.local(name) - found.days.astype("datetime64[m]")).astype(int)
            off = np.abs(wall - published.table.minutes[name])
            exact.append((off == 0).mean())
            near.append((off <= 1).mean())
    assert len(exact) == 36
    assert np.mean(exact) >= 0.58  # 0.36 by the rule at the town itself
    assert np.mean(near) >= 0.93


def test_a_place_elsewhere_is_computed_for_itself() -> None:
    zagreb = times("Zagreb", "2026-06-15", method="bosnia")["2026-06-15"]
    at = place("Zagreb")
    alone = Place(at.latitude, at.longitude, timezone=at.zone.key)
    assert zagreb.maghrib == times(alone, "2026-06-15", method="bosnia")["2026-06-15"].maghrib


def test_the_method_as_a_file_has_the_same_towns() -> None:
    assert method_from(to_toml(method("bosnia"))).towns == method("bosnia").towns


@pytest.mark.parametrize(
    ("towns", "message"),
    [
        ('{ of = "bosnia:Sarajevo" }', "needs 'of', a station, and 'country'"),
        ('{ of = "bosnia:Sarajevo", country = "BA" }', "needs 'point'"),
        (
            '{ of = "bosnia:Sarajevo", country = "BA", point = [43, 18], fajr = "isha" }',
            "unknown time in",
        ),
    ],
)
def test_towns_that_cannot_be_read(towns: str, message: str) -> None:
    text = f'base = "mwl"\nid = "mine"\ntitle = "Mine"\nsource = "a test"\ntowns = {towns}\n'
    with pytest.raises(MiqatError, match=message):
        method_from(text)
