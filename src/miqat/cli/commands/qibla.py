"""`miqat qibla PLACE`."""

from __future__ import annotations

from miqat.cli.command import Command, argument, as_json, option

command = Command(
    "qibla",
    [
        argument("where", "PLACE", complete="place"),
        option("--date", "--on", "on", section="Day", metavar="DATE", complete="date",
               help="Day of the Sun and the Moon: 2027-02-08. Default: today."),
        as_json(),
    ],
    'PLACE is a city in any script (Lagos, "جاكرتا") or LATITUDE,LONGITUDE.',
    examples=("miqat qibla Lagos", "miqat qibla 51.5,-0.12 --date 2027-05-28"),
)  # fmt: skip
