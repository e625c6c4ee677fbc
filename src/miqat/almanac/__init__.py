"""What several rooms answer together: a day, a timetable, when an observance falls."""

from miqat.almanac.daily import Day, DayEnd, FastToday, Moon, NextPrayer, day, today
from miqat.calendars import DEFAULT_CALENDAR

__all__ = [
    "DEFAULT_CALENDAR",
    "Day",
    "DayEnd",
    "FastToday",
    "Moon",
    "NextPrayer",
    "day",
    "today",
]


def __dir__() -> list[str]:
    return __all__
