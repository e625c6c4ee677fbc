"""Programs that read feeds, each giving its events in one form, to compare what they saw.

An event is (uid, start, end, sequence, status): dates as YYYYMMDD, instants in UTC as
YYYYMMDDTHHMMSSZ. Where a program is not installed the test is skipped, with a word; under
CI=true it fails. `make test` installs them.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple

import icalendar
import pytest

HERE = Path(__file__).parent
CLIENTS = HERE.parents[1] / ".venv" / "clients"
PYTHON = "/usr/bin/python3"

Seen = tuple[str, str, str, int, str]


def by_icalendar(data: bytes) -> list[Seen]:
    calendar = icalendar.Calendar.from_ical(data)
    assert isinstance(calendar, icalendar.Calendar)
    assert calendar.errors == []
    found = []
    for event in calendar.events:
        assert event.errors == []
        ends = _written(event.start), _written(event.end)
        found.append((str(event.uid), *ends, event.sequence, str(event.status)))
    return found


def by_ical_js(file: Path) -> list[Seen]:
    if shutil.which("node") is None or not (CLIENTS / "node_modules" / "ical.js").is_dir():
        absent("ical.js")
    return _seen(["node", str(HERE / "ical_js_reader.mjs"), str(file), str(CLIENTS)])


def by_libical(file: Path) -> list[Seen]:
    probe = "import gi; gi.require_version('ICalGLib', '3.0'); from gi.repository import ICalGLib"
    try:
        subprocess.run([PYTHON, "-c", probe], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        absent("libical (gir1.2-ical-3.0, python3-gi)")
    return _seen([PYTHON, str(HERE / "libical_reader.py"), str(file)])


def absent(program: str) -> None:
    message = f"{program} is not installed: run make test"
    if os.environ.get("CI") == "true":
        pytest.fail(message)
    pytest.skip(message)


class Collection(NamedTuple):
    """A folder that vdirsyncer keeps in step with a feed, and khal lists.

    The feed is at a URL or in a file. Over HTTP vdirsyncer gives every event a hash of its text
    for a UID; from a file it goes by the UIDs that are there.
    """

    folder: Path

    @property
    def files(self) -> Path:
        return self.folder / "events"

    @classmethod
    def of(cls, folder: Path, feed: str | Path) -> Collection:
        for name in ("khal", "vdirsyncer"):
            if not (CLIENTS / "bin" / name).exists():
                absent(name)
        found = cls(folder)
        found.files.mkdir(parents=True)
        source = (
            f'type = "singlefile"\npath = "{feed}"'
            if isinstance(feed, Path)
            else f'type = "http"\nurl = "{feed}"'
        )
        (folder / "vdirsyncer").write_text(
            f"""[general]
status_path = "{folder}/status"
[pair feed]
a = "web"
b = "files"
collections = null
conflict_resolution = "a wins"
[storage web]
{source}
[storage files]
type = "filesystem"
path = "{found.files}"
fileext = ".ics"
""",
            "utf-8",
        )
        (folder / "khal").write_text(
            f"""[calendars]
[[feed]]
path = {found.files}
[locale]
local_timezone = UTC
default_timezone = UTC
timeformat = %H%M%S
dateformat = %Y%m%d
longdateformat = %Y%m%d
datetimeformat = %Y%m%dT%H%M%SZ
longdatetimeformat = %Y%m%dT%H%M%SZ
[sqlite]
path = {folder}/khal.db
""",
            "utf-8",
        )
        found._run("vdirsyncer", "-c", str(folder / "vdirsyncer"), "discover", answers="y\ny\n")
        return found

    def sync(self) -> None:
        self._run("vdirsyncer", "-c", str(self.folder / "vdirsyncer"), "sync")

    def listed(self, first: date, last: date) -> list[tuple[str, str, str]]:
        """Return title, start and end of each event that khal lists; a last day is the last."""
        out = self._run(
            "khal", "-c", str(self.folder / "khal"), "list", "--once", "--notstarted",
            "--day-format", "", "--format", "{title}|{start-long-full}|{end-long-full}",
            f"{first:%Y%m%d}", f"{last:%Y%m%d}",
        )  # fmt: skip
        rows = (line.split("|") for line in out.splitlines())
        return sorted((title, start, end) for title, start, end in rows)

    def uids(self) -> list[str]:
        return sorted(
            uid for file in self.files.iterdir() for uid, *_ in by_icalendar(file.read_bytes())
        )

    def _run(self, program: str, *words: str, answers: str = "") -> str:
        done = subprocess.run(
            [str(CLIENTS / "bin" / program), *words],
            input=answers,
            capture_output=True,
            encoding="utf-8",
            check=False,
            env={**os.environ, "HOME": str(self.folder), "LC_ALL": "C.UTF-8", "TZ": "UTC"},
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


def _seen(command: list[str]) -> list[Seen]:
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    read = json.loads(done.stdout)
    assert isinstance(read, list), f"{read} errors"
    return [(uid, start, end, sequence, status) for uid, start, end, sequence, status in read]


def _written(at: date) -> str:
    if isinstance(at, datetime):
        return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    return f"{at:%Y%m%d}"
