"""Prayer times as events, at the minutes of the timetable."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np

from miqat import days, timezones
from miqat.constants import FRIDAY
from miqat.errors import UnknownName
from miqat.feeds.event import Event
from miqat.places import as_place
from miqat.prayer import ALL_TIMES, PRAYERS, Provenance, default_method, times
from miqat.prayer.iqama import REACH, iqama_rules, iqama_times, names_needed
from miqat.prayer.labels import words
from miqat.prayer.published.overlay import congregations, with_published
from miqat.prayer.reference_point import reference_point

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from zoneinfo import ZoneInfo

    from numpy.typing import NDArray

    from miqat.calendars import Calendar
    from miqat.feeds.event import Alarm
    from miqat.places import Place, PlaceLike
    from miqat.prayer import Method, Timetable
    from miqat.prayer.iqama import IqamaRule
    from miqat.prayer.published.reader import PublishedTable

#: Length of an event for a time: what a calendar shows, not how long a prayer is.
SHOWN = timedelta(minutes=15)
SHOWN_ON_FRIDAY = timedelta(minutes=60)

_SECOND = np.timedelta64(1, "s")
_PLAIN = frozenset({Provenance.OBSERVED, Provenance.INTERVAL, Provenance.IMPORTED})


@dataclass(frozen=True, slots=True)
class Absence:
    """A time that does not occur on some of the days, and so has no event; the first reason."""

    name: str
    count: int
    first: date
    reason: str

    def __str__(self) -> str:
        days_ = "1 day" if self.count == 1 else f"{self.count} days"
        reason = self.reason.removeprefix("none: ")
        return f"{self.name} has no event on {days_}, first on {self.first}: {reason}"


def prayer_events(
    place: PlaceLike,
    start: date,
    stop: date,
    *,
    method: str | Method | None = None,
    calendar: str | Calendar | None = None,
    names: Collection[str] = PRAYERS,
    language: str = "en",
    alarm: Alarm | None = None,
    local_clock: bool = False,
    published: PublishedTable | None = None,
    iqama: Sequence[IqamaRule] = (),
    hijri: Calendar | None = None,
) -> tuple[list[Event], list[Absence]]:
    """Return the prayers of a place from `start` to `stop`, and what does not occur.

    The minutes are those of `miqat.prayer.times`, turned into UTC. The method is the place's
    default one unless one is given; `calendar` is when Ramadan is, where the method needs it. With
    `local_clock` the hours are written in local time. `published` replaces the times that it has;
    with rules of `iqama` a prayer has its congregation in its name, by `hijri` where a rule counts
    on the Hijri month. Raises as `miqat.prayer.times`.
    """
    here = as_place(place)
    for name in names:
        if name not in ALL_TIMES:
            raise UnknownName.among("time", name, ALL_TIMES)
    wanted = tuple(name for name in ALL_TIMES if name in names)
    rule = default_method(here).method if method is None else method
    point = reference_point(here, rule) or here
    table = times(point, start, stop, rule, calendar=calendar, names=wanted)
    if published is not None:
        table = with_published(table, published)
    at = _congregations(point, start, stop, rule, calendar, published, iqama, hijri)
    spoken, zone = words(language).times, here.zone
    found, absences = [], []
    for name in wanted:
        cells = zip(_dates(table), instants(table, name), table.how[name], strict=True)
        for day, instant, how in cells:
            if instant is None:
                continue
            found.append(
                Event(
                    uid=f"{name}-{day:%Y%m%d}-{place_key(here)}@prayers.miqat",
                    start=instant,
                    end=instant + SHOWN,
                    summary=_with_iqama(spoken[name], at.get((name, day))),
                    description=_about(table, Provenance(int(how))),
                    categories=("Prayer times",),
                    coordinates=(here.latitude, here.longitude),
                    location=str(here),
                    alarm=alarm,
                    zone=zone if local_clock else None,
                )
            )
        absences += _absences(table, name)
    return found, absences


def friday_events(
    place: PlaceLike,
    start: date,
    stop: date,
    *,
    at: str | None = None,
    method: str | Method | None = None,
    calendar: str | Calendar | None = None,
    language: str = "en",
    alarm: Alarm | None = None,
    local_clock: bool = False,
    published: PublishedTable | None = None,
    rules: Sequence[IqamaRule] = (),
    hijri: Calendar | None = None,
) -> tuple[list[Event], list[Absence]]:
    """Return the Friday prayers of a place, one event a week, and the Fridays without.

    At dhuhr, or `at` a time of the mosque: a clock such as "13:15", or what a rule of iqama has
    after the prayer ("+ 20, rounded up to 15", "at 13:15 from 04-01 to 10-31; at 12:30"), or by
    `rules` of jumuah. Several Friday prayers are several events. Raises as `prayer_events`, and
    `InvalidRule` for a rule that cannot be read.
    """
    here = as_place(place)
    rule = default_method(here).method if method is None else method
    rules = tuple(rules) if at is None else friday_rules(at)
    # A week that begins before the feed or ends after it is counted whole.
    reach = REACH if any(each.changes_on is not None for each in rules) else 0
    first = start - timedelta(days=reach)
    needed = {"dhuhr", *names_needed(rules)}
    point = reference_point(here, rule) or here
    until = stop + timedelta(days=reach)
    if published is not None:
        first = max(first, published.days[0].astype(date))
        until = min(until, published.days[-1].astype(date))
    table = times(point, first, until, rule, calendar=calendar, names=needed)
    if published is not None:
        table = with_published(table, published)
    columns: dict[str, Iterable[datetime | None]] = {"jumuah": instants(table, "dhuhr")}
    if rules:
        clocks = iqama_times(table, rules, hijri).local
        columns = {key: _by_clock(values, here.zone) for key, values in clocks.items()}
    how = "At dhuhr" if not rules else f"At the mosque's time ({'; '.join(map(str, rules))})"
    if at is not None:
        how = f"At the mosque's time ({at})"
    found, missing = [], []
    for number, (key, moments) in enumerate(columns.items(), start=1):
        name = words(language).times["jumuah"]
        for day, instant in zip(_dates(table), moments, strict=True):
            if day.weekday() != FRIDAY or not start <= day <= stop:
                continue
            if instant is None:
                missing.append(day)
                continue
            found.append(
                Event(
                    uid=f"{key}-{day:%Y%m%d}-{place_key(here)}@prayers.miqat",
                    start=instant,
                    end=instant + SHOWN_ON_FRIDAY,
                    summary=name if len(columns) == 1 else f"{name} {number}",
                    description=f"The Friday prayer. {how}. {_by(table)}",
                    categories=("Friday prayer",),
                    coordinates=(here.latitude, here.longitude),
                    location=str(here),
                    alarm=alarm,
                    zone=here.zone if local_clock else None,
                )
            )
    if not missing:
        return found, []
    reason = "no rule is of these days" if rules else "dhuhr does not occur"
    return found, [Absence("the Friday prayer", len(missing), missing[0], reason)]


def _congregations(
    point: Place,
    start: date,
    stop: date,
    rule: str | Method,
    calendar: str | Calendar | None,
    published: PublishedTable | None,
    rules: Sequence[IqamaRule],
    hijri: Calendar | None,
) -> dict[tuple[str, date], datetime]:
    """Return the clock of the congregation of a prayer on a day, by rules or as it is printed."""
    found: dict[tuple[str, date], datetime] = {}
    if published is not None:
        table = times(point, start, stop, rule, calendar=calendar, names=("dhuhr",))
        for name, (local, _) in congregations(table, published).items():
            found |= _by_day(name, _dates(table), local)
    if not rules:
        return found
    reach = REACH if any(each.changes_on is not None for each in rules) else 0
    first, until = start - timedelta(days=reach), stop + timedelta(days=reach)
    if published is not None:
        first = max(first, published.days[0].astype(date))
        until = min(until, published.days[-1].astype(date))
    table = times(point, first, until, rule, calendar=calendar, names=names_needed(rules))
    if published is not None:
        table = with_published(table, published)
    for name, local in iqama_times(table, rules, hijri).local.items():
        found |= _by_day(name, _dates(table), local)
    return found


def _by_day(
    name: str, on: Sequence[date], local: NDArray[np.datetime64]
) -> dict[tuple[str, date], datetime]:
    clocks = zip(on, local, strict=True)
    return {(name, day): clock.astype(datetime) for day, clock in clocks if not np.isnat(clock)}


def _with_iqama(name: str, clock: datetime | None) -> str:
    return name if clock is None else f"{name}, iqama {clock:%H:%M}"


def friday_rules(text: str) -> tuple[IqamaRule, ...]:
    """Return the rules of a mosque's time; a bare clock is one. Raises `InvalidRule`."""
    parts = [part.strip() for part in text.split(";") if part.strip()]
    return iqama_rules(
        f"jumuah {part if part[0] in '+aA' else f'at {part}'}" for part in parts or [text]
    )


def place_key(of: Place) -> str:
    """Return the name of a place in an identifier: GeoNames' id, else its coordinates."""
    if of.geonameid is not None:
        return f"g{of.geonameid}"
    north, east = ("N" if of.latitude >= 0 else "S"), ("E" if of.longitude >= 0 else "W")
    return f"{abs(of.latitude):.4f}{north}{abs(of.longitude):.4f}{east}"


def instants(table: Timetable, name: str) -> Iterator[datetime | None]:
    """Yield a time's rounded minutes in UTC, None where there is none."""
    zone = table.place.zone
    rounded = table.instants[name] + table.grid.rounds_by(name).astype("timedelta64[us]")
    ahead = timezones.offsets(zone, rounded) * _SECOND
    for instant in table.local(name).astype("datetime64[s]") - ahead:
        found: datetime | None = instant.item()
        yield None if found is None else found.replace(tzinfo=UTC)


def _by_clock(walls: NDArray[np.datetime64], zone: ZoneInfo) -> Iterator[datetime | None]:
    """Yield wall clocks in UTC, None for NaT."""
    for wall in walls:
        yield None if np.isnat(wall) else _aware(wall, zone)


def _aware(wall: np.datetime64, zone: ZoneInfo) -> datetime:
    there: datetime = wall.astype("datetime64[s]").item()
    return there.replace(tzinfo=zone).astimezone(UTC)


def _dates(table: Timetable) -> Sequence[date]:
    first = days.from_date(table.first)
    return [days.to_date(first + ahead) for ahead in range(len(table))]


def _by(table: Timetable) -> str:
    return f"Method: {table.method.title}."


def _about(table: Timetable, how: Provenance) -> str:
    if how in _PLAIN:
        return _by(table)
    return f"{_by(table)} A rule replaced the time: {how.name.lower().replace('_', ' ')}."


def _absences(table: Timetable, name: str) -> list[Absence]:
    missing = np.flatnonzero(table.how[name] < 0)
    if not missing.size:
        return []
    first = int(missing[0])
    reason = table.absent(name, Provenance(int(table.how[name][first])))
    return [Absence(name, int(missing.size), table.first + timedelta(days=first), str(reason))]
