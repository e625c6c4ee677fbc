"""Options that several commands have in the same words."""

from __future__ import annotations

import click

from miqat.cli.command import option

AUTHORITY = option(
    "--authority", "authority_id", section="Calendar and method", metavar="ID",
    complete="authority", help="Authority that announces the months: iran, indonesia.",
)  # fmt: skip
CALENDAR = option(
    "--calendar", "calendar_id", section="Calendar and method", metavar="ID",
    complete="calendar", help="Hijri calendar instead: ummalqura, diyanet.",
)  # fmt: skip
ELEVATION = option(
    "--elevation", section="Place", metavar="METRES", type=float, default=None,
    help="Elevation of the place above sea level: 754.",
)  # fmt: skip
METHOD = option(
    "--method", "method_id", section="Calendar and method", metavar="ID", complete="method",
    help="Method of the prayer times. Default: that of the country.",
)  # fmt: skip
LANGUAGE = option(
    "--language", "spoken", section="Output", metavar="CODE", complete="language", default="en",
    help="Language of names: ar, fa, ur.",
)  # fmt: skip
CLOCK = option(
    "--clock", section="Output", type=click.Choice(["12", "24"]), default="24",
    help="12-hour or 24-hour clock.",
)  # fmt: skip
SOURCES = option(
    "--sources", "with_sources", section="Output", is_flag=True,
    help="Print the sources with their addresses.",
)  # fmt: skip
