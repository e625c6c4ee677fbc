"""Every example in the documents is run: Python through doctest, commands in a process."""

from __future__ import annotations

import doctest
import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
FENCE = re.compile(r"^```(\w*)[^\n]*\n(.*?)^```[ ]*$", re.DOTALL | re.MULTILINE)
PROMPT = "$ "

every_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))


class Block(NamedTuple):
    """A fenced block: its language, its text and the line of the page it begins on."""

    language: str
    text: str
    line: int


class Command(NamedTuple):
    """A command as a page shows it, and the lines shown under it."""

    words: tuple[str, ...]
    shown: str


def blocks(page: str, language: str) -> list[Block]:
    found = (
        Block(match[1], match[2], page.count("\n", 0, match.start(2)) + 1)
        for match in FENCE.finditer(page)
    )
    return [block for block in found if block.language == language]


def commands(block: Block) -> list[Command]:
    """Return the commands of a console block; a trailing backslash continues one."""
    found: list[tuple[str, list[str]]] = []
    for line in block.text.splitlines():
        if line.startswith(PROMPT):
            found.append((line.removeprefix(PROMPT), []))
        elif found and found[-1][0].endswith("\\") and not found[-1][1]:
            found[-1] = (found[-1][0].removesuffix("\\") + line, [])
        else:
            assert found, f"line {block.line}: output without a command"
            found[-1][1].append(line)
    return [
        Command(tuple(shlex.split(typed, comments=True)), "\n".join(lines).rstrip())
        for typed, lines in found
    ]


def printed(words: tuple[str, ...]) -> str:
    """Return what a `miqat` command prints into a pipe, mistakes included."""
    with tempfile.TemporaryDirectory() as folder:  # for what a command writes
        found = subprocess.run(
            [sys.executable, "-m", *words],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            env={**os.environ, "PYTHONUTF8": "1", "COLUMNS": "80"},
            cwd=folder,
            check=False,
        )
    return "\n".join(line.rstrip() for line in found.stdout.splitlines()).rstrip()


def stale(page: str) -> list[str]:
    """Return the commands of a page whose output is not what the page shows."""
    return [
        shlex.join(command.words)
        for block in blocks(page, "console")
        for command in commands(block)
        if command.words[:1] == ("miqat",) and printed(command.words) != command.shown
    ]


def broken(page: str, name: str) -> str:
    """Run the examples of a page as one session and return the report, empty where all hold."""
    text = ""
    for block in blocks(page, "python"):
        text += "\n" * (block.line - 1 - text.count("\n")) + block.text
    test = doctest.DocTestParser().get_doctest(text, {}, name, name, 0)
    report: list[str] = []
    doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(test, out=report.append)
    return "".join(report)


@every_page
def test_the_commands_of_a_page_print_what_it_shows(page: Path) -> None:
    assert stale(page.read_text("utf-8")) == []


@every_page
def test_the_python_of_a_page_is_true(page: Path) -> None:
    assert broken(page.read_text("utf-8"), page.name) == ""


@every_page
def test_every_block_of_python_is_an_example_or_at_least_python(page: Path) -> None:
    for block in blocks(page.read_text("utf-8"), "python"):
        if ">>>" not in block.text:
            compile(block.text, f"{page.name}:{block.line}", "exec")


@every_page
def test_links_to_files_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text("utf-8")):
        if "://" not in target and not target.startswith("mailto:"):
            assert (page.parent / target).exists(), target


def test_there_are_pages_with_examples() -> None:
    texts = [page.read_text("utf-8") for page in PAGES]
    assert any(blocks(text, "console") for text in texts)
    assert any(blocks(text, "python") for text in texts)


# The tests above must be able to fail.

TRUE = """\
```console
$ miqat convert 1448-09-01 --to gregorian
1448-09-01 ummalqura is a Monday

Calendars
  gregorian  2027-02-08  8 February 2027
$ make test
anything
```

```python
>>> import miqat
>>> day = miqat.calendar("ummalqura").date(1448, 9, 1)
```

```python
>>> day.to_date()
datetime.date(2027, 2, 8)
```
"""


def test_a_true_page_passes() -> None:
    assert stale(TRUE) == []
    assert broken(TRUE, "true.md") == ""
    assert len(commands(blocks(TRUE, "console")[0])) == 2


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("a Monday", "a Tuesday"),
        ("--to gregorian", "--to julian"),
        ("8 February 2027\n", "8 February 2027\n  one more\n"),
        ("  gregorian  2027-02-08  8 February 2027\n", ""),
    ],
)
def test_a_stale_command_is_found(right: str, wrong: str) -> None:
    assert len(stale(TRUE.replace(right, wrong, 1))) == 1


def test_a_wrong_example_is_found_with_its_line() -> None:
    report = broken(TRUE.replace("(2027, 2, 8)", "(2027, 2, 9)"), "wrong.md")
    assert "datetime.date(2027, 2, 8)" in report
    assert "line 17, in wrong.md" in report


def test_a_command_goes_on_after_a_backslash() -> None:
    (command,) = commands(Block("console", "$ miqat convert \\\n    2027-02-08\nout\n", 1))
    assert command == (("miqat", "convert", "2027-02-08"), "out")
