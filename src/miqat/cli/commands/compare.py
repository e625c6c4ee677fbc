"""`miqat compare ID ID`."""

from __future__ import annotations

import click

from miqat.cli.command import Command, argument, as_json, option

_YEAR = click.IntRange(1)

command = Command(
    "compare",
    [
        argument("ids", "ID ID...", complete="calendar", nargs=-1, required=True),
        option("--year", section="Years", type=_YEAR, metavar="YEAR",
               help="One Hijri year: 1448."),
        option("--from", "first", section="Years", type=_YEAR, metavar="YEAR",
               help="First Hijri year."),
        option("--to", "last", section="Years", type=_YEAR, metavar="YEAR",
               help="Last Hijri year."),
        as_json(),
    ],
    "Each calendar is compared with the first one. Without years the calendars are compared "
    "over all the years that they share, or over 100 about the present if they share over 300.",
    examples=(
        "miqat compare ummalqura diyanet --year 1448",
        "miqat compare ummalqura diyanet khgt --from 1446 --to 1448",
    ),
)  # fmt: skip
