from __future__ import annotations

import json
import os
import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import icalendar
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Answer

YEAR = ("--from", "2027-01-01", "--years", "1")


def events_of(file: Path) -> dict[str, icalendar.Event]:
    calendar = icalendar.Calendar.from_ical(file.read_bytes())
    assert isinstance(calendar, icalendar.Calendar)
    return {str(event.uid).partition("@")[0]: event for event in calendar.events}


def test_a_feed_of_everything(miqat: Callable[..., Answer], tmp_path: Path) -> None:
    file = tmp_path / "my.ics"
    answer = miqat(
        "feed", "--authority", "indonesia", "--observances", "--prayers", "jakarta", "--jumuah",
        "--jumuah-at", "12:00", "--alarm", "10", *YEAR, "-o", str(file),
    )  # fmt: skip
    assert (answer.status, answer.err) == (0, "")
    assert "events from 2027-01-01 to 2027-12-31" in answer.out
    found = events_of(file)
    assert len([uid for uid in found if uid.startswith("fajr-")]) == 365
    assert len([uid for uid in found if uid.startswith("jumuah-")]) == 53
    # Noon in Jakarta is seven hours before that of Greenwich; 1 January 2027 is a Friday.
    jumuah = found["jumuah-20270101-g1642911"]
    assert f"{jumuah.start:%Y-%m-%dT%H:%M%z}" == "2027-01-01T05:00+0000"
    assert found["eid-al-fitr-1448"].status in ("TENTATIVE", "CONFIRMED")


def test_the_minutes_are_those_of_miqat_times(miqat: Callable[..., Answer], tmp_path: Path) -> None:
    file = tmp_path / "my.ics"
    miqat("feed", "--prayers", "Ankara", "--method", "diyanet", *YEAR, "-o", str(file))
    found = events_of(file)
    table = json.loads(
        miqat("times", "Ankara", "--method", "diyanet", "--month", "2027-02", "--json").out
    )
    checked, ahead = 0, timedelta(hours=3)  # Ankara's clock
    for row in table["days"]:
        for name in ("fajr", "dhuhr", "asr", "maghrib", "isha"):
            event = found[f"{name}-{row['date'].replace('-', '')}-g323786"]
            assert f"{event.start + ahead:%Y-%m-%dT%H:%M}" == row["times"][name]["clock"]
            checked += 1
    assert checked == 28 * 5


def test_an_announcement_moves_the_feed_that_is_there(
    miqat: Callable[..., Answer], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MIQAT_STORE", str(tmp_path / "own.sqlite"))
    feed = (
        "feed",
        "--authority",
        "pakistan",
        "--observances",
        *YEAR,
        "-o",
        str(tmp_path / "a.ics"),
    )
    assert miqat(*feed).status == 0
    before = events_of(tmp_path / "a.ics")["ramadan-1448"]
    other = before.start.replace(day=before.start.day + 1)
    announced = miqat(
        "announce", "pakistan", "1448-09-01", other.isoformat(),
        "--source", "https://example.org/announcement", "--known", "2027-02-08", "--force",
    )  # fmt: skip
    assert announced.status == 0, announced.err
    again = miqat(*feed)
    moved = re.search(r"changed \((\d+) moved\), 0 new", again.out)
    assert moved is not None
    assert int(moved[1]) > 5
    after = events_of(tmp_path / "a.ics")["ramadan-1448"]
    assert (before.start, after.start) == (before.start, other)
    assert (before.sequence, after.sequence) == (0, 1)


def test_a_feed_written_over_itself_keeps_its_bytes(
    miqat: Callable[..., Answer], tmp_path: Path
) -> None:
    file = tmp_path / "a.ics"
    feed = ("feed", "--observances", "--calendar", "ummalqura", *YEAR)
    miqat(*feed, "-o", str(file))
    data = file.read_bytes()
    again = miqat(*feed, "-o", str(file))
    assert "0 changed (0 moved), 0 new, 0 gone" in again.out
    assert file.read_bytes() == data
    assert miqat(*feed).out.encode() == data  # and so on standard output
    assert miqat(*feed, "-o", "-").out.encode() == data
    other = miqat(*feed, "--stamp", "2030-01-01T00:00Z", "--previous", str(file))
    assert other.out.encode() == data
    assert [one.name for one in tmp_path.iterdir()] == ["a.ics"]


def test_fifteen_months_of_observances_and_ninety_days_of_prayers_are_the_default(
    miqat: Callable[..., Answer],
) -> None:
    first = ("--from", "2026-02-03")
    out = miqat("feed", "--calendar", "ummalqura", "--kind", "feast", *first).out
    # Eid al-Fitr of 1447 and 1448 are in March 2026 and 2027; 15 months end on 3 May 2027.
    assert {int(year) for year in re.findall(r"eid-al-fitr-(\d+)@", out)} == {1447, 1448}
    years = miqat("feed", "--calendar", "ummalqura", "--kind", "feast", "--years", "10", *first)
    found = {int(year) for year in re.findall(r"eid-al-fitr-(\d+)@", years.out)}
    assert found == set(range(1447, 1458))
    prayers = miqat("feed", "--prayers", "Cairo", *first).out
    assert prayers.count("BEGIN:VEVENT") == 5 * 90


def test_a_feed_starts_today_and_observances_three_months_before(
    miqat: Callable[..., Answer],
) -> None:
    today = datetime.now(UTC).date()
    out = miqat("feed", "--prayers", "Cairo", "--observances").out
    dated = [
        (uid.split("-")[0], date(int(day[:4]), int(day[4:6]), int(day[6:8])))
        for uid, day in re.findall(r"UID:(\S+?)@.*?DTSTART\S*?:(\d{8})", out, re.DOTALL)
    ]
    prayers = [day for name, day in dated if name in ("dhuhr", "maghrib")]
    assert abs(min(prayers) - today) <= timedelta(days=1)
    first = min(day for _, day in dated)
    assert timedelta(days=60) < today - first <= timedelta(days=93)


def test_a_table_and_iqama_are_in_the_feed(miqat: Callable[..., Answer], tmp_path: Path) -> None:
    table, file = tmp_path / "t.csv", tmp_path / "f.ics"
    rows = [f"2027-01-{day:02d},12:{day:02d},17:30" for day in range(1, 16)]
    table.write_text("\n".join(["date,dhuhr,isha", *rows]))
    answer = miqat(
        "feed", "--prayers", "London", "--table", str(table), "--from", "2027-01-01",
        "--iqama", "isha + 15; jumuah at 13:15; jumuah at 14:00", "-o", str(file),
    )  # fmt: skip
    assert "the prayers are of 2027-01-01 to 2027-01-15, as the table is" in answer.err
    found = events_of(file)
    assert f"{found['dhuhr-20270109-g2643743'].start:%H:%M}" == "12:09"
    assert found["isha-20270109-g2643743"].get("SUMMARY") == "Isha, iqama 17:45"
    fridays = sorted(uid.split("-")[0] for uid in found if uid.startswith("jumuah"))
    assert fridays == ["jumuah"] * 3 + ["jumuah_2"] * 3


def test_a_communitys_file_is_in_the_feed(miqat: Callable[..., Answer], tmp_path: Path) -> None:
    file = tmp_path / "c.toml"
    file.write_text(
        'name = "Test"\nplace = "London"\nmethod = "mwl"\nevents = ["Tea: 15:00 on fridays"]\n'
    )
    out = miqat("feed", "--community", str(file), "--from", "2027-01-01").out
    assert len(re.findall("UID:tea-2027", out)) == 13  # Fridays of 90 days from a Friday on
    assert out.count("BEGIN:VEVENT") == 5 * 90 + 13
    file.write_text(file.read_text() + '[[places]]\nname = "A"\n[[places]]\nname = "B"\n')
    several = miqat("feed", "--community", str(file))
    assert (several.status, several.err.count("\n")) == (2, 1)
    assert "has several places ('A', 'B')" in several.err


def test_rscale_is_opt_in_with_a_warning(miqat: Callable[..., Answer]) -> None:
    feed = ("feed", "--observances", "--calendar", "ummalqura-kacst", *YEAR)
    assert "RSCALE" not in miqat(*feed).out
    asked = miqat(*feed, "--rscale")
    assert "RRULE:RSCALE=ISLAMIC-UMALQURA;FREQ=YEARLY;BYMONTH=9;BYDAY=-1FR" in asked.out
    assert "few programs understand RSCALE" in asked.err
    assert "1 September" in asked.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--authority", "indonesiaa", "--observances"), "unknown authority 'indonesiaa'; did you"),
        (("--observances", "--calendar", "ummalquraa"), "unknown calendar 'ummalquraa'"),
        (("--prayers", "Jakrta"), "unknown place 'Jakrta'; did you mean 'Jakarta'?"),
        (("--prayers", "Jakarta", "--method", "kemnag"), "unknown method 'kemnag'; did you"),
        (("--kind", "feest"), "unknown kind of observance 'feest'; did you mean 'feast'"),
        (("--tradition", "sunnni"), "unknown tradition 'sunnni'; did you mean 'sunni'"),
        (("--observances", "--language", "xx"), "unknown language 'xx'"),
        (("--authority", "iran"), "nothing to put into the feed"),
        ((), "nothing to put into the feed"),
        (("--jumuah",), "--jumuah needs a place"),
        (("--observances", "--tzid"), "--tzid needs a place"),
        (("--jumuah-at", "13:75", "--place", "Jakarta"), "cannot read the rule of iqama"),
        (
            ("--observances", "--authority", "iran", "--calendar", "ummalqura"),
            "give an authority or a cal",
        ),
        (("--observances", "--from", "2027-13-01"), "cannot read the date '2027-13-01'"),
        (("--observances", "--years", "10", "--from", "9995-01-01"), "beyond the year 9999"),
        (("--observances", "--calendar", "ummalqura", "--years", "90"), "is outside ummalqura"),
        (("--observances", "--calendar", "ummalqura", "--rscale"), "has no CLDR id"),
        (("--observances", "--authority", "iran", "--rscale"), "has no CLDR id"),
        (("--observances", "--stamp", "2027-01-01T00:00"), "has no time zone"),
        (("--observances", "-o", "nowhere/my.ics"), "cannot write nowhere/my.ics: No such file"),
        (("--observances", "-o", "."), "cannot read .: Is a directory"),
        (("--observances", "--previous", "none.ics"), "cannot read none.ics: No such file"),
        (("--observances", "--previous", "notes.txt"), "notes.txt is not a calendar"),
        (("--observances", "-o", "notes.txt"), "notes.txt is not a calendar"),
        (("--observances", "-o", "other.ics"), "is a calendar of another program"),
        (
            ("--observances", "--previous", "feed.ics", "-o", "other.ics"),
            "other.ics is a calendar of another program",
        ),
    ],
)
def test_mistakes_are_said_in_one_line(
    miqat: Callable[..., Answer],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
    said: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("notes.txt").write_text("notes", "utf-8")
    other = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Other//EN\r\nEND:VCALENDAR\r\n"
    Path("other.ics").write_text(other, "utf-8", newline="")
    ours = "BEGIN:VCALENDAR\r\nPRODID:-//Miqat//Miqat feeds//EN\r\nEND:VCALENDAR\r\n"
    Path("feed.ics").write_text(ours, "utf-8", newline="")
    answer = miqat("feed", *words)
    assert answer.status == 2
    assert said in answer.err
    assert answer.err.count("\n") == 1
    assert answer.out == ""
    assert sorted(os.listdir()) == ["feed.ics", "notes.txt", "other.ics"]
    assert Path("other.ics").read_text("utf-8") == other.replace("\r\n", "\n")


def test_times_that_do_not_occur_are_told(miqat: Callable[..., Answer], tmp_path: Path) -> None:
    file = tmp_path / "a.ics"
    answer = miqat("feed", "--prayers", "Tromsø", "--method", "mwl", *YEAR, "-o", str(file))
    assert answer.status == 0
    assert "maghrib has no event on" in answer.err
    assert len(events_of(file)) < 5 * 365


def test_a_method_file_and_changes(
    miqat: Callable[..., Answer], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The feed has the minutes that `times` prints by the same method."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.toml").write_text('base = "mwl"\nid = "mine"\n[fajr]\nangle = 15.0\n')
    span = ("--from", "2027-02-08", "--years", "1")
    for method in (("--method", "mine.toml"), ("--method", "mwl", "--set", "fajr.angle = 15")):
        feed = miqat("feed", "--prayers", "Ankara", *method, *span).out
        printed = miqat(
            "times", "Ankara", "--on", "2027-02-08", "--csv", "--times", "fajr", *method
        )
        hour, minute = map(int, printed.out.splitlines()[1].split(",")[2].split(":"))
        # Clocks of Ankara are three hours ahead of UTC.
        assert f"DTSTART:20270208T{hour - 3:02d}{minute:02d}00Z" in feed
    usual = miqat("feed", "--prayers", "Ankara", "--method", "mwl", *span).out
    assert f"DTSTART:20270208T{hour - 3:02d}{minute:02d}00Z" not in usual


@pytest.mark.parametrize("option", [("--method", "mwl"), ("--set", "fajr.angle = 15")])
def test_a_method_needs_a_place(miqat: Callable[..., Answer], option: tuple[str, str]) -> None:
    found = miqat("feed", "--observances", *option)
    assert (found.status, found.out) == (2, "")
    assert found.err.startswith(f"miqat: {option[0]} needs a place: add --place PLACE")
