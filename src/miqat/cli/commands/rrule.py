"""`miqat rrule RULE`."""

from __future__ import annotations

import click

from miqat.cli.command import Command, argument, as_json, option

command = Command(
    "rrule",
    [
        argument("rule"),
        option("--from", "start", section="Days", metavar="DATE", required=True,
               help="First day (DTSTART): 2027-02-08."),
        option("--until", section="Days", metavar="DATE", help="Last date to list."),
        option("--count", section="Days", type=click.IntRange(min=1), metavar="N",
               help="Number of dates to list. Default: 10."),
        as_json(),
    ],
    "RULE is a recurrence rule of iCalendar (RFC 5545, RFC 7529). RSCALE is ISLAMIC-CIVIL, "
    "ISLAMIC-TBLA, ISLAMIC-UMALQURA, PERSIAN, the id of any calendar, or GREGORIAN (the "
    "default). A first day that RULE does not name is not listed.",
    examples=(
        'miqat rrule "RSCALE=ISLAMIC-CIVIL;FREQ=YEARLY;BYMONTH=9" --from 2027-02-08',
        'miqat rrule "RSCALE=PERSIAN;FREQ=YEARLY" --from 2027-03-21 --count 3',
    ),
)  # fmt: skip
