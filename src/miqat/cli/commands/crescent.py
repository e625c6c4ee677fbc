"""`miqat crescent PLACE [DATE]`."""

from __future__ import annotations

import click

from miqat.cli.command import Command, argument, as_json, option
from miqat.cli.commands.shared import ELEVATION

command = Command(
    "crescent",
    [
        argument("where", "PLACE", complete="place", required=False),
        argument("on", "[DATE]", complete="date", required=False),
        ELEVATION,
        option("--morning", section="Observation", is_flag=True,
               help="The old crescent before sunrise."),
        option("--criterion", "criterion_ids", section="Observation", metavar="ID",
               complete="criterion", multiple=True, help="One criterion; repeatable."),
        option("--formula", section="Observation", metavar="EXPRESSION",
               help='A custom criterion, met above 0: "arcv - 5".'),
        option("--instant", section="Observation", metavar="WHEN",
               help="Evaluate at sunset, best, ... instead."),
        option("--map", "picture", section="Maps", metavar="FILE",
               help="World map of DATE: PNG, SVG or PDF."),
        option("--geojson", section="Maps", metavar="FILE", help="Zones of DATE as polygons."),
        option("--netcdf", section="Maps", metavar="FILE", help="Grid of DATE as NetCDF."),
        option("--evenings", section="Maps", type=click.IntRange(1, 3), default=None,
               metavar="N", help="Evenings on one map, 1 to 3."),
        option("--step", section="Maps", type=float, default=None, metavar="DEGREES",
               help="Resolution. Default: 0.5."),
        as_json(),
    ],
    "DATE is 2027-02-07, today or tomorrow; the default is today. A map is of a DATE and of one "
    "criterion (Yallop's by default), without a PLACE. An expression may use ARCV, ARCL, DAZ, "
    'widths and more: "arcv - (10 - daz**2/100)".',
    examples=(
        "miqat crescent Karachi 2027-02-07",
        "miqat crescent 2027-02-07 --geojson zones.json --step 2",
    ),
)  # fmt: skip
