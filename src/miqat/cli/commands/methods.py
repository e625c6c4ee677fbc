"""`miqat methods [ID]`."""

from __future__ import annotations

from miqat.cli.command import Command, argument, as_json, option

command = Command(
    "methods",
    [
        argument("which", "[ID|FILE]", complete="method", required=False),
        option("--toml", "as_toml", section="Output", is_flag=True,
               help="Print the method as a file to change."),
        as_json(),
    ],
    "Without an ID all methods are listed with their measured agreement.",
    examples=("miqat methods", "miqat methods diyanet --toml"),
)  # fmt: skip
