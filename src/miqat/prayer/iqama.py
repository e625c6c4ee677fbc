"""Iqama: when the congregation begins, by the rules of a mosque.

A rule is a line such as:

    isha + 15
    isha + 15 min, rounded up to 5
    fajr at 06:00
    fajr at sunrise - 40
    dhuhr at 13:30 from 04-01 to 10-31
    asr + 10, rounded up to 15, changes weekly on Friday (latest of the week)
    jumuah at 13:15

Of several rules for one prayer the first whose days (from ... to ..., both included) hold the day
is taken. Jumuah is on Fridays. All in local time.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from miqat.constants import FRIDAY
from miqat.errors import InvalidRule, UnknownName
from miqat.files import read_text
from miqat.languages import language
from miqat.prayer.methods.model import TIMES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from miqat._typing import Bools, Int64s
    from miqat.prayer.timetable import Timetable


#: What a rule may be for, in the order of the day.
NAMES = ("fajr", "dhuhr", "jumuah", "asr", "maghrib", "isha")

#: Weekly rules look so many days to either side of a timetable.
REACH = 6

_DAY = 1440
_NONE = np.iinfo(np.int64).min
_BEGINNING = re.compile(r"([a-z'’]*)(.*)")
_OPTION = re.compile(r",?\s*(rounded (?:up )?to|from|changes weekly on)\s+")
_AFTER = re.compile(r"\+\s*(\d{1,3})(?:\s*min(?:utes)?)?")
_AT = re.compile(r"at\s+(\d{1,2}):(\d{2})")
_AT_TIME = re.compile(r"at\s+([a-z_]+)\s*([+-])\s*(\d{1,3})(?:\s*min(?:utes)?)?")
_PERIOD = re.compile(r"(\d{2})-(\d{2})\s+to\s+(\d{2})-(\d{2})")
_WEEKLY = re.compile(r"([a-z]+)(?:\s*\((latest of the week|as on the day)\))?")


@dataclass(frozen=True, slots=True)
class IqamaRule:
    """One rule: minutes after a time of the day, or a clock where `of` is None.

    `minutes` are after the time `of`, or after 00:00; `up_to` rounds up to a multiple of so
    many minutes past the hour; `first` and `last` are month and day; `changes_on` a weekday,
    Monday 0, from which the week has one iqama: the `latest` of its seven days, or that day's.
    """

    prayer: str
    minutes: int
    of: str | None = None
    up_to: int = 1
    first: tuple[int, int] | None = None
    last: tuple[int, int] | None = None
    changes_on: int | None = None
    latest: bool = True


class Iqama(NamedTuple):
    """The iqama of each prayer that has rules, by day.

    `local` is the wall clock, `datetime64[m]`, NaT where there is none; `early` says where a fixed
    clock is before the prayer's time.
    """

    local: dict[str, NDArray[np.datetime64]]
    early: dict[str, Bools]


def iqama_rules(text: str | Iterable[str]) -> tuple[IqamaRule, ...]:
    """Return the rules of a text, one per line or separated by semicolons; raises `InvalidRule`.

    >>> iqama_rules("isha + 15, rounded up to 5")[0].up_to
    5
    """
    lines = re.split(r"[;\n]", text) if isinstance(text, str) else text
    bare = [line.split("#")[0].strip() for line in lines]
    rules = tuple(_rule(line) for line in bare if line)
    if not rules:
        raise InvalidRule("no rule of iqama; write one such as 'isha + 15'")
    _check_reach(rules)
    return rules


def read_iqama(path: str | Path) -> tuple[IqamaRule, ...]:
    """Return the rules of a file: one a line, or TOML with a text or a list for each prayer.

    Raises `InvalidRule`, `OSError` for no file.
    """
    text = read_text(path, InvalidRule)
    if Path(path).suffix != ".toml":
        return iqama_rules(text)
    try:
        raw = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise InvalidRule(f"the iqama rules in {Path(path).name} are not TOML: {error}") from None
    lines = []
    for prayer, given in raw.items():
        for rule in given if isinstance(given, list) else [given]:
            if not isinstance(rule, str):
                raise InvalidRule(f"iqama of {prayer!r} is a text such as '+ 15', not {rule!r}")
            lines.append(f"{prayer} {rule}")
    return iqama_rules(lines)


def iqama_times(table: Timetable, rules: Sequence[IqamaRule]) -> Iqama:
    """Return the iqama of the one place of a timetable by rules.

    The table must hold the times that the rules count from. A weekly rule takes its week from
    the days of the table: give `REACH` days more on either side where they matter.
    """
    days = table.days
    local: dict[str, NDArray[np.datetime64]] = {}
    early: dict[str, Bools] = {}
    for name in NAMES:
        own = [rule for rule in rules if rule.prayer == name]
        if not own:
            continue
        minutes = np.full(days.size, _NONE)
        for rule in reversed(own):
            minutes = np.where(_holds(rule, days), _reckoned(rule, table), minutes)
        if name == "jumuah":
            minutes[_weekdays(days) != FRIDAY] = _NONE
        local[name] = _clocks(days, minutes)
        begins = _minutes(table, "dhuhr" if name == "jumuah" else name)
        early[name] = (minutes != _NONE) & (begins != _NONE) & (minutes < begins)
    return Iqama(local, early)


def names_needed(rules: Iterable[IqamaRule]) -> tuple[str, ...]:
    """Return the times of the day that rules count from or belong to."""
    needed = {rule.of for rule in rules} | {
        "dhuhr" if rule.prayer == "jumuah" else rule.prayer for rule in rules
    }
    return tuple(name for name in TIMES if name in needed)


def _rule(line: str) -> IqamaRule:
    head, *options = _OPTION.split(line.casefold())
    prayer, how = _BEGINNING.fullmatch(head.strip()).groups()  # type: ignore[union-attr]
    if prayer not in NAMES:
        raise UnknownName.among("prayer in a rule of iqama", prayer, NAMES)
    given = _when(prayer, how.strip(), line)
    for key, value in zip(options[::2], options[1::2], strict=True):
        given |= _option(key, value.strip().rstrip(","), line)
    return IqamaRule(prayer, **given)  # type: ignore[arg-type]


def _when(prayer: str, text: str, line: str) -> dict[str, object]:
    if match := _AFTER.fullmatch(text):
        return {"minutes": int(match[1]), "of": "dhuhr" if prayer == "jumuah" else prayer}
    if (match := _AT.fullmatch(text)) and int(match[1]) < 24 and int(match[2]) < 60:
        return {"minutes": int(match[1]) * 60 + int(match[2])}
    if match := _AT_TIME.fullmatch(text):
        if match[1] not in TIMES:
            raise UnknownName.among(f"time in the rule {line!r}", match[1], TIMES)
        return {"minutes": int(match[2] + match[3]), "of": match[1]}
    raise InvalidRule(
        f"cannot read the rule of iqama {line!r}; write '{prayer} + 15' or '{prayer} at 13:30'"
    )


def _option(key: str, value: str, line: str) -> dict[str, object]:
    if key.startswith("rounded") and value.removesuffix(" min").isdecimal():
        up_to = int(value.removesuffix(" min"))
        if key == "rounded up to" and 1 <= up_to <= 60 and 60 % up_to == 0:
            return {"up_to": up_to}
        raise InvalidRule(
            f"{line!r}: write 'rounded up to' a part of the hour, such as 5, 10, 15 or 30"
        )
    if key == "from" and (match := _PERIOD.fullmatch(value)):
        first, last = (int(match[1]), int(match[2])), (int(match[3]), int(match[4]))
        for month, day in (first, last):
            if not (1 <= month <= 12 and 1 <= day <= (29, 30, 31)[_long(month)]):
                raise InvalidRule(f"{line!r}: there is no day {month:02d}-{day:02d} in any year")
        return {"first": first, "last": last}
    if key.startswith("changes") and (match := _WEEKLY.fullmatch(value)):
        weekdays = [name.casefold() for name in language("en").weekdays]
        if match[1] not in weekdays:
            raise UnknownName.among(f"weekday in the rule {line!r}", match[1], weekdays)
        return {"changes_on": weekdays.index(match[1]), "latest": match[2] != "as on the day"}
    raise InvalidRule(f"cannot read {key} {value!r} in the rule of iqama {line!r}")


def _long(month: int) -> int:
    return 0 if month == 2 else 1 if month in (4, 6, 9, 11) else 2


def _check_reach(rules: Sequence[IqamaRule]) -> None:
    """Refuse a rule that no day would ever come to."""
    settled = set()
    for rule in rules:
        if rule.prayer in settled:
            raise InvalidRule(
                f"two rules of iqama for {rule.prayer}, the first of them for every day; give it "
                "its days (from 04-01 to 10-31) or put it last"
            )
        if rule.first is None:
            settled.add(rule.prayer)


def _holds(rule: IqamaRule, days: NDArray[np.datetime64]) -> Bools:
    if rule.first is None or rule.last is None:
        return np.ones(days.size, bool)
    months = days.astype("datetime64[M]")
    of_year = (months.astype(np.int64) % 12 + 1) * 100 + (days - months).astype(np.int64) + 1
    first, last = (month * 100 + day for month, day in (rule.first, rule.last))
    if first <= last:
        return np.asarray((first <= of_year) & (of_year <= last))
    return np.asarray((first <= of_year) | (of_year <= last))


def _reckoned(rule: IqamaRule, table: Timetable) -> Int64s:
    if rule.of is None:
        found = np.full(len(table), rule.minutes)
    else:
        base = _minutes(table, rule.of)
        found = np.where(base == _NONE, _NONE, base + rule.minutes)
    rounded = -(-found // rule.up_to) * rule.up_to
    found = np.where(found == _NONE, _NONE, rounded)
    return found if rule.changes_on is None else _by_week(rule, found, _weekdays(table.days))


def _by_week(rule: IqamaRule, minutes: Int64s, weekdays: Int64s) -> Int64s:
    """Return one value for each week that begins on the weekday of a rule."""
    assert rule.changes_on is not None
    week = np.cumsum(weekdays == rule.changes_on)
    found = minutes.copy()
    for number in np.unique(week):
        of_week = np.flatnonzero(week == number)
        found[of_week] = minutes[of_week].max() if rule.latest else minutes[of_week[0]]
    return found


def _minutes(table: Timetable, name: str) -> Int64s:
    """Return a time of the one place as minutes after 00:00 of its day, `_NONE` for none."""
    local = table.local(name).reshape(-1)
    minutes = (local - table.days.astype("datetime64[m]")).astype(np.int64)
    return np.where(np.isnat(local), _NONE, minutes)


def _clocks(days: NDArray[np.datetime64], minutes: Int64s) -> NDArray[np.datetime64]:
    spans = np.where(minutes == _NONE, 0, minutes).astype("timedelta64[m]")
    found = days.astype("datetime64[m]") + spans
    return np.where(minutes == _NONE, np.datetime64("NaT", "m"), found)


def _weekdays(days: NDArray[np.datetime64]) -> Int64s:
    return (days.astype(np.int64) + 3) % 7
