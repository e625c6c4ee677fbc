"""Calendars whose months are all known at once: a table, a closed formula, a list."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING

from miqat.calendars.hijri_date import Calendar
from miqat.calendars.month_table import Stretch, month_number
from miqat.once import lazy

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class ListedCalendar(Calendar):
    """A calendar that supplies all its month starts; the last year may be incomplete."""

    @abstractmethod
    def _month_starts(self) -> Sequence[int]:
        """Return the first day of each month since month 1 of `first_year`, then the end.

        The end is the day after the last month.
        """

    @lazy
    def _whole(self) -> Stretch:
        return Stretch(month_number(self.first_year, 1), list(self._month_starts()))

    def _last_month(self) -> int:
        return self._whole.end - 1

    def _over_months(self, first: int, last: int) -> Stretch:
        return self._whole

    def _over_days(self, first: int, last: int) -> Stretch:
        return self._whole
