"""Start-up: whole processes, each started anew, in turn with a bare interpreter."""

from __future__ import annotations

from benchmarks.harness import installed, processes, python, table, verdict

TODAY = [*python("from miqat.cli import main; main()"), "today", "Jerusalem"]
HELP = [*python("from miqat.cli import main; main()"), "--help"]
TIMES_HELP = [*python("from miqat.cli import main; main()"), "times", "--help"]
COMPLETION = python(
    "import os; os.environ.update(_MIQAT_COMPLETE='bash_complete', COMP_WORDS='miqat today Kar', "
    "COMP_CWORD='2'); from miqat.cli import main; main()"
)
CONVERT = [*python("from miqat.cli import main; main()"), "convert", "1448-09-01"]


def run() -> None:
    """Print the table."""
    cases = {
        "bare interpreter": python("pass"),
        "import miqat": python("import miqat"),
        "import numpy": python("import numpy"),
        "miqat --help": HELP,
        "miqat times --help": TIMES_HELP,
        "completion of a place": COMPLETION,
        "miqat convert 1448-09-01": CONVERT,
        "miqat today Jerusalem": TODAY,
    }
    if installed("hijridate"):
        cases["import hijridate"] = python("import hijridate")
    if installed("adhanpy"):
        cases["import adhanpy"] = python("import adhanpy.PrayerTimes")
    seconds = dict(zip(cases, processes(list(cases.values())), strict=True))
    bare = seconds["bare interpreter"]
    table(
        ["process", "whole, ms", "beyond the interpreter, ms"],
        [
            [name, f"{1e3 * taken:.0f}", f"{1e3 * (taken - bare):.0f}"]
            for name, taken in sorted(seconds.items(), key=lambda item: item[1])
        ],
    )
    print()
    beyond = 1e3 * (seconds["import miqat"] - bare)
    whole = 1e3 * seconds["miqat today Jerusalem"]
    verdict("import miqat beyond the interpreter", beyond, 60, "ms", at_most=True)
    for name in ("miqat --help", "miqat times --help", "completion of a place"):
        verdict(f"{name}, whole process", 1e3 * seconds[name], 200, "ms", at_most=True)
    verdict("miqat today Jerusalem, whole process", whole, 350, "ms", at_most=True)


if __name__ == "__main__":
    run()
