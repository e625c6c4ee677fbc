"""Plain English: words that are out of every text that a person reads.

The list, with what to write in their place, is `tests/words_out.toml`.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
import tomllib
from typing import TYPE_CHECKING, Any, NamedTuple

import click
import pytest
from tools.examples import FENCE, ROOT, pages

from miqat.cli import _miqat

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LISTED = tomllib.loads((ROOT / "tests" / "words_out.toml").read_text("utf-8"))
WORDS = {out: instead for group in LISTED.values() for out, instead in group.items()}
OUT = [
    (re.compile(rf"\b(?:{out})\b".replace(" ", r"\s+"), re.IGNORECASE), say)
    for out, say in WORDS.items()
]
CODE = re.compile(r"`[^`\n]+`")

SOURCES = sorted((ROOT / "src" / "miqat").rglob("*.py"))
TABLES = sorted(
    path
    for folder in ("methods", "authorities", "observances", "crescent", "calendars")
    for path in (ROOT / "src" / "miqat" / "data" / folder).rglob("*.toml")
)
PRINTED = {"title", "source", "note", "about", "agreement", "reason", "name", "en"}


class Text(NamedTuple):
    """A text that a person reads, and the line that it begins on."""

    line: int
    text: str


def faults(texts: Iterator[Text]) -> list[str]:
    """Return the words of some texts that are out, each with its line and its substitute."""
    return [
        f"line {line + plain.count(chr(10), 0, match.start())}: {match[0]!r}; write: {say}"
        for line, text in texts
        for plain in [CODE.sub(lambda code: "_" * len(code[0]), text)]
        for pattern, say in OUT
        for match in pattern.finditer(plain)
    ]


def prose(page: str) -> Iterator[Text]:
    """Yield a page without its fenced blocks; what a command prints is checked at its source."""
    blank = FENCE.sub(lambda block: re.sub(r"[^\n]", "", block[0]), page)
    if page.startswith("# Contributing"):  # its style section quotes the words that are out
        before, _, style = blank.partition("\nTwenty pairs from our own texts:\n")
        blank = before + style.partition("\n## ")[2]
    blank = re.sub(r"\]\([^)\s]+\)", "]", blank)  # addresses
    yield Text(1, re.sub(r"https?://\S+", "", blank))


def strings(source: str) -> Iterator[Text]:
    """Yield the docstrings, messages and other literals of a module, and its comments."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield Text(node.lineno, node.value)
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            yield Text(token.start[0], token.string)


def printed(table: Any, key: str = "") -> Iterator[Text]:
    """Yield the texts of a data file that are printed to people, in no particular line."""
    if isinstance(table, dict):
        for name, value in table.items():
            yield from printed(value, name)
    elif isinstance(table, list):
        for value in table:
            yield from printed(value, key)
    elif isinstance(table, str) and key in PRINTED and "://" not in table:
        yield Text(0, table)


def helps(command: click.Command) -> Iterator[Text]:
    """Yield the help of a command, of its parameters and of its subcommands."""
    yield Text(0, command.help or "")
    yield Text(0, command.epilog or "")
    for parameter in command.params:
        yield Text(0, str(getattr(parameter, "help", "") or ""))
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            assert below is not None
            yield from helps(below)


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("page", pages(), ids=_name)
def test_the_prose_of_a_page_is_plain(page: Path) -> None:
    assert faults(prose(page.read_text("utf-8"))) == []


@pytest.mark.parametrize("path", SOURCES, ids=_name)
def test_the_texts_of_a_module_are_plain(path: Path) -> None:
    assert faults(strings(path.read_text("utf-8"))) == []


@pytest.mark.parametrize("path", TABLES, ids=_name)
def test_the_printed_texts_of_a_table_are_plain(path: Path) -> None:
    assert faults(printed(tomllib.loads(path.read_text("utf-8")))) == []


def test_the_help_is_plain() -> None:
    assert faults(helps(_miqat)) == []


# The tests above must be able to fail.


@pytest.mark.parametrize(
    "text",
    [
        "Times are reckoned for its own point.",
        "an authority publishes or is foreseen",
        "It is no SQLite file.",
        "a day beside the likely ones",
        "as the twilight is absent or farther off",
        "Keep it though a month gets an unheard-of length.",
    ],
)
def test_a_word_that_is_out_is_found(text: str) -> None:
    assert faults(iter([Text(1, text)]))
    assert faults(prose(f"# A page\n\n{text}\n"))
    assert faults(strings(f'"""{text}"""\n'))
    assert faults(strings(f"x = 1  # {text}\n"))
    assert faults(printed({"title": [text]}))
    assert faults(helps(click.Command("x", help=text)))


def test_a_fault_names_its_line() -> None:
    assert faults(prose("one\ntwo\nwhence\n")) == ["line 3: 'whence'; write: from which, source"]


def test_names_in_code_are_no_prose() -> None:
    assert faults(prose("There is no `kept_by` in it, nor ``` anything.\n")) == []
    assert faults(prose("```python\nkept = reckon()\n```\n")) == []
