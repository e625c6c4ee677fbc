"""Match: methods and coordinates found again from tables of others."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import numpy as np
import pytest
from praytime import PrayTime

from miqat import days
from miqat.errors import InvalidTable, UnknownName
from miqat.places import Place, place
from miqat.prayer import read_method, times, with_changes
from miqat.prayer.matching.matcher import match
from miqat.prayer.matching.residuals import PublishedMinutes, most_satisfied, plain, shares
from miqat.prayer.methods.describe import written
from miqat.prayer.published.reader import PublishedTable, read

if TYPE_CHECKING:
    from pathlib import Path

EVENTS = ("fajr", "sunrise", "dhuhr", "asr", "maghrib", "isha")


@pytest.fixture(scope="module")
def of_praytime(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A year of Lahore by praytime, another library: Karachi's 18 degrees, nearest minute."""
    file = tmp_path_factory.mktemp("tables") / "lahore.csv"
    program = PrayTime("Karachi").set({"format": "24h"}).utc_offset(300).location([31.55, 74.34])
    with file.open("w", newline="") as opened:
        rows = csv.writer(opened)
        rows.writerow(["Date", "Fajr", "Sunrise", "Dhuhr", "Asr", "Maghrib", "Isha"])
        first = days.from_gregorian(2027, 1, 1)
        for day in range(first, first + 365):
            found = program.times(days.to_date(day))
            rows.writerow([days.to_date(day), *(found[name] for name in EVENTS)])
    return file


def test_another_library_is_matched(of_praytime: Path) -> None:
    lahore = Place(31.50, 74.40, name="Lahore", timezone="Asia/Karachi")
    found = match(read(of_praytime), lahore, ["mwl", "praytimes-karachi"])
    assert found.known == "praytimes-karachi"
    # praytime's own Sun is some seconds off, more at isha (docs/accuracy.md).
    assert found.share >= 0.96
    # Coordinates that praytime was given; a minute of time is a quarter of a degree.
    assert found.place.latitude == pytest.approx(31.55, abs=0.02)
    assert found.place.longitude == pytest.approx(74.34, abs=0.02)


def test_a_method_is_found_from_nothing(of_praytime: Path, tmp_path: Path) -> None:
    from miqat.prayer.matching.fit_from_scratch import fit_from_scratch

    lahore = Place(31.53, 74.36, name="Lahore", timezone="Asia/Karachi")
    sheet = PublishedMinutes.of(read(of_praytime), lahore)
    method, latitude, longitude = fit_from_scratch(sheet.weeks(0), lahore, 0.2)
    assert method.epoch == "event"
    assert (method.fajr.angle, method.isha.angle) == (18.0, 18.0)
    at = np.array([latitude]), np.array([longitude])
    assert min(share[0] for share in shares(method, sheet.weeks(1), *at).values()) >= 0.93
    file = tmp_path / "own.toml"
    file.write_text(written(method), "utf-8")
    assert read_method(file) == method


def test_the_best_threshold_is_found_exactly() -> None:
    # p = floor(x + 2.3) for x of every fraction: r = p - x lies in (1.3, 2.3].
    x = np.linspace(100.0, 400.0, 991)
    found = most_satisfied(np.floor(x + 2.3) - x)
    assert found.share == 1.0
    assert found.low <= 2.3 < found.high
    assert found.b == pytest.approx(2.3, abs=0.02)
    noisy = np.floor(x + 2.5) - x
    noisy[::20] += 7.0
    assert plain(noisy) == 2.5
    assert most_satisfied(noisy).share == pytest.approx(1.0 - 50 / 991)


def test_an_interval_is_recognised() -> None:
    from miqat.prayer.matching.fit_from_scratch import fit_from_scratch

    makkah = Place(21.42, 39.83, timezone="Asia/Riyadh")
    table = times(makkah, days.to_date(20454), days.to_date(20454 + 200), "adhan-umm-al-qura")
    minutes = {
        name: ((table.local(name) - table.days).astype("timedelta64[m]").astype(np.int16))
        for name in EVENTS
    }
    sheet = PublishedMinutes.of(PublishedTable(table.days, minutes), makkah)
    method, *_ = fit_from_scratch(sheet.weeks(0), makkah, 0.1)
    assert (method.isha.of, method.isha.after) == ("maghrib", 90.0)


def of_bradford(first: str, last: str) -> PublishedTable:
    """Return a table of the committee's method with the second shadow, as adhan has it."""
    method = with_changes("aladhan-moonsighting", "asr.shadow = 2")
    table = times("Bradford", first, last, method)
    minutes = {
        name: ((table.local(name) - table.days).astype("timedelta64[m]").astype(np.int16))
        for name in EVENTS
    }
    return PublishedTable(table.days, minutes)


@pytest.mark.parametrize(
    ("first", "last"), [("2026-02-01", "2026-02-28"), ("2026-06-01", "2026-06-30")]
)
def test_a_month_is_enough_for_a_preset_with_another_asr(first: str, last: str) -> None:
    found = match(of_bradford(first, last), place("Bradford"))
    assert (found.known, found.changes) == ("aladhan-moonsighting", ("asr.shadow = 2",))
    assert found.share == 1.0
    assert not any(np.isnan(share) for share in found.held_out.values())
    again = with_changes("aladhan-moonsighting", "; ".join(found.changes))
    table = of_bradford(first, last)
    sheet = times(found.place, first, last, again)
    for name in EVENTS:
        minutes = (sheet.local(name) - sheet.days).astype("timedelta64[m]").astype(np.int16)
        assert (minutes == table.minutes[name]).all()


def test_a_place_that_cannot_be_is_said() -> None:
    table = of_bradford("2026-02-01", "2026-02-28")
    with pytest.raises(InvalidTable, match="the table cannot be of Karachi: its day is 9"):
        match(table, place("Karachi"))
    with pytest.raises(InvalidTable, match="the table cannot be of New York"):
        match(table, place("New York"))


def test_a_wrong_sunrise_column_is_not_a_wrong_place() -> None:
    """As a mosque of Sheffield prints it: sunrise two hours after its fajr all year."""
    table = of_bradford("2026-05-01", "2026-05-31")
    wrong = {**table.minutes, "sunrise": (table.minutes["fajr"] + 125).astype(np.int16)}
    found = match(PublishedTable(table.days, wrong), place("Bradford"), ["aladhan-moonsighting"])
    assert found.held_out["maghrib"] == 1.0


def test_too_few_days(tmp_path: Path) -> None:
    file = tmp_path / "week.csv"
    lines = [f"2027-01-{day:02},05:30,12:10" for day in range(1, 8)]
    file.write_text("\n".join(["date,fajr,dhuhr", *lines]), "utf-8")
    with pytest.raises(InvalidTable, match="the table has 7 days; 20 are the fewest to match"):
        match(read(file), place("Cairo"))


def test_an_unknown_method(of_praytime: Path) -> None:
    with pytest.raises(UnknownName, match="unknown method 'karatschi'"):
        match(read(of_praytime), place("Lahore"), ["karatschi"])


def test_the_command(of_praytime: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from miqat.cli import main

    own = str(tmp_path / "own.toml")
    arguments = ["match", str(of_praytime), "--place", "31.53,74.36", "--radius", "0.1"]
    with pytest.raises(SystemExit) as ended:
        main([*arguments, "--method", "praytimes-karachi", "-o", own, "--json"])
    assert ended.value.code == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["method"] == "praytimes-karachi"
    assert answer["share"] > 0.95
    assert read_method(own).fajr.angle == 18.0


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("date,fajr\n2027-01-01,5h1x\n", "line 2, column 'fajr'"),
        ("when,what\n1,2\n", "no column of the table is a time of prayer"),
    ],
)
def test_wrong_files_get_one_line(
    text: str, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from miqat.cli import main

    file = tmp_path / "wrong.csv"
    file.write_text(text, "utf-8")
    with pytest.raises(SystemExit) as ended:
        main(["match", str(file), "--place", "Cairo"])
    assert ended.value.code == 2
    error = capsys.readouterr().err
    assert message in error
    assert error.count("\n") == 1
