"""Calendars by the crescent: their rules, how they are asked, and what was announced."""

from __future__ import annotations

import csv
import pickle
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from miqat.calendars import Certainty, calendar, visibility
from miqat.calendars.month_rules.at_places import (
    AtPlace,
    AtPoints,
    Conjunction,
    in_country,
    moonset_after_sunset,
    rule,
)
from miqat.calendars.month_rules.base import LAST_EVENING, Era, conjunctions, first_days
from miqat.calendars.month_rules.in_regions import Clause
from miqat.calendars.systems import by_crescent
from miqat.calendars.systems.by_crescent import RULE_CALENDARS, RuleCalendar
from miqat.crescent import criterion, custom_criterion, meets, observe, region
from miqat.days import from_date
from miqat.errors import InvalidRule, OutOfRange, UnknownName
from miqat.places import Place, place
from miqat.sky import lunations

if TYPE_CHECKING:
    from numpy.typing import NDArray

MECCA = (21.4225, 39.8262)
FIXTURES = Path(__file__).resolve().parents[1] / "fixtures"


def announced() -> list[tuple[str, str, str]]:
    """Return calendar, month and first day, as announced."""
    with (FIXTURES / "announced_months.csv").open(encoding="utf-8", newline="") as lines:
        rows = csv.reader(line for line in lines if not line.startswith("#"))
        return [(kept, month, first) for kept, month, first, _ in rows]


@pytest.mark.parametrize(("name", "month", "first"), announced())
def test_months_begin_as_announced(name: str, month: str, first: str) -> None:
    assert calendar(name).parse(f"{month}-01").to_date() == date.fromisoformat(first)


def test_a_month_is_tied_to_its_lunation() -> None:
    # 1 Ramadan 1448 follows the annular eclipse of 6 February 2027, greatest at 16:00 UT; the
    # Julian 16 July 622 of the first month the conjunction of 14 July.
    (born,) = conjunctions(np.array([12 * 1448 + 8]))
    assert np.datetime64("2027-02-06T15:56") < lunations.conjunction(335) < np.datetime64(
        "2027-02-06T15:57"
    )  # fmt: skip
    assert born == pytest.approx(from_date(date(2027, 2, 6)) + 15.94 / 24.0, abs=0.002)
    for kept in RULE_CALENDARS:
        if kept.first_year == 1:
            # Thursday 15 July, Friday 16 July or the day after.
            assert calendar("islamic-tbla").first_day <= kept.first_day
            assert kept.first_day <= calendar("islamic-civil").first_day + 1


def test_the_range_is_that_of_the_ephemeris() -> None:
    for kept in RULE_CALENDARS:
        assert kept.last_year == by_crescent.FINAL_YEAR
    # One year more, and its end lies beyond.
    with pytest.raises(OutOfRange, match="600 to 2650"):
        first_days([Era(1, Conjunction())], 12 * 2090, 12 * 2091)


def test_each_era_decides_its_own_months() -> None:
    early, late = Conjunction(before=24.0), Conjunction(before=0.0)
    eras = [Era(12 * 1440, early), Era(12 * 1445 + 3, late), Era(12 * 1446, early)]
    first, last = 12 * 1439, 12 * 1447
    mixed = first_days(eras, first, last)
    one, other = (first_days([Era(first, each)], first, last) for each in (early, late))
    numbers = np.arange(first, last + 1)
    by_late = (numbers >= 12 * 1445 + 3) & (numbers < 12 * 1446)
    assert_array_equal(mixed, np.where(by_late, other, one))
    assert_array_equal(other - one, 1)
    for number in (first, 12 * 1445 + 2, 12 * 1445 + 3, last):
        assert first_days(eras, number, number) == mixed[number - first]


def test_a_rule_that_is_never_met_waits_to_the_last_evening() -> None:
    first, last = 12 * 1440, 12 * 1441
    never = Conjunction(before=-1000.0)
    waited = first_days([Era(first, never)], first, last)
    born = np.floor(conjunctions(np.arange(first, last + 1))).astype(int)
    assert_array_equal(waited, born + LAST_EVENING + 1)


def exactly(points: AtPoints, born: NDArray[np.float64], asked: NDArray[np.int64]) -> Any:
    return points._searched(
        np.broadcast_to(born, asked.shape).ravel(), asked.ravel()
    ).reshape(asked.shape)  # fmt: skip


@pytest.mark.parametrize("years", [range(1430, 1441), range(30, 35), range(2070, 2075)])
@pytest.mark.parametrize(
    "points",
    [
        moonset_after_sunset(*MECCA),
        moonset_after_sunset(*MECCA, after_conjunction=False),
        in_country("ID", "mabims"),
        in_country("SG", "mabims-1995"),
        in_country("IR", "bruin", threshold=-1.55),
        AtPoints(criterion=criterion("odeh"), latitudes=(59.9,), longitudes=(10.7,), zone=1),
        AtPoints(
            criterion=criterion("babylonian"), latitudes=(-45.0,), longitudes=(170.0,), zone=0
        ),
    ],
    ids=["mecca", "moonset", "ID", "SG", "IR", "odeh", "babylonian"],
)  # fmt: skip
def test_a_sketch_decides_as_the_sky_does(points: AtPoints, years: range) -> None:
    numbers = np.arange(12 * years[0], 12 * years[-1])
    born = conjunctions(numbers)[:, np.newaxis]
    asked = np.floor(born + points.longitude / 360.0).astype(int) + np.arange(2)
    assert_array_equal(points.met(born, asked), exactly(points, born, asked))
    _, close = points._sifted(np.broadcast_to(born, asked.shape), asked)
    assert close.mean() < 0.03


@pytest.mark.parametrize(
    "clause",
    [
        Clause(before=24.0),
        Clause(before=24.0, sunset="geocentric centre"),
        Clause(region="americas-mainland"),
        Clause(region="americas-mainland-without-alaska", altitude=3.0, elongation=6.4),
    ],
    ids=["24h", "centre", "mainland", "3-6.4"],
)
def test_a_clause_spares_only_evenings_that_cannot_meet_it(clause: Clause) -> None:
    born = conjunctions(np.arange(12 * 1441, 12 * 1442))
    where = region(clause.region)
    for later in (0, 1):
        asked = np.floor(born).astype(int) + later
        found = clause.met(born, asked)
        each = [
            meets(
                where, day, altitude=clause.altitude, elongation=clause.elongation,
                before=clause.before, sunset=clause.sunset,
            ).met
            for day in asked.tolist()
        ]  # fmt: skip
        assert found.tolist() == each


def test_the_dawn_of_gisborne() -> None:
    # 17 February 2026: conjunction at 12:01 UT, before night ends in Gisborne at some 15:57 UT.
    asked, born = np.array([from_date(date(2026, 2, 17))]), conjunctions(np.array([12 * 1447 + 8]))
    waiting = Clause(region="americas-mainland", dawn_at_gisborne=True)
    assert waiting.met(born, asked).all()
    for hour, before_dawn in ((14.0, True), (15.5, True), (16.5, False), (20.0, False)):
        moved = asked + hour / 24.0
        bare = Clause(region="americas-mainland", altitude=-20.0, elongation=0.0)
        free, bound = bare, Clause(
            region="americas-mainland", altitude=-20.0, elongation=0.0, dawn_at_gisborne=True
        )  # fmt: skip
        assert free.met(moved, asked).all()
        assert bound.met(moved, asked).all() == before_dawn


def test_what_the_rules_ask_of_each_other() -> None:
    first, last = 1445, 1500
    turkey, muhammadiyah, istanbul = (
        calendar(name).starts(first, last) for name in ("diyanet", "khgt", "istanbul")
    )
    # Nine arcseconds of sunset move no month of these; Alaska moves some, never to later.
    assert_array_equal(muhammadiyah, istanbul)
    assert 0 < (turkey != istanbul).sum() < 20
    assert set(np.unique(turkey - istanbul).tolist()) == {0, 1}
    # What is met somewhere in one country is met somewhere in it and its neighbours.
    brunei, malaysia = (
        calendar(f"mabims-{name}").starts(first, last) for name in ("brunei", "malaysia")
    )
    assert (malaysia <= brunei).all()


def test_the_first_evening_that_a_report_calls_visible() -> None:
    cairo = place("Cairo")
    kept = visibility(cairo)
    for year, month in ((1447, 9), (1448, 9), (1446, 12), (1440, 5), (1300, 1)):
        begins = kept.month(year, month).first_day
        evenings = [date.fromordinal(begins - days + 719163) for days in (2, 1)]
        zones = [observe(cairo, on).zone("yallop") for on in evenings]
        assert zones[1] in ("A", "B")
        assert zones[0] not in ("A", "B")


def test_visibility_goes_by_civil_days_across_the_date_line() -> None:
    # Kiritimati keeps the date of the other side: an evening of Honolulu is a day later there.
    kiritimati = Place(1.87, -157.43, timezone="Pacific/Kiritimati")
    sun_day = Place(1.87, -157.43, timezone="Pacific/Honolulu")
    one, other = (visibility(each).starts(1440, 1445) for each in (kiritimati, sun_day))
    assert_array_equal(one - other, 1)


def test_a_worse_zone_is_met_no_later() -> None:
    starts = [visibility("Cairo", "yallop", zone=zone).starts(1440, 1460) for zone in "ABCD"]
    for better, worse in pairwise(starts):
        assert (worse <= better).all()
        assert (worse < better).any()
    limit = criterion("yallop").zones[1].above
    assert_array_equal(visibility("Cairo", "yallop", threshold=limit).starts(1440, 1460), starts[1])


def test_visibility_says_what_it_is() -> None:
    kept = visibility("Cairo", "odeh", zone="C")
    assert kept.id == "visibility:odeh@Cairo"
    assert kept.certainty is Certainty.COMPUTED
    assert "zone C or better by Odeh 2004" in kept.rule
    assert "above 5" in visibility("Cairo", "odeh", threshold=5.0).rule
    assert visibility("Cairo", "alrefay-aided").zone == 0  # its one zone is for optics
    own = visibility(Place(0.0, 0.0), custom_criterion("alt - 10", instant="sunset"))
    assert own.month(1448, 9).length in (29, 30)
    twice = pickle.loads(pickle.dumps(kept))
    assert twice.month(1448, 9) == kept.month(1448, 9)
    assert kept.criterion == criterion("odeh")
    with pytest.raises(UnknownName, match="zone of odeh 'Z'"):
        visibility("Cairo", "odeh", zone="Z")
    with pytest.raises(UnknownName, match="odeh"):
        visibility("Cairo", "oddeh")


def test_in_high_latitudes_months_still_follow_each_other() -> None:
    tromso = visibility(Place(69.65, 18.96, timezone="Europe/Oslo"))
    lengths = np.diff(tromso.starts(1440, 1460))
    assert lengths.min() >= 27
    assert lengths.max() <= 32


def test_what_a_rule_cannot_be() -> None:
    with pytest.raises(InvalidRule, match="no kind of rule 'moon'"):
        rule({"kind": "moon"})
    with pytest.raises(InvalidRule, match="names a criterion or a formula"):
        in_country("ID")
    with pytest.raises(UnknownName, match="region"):
        rule({"kind": "anywhere", "clauses": [{"region": "lande"}]}).met(
            np.array([[20500.0]]), np.array([[20501]])
        )


def test_the_table_of_rules() -> None:
    assert len(RULE_CALENDARS) == 10
    for kept in RULE_CALENDARS:
        assert isinstance(kept, RuleCalendar)
        numbers = [era.first for era in kept._eras()]
        assert numbers == sorted(set(numbers))
        assert numbers[0] == 12 * kept.first_year
        assert kept.agreement, kept.id
    assert isinstance(visibility("Cairo")._eras()[0].rule, AtPlace)
