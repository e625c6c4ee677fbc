"""`miqat feed`: observances and times of prayer as a calendar to subscribe to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from miqat.cli import formats
from miqat.errors import InvalidRule

if TYPE_CHECKING:
    from miqat.calendars import Calendar
    from miqat.feeds import Event, Feed, Published
    from miqat.feeds.prayer_feed import Absence
    from miqat.places import Place

_YEARS = 10
_RSCALE_WARNING = (
    "miqat: few programs understand RSCALE; most others show the rule's month and day as "
    "Gregorian ones, without a word: 1 Ramadan becomes 1 September"
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a feed was asked for."""

    authority: str | None
    calendar_id: str | None
    observances: bool
    kinds: tuple[str, ...]
    tradition: str | None
    prayers: str | None
    place: str | None
    jumuah: bool
    jumuah_at: str | None
    method: str | None
    start: date
    stop: date
    language: str
    alarm: int | None
    tzid: bool
    timed_nights: bool
    rscale: bool


class Joined(NamedTuple):
    """The events of a feed, its title and description, and the times that are absent."""

    events: list[Event]
    title: str
    about: str
    zone: str
    absences: list[Absence]


def answer(
    start: str | None,
    years: int,
    stamp: str | None,
    title: str | None,
    url: str | None,
    previous: str | None,
    output: str | None,
    **options: object,
) -> None:
    """Write a calendar (iCalendar) of observances, times of prayer and the Friday prayer."""
    from miqat.feeds import build

    output = None if output == "-" else output
    first = date(datetime.now(UTC).year, 1, 1) if start is None else formats.day(start)
    asked = Asked(start=first, stop=_stop(first, years), **options)  # type: ignore[arg-type]
    before = _published(previous, output)
    joined = _joined(asked)
    made = build(
        joined.events,
        title=title or joined.title,
        about=joined.about,
        zone=joined.zone,
        url=url,
        stamp=formats.instant(stamp),
        previous=before,
    )
    for absence in joined.absences:
        click.echo(f"miqat: {absence}", err=True)
    if asked.rscale:
        click.echo(_RSCALE_WARNING, err=True)
    if output is None:
        click.echo(made.data, nl=False)
        return
    _write(made.data, Path(output))
    click.echo(_summary(made, asked, output, known=before is not None))


def _stop(first: date, years: int) -> date:
    """Return the last day of some years from a first day on."""
    if first.year + years > date.max.year:
        raise InvalidRule(f"{years} years from {first} on go beyond the year {date.max.year}")
    try:
        after = first.replace(year=first.year + years)
    except ValueError:  # 29 February, and no leap year
        after = date(first.year + years, 3, 1)
    return after - timedelta(days=1)


def _joined(asked: Asked) -> Joined:
    """Return the events asked for. Raises what is wrong with the question."""
    from miqat.feeds import Alarm, friday_events, prayer_events

    friday = asked.jumuah or asked.jumuah_at is not None
    listed = asked.observances or bool(asked.kinds) or asked.tradition is not None
    if not (listed or asked.prayers is not None or friday):
        raise InvalidRule("nothing to put into the feed; add --observances, --prayers or --jumuah")
    where = _place(asked, friday=friday)
    events: list[Event] = []
    titles, absences = [], []
    calendar = _calendar(asked, where) if listed or asked.authority or asked.calendar_id else None
    if listed and calendar is not None:
        events += _observances(asked, calendar, where)
        titles.append(f"Observances, {calendar.title}")
    alarm = None if asked.alarm is None else Alarm(asked.alarm)
    if asked.prayers is not None and where is not None:
        found, missing = prayer_events(
            where, asked.start, asked.stop, method=asked.method, calendar=calendar,
            language=asked.language, alarm=alarm, zoned=asked.tzid,
        )  # fmt: skip
        events += found
        absences += missing
        titles.append(f"Times of prayer, {where}")
    if friday and where is not None:
        found, missing = friday_events(
            where, asked.start, asked.stop, at=asked.jumuah_at, method=asked.method,
            calendar=calendar, language=asked.language, alarm=alarm, zoned=asked.tzid,
        )  # fmt: skip
        events += found
        absences += missing
        titles.append("" if asked.prayers is not None else f"The Friday prayer, {where}")
    title = "; ".join(filter(None, titles))
    zone = "UTC" if where is None else where.zone.key
    return Joined(events, title, _about(listed=listed), zone, absences)


def _observances(asked: Asked, calendar: Calendar, where: Place | None) -> list[Event]:
    from miqat.feeds import observance_events
    from miqat.feeds.observance_feed import suited

    among = suited(calendar, asked.kinds, asked.tradition)
    return observance_events(
        calendar, asked.start, asked.stop, among=among, language=asked.language,
        nights_at=where if asked.timed_nights else None, method=asked.method,
        rscale=asked.rscale,
    )  # fmt: skip


def _place(asked: Asked, *, friday: bool) -> Place | None:
    from miqat.places import place

    named = asked.prayers if asked.prayers is not None else asked.place
    for flag, given in (
        ("--jumuah", friday),
        ("--tzid", asked.tzid),
        ("--timed-nights", asked.timed_nights),
    ):
        if given and named is None:
            raise InvalidRule(f"{flag} needs a place: add --place PLACE or --prayers PLACE")
    return None if named is None else place(named)


def _calendar(asked: Asked, where: Place | None) -> Calendar:
    """Return the calendar asked for, else that of the place's authority, else the default one."""
    from miqat.authorities import authority, for_place
    from miqat.calendars import DEFAULT_CALENDAR
    from miqat.calendars import calendar as calendar_named

    if asked.authority is not None and asked.calendar_id is not None:
        raise InvalidRule("an authority has its own calendar: either --authority or --calendar")
    if asked.calendar_id is not None:
        return calendar_named(asked.calendar_id)
    if asked.authority is not None:
        return authority(asked.authority).calendar
    default = None if where is None else for_place(where)
    return (
        calendar_named(DEFAULT_CALENDAR) if default is None else authority(default.ids[0]).calendar
    )


def _about(*, listed: bool) -> str:
    parts = []
    if listed:
        parts.append(
            "A date is tentative until the month is proclaimed, and may move by a day; a Hijri "
            "day begins at the sunset before."
        )
    parts.append("Written by Miqat.")
    return " ".join(parts)


def _published(previous: str | None, output: str | None) -> Published | None:
    """Return what was published: the file named, or the one to be written over.

    What is written over must be a feed in any case, and no other program's calendar.
    """
    over = _read(output) if output is not None and Path(output).exists() else None
    return over if previous is None else _read(previous)


def _read(file: str) -> Published:
    from miqat.feeds import read_published

    try:
        return read_published(Path(file).read_bytes(), file)
    except OSError as error:
        raise click.ClickException(f"cannot read {file}: {error.strerror}") from None


def _write(data: bytes, file: Path) -> None:
    """Write a file at once and whole: who reads it meanwhile has the former one."""
    part = file.with_name(f".{file.name}.part")
    try:
        part.write_bytes(data)
        part.replace(file)
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError, PermissionError) as error:
        part.unlink(missing_ok=True)
        raise click.ClickException(f"cannot write {file}: {error.strerror}") from None
    except OSError:
        part.unlink(missing_ok=True)
        raise


def _summary(made: Feed, asked: Asked, output: str, *, known: bool) -> str:
    tentative = sum(event.tentative for event in made.events)
    text = (
        f"{output}: {len(made.events):,} events from {asked.start} to {asked.stop}, "
        f"{tentative:,} of them tentative"
    )
    if known:
        of = made.changes
        text += (
            f"; {of.same:,} as published, {of.changed:,} changed ({of.moved:,} moved), "
            f"{of.new:,} new, {of.gone:,} gone"
        )
    return text
