"""Keep the examples in the documents true: `python -m tools.readme`.

Every command `$ miqat ...` in a ```console block is run and what it prints is written
under it; every `>>>` in a ```python block is run by doctest, one page one session. With
`--check` nothing is written, and a stale example ends with exit status 1.
"""

from __future__ import annotations

import doctest
import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CONSOLE = re.compile(r"(?<=^```console\n).*?(?=^```$)", re.DOTALL | re.MULTILINE)
PYTHON = re.compile(r"(?<=^```python\n).*?(?=^```$)", re.DOTALL | re.MULTILINE)
PROMPT = "$ "


def pages() -> list[Path]:
    """Return the documents."""
    return [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").glob("*.md"))]


def refreshed(text: str) -> str:
    """Return a page with the output of its commands as it is now."""
    return CONSOLE.sub(lambda block: _refreshed_block(block[0]), text)


def failures(page: Path) -> int:
    """Return how many Python examples of a page fail, reporting each."""
    text = page.read_text(encoding="utf-8")
    # Outside the blocks only line ends are kept, so that the line numbers stay true.
    kept, end = "", 0
    for block in PYTHON.finditer(text):
        kept += re.sub(r"[^\n]", "", text[end : block.start()]) + block[0]
        end = block.end()
    test = doctest.DocTestParser().get_doctest(kept, {}, page.name, str(page), 0)
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    runner.run(test)
    return runner.failures


def _refreshed_block(block: str) -> str:
    """Return a block: a command that is not ours keeps the output that it has."""
    lines: list[str] = []
    ours = False
    for line in block.splitlines():
        if line.startswith(PROMPT):
            arguments = shlex.split(line.removeprefix(PROMPT))
            ours = arguments[0] == "miqat"
            lines.append(line)
            if ours:
                lines += _output(arguments[1:])
        elif not ours:
            lines.append(line)
    return "".join(f"{line}\n" for line in lines)


def _output(arguments: list[str]) -> list[str]:
    """Return what a command prints, on standard output and standard error."""
    with tempfile.TemporaryDirectory() as folder:  # for what a command writes
        result = subprocess.run(
            [sys.executable, "-m", "miqat", *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            env={**os.environ, "MIQAT_STORE": str(Path(folder) / "store.sqlite")},
            cwd=folder,
            check=False,
        )
    if result.returncode not in (0, 2):  # answered, or said in one line what was wrong
        sys.exit(f"miqat {shlex.join(arguments)} broke down:\n{result.stdout}")
    return [line.rstrip() for line in result.stdout.rstrip("\n").split("\n")]


def main(arguments: list[str]) -> int:
    """Refresh or check every page; return the exit status."""
    wrong = 0
    for page in pages():
        text = page.read_text(encoding="utf-8")
        now = refreshed(text)
        if now != text:
            name = page.relative_to(ROOT)
            if "--check" in arguments:
                wrong += 1
                print(f"{name}: the output of a command is stale; run python -m tools.readme")
            else:
                page.write_text(now, encoding="utf-8")
                print(f"{name}: refreshed")
        wrong += failures(page)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
