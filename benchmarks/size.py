"""Size: what the package carries, as files and deflated as a wheel holds them."""

from __future__ import annotations

import zlib
from pathlib import Path

import miqat
from benchmarks.harness import table, verdict

PACKAGE = Path(miqat.__file__).parent


def run() -> None:
    """Print the table."""
    files = [
        path
        for path in PACKAGE.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and path.suffix != ".partial"
    ]
    code = [path for path in files if path.suffix == ".py"]
    groups = {
        "code": code,
        "gazetteer": [path for path in files if path.name == "gazetteer.sqlite"],
    }
    grouped = {path for group in groups.values() for path in group}
    groups["other data"] = [path for path in files if path not in grouped]
    groups["all"] = files
    sizes = {name: _megabytes(group) for name, group in groups.items()}
    table(
        ["", "files", "installed, MB", "in a wheel, MB"],
        [
            [name, str(len(groups[name])), f"{installed:.2f}", f"{packed:.2f}"]
            for name, (installed, packed) in sizes.items()
        ],
    )
    print()
    verdict("wheel with its data", sizes["all"][1], 25, "MB", at_most=True)


def _megabytes(paths: list[Path]) -> tuple[float, float]:
    contents = [path.read_bytes() for path in paths]
    packed = sum(len(zlib.compress(content)) for content in contents)
    return sum(map(len, contents)) / 1e6, packed / 1e6


if __name__ == "__main__":
    run()
