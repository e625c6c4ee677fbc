"""`miqat feed`."""

from __future__ import annotations

import click

from miqat.cli.command import Command, option

command = Command(
    "feed",
    [
        option("--observances", section="Contents", is_flag=True, help="Observances."),
        option("--kind", "kinds", section="Contents", multiple=True, metavar="KIND",
               help="Only observances of this kind; repeatable."),
        option("--tradition", section="Contents", metavar="NAME",
               help="Only observances of this tradition."),
        option("--anniversary", "anniversaries", section="Contents", multiple=True,
               metavar="LINE", help='"NAME: died 1998-03-14 after sunset"; repeatable.'),
        option("--prayers", section="Contents", metavar="PLACE", complete="place",
               help="Prayer times of a place."),
        option("--jumuah", section="Contents", is_flag=True, help="Friday prayer, at dhuhr."),
        option("--jumuah-at", section="Contents", metavar="TIME",
               help='Friday prayer of a mosque: 13:15, "+ 20".'),
        option("--place", section="Contents", metavar="PLACE", complete="place",
               help="Place, if --prayers does not name it."),
        option("--timed-nights", section="Contents", is_flag=True,
               help="Nights also as maghrib to fajr."),
        option("--authority", section="Calendar and method", metavar="ID",
               complete="authority", help="Authority that announces the months."),
        option("--calendar", "calendar_id", section="Calendar and method", metavar="ID",
               complete="calendar", help="Hijri calendar instead."),
        option("--method", "method_id", section="Calendar and method", metavar="ID|FILE",
               complete="method", help="Method of the prayer times, by id or TOML file."),
        option("--set", "changes", section="Calendar and method", metavar="KEYS",
               help='Change the method: "fajr.angle = 16".'),
        option("--table", section="Calendar and method", metavar="FILE",
               help="Printed timetable in place of computed times."),
        option("--iqama", section="Calendar and method", metavar="RULES",
               help='Iqama: "isha + 15; jumuah at 13:15", or a file.'),
        option("--from", "start", section="Days", metavar="DATE",
               help="First day. Default: today, observances 3 months back."),
        option("--years", section="Days", type=click.IntRange(1, 100), metavar="N",
               help="Years. Default: 15 months of observances, 90 days of prayers."),
        option("--language", section="Calendar file", metavar="CODE", complete="language",
               default="en", show_default=True, help="Language of the names."),
        option("--alarm", section="Calendar file", type=click.IntRange(0, 1440),
               metavar="MIN", help="Minutes of a reminder before each time."),
        option("--tzid", section="Calendar file", is_flag=True,
               help="Times on the place's clock, not in UTC."),
        option("--rscale", section="Calendar file", is_flag=True,
               help="Rules on Hijri months (RFC 7529): few programs read them."),
        option("--stamp", section="Calendar file", metavar="INSTANT",
               help="Time stamp of events without one."),
        option("--name", "title", section="Calendar file", metavar="TEXT",
               help="Name of the feed."),
        option("--url", section="Calendar file", metavar="URL",
               help="Address at which the feed is published."),
        option("--previous", section="Calendar file", metavar="FILE",
               help="The feed as published before. Default: FILE of -o."),
        option("-o", "--output", section="Calendar file", metavar="FILE",
               help="File to write."),
    ],
    "Each occurrence is an event. A date is tentative until the month is announced; when it "
    "moves, the event keeps its identifier, so that subscribers see it move.",
    examples=(
        "miqat feed --observances --authority indonesia --years 2 -o observances.ics",
        "miqat feed --prayers Bradford --jumuah-at 13:15 --years 1 -o bradford.ics",
    ),
)  # fmt: skip
