"""What the benchmarks share: the best of several rounds, and a table in plain text."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import time
import timeit
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

ROUNDS = 7


def best(*works: Callable[[], object], rounds: int = ROUNDS) -> list[float]:
    """Return the seconds of one call of each: the best of several rounds, taken in turn.

    A round is 0.2 s or more. The best is the one that other work on the machine disturbed
    least, and in turn means that such work falls on all alike.
    """
    timers = [timeit.Timer(work) for work in works]
    numbers = [timer.autorange()[0] for timer in timers]
    seconds = [
        [timer.timeit(number) / number for timer, number in zip(timers, numbers, strict=True)]
        for _ in range(rounds)
    ]
    return [min(of_work) for of_work in zip(*seconds, strict=True)]


def processes(commands: Sequence[Sequence[str]], rounds: int = 15) -> list[float]:
    """Return the best wall-clock seconds of each command, run in turn, whole processes."""
    seconds = [[0.0] * rounds for _ in commands]
    for _ in range(2):  # once to warm the disk cache, then in earnest
        for turn in range(rounds):
            for command, of_command in zip(commands, seconds, strict=True):
                start = time.perf_counter()
                subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
                of_command[turn] = time.perf_counter() - start
    return [min(of_command) for of_command in seconds]


def python(code: str) -> list[str]:
    """Return the command that runs code in a fresh interpreter."""
    return [sys.executable, "-c", code]


def installed(distribution: str) -> str | None:
    """Return the version of an installed distribution, None where it is missing."""
    try:
        return version(distribution)
    except PackageNotFoundError:
        return None


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table: the first column to the left, the others to the right."""
    lines = [head, *rows]
    widths = [max(len(line[at]) for line in lines) for at in range(len(head))]
    print(_line(head, widths))
    print("-" * (sum(widths) + 2 * len(widths) - 2))
    for row in rows:
        print(_line(row, widths))


def verdict(what: str, found: float, budget: float, unit: str, *, at_most: bool) -> None:
    """Print whether a budget is met."""
    met = found <= budget if at_most else found >= budget
    sign = "at most" if at_most else "at least"
    word = "met" if met else "MISSED"
    print(f"budget {word}: {what}, {sign} {_number(budget)} {unit}; here {_number(found)} {unit}")


def rate(per_second: float) -> str:
    """Return a rate in millions or thousands a second."""
    if per_second >= 1e6:
        return f"{_number(per_second / 1e6)} M/s"
    return f"{_number(per_second / 1e3)} k/s"


def times_as(ours: float, theirs: float) -> str:
    """Return how many times as long or as fast one is as the other."""
    return f"{_number(theirs / ours)}"


def machine() -> str:
    """Return the class of the machine, the interpreter and the day."""
    numpy = installed("numpy")
    when = datetime.now(UTC).date()
    return (
        f"{os.cpu_count()} cores ({platform.machine()}, {platform.system()}), "
        f"{platform.python_implementation()} {platform.python_version()}, NumPy {numpy}, {when}"
    )


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    first, *others = cells
    padded = [cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True)]
    return "  ".join([first.ljust(widths[0]), *padded]).rstrip()


def _number(value: float) -> str:
    """Return three significant figures, without an exponent."""
    steps = pairwise((0.0, 0.1, 1.0, 10.0, 100.0, float("inf")))
    decimals = (3, 3, 2, 1, 0)
    for (low, high), places in zip(steps, decimals, strict=True):
        if low <= abs(value) < high:
            return f"{value:,.{places}f}"
    return f"{value}"
