"""Keep the examples in the documents true: `python -m tools.readme [PAGE...]`.

What each `$ miqat ...` command prints is written under it, and the `>>>` examples are run; see
`tools.examples`. With `--check` nothing is written, and a stale example ends with status 1.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tools.examples import ROOT, broken, pages, refreshed


def main(arguments: list[str]) -> int:
    """Refresh or check the pages, all unless some are named; return the exit status."""
    check = "--check" in arguments
    named = [Path(name).resolve() for name in arguments if name != "--check"]
    status = 0
    for page in named or pages():
        name = str(page.relative_to(ROOT))
        text = page.read_text(encoding="utf-8")
        now = refreshed(text)
        if now != text and check:
            status = 1
            print(f"{name}: the output of a command is stale; run python -m tools.readme")
        elif now != text:
            page.write_text(now, encoding="utf-8")
            print(f"{name}: refreshed")
        report = broken(text, name)
        if report:
            status = 1
            print(report)
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
