"""A community's prayers, Fridays and events as events of a feed.

What depends on the Hijri date is identified by it, so that it moves in place when a month is
proclaimed; what is weekly or daily is identified by the civil date.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from miqat import days
from miqat.calendars import Certainty
from miqat.calendars.month_table import month_number
from miqat.calendars.text.formatting import long_form
from miqat.community.moments import Moment, clock_text, programme
from miqat.feeds import Event, observance_events
from miqat.feeds.certainty import month_certainty
from miqat.feeds.prayer_feed import Absence
from miqat.observances.rules import (
    AnyOf,
    EveryWeek,
    Except,
    FromDay,
    LastDay,
    NightOf,
    NightsOf,
    NthWeekday,
    OnCalendar,
    Shifted,
    WeekdayBeside,
    WeekdaysOf,
)
from miqat.prayer.labels import words

if TYPE_CHECKING:
    from miqat.community.model import Community
    from miqat.feeds import Alarm
    from miqat.feeds.certainty import DateCertainty
    from miqat.observances import ObservanceRule

_SHOWN = {"prayer": 15, "iqama": 60, "event": 60}  # minutes of what does not say how long it is
_BY_MONTH = ("tarawih", "eid")
_LONGEST = 30


def community_feed(
    community: Community,
    first: date,
    last: date,
    *,
    language: str | None = None,
    alarm: Alarm | None = None,
) -> tuple[list[Event], list[Absence]]:
    """Return a community's events from `first` to `last`, and what does not occur.

    A prayer has the iqama in its name; each Friday prayer, Eid prayer, tarawih and event is one.
    Raises as `programme`.
    """
    found = programme(community, first, last)
    spoken = words(language or community.languages[0])
    congregations = {
        (moment.key, moment.day): moment for moment in found.moments if moment.is_daily_iqama
    }
    events: dict[str, Event] = {}
    missing: dict[str, list[Moment]] = {}
    for moment in found.moments:
        if moment.start is None:
            missing.setdefault(moment.name, []).append(moment)
        elif moment.kind == "prayer" and moment.name != "sunrise":
            iqama = congregations.get((moment.name, moment.day))
            event = _prayer(community, moment, iqama, spoken.times[moment.name], alarm)
            events[event.uid] = event
        elif moment.kind != "prayer" and not moment.is_daily_iqama:
            event = _other(community, moment, language or community.languages[0], alarm)
            events[event.uid] = event
    absences = [
        Absence(name, len(cells), cells[0].day, cells[0].reason) for name, cells in missing.items()
    ]
    yearly = observance_events(
        community.calendar, first, last, observances=community.anniversaries,
        language=language or community.languages[0],
    ) if community.anniversaries else []  # fmt: skip
    return [*events.values(), *yearly], absences


def _prayer(
    community: Community, moment: Moment, iqama: Moment | None, name: str, alarm: Alarm | None
) -> Event:
    lines = [f"{moment.start:%H:%M}: {moment.reason}"]
    summary = name
    if iqama is not None and iqama.start is not None:
        summary = f"{name}, iqama {clock_text(iqama.start, community.hours)}"
        lines.append(f"Iqama {iqama.start:%H:%M}: {iqama.reason}")
    uid = f"{moment.name}-{moment.day:%Y%m%d}"
    return _event(community, moment, uid, summary, "\n".join(lines), "Prayer times", alarm)


def _other(community: Community, moment: Moment, language: str, alarm: Alarm | None) -> Event:
    day = days.from_date(moment.day)
    what = moment.key or (moment.event.id if moment.event else moment.name)
    rule = moment.event.days if moment.event else None
    by_month = moment.kind == "iqama" and what.startswith(_BY_MONTH)
    if rule is not None:
        by_month = not _is_civil(rule) or _in_a_month(moment)
        if moment.span is not None:
            day = _day_of(moment, day)
    elif what.startswith("tarawih"):
        day += 1  # its night belongs to the next day
    category = "Events" if moment.event else "Congregations"
    about = moment.reason
    civil = f"{what}-{moment.day:%Y%m%d}"
    if not by_month:
        return _event(community, moment, civil, moment.name, about, category, alarm)
    hijri = community.calendar.from_day(day)
    known = _certainty(community, day, rule)
    lunar = f"{what}-{hijri.year:04d}-{hijri.month:02d}-{hijri.day:02d}"
    uid = civil if rule is not None and _is_civil(rule) else lunar
    about = f"{about}\n{long_form(hijri, language)} ({community.calendar.title}; {known.source})"
    return _event(community, moment, uid, moment.name, about, category, alarm, known)


def _in_a_month(moment: Moment) -> bool:
    """Return whether a weekly event is of a Hijri month, whose start decides if it occurs."""
    assert moment.event is not None
    conditions = any(each.needs_calendar for each in moment.event.when)
    return conditions or isinstance(moment.event.days, WeekdaysOf)


def _day_of(moment: Moment, day: int) -> int:
    """Return the day whose night or day an event is on."""
    assert moment.span is not None
    if moment.span.is_night:
        return moment.span.first
    return min(max(day, moment.span.first), moment.span.last)


def _event(
    community: Community, moment: Moment, uid: str, summary: str, about: str, category: str,
    alarm: Alarm | None, known: DateCertainty | None = None,
) -> Event:  # fmt: skip
    assert moment.start is not None
    start = _utc(moment.start, community)
    where = community.place
    minutes = moment.minutes or _SHOWN[moment.kind]
    place = moment.place or community.slot(moment.key).address
    location = ", ".join(filter(None, (place, community.name, community.address)))
    since = None if known is None else known.since
    return Event(
        uid=f"{uid}@{community.key}.community.miqat",
        start=start,
        end=start + timedelta(minutes=minutes),
        summary=summary,
        description=about,
        categories=(category,),
        tentative=known is not None and known.certainty is not Certainty.PROCLAIMED,
        known=None if since is None else days.to_date(since),
        coordinates=(where.latitude, where.longitude),
        location=location,
        alarm=alarm,
    )


def _utc(wall: datetime, community: Community) -> datetime:
    return wall.replace(tzinfo=community.place.zone).astimezone(UTC)


def _certainty(community: Community, day: int, rule: ObservanceRule | None) -> DateCertainty:
    """Return the certainty of a Hijri day: that of its month, and of the next where it counts."""
    calendar = community.calendar
    hijri = calendar.from_day(day)
    number = month_number(hijri.year, hijri.month)
    found = month_certainty(calendar, number)
    assert found is not None
    if hijri.day == _LONGEST or (rule is not None and _counts_from_the_end(rule)):
        after = month_certainty(calendar, number + 1)
        order = list(Certainty)
        if after is not None and order.index(after.certainty) > order.index(found.certainty):
            return after
    return found


def _counts_from_the_end(rule: ObservanceRule) -> bool:
    match rule:
        case NthWeekday():
            return rule.n < 0
        case LastDay():
            return True
        case NightOf():
            return _counts_from_the_end(rule.day)
        case Shifted() | WeekdayBeside() | Except() | FromDay() | NightsOf():
            return _counts_from_the_end(rule.of)
        case AnyOf():
            return any(map(_counts_from_the_end, rule.rules))
        case _:
            return False


def _is_civil(rule: ObservanceRule) -> bool:
    """Return whether the civil date says which occurrence it is: what is weekly, or solar."""
    match rule:
        case EveryWeek() | OnCalendar() | WeekdaysOf():
            return True
        case Except() | NightsOf():
            return _is_civil(rule.of)
        case AnyOf():
            return all(map(_is_civil, rule.rules))
        case _:
            return False
