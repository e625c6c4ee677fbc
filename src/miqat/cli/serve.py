"""`miqat serve`: the HTTP server."""

from __future__ import annotations

from miqat.web.server import serve


def answer(host: str, port: int, workers: int, store: str | None) -> None:
    """Serve the API until Ctrl-C."""
    serve(host, port, workers, store)
