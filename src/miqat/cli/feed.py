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
from miqat.feeds.window import Span, first_of, window
from miqat.files import read_bytes

if TYPE_CHECKING:
    from miqat.calendars import Calendar
    from miqat.community import Community
    from miqat.feeds import Alarm, Event, Feed, Published
    from miqat.feeds.prayer_feed import Absence
    from miqat.observances import Observance
    from miqat.places import Place
    from miqat.prayer import Method
    from miqat.prayer.published.reader import PublishedTable

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
    anniversaries: tuple[str, ...]
    prayers: str | None
    community: str | None
    place: str | None
    jumuah: bool
    jumuah_at: str | None
    method_id: str | None
    changes: str | None
    table: str | None
    iqama: str | None
    observed: Span
    prayed: Span
    language: str
    alarm: int | None
    tzid: bool
    timed_nights: bool
    rscale: bool

    @property
    def listed(self) -> bool:
        """Whether observances are asked for."""
        catalogue = self.observances or bool(self.kinds) or self.tradition is not None
        return catalogue or bool(self.anniversaries)


class Joined(NamedTuple):
    """The events of a feed, its title and description, and the times that are absent."""

    events: list[Event]
    title: str
    about: str
    zone: str
    absences: list[Absence]


def answer(
    start: str | None,
    years: int | None,
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
    given = None if start is None else formats.day(start)
    observed, prayed = _windows(given, years)
    asked = Asked(observed=observed, prayed=prayed, **options)  # type: ignore[arg-type]
    before = published(previous, output)
    joined = _joined(asked)
    events = joined.events if years is not None else _first_of(joined.events)
    made = build(
        events,
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
    click.echo(summary(made, *_days_of(asked), output, known=before is not None))


def _windows(start: date | None, years: int | None) -> tuple[Span, Span]:
    """Return the days of the observances and of the prayers."""
    today = datetime.now(UTC).date()
    first = today if start is None else start
    if years is not None:
        span = Span(first, _stop(first, years))
        return span, span
    return window(today, start)


def _first_of(events: list[Event]) -> list[Event]:
    """Return the events, only the first of too many, with a notice."""
    shown, notice = first_of(events)
    if notice:
        click.echo(f"miqat: {notice}; --years N writes all", err=True)
    return shown


def _days_of(asked: Asked) -> Span:
    """Return the days of all that is asked for."""
    spans = [asked.observed] if asked.listed else []
    if asked.prayers is not None or asked.jumuah or asked.jumuah_at is not None or asked.iqama:
        spans.append(asked.prayed)
    if asked.community is not None:
        spans.append(asked.prayed)
    return Span(min(each.start for each in spans), max(each.stop for each in spans))


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
    from miqat.cli.times import iqama_of
    from miqat.feeds import Alarm, friday_events, prayer_events

    if asked.jumuah_at is not None and asked.iqama is not None and "jum" in asked.iqama:
        raise InvalidRule("the Friday prayer is in --jumuah-at and in --iqama: give one")
    friday = asked.jumuah or asked.jumuah_at is not None
    listed = asked.listed
    if not (listed or asked.prayers is not None or friday or asked.community is not None):
        raise InvalidRule("nothing to put into the feed; add --observances, --prayers or --jumuah")
    where = _place(asked, friday=friday)
    events: list[Event] = []
    titles, absences = [], []
    choice = calendar_choice(where, asked.calendar_id, asked.authority)
    method = None if where is None else chosen_method(where, asked.method_id, asked.changes)
    if listed:
        events += _observances(asked, choice.calendar, where, method)
        catalogue = asked.observances or asked.kinds or asked.tradition is not None
        what = "Observances" if catalogue else "Anniversaries"
        titles.append(f"{what}, {choice.calendar.title}")
    calendar = None if method is None else ramadan_calendar(method, choice)
    table, span = _printed(asked, where)
    rules = () if asked.iqama is None else iqama_of(asked.iqama)
    alarm = None if asked.alarm is None else Alarm(asked.alarm)
    if asked.prayers is not None and where is not None:
        found, missing = prayer_events(
            where, *span, method=method, calendar=calendar, language=asked.language,
            alarm=alarm, local_clock=asked.tzid, published=table, iqama=rules,
            hijri=choice.calendar,
        )  # fmt: skip
        events += found
        absences += missing
        titles.append(f"Times of prayer, {where}")
    fridays = tuple(rule for rule in rules if rule.prayer == "jumuah")
    if (friday or fridays) and where is not None:
        found, missing = friday_events(
            where, *span, at=asked.jumuah_at, method=method, calendar=calendar,
            language=asked.language, alarm=alarm, local_clock=asked.tzid, published=table,
            rules=fridays, hijri=choice.calendar,
        )  # fmt: skip
        events += found
        absences += missing
        titles.append("" if asked.prayers is not None else f"The Friday prayer, {where}")
    if asked.community is not None:
        found, missing, community = _of_community(asked, alarm)
        events += found
        absences += missing
        titles.append(community.name)
        where = where or community.place
    title = "; ".join(filter(None, titles))
    zone = "UTC" if where is None else where.zone.key
    return Joined(events, title, _about(listed=listed), zone, absences)


def _of_community(
    asked: Asked, alarm: Alarm | None
) -> tuple[list[Event], list[Absence], Community]:
    from miqat.community import read_communities
    from miqat.community.feed import community_feed

    assert asked.community is not None
    with formats.file(asked.community):
        found = read_communities(asked.community)
    if len(found) > 1:
        names = ", ".join(repr(each.name) for each in found)
        raise InvalidRule(
            f"{asked.community} has several places ({names}): "
            "write a feed for each with miqat community FILE --at NAME --feed FILE"
        )
    language = None if asked.language == "en" else asked.language
    return *community_feed(found[0], *asked.prayed, language=language, alarm=alarm), found[0]


def _observances(
    asked: Asked, calendar: Calendar, where: Place | None, method: Method | None
) -> list[Event]:
    from miqat.feeds import observance_events
    from miqat.feeds.observance_feed import suited
    from miqat.observances import anniversary

    among: list[Observance] = []
    if asked.observances or asked.kinds or asked.tradition is not None:
        among += suited(calendar, asked.kinds, asked.tradition)
    among += [anniversary(line, calendar) for line in asked.anniversaries]
    return observance_events(
        calendar, *asked.observed, observances=among, language=asked.language,
        night_place=where if asked.timed_nights else None, method=method,
        rscale=asked.rscale,
    )  # fmt: skip


def _printed(asked: Asked, where: Place | None) -> tuple[PublishedTable | None, Span]:
    """Return the printed table, and the days of the prayers that it has, with a notice."""
    if asked.table is None:
        return None, asked.prayed
    from miqat.cli.printed_tables import printed_table

    table = printed_table(asked.table, where, year=asked.prayed.start.year)
    start, stop = asked.prayed
    first, last = table.days[0].astype(date), table.days[-1].astype(date)
    if last < start or first > stop:
        raise InvalidTable(
            f"{asked.table} has {first} to {last}, and the feed would be of {start} to {stop}; "
            "give --from"
        )
    if start < first or last < stop:
        click.echo(f"miqat: the prayers are of {first} to {last}, as the table is", err=True)
    return table, Span(max(start, first), min(stop, last))


def _place(asked: Asked, *, friday: bool) -> Place | None:
    from miqat.places import place

    named = asked.prayers if asked.prayers is not None else asked.place
    for flag, given in (
        ("--jumuah", friday),
        ("--tzid", asked.tzid),
        ("--timed-nights", asked.timed_nights),
        ("--method", asked.method_id is not None),
        ("--set", asked.changes is not None),
        ("--table", asked.table is not None),
        ("--iqama", asked.iqama is not None),
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
