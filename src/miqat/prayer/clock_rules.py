"""When something begins on a day: a clock, a time of the day, an iqama or a part of the night.

at 13:15                    1:15 pm and 13.15 are read too
isha + 15                   also: 15 after isha, maghrib - 30, 30 before sunrise
iqama of isha + 20          after the congregation of a prayer
15 before the next prayer   of a rule for a prayer
a third of the night before fajr     the night is from maghrib to the next fajr
earliest of maghrib + 10, 19:30      or latest of ...
isha + 15, rounded to 5, earliest 20:00, latest 23:00    rounded up, down or to the nearest
30 before (sunrise rounded down to 15)     the rounding before the minutes
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from miqat.errors import InvalidRule, UnknownName
from miqat.prayer.methods.model import TIMES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from miqat._typing import Int64s
    from miqat.prayer.timetable import Timetable

#: In minutes of the day, where there is no time.
NONE = np.iinfo(np.int64).min

DAY = 1440
_NOON = 720
#: What ends the time of a prayer. The end of isha differs by school and has to be given.
ENDS = {"fajr": "sunrise", "dhuhr": "asr", "jumuah": "asr", "asr": "maghrib", "maghrib": "isha"}
_PARTS = {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "seventh": 7}
_OPTION = re.compile(
    r",?\s+(rounded (?:up |down )?to(?: the nearest)?|(?:earliest|not before|latest|not after)"
    r"(?! of ))\s+(?![^(]*\))"
)
_CLOCK = re.compile(r"(?:at )?(\d{1,2})(?:[:.](\d{2}))?(?: ?([ap])\.?m\.?)?")
_MINUTES = r"(\d{1,3}) ?(?:m|min|mins|minutes?)?"
_AFTER = re.compile(rf"(?:at )?(iqama of )?([a-z_]*(?: hanafi)?) ?([+-]) ?{_MINUTES}")
_BESIDE = re.compile(rf"(?:at )?{_MINUTES} (before|after) (iqama of )?(.+)")
_SHARE = re.compile(
    r"(?:a |an |one )?(half|third|quarter|fifth|sixth|seventh|\d{1,2}/\d{1,2})(?: of)? the night "
    r"(before fajr|after maghrib)"
)
_ROUNDED = re.compile(r"(.+?) rounded (?:(up|down) )?to(?: the nearest)? (\d{1,2})(?: min)?")
_NAMED = re.compile(r"(?:at )?(iqama of )?([a-z_]+(?: hanafi)?)")


@dataclass(frozen=True, slots=True)
class ClockRule:
    """When something begins: `minutes` after a time `of` the day, or after 00:00 where it is None.

    With `iqama` it is after the congregation of that prayer; `night` is the part of the night that
    is added to maghrib, or taken from fajr where it is negative. `among` are rules of which the
    first or the last counts. `rounding` to a multiple of `step` minutes past the hour comes last,
    or before the minutes with `rounds_first`; `earliest` and `latest` are clocks.
    """

    text: str
    of: str | None = None
    minutes: int = 0
    iqama: bool = False
    night: Fraction | None = None
    among: tuple[ClockRule, ...] = ()
    first: bool = True
    step: int = 1
    rounding: str = "up"
    rounds_first: bool = False
    earliest: int | None = None
    latest: int | None = None

    def __str__(self) -> str:
        """Return the rule as it was written."""
        return self.text

    @property
    def names(self) -> tuple[str, ...]:
        """The times of the day that it counts from."""
        needed = {name for rule in self.among for name in rule.names}
        if self.night is not None:
            needed |= {"maghrib", "fajr"}
        elif self.of is not None:
            needed.add("dhuhr" if self.of == "jumuah" else self.of)
        return tuple(name for name in TIMES if name in needed)

    @property
    def iqamas(self) -> tuple[str, ...]:
        """The prayers whose congregation it counts from."""
        found = [name for rule in self.among for name in rule.iqamas]
        return tuple(dict.fromkeys([*found, *([self.of] if self.iqama and self.of else [])]))

    @property
    def is_after_midnight(self) -> bool:
        """Whether on a night it is on the date after the evening: a time of the early morning."""
        if self.night is not None:
            return False
        if self.of is None:
            return not self.among and self.minutes < _NOON
        return self.of in ("imsak", "fajr", "sunrise", "dhuha")


def clock_rule(text: str, prayer: str | None = None) -> ClockRule:
    """Return the rule that a text states; `prayer` is what "+ 15" and "the next prayer" refer to.

    Raises `InvalidRule`, `UnknownName` with the nearest names.

    >>> clock_rule("isha + 15, latest 23:00").latest
    1380
    """
    said = " ".join(text.split())
    words = f" {said.casefold()}".replace("−", "-")
    head, *options = _OPTION.split(words)
    rule = replace(_head(head.strip().rstrip(","), said, prayer), text=said)
    for key, value in zip(options[::2], options[1::2], strict=True):
        rule = _with_option(rule, key, value.strip().rstrip(","), said)
    if rule.earliest is not None and rule.latest is not None and rule.latest < rule.earliest:
        raise InvalidRule(f"{said!r}: the latest time comes before the earliest")
    return rule


def clock_of(text: str) -> int | None:
    """Return the minutes of a clock such as "13:15" or "1:15 pm", None for any other text."""
    match = _CLOCK.fullmatch(text.strip())
    if match is None or (match[2] is None and match[3] is None):
        return None
    hour, minute = int(match[1]), int(match[2] or 0)
    if match[3]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if match[3] == "p" else 0)
    return hour * 60 + minute if hour < 24 and minute < 60 else None


def minutes_of(rule: ClockRule, table: Timetable, iqama: Mapping[str, Int64s]) -> Int64s:
    """Return the minutes after 00:00 of each day of a timetable of one place, `NONE` for none.

    `iqama` has the congregations, likewise. A part of the night needs the fajr of the next day:
    the last day of a timetable has none.
    """
    if rule.among:
        rows = np.array([minutes_of(each, table, iqama) for each in rule.among])
        absent = (rows == NONE).any(axis=0)
        found = np.where(absent, NONE, rows.min(axis=0) if rule.first else rows.max(axis=0))
    elif rule.night is not None:
        found = _of_night(rule.night, table)
    elif rule.of is None:
        found = np.full(len(table), rule.minutes)
    else:
        base = iqama[rule.of] if rule.iqama else local_minutes(table, rule.of)
        if rule.rounds_first:
            base = _rounded(base, rule)
        found = np.where(base == NONE, NONE, base + rule.minutes)
    if not rule.rounds_first:
        found = _rounded(found, rule)
    return _bounded(found, rule)


def local_minutes(table: Timetable, name: str) -> Int64s:
    """Return a time of the one place as minutes after 00:00 of its day, `NONE` for none."""
    local = table.local("dhuhr" if name == "jumuah" else name).reshape(-1)
    minutes = (local - table.days.astype("datetime64[m]")).astype(np.int64)
    return np.where(np.isnat(local), NONE, minutes)


def _head(head: str, said: str, prayer: str | None) -> ClockRule:
    if (clock := clock_of(head)) is not None:
        return ClockRule(said, minutes=clock)
    of, separator, listed = head.removeprefix("at ").partition(" of ")
    if separator and of in ("earliest", "latest"):
        among = tuple(clock_rule(each, prayer) for each in listed.split(","))
        if len(among) < 2:
            raise InvalidRule(f"{said!r}: write two times with a comma between them")
        return ClockRule(said, among=among, first=of == "earliest")
    if match := _SHARE.fullmatch(head):
        part = _part(match[1], said)
        return ClockRule(said, night=-part if match[2] == "before fajr" else part)
    if match := _AFTER.fullmatch(head):
        name = _name(match[2].strip() or prayer, said)
        return ClockRule(said, name, int(match[3] + match[4]), bool(match[1]))
    if match := _BESIDE.fullmatch(head):
        return _beside(match, said, prayer)
    if (match := _NAMED.fullmatch(head)) and not head[-1].isdigit():
        return ClockRule(said, _name(match[2], said), 0, bool(match[1]))
    raise InvalidRule(
        f"cannot read the time {said!r}; write it as 'at 13:30', 'isha + 15' or '30 before sunrise'"
    )


def _beside(match: re.Match[str], said: str, prayer: str | None) -> ClockRule:
    minutes = int(match[1]) * (1 if match[2] == "after" else -1)
    named = match[4].strip("() ")
    rounding = _ROUNDED.fullmatch(named)
    if rounding:
        named = rounding[1]
    if named in ("the next prayer", "next prayer", "its end", "the end"):
        if prayer not in ENDS:
            raise InvalidRule(f"{said!r}: say the time, such as '30 before midnight'")
        named = ENDS[prayer]
    found = ClockRule(said, _name(named, said), minutes, bool(match[3]))
    if rounding is None:
        return found
    step = _step(rounding[3], said)
    return replace(found, step=step, rounding=rounding[2] or "nearest", rounds_first=True)


def _name(name: str | None, said: str) -> str:
    if not name:
        raise InvalidRule(f"{said!r}: say the time it counts from, such as 'isha + 15'")
    plain = name.replace(" ", "_")
    if plain not in (*TIMES, "jumuah"):
        raise UnknownName.among(f"time in the rule {said!r}", name, TIMES)
    return plain


def _part(text: str, said: str) -> Fraction:
    over, _, under = text.partition("/")
    part = Fraction(1, _PARTS[text]) if not under else Fraction(int(over), int(under) or 1)
    if not 0 < part < 1:
        raise InvalidRule(f"{said!r}: a part of the night is between 0 and 1")
    return part


def _with_option(rule: ClockRule, key: str, value: str, said: str) -> ClockRule:
    if key.startswith("rounded"):
        step = _step(value.removesuffix(" min"), said)
        direction = "up" if " up " in key else "down" if " down " in key else "nearest"
        return replace(rule, step=step, rounding=direction)
    clock = clock_of(value)
    if clock is None:
        raise InvalidRule(f"{said!r}: cannot read the clock {value!r}; write it as 23:00")
    if key in ("earliest", "not before"):
        return replace(rule, earliest=clock)
    return replace(rule, latest=clock)


def _step(text: str, said: str) -> int:
    step = int(text) if text.isdecimal() else 0
    if not (1 <= step <= 60 and 60 % step == 0):
        raise InvalidRule(
            f"{said!r}: write 'rounded up to' a part of the hour, such as 5, 10, 15 or 30"
        )
    return step


def _rounded(minutes: Int64s, rule: ClockRule) -> Int64s:
    if rule.step == 1:
        return minutes
    if rule.rounding == "up":
        found = -(-minutes // rule.step)
    elif rule.rounding == "down":
        found = minutes // rule.step
    else:
        found = (2 * minutes + rule.step) // (2 * rule.step)
    return np.where(minutes == NONE, NONE, found * rule.step)


def _bounded(minutes: Int64s, rule: ClockRule) -> Int64s:
    found = minutes
    if rule.earliest is not None:
        found = np.maximum(found, _of_the_night(rule.earliest, minutes))
    if rule.latest is not None:
        found = np.minimum(found, _of_the_night(rule.latest, minutes))
    return np.where(minutes == NONE, NONE, found)


def _of_the_night(clock: int, minutes: Int64s) -> Int64s:
    """Return a bound on the date that is meant: 00:30 is after midnight for an evening's time."""
    return np.where((clock < _NOON // 2) & (minutes >= _NOON), clock + DAY, clock)


def _of_night(part: Fraction, table: Timetable) -> Int64s:
    maghrib, fajr = local_minutes(table, "maghrib"), local_minutes(table, "fajr")
    ends = np.full(len(table), NONE)
    ends[:-1] = np.where(fajr[1:] == NONE, NONE, fajr[1:] + DAY)
    absent = (maghrib == NONE) | (ends == NONE)
    night = np.where(absent, 0, ends - maghrib)
    share = float(abs(part))
    found = maghrib + night * share if part > 0 else ends - night * share
    return np.where(absent, NONE, np.rint(found)).astype(np.int64)
