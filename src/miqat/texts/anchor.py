"""Step three: the day that an expression without a year counts from.

In this order: the day that was asked for, the date of the document, the date of its dateline, the
last full date before the expression. Without any, the expression keeps its rule and is refused.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from miqat import days
from miqat.texts.model import Anchor

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from miqat.texts.model import Reading
    from miqat.texts.recognise import Found

#: How far into a text its dateline may be, in code points.
_HEAD = 240


def asked(day: Any) -> Anchor | None:
    """Return the anchor that was asked for, None for none. Raises as `days.as_day`."""
    return None if day is None else Anchor(days.as_date(day), "asked")


def dateline(text: str, dated: Iterable[tuple[Found, Reading]]) -> Anchor | None:
    """Return the date at the head of a text that goes on after it, None for none."""
    for found, reading in dated:
        line_ends = text.find("\n", found.end)
        heads_a_line = text[text.rfind("\n", 0, found.start) + 1 : found.start].count(" ") <= 4
        alone = 0 <= line_ends - found.end <= 60 or _DASH in text[found.end : found.end + 30]
        if found.end <= _HEAD and heads_a_line and alone and reading.is_day:
            return Anchor(days.to_date(reading.first), "dateline")
    return None


_DASH = "—"
