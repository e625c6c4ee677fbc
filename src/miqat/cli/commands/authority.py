"""`miqat authority ID`."""

from __future__ import annotations

from miqat.cli.command import Command, argument, as_json

command = Command(
    "authority",
    [argument("authority_id", "ID", complete="authority"), as_json()],
    "The latest months of the record are printed; `miqat record show` prints all of them.",
    examples=("miqat authority pakistan", "miqat authority iran --json"),
)
