"""`miqat observances`."""

from __future__ import annotations

import click

from miqat.cli.command import Command, as_json, option
from miqat.cli.commands.shared import LANGUAGE

_YEAR = click.IntRange(1, 9999)

command = Command(
    "observances",
    [
        option("--year", section="Year", type=_YEAR, metavar="YEAR",
               help="Gregorian from 1700, else Hijri. Default: this Hijri year."),
        option("--gregorian", section="Year", type=_YEAR, metavar="YEAR",
               help="A Gregorian year, whatever its number."),
        option("--kind", section="Selection", metavar="KIND",
               help="feast, fast, night, commemoration, season, weekly."),
        option("--tradition", section="Selection", metavar="NAME",
               help="sunni, shia, ismaili, bohra, alevi."),
        option("--anniversary", "anniversaries", section="Selection", multiple=True,
               metavar="LINE", help='"NAME: died 1998-03-14 after sunset"; repeatable.'),
        option("--authority", section="Calendar", metavar="ID", complete="authority",
               help="Authority that announces the months: iran."),
        option("--calendar", "calendar_id", section="Calendar", metavar="ID",
               complete="calendar", help="Hijri calendar instead: ummalqura, diyanet."),
        LANGUAGE, as_json(),
    ],
    "National observances are listed with the --authority of their country, weekly ones with "
    "--kind weekly.",
    examples=(
        "miqat observances --year 1448 --authority indonesia",
        "miqat observances --year 2027 --kind feast --language ar",
    ),
)  # fmt: skip
