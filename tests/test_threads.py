"""Threads and processes: what is computed when first asked for, asked for by many at once."""

from __future__ import annotations

import json
import multiprocessing
import os
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from tests import first_use

from miqat.once import computed_once, lazy, once, once_at_most

FIRST_USE = Path(first_use.__file__)

#: 16 threads may take this many times as long as one thread for the same questions, and some
#: seconds more for what else the machine is doing. Without waiting for each other they took
#: up to 30 times as long, and a dictionary changed while one of them read it.
TIMES_AS_LONG, SECONDS_MORE = 3.0, 2.0


def ask(kind: str, threads: int) -> dict[str, Any]:
    ran = subprocess.run(
        [sys.executable, str(FIRST_USE), kind, str(threads)],
        capture_output=True, text=True, check=True, timeout=120,
    )  # fmt: skip
    answered: dict[str, Any] = json.loads(ran.stdout)
    return answered


@pytest.mark.parametrize("kind", first_use.KINDS)
def test_sixteen_threads_on_a_first_use(kind: str) -> None:
    alone, together = ask(kind, 1), ask(kind, first_use.QUESTIONS)
    assert alone["errors"] == together["errors"] == []
    assert together["answers"] == alone["answers"]
    assert together["seconds"] <= TIMES_AS_LONG * alone["seconds"] + SECONDS_MORE


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_a_process_made_after_first_use_has_the_same_answers(method: str) -> None:
    kinds = ("a_day", "places", "calendars")
    here = {kind: first_use.KINDS[kind](3) for kind in kinds}
    with multiprocessing.get_context(method).Pool(2) as pool:
        there = {kind: pool.apply_async(first_use.KINDS[kind], (3,)) for kind in kinds}
        assert {kind: answer.get(60) for kind, answer in there.items()} == here


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
def test_a_process_forked_before_first_use_has_the_same_answers() -> None:
    program = (
        "import multiprocessing, sys; sys.path.insert(0, sys.argv[1]); import first_use\n"
        "pool = multiprocessing.get_context('fork').Pool(2)\n"
        "there = pool.apply(first_use.a_day, (3,)); pool.terminate()\n"
        "sys.exit(there != first_use.a_day(3))"
    )
    ran = subprocess.run([sys.executable, "-c", program, str(FIRST_USE.parent)], timeout=60)
    assert ran.returncode == 0


def test_one_thread_computes_and_the_others_wait() -> None:
    begun = threading.Event()
    count = []

    @once
    def slow(number: int) -> int:
        count.append(number)
        begun.set()
        time.sleep(0.05)
        return number + 1

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(slow, [1] * 8)) == [2] * 8
    assert count == [1]


def test_another_value_does_not_wait() -> None:
    release = threading.Event()

    @once
    def value(number: int) -> int:
        if number == 0:
            assert release.wait(10)
        return number

    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(value, 0)
        assert value(1) == 1  # while 0 is being computed
        assert not waiting.done()
        release.set()
        assert waiting.result(10) == 0


def test_where_computing_fails_the_next_thread_tries() -> None:
    attempts = []

    @once
    def second_time() -> str:
        attempts.append(1)
        time.sleep(0.02)
        if len(attempts) == 1:
            raise ValueError("the first attempt")
        return "found"

    def attempt(_: int) -> str:
        try:
            return second_time()
        except ValueError as error:
            return str(error)

    with ThreadPoolExecutor(4) as pool:
        found = sorted(pool.map(attempt, range(4)))
    assert found == ["found"] * 3 + ["the first attempt"]
    assert len(attempts) == 2


def test_a_property_is_computed_once_for_each_object() -> None:
    class Thing:
        count = 0

        @lazy
        def value(self) -> int:
            """A value."""
            time.sleep(0.02)
            self.count += 1
            return self.count

    one, other = Thing(), Thing()
    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(lambda thing: thing.value, [one, other] * 4)) == {1}
    assert (one.count, other.count, one.__dict__["value"]) == (1, 1, 1)


def test_of_more_than_the_most_values_the_oldest_is_forgotten() -> None:
    computed = []

    @once_at_most(2)
    def value(number: int) -> int:
        computed.append(number)
        return number

    for number in (1, 2, 1, 3, 2, 1):
        assert value(number) == number
    assert computed == [1, 2, 3, 1]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
def test_a_fork_while_a_value_is_being_computed_does_not_hang() -> None:
    values: dict[str, int] = {}
    inside, release = threading.Event(), threading.Event()

    def slow() -> int:
        inside.set()
        release.wait(10)
        return 1

    thread = threading.Thread(target=computed_once, args=(values, "key", slow))
    thread.start()
    assert inside.wait(10)
    child = os.fork()
    if child == 0:  # the thread that holds the lock is not here
        os._exit(computed_once(values, "key", lambda: 7))
    ended = time.monotonic() + 20
    found = (0, 0)
    while found == (0, 0) and time.monotonic() < ended:
        found = os.waitpid(child, os.WNOHANG)
        time.sleep(0.01)
    if found == (0, 0):
        os.kill(child, 9)
        os.waitpid(child, 0)
    release.set()
    thread.join()
    assert found[0] == child
    assert os.waitstatus_to_exitcode(found[1]) == 7
    assert values == {"key": 1}
