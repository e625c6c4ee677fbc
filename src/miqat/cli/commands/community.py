"""`miqat community FILE`."""

from __future__ import annotations

import click

from miqat.cli.command import Command, argument, as_json, option

command = Command(
    "community",
    [
        argument("file"),
        option("--at", "name", section="File", metavar="NAME",
               help="One of the places of the file, by name."),
        option("--place", "where", section="File", metavar="PLACE", complete="place",
               help="Place, of a document without one."),
        option("--table", section="File", metavar="FILE",
               help="Printed timetable in place of computed times."),
        option("--from", "start", section="Days", metavar="DATE",
               help="First day. Default: today."),
        option("--days", "count", section="Days", type=click.IntRange(1, 1100), metavar="N",
               help="Number of days. Default: 7, with --explain 30."),
        option("--explain", section="Output", is_flag=True,
               help="Print the reason of every time."),
        option("--html", "page", section="Output", metavar="FILE",
               help="Write a page for the wall, a month a page."),
        option("--ramadan", section="Days", metavar="YEAR",
               help="The Ramadan of a Hijri year."),
        option("--landscape", section="Output", is_flag=True, help="The page lies on its side."),
        option("--feed", section="Output", metavar="FILE",
               help="Write an iCalendar file. Default: 90 days."),
        option("--salahapi", section="Output", metavar="FILE",
               help="Write a SalahAPI 1.0 document."),
        option("--alarm", section="Output", type=click.IntRange(0, 1440), metavar="MIN",
               help="Minutes of a reminder in the feed."),
        option("--language", section="Output", metavar="CODE", complete="language",
               help="Language of page and feed. Default: the file's first."),
        as_json(),
    ],
    "FILE is TOML or JSON: the place, its method or table, the iqama rules, the Jumuah "
    "prayers and the events.",
    examples=(
        "miqat community mosque.toml",
        "miqat community mosque.toml --from 2027-02-08 --days 3 --explain",
    ),
)  # fmt: skip
