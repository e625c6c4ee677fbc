"""`miqat serve`."""

from __future__ import annotations

import click

from miqat.cli.command import Command, option

command = Command(
    "serve",
    [
        option("--host", section="Server", default="127.0.0.1", show_default=True,
               help="Address to listen on; 0.0.0.0 is every network."),
        option("--port", section="Server", type=click.IntRange(1, 65535), default=8000,
               show_default=True, help="Port to listen on."),
        option("--workers", section="Server", type=click.IntRange(1, 64), default=1,
               show_default=True, help="Number of processes."),
        option("--store", section="Server", metavar="URL",
               help="Store of announcements: a path, or postgresql://USER@HOST/NAME."),
    ],
    "The API is under /api/v1, its description at /openapi.json. Needs the extra [web].",
    examples=("miqat serve", "miqat serve --port 8080 --workers 2"),
)  # fmt: skip
