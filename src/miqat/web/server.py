"""The server behind `miqat serve`."""

from __future__ import annotations

import errno
import os
import socket

from miqat.errors import MissingPart

_GRACE = 3  # seconds for open requests to end when the server is stopped


def serve(host: str, port: int, workers: int, store: str | None) -> None:
    """Serve the application until the process is told to stop.

    Raises `MissingPart` without the extra `[web]`, `OSError` for an address that cannot be used.
    """
    try:
        import uvicorn

        import miqat.web.app  # noqa: F401 - a part that is missing is said before the start
    except ImportError as error:
        raise MissingPart(f"the server needs {error.name}: pip install 'miqat[web]'") from None
    if store is not None:
        os.environ["MIQAT_STORE"] = store
    _try(host, port)
    uvicorn.run(
        "miqat.web.app:create",
        factory=True,
        host=host,
        port=port,
        workers=workers,
        timeout_graceful_shutdown=_GRACE,
        server_header=False,
    )


def _try(host: str, port: int) -> None:
    """Raise a clear `OSError` where the address cannot be listened on."""
    try:
        with socket.create_server((host, port)):
            pass
    except OSError as error:
        why = "it is in use" if error.errno == errno.EADDRINUSE else error.strerror
        raise OSError(error.errno, f"cannot listen on {host}:{port}: {why}") from None
