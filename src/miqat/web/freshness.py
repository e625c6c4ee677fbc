"""How long an answer stays true, as HTTP caches are told.

An answer about now is true for a minute. One that depends on the package alone is true until the
next release. What was proclaimed or published of the past does not change; a forecast may
change on the next evening on which a month can begin.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date

_MINUTE, _HOUR, _DAY, _YEAR = 60, 3_600, 86_400, 31_536_000


class Freshness(NamedTuple):
    """Seconds for which an answer is true, and whether it never changes."""

    seconds: int
    immutable: bool = False

    @property
    def cache_control(self) -> str:
        """The value of the header Cache-Control."""
        said = f"public, max-age={self.seconds}"
        return f"{said}, immutable" if self.immutable else said


NOW = Freshness(_MINUTE)
FORECAST = Freshness(_HOUR)
RELEASE = Freshness(_DAY)
SETTLED = Freshness(_YEAR, immutable=True)

#: Certainties of months that a later announcement does not change.
_SETTLED = frozenset({"proclaimed", "published"})


def of_days(last: date, today: date, certainties: set[str]) -> Freshness:
    """Return how long an answer about the days up to `last` is true."""
    if "forecast" in certainties:
        return FORECAST
    return SETTLED if last < today and certainties <= _SETTLED else RELEASE
