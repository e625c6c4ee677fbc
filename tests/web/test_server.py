"""`miqat serve`: a real process on loopback, from its start to its stop."""

from __future__ import annotations

import json
import os
import shlex
import signal
import socket
import subprocess
import sys
import time
from typing import TYPE_CHECKING
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from miqat.cli.commands.serve import command

if TYPE_CHECKING:
    from pathlib import Path

_PATIENCE = 30.0


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _when_ready(address: str) -> bytes:
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            with urlopen(address, timeout=5) as response:
                return bytes(response.read())
        except URLError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


@pytest.mark.parametrize("example", command.examples)
def test_the_server_answers_and_stops_within_its_grace(example: str, tmp_path: Path) -> None:
    port = _free_port()
    words = [word for word in shlex.split(example)[1:] if word != "8080"]
    words = [word for word in words if word != "--port"] + ["--port", str(port)]
    store = tmp_path / "store.sqlite"
    process = subprocess.Popen(
        [sys.executable, "-m", "miqat", *words, "--store", str(store)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        base = f"http://127.0.0.1:{port}"
        assert json.loads(_when_ready(f"{base}/health")) == {"status": "ok"}
        place = json.loads(_when_ready(f"{base}/api/v1/place?place=Nairobi"))
        assert place["timezone"] == "Africa/Nairobi"
    finally:
        started = time.monotonic()
        process.send_signal(signal.SIGTERM)
        process.wait(_PATIENCE)
    assert time.monotonic() - started < 5.0


def test_a_port_in_use_is_said(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        run = subprocess.run(
            [sys.executable, "-m", "miqat", "serve", "--port", str(port)],
            capture_output=True, text=True, timeout=_PATIENCE, check=False,
            env={**os.environ, "MIQAT_STORE": str(tmp_path / "store.sqlite")},
        )  # fmt: skip
    assert run.returncode == 1
    assert run.stderr.strip() == f"miqat: cannot listen on 127.0.0.1:{port}: it is in use"
