"""`miqat community FILE`."""

from __future__ import annotations

import click

from miqat.cli.command import Command, argument, as_json, option

command = Command(
    "community",
    [
        argument("file"),
        option("--at", "name", section="File", metavar="NAME",
               help="One of the places of the file, by name."),
        option("--from", "start", section="Days", metavar="DATE",
               help="First day. Default: today."),
        option("--days", "count", section="Days", type=click.IntRange(1, 1100), metavar="N",
               help="Number of days. Default: 7, with --explain 30."),
        option("--explain", section="Output", is_flag=True,
               help="Print the reason of every time."),
        as_json(),
    ],
    "FILE is TOML or JSON: the place, its method or table, the iqama rules, the Jumuah "
    "prayers and the events.",
    examples=(
        "miqat community mosque.toml",
        "miqat community mosque.toml --from 2027-02-08 --days 3 --explain",
    ),
)  # fmt: skip
