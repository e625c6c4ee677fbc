"""Help: whole summaries, options under headings, examples that run; light imports."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from typing import TYPE_CHECKING

import click
import pytest

from miqat.authorities import authorities
from miqat.calendars import calendars
from miqat.cli import _miqat
from miqat.cli.command import Command
from miqat.cli.completion import KINDS, candidates
from miqat.cli.summaries import GROUPS, SUMMARIES
from miqat.crescent import all_criteria
from miqat.observances import observance, observances
from miqat.prayer import method_ids

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from .conftest import Answer

_WIDE = 80
_SHORTEST = 30  # days of a table that match reads


def commands() -> Iterator[tuple[str, Command]]:
    context = click.Context(_miqat)
    for name in SUMMARIES:
        found = _miqat.get_command(context, name)
        inside = {f"{name} {sub}": one for sub, one in getattr(found, "commands", {}).items()}
        for path, one in (inside or {name: found}).items():
            assert isinstance(one, Command)
            yield path, one


COMMANDS = dict(commands())
#: Those of a server run until it is stopped: tests/web/test_server.py, test_tools.py.
EXAMPLES = [
    example
    for name, one in COMMANDS.items()
    if name not in ("serve", "mcp")
    for example in one.examples
]


def test_every_summary_is_whole_and_under_a_heading(miqat: Callable[..., Answer]) -> None:
    lines = miqat("--help").out.splitlines()
    assert all(len(line) <= _WIDE for line in lines)
    for title, group in GROUPS.items():
        assert f"{title}:" in lines
        for name, summary in group.items():
            assert any(re.fullmatch(rf"  {name} +{re.escape(summary)}", line) for line in lines)
    assert not any("..." in line for line in lines[1:])


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_of_a_command_has_headings_and_two_examples(
    miqat: Callable[..., Answer], name: str
) -> None:
    found = miqat(*name.split(), "--help")
    assert (found.status, found.err) == (0, "")
    assert all(len(line) <= _WIDE for line in found.out.splitlines())
    shown = re.findall(r"^  (miqat .*)$", found.out.partition("\nExamples:\n")[2], re.MULTILINE)
    assert tuple(shown) == COMMANDS[name].examples
    assert len(shown) == 2
    assert all(example.startswith(f"miqat {name} ") or example == f"miqat {name}"
               for example in shown)  # fmt: skip


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_runs(
    miqat: Callable[..., Answer],
    example: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MIQAT_STORE", str(tmp_path / "store.sqlite"))
    rows = "authority,month,day,known,source\npakistan,1448-09,2027-02-09,2027-02-08,a test\n"
    (tmp_path / "record.csv").write_text(rows)
    mosque = 'name = "A mosque"\nplace = "Karachi"\niqama = ["isha + 15"]\n'
    (tmp_path / "mosque.toml").write_text(mosque)
    (tmp_path / "article.txt").write_text("On 27 Ramadan 1445, after maghrib.\n")
    if "token revoke" in example:
        assert miqat("token", "create", "newsroom").status == 0
    if "table.csv" in example:
        table = miqat(
            "times", "Karachi", "--from", "2027-01-01", "--to", "2027-02-28", "--csv",
            "--method", "mwl", "--times", "fajr,sunrise,dhuhr,asr,maghrib,isha",
        )  # fmt: skip
        assert table.out.count("\n") > _SHORTEST
        (tmp_path / "table.csv").write_text(table.out)
    found = miqat(*shlex.split(example)[1:])
    assert found.status == 0, found.err
    assert found.out


@pytest.mark.parametrize("typed", ["--help", *(f"{name} --help" for name in COMMANDS)])
def test_help_imports_neither_arrays_nor_colours(typed: str) -> None:
    code = (
        "import sys; from miqat.cli import main\n"
        "try: main(sys.argv[1:])\n"
        "except SystemExit: pass\n"
        "heavy = {'numpy', 'rich', 'miqat.calendars', 'miqat.authorities'} & {*sys.modules}\n"
        "sys.exit(f'imported: {heavy}' if heavy else 0)"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, *typed.split()], capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr


def test_every_id_is_completed() -> None:
    known = {
        "authority": [one.id for one in authorities()],
        "calendar": [one.id for one in calendars()],
        "criterion": [one.id for one in all_criteria()],
        "method": method_ids(),
    }
    for kind, ids in known.items():
        assert sorted(ids) == sorted(set(KINDS[kind]())), kind
    assert {one.id for one in observances()} <= set(KINDS["observance"]())
    assert all(observance(name).id == name for name in KINDS["observance"]())


@pytest.mark.parametrize(
    ("kind", "begun", "found"),
    [
        ("place", "karac", "Karachi"),
        ("place", "kuwait", "Kuwait City"),
        ("authority", "pak", "pakistan"),
        ("method", "umm", "umm-al-qura"),
        ("criterion", "yal", "yallop"),
        ("language", "f", "fa"),
        ("to", "jul", "julian"),
    ],
)
def test_a_word_that_was_begun_is_completed(kind: str, begun: str, found: str) -> None:
    assert found in candidates(kind, begun)


def test_one_letter_is_too_little_of_a_place() -> None:
    assert candidates("place", "k") == []


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_of_a_shell_is_printed(miqat: Callable[..., Answer], shell: str) -> None:
    found = miqat("completion", shell)
    assert (found.status, found.err) == (0, "")
    assert "_MIQAT_COMPLETE" in found.out
