"""`miqat times`: what is asked for, and how it is laid out."""

from __future__ import annotations

import csv
import io
import json
import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest

from miqat.languages import language_codes

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from .conftest import Answer

SEVENTH = ("--set", "latitudes.rule = 'seventh of the night'")


def test_a_day_is_told_downwards(miqat: Callable[..., Answer]) -> None:
    shown = miqat("times", "Ankara", "--on", "2027-02-08").out
    assert shown.startswith("Ankara\nMonday, 8 February 2027, 1 Ramadan 1448 AH\n")
    assert "\nMethod: Diyanet: the method published in Türkiye (change with --method)\n" in shown
    assert re.search(r"^  fajr +06:19$", shown, re.MULTILINE)
    assert "on 2027-02-09" in shown  # the middle of the night


def test_a_month_has_a_row_for_each_day_with_its_hijri_date(miqat: Callable[..., Answer]) -> None:
    typed = ("times", "Ankara", "--month", "2027-02")
    lines = miqat(*typed, "--calendar", "ummalqura").out.splitlines()
    assert lines[1] == "February 2027"
    rows = [line for line in lines if line.startswith("2027-02-")]
    assert len(rows) == 28
    assert rows[7].startswith("2027-02-08 Mon  1 Ramadan")
    assert rows[6].startswith("2027-02-07 Sun  30 Sha'ban")


def test_ramadan_has_suhoor_and_iftar(miqat: Callable[..., Answer]) -> None:
    shown = miqat("times", "Ankara", "--ramadan", "1448", "--calendar", "ummalqura").out
    assert "Ramadan 1448, 8 February 2027 to 8 March 2027" in shown
    assert "imsak" in shown
    assert "iftar" in shown
    assert len(re.findall(r"^2027-0", shown, re.MULTILINE)) == 29


def test_what_was_bent_bears_a_mark_and_the_foot_says_why(miqat: Callable[..., Answer]) -> None:
    days = ("times", "Oslo", "--from", "2027-06-20", "--to", "2027-06-22")
    bent = miqat(*days, *SEVENTH).out
    assert re.search(r"2027-06-20 Sun .* \d\d:\d\d\*", bent)
    assert re.search(r"^\* fajr, isha: .*seventh", bent, re.MULTILINE)
    absent = miqat(*days, "--method", "mwl").out
    assert "–*" in absent
    assert "* fajr: the Sun stays above the altitude of fajr" in absent
    assert "*" not in miqat("times", "Ankara", "--month", "2027-02").out


def test_csv_says_how_only_where_something_was_bent(miqat: Callable[..., Answer]) -> None:
    def rows(*arguments: str) -> list[dict[str, str]]:
        typed = ("times", *arguments, "--csv", "--calendar", "ummalqura")
        return list(csv.DictReader(io.StringIO(miqat(*typed).out)))

    plain = rows("Ankara", "--month", "2027-02")
    assert list(plain[0]) == [
        "date", "hijri", "imsak", "fajr", "sunrise", "dhuhr", "asr", "maghrib", "isha",
    ]  # fmt: skip
    assert (plain[7]["date"], plain[7]["hijri"]) == ("2027-02-08", "1448-09-01")
    assert all(re.fullmatch(r"\d\d:\d\d", row["isha"]) for row in plain)
    assert rows("Ankara", "--on", "2027-02-08", "--how")[0]["how"].startswith("imsak=")
    bent = rows("Oslo", "--on", "2027-06-20", *SEVENTH, "--times", "fajr,dhuhr")
    assert bent[0]["how"] == "fajr=seventh"
    absent = rows("Oslo", "--on", "2027-06-20", "--method", "mwl", "--times", "fajr,dhuhr")
    assert (absent[0]["fajr"], absent[0]["how"]) == ("", "fajr=stays above")


def test_json_has_instants_clocks_and_how(miqat: Callable[..., Answer]) -> None:
    typed = ("times", "Lagos", "--on", "2027-02-08", "--method", "mwl", "--json")
    found = json.loads(miqat(*typed, "--calendar", "ummalqura").out)
    maghrib = found["days"][0]["times"]["maghrib"]
    assert maghrib["instant"].startswith("2027-02-08T17:57:0")
    assert (maghrib["clock"], maghrib["how"]) == ("2027-02-08T18:57", "observed")
    assert (found["method"]["id"], found["calendar"]) == ("mwl", "ummalqura")


def test_a_calendar_that_does_not_reach_is_said_and_the_times_stand(
    miqat: Callable[..., Answer],
) -> None:
    found = miqat("times", "Cairo", "--month", "1850-06", "--calendar", "ummalqura")
    assert found.status == 0
    assert "No Hijri date: 1850-06-01 is outside ummalqura" in found.out
    assert len(re.findall(r"^1850-06-", found.out, re.MULTILINE)) == 30


@pytest.mark.parametrize("code", language_codes())
def test_every_language_has_its_table_and_its_page(
    miqat: Callable[..., Answer], tmp_path: Path, code: str
) -> None:
    span = ("times", "Cairo", "--ramadan", "1448", "--language", code, "--digits", "native")
    assert miqat(*span).status == 0
    path = tmp_path / "wall.html"
    assert miqat(*span, "--html", str(path)).out == f"written: {path}\n"
    assert f'lang="{code}"' in path.read_text("utf-8")


class _Page(HTMLParser):
    """What stands in a page: its tags with what they load, and whether they are closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[str] = []
        self.loads: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)
        self.loads += [str(value) for key, value in attrs if key in ("src", "href", "srcset")]
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_a_page_for_a_wall_stands_by_itself(miqat: Callable[..., Answer], tmp_path: Path) -> None:
    path = tmp_path / "wall.html"
    typed = ("times", "القدس", "--year", "2027", "--language", "ar", "--digits", "native")
    miqat(*typed, "--html", str(path), "--iqama", "isha + 15; jumuah at 13:15")
    text = path.read_text("utf-8")
    page = _Page()
    page.feed(text)
    assert page.open == []
    assert page.loads == []
    assert not {"script", "link", "img", "iframe"} & set(page.seen)
    assert "url(" not in text
    assert "http" not in text
    assert page.seen.count("section") == 12
    assert 'dir="rtl"' in text
    assert "<h1>القدس</h1>" in text
    assert "٢٠٢٧" in text


def test_what_heads_a_page_is_escaped(miqat: Callable[..., Answer], tmp_path: Path) -> None:
    path = tmp_path / "wall.html"
    miqat(
        "times", "Cairo", "--month", "2027-02", "--html", str(path), "--title", "<b>Al-Nur</b> & co"
    )
    assert "<h1>&lt;b&gt;Al-Nur&lt;/b&gt; &amp; co</h1>" in path.read_text("utf-8")


def test_iqama_stands_beside_its_prayer(miqat: Callable[..., Answer], tmp_path: Path) -> None:
    rules = tmp_path / "iqama.txt"
    rules.write_text("isha + 15 min, rounded up to 5\nfajr at 03:00\njumuah at 13:15\n")
    days = ("times", "Ankara", "--from", "2027-02-11", "--to", "2027-02-12", "--iqama", str(rules))
    shown = miqat(*days).out
    assert "fajr iqama  jumuah iqama  isha iqama" in shown
    assert "* iqama of fajr: set before the prayer's time" in shown
    rows = list(csv.DictReader(io.StringIO(miqat(*days, "--csv").out)))
    assert [row["jumuah_iqama"] for row in rows] == ["", "13:15"]
    assert [row["fajr_iqama"] for row in rows] == ["03:00", "03:00"]
    for row in rows:
        isha, iqama = (int(row[key][:2]) * 60 + int(row[key][3:]) for key in ("isha", "isha_iqama"))
        assert 15 <= iqama - isha < 20
        assert iqama % 5 == 0


def test_a_weekly_iqama_counts_the_whole_week_at_the_ends_of_a_table(
    miqat: Callable[..., Answer],
) -> None:
    def iqama(first: str, last: str) -> dict[str, str]:
        typed = ("times", "Ankara", "--from", first, "--to", last, "--csv", "--iqama")
        out = miqat(*typed, "asr + 10, changes weekly on Friday").out
        return {row["date"]: row["asr_iqama"] for row in csv.DictReader(io.StringIO(out))}

    whole = iqama("2027-02-05", "2027-02-18")
    assert iqama("2027-02-08", "2027-02-09").items() <= whole.items()
    assert len(set(whole.values())) == 2


def test_a_mosques_own_table_is_shown_as_it_is(
    miqat: Callable[..., Answer], tmp_path: Path
) -> None:
    path = tmp_path / "mosque.csv"
    path.write_text(
        "Date,Fajr,Dhuhr,Isha,Isha Iqamah\n2027-02-08,06:01,13:33,19:59,20:15\n"
        "2027-02-09,,13:34,20:00,\n"
    )
    days = ("times", "Ankara", "--from", "2027-02-08", "--to", "2027-02-09", "--table", str(path))
    rows = list(csv.DictReader(io.StringIO(miqat(*days, "--csv").out)))
    assert [row["fajr"] for row in rows] == ["06:01", ""]
    assert [row["dhuhr"] for row in rows] == ["13:33", "13:34"]
    assert [row["isha_iqama"] for row in rows] == ["20:15", ""]
    assert "asr" not in rows[0]
    shown = miqat(*days).out
    assert "Times: the given table" in shown
    assert "* fajr: the published table has none on this day" in shown
    found = json.loads(miqat(*days, "--json").out)
    assert found["days"][0]["times"]["dhuhr"]["how"] == "imported"
