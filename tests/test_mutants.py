"""The list of faults stays true while the code moves, and the runner can tell caught from not."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
from tools.mutants import (
    CAUGHT,
    ROOT,
    SURVIVED,
    Mutant,
    Results,
    Verdict,
    mutants,
    path_of,
    suite_of,
    summary,
)

if TYPE_CHECKING:
    from pathlib import Path

LIST = mutants()


@pytest.mark.parametrize("mutant", LIST, ids=lambda mutant: mutant.id)
def test_a_fault_is_one_change_of_a_text_that_stands_once(mutant: Mutant) -> None:
    source = path_of(mutant).read_text("utf-8")
    assert mutant.applied(source) != source


def test_faults_have_names_of_their_own_and_say_what_they_break() -> None:
    assert [of for of, count in Counter(mutant.id for mutant in LIST).items() if count > 1] == []
    assert all(mutant.breaks for mutant in LIST)


def test_there_are_at_least_a_hundred_and_few_are_excused() -> None:
    excused = [mutant for mutant in LIST if mutant.equivalent]
    assert len(LIST) - len(excused) >= 100
    assert len(excused) <= len(LIST) // 20


def test_every_room_of_faults_has_suite_of_its_own() -> None:
    assert {mutant.room for mutant in LIST if not suite_of(mutant.room, ROOT)} == set()


def test_a_text_that_moved_is_refused() -> None:
    moved = Mutant(
        id="M", file="days.py", old="no such text", new="", breaks="nothing", room="days"
    )
    with pytest.raises(ValueError, match="0 times"):
        moved.applied("some text")


def test_the_table_counts_what_was_stored(tmp_path: Path) -> None:
    first, second, third = (
        Mutant(
            id=name, file="days.py", old=name, new="", breaks="a day", room="days", equivalent=why
        )
        for name, why in (("M1", ""), ("M2", ""), ("M3", "only slower"))
    )
    results = Results(tmp_path / "state.json")
    results.put(first, Verdict(CAUGHT, "tests/test_days.py::test_one", 2.0))
    results.put(second, Verdict(SURVIVED, "", 3.0))
    table = summary([first, second, third], Results(tmp_path / "state.json"))
    assert "| days | 2 | 1 | 50% |" in table
    assert "| **all** | 2 | 1 | 50% |" in table
    assert "1 more change no answer" in table
    assert "M2" in table


def test_a_result_of_another_fault_of_the_name_is_not_taken(tmp_path: Path) -> None:
    before = Mutant(id="M1", file="days.py", old="one", new="two", breaks="a day", room="days")
    after = Mutant(id="M1", file="days.py", old="one", new="three", breaks="a day", room="days")
    results = Results(tmp_path / "state.json")
    results.put(before, Verdict(CAUGHT, "tests/test_days.py::test_one", 2.0))
    assert results.get(after) is None
