"""`miqat check DATE OBSERVANCE`."""

from __future__ import annotations

from miqat.cli.command import Command, argument, as_json, option

command = Command(
    "check",
    [
        argument("date", complete="date"),
        argument("observance", complete="observance"),
        option("--authority", section="Calendar", metavar="ID", complete="authority",
               help="Authority that announces the months: iran."),
        option("--calendar", "calendar_id", section="Calendar", metavar="ID",
               complete="calendar", help="Hijri calendar instead: ummalqura, diyanet."),
        as_json(),
    ],
    'DATE is Gregorian: 1979-08-07 or "7 August 1979" in any language of Miqat. OBSERVANCE is '
    "a name in any language, or an id. National observances need the --authority of their "
    "country.",
    examples=(
        'miqat check "7 August 1979" "quds day" --authority iran',
        "miqat check 2027-03-10 eid-al-fitr",
    ),
)  # fmt: skip
