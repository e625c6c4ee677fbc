"""`miqat today PLACE`."""

from __future__ import annotations

from miqat.cli.command import Command, argument, as_json, option
from miqat.cli.commands.shared import (
    AUTHORITY,
    CALENDAR,
    CLOCK,
    ELEVATION,
    LANGUAGE,
    METHOD,
    SOURCES,
)

command = Command(
    "today",
    [
        argument("place", complete="place"),
        ELEVATION,
        option("--at", section="Day", metavar="INSTANT",
               help="Another moment: 2027-02-08T18:00+03:30."),
        AUTHORITY, CALENDAR, METHOD, LANGUAGE, CLOCK, SOURCES, as_json(),
    ],
    "PLACE is a city in any script (Tehran, القدس, \"San José, CR\") or LATITUDE,LONGITUDE.",
    examples=(
        "miqat today Karachi",
        'miqat today "San José, CR" --at 2027-02-08T12:00-06:00 --clock 12',
    ),
)  # fmt: skip
