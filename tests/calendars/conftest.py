from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

import pytest

from miqat.calendars import Certainty
from miqat.calendars.systems.listed import ListedCalendar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from miqat.calendars import Calendar


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Lengths(ListedCalendar):
    """A calendar that no registry knows, from lengths given in the test."""

    first: int
    lengths: tuple[int, ...]

    def _month_starts(self) -> Sequence[int]:
        return list(accumulate(self.lengths, initial=self.first))


@pytest.fixture(scope="session")
def irregular() -> Calendar:
    """Months of 28 to 31 days, a year of 353, and a last year of four months."""
    return Lengths(
        id="irregular",
        title="Irregular",
        rule="As listed",
        source="this test",
        first_year=1400,
        certainty=Certainty.COMPUTED,
        first=-100,
        lengths=(31, 28, 30, 29, 30, 29, 30, 29, 30, 29, 30, 28, 28, 31, 29, 30),
    )


@pytest.fixture(scope="session")
def ancient() -> Calendar:
    """One year that ends long before 0001-01-01."""
    return Lengths(
        id="ancient",
        title="Ancient",
        rule="As listed",
        source="this test",
        first_year=1,
        certainty=Certainty.COMPUTED,
        first=-1_000_000,
        lengths=(30, 29) * 6,
    )
