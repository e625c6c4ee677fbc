"""Run every benchmark, print its tables and write them to docs/performance.md.

`python -m benchmarks` runs all, `python -m benchmarks prayer` one of them, whose section of the
page alone is written anew.
"""

from __future__ import annotations

import io
import sys
from contextlib import redirect_stdout
from importlib import import_module
from pathlib import Path

from benchmarks.harness import machine

PAGE = Path(__file__).resolve().parents[1] / "docs" / "performance.md"
PARTS = {
    "startup": "Start-up",
    "calendars": "Hijri conversions",
    "sky": "The sky",
    "prayer": "Prayer times",
    "cities": "Every city for a year",
    "crescent": "The crescent",
    "places": "Places",
    "size": "Size",
}

HEAD = """# Performance

Written by `python -m benchmarks` (or `make bench`, which also installs the libraries to compare
with: the extra `bench`, and adhan-js where there is npm). Miqat and its peers run in turn, and the
best of several rounds counts. Read the ratios: the absolute figures belong to the machine, which
other work shared, and those of two runs have differed by a factor of two. Each part ends with the
budgets that Miqat has set itself, and says which of them it misses. A part is one run; the parts
may be of different hours.

Measured on: {machine}.
"""


class _Tee(io.StringIO):
    def write(self, text: str, /) -> int:
        sys.__stdout__.write(text)  # type: ignore[union-attr]
        return super().write(text)


def report(part: str) -> str:
    """Run one part, show it as it is printed, and return it as Markdown."""
    module = import_module(f"benchmarks.{part}")
    shown = _Tee()
    with redirect_stdout(shown):
        module.run()
    print(flush=True)
    prose = (module.__doc__ or "").strip()
    return f"## {PARTS[part]}\n\n{prose}\n\n```text\n{shown.getvalue().rstrip()}\n```\n"


def main(arguments: list[str]) -> None:
    """Run the parts that are named, or all, and write them into the page."""
    unknown = [part for part in arguments if part not in PARTS]
    if unknown:
        sys.exit(f"unknown benchmark {unknown[0]!r}; there are {', '.join(PARTS)}")
    sections = _written() if arguments else {}
    for part in arguments or PARTS:
        sections[PARTS[part]] = report(part)
    kept = [sections[title] for title in PARTS.values() if title in sections]
    PAGE.write_text("\n".join([HEAD.format(machine=machine()), *kept]), encoding="utf-8")
    print(f"written: {PAGE.relative_to(PAGE.parents[1])}")


def _written() -> dict[str, str]:
    """Return the sections that the page has, by title."""
    if not PAGE.exists():
        return {}
    _, *sections = PAGE.read_text(encoding="utf-8").split("\n## ")
    return {text.split("\n", 1)[0]: f"## {text.rstrip()}\n" for text in sections}


if __name__ == "__main__":
    main(sys.argv[1:])
