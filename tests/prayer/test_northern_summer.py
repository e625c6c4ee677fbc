"""No day without a prayer by default up to the polar circle; `none` gives what the Sun does."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from miqat.prayer import times, with_changes
from miqat.prayer.engine.sun import Provenance
from miqat.prayer.methods.model import PRAYERS

NORTHERN = (
    "Bradford, GB", "56.333,-2.8733", "Oslo", "Helsinki", "Reykjavik", "Berlin", "Stockholm",
    "Edmonton", "Kazan",
)  # fmt: skip


@pytest.mark.parametrize(
    ("where", "first", "last"),
    [
        *((where, "2027-01-01", "2027-12-31") for where in NORTHERN),
        # Past the polar circle by Diyanet's rule; the polar night has no shadow and no asr.
        ("Kiruna", "2027-02-01", "2027-10-31"),
    ],
)
def test_every_prayer_on_every_day(where: str, first: str, last: str) -> None:
    table = times(where, first, last, names=(*PRAYERS, "sunrise"))
    for name in (*PRAYERS, "sunrise"):
        assert not np.isnat(table.instants[name]).any(), name
        assert (table.how[name] >= 0).all(), name
    # In order, too: no rule takes a time past its neighbour.
    order = [
        table.instants[name] for name in ("fajr", "sunrise", "dhuhr", "asr", "maghrib", "isha")
    ]
    assert all((late >= early).all() for early, late in pairwise(order))


@pytest.mark.parametrize("where", ["Bradford, GB", "56.333,-2.8733", "Oslo", "Berlin"])
def test_what_a_rule_replaced_is_marked_and_none_gives_the_sun(where: str) -> None:
    table = times(where, "2027-06-15", "2027-06-25", names=("fajr", "isha"))
    truth = times(
        where,
        "2027-06-15",
        "2027-06-25",
        with_changes(table.method, "latitudes.rule = 'none'; fajr.angle = 18; isha.angle = 18"),
        names=("fajr", "isha"),
    )
    for name in ("fajr", "isha"):
        assert np.isnat(truth.instants[name]).all()  # the Sun does not sink to 18 degrees
        assert (table.how[name] != Provenance.OBSERVED).all()
