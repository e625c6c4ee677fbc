"""The rules of a mosque for its congregations: their text and what it says.

A line has a prayer, a time (`miqat.prayer.clock_rules`), how often it changes, and its days
(`miqat.prayer.on_days`):

    isha + 15, rounded up to 5, latest 23:00
    fajr 30 before sunrise, rounded down to 5
    asr + 10, rounded up to 15, changes weekly on Friday (latest of the week)
    dhuhr at 13:30 in summer time
    maghrib + 10 in ramadan
    jumuah at 13:15             a second line for every Friday is the second Jumuah
    jumuah 2 at 14:00
    jumuah "Students" at 14:00
    tarawih at 22:30            on the nights of Ramadan
    eid at 07:30, 08:30         on 1 Shawwal and 10 Dhu al-Hijja
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from miqat.errors import InvalidRule, UnknownName
from miqat.files import read_text
from miqat.prayer.clock_rules import ClockRule, clock_rule
from miqat.prayer.methods.model import TIMES
from miqat.prayer.on_days import STARTS, OnDays, on_days, weekday

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

#: What a rule may be for, in the order of the day.
NAMES = ("fajr", "dhuhr", "jumuah", "asr", "maghrib", "isha")
#: What else has a congregation, on some days alone; the Eids come first in a day.
ON_SOME_DAYS = ("eid", "eid_al_fitr", "eid_al_adha", "tarawih")

#: The time that a prayer begins with.
BEGINS = {
    "jumuah": "dhuhr", "tarawih": "isha",
    "eid": "sunrise", "eid_al_fitr": "sunrise", "eid_al_adha": "sunrise",
}  # fmt: skip
_SPELT = {
    "taraweeh": "tarawih", "taraweh": "tarawih", "tarawi": "tarawih", "jumua": "jumuah",
    "jummah": "jumuah", "jumma": "jumuah", "jumah": "jumuah", "jumu'ah": "jumuah",
    "zuhr": "dhuhr", "eid-al-fitr": "eid_al_fitr", "eid-al-adha": "eid_al_adha",
}  # fmt: skip

_HEAD = re.compile(
    r"(eid al[- ](?:fitr|adha)|[a-z'’_]*)(?: (\d)(?= (?:at|\+|-|\d)| *$))?(?: \"([^\"]*)\")?:?(.*)"
)
_CHANGES = re.compile(r",?\s+changes (daily|weekly on ([a-z]+)(?: \(([a-z ]+)\))?)")
_WEEKLY = {"latest of the week": True, "as on the day": False}
_SEVERAL = re.compile(r", ?(?=\d{1,2}[:.]\d{2})")
_CONDITION = re.compile(rf",?\s+(?=(?:{STARTS})\b)")


@dataclass(frozen=True, slots=True)
class IqamaRule:
    """One rule: the prayer, its time, and the days on which it holds (all days if `when` is empty).

    `slot` numbers several congregations of one prayer from 1; `name` is that of the slot.
    `changes_on` is a weekday, Monday 0, from which the week has one iqama: the `latest` of its
    seven days, or that day's. `text` is as it was written.
    """

    prayer: str
    time: ClockRule
    when: tuple[OnDays, ...] = ()
    slot: int = 1
    name: str = ""
    changes_on: int | None = None
    latest: bool = True
    text: str = ""

    def __str__(self) -> str:
        """Return the rule as it was written."""
        return self.text

    @property
    def key(self) -> str:
        """The name of its column: isha, jumuah, jumuah_2."""
        return self.prayer if self.slot == 1 else f"{self.prayer}_{self.slot}"

    @property
    def needs_calendar(self) -> bool:
        """Whether it depends on the Hijri month."""
        return self.prayer in ON_SOME_DAYS or any(each.needs_calendar for each in self.when)


def iqama_rules(text: str | Iterable[str]) -> tuple[IqamaRule, ...]:
    """Return the rules of a text, one per line or separated by semicolons; raises `InvalidRule`.

    >>> iqama_rules("isha + 15, rounded up to 5")[0].time.step
    5
    """
    lines = re.split(r"[;\n]", text) if isinstance(text, str) else text
    bare = [line.split("#")[0].strip() for line in lines]
    rules: list[IqamaRule] = []
    for line in bare:
        if line:
            rules += iqama_rule(line, rules)
    if not rules:
        raise InvalidRule("no rule of iqama; write one such as 'isha + 15'")
    check_reach(rules)
    return tuple(rules)


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


def names_needed(rules: Iterable[IqamaRule]) -> tuple[str, ...]:
    """Return the times of the day that rules count from or belong to."""
    needed = {BEGINS.get(rule.prayer, rule.prayer) for rule in rules}
    needed |= {name for rule in rules for name in rule.time.names}
    return tuple(name for name in TIMES if name in needed)


def iqama_rule(line: str, before: Sequence[IqamaRule] = ()) -> list[IqamaRule]:
    """Return the rule of a line; `before` are those above it, which number a second Jumuah.

    Several clocks with commas between them are several congregations.
    """
    text = " ".join(line.split())
    match = _HEAD.fullmatch(text.replace("’", "'").casefold())
    assert match is not None
    spelt, slot, _, rest = match.groups()
    prayer = _SPELT.get(spelt, spelt.replace(" ", "_").replace("-", "_"))
    if prayer not in (*NAMES, *ON_SOME_DAYS):
        raise UnknownName.among("prayer in a rule of iqama", spelt, (*NAMES, *ON_SOME_DAYS))
    called = text[match.start(3) : match.end(3)] if match[3] else ""
    how, changes_on, latest = _changes(rest, text)
    said, *conditions = _CONDITION.split(f" {how.strip()}")
    when = tuple(on_days(each.strip().rstrip(","), text) for each in conditions)
    if not said.strip():
        raise InvalidRule(
            f"cannot read the rule of iqama {text!r}; write '{prayer} + 15' or '{prayer} at 13:30'"
        )
    number = int(slot) if slot else _next_slot(prayer, before)
    listed = re.search(r"\b(?:earliest|latest) of ", said) is not None
    clocks = [said.strip()] if listed else _SEVERAL.split(said.strip())
    try:
        times = [clock_rule(each, BEGINS.get(prayer, prayer)) for each in clocks]
    except InvalidRule as error:
        hint = f"; write '{prayer} + 15' or '{prayer} at 13:30'"
        message = str(error).split("; write it as 'at ")[0].removeprefix("cannot read the time ")
        if message != str(error):
            raise InvalidRule(f"cannot read the rule of iqama {text!r}{hint}") from None
        raise InvalidRule(f"{text!r}: {error}") from None
    return [
        IqamaRule(prayer, time, when, number + at, called, changes_on, latest, text)
        for at, time in enumerate(times)
    ]


def check_reach(rules: Sequence[IqamaRule]) -> None:
    """Refuse a rule that no day would ever come to, and a circle of congregations."""
    settled: set[tuple[str, int]] = set()
    for at, rule in enumerate(rules):
        whose = (rule.prayer, rule.slot)
        if whose in settled:
            raise InvalidRule(
                f"two rules of iqama for {rule.key}, the first of them for every day; give it "
                "its days (from 04-01 to 10-31) or put it last"
            )
        for other in rules[:at]:
            if (other.prayer, other.slot) == whose and _days(other) == _days(rule):
                raise InvalidRule(
                    f"two rules of iqama for {rule.key} on the same days: {other.text!r} and "
                    f"{rule.text!r}"
                )
        if not rule.when:
            settled.add(whose)
    order_of(rules)


def order_of(rules: Sequence[IqamaRule]) -> list[str]:
    """Return the columns of rules so that each comes after those it counts from.

    Raises `InvalidRule` for a circle, and for a congregation that has no rule.
    """
    bases: dict[str, set[str]] = {}
    for rule in rules:
        bases.setdefault(rule.key, set()).update(rule.time.iqamas)
    found: list[str] = []

    def visit(key: str, path: tuple[str, ...]) -> None:
        if key in path:
            circle = " after ".join([*path[path.index(key) :], key])
            raise InvalidRule(f"the iqama counts in a circle: {circle}")
        if key not in bases:
            raise InvalidRule(f"'iqama of {key}' needs a rule for {key}, such as '{key} + 15'")
        for base in sorted(bases[key]):
            visit(base, (*path, key))
        if key not in found:
            found.append(key)

    for key in bases:
        visit(key, ())
    return found


def _days(rule: IqamaRule) -> frozenset[tuple[object, ...]]:
    return frozenset(
        (each.kind, each.first, each.last, each.weekdays, each.negated) for each in rule.when
    )


def _next_slot(prayer: str, before: Sequence[IqamaRule]) -> int:
    """Return the slot of a rule that names none: after a rule for all days, another Jumuah."""
    if prayer not in ("jumuah", *ON_SOME_DAYS):
        return 1
    same = [rule for rule in before if rule.prayer == prayer]
    if not same:
        return 1
    last = max(rule.slot for rule in same)
    whole = any(not rule.when for rule in same if rule.slot == last)
    return last + 1 if whole else last


def _changes(rest: str, text: str) -> tuple[str, int | None, bool]:
    match = _CHANGES.search(f" {rest}")
    if match is None:
        if "changes" in rest:
            raise InvalidRule(f"{text!r}: write 'changes daily' or 'changes weekly on friday'")
        return rest, None, True
    how = f" {rest}"[: match.start()] + f" {rest}"[match.end() :]
    if match[1] == "daily":
        return how, None, True
    if match[3] is not None and match[3] not in _WEEKLY:
        raise InvalidRule(f"{text!r}: write '(latest of the week)' or '(as on the day)'")
    return how, weekday(match[2], text), _WEEKLY.get(match[3] or "", True)
