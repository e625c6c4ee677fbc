"""`miqat calendars [ID]`."""

from __future__ import annotations

from miqat.cli.command import Command, argument, as_json

command = Command(
    "calendars",
    [argument("calendar_id", "[ID]", complete="calendar", required=False), as_json()],
    "Each calendar has its years, how its months are known and its measured agreement.",
    examples=("miqat calendars", "miqat calendars diyanet"),
)
