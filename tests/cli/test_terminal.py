"""The command line as a process: terminals, pipes, encodings, and the exit status."""

from __future__ import annotations

import errno
import json
import os
import re
import subprocess
import sys
from importlib import metadata

import pytest

RUN = [sys.executable, "-m", "miqat"]
TODAY = ["today", "Tehran", "--at", "2027-02-08T18:00+03:30"]
ESCAPE = "\x1b["
BOXES = "─│┌┐└┘├┤┬┴┼━┃┏┓┗┛═║╭╮╰╯"


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*RUN, *arguments], capture_output=True, env={**os.environ, **environment}, check=False
    )


def shell(command: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHON": sys.executable}
    return subprocess.run(
        ["bash", "-c", command], capture_output=True, text=True, env=environment, check=False
    )


@pytest.mark.parametrize(
    "arguments",
    [[], ["--help"], ["convert", "-h"], ["--version"]],
    ids=" ".join,
)
def test_help_is_no_mistake(arguments: list[str]) -> None:
    found = run(*arguments)
    assert (found.returncode, found.stderr) == (0, b"")
    text = found.stdout.decode()
    if arguments == ["--version"]:
        assert metadata.version("miqat") in text
    else:
        assert text.startswith("Usage: miqat")
        assert "--help" in text


def test_both_commands_are_listed_with_what_they_do() -> None:
    text = run("--help").stdout.decode()
    for command in ("convert", "today"):
        assert f"\n  {command} " in text


def test_a_mistake_ends_with_status_2_and_one_line() -> None:
    found = run("today", "Jerusalm")
    assert (found.returncode, found.stdout) == (2, b"")
    assert found.stderr.decode().count("\n") == 1


def test_a_pipe_gets_plain_text() -> None:
    found = run(*TODAY, FORCE_COLOR="", TERM="xterm-256color")
    text = found.stdout.decode()
    assert found.returncode == 0
    assert ESCAPE not in text
    assert not set(text) & set(BOXES)
    assert all(line == line.rstrip() for line in text.splitlines())


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")
def test_a_terminal_gets_rich_text() -> None:
    import pty

    main, side = pty.openpty()
    environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "300"}
    environment.pop("NO_COLOR", None)
    with subprocess.Popen([*RUN, *TODAY], stdout=side, stderr=side, env=environment) as process:
        os.close(side)
        text = _read_all(main).decode()
        os.close(main)
    assert process.returncode == 0
    assert ESCAPE in text
    assert "Tehran" in text
    assert "2 Ramadan 1448" in text
    plain = run(*TODAY).stdout.decode()
    for line in plain.splitlines():
        for part in line.removeprefix(">").split("  "):
            assert part.strip() in text


def _read_all(descriptor: int) -> bytes:
    parts = []
    while True:
        try:
            part = os.read(descriptor, 65536)
        except OSError as error:  # Linux ends a terminal whose other side is closed with EIO
            assert error.errno == errno.EIO  # noqa: PT017
            break
        if not part:
            break
        parts.append(part)
    return b"".join(parts)


@pytest.mark.parametrize(
    ("arguments", "reader"),
    [
        ("today Tehran", "head -1"), ("today Tehran --json", "true"), ("--help", "true"),
        ("", "head -1"),
    ],
)  # fmt: skip
def test_a_closed_pipe_is_no_reason_to_complain(arguments: str, reader: str) -> None:
    found = shell(f'"$PYTHON" -m miqat {arguments} | {reader}')
    assert found.stderr == ""


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full")
@pytest.mark.parametrize("arguments", ["today Tehran", "convert 2027-02-08 --json", "--help"])
def test_a_full_disk_gets_one_line(arguments: str) -> None:
    found = shell(f'"$PYTHON" -m miqat {arguments} > /dev/full')
    assert found.returncode == 1
    assert found.stderr == f"miqat: {os.strerror(errno.ENOSPC)}\n"


C_LOCALE = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}


def test_arabic_is_understood_under_the_c_locale() -> None:
    found = run("today", "القدس", *TODAY[2:], "--json", **C_LOCALE)
    assert (found.returncode, found.stderr) == (0, b"")
    assert json.loads(found.stdout)["place"]["name"] == "Jerusalem"


def test_an_unknown_arabic_name_is_one_line_under_the_c_locale() -> None:
    found = run("today", "ققققققق", **C_LOCALE)
    assert (found.returncode, found.stdout) == (2, b"")
    assert found.stderr.startswith(b"miqat: unknown place ")
    assert found.stderr.count(b"\n") == 1


@pytest.mark.parametrize(
    ("city", "encoding"),
    [
        ("Košice", "ascii"), ("Košice", "latin-1"), ("Košice", "cp1256"), ("Reykjavík", "cp1256"),
        ("Reykjavík", "utf-8"),
    ],
)  # fmt: skip
def test_any_encoding_gets_an_answer(city: str, encoding: str) -> None:
    """Latin-1 lacks the š, cp1256 both the š and the í, which a bare escape would make \\xed."""
    setting = {"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    text = run("today", city, *TODAY[2:], **setting)
    assert text.returncode == 0
    lacks = b"\\" in text.stdout
    assert (b"set PYTHONUTF8=1" in text.stderr) == lacks
    assert text.stderr.count(b"\n") == lacks
    answer = run("today", city, *TODAY[2:], "--json", **setting)
    assert (answer.returncode, answer.stderr) == (0, b"")
    read_as = "utf-8" if encoding == "ascii" else encoding  # click takes ascii for a mistake
    assert json.loads(answer.stdout.decode(read_as))["place"]["name"] == city


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")
@pytest.mark.parametrize("columns", [40, 60])
@pytest.mark.parametrize(
    "arguments", [TODAY, ["times", "Ankara", "--from", "2027-02-08", "--to", "2027-02-09"]]
)
def test_a_narrow_terminal_gets_lines_that_fit(arguments: list[str], columns: int) -> None:
    import pty

    main, side = pty.openpty()
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": str(columns), "NO_COLOR": "1"}
    with subprocess.Popen([*RUN, *arguments], stdout=side, stderr=side, env=environment) as process:
        os.close(side)
        text = re.sub(r"\x1b\[[\d;]*m", "", _read_all(main).decode())
        os.close(main)
    assert process.returncode == 0
    lines = text.splitlines()
    body = lines[lines.index("") :]  # the heading wraps as the terminal does
    assert max(map(len, body)) <= columns
    assert re.search(r"(?i)\bfajr:? +\d\d:\d\d", text)


def test_a_pipe_has_no_line_over_200_characters() -> None:
    when = run("when", "ramadan", "1448").stdout.decode()
    methods = run("methods").stdout.decode()
    for text in (when, methods):
        assert max(map(len, text.splitlines())) <= 200
