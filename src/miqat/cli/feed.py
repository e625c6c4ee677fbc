"""`miqat feed`: observances and times of prayer as a calendar to subscribe to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from miqat.cli import formats
from miqat.cli.method_choice import chosen_method
from miqat.errors import InvalidRule, InvalidTable
from miqat.files import read_bytes

if TYPE_CHECKING:
    from miqat.calendars import Calendar
    from miqat.feeds import Event, Feed, Published
    from miqat.feeds.prayer_feed import Absence
    from miqat.places import Place
    from miqat.prayer import Method

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
    method_id: str | None
    changes: str | None
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
    before = published(previous, output)
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
    write_feed(made.data, Path(output))
    click.echo(summary(made, asked.start, asked.stop, output, known=before is not None))


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
    from miqat.almanac.resolve import calendar_choice, ramadan_calendar
    from miqat.feeds import Alarm, friday_events, prayer_events

    friday = asked.jumuah or asked.jumuah_at is not None
    listed = asked.observances or bool(asked.kinds) or asked.tradition is not None
    if not (listed or asked.prayers is not None or friday):
        raise InvalidRule("nothing to put into the feed; add --observances, --prayers or --jumuah")
    where = _place(asked, friday=friday)
    events: list[Event] = []
    titles, absences = [], []
    choice = calendar_choice(where, asked.calendar_id, asked.authority)
    method = None if where is None else chosen_method(where, asked.method_id, asked.changes)
    if listed:
        events += _observances(asked, choice.calendar, where, method)
        titles.append(f"Observances, {choice.calendar.title}")
    calendar = None if method is None else ramadan_calendar(method, choice)
    alarm = None if asked.alarm is None else Alarm(asked.alarm)
    if asked.prayers is not None and where is not None:
        found, missing = prayer_events(
            where, asked.start, asked.stop, method=method, calendar=calendar,
            language=asked.language, alarm=alarm, local_clock=asked.tzid,
        )  # fmt: skip
        events += found
        absences += missing
        titles.append(f"Times of prayer, {where}")
    if friday and where is not None:
        found, missing = friday_events(
            where, asked.start, asked.stop, at=asked.jumuah_at, method=method,
            calendar=calendar, language=asked.language, alarm=alarm, local_clock=asked.tzid,
        )  # fmt: skip
        events += found
        absences += missing
        titles.append("" if asked.prayers is not None else f"The Friday prayer, {where}")
    title = "; ".join(filter(None, titles))
    zone = "UTC" if where is None else where.zone.key
    return Joined(events, title, _about(listed=listed), zone, absences)


def _observances(
    asked: Asked, calendar: Calendar, where: Place | None, method: Method | None
) -> list[Event]:
    from miqat.feeds import observance_events
    from miqat.feeds.observance_feed import suited

    among = suited(calendar, asked.kinds, asked.tradition)
    return observance_events(
        calendar, asked.start, asked.stop, observances=among, language=asked.language,
        night_place=where if asked.timed_nights else None, method=method,
        rscale=asked.rscale,
    )  # fmt: skip


def _place(asked: Asked, *, friday: bool) -> Place | None:
    from miqat.places import place

    named = asked.prayers if asked.prayers is not None else asked.place
    for flag, given in (
        ("--jumuah", friday),
        ("--tzid", asked.tzid),
        ("--timed-nights", asked.timed_nights),
        ("--method", asked.method_id is not None),
        ("--set", asked.changes is not None),
    ):
        if given and named is None:
            raise InvalidRule(f"{flag} needs a place: add --place PLACE or --prayers PLACE")
    return None if named is None else place(named)


def _about(*, listed: bool) -> str:
    parts = []
    if listed:
        parts.append(
            "A date is tentative until the month is proclaimed, and may move by a day; a Hijri "
            "day begins at the sunset before."
        )
    parts.append("Written by Miqat.")
    return " ".join(parts)


def published(previous: str | None, output: str | None) -> Published | None:
    """Return what was published: the file named, or the one to be written over.

    What is written over must be a feed in any case, and no other program's calendar.
    """
    there = output is not None and Path(output).exists() and not _is_special(Path(output))
    over = _read(output) if output is not None and there else None
    return over if previous is None else _read(previous)


def _read(file: str) -> Published:
    from miqat.feeds import read_published

    try:
        return read_published(read_bytes(file, InvalidTable), file)
    except OSError as error:
        raise click.ClickException(f"cannot read {file}: {error.strerror}") from None


def _is_special(file: Path) -> bool:
    """Return whether a file is a pipe or a device, which are written to and not replaced."""
    return file.exists() and not file.is_file() and not file.is_dir()


def write_feed(data: bytes, file: Path) -> None:
    """Write a file at once and whole: who reads it meanwhile has the former one."""
    if _is_special(file):
        with formats.file(str(file)):
            file.write_bytes(data)
        return
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


def summary(made: Feed, start: date, stop: date, output: str, *, known: bool) -> str:
    """Return what a feed holds, in a line."""
    tentative = sum(event.tentative for event in made.events)
    text = (
        f"{output}: {len(made.events):,} events from {start} to {stop}, "
        f"{tentative:,} of them tentative"
    )
    if known:
        of = made.changes
        text += (
            f"; {of.same:,} as published, {of.changed:,} changed ({of.moved:,} moved), "
            f"{of.new:,} new, {of.gone:,} gone"
        )
    return text
