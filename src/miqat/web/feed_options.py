"""The options of a feed, packed into its address."""

from __future__ import annotations

import base64
import binascii
from typing import Annotated

import msgspec
from msgspec import Meta

from miqat.errors import InvalidRule

_Name = Annotated[str, Meta(max_length=80)]


class FeedOptions(msgspec.Struct, array_like=True, omit_defaults=True, frozen=True):
    """What is in a feed; written as an array, since an address has to be short.

    Fields are only ever added at the end, so that an address works for good.
    """

    authority: _Name = ""
    calendar: _Name = ""
    observances: bool = False
    prayers: _Name = ""
    method: _Name = ""
    jumuah: bool = False
    language: Annotated[str, Meta(pattern="^[a-z]{2,3}$")] = "en"


def packed(options: FeedOptions) -> str:
    """Return the options as a part of an address."""
    values = msgspec.to_builtins(options)
    defaults = msgspec.to_builtins(FeedOptions())
    while values and values[-1] == defaults[len(values) - 1]:
        values.pop()
    short = [int(value) if isinstance(value, bool) else value for value in values]
    return base64.urlsafe_b64encode(msgspec.json.encode(short)).decode().rstrip("=")


def unpacked(text: str) -> FeedOptions:
    """Return the options of a part of an address; raises `InvalidRule` for another text."""
    try:
        raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        return msgspec.convert(msgspec.json.decode(raw), FeedOptions, strict=False)
    except (binascii.Error, ValueError, msgspec.MsgspecError):
        raise InvalidRule(
            "the address is not that of a feed; /api/v1/feed gives the address for your options"
        ) from None
