"""The examples of the documents: find them in a page, run them, compare or rewrite them.

A ```console block is a session: its `$ miqat ...` commands run one after the other in a fresh
folder with a fresh store, and what they print stands under them. A block that names a file, as
in ```csv file=table.csv, puts that file into the folder of every session of its page. The
```python blocks of a page with `>>>` examples are one doctest session.
"""

from __future__ import annotations

import contextlib
import doctest
import io
import os
import re
import shlex
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from unittest.mock import patch

from miqat.cli import main as miqat

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[1]
FENCE = re.compile(r"^```(\w*)([^\n]*)\n(.*?)^```[ ]*$", re.DOTALL | re.MULTILINE)
PROMPT = "$ "


class Block(NamedTuple):
    """A fenced block: its language, the file it stands for, its text, and its first line."""

    language: str
    file: str
    text: str
    line: int


class Command(NamedTuple):
    """A command as a page shows it: the lines typed, its words, the output shown under it."""

    typed: tuple[str, ...]
    words: tuple[str, ...]
    shown: str


def pages() -> list[Path]:
    """Return the documents."""
    return sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


def blocks(page: str, language: str) -> list[Block]:
    """Return the fenced blocks of a page in a language, or in any for an empty one."""
    return [
        _block(match, page)
        for match in FENCE.finditer(page)
        if not language or match[1] == language
    ]


def _block(match: re.Match[str], page: str) -> Block:
    file = re.search(r"\bfile=(\S+)", match[2])
    line = page.count("\n", 0, match.start(3)) + 1
    return Block(match[1], file[1] if file else "", match[3], line)


def commands(block: Block) -> list[Command]:
    """Return the commands of a console block; a trailing backslash continues one.

    Raises ValueError where output stands before the first command.
    """
    typed: list[list[str]] = []
    shown: list[list[str]] = []
    for line in block.text.splitlines():
        if line.startswith(PROMPT):
            typed.append([line])
            shown.append([])
        elif not typed:
            raise ValueError(f"line {block.line}: output without a command")
        elif typed[-1][-1].endswith("\\") and not shown[-1]:
            typed[-1].append(line)
        else:
            shown[-1].append(line)
    return [
        Command(tuple(lines), _words(lines), "\n".join(output).rstrip())
        for lines, output in zip(typed, shown, strict=True)
    ]


def _words(typed: list[str]) -> tuple[str, ...]:
    joined = "".join(line.removesuffix("\\") for line in typed).removeprefix(PROMPT)
    return tuple(shlex.split(joined, comments=True))


def printed(words: tuple[str, ...]) -> str:
    """Return what `miqat` prints in this process for some arguments, mistakes included.

    Files in the current folder are named without it, since the folder of a session is another
    one each time.
    """
    output = io.StringIO()
    with contextlib.redirect_stdout(output), contextlib.redirect_stderr(output):
        try:
            miqat(list(words))
        except SystemExit as end:
            if end.code not in (0, 2):  # answered, or refused in one line
                raise RuntimeError(f"{shlex.join(words)}: status {end.code}") from end
    text = output.getvalue().replace(f"{Path.cwd()}{os.sep}", "")
    return "\n".join(line.rstrip() for line in text.splitlines()).rstrip()


@contextlib.contextmanager
def session(files: dict[str, str]) -> Iterator[None]:
    """Work in a fresh folder that holds some files, with a fresh store and 80 columns."""
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        for name, text in files.items():
            Path(name).write_text(text, encoding="utf-8")
        settings = {"MIQAT_STORE": str(Path(folder) / "store.sqlite"), "COLUMNS": "80"}
        with patch.dict(os.environ, settings):
            yield


def outputs(page: str, block: Block) -> list[tuple[Command, str]]:
    """Run a console block; return each command with its output, as shown where not ours."""
    files = {other.file: other.text for other in blocks(page, "") if other.file}
    with session(files):
        return [
            (command, printed(command.words[1:]) if _is_ours(command) else command.shown)
            for command in commands(block)
        ]


def _is_ours(command: Command) -> bool:
    return command.words[:1] == ("miqat",)


def stale(page: str) -> list[str]:
    """Return the commands of a page whose output is not what the page shows."""
    return [
        shlex.join(command.words)
        for block in blocks(page, "console")
        for command, output in outputs(page, block)
        if output != command.shown
    ]


def refreshed(page: str) -> str:
    """Return a page with the output of its commands as it is now."""

    def rewrite(match: re.Match[str]) -> str:
        if match[1] != "console":
            return match[0]
        lines: list[str] = []
        for command, output in outputs(page, _block(match, page)):
            lines += [*command.typed, *([output] if output else [])]
        text = "".join(f"{line}\n" for line in lines)
        return f"```console{match[2]}\n{text}```"

    return FENCE.sub(rewrite, page)


def broken(page: str, name: str) -> str:
    """Run the Python examples of a page and return the report, empty where all are true."""
    text = ""
    for block in blocks(page, "python"):
        # Empty lines stand for the prose, so that a failure names the line of the page.
        text += "\n" * (block.line - 1 - text.count("\n")) + block.text
    test = doctest.DocTestParser().get_doctest(text, {}, name, name, 0)
    files = {block.file: block.text for block in blocks(page, "") if block.file}
    report: list[str] = []
    with session(files):
        doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(test, out=report.append)
    return "".join(report)
