"""The table of operations: every capability of the library over HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from miqat.web.operations import almanac, authorities, dates, feeds, places, prayer, sky

if TYPE_CHECKING:
    from miqat.web.operation import Operation

OPERATIONS: tuple[Operation[Any], ...] = (
    *almanac.OPERATIONS,
    *places.OPERATIONS,
    *prayer.OPERATIONS,
    *dates.OPERATIONS,
    *authorities.OPERATIONS,
    *sky.OPERATIONS,
    *feeds.OPERATIONS,
)
