"""`miqat when OBSERVANCE [YEAR]`."""

from __future__ import annotations

import click

from miqat.cli.command import Command, argument, as_json, option
from miqat.cli.commands.shared import LANGUAGE

command = Command(
    "when",
    [
        argument("observance", "OBSERVANCE... [YEAR]", complete="observance", nargs=-1,
                 required=True),
        option("--year", section="Year", type=click.IntRange(1), metavar="YEAR",
               help="Gregorian from 1700, else Hijri. Default: this year."),
        option("--gregorian", section="Year", type=click.IntRange(1), metavar="YEAR",
               help="A Gregorian year, whatever its number."),
        option("--authority", "ids", section="Authorities", multiple=True, metavar="ID",
               complete="authority", help="Authority; repeatable. Default: all."),
        option("--as-of", section="Authorities", metavar="DATE",
               help="Use what was known on this day: 2027-02-07."),
        option("--whole", section="Output", is_flag=True,
               help="Print the last day with the first."),
        option("--sources", "with_sources", section="Output", is_flag=True,
               help="Print the source of each announcement."),
        LANGUAGE,
        as_json(),
    ],
    "OBSERVANCE is a name in any language, or an id. A Gregorian year may have it twice. A day is "
    "proclaimed, published or expected; the probability of a sighting comes from the visibility "
    "of the crescent and from the authority's past decisions. Reasons are printed for authorities "
    "that are named.",
    examples=(
        "miqat when ramadan 2027 --authority pakistan",
        'miqat when "eid al-fitr" 1448 --authority iran --authority indonesia',
    ),
)  # fmt: skip
