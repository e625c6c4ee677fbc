"""`miqat token create|list|revoke`."""

from __future__ import annotations

import click

from miqat.cli.command import Command, argument, as_json, option
from miqat.cli.summaries import SUMMARIES

_create = Command(
    "create",
    [
        argument("name"),
        option("--authority", "authority_ids", section="Scope", metavar="ID",
               complete="authority", multiple=True,
               help="Authority that it may announce for; repeatable. Default: every one."),
        option("--days", "lifetime", section="Scope", type=int, default=365, show_default=True,
               help="Days until it expires."),
        as_json(),
    ],
    "NAME says who has the token. The token is printed once; the store holds a digest of it.",
    summary="Make a token for announcements over HTTP",
    answer="token:create",
    examples=(
        "miqat token create newsroom --authority pakistan --days 30",
        "miqat token create council --json",
    ),
)  # fmt: skip

_list = Command(
    "list",
    [as_json()],
    summary="List the tokens of your store",
    answer="token:listed",
    examples=("miqat token list", "miqat token list --json"),
)

_revoke = Command(
    "revoke",
    [argument("named", "ID|NAME"), as_json()],
    summary="Revoke the token of an id, or every token of a name",
    answer="token:revoke",
    examples=("miqat token revoke newsroom", "miqat token revoke newsroom --json"),
)

command = click.Group(
    "token",
    help=f"{SUMMARIES['token']}.",
    commands={one.name: one for one in (_create, _list, _revoke) if one.name},
)
