"""The data of the authorities: what the files may say, held by their plain text alone."""

from __future__ import annotations

import csv
import re
import tomllib
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from tools.authorities_page import PAGE, written

from miqat.authorities.record import built_in
from miqat.calendars import calendar
from miqat.errors import OutOfRange
from miqat.places import place

FOLDER = Path(str(resources.files("miqat.data").joinpath("authorities")))
NOT_AUTHORITIES = {"defaults.toml", "habits.toml"}
FILES = sorted(file for file in FOLDER.glob("*.toml") if file.name not in NOT_AUTHORITIES)
REASON = re.compile(r"[A-Z][^:]*\.")  # a sentence, no address
SOURCE = re.compile(r"https?://\S+|[A-Za-z].{10}")  # an address, or a work by its name

Table = dict[str, Any]


def _read(file: Path) -> Table:
    return tomllib.loads(file.read_text(encoding="utf-8"))


AUTHORITIES: list[Table] = [one for file in FILES for one in _read(file)["authority"]]
BY_ID = {one["id"]: one for one in AUTHORITIES}
DEFAULTS = _read(FOLDER / "defaults.toml")
GROUPS = _read(FOLDER / "habits.toml")


def _record() -> list[dict[str, str]]:
    lines = (FOLDER / "record.csv").read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


def _codes() -> set[str]:
    outlines = FOLDER.parent / "outlines" / "countries.txt"
    lines = outlines.read_text(encoding="utf-8").splitlines()
    return {line[:2] for line in lines if line and not line.startswith("#")}


CODES = _codes()


def test_there_are_many_and_each_once() -> None:
    assert len(AUTHORITIES) >= 90
    assert len(BY_ID) == len(AUTHORITIES)


@pytest.mark.parametrize("one", AUTHORITIES, ids=lambda one: str(one["id"]))
def test_an_authority(one: Table) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", one["id"])
    assert one["title"].strip()
    assert one["kind"] in {"state", "body"}
    assert SOURCE.match(one["source"])
    assert set(one["countries"]) <= CODES
    for name in one.get("places", ()):
        assert place(name).geonameid is not None
    assert one["rule"]
    assert one["rule"][0]["from"] == "1-01"
    starts = [tuple(map(int, rule["from"].split("-"))) for rule in one["rule"]]
    assert starts == sorted(starts)
    assert all(1 <= month <= 12 for _, month in starts)


@pytest.mark.parametrize("one", AUTHORITIES, ids=lambda one: str(one["id"]))
def test_its_rules(one: Table) -> None:
    for rule in one["rule"]:
        assert set(rule.get("months", ())) <= set(range(1, 13))
        if rule["kind"] == "calendar":
            assert calendar(rule["calendar"]).id == rule["calendar"]
        elif rule["kind"] == "follows":
            assert rule["of"] in BY_ID
            assert rule["of"] != one["id"]
        else:
            _check_sighting(rule)


def _check_sighting(rule: Table) -> None:
    assert rule["kind"] == "sighting"
    assert ("region" in rule) != ("places" in rule)
    if "region" in rule:
        assert rule["region"].removeprefix("country:") in CODES
    for name in rule.get("places", ()):
        assert place(name).name
    assert rule.get("aid", "naked eye") in {"naked eye", "optical aid"}
    assert rule.get("after", "none") in {"none", "astronomy vetoes"}
    assert rule["group"] in GROUPS


def test_nobody_follows_in_a_ring() -> None:
    for one in AUTHORITIES:
        waiting, seen = [one["id"]], set()
        while waiting:
            current = waiting.pop()
            follows = [rule["of"] for rule in BY_ID[current]["rule"] if rule["kind"] == "follows"]
            assert one["id"] not in follows
            waiting += [of for of in follows if of not in seen]
            seen.update(follows)


def test_rows_of_the_record() -> None:
    rows = _record()
    assert len(rows) >= 1_800
    assert len({tuple(row.values()) for row in rows}) == len(rows)
    for row in rows:
        assert row["authority"] in BY_ID, row
        assert SOURCE.match(row["source"]), row
        assert date.fromisoformat(row["known"]).year > 2000, row


def test_months_of_the_whole_year() -> None:
    """Fifteen bodies have two years of months outside Ramadan, Shawwal and Dhu al-Hijja."""
    counts = {
        body: len({entry.written for entry in entries if entry.month not in {9, 10, 12}})
        for body, entries in built_in().items()
    }
    assert sum(count >= 24 for count in counts.values()) >= 15, counts


def test_days_of_the_record() -> None:
    """A month begins within two days of the published Umm al-Qura's."""
    printed = calendar("ummalqura")
    for row in _record():
        year, month = map(int, row["month"].split("-"))
        try:
            expected = printed.date(year, month, 1).to_date()
        except OutOfRange:  # pragma: no cover - the table has no such month yet
            pytest.fail(f"no month {row['month']} to compare with")
        assert abs((date.fromisoformat(row["day"]) - expected).days) <= 2, row


def test_contradictions_of_the_record_are_meant() -> None:
    days: dict[tuple[str, str], set[str]] = {}
    for row in _record():
        days.setdefault((row["authority"], row["month"]), set()).add(row["day"])
    assert {key for key, found in days.items() if len(found) > 1} == {
        ("pakistan", "1445-03"),
        ("iraq-sunni-endowment", "1446-10"),
    }


def test_months_of_the_record_that_adjoin_have_29_or_30_days() -> None:
    last = {(row["authority"], row["month"]): row["day"] for row in _record()}
    for (authority, month), day in last.items():
        year, number = map(int, month.split("-"))
        after = f"{year + number // 12}-{number % 12 + 1:02d}"
        if (authority, after) in last:
            following = date.fromisoformat(last[authority, after])
            assert (following - date.fromisoformat(day)).days in {29, 30}, (authority, month)


def test_saudi_arabia_as_carried_over(reference: Path) -> None:
    """Every month that the adjustments list begins on the day they give, but the typing error."""
    file = reference / "calendars" / "saudi-announced-adjustments.csv"
    kept = {row["month"]: row["day"] for row in _record() if row["authority"] == "saudi-arabia"}
    with file.open(encoding="utf-8") as lines:
        listed = [row for row in csv.DictReader(lines) if "TYPO" not in row["note"]]
    for row in listed:
        year, month, day = row["hijri"].split("-")
        first = date.fromisoformat(kept[f"{year}-{month}"]).toordinal()
        assert first + int(day) - 1 == date.fromisoformat(row["gregorian"]).toordinal(), row
    changed = {row["hijri"][:7] for row in listed}
    for year in range(1424, 1444):
        for month in (9, 10, 12):
            name = f"{year}-{month:02d}"
            if name not in changed:
                printed = calendar("ummalqura").date(year, month, 1).to_date()
                assert kept[name] == printed.isoformat()


def test_defaults_of_countries() -> None:
    assert len({entry["country"] for entry in DEFAULTS["country"]}) == len(DEFAULTS["country"])
    for entry in DEFAULTS["country"]:
        assert entry["authorities"], entry
        assert SOURCE.match(entry["source"]), entry
        assert REASON.fullmatch(entry["reason"]), entry
        of_country = [entry["country"] in BY_ID[name]["countries"] for name in entry["authorities"]]
        assert all(of_country) is not entry.get("abroad", False), entry


def test_defaults_of_places() -> None:
    assert {"Jerusalem", "Beirut", "London", "Jakarta"} <= {
        entry["name"] for entry in DEFAULTS["place"]
    }
    for entry in DEFAULTS["place"]:
        assert SOURCE.match(entry["source"]), entry
        assert REASON.fullmatch(entry["reason"]), entry
        assert set(entry["authorities"]) <= set(BY_ID), entry


def test_every_country_of_an_authority_has_a_default() -> None:
    countries = {code for one in AUTHORITIES for code in one["countries"]}
    at_home = {entry["country"] for entry in DEFAULTS["country"] if not entry.get("abroad")}
    assert at_home <= countries <= {entry["country"] for entry in DEFAULTS["country"]}


def test_countries_with_public_holidays_by_hijri_date_have_a_default() -> None:
    """Those of issue 13 that had none, and those whose list was struck out."""
    wanted = (
        "AR BI CC CF CX GA GW GY KM MM RW SR SS TG TL TT MW MZ ER BJ MG KH GR UA PL CG ET SL "
        "ES NO IT AT SE DK FI NL"
    )
    assert set(wanted.split()) <= {entry["country"] for entry in DEFAULTS["country"]}
    places = {entry["name"]: entry["authorities"] for entry in DEFAULTS["place"]}
    assert places["Delhi"] == places["New Delhi"]
    assert {"Srinagar", "Kargil", "Zanzibar", "Ceuta", "Melilla"} <= set(places)


def test_the_page_is_as_the_data() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert page == written(page), "stale: run python -m tools.authorities_page"
    assert all(f"| `{name}` |" in page for name in BY_ID)
