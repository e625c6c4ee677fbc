"""`miqat mcp`."""

from __future__ import annotations

import click

from miqat.cli.command import Command, option

command = Command(
    "mcp",
    [
        option("--port", section="Server", type=click.IntRange(1, 65535),
               help="Serve over HTTP at /mcp on this port. Default: standard input and output."),
        option("--host", section="Server", default="127.0.0.1", show_default=True,
               help="Address to listen on."),
    ],
    "The tools are when, day, convert, times, compare, crescent, qibla and place. Needs the extra "
    "[mcp].",
    examples=("miqat mcp", "miqat mcp --port 8001"),
)  # fmt: skip
