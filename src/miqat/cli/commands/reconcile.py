"""`miqat reconcile DATE`."""

from __future__ import annotations

from miqat.cli.command import Command, argument, as_json, option

command = Command(
    "reconcile",
    [
        argument("text", "DATE...", nargs=-1, required=True),
        option("--place", "where", section="Evidence", metavar="PLACE", complete="place",
               help="Place of the crescent. Default: Mecca."),
        option("--eclipse", section="Evidence", is_flag=True,
               help="Days with an eclipse visible at PLACE only."),
        as_json(),
    ],
    'DATE is "Friday 27 Rajab 583" in any language of Miqat, or 583-07-27. The weekday is that '
    'of the daylight; "eve of Friday" is the night before it. Each day has a weight from the '
    "visibility of the crescent at PLACE and from the tabular calendars.",
    examples=(
        'miqat reconcile "Friday 27 Rajab 583" --place Jerusalem',
        "miqat reconcile 28 Shawwal 10 --place Medina --eclipse",
    ),
)  # fmt: skip
