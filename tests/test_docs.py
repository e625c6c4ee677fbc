"""Every example in the documents is run, by the runner that writes them: `tools.examples`."""

from __future__ import annotations

import builtins
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest
from tools.examples import (
    ROOT,
    Block,
    blocks,
    broken,
    commands,
    outputs,
    pages,
    printed,
    refreshed,
    session,
    stale,
)

import miqat
from miqat import errors
from miqat.calendars import Calendar

PAGES = pages()

every_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))


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


# The map of the house is true to the house.

ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text("utf-8")
SOURCE = Path(miqat.__file__).parent
MODULES = sorted(path.name for path in SOURCE.glob("*.py") if not path.name.startswith("__"))
FOLDERS = sorted(
    f"{path.parent.relative_to(SOURCE)}/"
    for path in SOURCE.rglob("__init__.py")
    if path.parent != SOURCE
)


def _named_paths(page: str) -> list[str]:
    return re.findall(r"`([a-z_0-9/-]+(?:\.(?:py|md|toml|csv|tsv|txt|sqlite)|/))`", page)


def test_the_map_names_only_what_there_is() -> None:
    paths = _named_paths(ARCHITECTURE.replace("packed.py", ""))
    roots = (ROOT, SOURCE, SOURCE / "data")
    assert len(paths) > 100
    assert [path for path in paths if not any((root / path).exists() for root in roots)] == []


@pytest.mark.parametrize("folder", [*FOLDERS, *MODULES])
def test_the_map_has_every_room_and_sub_room(folder: str) -> None:
    assert f"| `{folder}` |" in ARCHITECTURE


def test_the_map_has_every_error() -> None:
    raised = {
        name
        for name, error in vars(errors).items()
        if isinstance(error, type)
        and issubclass(error, errors.MiqatError)
        and error is not errors.MiqatError
    }
    table = dict(re.findall(r"^\| `(\w+)` \| `(\w+)` \|", ARCHITECTURE, re.MULTILINE))
    assert set(table) == raised
    for name, built_in in table.items():
        assert issubclass(getattr(errors, name), getattr(builtins, built_in)), name


def test_the_calendar_classes_of_contributing_are_those_of_the_code() -> None:
    contributing = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    rows = re.findall(r"^\| `(\w+)` \(`([\w/]+)\.py`\) \|.*\| `(\w+)`:", contributing, re.MULTILINE)
    assert len(rows) == 4
    for name, path, member in rows:
        supplied = getattr(import_module(f"miqat.{path.replace('/', '.')}"), name)
        assert issubclass(supplied, Calendar)
        assert hasattr(supplied, member) or member in supplied.__annotations__, (name, member)
    for member in ("_last_month", "_over_months", "_over_days"):
        assert f"`{member}`" in contributing
    assert Calendar.__abstractmethods__ == {"_last_month", "_over_months", "_over_days"}


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
    block = Block("console", "", "$ miqat convert \\\n    2027-02-08\nout\n", 1)
    (command,) = commands(block)
    assert command.words == ("miqat", "convert", "2027-02-08")
    assert command.shown == "out"


def test_a_stale_page_is_refreshed_to_the_true_one() -> None:
    assert refreshed(TRUE) == TRUE
    assert refreshed(TRUE.replace("8 February 2027", "9 February 2027")) == TRUE


FILES = """\
```toml file=mine.toml
id = "mine"
title = "Mine"
source = "a test"
fajr = { angle = 12 }
isha = { angle = 12 }
```

```console
$ miqat feed --jumuah --place Lagos --from 2027-01-01 --years 1 -o one.ics
$ miqat feed --jumuah --place Lagos --from 2027-01-01 --years 1 -o one.ics
```

```python
>>> from pathlib import Path
>>> Path("mine.toml").exists(), Path("one.ics").exists()
(True, False)
```
"""


def test_a_session_has_the_files_of_its_page_and_its_own_folder() -> None:
    (block,) = blocks(FILES, "console")
    shown = [output for _, output in outputs(FILES, block)]
    assert "53 events" in shown[0]  # 2027 begins and ends with a Friday
    assert "53 events" in shown[1]
    assert broken(FILES, "files.md") == ""
    assert not Path("one.ics").exists()


@pytest.mark.parametrize(
    "words", [("convert", "1448-09-01"), ("today", "Jerusalm"), ("convert", "--help")]
)
def test_a_process_prints_what_the_runner_has(words: tuple[str, ...]) -> None:
    with session({}):
        process = subprocess.run(
            [sys.executable, "-m", "miqat", *words],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
        )
        lines = [line.rstrip() for line in process.stdout.splitlines()]
        assert "\n".join(lines).rstrip() == printed(words)
