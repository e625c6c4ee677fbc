"""`miqat match FILE --place PLACE`."""

from __future__ import annotations

from miqat.cli.command import Command, argument, as_json, option

command = Command(
    "match",
    [
        argument("file"),
        option("--place", "where", section="Table", metavar="PLACE", complete="place",
               required=True, help="Place of the timetable."),
        option("--year", section="Table", type=int, help="Year of dates that have none."),
        option("--only", section="Table", metavar="TEXT",
               help="Rows with this cell, in a file of many places."),
        option("--columns", section="Table", metavar="NAMES",
               help="Columns of a CSV file without a header."),
        option("--method", "methods", section="Search", metavar="ID", complete="method",
               multiple=True, help="Try this method only; repeatable."),
        option("--radius", section="Search", type=float, default=0.3, show_default=True,
               help="Degrees to search around PLACE."),
        option("--iqama", section="Search", is_flag=True,
               help="Find the rules of the congregations instead."),
        option("-o", "--output", section="Output", metavar="FILE",
               help="Write the method as TOML."),
        as_json(),
    ],
    "FILE is CSV or JSON. The method, the coordinates and the added minutes are fitted on every "
    "other week; the percentages are of the weeks between.",
    examples=(
        "miqat match table.csv --place Karachi --method libitl-karachi-hanafi",
        "miqat match table.csv --place Karachi --method mwl -o mosque.toml",
    ),
)  # fmt: skip
