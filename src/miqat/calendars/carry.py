"""Days carried over to another month, which may lack them: the rule for every addition.

`if_absent` says what is meant then: "error" raises `InvalidDate`, "last" takes the month's last
day, "next" the first day of the month after.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from miqat.calendars.month_table import month_text, split_month
from miqat.errors import InvalidDate, UnknownName

if TYPE_CHECKING:
    from miqat.calendars.month_starts import MonthStarts

IfAbsent = Literal["error", "last", "next"]

POLICIES: tuple[IfAbsent, ...] = ("error", "last", "next")


def carried(calendar: MonthStarts, number: int, day: int, if_absent: IfAbsent) -> int:
    """Return the day number of a day of the month numbered 12 y + m - 1.

    Raises `InvalidDate` where the month lacks the day and `if_absent` is "error", `OutOfRange`
    outside the calendar, `UnknownName` for another policy.
    """
    check_policy(if_absent)
    month = calendar.month(*split_month(number))
    if day > month.length and if_absent == "error":
        raise absent(calendar, number, day)
    return month.first_day + min(day, month.length + (if_absent == "next")) - 1


def absent(calendar: MonthStarts, number: int, day: int) -> InvalidDate:
    """Return the error for a day that a month lacks."""
    hint = 'say with if_absent whether its "last" day is meant or the "next" one'
    return InvalidDate(f"{month_text(number)} of {calendar.id} has no day {day}; {hint}")


def check_policy(if_absent: str, policies: tuple[str, ...] = POLICIES) -> None:
    """Raise `UnknownName` for a policy that is not one of some."""
    if if_absent not in policies:
        raise UnknownName.among("policy of an absent day", if_absent, policies)
