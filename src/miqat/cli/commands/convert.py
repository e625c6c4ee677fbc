"""`miqat convert DATE`."""

from __future__ import annotations

from miqat.cli.command import Command, argument, as_json, option

command = Command(
    "convert",
    [
        argument("date", "DATE...", complete="date", nargs=-1, required=True),
        option("--calendar", "source", section="Calendars", metavar="ID", complete="to",
               help="Calendar of DATE."),
        option("--to", "target", section="Calendars", metavar="ID", complete="to",
               help="Print the date in this calendar only."),
        option("--language", "spoken", section="Output", metavar="CODE", complete="language",
               help="Language to write in: fa, ar-EG."),
        option("--format", "pattern", section="Output", metavar="PATTERN",
               help="Pattern to write with: %A %-d %B %Y, %GF."),
        as_json(),
    ],
    'DATE is 1448-09-01, "1 Ramadan 1448", "8 February 2027" in any language of Miqat, or '
    "today. A month (1448-09) and a year (1448) give their civil days. Without --calendar a "
    "year from 1700 is Gregorian and an earlier one Hijri (Umm al-Qura).",
    examples=("miqat convert 1448-09-01", 'miqat convert "8 February 2027" --to diyanet'),
)  # fmt: skip
