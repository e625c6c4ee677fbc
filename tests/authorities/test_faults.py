"""A store that is locked, read-only, full, foreign or broken off in the middle."""

from __future__ import annotations

import ctypes
import os
import random
import resource
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from datetime import date
from typing import TYPE_CHECKING

import pytest

from miqat.authorities.record_io import entry_of
from miqat.authorities.store import reader, writer
from miqat.authorities.store.entries import entries
from miqat.errors import StoreFault

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

RAMADAN = entry_of("pakistan", "1448-09", date(2027, 2, 9), date(2027, 2, 8), "a test")
LINE = (
    "announce",
    "pakistan",
    "1448-10-01",
    "2027-03-11",
    "--source",
    "s",
    "--known",
    "2027-03-10",
)
TODAY = ("today", "Karachi", "--at", "2027-02-10T12:00+05:00")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A store with one entry."""
    found = tmp_path / "own.sqlite"
    writer.append([RAMADAN], reader.location(str(found)))
    return found


def miqat(
    file: Path, *arguments: str, before: Callable[[], object] | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "miqat", *arguments],
        env={**os.environ, "MIQAT_STORE": str(file), "MIQAT_STORE_PATIENCE": "0.5"},
        capture_output=True, encoding="utf-8", check=False, timeout=120, preexec_fn=before,
    )  # fmt: skip


def one_line(found: subprocess.CompletedProcess[str], said: str, status: int = 1) -> None:
    assert (found.returncode, found.stdout) == (status, "")
    assert found.stderr.startswith("miqat: ")
    assert found.stderr.count("\n") == 1
    assert said in found.stderr


def kept(file: Path) -> list[str]:
    return [entry.written for entry in entries(reader.location(str(file)))]


def test_a_locked_store_is_neither_read_nor_written(file: Path) -> None:
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        one_line(
            miqat(file, *LINE),
            "is locked by another program: try again when it has done; nothing was stored",
        )
        one_line(miqat(file, *TODAY), "is locked by another program: try again when it has done")
        other.execute("ROLLBACK")
    assert miqat(file, *LINE).returncode == 0
    assert kept(file) == ["1448-09", "1448-10"]


@pytest.mark.parametrize("seconds", ["soon", "-1", "1e9", "nan"])
def test_a_patience_that_is_no_time_is_said(
    file: Path, seconds: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MIQAT_STORE_PATIENCE", seconds)
    with pytest.raises(StoreFault, match=f"MIQAT_STORE_PATIENCE is '{seconds}'"):
        entries(reader.location(str(file)))


def test_a_writer_that_is_soon_done_is_waited_for(file: Path) -> None:
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        waiting = subprocess.Popen(
            [sys.executable, "-m", "miqat", *LINE],
            env={**os.environ, "MIQAT_STORE": str(file)}, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        time.sleep(1.5)
        assert waiting.poll() is None
        other.execute("COMMIT")
    assert waiting.wait(60) == 0
    assert kept(file) == ["1448-09", "1448-10"]


def without_rights() -> None:
    """Give up what lets root write to any file (CAP_DAC_OVERRIDE), where it is root."""
    if os.geteuid() == 0:
        ctypes.CDLL(None, use_errno=True).prctl(24, 1, 0, 0, 0)


def test_a_read_only_store_is_read_and_not_written(file: Path) -> None:
    file.chmod(0o444)
    file.parent.chmod(0o555)
    try:
        one_line(miqat(file, *LINE, before=without_rights), "is read-only; nothing was stored")
        found = miqat(file, *TODAY, before=without_rights)
        assert (found.returncode, found.stderr) == (0, "")
        assert "2 Ramadan 1448\n" in found.stdout
    finally:
        file.parent.chmod(0o755)
    assert kept(file) == ["1448-09"]


def test_a_folder_that_cannot_be_written_to_or_made(file: Path) -> None:
    file.parent.chmod(0o555)
    try:
        there = file.parent / "new.sqlite"
        one_line(miqat(there, *LINE, before=without_rights), "cannot be opened: look at the folder")
        inside = file.parent / "deeper" / "new.sqlite"
        one_line(miqat(inside, *LINE, before=without_rights), "cannot make the folder of the store")
        one_line(miqat(file / "under-a-file", *LINE), "cannot make the folder of the store")
    finally:
        file.parent.chmod(0o755)
    assert sorted(path.name for path in file.parent.iterdir()) == ["own.sqlite"]


def test_a_full_disk_keeps_what_was_there(file: Path) -> None:
    size = file.stat().st_size

    def full() -> None:  # no file may grow beyond the size that the store has
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    long = [*LINE, "--note", "n" * 40_000]
    one_line(miqat(file, *long, before=full), "nothing was stored")
    assert kept(file) == ["1448-09"]
    assert miqat(file, *long).returncode == 0
    assert kept(file) == ["1448-09", "1448-10"]


def test_a_new_store_on_a_full_disk(tmp_path: Path) -> None:
    def full() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))

    there = tmp_path / "new.sqlite"
    one_line(miqat(there, *LINE, before=full), "nothing was stored")
    assert kept(there) == []
    assert miqat(there, *LINE).returncode == 0
    assert kept(there) == ["1448-10"]


def test_what_is_no_store_is_left_alone(tmp_path: Path) -> None:
    text, other, empty = (tmp_path / name for name in ("text", "other.sqlite", "empty"))
    text.write_text("not a database, but rather longer than a header would be " * 4)
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("CREATE TABLE bookmarks (url TEXT)")
    empty.touch()
    for file, said in ((text, "it is not an SQLite file"), (other, "it has other tables")):
        before = file.read_bytes()
        one_line(miqat(file, *LINE), f"is not a store of announcements: {said}", status=2)
        one_line(miqat(file, *TODAY), f"is not a store of announcements: {said}", status=2)
        assert file.read_bytes() == before
    one_line(miqat(tmp_path, *TODAY), "cannot be opened")
    assert kept(empty) == []
    assert miqat(empty, *LINE).returncode == 0
    assert kept(empty) == ["1448-10"]


def test_a_damaged_store_is_said_in_one_line(file: Path) -> None:
    whole = file.read_bytes()
    file.write_bytes(whole[:5000] + b"\xff" * (len(whole) - 5000))
    one_line(miqat(file, *TODAY), str(file))
    one_line(miqat(file, *LINE), "nothing was stored")


KILLED = """
import sys
from datetime import date
from miqat.authorities import consistency as checks
from miqat.authorities.store import reader as store, writer as store_write
from miqat.authorities.record_io import entry_of
place, first = store.location(sys.argv[1]), int(sys.argv[2])
print("go", flush=True)
for count in range(first, first + 1000):
    days = date(2027, 2, 9), date(2027, 2, 8)
    new = entry_of("pakistan", "1448-09", *days, f"{count}", "n" * 20_000)
    store_write.append([new], place)
    print(count, flush=True)
"""


def test_killed_in_the_middle_it_opens_and_the_entry_is_whole_or_absent(tmp_path: Path) -> None:
    """Eight writers, each killed at a moment of its own, the first while it makes the store."""
    rng = random.Random(11)
    file = tmp_path / "own.sqlite"
    place = reader.location(str(file))
    said: list[str] = []
    between = 0
    for round_ in range(8):
        process = subprocess.Popen(
            [sys.executable, "-c", KILLED, str(file), str(1000 * round_)],
            stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert process.stdout is not None
        assert process.stdout.readline() == "go\n"
        time.sleep(rng.uniform(0.0, 0.12) if round_ < 4 else rng.uniform(0.0, 0.6))
        os.kill(process.pid, signal.SIGKILL)
        said += process.stdout.read().split()
        process.wait()
        process.stdout.close()
        between += (tmp_path / "own.sqlite-journal").exists()
        found = entries(place)
        sources = [entry.source for entry in found]
        # All that was said to be kept is, in order; of the one under way nothing or all of it.
        assert set(said) <= set(sources)
        assert len(set(sources) - set(said)) <= round_ + 1
        assert all(entry.note == "n" * 20_000 for entry in found)
        with closing(sqlite3.connect(file)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    print(f"{len(said)} entries, {between} of 8 writers killed with a journal open")
    assert said
    writer.append([RAMADAN], place)
    assert entries(place)[-1].source == "a test"


def test_announce_itself_killed(tmp_path: Path) -> None:
    rng = random.Random(7)
    file = tmp_path / "own.sqlite"
    for count in range(5):
        process = subprocess.Popen(
            [sys.executable, "-m", "miqat", *LINE, "--note", str(count)],
            env={**os.environ, "MIQAT_STORE": str(file)}, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        time.sleep(rng.uniform(0.2, 1.2))
        process.kill()
        said, _ = process.communicate()
        notes = [entry.note for entry in entries(reader.location(str(file)))]
        assert len(notes) == len(set(notes))
        if "kept in" in said:
            assert str(count) in notes


def test_writing_without_sqlalchemy_says_how_to_get_it(file: Path) -> None:
    code = "import sys; sys.modules['sqlalchemy'] = None; from miqat.cli import main; main()"
    found = subprocess.run(
        [sys.executable, "-c", code, *LINE], env={**os.environ, "MIQAT_STORE": str(file)},
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert found.returncode == 2
    assert found.stderr.count("\n") == 1
    assert "pip install 'miqat[store]'" in found.stderr


def test_today_reads_it_without_sqlalchemy(file: Path) -> None:
    code = (
        "import sys; from miqat.cli import main\ntry: main()\nexcept SystemExit: pass\n"
        "print([name for name in sys.modules if name.startswith(('sqlalchemy', 'pg8000'))])"
    )
    found = subprocess.run(
        [sys.executable, "-c", code, *TODAY], env={**os.environ, "MIQAT_STORE": str(file)},
        capture_output=True, encoding="utf-8", check=True,
    )  # fmt: skip
    assert "2 Ramadan 1448\n" in found.stdout
    assert found.stdout.splitlines()[-1] == "[]"


def test_a_fault_is_of_its_own_kind(tmp_path: Path) -> None:
    with pytest.raises(StoreFault, match="cannot be opened"):
        entries(reader.location(str(tmp_path)))
