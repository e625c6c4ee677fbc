"""What cannot be read, written or answered: one line, status 2, or 1 for a machine's fault."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Answer

    Run = Callable[..., Answer]

HEAD = "Date,Fajr,Dhuhr,Asr,Maghrib,Isha\n"
ROWS = "".join(f"2026-02-{day:02d},05:{day:02d},12:20,15:10,17:01,18:40\n" for day in range(1, 29))

FILES = {
    "cr.csv": (HEAD + ROWS).replace("\n", "\r").encode(),
    "quote.csv": (HEAD + '2026-02-01,"05:01,12:20,15:10,17:01,18:40\n' + ROWS * 200).encode(),
    "deep.json": b"[" * 100_000 + b"]" * 100_000,
    "utf16.txt": "isha + 15\n".encode("utf-16"),
    "latin1.txt": "isha + 15 # é\n".encode("latin-1"),
    "deep.toml": b"a = " + b"[" * 100_000 + b"]" * 100_000,
    "days.csv": b"authority,month,day,source\niran,1448-09,xx,a test\n",
    "months.csv": b"authority,month,day,source\niran,1448,2027-02-08,a test\n",
    "half.csv.gz": b"\x1f\x8b\x08\x00\x00\x00\x00\x00",
    "other.sqlite": b"notes about the store, and not the store itself\n" * 50,
}

#: What is typed, and what the one line says.
WRONG = {
    ("times", "London", "--month", "2026-02", "--table", "quote.csv"): (
        "line 2: a quotation mark is not closed"
    ),
    ("match", "quote.csv", "--place", "London"): "line 2: a quotation mark is not closed",
    ("times", "London", "--month", "2026-02", "--table", "deep.json"): "JSON in too many levels",
    ("times", "London", "--month", "2026-02", "--table", "half.csv.gz"): (
        "half.csv.gz is a damaged gzip file"
    ),
    ("times", "London", "--iqama", "utf16.txt"): "utf16.txt is not text in UTF-8; save it as UTF-8",
    ("times", "London", "--iqama", "latin1.txt"): "latin1.txt is not text in UTF-8",
    ("times", "London", "--iqama", "deep.toml"): "deep.toml are not TOML",
    ("times", "London", "--method", "deep.toml"): "a method is written in TOML",
    ("times", "London", "--method", "utf16.txt.toml"): "utf16.txt.toml: No such file or directory",
    ("times", "London", "--html", "absent/page.html"): "absent/page.html: No such file or direct",
    ("match", "absent.csv", "--place", "London"): "absent.csv: No such file or directory",
    ("match", ".", "--place", "London"): ".: Is a directory",
    ("match", "/dev/zero", "--place", "London"): "/dev/zero is larger than 100 MB",
    ("times", "London", "--table", "/dev/zero"): "/dev/zero is larger than 100 MB",
    ("record", "update", "/dev/zero"): "/dev/zero is larger than 100 MB",
    ("feed", "--jumuah", "--place", "London", "--previous", "/dev/zero"): "is larger than 100 MB",
    ("crescent", "2027-02-07", "--step", "10", "--map", "absent/a.png"): (
        "absent/a.png: No such file or directory"
    ),
    ("crescent", "2027-02-07", "--step", "10", "--geojson", "absent/a.json"): (
        "absent/a.json: No such file or directory"
    ),
    ("crescent", "2027-02-07", "--step", "10", "--geojson", "."): ".: Is a directory",
    ("crescent", "2027-02-07", "--geojson", "a.json", "--step", "1e308", "--evenings", "3"): (
        "a map has steps of 0.05 to 10 degrees"
    ),
    ("crescent", "2027-02-07", "--geojson", "a.json", "--step", "1e-308"): (
        "a map has steps of 0.05 to 10 degrees"
    ),
    ("times", "London", "--set", "latitudes.rule = 'seventh'"): (
        "did you mean 'seventh of the night'"
    ),
    ("times", "London", "--set", "latitudes.rule = nearest day"): (
        "a method is written in TOML, a text in quotes such as 'nearest day'"
    ),
    ("times", "London", "--method", "nope"): "unknown method 'nope'; `miqat methods` lists them",
    ("today", "London", "--authority", "nope"): "; `miqat authorities` lists them",
    ("today", "London", "--calendar", "nope"): "; `miqat calendars` lists them",
    ("check", "2027-02-10", "nope"): "unknown observance 'nope'; `miqat observances` lists them",
    ("times", "London", "--language", "xx"): "unknown language 'xx'; there are ar, ",
    ("times", "Apia", "--from", "1 January 623", "--to", "2012-01-02", "--json"): (
        "507,324 days are too many for a timetable; 36,525 (100 years) are the most"
    ),
    ("times", "London", "--set", "fajr.angle = -18"): "-18 is above the horizon",
    ("rrule", "FREQ=DAILY", "--from", "2027-02-01", "--until", "2026-01-01"): (
        "--until 2026-01-01 comes before --from 2027-02-01"
    ),
    ("crescent", "London", "2027-02-07", "--formula", "arcv/0"): "divides by zero",
    ("crescent", "London", "2027-02-07", "--formula", "arcv > 10"): (
        "such as 'arcv - 10' for 'arcv > 10'"
    ),
    ("reconcile", ""): "the date is empty; write it as",
    ("compare", "ummalqura", "gregorian"): "gregorian has no Hijri months to compare",
    ("record", "update", "days.csv"): "days.csv row 1: cannot read the date 'xx'; write it as",
    ("record", "update", "months.csv"): "months.csv row 1: cannot read the Hijri month '1448'; wr",
    ("observances", "--tradition", "nope"): "unknown tradition 'nope'; did you mean 'ahmadi', ",
}  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, data in FILES.items():
        (tmp_path / name).write_bytes(data)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(("typed", "said"), WRONG.items(), ids=lambda value: str(value)[:60])
def test_one_line_and_status_2(miqat: Run, typed: tuple[str, ...], said: str) -> None:
    if any(part.startswith("/dev/") and not os.path.exists(part) for part in typed):
        pytest.skip("this system has no such file")
    found = miqat(*typed)
    assert said in found.err
    assert (found.status, found.out, found.err.count("\n")) == (2, "", 1)


@pytest.mark.usefixtures("folder")
def test_a_table_whose_lines_end_with_cr_is_read(miqat: Run) -> None:
    found = miqat("times", "London", "--month", "2026-02", "--table", "cr.csv", "--csv")
    assert found.status == 0
    assert found.out.splitlines()[1].startswith("2026-02-01,1447-08-13,05:01,12:20,15:10,17:01")


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    "typed",
    [("today", "London"), ("announce", "iran", "1448-09-01", "2027-02-08", "--source", "x")],
)
def test_what_is_no_store(
    miqat: Run, typed: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MIQAT_STORE", "other.sqlite")
    found = miqat(*typed)
    assert "other.sqlite is not a store of announcements" in found.err
    assert (found.status, found.out, found.err.count("\n")) == (2, "", 1)


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="this system has no /dev/full")
@pytest.mark.parametrize(
    "typed",
    [
        ("feed", "--jumuah", "--place", "London", "--years", "1", "-o", "/dev/full"),
        ("times", "London", "--html", "/dev/full"),
        ("crescent", "2027-02-07", "--step", "10", "--geojson", "/dev/full"),
    ],
    ids=lambda typed: typed[0],
)
def test_a_full_disk_is_the_machines_fault(miqat: Run, typed: tuple[str, ...]) -> None:
    found = miqat(*typed)
    assert found.err == "miqat: /dev/full: No space left on device\n"
    assert (found.status, found.out) == (1, "")


def test_a_count_that_no_machine_counts_to(miqat: Run) -> None:
    rule = "RSCALE=ISLAMIC-UMALQURA;FREQ=YEARLY;BYMONTH=9;BYDAY=-1FR"
    found = miqat("rrule", rule, "--from", "2077-01-01", "--count", "9223372036854775808")
    assert "past the end of ummalqura-kacst" in found.err
    assert (found.status, found.out, found.err.count("\n")) == (2, "", 1)


@pytest.mark.skipif(sys.platform == "win32", reason="closing it needs a POSIX shell")
def test_a_closed_standard_output() -> None:
    ran = subprocess.run(
        f'"{sys.executable}" -m miqat today London >&-',
        shell=True, stderr=subprocess.PIPE, text=True, timeout=60,
    )  # fmt: skip
    assert ran.stderr == "miqat: the standard output is closed\n"
    assert ran.returncode == 2
