"""An answer of Masjidal (Athan+) as the values of a community's file.

Its rows of times are read as any printed table; here are the Fridays of its first row.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from miqat.community.source import Source

_CLOCK = re.compile(r"\d{1,2}:\d{2} ?[ap]m", re.IGNORECASE)


def is_masjidal(values: Mapping[str, Any]) -> bool:
    """Return whether the values of a file are an answer of Masjidal."""
    data = values.get("data")
    return isinstance(data, dict) and isinstance(data.get("salah"), list | dict)


def from_masjidal(source: Source) -> dict[str, Any]:
    """Return the name and the Fridays of an answer under Miqat's keys."""
    data = source.values["data"]
    iqama = data.get("iqamah") or [{}]
    first = iqama[0] if isinstance(iqama, list) else iqama
    fridays = [first.get(f"jummah{number}") for number in (1, 2, 3)]
    name = data.get("name") or source.values.get("name") or source.path.stem
    return {
        "name": str(name),
        "jumuah": [
            {"time": f"at {clock}"}
            for clock in fridays
            if isinstance(clock, str) and _CLOCK.fullmatch(clock.strip())
        ],
    }
