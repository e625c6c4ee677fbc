"""Profiles against whole tables that authorities published, on weeks that were not fitted.

The stations were fitted on every other week of these tables (tools/fit_profiles.py); what is
asserted is of the weeks between. docs/accuracy.md has the shares themselves.
"""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pytest
from tools.accuracy.prayer import EVENTS, ours
from tools.published_sets import diyanet, habous, jakim, of_year, official, single, sweden

from miqat.places import Place, place
from miqat.places.stations import stations
from miqat.prayer import times

if TYPE_CHECKING:
    from pathlib import Path

    from tools.accuracy.prayer import Score


def share(score: Score, *names: str) -> float:
    found = np.concatenate([score.off[name] for name in names or score.off])
    known = found[~np.isnan(found)]
    assert known.size > 30
    return float((known == 0).mean())


def within(score: Score, minutes: int) -> float:
    found = score.all()
    return float((np.abs(found[~np.isnan(found)]) <= minutes).mean())


def test_diyanet(reference: Path) -> None:
    score = ours("diyanet", list(diyanet(reference)))
    assert share(score) >= 0.98
    assert min(share(score, name) for name in EVENTS) >= 0.975
    assert within(score, 1) == 1.0


def test_diyanet_at_the_coordinates_of_towns(reference: Path) -> None:
    # As in a district without a station. The 3 s were found on 40 province centres, none of these.
    shares = []
    for published in official(reference, "diyanet-provinces"):
        if published.key in ("RİZE", "SİNOP", "ELAZIĞ", "TRABZON", "MARDİN", "BAYBURT"):
            town = place(f"{published.key.capitalize().replace('i̇', 'i')}, TR")
            at = Place(town.latitude, town.longitude, timezone="Europe/Istanbul")
            sheet = of_year(published.table, 2025)
            days = sheet.days
            found = times(at, days[0].item(), days[-1].item(), "diyanet", names=EVENTS)
            rows = (days - days[0]).astype(int)
            for name in EVENTS:
                wall = (found.local(name)[rows] - days.astype("datetime64[m]")).astype(int)
                shares.append(float((wall == sheet.minutes[name]).mean()))
    assert np.mean(shares) >= 0.945  # 0.915 without


def test_kemenag_in_jakarta(reference: Path) -> None:
    assert share(ours("kemenag", [dict(single(reference))["kemenag"]])) >= 0.985


def test_jakim_in_melaka_and_in_all_zones(reference: Path) -> None:
    melaka = dict(single(reference))["jakim"]
    assert share(ours("jakim", [melaka])) >= 0.98
    assert share(ours("jakim", [melaka], held_out=False)) >= 0.985
    zones = list(jakim(reference))
    # e-Solat's true tables; the points of most zones were fitted on one of these years.
    # Sabah's points of 2022 were others, and were fitted on every other week of it.
    for year, least in ((2022, 0.93), (2024, 0.935), (2026, 0.945)):
        of_year_ = [zone._replace(table=of_year(zone.table, year)) for zone in zones]
        score = ours("jakim", [zone for zone in of_year_ if len(zone.table)], held_out=False)
        assert share(score) >= least
        assert within(score, 1) >= 0.98


@pytest.mark.parametrize("zone", ["JHR02", "JHR04", "PHG02", "PHG06"])
def test_johor_and_pahang_by_the_sun_of_the_day_before_in_summer(
    reference: Path, zone: str
) -> None:
    # The season was found on 2026; with the Sun of the day itself the share is 0.87 to 0.92.
    (table,) = (one for one in jakim(reference) if one.key == zone)
    for year in (2020, 2022, 2024):
        score = ours("jakim", [table._replace(table=of_year(table.table, year))], held_out=False)
        assert share(score, "dhuhr") >= 0.97


@pytest.mark.parametrize("zone", ["WLY01", "SGR01"])
def test_kuala_lumpur_and_shah_alam_by_the_published_points(reference: Path, zone: str) -> None:
    (table,) = (one for one in jakim(reference) if one.key == zone)
    for year in (2024, 2026):
        score = ours("jakim", [table._replace(table=of_year(table.table, year))], held_out=False)
        assert share(score) >= 0.96


def test_habous(reference: Path) -> None:
    score = ours("habous", list(habous(reference)))
    assert share(score) >= 0.98
    assert within(score, 1) >= 0.995


def test_sweden(reference: Path) -> None:
    tables = list(sweden(reference))
    score = ours("sweden-if", tables)
    assert share(score) >= 0.94
    assert within(score, 1) >= 0.985


#: From April to September 2024 these three print fajr 7 to 11 minutes earlier than the rule;
#: in 2026 Strängnäs is as the rule has it.
OTHER_SUMMERS_IN_2024 = frozenset({"eskilstuna", "strangnas", "vastervik"})


def test_sweden_of_a_year_that_was_not_fitted(reference: Path) -> None:
    known = {station.key for station in stations("sweden-if")}
    tables = [one for one in official(reference, "sweden-2024") if one.key in known]
    score = ours("sweden-if", tables, held_out=False)
    assert float((np.abs(score.off["fajr"]) < 1.5).mean()) >= 0.965
    tables = [one for one in tables if one.key not in OTHER_SUMMERS_IN_2024]
    assert len(tables) >= 50
    score = ours("sweden-if", tables, held_out=False)
    for name, least in (("sunrise", 0.96), ("dhuhr", 0.96), ("maghrib", 0.96)):
        assert score.exact(name) >= least, name
    for name in ("fajr", "isha"):
        assert score.exact(name) >= 0.88, name
        assert float((np.abs(score.off[name]) < 1.5).mean()) >= 0.98, name


def test_london_unified(reference: Path) -> None:
    score = ours("london-unified", [dict(single(reference))["london-unified"]], held_out=False)
    for name in ("sunrise", "dhuhr", "maghrib"):
        assert share(score, name) >= 0.99
    assert share(score, "fajr", "isha") >= 0.94
    assert share(score, "asr") >= 0.87


@pytest.mark.parametrize(
    ("method", "least"), [("qatar", 0.94), ("egypt", 0.98), ("moscow", 0.97), ("dubai", 0.9)]
)
def test_single_tables(reference: Path, method: str, least: float) -> None:
    assert share(ours(method, [dict(single(reference))[method]])) >= least


def test_sri_lanka_by_the_names_of_districts(reference: Path) -> None:
    tables = {one.key: one.table for one in official(reference, "acju")}
    # "Recalled" rows of the table of towns have no table here; of these five the points were fitted
    # on every other week.
    for town in ("Kalutara", "Kegalle", "Matale", "Ampara", "Hambantota"):
        sheet = tables[town.lower()]
        found = times(f"{town}, LK", "2026-01-01", "2026-12-31", names=EVENTS)
        for name in EVENTS:
            minutes = (found.local(name) - found.days.astype("datetime64[m]")).astype(int)
            off = np.abs(minutes - sheet.minutes[name])
            assert (off == 0).mean() >= 0.75, (town, name)
            assert (off <= 1).mean() >= 0.99, (town, name)


def test_pristina_by_the_minutes_of_each_month(reference: Path) -> None:
    # Fitted on these very days, every other week of 2025: half of them are met from the other half.
    (sheet,) = (one.table for one in official(reference, "kosovo"))
    days = sheet.days
    found = times("Pristina", days[0].item(), days[-1].item(), names=EVENTS)
    rows = (days - days[0]).astype(int)
    off = [
        np.abs(
            (found.local(name)[rows] - days.astype("datetime64[m]")).astype(int)
            - sheet.minutes[name]
        )
        for name in EVENTS
    ]
    assert (np.array(off) == 0).mean() >= 0.65
    assert (np.array(off) <= 1).mean() >= 0.93


def test_muis_from_2011_to_2025(reference: Path) -> None:
    table = dict(single(reference))["muis"].table
    for year in (2011, 2014, 2016, 2018, 2020, 2022, 2024, 2025):
        of = dict(single(reference))["muis"]._replace(table=of_year(table, year))
        assert share(ours("muis", [of], held_out=False)) >= 0.965, year


def test_ankara_2019_to_the_last_minute(reference: Path) -> None:
    """adhan's file for Ankara, 24 days of 2019, which no fit here has seen."""
    file = reference / "timetables" / "adhan" / "Ankara-Turkey.json"
    ankara, hit = place("diyanet:Ankara"), 0
    for row in json.loads(file.read_text("utf-8"))["times"]:
        on = date.fromisoformat(row["date"])
        day = times(ankara, on, method="diyanet").day(on)
        for name in EVENTS:
            clock, half = row[name].split()
            hour, minute = (int(part) for part in clock.split(":"))
            wanted = (hour % 12 + 12 * (half == "PM")) * 60 + minute
            at = getattr(day, name)
            hit += at.hour * 60 + at.minute == wanted
    assert hit == 144
