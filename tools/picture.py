"""Draw the pictures of the README: `python -m tools.picture`.

The command runs in a terminal of its own (a pty, so Unix only), and what it writes there is
drawn as it stands, escape codes and all: the picture is the output. The world map is what
`miqat crescent 2027-02-07 --map crescent.png` writes, in 64 colours; the page for a wall is what
a browser shows of it (Chromium, from the system, with the Noto fonts).
"""

from __future__ import annotations

import os
import pty
import re
import shutil
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console
from rich.text import Text

from miqat.crescent import map_export, visibility_map

PICTURES = Path(__file__).resolve().parents[1] / "docs" / "pictures"
WIDTH = 98
EVENING = date(2027, 2, 7)
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
WALL = ("times", "تهران", "--ramadan", "1448", "--language", "fa")
TODAY = ("today", "Jakarta", "--at", "2027-02-08T16:30+07:00")

# The viewer's own monospaced font: a picture that loads nothing.
_FONT_FACE = re.compile(r"\s*@font-face \{\{.*?\}\}", re.DOTALL)
SVG = _FONT_FACE.sub("", CONSOLE_SVG_FORMAT).replace("Fira Code, ", "")


def terminal_output(arguments: tuple[str, ...], width: int) -> str:
    """Return what `miqat` writes to a terminal of a width."""
    ours, theirs = pty.openpty()
    environment = os.environ | {"TERM": "xterm-256color", "COLUMNS": str(width), "LINES": "60"}
    environment.pop("NO_COLOR", None)
    process = subprocess.Popen(
        [sys.executable, "-m", "miqat", *arguments], stdout=theirs, env=environment
    )
    os.close(theirs)
    chunks = []
    try:
        while chunk := os.read(ours, 65536):
            chunks.append(chunk)
    except OSError:  # how Linux says that the other end is closed
        pass
    os.close(ours)
    if process.wait():
        raise RuntimeError(f"miqat {' '.join(arguments)} ended with {process.returncode}")
    return b"".join(chunks).decode().replace("\r\n", "\n")


def draw(arguments: tuple[str, ...], name: str) -> Path:
    """Write the picture of a command."""
    written = terminal_output(arguments, WIDTH)
    with open(os.devnull, "w", encoding="utf-8") as nowhere:
        console = Console(record=True, width=WIDTH, file=nowhere, highlight=False)
        console.print(Text(f"$ miqat {' '.join(arguments)}", style="bold"))
        console.print(Text.from_ansi(written))
        target = PICTURES / f"{name}.svg"
        target.parent.mkdir(parents=True, exist_ok=True)
        console.save_svg(str(target), title="miqat", code_format=SVG, unique_id=name)
    return target


def draw_map(on: date, name: str) -> Path:
    """Write the world map of an evening."""
    from PIL import Image

    target = PICTURES / f"{name}.png"
    map_export.draw([visibility_map(on)], target)
    with Image.open(target) as drawn:
        drawn.convert("RGB").quantize(64).save(target, optimize=True)
    return target


def draw_wall(arguments: tuple[str, ...], name: str) -> Path | None:
    """Write the picture of a page for a wall, as a browser shows it; None where there is none."""
    from PIL import Image

    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        print(f"no {name}.png: none of {', '.join(BROWSERS)} is installed")
        return None
    target = PICTURES / f"{name}.png"
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "wall.html"
        subprocess.run(
            [sys.executable, "-m", "miqat", *arguments, "--html", str(page)],
            check=True,
            stdout=subprocess.DEVNULL,
        )
        options = ("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars")
        shot = (f"--screenshot={target}", "--window-size=800,1185")
        subprocess.run([browser, *options, *shot, page.as_uri()], check=True, capture_output=True)
    with Image.open(target) as drawn:
        drawn.convert("RGB").quantize(64).save(target, optimize=True)
    return target


def main() -> None:
    """Draw every picture."""
    print(draw(TODAY, "today"))
    print(draw_wall(WALL, "wall"))
    print(draw_map(EVENING, "crescent"))


if __name__ == "__main__":
    main()
