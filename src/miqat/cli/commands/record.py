"""`miqat record show|check|update|export`."""

from __future__ import annotations

import click

from miqat.cli.command import Command, argument, as_json, option
from miqat.cli.summaries import SUMMARIES

_AUTHORITY = argument("authority_id", "AUTHORITY", complete="authority")

_show = Command(
    "show",
    [
        _AUTHORITY,
        argument("month", "[MONTH]", required=False),
        option("--as-of", section="Selection", metavar="DATE",
               help="Only what was known on a date."),
        as_json(),
    ],
    "MONTH is a Hijri month, 1448-09. The entry in effect comes first, then those it replaced, "
    "latest first.",
    summary="Print the record of an authority, or of one month of it",
    answer="record:show",
    examples=("miqat record show pakistan", "miqat record show saudi-arabia 1445-09"),
)  # fmt: skip

_check = Command(
    "check",
    [
        option("--authority", "authority_ids", section="Selection", metavar="ID",
               complete="authority", multiple=True, help="One authority; repeatable."),
        as_json(),
    ],
    "Months of another length than 29 or 30 days, entries that contradict each other, entries "
    "known only after their month had begun, and bodies without a month of the last 400 days.",
    summary="List what is doubtful in the record",
    answer="record:check",
    examples=("miqat record check", "miqat record check --authority pakistan"),
)  # fmt: skip

_update = Command(
    "update",
    [
        argument("where", "FILE|URL"),
        option("--yes", section="Store", is_flag=True,
               help="Store what is new. Without it, only print it."),
        option("--force", section="Store", is_flag=True,
               help="Store months of an implausible length too."),
        as_json(),
    ],
    "The record is CSV or JSON with the columns authority, month (1448-09), day (2027-02-09), "
    "source, known, note and kind. All that is new is stored, or nothing.",
    summary="Compare a published record with the known one, and import it",
    answer="record:update",
    examples=("miqat record update record.csv", "miqat record update record.csv --yes"),
)  # fmt: skip

_export = Command(
    "export",
    [
        option("--authority", "authority_ids", section="Selection", metavar="ID",
               complete="authority", multiple=True, help="One authority; repeatable."),
        option("--own", section="Selection", is_flag=True, help="Only entries of your store."),
        as_json("Print JSON instead of CSV."),
    ],
    summary="Print the record as a table that `miqat record update` reads",
    answer="record:export",
    examples=("miqat record export --authority pakistan", "miqat record export --own --json"),
)  # fmt: skip

command = click.Group(
    "record",
    help=f"{SUMMARIES['record']}.",
    commands={one.name: one for one in (_show, _check, _update, _export) if one.name},
)
