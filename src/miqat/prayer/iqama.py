"""Iqama: when the congregation begins on each day, by the rules of a mosque.

Of several rules for one congregation the first whose days hold the day is taken. All in local
time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from miqat.constants import FRIDAY
from miqat.errors import InvalidRule
from miqat.prayer.clock_rules import NONE, local_minutes, minutes_of
from miqat.prayer.iqama_rules import (
    BEGINS,
    NAMES,
    ON_SOME_DAYS,
    IqamaRule,
    iqama_rules,
    names_needed,
    order_of,
    read_iqama,
)
from miqat.prayer.on_days import HijriDays, weekdays

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from miqat._typing import Bools, Int64s
    from miqat.calendars import Calendar
    from miqat.prayer.timetable import Timetable

__all__ = [
    "NAMES",
    "REACH",
    "Iqama",
    "IqamaRule",
    "iqama_rules",
    "iqama_times",
    "names_needed",
    "read_iqama",
]

#: Weekly rules look so many days to either side of a timetable.
REACH = 6


class Iqama(NamedTuple):
    """The iqama of each prayer that has rules, by day.

    `local` is the wall clock, `datetime64[m]`, NaT where there is none; `early` says where a fixed
    clock is before the prayer's time; `rule` is the number of the rule that was taken, -1 for none.
    """

    local: dict[str, NDArray[np.datetime64]]
    early: dict[str, Bools]
    rule: dict[str, Int64s]


def iqama_times(
    table: Timetable, rules: Sequence[IqamaRule], calendar: Calendar | None = None
) -> Iqama:
    """Return the iqama of the one place of a timetable by rules.

    The table must hold the times that the rules count from. A weekly rule takes its week from
    the days of the table: give `REACH` days more on either side where they matter. `calendar` says
    when Ramadan and the Eids are. Raises `InvalidRule` for a rule that needs it and has none.
    """
    days, zone = table.days, table.place.zone
    hijri = _hijri(table, rules, calendar)
    minutes: dict[str, Int64s] = {}
    taken: dict[str, Int64s] = {}
    for key in order_of(rules):
        column, number = np.full(days.size, NONE), np.full(days.size, -1)
        for at, rule in reversed(list(enumerate(rules))):
            if rule.key != key:
                continue
            holds = _of_its_days(rule, days, hijri)
            for condition in rule.when:
                holds &= condition.holds(days, zone, hijri)
            column = np.where(holds, _counted(rule, table, minutes), column)
            number = np.where(holds, at, number)
        minutes[key], taken[key] = column, np.where(column == NONE, -1, number)
    shown = sorted(minutes, key=_order)
    begins = {key: local_minutes(table, BEGINS.get(_prayer(key), _prayer(key))) for key in shown}
    return Iqama(
        {key: _clocks(days, minutes[key]) for key in shown},
        {
            key: (minutes[key] != NONE) & (begins[key] != NONE) & (minutes[key] < begins[key])
            for key in shown
        },
        {key: taken[key] for key in shown},
    )


def _hijri(
    table: Timetable, rules: Sequence[IqamaRule], calendar: Calendar | None
) -> HijriDays | None:
    wanting = next((rule for rule in rules if rule.needs_calendar), None)
    if wanting is None:
        return None
    if calendar is None:
        raise InvalidRule(f"{wanting.text!r} needs a calendar of the Hijri months")
    return HijriDays.of(table.days, calendar)


def _of_its_days(rule: IqamaRule, days: NDArray[np.datetime64], hijri: HijriDays | None) -> Bools:
    if rule.prayer == "jumuah":
        return np.asarray(weekdays(days) == FRIDAY)
    if hijri is None or rule.prayer not in ON_SOME_DAYS:
        return np.ones(days.size, bool)
    if rule.prayer == "tarawih":
        return hijri.nights.copy()
    by_name = {
        "eid_al_fitr": hijri.eid_al_fitr,
        "eid_al_adha": hijri.eid_al_adha,
        "eid": hijri.eid_al_fitr | hijri.eid_al_adha,
    }
    return by_name[rule.prayer].copy()


def _counted(rule: IqamaRule, table: Timetable, iqama: dict[str, Int64s]) -> Int64s:
    found = minutes_of(rule.time, table, iqama)
    return found if rule.changes_on is None else _by_week(rule, found, weekdays(table.days))


def _by_week(rule: IqamaRule, minutes: Int64s, of_days: Int64s) -> Int64s:
    """Return one value for each week that begins on the weekday of a rule."""
    assert rule.changes_on is not None
    week = np.cumsum(of_days == rule.changes_on)
    found = minutes.copy()
    for number in np.unique(week):
        of_week = np.flatnonzero(week == number)
        found[of_week] = minutes[of_week].max() if rule.latest else minutes[of_week[0]]
    return found


def _clocks(days: NDArray[np.datetime64], minutes: Int64s) -> NDArray[np.datetime64]:
    spans = np.where(minutes == NONE, 0, minutes).astype("timedelta64[m]")
    found = days.astype("datetime64[m]") + spans
    return np.where(minutes == NONE, np.datetime64("NaT", "m"), found)


def _prayer(key: str) -> str:
    head, _, tail = key.rpartition("_")
    return head if tail.isdecimal() else key


def _order(key: str) -> tuple[int, str]:
    order = ("eid", "eid_al_fitr", "eid_al_adha", *NAMES, "tarawih")
    return order.index(_prayer(key)), key
