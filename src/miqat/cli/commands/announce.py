"""`miqat announce AUTHORITY MONTH DAY`."""

from __future__ import annotations

from miqat.cli.command import Command, argument, as_json, option

command = Command(
    "announce",
    [
        argument("authority_id", "AUTHORITY", complete="authority"),
        argument("month"),
        argument("day", "[DAY]", required=False),
        option("--source", section="Entry", metavar="TEXT", default="",
               help="Where it was published: an address or a citation."),
        option("--known", section="Entry", metavar="DATE",
               help="Day on which it became known. Default: today."),
        option("--note", section="Entry", metavar="TEXT", default="", help="A remark."),
        option("--force", section="Entry", is_flag=True,
               help="Store it even if a month gets an implausible length."),
        option("--withdraw", section="Entry", is_flag=True,
               help="Take back what your store has of the month, or of its DAY."),
        as_json(),
    ],
    "MONTH is the first day of a Hijri month, 1448-09-01; DAY is the civil date of its "
    "daylight, 2027-02-09. Entries are only added: a later one replaces an earlier one, and a "
    "contradiction is stored and flagged. A withdrawal is an entry too, so that the history "
    "stays. The store is a file in your data folder, or the one "
    "that MIQAT_STORE names.",
    examples=(
        'miqat announce pakistan 1448-09-01 2027-02-09 --source "Ruet-e-Hilal"',
        "miqat announce morocco 1448-09-01 2027-02-09 --source TV --known 2027-02-08",
    ),
)  # fmt: skip
