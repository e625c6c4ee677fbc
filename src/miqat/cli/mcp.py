"""`miqat mcp`: tools for language models."""

from __future__ import annotations

from miqat.web.tools import server


def answer(host: str, port: int | None) -> None:
    """Serve the tools over standard input and output, or over HTTP."""
    if port is None:
        server().run("stdio")
    else:
        server().run("streamable-http", host=host, port=port)
