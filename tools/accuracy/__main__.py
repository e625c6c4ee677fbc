"""Write docs/accuracy.md and print it: `python -m tools.accuracy`.

It needs the extra `test` (Skyfield and JPL's DE440), compares with the whole of DE406 where
the extra `tools` has installed it, sets peers beside Miqat where the extra `bench` and
`npm install --prefix benchmarks` have installed them, and reads the reference data from
MIQAT_REFERENCE or ../shared/reference where there is any. It takes fifteen minutes or so.
"""

from __future__ import annotations

import os
from pathlib import Path

from tools.accuracy import (
    beside,
    calendars,
    crescent,
    defaults,
    events,
    forecasts,
    lunar,
    mosques,
    positions,
    prayer,
)

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "accuracy.md"

HEAD = """# Accuracy

Written by `python -m tools.accuracy` (or `make docs`), which anyone can run; the figures are
those that it printed, on cases that are random with fixed seeds. Reference data is read from
`MIQAT_REFERENCE` (see [CONTRIBUTING](../CONTRIBUTING.md)); the parts that need it say so where it
is absent.
"""


def reference_folder() -> Path | None:
    """Return where the reference data is, None where there is none."""
    folder = Path(os.environ.get("MIQAT_REFERENCE", ROOT.parent / "shared" / "reference"))
    return folder if folder.is_dir() else None


def main() -> None:
    """Write the page and print it."""
    reference = reference_folder()
    parts = [HEAD, positions.report(), events.report(), beside.report(), lunar.report(reference)]
    parts += [crescent.report(reference), calendars.report(reference)]
    parts += [prayer.report(reference), defaults.report(reference), forecasts.report(reference)]
    parts += [mosques.report(reference)]
    text = "".join(parts)
    PAGE.write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
