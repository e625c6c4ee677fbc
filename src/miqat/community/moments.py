"""What happens at a community from one day to another, and why at that time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from miqat import days as civil_days
from miqat.almanac.resolve import CalendarChoice, ramadan_calendar
from miqat.errors import OutOfRange
from miqat.observances.rules import bounds
from miqat.prayer import TIMES, Provenance, times
from miqat.prayer.clock_rules import NONE, minutes_of
from miqat.prayer.iqama import REACH, iqama_times, names_needed
from miqat.prayer.on_days import HijriDays
from miqat.prayer.published.overlay import congregations, with_published
from miqat.prayer.reference_point import reference_point

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from miqat._typing import Int64s
    from miqat.community.events import CommunityEvent
    from miqat.community.model import Community
    from miqat.observances import Span
    from miqat.prayer import Timetable

PRAYERS = ("fajr", "sunrise", "dhuhr", "asr", "maghrib", "isha")
_MOST_DAYS = 1_100
_OWN = "the community's own table"
_CALLED = {"jumuah": "Jumuah", "tarawih": "Tarawih", "eid": "Eid prayer",
           "eid_al_fitr": "Eid al-Fitr prayer", "eid_al_adha": "Eid al-Adha prayer"}  # fmt: skip


class Moment(NamedTuple):
    """One thing at a time of a day: a prayer, a congregation or an event.

    `start` is the wall clock, None where it does not occur on the day; `minutes` how long it
    lasts, None where that is not said. `day` is the civil day it belongs to, and of an event
    `span` is the occurrence.
    """

    kind: str
    name: str
    day: date
    start: datetime | None
    reason: str
    place: str = ""
    minutes: int | None = None
    event: CommunityEvent | None = None
    span: Span | None = None
    key: str = ""

    @property
    def is_daily_iqama(self) -> bool:
        """Whether it is the congregation of one of the five prayers."""
        return self.kind == "iqama" and self.key in PRAYERS


@dataclass(frozen=True)
class Programme:
    """The times of a community on some days, in order."""

    community: Community
    first: date
    last: date
    moments: tuple[Moment, ...]

    def days(self) -> Iterator[tuple[date, list[Moment]]]:
        """Yield each day with what happens on it, in the order of the clock."""
        by_day: dict[date, list[Moment]] = {}
        for moment in self.moments:
            on = moment.day if moment.start is None else moment.start.date()
            by_day.setdefault(on, []).append(moment)
        for ahead in range((self.last - self.first).days + 1):
            on = self.first + timedelta(days=ahead)
            yield on, sorted(by_day.get(on, []), key=_order)


def programme(community: Community, first: date, last: date) -> Programme:
    """Return what happens at a community from `first` to `last`, both included.

    Raises `InvalidDate` for a day that its own table does not have, `OutOfRange` for more than
    three years.
    """
    if (last - first).days >= _MOST_DAYS:
        raise OutOfRange(f"{(last - first).days + 1:,} days; {_MOST_DAYS:,} are the most")
    clock = _Clock(community, first, last)
    moments = [*clock.prayers(), *clock.congregations(), *clock.events()]
    return Programme(community, first, last, tuple(moments))


class _Clock:
    """The minutes of a community on its days, with some days more on either side."""

    def __init__(self, community: Community, first: date, last: date) -> None:
        self.community = community
        self.first, self.last = first, last
        self.table = _table(community, first, last)
        self.start = civil_days.from_date(self.table.first)
        self.iqama = iqama_times(self.table, community.iqama, community.calendar)
        self.minutes = {
            key: _minutes(self.table, values) for key, values in self.iqama.local.items()
        }
        if community.published is not None:
            self._add_printed()

    def _add_printed(self) -> None:
        assert self.community.published is not None
        for key, (values, _) in congregations(self.table, self.community.published).items():
            self.minutes.setdefault(key, _minutes(self.table, values))

    def prayers(self) -> Iterator[Moment]:
        """Yield the times of the prayers."""
        method = self.community.method.title
        for name in PRAYERS:
            if name not in self.table.instants:
                continue
            local = self.table.local(name).reshape(-1)
            for at in self._asked():
                how = Provenance(int(self.table.how[name].reshape(-1)[at]))
                if how < 0:
                    why = str(self.table.absent(name, how)).removeprefix("none: ")
                    yield Moment("prayer", name, self._day(at), None, why)
                    continue
                why = _OWN if how == Provenance.IMPORTED else method
                yield Moment("prayer", name, self._day(at), local[at].astype(datetime), why)

    def congregations(self) -> Iterator[Moment]:
        """Yield the congregations, with the rule that was taken."""
        for key, column in self.minutes.items():
            slot = self.community.slot(key)
            taken = self.iqama.rule.get(key)
            for at in self._asked():
                if column[at] == NONE or (key == "dhuhr" and self._is_jumuah(at)):
                    continue
                rule = None if taken is None else self.community.iqama[int(taken[at])]
                why = _OWN if rule is None else self._why(rule.text, rule.time.names, at)
                yield Moment(
                    "iqama", _called(key, slot.name), self._day(at),
                    self._clock(at, int(column[at])), why, slot.place, key=key,
                )  # fmt: skip

    def events(self) -> Iterator[Moment]:
        """Yield the events, and those whose time does not occur on a day."""
        hijri = None
        if any(each.needs_calendar for event in self.community.events for each in event.when):
            hijri = HijriDays.of(self.table.days, self.community.calendar)
        for event in self.community.events:
            column = minutes_of(event.time, self.table, self._with_all(event.time.iqamas))
            holds = np.ones(len(self.table), bool)
            for condition in event.when:
                holds &= condition.holds(self.table.days, self.table.place.zone, hijri)
            for span, day in self._days_of(event):
                on = day - 1 if span.is_night else day
                at = on - self.start
                if not 0 <= at < len(self.table) or not holds[at]:
                    continue
                if span.is_night and event.time.is_after_midnight:
                    at += 1
                yield from self._event(event, span, at, column)

    def _event(
        self, event: CommunityEvent, span: Span, at: int, column: Int64s
    ) -> Iterator[Moment]:
        if not 0 <= at < len(self.table):
            return
        why = f"{event.time} on {event.days_text}"
        minute = int(column[at])
        on = self._day(at)
        if minute == NONE:
            if self.first <= on <= self.last:
                why = f"{event.time} does not occur on this day"
                yield Moment("event", event.name, on, None, why, event.place, None, event, span)
            return
        start = self._clock(at, minute)
        if self.first <= start.date() <= self.last:
            told = self._why(why, event.time.names, at)
            yield Moment(
                "event", event.name, on, start, told, event.place, event.minutes, event, span
            )

    def _with_all(self, needed: tuple[str, ...]) -> dict[str, Int64s]:
        """Return the congregations; one that has no rule is absent on every day."""
        none = np.full(len(self.table), NONE)
        return {**dict.fromkeys(needed, none), **self.minutes}

    def _days_of(self, event: CommunityEvent) -> Iterator[tuple[Span, int]]:
        calendar = self.community.calendar
        first, last = civil_days.from_date(self.first) - 2, civil_days.from_date(self.last) + 2
        seen = set()
        years = range(
            max(calendar.from_day(first).year - 1, calendar.first_year),
            min(calendar.from_day(last).year + 1, calendar.last_year) + 1,
        )
        for year in years:
            if bounds(calendar, year)[0] > last + 60:
                break
            try:
                spans = event.days.spans(calendar, year)
            except OutOfRange:
                continue
            for span in spans:
                for day in range(max(span.first, first), min(span.last, last) + 1):
                    if (day, span.is_night) not in seen:
                        seen.add((day, span.is_night))
                        yield span, day

    def _is_jumuah(self, at: int) -> bool:
        column = self.minutes.get("jumuah")
        return column is not None and column[at] != NONE

    def _asked(self) -> range:
        begins = civil_days.from_date(self.first) - self.start
        return range(begins, begins + (self.last - self.first).days + 1)

    def _day(self, at: int) -> date:
        return civil_days.to_date(self.start + at)

    def _clock(self, at: int, minute: int) -> datetime:
        return datetime.combine(self._day(at), datetime.min.time()) + timedelta(minutes=minute)

    def _why(self, rule: str, names: tuple[str, ...], at: int) -> str:
        """Return a rule with the times that it counts from."""
        said = []
        for name in names:
            local = self.table.local(name).reshape(-1)[at]
            if not np.isnat(local):
                said.append(f"{name} {str(local)[11:16]}")
        return f"{rule} ({', '.join(said)})" if said else rule


def _table(community: Community, first: date, last: date) -> Timetable:
    """Return the timetable of the days, and of some more where method and table have them."""
    needed = {*PRAYERS, *names_needed(community.iqama)}
    needed |= {name for event in community.events for name in event.time.names}
    begins, ends = first - timedelta(days=REACH), last + timedelta(days=REACH + 1)
    limits = [(community.method.since, community.method.until)]
    if (own := community.published) is not None:
        limits.append((own.days[0].astype(date), own.days[-1].astype(date)))
    for since, until in limits:
        begins = max(begins, since) if since is not None and since <= first else begins
        ends = min(ends, until) if until is not None and until >= last else ends
    choice = CalendarChoice(
        community.calendar, None, "" if community.asked else "default", asked=community.asked
    )
    point = reference_point(community.place, community.method) or community.place
    table = times(
        point, begins, ends, community.method,
        calendar=ramadan_calendar(community.method, choice),
        names=tuple(name for name in TIMES if name in needed),
    )  # fmt: skip
    return table if community.published is None else with_published(table, community.published)


def clock_text(clock: datetime, hours: int) -> str:
    """Return a clock of 24 or 12 hours: 17:05, 5:05 pm."""
    if hours != 12:
        return f"{clock:%H:%M}"
    return f"{clock.hour % 12 or 12}:{clock:%M} {'am' if clock.hour < 12 else 'pm'}"


def _called(key: str, name: str) -> str:
    """Return the name of a congregation, with the number of its slot or its own name."""
    prayer, _, number = key.rpartition("_")
    prayer, number = (prayer, number) if number.isdecimal() else (key, "")
    called = _CALLED.get(prayer, prayer)
    return f"{called}: {name}" if name else f"{called} {number}".strip()


def _minutes(table: Timetable, local: NDArray[np.datetime64]) -> Int64s:
    minutes = (local - table.days.astype("datetime64[m]")).astype(np.int64)
    return np.where(np.isnat(local), NONE, minutes)


def _order(moment: Moment) -> tuple[datetime, int, str]:
    kinds = ("prayer", "iqama", "event")
    at = moment.start or datetime.combine(moment.day, datetime.max.time())
    return at, kinds.index(moment.kind), moment.name
