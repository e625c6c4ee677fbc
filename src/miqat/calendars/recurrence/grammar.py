"""The text of a recurrence rule (RFC 5545, section 3.3.10, and RFC 7529) as a `Rule`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeVar

from miqat import days
from miqat.errors import InvalidRule, UnknownName

if TYPE_CHECKING:
    from collections.abc import Callable


class Frequency(StrEnum):
    """The period over which a rule repeats."""

    YEARLY = "YEARLY"
    MONTHLY = "MONTHLY"
    WEEKLY = "WEEKLY"
    DAILY = "DAILY"


class Skip(StrEnum):
    """What becomes of a day that its month or year does not have."""

    OMIT = "OMIT"
    BACKWARD = "BACKWARD"
    FORWARD = "FORWARD"


@dataclass(frozen=True, slots=True)
class RecurrenceRule:
    """A recurrence rule as it was written; what it does not say is None or empty.

    `until` is a day number, `week_start` and the weekdays are Monday 0 to Sunday 6;
    `weekdays` are pairs of ordinal (0 for every) and weekday.
    """

    frequency: Frequency
    interval: int = 1
    count: int | None = None
    until: int | None = None
    week_start: int = 0
    months: tuple[int, ...] = ()
    weeks: tuple[int, ...] = ()
    year_days: tuple[int, ...] = ()
    month_days: tuple[int, ...] = ()
    weekdays: tuple[tuple[int, int], ...] = ()
    positions: tuple[int, ...] = ()
    skip: Skip = Skip.OMIT
    rscale: str | None = None


_Choice = TypeVar("_Choice", bound=StrEnum)

_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_SUB_DAILY = frozenset({"HOURLY", "MINUTELY", "SECONDLY"})
_OF_THE_DAY = frozenset({"BYHOUR", "BYMINUTE", "BYSECOND"})
_NUMBER = re.compile(r"[+-]?[0-9]{1,9}")
_DAY = re.compile(r"([+-]?[0-9]{1,2})?([A-Z]{2})")
_DATE = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")


def parse(text: str, *, has_calendar: bool = False) -> RecurrenceRule:
    """Return the rule that a text states, with or without "RRULE:" before it.

    Case does not matter. `has_calendar` says that a calendar is given with the rule, which then
    counts as RSCALE. Raises `InvalidRule` with the part that is wrong, or that the RFC does not
    allow there.

    >>> parse("FREQ=YEARLY;BYMONTH=9;BYDAY=-1FR").weekdays
    ((-1, 4),)
    """
    values = _values(text)
    if "skip" in values and "rscale" not in values and not has_calendar:
        raise InvalidRule("SKIP is allowed only together with RSCALE")
    rule = RecurrenceRule(**values)
    _check(rule)
    return rule


def _values(text: str) -> dict[str, Any]:
    """Return the values of the parts by their field of `Rule`; raises `InvalidRule`."""
    values: dict[str, Any] = {}
    for part in text.strip().upper().removeprefix("RRULE:").split(";"):
        name, equals, value = part.partition("=")
        if name in _OF_THE_DAY:
            raise InvalidRule(f"{name} is a time of day: rules here give dates, so leave it out")
        if name not in _PARTS:
            near = UnknownName.among("part", name, map(str.casefold, _PARTS)).nearest
            hint = f"; did you mean {' or '.join(map(str.upper, near))}?" if near else ""
            raise InvalidRule(f"unknown rule part {name!r}{hint}")
        field, read = _PARTS[name]
        if field in values:
            raise InvalidRule(f"{name} occurs twice in the rule")
        if not equals or not value:
            raise InvalidRule(f"{name} has no value in the rule")
        values[field] = read(name, value)
    if "frequency" not in values:
        raise InvalidRule("the rule has no FREQ, which is YEARLY, MONTHLY, WEEKLY or DAILY")
    return values


def _check(rule: RecurrenceRule) -> None:
    """Refuse parts that RFC 5545 does not allow together; raises `InvalidRule`."""
    frequency = rule.frequency
    if rule.count is not None and rule.until is not None:
        raise InvalidRule("COUNT and UNTIL are not allowed in one rule")
    if rule.weeks and frequency is not Frequency.YEARLY:
        raise InvalidRule(f"BYWEEKNO is allowed only with FREQ=YEARLY, not {frequency}")
    if rule.year_days and frequency is not Frequency.YEARLY:
        raise InvalidRule(f"BYYEARDAY is not allowed with FREQ={frequency}")
    if rule.month_days and frequency is Frequency.WEEKLY:
        raise InvalidRule("BYMONTHDAY is not allowed with FREQ=WEEKLY")
    _check_ordinals(rule)
    limited = rule.months or rule.weeks or rule.year_days or rule.month_days or rule.weekdays
    if rule.positions and not limited:
        raise InvalidRule("BYSETPOS is allowed only together with another BY part")


def _check_ordinals(rule: RecurrenceRule) -> None:
    ordinals = [n for n, _ in rule.weekdays if n]
    if not ordinals:
        return
    if rule.frequency not in (Frequency.YEARLY, Frequency.MONTHLY):
        raise InvalidRule(f"BYDAY takes no number with FREQ={rule.frequency}")
    if rule.weeks:
        raise InvalidRule("BYDAY takes no number together with BYWEEKNO")
    if (rule.frequency is Frequency.MONTHLY or rule.months) and max(map(abs, ordinals)) > 5:
        worst = max(ordinals, key=abs)
        raise InvalidRule(f"BYDAY={worst}: a month has no weekday number {worst}")


def _frequency(_: str, value: str) -> Frequency:
    if value in _SUB_DAILY:
        raise InvalidRule(f"FREQ={value} is shorter than a day: rules here give dates")
    return _one_of(Frequency, "FREQ", value)


def _skip(_: str, value: str) -> Skip:
    return _one_of(Skip, "SKIP", value)


def _one_of(choices: type[_Choice], name: str, value: str) -> _Choice:
    try:
        return choices(value)
    except ValueError:
        raise InvalidRule(f"{name}={value} is not one of {', '.join(choices)}") from None


def _rscale(_: str, value: str) -> str:
    return value


def _positive(name: str, value: str) -> int:
    if not value.isascii() or not value.isdigit() or not 1 <= int(value) < 10**9:
        raise InvalidRule(f"{name}={value} is not a whole number from 1")
    return int(value)


def _until(_: str, value: str) -> int:
    match = _DATE.fullmatch(value)
    try:
        if match is not None:
            return days.from_date(date(*map(int, match.groups())))
    except ValueError:
        pass
    raise InvalidRule(f"UNTIL={value} is not a Gregorian date, written as 20301231 without a time")


def _week_start(_: str, value: str) -> int:
    return _weekday("WKST", value)


def _weekday(name: str, value: str) -> int:
    if value not in _WEEKDAYS:
        raise InvalidRule(f"{name}={value} is not one of {', '.join(_WEEKDAYS)}")
    return _WEEKDAYS.index(value)


def _by_day(name: str, value: str) -> tuple[tuple[int, int], ...]:
    found = []
    for item in value.split(","):
        match = _DAY.fullmatch(item)
        if match is None:
            raise InvalidRule(f"{name}={item} is not a weekday such as FR, 2FR or -1FR")
        n = int(match[1] or 0)
        if match[1] and not 1 <= abs(n) <= 53:
            raise InvalidRule(f"{name}={item}: its number is not one of 1 to 53 or -1 to -53")
        found.append((n, _weekday(name, match[2])))
    return tuple(dict.fromkeys(found))


def _months(name: str, value: str) -> tuple[int, ...]:
    for item in value.split(","):
        if item.endswith("L") and item[:-1].isdigit():
            raise InvalidRule(f"{name}={item} is a leap month, which no calendar here has")
    return _numbers(name, value, 12, signed=False)


def _signed(limit: int) -> Callable[[str, str], tuple[int, ...]]:
    return lambda name, value: _numbers(name, value, limit, signed=True)


def _numbers(name: str, value: str, limit: int, *, signed: bool) -> tuple[int, ...]:
    span = f"1 to {limit}" + (f" or -1 to -{limit}" if signed else "")
    found = []
    for item in value.split(","):
        number = int(item) if _NUMBER.fullmatch(item) else 0
        if not 1 <= (abs(number) if signed else number) <= limit:
            raise InvalidRule(f"{name}={item} is not one of {span}")
        found.append(number)
    return tuple(dict.fromkeys(found))


_PARTS: dict[str, tuple[str, Callable[[str, str], object]]] = {
    "RSCALE": ("rscale", _rscale),
    "FREQ": ("frequency", _frequency),
    "INTERVAL": ("interval", _positive),
    "COUNT": ("count", _positive),
    "UNTIL": ("until", _until),
    "SKIP": ("skip", _skip),
    "WKST": ("week_start", _week_start),
    "BYMONTH": ("months", _months),
    "BYWEEKNO": ("weeks", _signed(53)),
    "BYYEARDAY": ("year_days", _signed(366)),
    "BYMONTHDAY": ("month_days", _signed(31)),
    "BYDAY": ("weekdays", _by_day),
    "BYSETPOS": ("positions", _signed(366)),
}
