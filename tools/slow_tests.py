"""Write tests/slow.txt, the tests that `make test-fast` leaves out, from measured durations.

pytest -n0 --durations=0 --durations-min=0.05 | python -m tools.slow_tests
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

LIST = Path(__file__).resolve().parents[1] / "tests" / "slow.txt"

_LEAST = 0.2  # seconds, of all parameters of a test together
_LINE = re.compile(r"\s*([0-9.]+)s (?:call|setup|teardown)\s+(\S+::\S+)")
_HEAD = (
    "# Tests of the most time, which `make test-fast` leaves out. By `python -m tools.slow_tests`."
)


def costs(lines: Iterable[str]) -> Counter[str]:
    """Return the seconds of each test function in what pytest printed."""
    found: Counter[str] = Counter()
    for line in lines:
        if match := _LINE.match(line):
            found[match[2].partition("[")[0]] += float(match[1])  # type: ignore[assignment]
    return found


def main() -> None:
    """Read durations from standard input and write the list."""
    slow = sorted(test for test, seconds in costs(sys.stdin).items() if seconds >= _LEAST)
    LIST.write_text("\n".join([_HEAD, *slow]) + "\n", encoding="utf-8")
    print(f"{LIST.name}: {len(slow)} tests")


if __name__ == "__main__":
    main()
