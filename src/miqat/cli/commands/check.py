"""`miqat check DATE OBSERVANCE`."""

from __future__ import annotations

from miqat.cli.command import Command, argument, as_json, option

command = Command(
    "check",
    [
        argument("date", complete="date"),
        argument("observance", complete="observance", required=False),
        option("--authority", section="Calendar", metavar="ID", complete="authority",
               help="Authority that announces the months: iran."),
        option("--calendar", "calendar_id", section="Calendar", metavar="ID",
               complete="calendar", help="Hijri calendar instead: ummalqura, diyanet."),
        as_json(),
    ],
    'DATE is 1979-08-07, 7/8/1979 (day first) or "7 August 1979" in any language of Miqat, a '
    'Hijri date ("27 Ramadan 1447") or an observance with its year ("eid al-fitr 2025"). '
    "OBSERVANCE is a name in any language, or an id; without one the answer is what falls on "
    "the date. A night falls on the date of its evening and on the day after it.",
    examples=(
        'miqat check "16 March 2026" "kadir gecesi" --authority turkey',
        'miqat check "7 August 1979"',
    ),
)  # fmt: skip
