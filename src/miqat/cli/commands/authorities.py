"""`miqat authorities`."""

from __future__ import annotations

from miqat.cli.command import Command, as_json, option

command = Command(
    "authorities",
    [
        option("--country", section="Selection", metavar="CODE",
               help="Authorities of a country, by ISO 3166: PK."),
        as_json(),
    ],
    "Each authority has its name and its rule in words.",
    examples=("miqat authorities", "miqat authorities --country PK"),
)  # fmt: skip
