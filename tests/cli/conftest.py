from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest

from miqat.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable


class Answer(NamedTuple):
    """What the command line printed, and its exit status."""

    status: int
    out: str
    err: str


@pytest.fixture
def miqat(capsys: pytest.CaptureFixture[str]) -> Callable[..., Answer]:
    """Run the command line in this process, where an unforeseen error fails the test."""

    def run(*arguments: str) -> Answer:
        with pytest.raises(SystemExit) as end:
            main(list(arguments))
        assert isinstance(end.value.code, int)
        return Answer(end.value.code, *capsys.readouterr())

    return run
