"""The list of slow tests is true, and durations are read as pytest prints them."""

from __future__ import annotations

from tools.slow_tests import LIST, costs

LISTED = [line for line in LIST.read_text("utf-8").splitlines() if not line.startswith("#")]


def test_every_slow_test_is_there() -> None:
    gone = []
    for line in LISTED:
        file, _, function = line.partition("::")
        path = LIST.parents[1] / file
        if not path.exists() or f"def {function.rpartition('::')[2]}(" not in path.read_text(
            "utf-8"
        ):
            gone.append(line)
    assert gone == []
    assert sorted(set(LISTED)) == LISTED


def test_the_seconds_of_all_parameters_of_a_test_are_added() -> None:
    printed = """\
    ============ slowest durations ============
    2.50s call     tests/sky/test_events.py::test_one[sun-True]
    0.25s setup    tests/sky/test_events.py::test_one[moon-a b]
    1.00s call     tests/test_days.py::test_two
    """
    found = costs(printed.splitlines())
    assert found == {
        "tests/sky/test_events.py::test_one": 2.75,
        "tests/test_days.py::test_two": 1.0,
    }
