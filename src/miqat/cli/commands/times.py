"""`miqat times PLACE`."""

from __future__ import annotations

from miqat.cli.command import Command, argument, as_json, option
from miqat.cli.commands.shared import AUTHORITY, CALENDAR, CLOCK, ELEVATION, LANGUAGE

command = Command(
    "times",
    [
        argument("place", complete="place"),
        ELEVATION,
        option("--on", section="Days", metavar="DATE", complete="date",
               help="One day: 2027-02-08, tomorrow. Default: today."),
        option("--month", section="Days", metavar="YYYY-MM",
               help="A month: 2027-02, or Hijri 1448-09."),
        option("--ramadan", section="Days", metavar="YEAR",
               help="The Ramadan of a Hijri year: 1448."),
        option("--year", section="Days", metavar="YEAR",
               help="A year: Gregorian from 1700, else Hijri."),
        option("--from", "start", section="Days", metavar="DATE", help="First day, with --to."),
        option("--to", "stop", section="Days", metavar="DATE", help="Last day, with --from."),
        option("--method", "method_id", section="Calendar and method", metavar="ID|FILE",
               complete="method",
               help="Method, by id or TOML file. Default: that of the country."),
        option("--set", "changes", section="Calendar and method", metavar="KEYS",
               help='Change the method: "fajr.angle = 16".'),
        AUTHORITY,
        CALENDAR,
        option("--times", "wanted", section="Columns", metavar="NAMES",
               help="Times to print: fajr,dhuhr,asr_hanafi,isha."),
        option("--iqama", "rules", section="Columns", metavar="RULES|FILE",
               help='Iqama times: "isha + 15; jumuah at 13:15".'),
        option("--table", section="Columns", metavar="FILE",
               help="Print a mosque's table (CSV or JSON) instead."),
        LANGUAGE,
        option("--digits", section="Output", metavar="KIND", help="native or latin digits."),
        CLOCK,
        option("--csv", "as_csv", section="Output", is_flag=True,
               help="Print CSV: ISO dates, HH:MM."),
        option("--how", "with_how", section="Output", is_flag=True,
               help="Add to CSV how each time was found."),
        as_json("Print JSON with exact instants."),
        option("--html", "page", section="Output", metavar="FILE",
               help="Write a page to print for a wall."),
        option("--title", section="Output", metavar="TEXT",
               help="Title of the page: a mosque's name."),
    ],
    "PLACE is a city in any script, LATITUDE,LONGITUDE or a station (jakim:WLY01). A time that "
    "a high-latitude rule replaced has a mark, and a note names the rule.",
    examples=(
        "miqat times Ankara --month 2027-02",
        'miqat times Bradford --ramadan 1448 --html ramadan.html --title "Jamia Masjid"',
    ),
)  # fmt: skip
