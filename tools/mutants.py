"""Mutation run: put each fault of `mutants.toml` into a copy of the project, one at a time.

A fault is one changed line. The tests of its room run first, then all others without
`tests/test_docs.py`, whose pages `make docs` rewrites; the run stops at the first failure.
A failure counts only if the same test passes without the fault.

    python -m tools.mutants                     # all of them; goes on where it stopped
    python -m tools.mutants --room prayer --jobs 2
    python -m tools.mutants --only P10 --retry
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import tomllib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

ROOT = Path(__file__).resolve().parents[1]
LIST = Path(__file__).with_name("mutants.toml")
STATE = ROOT / ".mutants.json"

_COPIED = ("src", "tests", "tools", "docs", "benchmarks", "design", "pyproject.toml", "Makefile")
_LEFT_OUT = ("tests/test_docs.py", "tests/test_mutants.py")
_MOST_UNSOUND = 20  # tests that fail without any fault, before it is said
_SECONDS = 900  # for one run of tests; the slowest room takes a sixth of it
_FAILED = re.compile(r"^(?:FAILED|ERROR) ([^\s\[]+)", re.MULTILINE)
_ROOM_OF_DATA = {"methods": "prayer", "stations": "places", "names": "languages"}
_BESIDE = {
    "places": ("test_stations.py", "test_nearest_city.py"),
    "languages": ("test_build_names.py",),
}

CAUGHT, SURVIVED, SLOW = "caught", "survived", "timed out"


@dataclass(frozen=True, slots=True)
class Mutant:
    """A fault: in `file`, `old` becomes `new`; `breaks` says what a user would see.

    `room` is the one whose answers it changes, that of its file by default. `tests` are run first
    where they are known to be the ones. A mutant that changes no answer has the reason in
    `equivalent` and is not run.
    """

    id: str
    file: str
    old: str
    new: str
    breaks: str
    room: str
    tests: tuple[str, ...] = ()
    equivalent: str = ""

    @property
    def digest(self) -> str:
        """What a stored result is recognized by."""
        text = "\0".join((self.file, self.old, self.new))
        return hashlib.sha256(text.encode()).hexdigest()[:12]

    def applied(self, source: str) -> str:
        """Return the text of the file with the fault in it."""
        if source.count(self.old) != 1:
            raise ValueError(f"{self.id}: {self.file} has its text {source.count(self.old)} times")
        return source.replace(self.old, self.new)


class Verdict(NamedTuple):
    """How a mutant fared: what, by which test, in how many seconds."""

    outcome: str
    test: str
    seconds: float


def mutants() -> list[Mutant]:
    """Return the list of faults."""
    entries = tomllib.loads(LIST.read_text("utf-8"))["mutant"]
    return [
        Mutant(
            **{
                "room": room_of(entry["file"]),
                **entry,
                "tests": tuple(entry.get("tests", ())),
            }
        )
        for entry in entries
    ]


def room_of(file: str) -> str:
    """Return the room of a file, of a data file that which reads it."""
    parts = Path(file).parts
    if parts[0] == "data":
        return _ROOM_OF_DATA.get(parts[1], parts[1].removesuffix(".toml"))
    return parts[0].removesuffix(".py")


def path_of(mutant: Mutant, root: Path = ROOT) -> Path:
    """Return the file of a mutant in a copy of the project."""
    return root / "src" / "miqat" / mutant.file


def suite_of(room: str, root: Path) -> list[str]:
    """Return the test files of a room: its folder, or the modules named after it."""
    names = (room, f"test_{room}.py", *_BESIDE.get(room, ()))
    return [f"tests/{name}" for name in names if (root / "tests" / name).exists()]


def first_tests(mutant: Mutant, root: Path) -> list[str]:
    """Return the test files to begin with: those named, else those named after the module."""
    after_module = f"tests/{mutant.room}/test_{Path(mutant.file).stem}.py"
    named = mutant.tests or (after_module, *suite_of(mutant.room, root))
    return [name for name in named if name.endswith(".py") and (root / name).exists()]


class Copy:
    """A copy of the project in which one fault at a time is tried."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._sound: set[str] = set()
        self._unsound: set[str] = set()
        for name in _COPIED:
            source = ROOT / name
            if source.is_dir():
                shutil.copytree(source, root / name, ignore=_ignored)
            elif source.exists():
                shutil.copy2(source, root / name)
        for page in ROOT.glob("*.md"):
            shutil.copy2(page, root / page.name)
        self._server = Server(root)

    def close(self) -> None:
        """End the process in which tests run."""
        self._server.close()

    def try_out(self, mutant: Mutant, stages: int) -> Verdict:
        """Return how a mutant fares: by the first tests, then the room's, then all others."""
        began = time.monotonic()
        room = suite_of(mutant.room, self.root)
        suites = [first_tests(mutant, self.root), room, self._all_but(room)][:stages]
        for tests in filter(None, suites):
            outcome, test = self._caught(mutant, tests)
            if outcome != SURVIVED:
                return Verdict(outcome, test, time.monotonic() - began)
        return Verdict(SURVIVED, "", time.monotonic() - began)

    def _all_but(self, done: Iterable[str]) -> list[str]:
        skipped = {*done, *_LEFT_OUT}
        tests = sorted(path for path in (self.root / "tests").iterdir() if _has_tests(path))
        names = [path.relative_to(self.root).as_posix() for path in tests]
        return [*(name for name in names if name not in skipped), "src"]

    def _caught(self, mutant: Mutant, tests: Sequence[str]) -> tuple[str, str]:
        for _ in range(_MOST_UNSOUND):
            failed = self._with_fault(mutant, tests)
            if failed is None:
                return SLOW, ""
            if not failed:
                return SURVIVED, ""
            if self._is_sound(failed):
                return CAUGHT, failed
        raise RuntimeError(
            f"{mutant.id}: {_MOST_UNSOUND} tests fail without the fault, {failed} too"
        )

    def _with_fault(self, mutant: Mutant, tests: Sequence[str]) -> str | None:
        file = path_of(mutant, self.root)
        source, times = file.read_bytes(), file.stat()
        try:
            file.write_text(mutant.applied(source.decode()), encoding="utf-8")
            return self._first_failure(tests)
        finally:
            file.write_bytes(source)
            os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))

    def _is_sound(self, test: str) -> bool:
        if test not in self._sound and test not in self._unsound:
            into = self._unsound if self._first_failure([test]) else self._sound
            into.add(test)
        return test in self._sound

    def _first_failure(self, tests: Sequence[str]) -> str | None:
        """Return the first test that fails, "" where all pass, None where time is up."""
        skipped = [f"--deselect={name}" for name in sorted(self._unsound)]
        status, output = self._server.run([*_LEAN, *skipped, *tests])
        if status is None:
            return None
        if status in (0, 5):  # 5: no test was selected
            return ""
        found = _FAILED.search(output)
        # Where not even the tests were collected, it is the first file that is tried without it.
        return found[1] if found else tests[0]


class Server:
    """A process of Python with the libraries loaded, which forks for each run of pytest."""

    def __init__(self, root: Path) -> None:
        settings = {**os.environ, "PYTHONPATH": str(root / "src"), "CI": "true"}
        settings.setdefault("MIQAT_REFERENCE", str(ROOT.parent / "shared" / "reference"))
        self._output = root / "output.txt"
        self._process = subprocess.Popen(
            [sys.executable, "-c", _SERVER], cwd=root, env=settings, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip

    def run(self, arguments: Sequence[str]) -> tuple[int | None, str]:
        """Return the exit status of pytest, None where time is up, and what it printed."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps([str(self._output), *arguments]) + "\n")
        self._process.stdin.flush()
        child = int(self._process.stdout.readline())
        late = threading.Event()
        timer = threading.Timer(_SECONDS, _end, (child, late))
        timer.start()
        status = int(self._process.stdout.readline())
        timer.cancel()
        return None if late.is_set() else status, self._output.read_text("utf-8", "replace")

    def close(self) -> None:
        """End the process."""
        self._process.communicate()


def _end(child: int, late: threading.Event) -> None:
    late.set()
    os.killpg(child, signal.SIGKILL)


# What a fork finds loaded: neither Miqat nor its tests, which differ from run to run.
_SERVER = """
import contextlib, importlib, json, os, sys
for name in ("pytest", "hypothesis", "numpy", "click", "icalendar", "erfa", "pyproj", "tzfpy",
             "rich.console", "rapidfuzz", "skyfield.api", "sqlalchemy", "icu"):
    with contextlib.suppress(ImportError):
        importlib.import_module(name)
for line in sys.stdin:
    output, *arguments = json.loads(line)
    child = os.fork()
    if child == 0:
        os.setpgid(0, 0)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        file = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        for stream in (1, 2):
            os.dup2(file, stream)
        status = int(sys.modules["pytest"].main(arguments))
        sys.stdout.flush()
        os._exit(status)
    print(child, flush=True)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""

_LEAN = (
    "-x", "-q", "-p", "no:cacheprovider", "--no-header", "--tb=no", "-rfE", "-n0",
    "-W", "ignore::pytest.PytestAssertRewriteWarning",
)  # fmt: skip


def _ignored(_: str, names: list[str]) -> set[str]:
    out = {"__pycache__", ".venv", "node_modules", ".hypothesis", "miqat.egg-info"}
    return out & set(names)


def _has_tests(path: Path) -> bool:
    if path.is_dir():
        return any(path.rglob("test_*.py"))
    return path.name.startswith("test_")


class Results:
    """Verdicts by mutant, stored after each so that a stopped run goes on."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._lock = threading.Lock()
        stored = json.loads(file.read_text("utf-8")) if file.exists() else {}
        self._stored: dict[str, list[str | float]] = stored

    def get(self, mutant: Mutant) -> Verdict | None:
        """Return the stored verdict on a mutant as it is now."""
        found = self._stored.get(mutant.id)
        if found is None or found[0] != mutant.digest:
            return None
        return Verdict(str(found[1]), str(found[2]), float(found[3]))

    def put(self, mutant: Mutant, verdict: Verdict) -> None:
        """Store a verdict."""
        with self._lock:
            self._stored[mutant.id] = [mutant.digest, *verdict]
            self.file.write_text(json.dumps(self._stored, indent=1), encoding="utf-8")


def run(todo: Sequence[Mutant], results: Results, jobs: int, stages: int) -> None:
    """Try out mutants, some at a time, each in a copy of its own."""
    with tempfile.TemporaryDirectory(prefix="miqat-mutants-") as folder:
        free: SimpleQueue[Copy] = SimpleQueue()
        copies: list[Copy] = []
        for job in range(min(jobs, len(todo))):
            root = Path(folder) / str(job)
            root.mkdir()
            copies.append(Copy(root))
            free.put(copies[-1])

        def one(mutant: Mutant) -> None:
            copy = free.get()
            try:
                verdict = copy.try_out(mutant, stages)
            finally:
                free.put(copy)
            results.put(mutant, verdict)
            print(_line(mutant, verdict), flush=True)

        with ThreadPoolExecutor(jobs) as pool:
            list(pool.map(one, todo))
        for copy in copies:
            copy.close()


def _line(mutant: Mutant, verdict: Verdict) -> str:
    by = verdict.test or mutant.breaks
    room = f"{mutant.room:<12}"
    return f"{mutant.id:<8}{room}{verdict.outcome:<10}{verdict.seconds:6.0f} s  {by}"


def summary(chosen: Sequence[Mutant], results: Results) -> str:
    """Return the figures by room as a table, and the mutants that survived."""
    counts: dict[str, list[int]] = {}
    survivors = []
    for mutant in chosen:
        verdict = results.get(mutant)
        row = counts.setdefault(mutant.room, [0, 0, 0])
        if mutant.equivalent or verdict is None:
            row[2] += bool(mutant.equivalent)
            continue
        row[0] += 1
        row[1] += verdict.outcome == CAUGHT
        if verdict.outcome != CAUGHT:
            survivors.append(_line(mutant, verdict))
    lines = ["| room | faults | caught | share |", "| --- | ---: | ---: | ---: |"]
    lines += [_row(room, *counts[room][:2]) for room in sorted(counts)]
    tried, caught, equal = (sum(row[at] for row in counts.values()) for at in range(3))
    lines.append(_row("**all**", tried, caught))
    lines += ["", f"{equal} more change no answer and were not run.", *survivors]
    return "\n".join(lines)


def _row(room: str, tried: int, caught: int) -> str:
    share = f"{caught / tried:.0%}" if tried else ""
    return f"| {room} | {tried} | {caught} | {share} |"


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the faults that the arguments choose and print the table."""
    parser = argparse.ArgumentParser(prog="python -m tools.mutants", description=__doc__)
    parser.add_argument("--only", nargs="+", metavar="ID", help="only these faults")
    parser.add_argument("--room", nargs="+", metavar="ROOM", help="only faults of these rooms")
    parser.add_argument("--jobs", type=int, default=1, help="how many at a time")
    parser.add_argument("--fresh", action="store_true", help="forget stored results")
    parser.add_argument("--retry", action="store_true", help="try again what was not caught")
    parser.add_argument(
        "--stages", type=int, choices=(1, 2, 3), default=3,
        help="1: only the tests named first; 2: also those of the room; 3: all others too",
    )  # fmt: skip
    parser.add_argument("--table", action="store_true", help="run nothing, print what is stored")
    parser.add_argument("--state", type=Path, default=STATE, help="where results are stored")
    asked = parser.parse_args(arguments)
    chosen = [
        mutant
        for mutant in mutants()
        if (not asked.only or mutant.id in asked.only)
        and (not asked.room or mutant.room in asked.room)
    ]
    if asked.fresh and asked.state.exists():
        asked.state.unlink()
    results = Results(asked.state)
    todo = [mutant for mutant in chosen if _is_due(mutant, results, again=asked.retry)]
    if todo and not asked.table:
        run(todo, results, asked.jobs, asked.stages)
    print(summary(chosen, results))


def _is_due(mutant: Mutant, results: Results, *, again: bool) -> bool:
    verdict = results.get(mutant)
    return not mutant.equivalent and (verdict is None or (again and verdict.outcome != CAUGHT))


if __name__ == "__main__":
    main()
