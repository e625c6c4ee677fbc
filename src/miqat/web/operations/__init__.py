"""The table of operations: every capability of the library over HTTP."""

from __future__ import annotations

from typing import Any

from miqat.web.operation import Operation
from miqat.web.operations import places, prayer

OPERATIONS: tuple[Operation[Any], ...] = (*places.OPERATIONS, *prayer.OPERATIONS)
