"""The server behind `miqat serve`."""

from __future__ import annotations

import os

from miqat.errors import MissingPart

_GRACE = 3  # seconds for open requests to end when the server is stopped


def serve(host: str, port: int, workers: int, store: str | None) -> None:
    """Serve the application until the process is told to stop.

    Raises `MissingPart` without the extra `[web]`.
    """
    try:
        import uvicorn

        import miqat.web.app  # noqa: F401 - a part that is missing is said before the start
    except ImportError as error:
        raise MissingPart(f"the server needs {error.name}: pip install 'miqat[web]'") from None
    if store is not None:
        os.environ["MIQAT_STORE"] = store
    uvicorn.run(
        "miqat.web.app:create",
        factory=True,
        host=host,
        port=port,
        workers=workers,
        timeout_graceful_shutdown=_GRACE,
        server_header=False,
    )
